from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """What the outside world must be told, and the worker that tells it."""

    name = "cms.outbox"
    label = "outbox"
    verbose_name = _("Outbox")

    def ready(self):
        from cms.desk import menu
        from cms.outbox import mail, panels, robots, tasks, telling, webhooks  # noqa: F401  (they register themselves)

        menu.add(
            "system",
            _("Outbox at a glance"),
            "monitor_heart",
            "outbox-overview",
            place=59,
            is_for=lambda user: user.has_perm("outbox.view_delivery"),
        )
