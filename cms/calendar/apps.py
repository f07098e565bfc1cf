from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarConfig(AppConfig):
    """What is planned and what the clock will do, day by day."""

    name = "cms.calendar"
    label = "calendar"
    verbose_name = _("Calendar")

    def ready(self):
        from cms.calendar import beginning, menu, panels  # noqa: F401  (they register themselves)
