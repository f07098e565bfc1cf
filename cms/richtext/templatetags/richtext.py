"""What any template may use: `{% richtext article.body %}` and `{% contents_of article.body as contents %}`."""

from django import template

from cms.richtext.headings import contents
from cms.richtext.rendering import render

register = template.Library()


@register.simple_tag(takes_context=True)
def richtext(context, html):
    """A stored text as readers get it; previews show pictures that are not public yet.

    The view may have loaded what the texts of the whole page show and link to, as `pictures` and `paths`.
    """
    is_preview = bool(context.get("is_preview"))
    return render(html, is_preview=is_preview, pictures=context.get("pictures"), paths=context.get("paths"))


@register.simple_tag
def contents_of(html):
    """The nested headings of a text, for richtext/contents.html; none when there are fewer than two."""
    headings = contents(html)
    is_list = len(headings) > 1 or any(heading.children for heading in headings)
    return headings if is_list else []
