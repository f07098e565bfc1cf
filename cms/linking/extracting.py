"""What a snapshot of a thing links to, read from the JSON alone."""

from typing import NamedTuple
from urllib.parse import urldefrag, urlsplit

from django.contrib.contenttypes.models import ContentType
from django.db import models

from cms.publishing import addresses, snapshots
from cms.publishing.contents import asked
from cms.publishing.kinds import publishable_model
from cms.publishing.models import Publishable
from cms.richtext import files, links
from cms.richtext.links import Written

LONGEST_URL = 2000


class Found(NamedTuple):
    """One link: the column it stands in, its words, and either a thing of ours or an address."""

    place: str
    words: str
    target_type_id: int | None
    target_id: int | None
    url: str


def links_in(model, data: dict) -> set[Found]:
    """Every link of a snapshot: in texts, sections, columns of addresses, and chosen things that the page leads to."""
    found = set()
    for label, field, value in _values(model, data):
        for written in _written(model, field, value):
            if link := found_at(f"{label}.{field.name}", written):
                found.add(link)
    return found


def _values(model, data):
    fields = [*snapshots.content_fields(model), *snapshots.content_m2m(model)]
    for field in fields:
        yield model._meta.label_lower, field, (data["m2m"] if field.many_to_many else data["fields"]).get(field.name)
    for relation in model.part_relations():
        part = relation.related_model
        for values in data["parts"].get(relation.get_accessor_name(), []):
            for field in snapshots.part_fields(relation):
                yield part._meta.label_lower, field, values.get(field.name)


def _written(model, field, value) -> list[Written]:
    if not value:
        return []
    if field.remote_field and issubclass(field.related_model, Publishable):
        kind = field.related_model._meta.label_lower
        return [Written("", "", f"{kind}:{key}") for key in (value if isinstance(value, list) else [value])]
    if isinstance(field, models.URLField) or field.name in model.address_texts:
        return [Written("", value, None)]
    return list(asked(field, "links_in", value))


def found_at(place: str, written: Written) -> Found | None:
    """What a written link leads to; None for what leads nowhere else, such as #ask, or to no page, such as tel:."""
    href = written.href.strip()
    try:
        path = links.own_path(href)
        outside = links.is_external(href) and urlsplit(href).hostname
    except ValueError:  # no browser would get anywhere with it
        return None
    if files.key_of(written.ref or "") is not None:
        return None  # of the library, which lets nobody delete what a text links to
    ref = written.ref or (addresses.reference_behind(path) if path else "")
    if ref and (target := _target(ref)):
        return Found(place, written.words[:200], *target, "")
    url = path if path else urldefrag(href).url if outside else ""
    url = url.replace("\0", "")[:LONGEST_URL]
    return Found(place, written.words[:200], None, None, url) if url else None


def _target(ref: str) -> tuple[int, int] | None:
    kind, _colon, key = ref.partition(":")
    model = publishable_model(kind)
    if model is None or not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    return ContentType.objects.get_for_model(model).pk, int(key)
