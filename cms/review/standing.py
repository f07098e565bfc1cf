"""How a thing stands in review: said of the text that an editor would see on opening the form."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.publishing import snapshots
from cms.publishing.models import Revision
from cms.review.guard import unmet_by
from cms.review.models import ApprovalRule, Submission
from cms.review.models.rules import scopes_of

WORDS = {
    "waiting": _("In review"),
    "changed_waiting": _("In review, but changed since"),
    "approved": _("Approved"),
    "changed_approved": _("Approved, but changed since"),
    "returned": _("Sent back"),
    "changed_returned": _("Sent back, changed since"),
}
COLOURS = {"waiting": "scheduled", "approved": "published", "returned": "failed"}


@dataclass(frozen=True)
class Standing:
    """Where the newest submission has got to, and the rules that the text of now has not met."""

    key: str  # of WORDS, or "" when nothing is handed in
    submission: Submission | None
    unmet: list[ApprovalRule]
    has_rules: bool

    @property
    def word(self) -> Any:
        return WORDS.get(self.key, "")

    @property
    def colour(self) -> str:
        return "changed" if self.key.startswith("changed") else COLOURS.get(self.key, "draft")


def standing_of(row, data: dict | None = None) -> Standing:
    """Of a row that is not overlaid; four queries at most."""
    data = row.working_copy() if data is None else data
    digest, scopes = snapshots.digest(data), scopes_of(row, data)
    rules = list(ApprovalRule.objects.about(row, scopes))
    submission = Submission.objects.of(row).first()
    key = _key(row, submission, digest)
    return Standing(key, submission, unmet_by(row, digest, scopes) if rules else [], bool(rules))


def _key(row, submission, digest) -> str:
    State = Submission.State
    if submission is None or submission.state in {State.WITHDRAWN, State.REPLACED}:
        return ""
    is_over = submission.closed_at and row.published_at and row.published_at >= submission.closed_at
    if row.has_been_live and (is_over or row.live_revision_id == submission.revision_id):
        return ""  # it became public, which ends a review
    return submission.state if submission.digest == digest else f"changed_{submission.state}"


def newest_revision(row) -> Revision:
    """The text of now as a revision, which it is unless only autosaved or made by a program."""
    data = row.working_copy()
    newest = Revision.objects.of(row).first()
    same = newest and newest.digest == snapshots.digest(data)
    return newest if same else Revision(**row.key, data=data, digest=snapshots.digest(data))
