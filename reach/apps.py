from django.apps import AppConfig


class ReachConfig(AppConfig):
    """Outlets to machines: feeds, sitemaps, robots."""

    name = "reach"
    label = "reach"

    def ready(self):
        from reach import care, tasks  # noqa: F401  (they register themselves)
        from reach.importing import readers, working  # noqa: F401
