from django.apps import AppConfig, apps
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """What can be drafted, previewed and published."""

    name = "cms.publishing"
    label = "publishing"
    verbose_name = _("Publishing")

    def ready(self):
        from cms.library import uses
        from cms.publishing import (  # noqa: F401  (most register themselves)
            addresses,
            checks,
            contents,
            extending,
            forgetting,
            offering,
            panels,
            tasks,
            timing,
        )
        from cms.publishing.models.addresses import Addressed, remember_what_is_gone
        from cms.publishing.writing import autosaving  # noqa: F401  (its pages register themselves)
        from cms.richtext import links

        # Of each such model by name: a listener for every model would make every bulk deletion load its rows.
        for model in apps.get_models():
            if issubclass(model, Addressed):
                post_delete.connect(remember_what_is_gone, sender=model, dispatch_uid=f"gone.{model._meta.label}")
        uses.finders.append(contents.drafts_showing)
        extending.script("js/kept-texts.js")
        extending.script("js/autosave.js")
        links.set_resolver(addresses.live_addresses, addresses.references_of)
