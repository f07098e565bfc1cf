from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    """Services, and the case studies that prove them."""

    name = "services"
    label = "services"
    verbose_name = _("Services and cases")
