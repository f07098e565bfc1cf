"""The words of everything published, handed to search anew, as after an import or a change of the index."""

from collections.abc import Callable

from django.db import transaction

from cms.publishing import contents, snapshots
from cms.publishing.kinds import publishable_models
from cms.publishing.models import State
from cms.search.models import SearchDocument

AT_ONCE = 200


def rebuild(models=None, progress: Callable[[str, int, int], None] = lambda kind, done, total: None) -> int:
    """Make the search document of every published thing anew and drop all others; how many there are now.

    Searching goes on meanwhile: each batch is replaced in one transaction. `progress` hears the kind, how many of it
    are done and how many there are.
    """
    written = 0
    for model in models or [model for model in publishable_models() if model.has_page]:
        published = model._base_manager.filter(state=State.PUBLISHED, trashed_at=None)
        last, done, total = 0, 0, published.count()
        while batch := _renew(model, published.filter(pk__gt=last).order_by("pk")):
            last, done = batch[-1], done + len(batch)
            progress(str(model._meta.verbose_name_plural), done, total)
        SearchDocument.objects.about(model).exclude(object_id__in=published.values("pk")).forget_all()
        written += done
    return written


@transaction.atomic
def _renew(model, published) -> list[int]:
    parts = [relation.get_accessor_name() for relation in model.part_relations()]
    # Held until commit, so that a publication in this moment cannot be overwritten by what was read before it.
    things = list(published.select_for_update(no_key=True).prefetch_related(*parts)[:AT_ONCE])
    keys = [thing.pk for thing in things]
    SearchDocument.objects.about(model).filter(object_id__in=keys).forget_all()
    SearchDocument.objects.put_many([SearchDocument.of(thing, thing.title, text_of(thing)) for thing in things])
    return keys


def text_of(thing) -> str:
    """The words of a row as it stands, without its title."""
    parts = {}
    for relation in thing.part_relations():
        name, fields = relation.get_accessor_name(), snapshots.part_fields(relation)
        parts[name] = [_values(row, fields) for row in getattr(thing, name).all()]
    data = {"fields": _values(thing, snapshots.content_fields(type(thing))), "parts": parts}
    return contents.words_of(data, type(thing), without=["title"])


def _values(row, fields) -> dict:
    return {field.name: field.value_from_object(row) for field in fields}
