"""The form, for any public page: `{% load leads %}{% lead_form %}`.

The page stays the same for everybody: no token, no session, and a time stamp that changes once an hour.
"""

from django import template

from cms.intake.models import ConsentText
from leads.forms import LeadForm

register = template.Library()


@register.inclusion_tag("leads/form.html", takes_context=True)
def lead_form(context):
    """One form, which remembers the page and the object that the page is about; two queries at most."""
    thing = context.get("object")
    about = f"{thing._meta.label_lower}:{thing.pk}" if hasattr(thing, "_meta") and thing.pk else ""
    path = thing.get_absolute_url() if about and context.get("is_preview") else context["request"].path
    consent = ConsentText.objects.current()
    return {"form": LeadForm(consent_text=consent, path=path, about=about), "site": context.get("site")}
