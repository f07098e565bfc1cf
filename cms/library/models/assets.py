"""What pictures and documents share: bytes in the private storage, where they are from, how long they may be shown."""

import hashlib
import secrets
import unicodedata
from datetime import timedelta
from pathlib import PurePath

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.library.models.usage import Usage
from cms.library.storage import private, public, put
from cms.pagecache.models import Observed, ObservedQuerySet, TagVersion

WARNED_BEFORE = timedelta(days=30)
"""How long before a licence ends the desk says so."""


def new_token() -> str:
    """An unguessable start for public file names."""
    return secrets.token_hex(16)


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Licence(models.TextChoices):
    OWN = "own", _("Our own work")
    CLIENT = "client", _("From the client, with permission")
    STOCK = "stock", _("Stock licence")
    CC0 = "cc0", _("CC0, public domain")
    CC_BY = "cc-by", _("CC BY, name the author")
    CC_BY_SA = "cc-by-sa", _("CC BY-SA, name the author")
    OTHER = "other", _("Other, see the note")


def printable(name: str) -> str:
    """A file name to show to people: the last part, without control characters, not too long."""
    last = PurePath((name or "").replace("\\", "/")).name
    return "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")[:200]


class AssetQuerySet(ObservedQuerySet):
    """What may be asked of many pictures or files at once."""

    def in_public_use(self):
        """Those that something live shows now."""
        kind = self.model._meta.model_name
        return self.filter(pk__in=Usage.objects.in_force().exclude(**{kind: None}).values(kind))

    def with_ended_licence(self, day=None):
        """Those that may not be shown any more, today or on that day."""
        return self.filter(licence_ends_on__lt=day or timezone.localdate())

    def with_licence_ending_soon(self):
        today = timezone.localdate()
        return self.filter(licence_ends_on__range=(today, today + WARNED_BEFORE))

    def mark(self, **values) -> int:
        """Update book-keeping that no page shows, so no page becomes old by it."""
        return super(ObservedQuerySet, self).update(**values)

    def close(self) -> None:
        """Take what nothing live uses out of the public storage; `copied_at` stays until the worker has looked too."""
        used = type(self)(self.model).in_public_use()
        assets: list = list(self.exclude(copied_at=None).exclude(pk__in=used.values("pk")))
        for name in (name for asset in assets for name in asset.public_files()):
            public.delete(name)

    def known(self, *digests: str):
        """What came from these very bytes, or is kept as them; the oldest, or None."""
        found = [digest for digest in digests if digest]
        return self.filter(Q(sha256__in=found) | Q(kept_sha256__in=found)).order_by("pk").first()

    @transaction.atomic
    def keep_once(self, asset, admitted):
        """`keep()`, or what is here already of the same upload or of the same content.

        Whoever sends the same file twice at once gets one row: the second waits at the version that the first bumped.
        """
        TagVersion.objects.bump(f"{self.model._meta.model_name}:list")
        return self.known(admitted.sha256, digest_of(admitted.content)) or self.keep(asset, admitted)

    def keep(self, asset, admitted):
        """Store what the gate admitted, then the row; without the row there is no file."""
        asset.format, asset.sha256, asset.byte_size = admitted.format, admitted.sha256, len(admitted.content)
        asset.kept_sha256 = digest_of(admitted.content)
        asset.file.name = f"{asset.folder}/{asset.token[:2]}/{asset.token}.{admitted.extension}"
        asset.full_clean(exclude=["file"])
        put(private, asset.file.name, admitted.content)
        try:
            asset.save(force_insert=True)
        except BaseException:
            private.delete(asset.file.name)
            raise
        return asset


class Asset(Observed):
    """Something uploaded: its bytes in the private storage, and where they came from."""

    is_listed = False

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    file = models.FileField(_("file"), storage=private, max_length=120, editable=False)
    byte_size = models.PositiveBigIntegerField(_("size"), editable=False, default=0)
    sha256 = models.CharField(max_length=64, db_index=True, editable=False, default="")
    kept_sha256 = models.CharField(max_length=64, db_index=True, editable=False, default="")
    original_name = models.CharField(_("file name"), max_length=200, editable=False, blank=True)
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Who made it; shown where the licence asks for it.")
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, blank=True)
    licence_note = models.CharField(
        _("licence note"), max_length=300, blank=True, help_text=_("Where it is from: address, number, whom to ask.")
    )
    licence_ends_on = models.DateField(
        _("licence ends on"),
        null=True,
        blank=True,
        help_text=_("The last day on which it may be shown; empty when there is none."),
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False, db_index=True)
    copied_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def licence_has_ended(self) -> bool:
        return self.licence_ends_on is not None and self.licence_ends_on < timezone.localdate()

    @property
    def licence_ends_soon(self) -> bool:
        """Within `WARNED_BEFORE`, and not yet."""
        today = timezone.localdate()
        return self.licence_ends_on is not None and today <= self.licence_ends_on <= today + WARNED_BEFORE

    @property
    def extension(self) -> str:
        """From the decoded content, never from the name the file came with."""
        return str(self.file.name).rpartition(".")[2]

    @property
    def public_name(self) -> str:
        return f"{self.token}.{self.extension}"

    @property
    def public_url(self) -> str:
        return f"{settings.MEDIA_URL}{self.public_name}"

    @property
    def download_name(self) -> str:
        """The uploader's name for it, with the extension of what it really is."""
        return f"{PurePath(self.original_name).stem or self.token}.{self.extension}"

    @property
    def edit_url(self) -> str:
        return reverse(f"admin:library_{self._meta.model_name}_change", args=[self.pk])

    def public_files(self) -> dict[str, str]:
        """Names in the public storage, each with where it is in the private one."""
        return {self.public_name: str(self.file.name)}
