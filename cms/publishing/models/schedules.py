"""A revision that takes the place of what is live at a time; a first publication and an end need none, the clock does.

Whoever sees first that one is due applies it, the worker or a web process. It is claimed by a conditional update in
the transaction of the publication itself: it happens whole and once, or not at all.
"""

import logging

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy

from cms.library import licences
from cms.outbox.worker import DATABASE_AWAY
from cms.publishing import contents, moments
from cms.publishing.models.history import AboutAThing, AuditEntry, Revision

logger = logging.getLogger(__name__)


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def of(self, thing):
        """Those of one thing, the next one first."""
        return self.filter(**thing.key).order_by("at", "pk")

    def open(self):
        """What still wants something: a moment to come, or a person to look at it."""
        return self.filter(done_at=None)

    def waiting(self):
        return self.open().filter(failed_at=None)

    def due(self):
        """Those whose moment has come, the oldest first."""
        return self.waiting().filter(at__lte=timezone.now()).order_by("at", "pk")

    def missed(self):
        """Failed; overdue; or, in the last day, applied later than anybody should notice."""
        now = timezone.now()
        overdue = Q(done_at=None, at__lt=now - moments.GRACE)
        late = Q(done_at__gt=now - moments.REMEMBERED, at__lt=F("done_at") - moments.GRACE)
        return self.filter(Q(failed_at__isnull=False, done_at=None) | overdue | late)

    @transaction.atomic
    def record(self, thing, revision, *, at, by, override=""):
        """Let `revision` take the place of what is live at `at`; raise ValidationError with what would stop it now."""
        moments.require_ahead(at)
        row = thing.lock()
        if not row.is_live:
            raise ValidationError(gettext("Only what is public now can be replaced at a time; publish it instead."))
        require_not_over(row, at)
        require_publishable(row, revision, by=by, at=at, override=override)
        made = self.create(**row.key, revision=revision, at=at, by=by, override=override)
        note = f"#{revision.pk} {moments.written(at)} {override}".strip()
        AuditEntry.objects.record(row, "schedule", by=by, note=note[:500])
        return made

    def withdraw(self, thing):
        """Cancel what is still to come: what is taken back does not come back by itself."""
        return self.of(thing).open().delete()

    def apply(self, pk) -> bool:
        """Publish a due one, if that is still to be done; of any number of callers exactly one does it.

        A refusal is kept with its sentence and tried again only by a person. A database that is away is nobody's
        refusal: it comes out of here, and the next look finds the same one due.
        """
        with translation.override(settings.LANGUAGE_CODE):
            try:
                return self._apply(pk)
            except DATABASE_AWAY:
                raise
            except ValidationError as error:
                self._give_up(pk, " ".join(error.messages))
            except ObjectDoesNotExist:
                self._give_up(pk, gettext("It was deleted."))
            except Exception as error:
                logger.exception("schedule %s failed", pk)
                self._give_up(pk, gettext("A fault in the program stopped it: %s") % type(error).__name__)
        return False

    @transaction.atomic
    def _apply(self, pk):
        schedule = self.select_related("content_type").get(pk=pk)
        row = schedule.thing().lock()  # the thing first, as every verb of it does, so that nobody waits in a circle
        # What happened meanwhile counts, and a second caller waits here, then finds it taken.
        if not self.due().filter(pk=pk).update(done_at=timezone.now()):
            return False
        schedule = self.select_related("revision", "by").get(pk=pk)
        schedule.require_still(row)
        row.publish(schedule.revision, by=schedule.by, override=schedule.override)
        return True

    @transaction.atomic
    def _give_up(self, pk, problem: str):
        if self.due().filter(pk=pk).update(failed_at=timezone.now(), problem=problem[:1000]):
            schedule = self.get(pk=pk)
            if row := schedule.thing():
                AuditEntry.objects.record(row, "miss", by=None, note=f"#{schedule.revision_id} {problem}"[:500])

    def apply_due(self, limit: int = 20) -> int:
        """Apply what is due now; how many were."""
        return sum(self.apply(pk) for pk in list(self.due().values_list("pk", flat=True)[:limit]))


