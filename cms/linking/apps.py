from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LinkingConfig(AppConfig):
    """Where every link leads."""

    name = "cms.linking"
    label = "linking"
    verbose_name = _("Links")

    def ready(self):
        from cms.linking import keeping
        from cms.publishing import followers

        followers.follow(keeping.keep)
