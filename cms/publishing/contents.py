"""What is inside a publishable thing: its words, its pictures and files, and how much of it changed.

A field that holds more than plain words, such as rich text, says itself what is in a value of it, by `words_in`,
`pictures_in`, `refs_in` and `links_in`; and keeps the ids of its headings apart from others on the page, by
`ids_apart`.
"""

from difflib import SequenceMatcher

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from cms.library.models import Document, Picture
from cms.publishing import snapshots
from cms.publishing.models.history import Draft
from cms.richtext import files

SUBSTANTIVE = 50  # inserted plus deleted characters from which readers are told that a text was updated
WHOLLY_NEW = 4_000_000  # product of the lengths beyond which two stretches are not aligned, but taken as replaced


def words_of(data: dict, model, *, without=()) -> str:
    """The plain text of a snapshot as readers get it: title, summary, rich text and the words of its parts."""
    rows = [(data["fields"], worded(model, snapshots.content_fields(model), without))]
    for relation in model.part_relations():
        fields = worded(relation.related_model, snapshots.part_fields(relation))
        rows += [(values, fields) for values in data["parts"].get(relation.get_accessor_name(), [])]
    return "\n".join(words for values, fields in rows for field in fields if (words := _words(field, values)))


def is_substantive(before: dict, after: dict, model) -> bool:
    """Whether readers should be told: 50 characters or more inserted and deleted."""
    return changed_characters(words_of(before, model), words_of(after, model)) >= SUBSTANTIVE


def changed_characters(old: str, new: str) -> int:
    """How many characters were inserted and deleted between two texts."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    if len(old) * len(new) > WHOLLY_NEW:
        return len(old) + len(new)
    same = sum(block.size for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks())
    return len(old) + len(new) - 2 * same


def files_of(thing) -> tuple[set[int], set[int]]:
    """The ids of the pictures and of the documents that a thing shows or links to, its parts included."""
    pictures: set[int] = set()
    documents: set[int] = set()
    for row, fields in rows_of(thing):
        for field in fields:
            value = getattr(row, field.attname)
            pictures.update(asked(field, "pictures_in", value))
            linked = (files.key_of(ref) for ref in asked(field, "refs_in", value))
            documents.update(key for key in linked if key is not None)
            if value and field.related_model is Picture:
                pictures.add(value)
            elif value and field.related_model is Document:
                documents.add(value)
    return pictures, documents


def lost_pictures(thing) -> list[str]:
    """A sentence for each field whose words show a picture that is no longer in the library.

    What a foreign key names is looked for by the model's own check.
    """
    shown = [
        (field, set(asked(field, "pictures_in", getattr(row, field.attname))))
        for row, fields in rows_of(thing)
        for field in fields
        if hasattr(field, "pictures_in")
    ]
    wanted = set().union(*(keys for _field, keys in shown))
    gone = wanted - set(Picture.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    sentence = _("“%(field)s” shows a picture that is no longer in the library. Take it out, or choose another one.")
    return [sentence % {"field": field.verbose_name} for field, keys in shown if keys & gone]


def refs_of(thing) -> set[str]:
    """Everything of ours that a thing leads to, as `articles.article:42`, its parts included."""
    return {
        ref
        for row, fields in rows_of(thing)
        for field in fields
        for ref in asked(field, "refs_in", getattr(row, field.attname))
    }


def set_ids_apart(thing):
    """In memory: no two headings of the thing and its parts share an id; the first on the page keeps its own."""
    taken: set[str] = set()
    for row, fields in rows_of(thing):
        for field in fields:
            value = getattr(row, field.attname)
            if value and hasattr(field, "ids_apart"):
                setattr(row, field.attname, field.ids_apart(value, taken))


def asked(field, question: str, value):
    """What a field with more than plain words in it says of a value: `words_in`, `pictures_in` or `refs_in`."""
    answer = getattr(field, question, None)
    return answer(value) if answer and value else ()


def drafts_showing(asset):
    """The things whose working copy shows this picture or offers this document, which the database cannot see."""
    name = asset._meta.model_name
    text = Draft.objects.annotate(text=Cast("data", models.TextField()))
    named = Q(text__contains=f'data-{name}=\\"{asset.pk}\\"')
    named |= Q(text__contains=f"library.{name}:{asset.pk}")
    for ending in (",", "}"):
        named |= Q(text__contains=f": {asset.pk}{ending}")
    for draft in text.filter(named).select_related("content_type"):
        model = draft.content_type.model_class()
        thing = model._base_manager.filter(pk=draft.object_id).first() if model else None
        if thing and asset.pk in files_of(thing.as_of(draft.data))[0 if isinstance(asset, Picture) else 1]:
            yield thing


def load_parts(thing):
    """Have the parts at hand, one query for each kind; what is there already, such as a draft's, stays."""
    names = [relation.get_accessor_name() for relation in type(thing).part_relations()]
    models.prefetch_related_objects([thing], *names)


def rows_of(thing):
    """The thing and its parts, each with those of its columns that an editor can change."""
    yield thing, snapshots.content_fields(type(thing))
    for relation in type(thing).part_relations():
        if any(_may_show_a_file(field) for field in snapshots.part_fields(relation)):
            for row in getattr(thing, relation.get_accessor_name()).all():
                yield row, snapshots.part_fields(relation)


def _may_show_a_file(field) -> bool:
    return hasattr(field, "pictures_in") or field.related_model in {Picture, Document}


def worded(model, fields, without=()):
    """Those of the fields that hold words for readers."""
    return [
        field
        for field in fields
        if (isinstance(field, models.CharField | models.TextField) or hasattr(field, "words_in"))
        and not isinstance(field, models.SlugField | models.URLField)
        and not field.choices
        and field.name not in {*model.not_words, *without}
    ]


def _words(field, values) -> str:
    value = values.get(field.name) or ""
    return (asked(field, "words_in", value) or "") if hasattr(field, "words_in") else value
