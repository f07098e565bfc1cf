from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    """Submission, approval, comments, and links for clients."""

    name = "cms.review"
    label = "review"
    verbose_name = _("Review")

    def ready(self):
        from cms.review import desk, guard, notices, panels  # noqa: F401  (they register themselves)
