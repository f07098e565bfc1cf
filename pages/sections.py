"""What a section of a page is: kinds that say what there is to write, and what the page then shows.

A kind is a small form in `pages/kinds.py` and a template `pages/sections/<name>.html`; docs/recipes.md shows how one
is added. `@kind` puts it into the editors' list.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.library.models import Picture
from cms.publishing.models import Faq
from cms.publishing.shape_fields import LinkFormField, PictureFormField, current
from cms.publishing.shapes import Shape, ShapedField
from cms.richtext.text import plain

KINDS: dict[str, type["Kind"]] = {}


def kind(name: str):
    """Register a class as the kind of section with this name, which is stored and names the template."""

    def register(cls):
        cls.name = name
        KINDS[name] = cls
        return cls

    return register


class Kind(Shape):
    """A kind of section: a form for editors, and what its template needs beyond the words."""

    do_not_call_in_templates = True
    name = ""
    label: Any = ""
    about: Any = ""  # one sentence for the editor who wonders which to take
    icon = "notes"  # a Material symbol
    is_opening = False  # stands first in place of the page's head, and then holds the h1
    is_once = False  # a page has room for one
    needs = ""  # the name in the context without which there is nothing to show
    last: tuple[str, ...] = ("is_tinted",)  # the fields that stand below all others

    is_tinted = forms.BooleanField(label=_("on a tinted ground"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name not in self.last] + [*self.last])

    @classmethod
    def context(cls, content: dict) -> dict:
        """What the template shows beyond `content`, such as the articles of a list."""
        return {}

    @classmethod
    def faqs(cls, content: dict) -> list[Faq]:
        """The questions and answers that this section shows."""
        return []

    @classmethod
    def heading_of(cls, content: dict) -> str:
        """A few words by which an editor knows the section."""
        rows = content.get("rows") or [{}]
        words = [content.get("heading"), content.get("words"), plain(content.get("body") or ""), *rows[0].values()]
        return next((word for word in words if word and isinstance(word, str)), "")[:60]


class SectionField(ShapedField):
    """The content of a section; its kind stands inside."""

    def shape_of(self, content):
        return KINDS.get(content.get("kind"))


class Shown:
    """A section as a template shows it: pictures found, links resolved, lists filled."""

    def __init__(self, section, pictures: dict[int, Picture], paths: dict, place: int):
        self.kind = KINDS[section.content["kind"]]
        self.template = f"pages/sections/{self.kind.name}.html"
        self.is_first = place == 0
        self.place = place + 1

        def resolve(field, value):
            if isinstance(field, PictureFormField):
                return pictures.get(value)
            return current(value, paths) if isinstance(field, LinkFormField) else value

        self.content = self.kind.resolved(section.content, resolve)
        self.context = {"section": self, "content": self.content, **self.kind.context(section.content)}

    @property
    def has_something(self) -> bool:
        needs = self.kind.needs
        return not needs or bool(self.context.get(needs) or self.content.get(needs))


def shown(sections, pictures: dict[int, Picture], paths: dict) -> list[Shown]:
    """The sections of a page in their order, without those that have nothing to show or no room."""
    found: list[Shown] = []
    for section in sections:
        kind = KINDS.get(section.content.get("kind"))
        if kind is None or (kind.is_once and any(one.kind is kind for one in found)):
            continue
        one = Shown(section, pictures, paths, len(found))
        if one.has_something:
            found.append(one)
    return found
