from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    """Texts that are found by any piece of them."""

    name = "cms.search"
    label = "search"

    def ready(self):
        from cms.search.models import forget_what_a_flush_left

        post_migrate.connect(forget_what_a_flush_left)
