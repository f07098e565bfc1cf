"""Articles for any page: `{% articles_about service as articles %}`."""

from django import template

from articles.models import Article
from cms.pagecache.models import memo

register = template.Library()


@register.simple_tag
def articles_about(service, limit=6):
    """The newest articles that lead towards a service; kept until one of them changes."""
    articles = Article.objects.live().about(service).for_listing()
    return memo(f"articles.about:{service.pk}:{limit}", lambda: list(articles[:limit]))
