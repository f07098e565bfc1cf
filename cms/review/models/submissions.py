"""A text handed in for approval, and what was decided about it; all of it about a revision, never about the row."""

from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cms.people.roles import heirs, held_by
from cms.publishing.models import AuditEntry, Revision, State
from cms.publishing.models.history import AboutAThing
from cms.review import notices
from cms.review.models.rules import ApprovalRule, scopes_of

BACKEND = "cms.people.backends.NameOrEmail"


class AboutARevision(AboutAThing):
    """A row about one revision of a publishable thing; it ends with the thing."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    thing = GenericForeignKey()

    class Meta:
        abstract = True


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def of(self, thing):
        """Everything that was handed in of one thing, newest first."""
        return self.filter(**thing.key).order_by("-pk").select_related("revision", "by", "closed_by")

    def waiting(self):
        return self.filter(state=Submission.State.WAITING)

    def roles_that_approved(self, thing, digest: str) -> set[str]:
        """The roles of those who said yes to exactly this text, since it was last sent back."""
        approved: set[str] = set()
        for submission in self.filter(**thing.key, digest=digest).order_by("-pk").prefetch_related("decisions"):
            if submission.state == Submission.State.RETURNED:
                break
            approved |= {role for yes in submission.decisions.all() if yes.is_approval for role in yes.roles}
        return approved

    @transaction.atomic
    def submit(self, thing, revision, *, by, note="") -> "Submission":
        """Hand this revision in; the same text twice is one submission, a newer text takes the older one's place."""
        row = thing.lock()
        if row.trashed_at or revision.object_id != row.pk or revision.content_type != row.key["content_type"]:
            raise ValidationError(_("This is in the trash. Take it out before submitting it."))
        if row.state == State.PUBLISHED and row.live_revision.digest == revision.digest:
            raise ValidationError(_("Exactly this text is public already."))
        newest = self.of(row).first()
        if newest and newest.digest == revision.digest:
            if newest.state == Submission.State.WAITING:
                return newest
            if newest.state == Submission.State.APPROVED and not newest.unmet(row):
                raise ValidationError(_("Exactly this text is approved already."))
        row_waiting = self.filter(**row.key).waiting()
        row_waiting.update(state=Submission.State.REPLACED, closed_at=timezone.now(), closed_by=by)
        made = self.create(**row.key, revision=revision, digest=revision.digest, by=by, note=note)
        AuditEntry.objects.record(row, "submit", by=by, note=f"#{revision.pk}")
        notices.submitted(made, row)
        return made


