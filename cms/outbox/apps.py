from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """What the outside world must be told, and the worker that tells it."""

    name = "cms.outbox"
    label = "outbox"
    verbose_name = _("Outbox")

    def ready(self):
        from cms.outbox import mail, panels, tasks  # noqa: F401  (they register themselves)
