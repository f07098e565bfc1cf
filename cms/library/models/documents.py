"""Files that readers download."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.library import documents
from cms.library.models.assets import Asset, AssetQuerySet, printable


class DocumentQuerySet(AssetQuerySet):
    def receive(self, upload, *, by=None, title="", **details):
        """The upload as a document, through its gate; the one that is here when these very bytes came before.

        Raises ValidationError with a sentence that helps.
        """
        admitted = documents.admit(upload)
        name = printable(upload.name)
        document = self.model(title=title or name, original_name=name, uploaded_by=by, **details)
        return self.keep_once(document, admitted)


class Document(Asset):
    """A file that readers may download."""

    folder = "documents"

    title = models.CharField(_("title"), max_length=200, help_text=_("What the reader sees as the link."))
    format = models.CharField(max_length=10, editable=False, default="")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self):
        return self.title

    @property
    def staff_url(self) -> str:
        """Where people who may see the library download it, published or not."""
        return reverse("admin:library_document_file", args=[self.pk])
