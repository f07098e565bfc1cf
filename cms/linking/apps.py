from django.apps import AppConfig, apps
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class LinkingConfig(AppConfig):
    """Where every link leads."""

    name = "cms.linking"
    label = "linking"
    verbose_name = _("Links")

    def ready(self):
        from cms.linking import boxes, care, inside, keeping, leaving, tasks  # noqa: F401  (four register themselves)
        from cms.publishing import followers
        from cms.publishing.models import Publishable
        from cms.publishing.models.addresses import Addressed

        followers.follow(keeping.keep)
        # Of each such model by name: a listener for every model would make every bulk deletion load its rows.
        for model in apps.get_models():
            if issubclass(model, Addressed) and not issubclass(model, Publishable):
                for signal in (post_save, post_delete):
                    signal.connect(inside.look_again, sender=model, dispatch_uid=f"linked.{model._meta.label}")
