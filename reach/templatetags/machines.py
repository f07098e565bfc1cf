"""What base.html says to machines: `{% head_of_page as head %}`, then `{% structured_data head %}`."""

from django import template
from django.utils.safestring import mark_safe

from reach import structured
from reach.head import Head, head_of

register = template.Library()


@register.simple_tag(takes_context=True)
def head_of_page(context):
    """Title, description, address and share picture of the page that is being made."""
    return head_of(context)


@register.simple_tag(takes_context=True)
def structured_data(context, head: Head):
    """The page in schema.org's words, as one script element; nothing where there is nothing to say."""
    nodes = structured.graph(head, context["site"]) if head else []
    if not nodes:
        return ""
    return mark_safe(f'<script type="application/ld+json">{structured.as_script(nodes)}</script>')  # noqa: S308 escaped
