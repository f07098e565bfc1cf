"""Markup made to be slow: twice of it takes twice the work, from the paste to the page."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from lxml.html import HtmlElement

from cms.richtext import sanitiser
from cms.richtext.headings import contents, ids_apart
from cms.richtext.rendering import render
from cms.richtext.storing import storable
from cms.richtext.text import plain

SHAPES = {
    "dead links": "<a>x</a>",
    "links": '<a href="https://a.example/">x</a>',
    "stamped links": '<a href="https://a.example/" data-to="articles.article:1">x</a>',
    "spans": "<span>x</span>",
    "bold runs": "<b>x</b>",
    "bold in bold": "<b>x<i>y</i></b>",
    "styled spans": '<span style="font-weight:bold">x</span>',
    "divisions": "<div>x</div>",
    "divisions of blocks": "<div><p>x</p>y</div>",
    "empty paragraphs": "<p></p>x",
    "empty emphasis": "<u> </u>",
    "breaks": "<br>",
    "breaks between words": "x<br>",
    "pictures without address": "<img>x",
    "pictures of the library": "<p><img data-picture=1>",
    "videos without a place": '<figure data-video="vimeo:123456">x<br></figure>',
    "videos": '<figure data-video="vimeo:123456"></figure>',
    "lists in lists": "<ul><ul><li>x</ul></ul>",
    "items of Word": '<p style="mso-list:l0 level1 lfo1">x',
    "headings of the same words": "<h2>x</h2>",
    "headings of the same id": "<h2 id=s-x>x</h2>",
    "tables": "<table><tr><td>1</table>",
    "elements of any name": "<x1><x2>",
}
WITHIN = {
    "a table of empty rows": ("<table class=xl1>", "<tr><td>"),
    "a table of merged cells": ("<table>", "<tr><td colspan=1000 rowspan=1000>1"),
    "a table of columns": ("<table>", "<col>"),
    "paragraphs in a cell": ("<table><td>", "<p role=a>x"),
    "a long heading": ("<h2>", "中文標題很長"),
    "a heading of pieces": ("<h2>", "<em>中文字</em>，x"),
    "pictures in a paragraph": ("<p>", "<img data-picture=1>"),
    "code": ("<pre><code class=language-python>", "x<br>"),
} | {name: ("", unit) for name, unit in SHAPES.items()}


@contextmanager
def steps() -> Iterator[list[int]]:
    """The lines of the room that run, and the siblings that lxml counts when asked for a place."""
    taken = [0]

    def in_room(frame, event, _value):
        taken[0] += event == "line"
        return in_room

    def entered(frame, _event, _value):
        return in_room if "/cms/richtext/" in frame.f_code.co_filename else None

    def counting(verb):
        def counted(element, *given):
            walked = element.getparent() if verb.__name__ == "drop_tag" else element
            siblings = sum(1 for _ in walked.iterchildren())
            taken[0] += min(siblings, given[0]) if verb.__name__ == "insert" else siblings
            return verb(element, *given)

        return counted

    with pytest.MonkeyPatch.context() as patch:
        for name in ("__len__", "index", "insert", "drop_tag"):
            patch.setattr(HtmlElement, name, counting(getattr(HtmlElement, name)))
        before = sys.gettrace()
        sys.settrace(entered)
        try:
            yield taken
        finally:
            sys.settrace(before)


def work(html: str) -> int:
    with steps() as taken:
        stored = storable(html)
        render(stored, pictures={}, paths={"articles.article:1": None})
        contents(ids_apart(stored, {"s-x"}))
        plain(stored)
    return taken[0]


@pytest.mark.parametrize(("start", "unit"), WITHIN.values(), ids=WITHIN)
def test_twice_the_text_takes_twice_the_work(start, unit):
    work(start + unit)  # what is done once
    assert work(start + unit * 120) < 2.4 * work(start + unit * 60)


@pytest.mark.parametrize("mark", ["<", "&"])
def test_more_marks_than_any_text_needs_are_refused(mark):
    with pytest.raises(ValidationError) as refused:
        sanitiser.clean(mark * (sanitiser.MOST_MARKS + 1))
    assert refused.value.code == "too_much_formatting"
