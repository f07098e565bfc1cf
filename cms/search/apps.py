from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    """The index of what is published."""

    name = "cms.search"
    label = "search"

    def ready(self):
        from cms.search import engines

        post_migrate.connect(engines.forget_what_a_flush_left, sender=self)
