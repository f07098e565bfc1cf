"""A link by which somebody without an account sees one revision, comments on it and signs it off."""

import hashlib
import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.publishing.models import AuditEntry
from cms.review import notices
from cms.review.models.submissions import AboutARevision

TOKEN = re.compile(r"[0-9a-f]{64}")  # small letters only: addresses with capitals would be sent elsewhere
STANDINGS = {"open": _("open"), "expired": _("expired"), "revoked": _("revoked"), "closed": _("in the trash")}


def digest_of(token: str) -> str:
    """What is stored of a token: who reads the database cannot open a link."""
    return hashlib.sha256(token.encode()).hexdigest()


class ReviewLinkQuerySet(models.QuerySet["ReviewLink"]):
    def of(self, thing):
        """Every link to one thing, newest first."""
        rows = self.filter(**thing.key).order_by("-pk").select_related("by", "revision")
        return rows.prefetch_related("signoffs")

    @transaction.atomic
    def make(self, thing, revision, *, recipient: str, days: int, by) -> tuple["ReviewLink", str]:
        """A new link and its token, which nobody can read again later."""
        if thing.trashed_at:
            raise ValidationError(_("This is in the trash."))
        token = secrets.token_hex(32)
        link = self.create(
            **thing.key,
            revision=revision,
            token_digest=digest_of(token),
            recipient=recipient,
            by=by,
            expires_at=timezone.now() + timedelta(days=days),
        )
        AuditEntry.objects.record(thing, "review_link", by=by, note=f"#{revision.pk} → {recipient}")
        return link, token

    def with_token(self, token: str) -> "ReviewLink | None":
        """The link that this token opens, whatever became of it."""
        if not TOKEN.fullmatch(token):
            return None
        return self.filter(token_digest=digest_of(token)).select_related("revision", "by", "content_type").first()


class ReviewLink(AboutARevision):
    """One revision, for one named recipient, until a day or until it is revoked."""

    token_digest = models.CharField(max_length=64, unique=True)
    recipient = models.CharField(
        _("for whom"), max_length=80, help_text=_("The person who gets this link, and from which company.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(null=True)
    first_opened_at = models.DateTimeField(null=True)
    last_opened_at = models.DateTimeField(null=True)

    objects = ReviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("review link")
        verbose_name_plural = _("review links")
        default_permissions = ("view", "add", "change")
        indexes = [models.Index(fields=["content_type", "object_id", "-id"], name="review_link_thing")]

    def __str__(self):
        return self.recipient

    @property
    def standing(self) -> str:
        """open, expired, revoked, or closed because the thing lies in the trash."""
        if self.revoked_at:
            return "revoked"
        if self.expires_at <= timezone.now():
            return "expired"
        return "open" if self.thing and not self.thing.trashed_at else "closed"

    @property
    def standing_word(self):
        return STANDINGS[self.standing]

    @property
    def last_word(self) -> "SignOff | None":
        """What the client said last; no query where the sign-offs were loaded."""
        return next(reversed(self.signoffs.all()), None)

    @property
    def is_open(self) -> bool:
        return self.standing == "open"

    def address(self, token: str) -> str:
        return settings.SITE_URL + reverse("review:client", args=[token])

    def note_opened(self) -> None:
        """Only the first and the last time are kept."""
        now = timezone.now()
        mine = ReviewLink.objects.filter(pk=self.pk)
        mine.update(first_opened_at=Coalesce("first_opened_at", models.Value(now)), last_opened_at=now)

    @transaction.atomic
    def revoke(self, *, by) -> None:
        """Nobody gets in by it any more, from the next request on."""
        if ReviewLink.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now()):
            AuditEntry.objects.record(self.thing, "revoke_link", by=by, note=f"→ {self.recipient}")

    @transaction.atomic
    def sign_off(self, *, name: str, is_approval: bool, text: str = "") -> "SignOff":
        """What the client says of exactly this text; the same again is the same, and a yes is the last word."""
        mine = ReviewLink.objects.select_for_update().get(pk=self.pk)
        last = mine.signoffs.last()
        if last and (last.is_approval or (last.name, last.is_approval, last.text) == (name, is_approval, text)):
            return last
        made = mine.signoffs.create(name=name, is_approval=is_approval, text=text, digest=self.revision.digest)
        verb = "client_approved" if is_approval else "client_wants_changes"
        AuditEntry.objects.record(self.thing, verb, by=None, note=f"#{self.revision_id} {name}"[:500])
        notices.signed_off(made, self)
        return made


class SignOff(models.Model):
    """What a client said of a revision, with the digest of its content; never changed."""

    link = models.ForeignKey(ReviewLink, models.CASCADE, related_name="signoffs")
    name = models.CharField(max_length=80)
    is_approval = models.BooleanField()
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self):
        return self.name
