"""Events and deliveries: rows written in the transaction of the change that they tell of.

An event says that something happened, or will at `due_at`. The worker fans it out once: subscribers write one
delivery for each message to each receiver. A delivery is tried until it succeeds, is refused for good, or has
failed for three days; then it is dead and waits, visibly, for a person.
"""

import random
import uuid
from datetime import timedelta

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.masking import veil

FIRST_PAUSE = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(minutes=8)  # so that what waits goes out within ten minutes of a fault's end
MOST_ATTEMPTS = 540  # at the longest pause: three days
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
        mine = self.filter(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk, verb=verb)
        return mine.filter(state=Event.State.WAITING).update(state=Event.State.SUPERSEDED)


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
        """Delivered so long ago that nobody asks; what was given up is kept until a person has dealt with it."""
        edge = timezone.now() - KEPT_FOR
        return self.filter(state=Delivery.State.SENT, created_at__lt=edge, sent_at__lt=edge)  # the first has an index

    def in_trouble(self):
        """What a person should look at: given up, or refused more than once."""
        return self.filter(
            models.Q(state=Delivery.State.DEAD)
            | models.Q(state=Delivery.State.WAITING, attempts__gt=1, last_error__gt="")
        )

    def send_mail(self, *, to, subject: str, text: str, html: str = "", event=None, key: str = "") -> list["Delivery"]:
        """Write one delivery for each address, so that one refused address holds back no other.

        With a `key`, each address gets it once, however often this is called. Belongs in a transaction.
        """
        subject = " ".join(subject.split())[:250]
        rows: list[Delivery] = []
        for address in dict.fromkeys(to):
            payload = {"to": address, "subject": subject, "text": text, "html": html}
            said = {"event": event, "kind": "mail", "receiver": address[:254], "summary": subject, "payload": payload}
            if key:
                rows.append(self.get_or_create(key=f"{key}:{address}"[:254], defaults=said)[0])
            else:
                rows.append(self.create(**said))
        return rows

    def retry(self) -> int:
        """Try these again now, with as many attempts as at first; how many there were."""
        return self.exclude(state=Delivery.State.SENT).update(
            state=Delivery.State.WAITING, attempts=0, next_attempt_at=timezone.now(), leased_until=None, lease=None
        )


class Delivery(models.Model):
    """One message to one receiver."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("delivered")
        DEAD = "dead", _("given up")

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
    lease = models.UUIDField(_("lease"), null=True, blank=True)
    leased_until = models.DateTimeField(_("held until"), null=True, blank=True)
    last_error = models.TextField(_("why it fails"), blank=True)
    sent_at = models.DateTimeField(_("delivered at"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=models.Q(state="waiting"), name="outbox_delivery_waiting"
            ),
            models.Index(fields=["-created_at"], name="outbox_delivery_newest"),
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
        token = uuid.uuid4()
        got = (
            Delivery.objects.filter(pk=self.pk)
            .due()
            .update(lease=token, leased_until=timezone.now() + LEASE, attempts=models.F("attempts") + 1)
        )
        if got:
            self.refresh_from_db()
        return bool(got) and self.lease == token

    def mark_sent(self) -> None:
        """What is sent is sent, even if the lease ran out meanwhile."""
        Delivery.objects.filter(pk=self.pk).exclude(state=self.State.SENT).update(
            state=self.State.SENT, sent_at=timezone.now(), last_error="", lease=None, leased_until=None
        )

    def mark_failed(self, error: str, *, for_good: bool) -> None:
        """Give up, or plan the next attempt; without the lease this says nothing, since somebody else is at it."""
        dead = for_good or self.attempts >= MOST_ATTEMPTS
        Delivery.objects.filter(pk=self.pk, lease=self.lease).update(
            state=self.State.DEAD if dead else self.State.WAITING,
            last_error=error[:2000],
            next_attempt_at=timezone.now() + pause_after(self.attempts),
            lease=None,
            leased_until=None,
        )
