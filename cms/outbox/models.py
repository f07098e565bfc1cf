"""Events and deliveries: rows written in the transaction of the change that they tell of.

An event says that something happened, or will at `due_at`. The worker fans it out once: subscribers write one
delivery for each message to each receiver. A delivery is tried until it succeeds, is refused for good, or has
failed for three days; then it is dead and waits, visibly, for a person. Who besides people is told, webhooks and
robots, stands in `receivers`.
"""

import random
import uuid
from datetime import timedelta

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.masking import veil
from cms.outbox.receivers import Robot, Webhook

__all__ = ["Delivery", "Event", "Robot", "Webhook"]

FIRST_PAUSE = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(minutes=8)  # so that what waits goes out within ten minutes of a fault's end
MOST_ATTEMPTS = 540  # of fanning out: at the longest pause, between two days and three
PATIENCE = timedelta(hours=72)  # with which a delivery is tried before a person must look
KEPT_FOR = timedelta(days=90)  # what was delivered: long enough to answer "did it go out?"
LEASE = timedelta(minutes=5)  # longer than any sender may take; what a killed worker held is found again after it


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failures: doubling, capped, and spread so that retries do not march in step."""
    whole = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(attempts - 1, 10))
    return whole * random.uniform(0.6, 1)  # noqa: S311 (no secret)


class EventQuerySet(models.QuerySet["Event"]):
    def due(self):
        """Events whose moment has come and that were not fanned out yet, the oldest first."""
        return self.filter(state=Event.State.WAITING, next_attempt_at__lte=timezone.now()).order_by(
            "next_attempt_at", "pk"
        )

    def record(self, obj, verb: str, *, due_at=None, key: str = "", payload: dict | None = None) -> "Event":
        """Say once that `verb` happened to `obj`; belongs in the transaction of the change itself.

        The same object, verb and key is the same event: recording it again moves its date while it has not fired,
        revives it when it was superseded, and does nothing once it has fired.
        """
        due_at = due_at or timezone.now()
        said = {"due_at": due_at, "next_attempt_at": due_at, "payload": payload or {}}
        event, is_new = self.get_or_create(
            content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk, verb=verb, key=key, defaults=said
        )
        if not is_new:
            unfired = self.filter(pk=event.pk, state__in=[Event.State.WAITING, Event.State.SUPERSEDED])
            if unfired.update(state=Event.State.WAITING, **said):
                event.refresh_from_db()
        return event

    def retry(self) -> int:
        """Fan these out again, if they were given up; how many there were."""
        dead = self.filter(state=Event.State.DEAD)
        return dead.update(state=Event.State.WAITING, attempts=0, next_attempt_at=timezone.now())

    def supersede(self, obj, verb: str) -> int:
        """Cancel what was to happen to `obj` and has not fired yet; how many events that were."""
        return self.about(obj, verb).filter(state=Event.State.WAITING).update(state=Event.State.SUPERSEDED)

    def about(self, obj, verb: str):
        """What was told, or will be, of this happening to this object, the newest first."""
        kind = ContentType.objects.get_for_model(obj)
        return self.filter(content_type=kind, object_id=obj.pk, verb=verb).order_by("-pk")


class Event(models.Model):
    """Something that happened to an object, or will, of which others are to be told exactly once."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        FANNED_OUT = "fanned_out", _("passed on")
        SUPERSEDED = "superseded", _("superseded")
        DEAD = "dead", _("given up")

    verb = models.CharField(_("verb"), max_length=60)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name=_("kind of object"))
    object_id = models.PositiveBigIntegerField(_("object id"))
    obj = GenericForeignKey("content_type", "object_id")
    key = models.CharField(_("key"), max_length=120, blank=True)
    payload = models.JSONField(_("payload"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    due_at = models.DateTimeField(_("due"))
    next_attempt_at = models.DateTimeField(_("next attempt"))
    fanned_out_at = models.DateTimeField(_("passed on at"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "verb", "key"], name="outbox_event_once")
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(state="waiting"), name="outbox_event_waiting")
        ]

    def __str__(self):
        return f"{self.content_type.model} {self.object_id} {self.verb}"

    @property
    def public_id(self) -> str:
        """By what receivers know it: the same at every attempt and for every receiver."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.recorded_at.isoformat()} {self.pk}"))

    @property
    def standing(self) -> tuple[str, str]:
        """The state as (key, word)."""
        return self.state, self.get_state_display()


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self):
        return self.filter(state=Delivery.State.WAITING)

    def due(self):
        """Deliveries to try now; one that a worker holds is due again when its lease has run out."""
        now = timezone.now()
        is_free = models.Q(leased_until=None) | models.Q(leased_until__lt=now)
        return self.waiting().filter(is_free, next_attempt_at__lte=now).order_by("next_attempt_at", "pk")

    def forgettable(self):
        """Done with so long ago that nobody asks; what was given up is kept until a person has dealt with it."""
        edge = timezone.now() - KEPT_FOR
        is_done = models.Q(state=Delivery.State.SENT, sent_at__lt=edge) | models.Q(state=Delivery.State.ASIDE)
        return self.filter(is_done, created_at__lt=edge)  # which has an index

    def in_trouble(self):
        """What a person should look at: given up, or refused more than once."""
        return self.filter(
            models.Q(state=Delivery.State.DEAD)
            | models.Q(state=Delivery.State.WAITING, attempts__gt=1, last_error__gt="")
        )

    def send_mail(
        self, *, to, subject: str, text: str, html: str = "", event=None, key: str = "", at=None
    ) -> list["Delivery"]:
        """Write one delivery for each address, so that one refused address holds back no other.

        It goes out now, or at the moment `at`. With a `key`, each address gets it once, however often this is called.
        Belongs in a transaction.
        """
        subject = " ".join(subject.split())[:250]
        rows: list[Delivery] = []
        for address in dict.fromkeys(to):
            payload = {"to": address, "subject": subject, "text": text, "html": html}
            said = {"event": event, "kind": "mail", "receiver": address[:254], "summary": subject, "payload": payload}
            said |= {"next_attempt_at": at or timezone.now()}
            if key:
                rows.append(self.get_or_create(key=f"{key}:{address}"[:254], defaults=said)[0])
            else:
                rows.append(self.create(**said))
        return rows

    def write(self, kind: str, receiver: str, summary: str, *, payload: dict, event=None, key: str, at=None):
        """One message, once for each key; belongs in the transaction of what it tells.

        Its sender finds out what to say at the moment of sending, so the payload names rows and holds nobody's data.
        """
        said = {"kind": kind, "receiver": receiver[:254], "summary": summary[:250], "payload": payload, "event": event}
        return self.get_or_create(key=key[:254], defaults=said | {"next_attempt_at": at or timezone.now()})[0]

    def retry(self) -> int:
        """Try these again now, with as much patience as at first; how many there were.

        One that a worker has in hand is left to it, or it would be sent twice.
        """
        now = timezone.now()
        is_free = models.Q(leased_until=None) | models.Q(leased_until__lt=now)
        again = {"state": Delivery.State.WAITING, "attempts": 0, "tried_since": None, "next_attempt_at": now}
        free = self.filter(is_free).exclude(state=Delivery.State.SENT)
        return free.update(**again, lease=None, leased_until=None, aside_because="")

    def failing(self):
        """What was tried in vain: given up, or still being tried."""
        State = Delivery.State
        return self.filter(models.Q(state=State.DEAD) | models.Q(state=State.WAITING, last_error__gt=""))

    def set_aside(self, reason: str) -> int:
        """A person says that these need not arrive, and why; how many there were. What is in hand or sent is not."""
        return self.filter(state=Delivery.State.DEAD).update(state=Delivery.State.ASIDE, aside_because=reason[:250])


class Delivery(models.Model):
    """One message to one receiver."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("delivered")
        DEAD = "dead", _("given up")
        ASIDE = "aside", _("set aside")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, null=True, blank=True, verbose_name=_("event"))
    kind = models.CharField(_("kind"), max_length=20)
    key = models.CharField(_("key"), max_length=254, null=True, blank=True, unique=True)  # noqa: DJ001 (unique or none)
    receiver = models.CharField(_("to whom"), max_length=254)
    summary = models.CharField(_("what"), max_length=250)
    payload = models.JSONField(_("content"), default=dict)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    tried_since = models.DateTimeField(_("tried since"), null=True, blank=True)
    lease = models.UUIDField(_("lease"), null=True, blank=True)
    leased_until = models.DateTimeField(_("held until"), null=True, blank=True)
    last_error = models.TextField(_("why it fails"), blank=True)
    sent_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    aside_because = models.CharField(_("set aside because"), max_length=250, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=models.Q(state="waiting"), name="outbox_delivery_waiting"
            ),
            models.Index(fields=["-created_at"], name="outbox_delivery_newest"),
            models.Index(fields=["state", "kind", "receiver"], name="outbox_delivery_groups"),
        ]

    def __str__(self):
        return veil(f"{self.summary} → {self.receiver}")

    @property
    def standing(self) -> tuple[str, str]:
        """The state as (key, word), where what was tried in vain is told from what merely waits."""
        if self.state == self.State.WAITING and self.last_error:
            return "failing", gettext("failing")
        return self.state, self.get_state_display()

    def claim(self) -> bool:
        """Take the lease, if it is still to be had; of any number of workers exactly one gets it."""
        token, now = uuid.uuid4(), timezone.now()
        got = (
            Delivery.objects.filter(pk=self.pk)
            .due()
            .update(
                lease=token,
                leased_until=now + LEASE,
                attempts=models.F("attempts") + 1,
                tried_since=Coalesce("tried_since", models.Value(now, models.DateTimeField())),
            )
        )
        if got:
            self.refresh_from_db()
        return bool(got) and self.lease == token

    def mark_sent(self) -> None:
        """What is sent is sent, even if the lease ran out meanwhile."""
        Delivery.objects.filter(pk=self.pk).exclude(state=self.State.SENT).update(
            state=self.State.SENT, sent_at=timezone.now(), last_error="", lease=None, leased_until=None
        )

    def mark_needless(self, reason: str) -> None:
        """There is nothing to tell any more; no person has to look at it."""
        Delivery.objects.filter(pk=self.pk, lease=self.lease).update(
            state=self.State.ASIDE, aside_because=reason[:250], last_error="", lease=None, leased_until=None
        )

    def mark_failed(self, error: str, *, for_good: bool, pause: timedelta | None = None, is_failure=True) -> None:
        """Give up, or plan the next attempt; without the lease this says nothing, since somebody else is at it."""
        now = timezone.now()
        dead = for_good or (is_failure and self.tried_since is not None and self.tried_since <= now - PATIENCE)
        values: dict = {
            "state": self.State.DEAD if dead else self.State.WAITING,
            "next_attempt_at": now + (pause or pause_after(self.attempts)),
            "lease": None,
            "leased_until": None,
        }
        values |= {"last_error": error[:2000]} if is_failure else {"attempts": self.attempts - 1}
        if not is_failure and self.attempts <= 1:
            values["tried_since"] = None
        Delivery.objects.filter(pk=self.pk, lease=self.lease).update(**values)
