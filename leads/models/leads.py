"""The lead: somebody's matter on its way from the first enquiry to a contract, or to the reason why not."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.intake import contacts as reading
from cms.intake.texts import one_line
from cms.outbox.models import Event
from leads.models.contacts import Contact
from leads.models.enquiries import Circumstances, Enquiry, Submission
from leads.models.files import laid_down
from leads.models.timeline import Entry
from leads.models.words import LeadWords

WORDS = 8  # of a search that are looked for
RECEIVED, MOVED = "lead.received", "lead.moved"
STEP_DUE = "lead.step_due"
ANSWER_DUE, ANSWER_LONG_DUE = "lead.answer_due", "lead.answer_long_due"


class LeadQuerySet(models.QuerySet["Lead"]):
    def for_desk(self):
        """Leads to work on: what is quarantined stays out."""
        return self.filter(is_quarantined=False)

    def open(self):
        """Leads that are neither won nor lost."""
        return self.for_desk().filter(stage__in=Lead.OPEN)

    def unclosed(self):
        """The same, as partial indexes of what is late know them: named stages would lead SQLite to another index."""
        return self.for_desk().filter(closed_at=None)

    def waiting(self):
        """Leads that nobody has answered yet."""
        return self.for_desk().filter(stage=Lead.Stage.NEW)

    def overdue(self):
        """Leads whose answer or next step should have come by now; each of the two is looked up in its own index."""
        answers, steps = (late.order_by().values("pk") for late in (self.late_answers(), self.late_steps()))
        return self.open().filter(Q(pk__in=answers) | Q(pk__in=steps))

    def count_overdue(self) -> int:
        """How many these are, without a look at the leads themselves."""
        answers, steps = (late.order_by().values("pk") for late in (self.late_answers(), self.late_steps()))
        return answers.union(steps).count()

    def late_answers(self):
        """Open leads whose first answer should have come by now, the latest first."""
        late = self.unclosed().filter(answered_at=None, answer_due_at__lt=timezone.now())
        return late.order_by("answer_due_at", "pk")

    def late_steps(self):
        """Open leads whose next step should have been done by now, the latest first."""
        return self.unclosed().filter(next_step_at__lt=timezone.now()).order_by("next_step_at", "pk")

    def saying(self, text: str, *, in_clear: bool):
        """Leads that say each of these words: in names and companies, and only `in_clear` in what was typed."""
        rows = self
        for word in text.split()[:WORDS]:
            rows = rows.filter(LeadWords.objects.keys(word, in_clear=in_clear))
        return rows

    def with_contact(self):
        """What every list of leads shows, in four more queries whatever its length.

        No joins: a list that skips many rows, to its last page, would make each of them first.
        """
        return self.prefetch_related(*Lead.SHOWN_WITH)

    def soonest(self, most: int) -> list["Lead"]:
        """So many of one stage: by the next step, then what has none, the newest first; two queries at most.

        One order of both would be in no index: SQLite keeps empty moments first, PostgreSQL last.
        """
        found: list[Lead] = list(self.filter(next_step_at__isnull=False).order_by("next_step_at", "pk")[:most])
        if len(found) < most:
            found += self.filter(next_step_at=None).order_by("-received_at", "-pk")[: most - len(found)]
        return found

    def receive(self, submission: Submission, reached: reading.Contact, circumstances: Circumstances) -> "Lead":
        """Store what was sent, once, with everything that must follow from it, in one transaction.

        The same submission again returns the lead of the first time, from however many requests at once. Whoever asked
        before is the same contact; what they ask joins their open lead, and what looks like a machine's work joins
        nothing.
        """
        if known := self.of(submission):
            return known
        try:
            with laid_down(circumstances.uploads), transaction.atomic():
                return self._store(submission, reached, circumstances)
        except IntegrityError:
            if known := self.of(submission):  # another request was first
                return known
            raise

    def of(self, submission: Submission) -> "Lead | None":
        """The lead that this very submission belongs to, if it is kept."""
        enquiry = Enquiry.objects.of(submission)
        return enquiry.lead if enquiry else None

    def _store(self, submission, reached, circumstances) -> "Lead":
        contact = Contact.objects.reached_by(
            reached, typed=submission.contact, name=submission.name, company=submission.company
        )
        is_suspect = circumstances.is_suspect
        lead = None if is_suspect else self.open().filter(contact=contact).order_by("pk").last()
        lead = lead or self.create(contact=contact, is_quarantined=is_suspect)
        enquiry = Enquiry.objects.record(lead, submission, circumstances)
        if not is_suspect:
            lead.tell(enquiry)
        return lead


class Lead(models.Model):
    """Somebody who asked to be contacted, and how far we are with it."""

    class Stage(models.TextChoices):
        NEW = "new", _("new")
        CONTACTED = "contacted", _("contacted")
        QUALIFIED = "qualified", _("qualified")
        PROPOSAL = "proposal", _("proposal")
        WON = "won", _("won")
        LOST = "lost", _("lost")

    class Reason(models.TextChoices):
        PRICE = "price", _("too expensive")
        COMPETITOR = "competitor", _("went to somebody else")
        TIMING = "timing", _("not now")
        NO_ANSWER = "no_answer", _("no longer answers")
        UNFIT = "unfit", _("not a matter for us")
        OTHER = "other", _("another reason")

    class Urgency(models.TextChoices):
        NOW = "now", _("within a month")
        QUARTER = "quarter", _("within three months")
        YEAR = "year", _("within a year")
        OPEN = "open", _("no date yet")

    OPEN = (Stage.NEW, Stage.CONTACTED, Stage.QUALIFIED, Stage.PROPOSAL)
    CLOSED = (Stage.WON, Stage.LOST)
    SHOWN_WITH = ("contact__company", "contact__ways", "owner")  # what every list shows of a lead

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="leads", verbose_name=_("contact"))
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.NEW)
    lost_reason = models.CharField(_("why it was lost"), max_length=12, choices=Reason, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("owner"),
        help_text=_("Who looks after this person."),
    )
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, default="CNY", choices=[(code, code) for code in ("CNY", "HKD", "TWD", "USD")]
    )
    expected_on = models.DateField(_("expected on"), null=True, blank=True, help_text=_("When they will have decided."))
    budget = models.CharField(
        _("budget"), max_length=120, blank=True, help_text=_("What they said they can spend, in their words.")
    )
    deciders = models.CharField(_("who decides"), max_length=200, blank=True)
    cycle = models.CharField(
        _("how they decide"), max_length=200, blank=True, help_text=_("Steps and time from here to a contract.")
    )
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_step_at = models.DateTimeField(_("next step due"), null=True, blank=True)
    is_quarantined = models.BooleanField(
        _("quarantined"), default=False, help_text=_("It looks like the work of a machine; nobody was told of it.")
    )
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    answer_due_at = models.DateTimeField(_("answer due"), null=True, editable=False)
    answered_at = models.DateTimeField(_("first answered"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    forgotten_at = models.DateTimeField(_("forgotten"), null=True, editable=False)

    is_shown = False  # the contact, in clear; `leads.sight.shown_to` says otherwise

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        ordering = ["-received_at", "-pk"]
        permissions = [("view_numbers", _("Can see the numbers of the lead desk"))]
        indexes = [
            # Partial, not led by the flag: SQLite takes “not quarantined” for no value that an index could look up.
            models.Index(
                fields=["-received_at", "-id", "is_quarantined"],
                condition=Q(is_quarantined=False),
                name="leads_lead_newest",
            ),
            models.Index(
                fields=["stage", "-received_at", "-id"], condition=Q(is_quarantined=False), name="leads_lead_stage"
            ),
            models.Index(
                fields=["stage", "next_step_at", "id"],
                condition=Q(is_quarantined=False, next_step_at__isnull=False),
                name="leads_lead_planned",
            ),
            models.Index(
                fields=["stage", "currency", "owner", "amount", "is_quarantined"],
                condition=Q(is_quarantined=False),
                name="leads_lead_sums",
            ),
            models.Index(fields=["amount", "id"], condition=Q(is_quarantined=False), name="leads_lead_worth"),
            models.Index(fields=["amount", "-id"], condition=Q(is_quarantined=False), name="leads_lead_least_worth"),
            models.Index(
                fields=["owner", "-received_at", "-id"], condition=Q(is_quarantined=False), name="leads_lead_of_one"
            ),
            models.Index(fields=["next_step_at", "id"], condition=Q(is_quarantined=False), name="leads_lead_late_step"),
            models.Index(fields=["next_step_at", "-id"], condition=Q(is_quarantined=False), name="leads_lead_step"),
            models.Index(fields=["-received_at"], condition=Q(is_quarantined=True), name="leads_lead_set_apart"),
            # What is late is counted in the index alone, also for one owner.
            models.Index(
                fields=["next_step_at", "id", "stage", "owner"],
                condition=Q(closed_at=None, is_quarantined=False),
                name="leads_lead_next_step",
            ),
            models.Index(
                fields=["answer_due_at", "id", "stage", "owner"],
                condition=Q(answered_at=None, closed_at=None, is_quarantined=False),
                name="leads_lead_unanswered",
            ),
            # The numbers of some weeks are counted in the index alone.
            models.Index(
                fields=["received_at", "stage", "answered_at", "answer_due_at"],
                condition=Q(is_quarantined=False),
                name="leads_lead_numbers",
            ),
            models.Index(
                fields=["closed_at", "currency", "amount"],
                condition=Q(is_quarantined=False, stage="won", amount__isnull=False),
                name="leads_lead_won",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="lost") & ~Q(lost_reason="") | ~Q(stage="lost") & Q(lost_reason=""),
                name="leads_lost_has_a_reason",
                violation_error_message=_("A lost lead has a reason, and no other has one."),
            )
        ]

    def __str__(self):
        return str(self.contact)

    @property
    def name(self) -> str:
        """How they want to be called."""
        return str(self.contact) if self.forgotten_at else self.contact.name

    @property
    def standing(self) -> tuple[str, str]:
        """The state as (key, word)."""
        if self.is_quarantined:
            return "quarantined", str(_("quarantined"))
        return self.stage, str(self.Stage(self.stage).label)

    @property
    def is_closed(self) -> bool:
        return self.stage in self.CLOSED

    @property
    def worth(self) -> str:
        """What it may bring, as `68,000 CNY`; "" while nobody has said."""
        return f"{self.amount:,.0f} {self.currency}" if self.amount is not None else ""

    @property
    def is_overdue(self) -> bool:
        """The answer or the next step should have come by now; agrees with `.overdue()`."""
        due = [self.next_step_at, None if self.answered_at else self.answer_due_at]
        return not self.is_closed and any(moment and moment < timezone.now() for moment in due)

    def write(self, kind: Entry.Kind, *, by, text="", was="", now="") -> Entry:
        """Add to the timeline; in the transaction of the deed."""
        return Entry.objects.create(lead=self, kind=kind, by=by, text=text, was=str(was)[:120], now=str(now)[:120])

    def tell(self, enquiry: Enquiry) -> None:
        """Write down that the salespeople are to hear of this enquiry; once, however often it is said."""
        Event.objects.record(self, RECEIVED, key=str(enquiry.pk))

    # --- Verbs of the pipeline ---------------------------------------------------------------------------------

    @transaction.atomic
    def move_to(self, stage: str, *, by, reason="", text="") -> bool:
        """Put it at this stage; False if it stands there already. A lost lead needs its reason.

        Whoever moves it first owns it, if nobody did. The first move away from “new” is the first answer.
        """
        row = Lead.objects.select_for_update().get(pk=self.pk)
        if (row.stage, row.lost_reason) == (stage, reason if stage == self.Stage.LOST else ""):
            return False
        if stage == self.Stage.LOST and reason not in self.Reason.values:
            raise ValidationError({"lost_reason": _("Say why it was lost.")})
        now = timezone.now()
        values = {
            "stage": stage,
            "lost_reason": reason if stage == self.Stage.LOST else "",
            "closed_at": now if stage in self.CLOSED else None,
            "answered_at": row.answered_at or now,
        }
        Lead.objects.filter(pk=self.pk).update(**values)
        entry = row.write(Entry.Kind.STAGE, by=by, text=text, was=row.stage, now=stage)
        Event.objects.record(row, MOVED, key=str(entry.pk), payload={"was": row.stage, "stage": stage})
        for name, value in values.items():
            setattr(self, name, value)
        if row.owner_id is None and by is not None:
            self.give_to(by, by=by)
        return True

    @transaction.atomic
    def give_to(self, owner, *, by) -> None:
        """Let somebody look after it; None for nobody."""
        row = Lead.objects.select_for_update().get(pk=self.pk)
        if row.owner != owner:
            Lead.objects.filter(pk=self.pk).update(owner=owner)
            row.write(Entry.Kind.OWNER, by=by, was=row.owner or "", now=owner or "")
        self.owner = owner

    @transaction.atomic
    def revalue(self, values: dict, *, by) -> None:
        """Set what the matter is worth and how they decide; each change is one entry."""
        row = Lead.objects.select_for_update().get(pk=self.pk)
        for name, value in values.items():
            label = str(getattr(Lead._meta.get_field(name), "verbose_name", name))
            before = getattr(row, name)
            row.write(Entry.Kind.VALUE, by=by, text=label, was="" if before is None else before, now=value or "")
            setattr(self, name, value)
        Lead.objects.filter(pk=self.pk).update(**values)

    @transaction.atomic
    def note(self, kind: Entry.Kind, text: str, *, by) -> Entry:
        """Write down a note, a call, a mail or a meeting; anything but a note is an answer too."""
        if kind != Entry.Kind.NOTE and self.answered_at is None:
            self.answered_at = timezone.now()
            Lead.objects.filter(pk=self.pk, answered_at=None).update(answered_at=self.answered_at)
        return self.write(kind, by=by, text=text)

    @transaction.atomic
    def plan(self, step: str, at, *, by) -> None:
        """Say what comes next and when; an empty step means that nothing is planned."""
        was = self.next_step
        self.next_step, self.next_step_at = one_line(step, 200), at if step else None
        Lead.objects.filter(pk=self.pk).update(next_step=self.next_step, next_step_at=self.next_step_at)
        when = f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if self.next_step_at else ""
        entry = self.write(Entry.Kind.PLAN, by=by, was=was, now=self.next_step, text=when)
        Event.objects.supersede(self, STEP_DUE)
        if self.next_step_at:
            said = {"at": self.next_step_at.isoformat()}
            Event.objects.record(self, STEP_DUE, key=str(entry.pk), due_at=self.next_step_at, payload=said)

    # --- Quarantine --------------------------------------------------------------------------------------------

    @transaction.atomic
    def release(self, *, by=None) -> None:
        """A person says that this is honest: it joins the others, and the mail goes out."""
        if Lead.objects.filter(pk=self.pk, is_quarantined=True).update(is_quarantined=False):
            self.is_quarantined = False
            self.write(Entry.Kind.QUARANTINE, by=by, now="released")
            for enquiry in self.enquiries.all():
                self.tell(enquiry)

    @transaction.atomic
    def quarantine(self, *, by=None) -> None:
        """A person says that this is the work of a machine; mail that has not gone out yet does not."""
        if Lead.objects.filter(pk=self.pk, is_quarantined=False).update(is_quarantined=True):
            self.is_quarantined = True
            self.write(Entry.Kind.QUARANTINE, by=by, now="set apart")
            Event.objects.supersede(self, RECEIVED)

    def others_of_this_contact(self):
        """Other leads of the same person."""
        return Lead.objects.filter(contact=self.contact_id).exclude(pk=self.pk)