class Schedule(AboutAThing):
    """A revision that takes the place of the live one at a time."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    override = models.CharField(max_length=500, blank=True)  # why its person publishes over a rule
    made_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=1000, blank=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("scheduled replacement")
        verbose_name_plural = gettext_lazy("scheduled replacements")
        default_permissions = ()  # who may publish the thing may say when
        indexes = [
            models.Index(fields=["at"], condition=Q(done_at=None), name="publishing_schedule_open"),
            models.Index(fields=["content_type", "object_id"], name="publishing_schedule_of"),
        ]

    def __str__(self):
        return f"#{self.revision_id} {moments.written(self.at)}"

    def thing(self):
        """What it is about; None if that is gone."""
        return self.content_type.model_class()._base_manager.filter(pk=self.object_id).first()

    @property
    def standing(self) -> str:
        """waiting, overdue, failed, late or done."""
        if self.done_at:
            return "late" if self.done_at - self.at > moments.GRACE else "done"
        if self.failed_at:
            return "failed"
        return "overdue" if timezone.now() - self.at > moments.GRACE else "waiting"

    def require_still(self, row):
        """Raise ValidationError if what was true when it was scheduled is so no longer."""
        if not row.is_live:
            raise ValidationError(gettext("It was no longer public, so there was nothing to replace."))
        if self.by is None:
            raise ValidationError(gettext("Whoever scheduled it has no account any more."))
        if not self.by.is_active:
            raise ValidationError(gettext("The account of %s, who scheduled it, is closed.") % self.by)
        if not row.may_be_published_by(self.by):
            raise ValidationError(gettext("%s, who scheduled it, may not publish this any more.") % self.by)

    @transaction.atomic
    def move(self, at, *, by):
        """Let it happen at another moment, ahead; refused once it has happened."""
        moments.require_ahead(at)
        row = self._locked()
        require_not_over(row, at)
        note = f"#{self.revision_id} {moments.written(self.at)} → {moments.written(at)}"
        self._change(at=at, by=by, failed_at=None, problem="", override=self.override if by == self.by else "")
        AuditEntry.objects.record(row, "reschedule", by=by, note=note)

    @transaction.atomic
    def cancel(self, *, by):
        """Let it not happen; the revision stays in the history."""
        row = self._locked()
        if not Schedule.objects.open().filter(pk=self.pk).delete()[0]:
            raise ValidationError(already())
        AuditEntry.objects.record(row, "unschedule", by=by, note=str(self))

    def retry(self, *, by) -> bool:
        """Try a failed one again now, in the name of who asks; whether it is public then, else `problem` says why."""
        with transaction.atomic():
            self._locked()
            self._change(failed_at=None, problem="", by=by, override=self.override if by == self.by else "")
        done = Schedule.objects.apply(self.pk)
        self.refresh_from_db()
        return done

    def _locked(self):
        row = self.thing()
        if row is None:
            raise ValidationError(gettext("It was deleted."))
        return row.lock()

    def _change(self, **values):
        if not Schedule.objects.open().filter(pk=self.pk).update(**values):
            raise ValidationError(already())
        self.refresh_from_db()


def require_not_over(row, at):
    if row.live_until and at >= row.live_until:
        sentence = gettext("By then it has ended: it is public until %s.")
        raise ValidationError(sentence % moments.written(row.live_until))


def already():
    return gettext("Too late: it has happened already, or somebody cancelled it.")


def require_publishable(row, revision, *, by, at, override=""):
    """Raise what publishing would be refused for, now or for a licence that ends before `at`; nothing is written."""
    refusals, _warnings = licences.ended(row, *contents.files_of(row.as_of(revision.data)), at=at)
    if refusals:
        raise ValidationError(refusals)
    with transaction.atomic():
        row.publish(revision, by=by, override=override)
        transaction.set_rollback(True)
