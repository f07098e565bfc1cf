"""The one rich-text field.

Migrations name this class and nothing of the editor, so the editor can be replaced here and in `widgets.py` alone.
What writes around `save()`, such as `.update()` or a raw import, calls `storing.storable()` itself.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import escape

from cms.richtext import headings
from cms.richtext.links import Written, refs, written
from cms.richtext.pictures import picture_ids
from cms.richtext.sanitiser import clean
from cms.richtext.storing import storable
from cms.richtext.text import plain
from cms.richtext.widgets import RichTextWidget


class KnowsWhatIsInside:
    """What publishing asks of any field that holds more than plain words."""

    def words_in(self, html: str) -> str:
        return plain(html)

    def pictures_in(self, html: str) -> list[int]:
        return picture_ids(html) if "data-picture" in html else []  # most texts need no parsing to know

    def refs_in(self, html: str) -> set[str]:
        return refs(html) if "data-to" in html else set()

    def links_in(self, html: str) -> list[Written]:
        return written(html) if "<a " in html else []

    def ids_apart(self, html: str, taken: set[str]) -> str:
        return headings.ids_apart(html, taken)


class RichTextFormField(KnowsWhatIsInside, forms.CharField):
    """Cleans what comes from the editor, and what is opened in it."""

    widget = RichTextWidget

    def prepare_value(self, value):
        try:
            return clean(value) if isinstance(value, str) else value
        except ValidationError:  # too long to be cleaned: shown as words, so that nothing typed is lost
            return escape(value)

    def to_python(self, value):
        value = super().to_python(value)
        return storable(value) if isinstance(value, str) else value

    def has_changed(self, initial, data):
        try:
            return super().has_changed(storable(initial or ""), storable(data or ""))
        except ValidationError:
            return True


class RichTextField(KnowsWhatIsInside, models.TextField):
    """Text in the vocabulary of `cms.richtext.vocabulary`; whatever is assigned, only clean text is stored."""

    def to_python(self, value):
        value = super().to_python(value)
        return storable(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        # The admin asks for its own text area for every TextField; this field always brings its editor.
        return super().formfield(**{**kwargs, "form_class": RichTextFormField, "widget": RichTextWidget})
