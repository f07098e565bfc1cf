"""What stands around an article without being a part of it: `{% load voices %}{% lead_in article %}`."""

from django import template

from cms.site import voices
from cms.site.models import Promotion, Snippet

register = template.Library()


@register.inclusion_tag("site/lead_in.html")
def lead_in(thing):
    """The greeting above the text."""
    return {"snippet": voices.snippet_for(Snippet.Placement.LEAD_IN, thing)}


@register.inclusion_tag("site/closing.html")
def closing(thing):
    """The words below the text, with the ways to reach us and a button."""
    return {"snippet": voices.snippet_for(Snippet.Placement.CLOSING, thing)}


@register.inclusion_tag("site/promotion.html")
def promotion(placement):
    """What is promoted at this place, `after_body` or `in_list`, marked as such."""
    return {"promotion": voices.promotion_for(Promotion.Placement(placement))}
