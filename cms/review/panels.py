"""On the desk: what waits for this person's decision, and what was sent back to them."""

from dataclasses import dataclass
from typing import Any

from cms.desk.panels import panel
from cms.publishing.models import State
from cms.review.models import Submission
from cms.review.notices import page_of, title_of

SHOWN, LOOKED_AT = 6, 60


@dataclass(frozen=True)
class Item:
    """A text on the desk: where to read it, from whom it comes, and what was said."""

    kind: str
    title: str
    url: str
    who: Any
    at: Any
    words: str = ""


def item(submission, row, *, who, at, words=""):
    title = submission.revision.data["fields"].get("title") or title_of(row)
    return Item(str(row._meta.verbose_name), title, page_of(row), who, at, words)


def around(submissions):
    """Each submission with its row, of those that are kept; one query for each kind."""
    rows: dict[tuple, Any] = {}
    for kind in {submission.content_type for submission in submissions}:
        keys = [submission.object_id for submission in submissions if submission.content_type == kind]
        model = kind.model_class()
        found = model._base_manager.filter(pk__in=keys, trashed_at=None) if model else ()
        rows |= {(kind.pk, row.pk): row for row in found}
    for submission in submissions:
        if row := rows.get((submission.content_type_id, submission.object_id)):
            yield submission, row


@panel("review/panels/waiting.html", order=5)
def waiting_panel(request):
    """Who has waited longest comes first."""
    waiting = Submission.objects.waiting().order_by("pk").select_related("revision", "by", "content_type")
    items = [
        item(submission, row, who=submission.by, at=submission.at, words=submission.note)
        for submission, row in around(list(waiting[:LOOKED_AT]))
        if row.may_be_edited_by(request.user) and not submission.why_not(request.user, row)
    ]
    return {"items": items[:SHOWN], "more": len(items) - SHOWN} if items else None


@panel("review/panels/returned.html", order=6)
def returned_panel(request):
    """What was handed in and sent back, until it is handed in again or becomes public."""
    mine = Submission.objects.filter(by=request.user, state=Submission.State.RETURNED).order_by("-pk")
    newest = mine.select_related("revision", "closed_by", "content_type")[:LOOKED_AT]
    items = [
        item(submission, row, who=submission.closed_by, at=submission.closed_at, words=submission.reason)
        for submission, row in around(list(newest))
        if row.may_be_edited_by(request.user) and is_still_back(submission, row)
    ]
    return {"items": items[:SHOWN]} if items else None


def is_still_back(submission, row) -> bool:
    if row.state == State.PUBLISHED and row.published_at and row.published_at > submission.closed_at:
        return False
    return not Submission.objects.of(row).filter(pk__gt=submission.pk).exists()
