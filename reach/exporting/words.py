"""An entry as people read it: its texts in one piece of HTML, its names as words."""

import json
from html import escape

from django.apps import apps
from django.db import models

from cms.publishing import snapshots
from cms.publishing.contents import worded
from cms.publishing.models import Publishable
from cms.publishing.shapes import ShapedField
from cms.richtext import tree
from cms.richtext.fields import RichTextField, RichTextFormField
from reach.entries import Entry

HEADS = {"title", "summary"}  # said elsewhere: in the head of a file, in columns of their own


def html_of(entry: Entry) -> str:
    """Every text that readers see, in the order of the model: rich texts, plain ones as paragraphs, parts below."""
    model = apps.get_model(entry.kind)
    if not issubclass(model, Publishable):
        return ""
    texts = [_text(one, entry.fields.get(one.name)) for one in worded(model, snapshots.content_fields(model), HEADS)]
    for relation in model.part_relations():
        fields = worded(relation.related_model, snapshots.part_fields(relation))
        for row in entry.parts.get(relation.get_accessor_name(), []):
            texts += _row(fields, row)
    return "\n".join(filter(None, texts))


def _row(fields, row):
    """One part: its first line of words as a heading, what stands below as texts."""
    is_headed = False
    for one in fields:
        value = row.get(one.name)
        if isinstance(one, ShapedField):
            yield _section(one, value)
        elif value and not is_headed and isinstance(one, models.CharField):
            is_headed = True
            yield f"<h3>{escape(str(value))}</h3>"
        else:
            yield _text(one, value)


def _section(field, content) -> str:
    shape = field.shape_of(content) if isinstance(content, dict) else None
    if shape is None:
        return ""
    texts = []
    for name, one in shape.base_fields.items():
        tag = "h2" if name == "heading" else "p"
        texts.append(_leaf(one, content.get(name), tag))
    for row in content.get("rows") or []:
        for number, (name, one) in enumerate(shape.row.base_fields.items() if shape.row else ()):
            texts.append(_leaf(one, row.get(name), "p" if number else "h3"))
    return "\n".join(filter(None, texts))


def _leaf(field, value, tag) -> str:
    if not value or not isinstance(value, str):
        return ""
    if isinstance(field, RichTextFormField):
        return value
    is_words = type(field).__name__ == "CharField"
    return f"<{tag}>{escape(value)}</{tag}>" if is_words else ""


def _text(field, value) -> str:
    if not value or not isinstance(value, str):
        return ""
    if isinstance(field, RichTextField):
        return value
    return "".join(f"<p>{escape(line)}</p>" for line in value.splitlines() if line.strip())


def with_pictures_at(html: str, address) -> str:
    """The text with each picture and link where `address(REF or path)` says that it is."""
    if "<img" not in html and "<a " not in html:
        return html
    root = tree.parse(html)
    for name, tag in (("src", "img"), ("href", "a")):
        for element in root.iter(tag):
            if element.get(name):
                element.set(name, address(element.get(name)))
    return tree.write(root)


def said(value) -> str:
    """A value as words for a cell or the head of a file: names for rows, several parted by a mark."""
    if isinstance(value, dict):
        return value.get("name") or json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "、".join(map(said, value))
    return "" if value is None else str(value)
