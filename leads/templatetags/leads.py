"""The form, for any public page: `{% load leads %}{% lead_form %}`, or an editor's: `{% lead_form 3 %}`.

The page stays the same for everybody: no token, no session, and a time stamp that changes once an hour.
"""

from django import template

from cms.intake.models import ConsentText
from leads.forms import LeadForm
from leads.models import Form
from services.models import Service

register = template.Library()


@register.inclusion_tag("leads/form.html", takes_context=True)
def lead_form(context, key: int | str | None = None):
    """One form, which remembers the page and the object that the page is about.

    `key` is that of an editor's form, or its address; without one a service shows its own, and anything else the plain
    form, as where the form is gone. Two queries at most, one more with an editor's form.
    """
    thing = context.get("object")
    about = f"{thing._meta.label_lower}:{thing.pk}" if hasattr(thing, "_meta") and thing.pk else ""
    path = thing.get_absolute_url() if about and context.get("is_preview") else context["request"].path
    if not key and isinstance(thing, Service):
        key = Form.objects.of_services().get(thing.pk)
    consents = ConsentText.objects.current_texts()
    form = LeadForm(
        consent_text=consents[ConsentText.Purpose.ENQUIRY],
        journey_text=consents[ConsentText.Purpose.JOURNEY],
        version=asked(key),
        path=path,
        about=about,
    )
    return {"form": form, "site": context.get("site")}


def asked(key):
    find = Form.objects.called if isinstance(key, str) else Form.objects.shown
    form = find(key) if key else None
    if form is None:
        return None
    form.version.form = form
    return form.version
