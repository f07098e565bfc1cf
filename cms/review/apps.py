from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    """Submission, approval, comments, and links for clients."""

    name = "cms.review"
    label = "review"
    verbose_name = _("Review")

    def ready(self):
        from cms.publishing.kinds import publishable_models
        from cms.review import desk, guard, notices, panels  # noqa: F401  (they register themselves)
        from cms.review.models.rules import forget_rules_of, scope_field

        # Of each such model by name: a listener for every model would make every bulk deletion load its rows.
        for field in filter(None, map(scope_field, publishable_models())):
            post_delete.connect(forget_rules_of, sender=field.related_model, dispatch_uid=f"rules.{field}")
