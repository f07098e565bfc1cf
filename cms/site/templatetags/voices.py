"""What stands around an article without being a part of it: `{% load voices %}{% lead_in article %}`."""

from dataclasses import replace

from django import template

from cms.site import voices
from cms.site.forms_below import ANCHOR
from cms.site.models import Promotion, Snippet

register = template.Library()


@register.inclusion_tag("site/lead_in.html")
def lead_in(thing):
    """The greeting above the text."""
    return {"snippet": voices.snippet_for(Snippet.Placement.LEAD_IN, thing)}


@register.inclusion_tag("site/closing.html", takes_context=True)
def closing(context, thing, has_form=True):
    """The words below the text, with the ways to reach us and a button.

    Where the page has no form, the button to it leads to that of the contact page.
    """
    snippet = voices.snippet_for(Snippet.Placement.CLOSING, thing)
    if snippet and snippet.action_address == ANCHOR and not has_form:
        page = context["site"].pages["contact"]
        snippet = replace(snippet, action_address=f"{page}{ANCHOR}", action_label=snippet.action_label if page else "")
    return {"snippet": snippet}


@register.inclusion_tag("site/promotion.html")
def promotion(placement):
    """What is promoted at this place, `after_body` or `in_list`, marked as such."""
    return {"promotion": voices.promotion_for(Promotion.Placement(placement))}