class Submission(AboutARevision):
    """One revision handed in for approval."""

    class State(models.TextChoices):
        WAITING = "waiting", _("in review")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("sent back")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REPLACED = "replaced", _("replaced by a newer text")

    digest = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # whoever may edit the thing may submit it; who decides is said by rules
        indexes = [
            models.Index(fields=["content_type", "object_id", "-id"], name="review_submission_thing"),
            models.Index(fields=["by", "state"], name="review_submission_by"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], condition=Q(state="waiting"), name="review_one_waiting_each"
            )
        ]

    def __str__(self):
        return f"#{self.revision_id}"

    # --- Who decides -------------------------------------------------------------------------------------------

    def rules(self, row) -> list[ApprovalRule]:
        return list(ApprovalRule.objects.about(row, scopes_of(row, self.revision.data)))

    def unmet(self, row) -> list[ApprovalRule]:
        """The rules that no approval of this text has met yet."""
        given = Submission.objects.roles_that_approved(row, self.digest)
        return [rule for rule in self.rules(row) if rule.role not in given]

    def deciders(self, row) -> list:
        """Everybody who could decide now: holders of a role that is still asked for; without rules, who may publish."""
        User = get_user_model()
        if self.rules(row):
            names = {name for rule in self.unmet(row) for name in heirs(rule.role)}
            found = User.objects.filter(Q(groups__name__in=names) | Q(is_superuser=True)).distinct()
        else:
            found = User.objects.with_perm(f"{row._meta.app_label}.publish_{row._meta.model_name}", backend=BACKEND)
        active = found.filter(is_active=True, is_staff=True).order_by("pk")
        return [person for person in active if row.may_be_edited_by(person)]

    def is_own(self, user) -> bool:
        """Whether this person has handed in the text, or saved it."""
        return user.pk in {self.by_id, self.revision.by_id}

    def why_not(self, user, row) -> str:
        """Why this person may not decide; "" if they may.

        Nobody decides about their own text, unless nobody else could.
        """
        deciders = self.deciders(row)
        if user not in deciders:
            return _now("Your role does not decide about this.")
        if self.is_own(user) and any(not self.is_own(other) for other in deciders):
            return _now("Nobody approves their own text while somebody else can.")
        return ""

    # --- What is decided ---------------------------------------------------------------------------------------

    def approve(self, *, by) -> "Submission":
        """Say yes to exactly this text; it is approved once every rule is met."""
        with self._held() as (row, mine):
            mine._require_waiting()
            mine._decide(row, by, is_approval=True)
            AuditEntry.objects.record(row, "approve", by=by, note=mine._noted(by))
            if not mine.unmet(row):
                mine._close(self.State.APPROVED, by)
                notices.approved(mine, row)
            return mine

    def send_back(self, *, by, reason: str) -> "Submission":
        """Say what must change first; what was approved and is not public yet may be sent back too.

        What was to become public for the first time then does not; a replacement is refused at its time by its rule.
        """
        if not reason.strip():
            raise ValidationError(_("Say what is to change; the author reads it."))
        with self._held() as (row, mine):
            is_its_text = bool(row.live_revision and row.live_revision.digest == mine.digest)
            if mine.state != self.State.APPROVED or (is_its_text and row.has_been_live):
                mine._require_waiting()
            mine._decide(row, by, is_approval=False, reason=reason)
            AuditEntry.objects.record(row, "send_back", by=by, note=f"{mine._noted(by)} {reason}"[:500])
            mine._close(self.State.RETURNED, by, reason)
            if is_its_text and row.standing == "scheduled":
                row.unpublish(by=by)
            notices.sent_back(mine, row)
            return mine

    def withdraw(self, *, by) -> "Submission":
        """Take it out of review; nothing was decided."""
        with self._held() as (row, mine):
            mine._require_waiting()
            if not row.may_be_edited_by(by):
                raise ValidationError(_("Your role does not decide about this."))
            AuditEntry.objects.record(row, "withdraw", by=by, note=str(mine))
            mine._close(self.State.WITHDRAWN, by)
            return mine

    def settle(self, *, by, digest: str) -> None:
        """Something of this thing was published while this waited; called within that transaction."""
        self._close(self.State.APPROVED if self.digest == digest else self.State.REPLACED, by)

    # --- How -----------------------------------------------------------------------------------------------------

    @contextmanager
    def _held(self):
        """A transaction in which nobody else decides about this thing: (row, the submission as it is now)."""
        with transaction.atomic():
            row = self.thing.lock()
            yield row, Submission.objects.select_related("revision", "by", "closed_by").get(pk=self.pk)

    def _require_waiting(self):
        if self.state == self.State.WAITING:
            return
        said = {
            self.State.APPROVED: _("%(who)s approved this already, at %(when)s."),
            self.State.RETURNED: _("%(who)s sent this back already, at %(when)s."),
        }.get(self.state, _("This is no longer in review: %(who)s withdrew or replaced it at %(when)s."))
        when = date_format(timezone.localtime(self.closed_at), "Y-m-d H:i")
        raise ValidationError(said % {"who": self.closed_by or _("Somebody"), "when": when})

    def _decide(self, row, by, *, is_approval, reason=""):
        if row.trashed_at:
            raise ValidationError(_("This is in the trash."))
        is_veto = not is_approval and self.state != self.State.WAITING
        if why := self.why_no_veto(by, row) if is_veto else self.why_not(by, row):
            raise ValidationError(why)
        self.decisions.create(
            by=by, is_approval=is_approval, roles=sorted(held_by(by)), reason=reason, is_own=self.is_own(by)
        )

    def why_no_veto(self, by, row) -> str:
        """Why this person may not send back what was approved; "" if they may, even if it is their own."""
        roles = held_by(by)
        rules = self.rules(row)
        may = any(rule.role in roles for rule in rules) if rules else row.may_be_edited_by(by)
        publishes = by.has_perm(f"{row._meta.app_label}.publish_{row._meta.model_name}")
        return "" if may and publishes else _now("Your role does not decide about this.")

    def _noted(self, by) -> str:
        return f"#{self.revision_id} ({_now('own text')})" if self.is_own(by) else f"#{self.revision_id}"

    def _close(self, state, by, reason=""):
        self.state, self.closed_by, self.closed_at, self.reason = state, by, timezone.now(), reason
        self.save(update_fields=["state", "closed_by", "closed_at", "reason"])


class Decision(models.Model):
    """What one person decided about a submission, with the roles held at that time."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="decisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    is_approval = models.BooleanField()
    is_own = models.BooleanField(default=False)
    roles = models.JSONField(default=list)
    reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self):
        return f"{self.submission_id}: {self.is_approval}"
