from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Home, about, contact and other standing pages."""

    name = "pages"
    label = "pages"
    verbose_name = _("Standing pages")

    def ready(self):
        from pages import kinds  # noqa: F401  (they register themselves)
