"""What of publications webhooks and robots may be told."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.outbox.models import Event
from cms.outbox.topics import Topic, Words, offer

PUBLISHED, UNPUBLISHED = "published", "unpublished"
LABELS = {
    PUBLISHED: gettext_lazy("Something became public"),
    UNPUBLISHED: gettext_lazy("Something is no longer public"),
}


def data(event: Event) -> dict | None:
    """Title and address, while it is so; nothing of what the public may not see."""
    thing = event.obj
    if thing is None or thing.is_live != (event.verb == PUBLISHED):
        return None
    if not thing.is_live:
        return {}
    path = thing.get_absolute_url()
    return {"title": str(thing), "url": settings.SITE_URL + path if path else ""}


def words(event: Event, with_contact: bool) -> Words | None:
    said, thing = data(event), event.obj
    if said is None or thing is None:
        return None
    rows = [(str(thing._meta.verbose_name), said.get("title", ""))]
    return Words(str(LABELS[event.verb]), rows, said.get("url") or settings.SITE_URL, _("Open the page"))


for verb, label in LABELS.items():
    offer(Topic(verb=verb, label=label, data=data, words=words))
