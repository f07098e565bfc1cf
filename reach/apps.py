from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReachConfig(AppConfig):
    """Outlets to machines, and what moves in and out."""

    name = "reach"
    label = "reach"
    verbose_name = _("Moving in and out")

    def ready(self):
        from reach import care, tasks  # noqa: F401  (they register themselves)
        from reach.importing import readers, working  # noqa: F401
