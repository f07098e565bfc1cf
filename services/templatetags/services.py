"""Cases for any page: `{% featured_cases 3 as cases %}`."""

from django import template

from cms.pagecache.models import memo
from services.models import CaseStudy

register = template.Library()


@register.simple_tag
def featured_cases(limit=3):
    """The newest cases; kept until one of them changes."""
    return memo(f"services.newest_cases:{limit}", lambda: list(CaseStudy.objects.live().for_listing()[:limit]))
