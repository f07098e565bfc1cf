"""What of the published things needs care: no description, no cover, a title twice, nothing new for long."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.desk.care import Concern, Example, concerns
from cms.publishing.kinds import kinds_for
from cms.workbench import filters

SHOWN = 3


@dataclass(frozen=True)
class Trouble:
    """One kind of it: the value of the list's filter, what it is called, what to do."""

    care: str
    title: str
    advice: str


def troubles() -> list[Trouble]:
    return [
        Trouble(
            "no_description",
            _("Published without description"),
            _("Write a summary: lists and search engines show it."),
        ),
        Trouble(
            "no_cover",
            _("Published without cover"),
            _("Choose a picture: lists show it, and whoever shares the page."),
        ),
        Trouble(
            "same_title",
            _("Same title as another"),
            _("Readers and search engines cannot tell them apart: say in each title what is its own."),
        ),
        Trouble(
            "old",
            _("Not published anew for long"),
            _("Read it once more: correct it, publish it again, or take it back."),
        ),
    ]


@concerns(order=30)
def of_what_is_published(request):
    """All kinds together; one query a kind, and one more for each trouble that it has."""
    live = [(model, rows.live()) for model, rows in kinds_for(request.user) if model.has_page]
    counts = {model: counted(model, rows) for model, rows in live}
    return [gathered(trouble, live, counts) for trouble in troubles()]


def counted(model, live) -> dict[str, int]:
    """How many of these have each trouble."""
    return live.aggregate(**{care: Count("pk", filter=wanted) for care, wanted in filters.questions(model).items()})


def gathered(trouble: Trouble, live, counts) -> Concern:
    total, examples, address = 0, [], ""
    for model, rows in live:
        if number := counts[model].get(trouble.care, 0):
            total, address = total + number, address or list_of(model, trouble.care)
            troubled = rows.filter(filters.questions(model)[trouble.care]).order_by("published_at", "pk")
            examples += [example(thing, trouble) for thing in troubled[:SHOWN]]
    return Concern(trouble.title, total, address, trouble.advice, examples[:SHOWN])


def example(thing: Any, trouble: Trouble) -> Example:
    is_dated = trouble.care == "old" and thing.published_at
    note = date_format(timezone.localtime(thing.published_at), "Y-m-d") if is_dated else ""
    return Example(thing.title, thing.get_edit_url(), note)


def list_of(model, care: str) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + f"?care={care}"
