"""Questions and answers that editors write beside a text."""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.publishing.models.parts import Part
from cms.richtext.fields import RichTextField


class Faq(NamedTuple):
    """One question with its answer, as a page shows it: the answer is rich text, not yet rendered."""

    question: str
    answer: str


class FaqRow(Part):
    """A question with its answer; a kind of thing that has some subclasses this with a foreign key to itself."""

    question = models.CharField(_("question"), max_length=200)
    answer = RichTextField(_("answer"))

    class Meta(Part.Meta):
        abstract = True
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")

    def __str__(self):
        return self.question

    def shown(self) -> Faq:
        return Faq(self.question, self.answer)
