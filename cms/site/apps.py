from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    """What is said once for the whole site."""

    name = "cms.site"
    label = "site"
    verbose_name = _("Site")

    def ready(self):
        from cms.site import panels  # noqa: F401  (they register themselves)
