"""On the desk: what waits for this person's decision, and what was sent back to them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from cms.desk.panels import panel
from cms.people.roles import held_by
from cms.review.models import ApprovalRule, Submission
from cms.review.models.rules import scopes_of
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
    """Who has waited longest comes first; the same few queries however many wait."""
    waiting = Submission.objects.waiting().order_by("pk").select_related("revision", "by", "content_type")
    asked = Asked(request.user)
    items = [
        item(submission, row, who=submission.by, at=submission.at, words=submission.note)
        for submission, row in around(list(waiting.prefetch_related("decisions")[:LOOKED_AT]))
        if asked.may_decide(submission, row)
    ]
    return {"items": items[:SHOWN], "more": len(items) - SHOWN} if items else None


class Asked:
    """Whether one person may decide about each of many submissions, with what many of them share asked once."""

    def __init__(self, user):
        self.user, self.roles = user, held_by(user)
        self.rules = list(ApprovalRule.objects.all())
        self.alone: dict[tuple, bool] = {}

    def may_decide(self, submission, row) -> bool:
        if not row.may_be_edited_by(self.user):
            return False
        scopes = {None, *scopes_of(row, submission.revision.data)}
        rules = [rule for rule in self.rules if rule.content_type_id == submission.content_type_id]
        wanted = frozenset(rule.role for rule in rules if rule.scope in scopes)
        given = {role for decision in submission.decisions.all() for role in decision.roles}
        unmet = wanted - given
        meta = row._meta
        may_publish = self.user.has_perm(f"{meta.app_label}.publish_{meta.model_name}")
        if not (self.roles & unmet if wanted else may_publish):
            return False
        return not submission.is_own(self.user) or self.is_alone(submission, row, unmet)

    def is_alone(self, submission, row, unmet) -> bool:
        """Whether nobody else could decide, as for any other text of one's own with these rules."""
        key = (submission.content_type_id, unmet)
        if key not in self.alone:
            self.alone[key] = not submission.why_not(self.user, row)
        return self.alone[key]


@panel("review/panels/returned.html", order=6)
def returned_panel(request):
    """What was handed in and sent back, until it is handed in again or becomes public."""
    newer = Submission.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), pk__gt=OuterRef("pk")
    )
    mine = Submission.objects.filter(~Exists(newer), by=request.user, state=Submission.State.RETURNED)
    newest = mine.order_by("-pk").select_related("revision", "closed_by", "content_type")[:LOOKED_AT]
    items = [
        item(submission, row, who=submission.closed_by, at=submission.closed_at, words=submission.reason)
        for submission, row in around(list(newest))
        if row.may_be_edited_by(request.user) and not (row.published_at and row.published_at > submission.closed_at)
    ]
    return {"items": items[:SHOWN]} if items else None
