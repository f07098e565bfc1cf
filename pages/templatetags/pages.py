"""What the templates of pages use: `{% show_section section %}`."""

from django import template
from django.template.loader import get_template

register = template.Library()


@register.simple_tag(takes_context=True)
def show_section(context, section):
    """A section by its kind's template, within the page's own context."""
    with context.push(**section.context):
        return get_template(section.template).template.render(context)
