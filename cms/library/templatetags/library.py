"""Pictures in templates: `{% load library %}{% picture article.cover sizes="(min-width: 60rem) 40rem, 100vw" %}`."""

from django import template

from cms.library.rendering import picture_html

register = template.Library()


@register.simple_tag(takes_context=True)
def picture(context, shown, **options):
    """A picture, or nothing for None; options are `sizes`, `eager`, `alt` and `class`. Private within a preview."""
    options["class_"] = options.pop("class", "")
    return picture_html(shown, private=bool(context.get("is_preview")), **options)
