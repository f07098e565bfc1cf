from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LeadsConfig(AppConfig):
    """People who asked to be contacted."""

    name = "leads"
    label = "leads"
    verbose_name = _("Leads")

    def ready(self):
        from cms.site import forms_below
        from leads import (  # noqa: F401  (they register themselves)
            acknowledging,
            downloads,
            forgetting,
            menu,
            notifications,
            offering,
            panels,
            reminders,
            searching,
            tasks,
        )
        from leads.models import Form

        forms_below.offer(Form.objects.choices)
