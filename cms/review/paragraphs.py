"""A text as a list of paragraphs that people can point at."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import CharField
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from cms.library.models import Picture
from cms.publishing import contents, snapshots
from cms.publishing.contents import asked
from cms.publishing.shapes import ShapedField
from cms.richtext.fields import RichTextField, RichTextFormField
from cms.richtext.rendering import render
from cms.richtext.text import plain
from cms.richtext.tree import parse, write

HASHED = 16


@dataclass(frozen=True)
class Paragraph:
    """One block of a text: `html` to show, `words` to quote, and the anchor by which comments find it again."""

    label: str  # the field that it begins, "" further down in the same field
    html: SafeString
    words: str
    anchor: str


def paragraphs_of(thing) -> list[Paragraph]:
    """Everything with words that a reader gets of this thing, which a snapshot may describe, in its order."""
    seen: Counter[str] = Counter()
    found = []
    for label, blocks in _fields(thing):
        for number, (html, words) in enumerate(blocks):
            fingerprint = hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:HASHED]
            seen[fingerprint] += 1
            anchor = f"{fingerprint}-{seen[fingerprint]}"
            found.append(Paragraph("" if number else label, html, words, anchor))
    return found


def place(threads, paragraphs) -> tuple[dict[str, list], list]:
    """The threads by the anchor of the paragraph that they are about, and those whose paragraph is no longer there.

    Where the same words stand more than once and fewer times than before, the last of them is meant.
    """
    known = {paragraph.anchor for paragraph in paragraphs}
    placed: dict[str, list] = {}
    orphans = []
    for thread in threads:
        anchor = thread.anchor
        while anchor and anchor not in known:
            words, _dash, number = anchor.rpartition("-")
            anchor = f"{words}-{int(number) - 1}" if number.isdecimal() and int(number) > 1 else ""
        if anchor:
            placed.setdefault(anchor, []).append(thread)
        elif thread.anchor:
            orphans.append(thread)
    return placed, orphans


def _fields(thing) -> Iterator[tuple[str, list]]:
    pictures = Picture.objects.shown(contents.files_of(thing)[0])
    rows = [(thing, snapshots.content_fields(type(thing)))]
    for relation in type(thing).part_relations():
        parts = getattr(thing, relation.get_accessor_name()).all()
        rows += [(row, snapshots.part_fields(relation)) for row in parts]
    for row, fields in rows:
        for field in contents.worded(type(row), fields):
            value = getattr(row, field.attname)
            if isinstance(field, ShapedField):
                yield from _shape(field, value or {}, pictures)
            elif value:
                yield str(field.verbose_name), _blocks(field, value, pictures)


def _shape(field, content, pictures) -> Iterator[tuple[str, list]]:
    """The fields of a section, each of which says itself what it is."""
    shape = field.shape_of(content)
    for inner, value in shape.leaves(content) if shape else ():
        if value and (type(inner) is CharField or isinstance(inner, RichTextFormField)):
            yield str(inner.label or ""), _blocks(inner, value, pictures)


def _blocks(field, value, pictures) -> list[tuple[SafeString, str]]:
    if isinstance(field, RichTextField | RichTextFormField):
        return list(_of_rich_text(value, pictures))
    lines = asked(field, "words_in", value) or str(value)
    return [(conditional_escape(line), line) for line in lines.splitlines() if line.strip()]


def _of_rich_text(html, pictures) -> Iterator[tuple[SafeString, str]]:
    """One for each block of the text; what stands between blocks counts with the one before."""
    body = parse(html)
    if body.text and body.text.strip():
        yield conditional_escape(body.text.strip()), body.text.strip()
    for block in list(body):
        alone = parse("")
        alone.append(block)
        stored = write(alone)
        words = plain(stored)
        if words or _shows_something(stored):
            yield render(stored, is_preview=True, pictures=pictures), words or stored


def _shows_something(stored: str) -> bool:
    return "<img" in stored or "data-video" in stored
