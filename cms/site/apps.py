from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    """What is said once for the whole site."""

    name = "cms.site"
    label = "site"
    verbose_name = _("Site")

    def ready(self):
        from cms.linking import keeping
        from cms.site import linked, panels  # noqa: F401  (they register themselves)
        from cms.site.models import MenuItem

        keeping.others.append(linked.keep_all)
        post_save.connect(linked.keep, sender=MenuItem, dispatch_uid="linked.menu")
        post_delete.connect(linked.forget, sender=MenuItem, dispatch_uid="linked.menu.gone")
