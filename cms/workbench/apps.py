from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkbenchConfig(AppConfig):
    """Everyday help for editors: copies, templates, find and replace, saved filters, what needs care."""

    name = "cms.workbench"
    label = "workbench"
    verbose_name = _("Workbench")

    def ready(self):
        from cms.workbench import care, desk, panels, week  # noqa: F401  (they register themselves)
