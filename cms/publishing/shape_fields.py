"""Form fields for shapes: a picture of the library, and a link that follows what it leads to."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.library.models import Picture
from cms.library.widgets import PictureChooser
from cms.publishing import addresses
from cms.richtext import links
from cms.richtext.fields import RichTextFormField
from cms.richtext.widgets import RichTextWidget

MOST_OF_AN_ADDRESS = 500
ADDRESS = re.compile(r"/(?!/)\S*|#\S+|https?://[^\s/?#@\\\[\]]+([/?#]\S*)?|mailto:\S+@\S+|tel:[+\d\s().-]+")
REF = re.compile(r"[a-z_]+\.[a-z_]+:\d{1,18}")


class PictureFormField(forms.Field):
    """The key of a picture; None for none."""

    widget = PictureChooser

    def __init__(self, **options):
        super().__init__(**{"required": False, **options})

    def to_python(self, value):
        text = str(value or "")
        return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 19 else None

    def validate(self, value):
        super().validate(value)
        if value and not Picture.objects.filter(pk=value).exists():
            raise ValidationError(_("This picture is no longer in the library. Choose another."))

    def pictures_in(self, value):
        return {value}


class LinkFormField(forms.CharField):
    """An address as it was written, and what of ours it leads to: `{"href": "/contact/#ask", "to": "pages.page:4"}`."""

    def __init__(self, **options):
        told = _("A path of this site such as /services/, or a full address. It follows a page that moves.")
        super().__init__(**{"required": False, "help_text": told, **options})

    def prepare_value(self, value):
        """The address of today, so that a form opened after a move shows and keeps the way."""
        if isinstance(value, dict):
            return current(value, links.paths({value.get("to")} - {None})) or value.get("href", "")
        return value

    def to_python(self, value):
        href = value.get("href") if isinstance(value, dict) else value
        href = str(href or "").strip()
        if not href:
            return None
        if not ADDRESS.fullmatch(href) or len(href) > MOST_OF_AN_ADDRESS or not href.isprintable():
            raise ValidationError(_("Begin with / for this site or https:// for another."))
        ref = addresses.reference_behind(href) if links.own_path(href) else ""
        if ref is None and isinstance(value, dict) and REF.fullmatch(str(value.get("to"))):
            ref = value["to"]
        return {"href": href, "to": ref or None}

    def run_validators(self, value):
        """The address was looked at already, and what validators of texts expect is no longer here."""

    def refs_in(self, value):
        return {value["to"]} if value.get("to") else set()

    def links_in(self, value):
        return [links.Written("", value.get("href", ""), value.get("to"))]


class ShortRichTextWidget(RichTextWidget):
    """The editor, low: for an answer or a paragraph."""

    def _set_config(self):
        super()._set_config()
        self.config |= {"height": 120, "autoGrow_minHeight": 120}


def short_rich_text(**options):
    """Rich text of a few lines."""
    return RichTextFormField(widget=ShortRichTextWidget, **options)


def current(link: dict | None, paths: dict) -> str:
    """Where a stored link leads now, `paths` being what is known of the targets; "" if that is not live."""
    if not link:
        return ""
    if not link.get("to"):
        return link["href"]
    path = paths.get(link["to"])
    return links.moved_to(path, link["href"]) if path else ""
