from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """What anonymous people send, checked."""

    name = "cms.intake"
    label = "intake"
    verbose_name = _("Forms")

    def ready(self):
        from cms.intake import holders, tasks  # noqa: F401  (they register themselves)
