from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The admin as a product."""

    name = "cms.desk"
    label = "desk"
