from django.apps import AppConfig


class DemoConfig(AppConfig):
    """One cast of people and pages for trial, tests and screenshots."""

    name = "demo"
    label = "demo"
