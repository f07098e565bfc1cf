"""Files that people sent with an enquiry: in the private storage, for those who work leads, gone with the enquiry."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.library.models import new_token
from cms.library.storage import private, put

FOLDER = "leads"


@dataclass(frozen=True)
class Upload:
    """A file that passed its gate and belongs to no enquiry yet."""

    question: int
    name: str
    content: bytes
    extension: str
    sha256: str
    place: str = field(default_factory=lambda: f"{FOLDER}/{timezone.now():%Y-%m}/{new_token()}")

    @property
    def file_name(self) -> str:
        return f"{self.place}.{self.extension}"


@contextmanager
def laid_down(uploads):
    """The bytes are there before the rows that name them, and gone again if these could not be written.

    What a process that was killed in between leaves behind is swept away (leads/tasks.py).
    """
    put_down: list[str] = []
    try:
        for upload in uploads:
            put_down.append(upload.file_name)
            put(private, upload.file_name, upload.content)
        yield
    except BaseException:
        for name in put_down:
            private.delete(name)
        raise


class EnquiryFile(models.Model):
    """One file that came with an enquiry."""

    enquiry = models.ForeignKey("leads.Enquiry", models.CASCADE, related_name="files", verbose_name=_("enquiry"))
    question = models.BigIntegerField(_("question"))
    name = models.CharField(_("name"), max_length=200)
    file = models.CharField(max_length=120, unique=True)
    byte_size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("file of an enquiry")
        verbose_name_plural = _("files of enquiries")
        ordering = ["pk"]

    def __str__(self):
        return self.name

    @property
    def download_name(self) -> str:
        """The sender's name for it, with the extension of what it really is."""
        return f"{self.name.rpartition('.')[0] or self.name}.{self.file.rpartition('.')[2]}"


@receiver(post_delete, sender=EnquiryFile)
def forget_bytes(sender, instance, **kwargs):
    """However the row goes, also with its lead: the bytes go with the commit."""
    transaction.on_commit(lambda: private.delete(instance.file), robust=True)
