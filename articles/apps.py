from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """News: articles, authors, channels, tags, sources."""

    name = "articles"
    label = "articles"
    verbose_name = _("News")

    def ready(self):
        from articles import forgetting, notifications, panels  # noqa: F401  (they register themselves)
        from articles.models import Channel
        from cms.site import scopes

        scopes.offer(Channel)
