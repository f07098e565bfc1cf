"""What stands in the way of a publication: a rule that no approval of exactly this text has met."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.publishing.guards import guard
from cms.publishing.models import AuditEntry
from cms.review.models import ApprovalRule, Submission


def unmet_by(row, digest: str, scopes) -> list[ApprovalRule]:
    """The rules for this thing in these scopes that nobody has met with this text."""
    rules = list(ApprovalRule.objects.about(row, scopes))
    given = Submission.objects.roles_that_approved(row, digest) if rules else set()
    return [rule for rule in rules if rule.role not in given]


def may_override(user) -> bool:
    return user.has_perm("review.override_approvalrule")


@guard
def only_what_is_approved(row, revision, *, scopes, by, override):
    """An editor publishes an approved text only; who may override gives a reason, which is written down."""
    unmet = unmet_by(row, revision.digest, scopes)
    if unmet and not (override.strip() and may_override(by)):
        sentence = _("The %(role)s must approve exactly this text first. Ask for approval below the form.")
        raise ValidationError([sentence % {"role": rule.get_role_display()} for rule in unmet])
    if unmet:
        AuditEntry.objects.record(row, "override", by=by, note=f"#{revision.pk} {override}"[:500])
    for waiting in Submission.objects.of(row).waiting():
        waiting.settle(by=by, digest=revision.digest)
