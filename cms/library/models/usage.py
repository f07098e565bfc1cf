"""Which live things show which pictures and offer which files."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.pagecache.models import TagVersion

GRACE = timedelta(minutes=10)
"""How long a picture that a new version of a page no longer shows stays public, for copies of the old page."""


def assets_of(kind: str):
    """All the pictures, or all the documents; both are defined above this module and point at it."""
    model: Any = Usage._meta.get_field(kind).related_model
    return model.objects.all()


class UsageQuerySet(models.QuerySet):
    def in_force(self):
        """Uses by what the public may see now."""
        now = timezone.now()
        begun = Q(since=None) | Q(since__lte=now)
        return self.filter(begun, Q(until=None) | Q(until__gt=now))

    def of(self, obj):
        """What this object uses."""
        return self.filter(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk)

    @transaction.atomic
    def replace(self, obj, picture_ids, document_ids=(), *, since=None, until=None) -> None:
        """Say what the live `obj` shows from now on; belongs in the transaction that publishes or unpublishes it.

        What a new version no longer shows stays public for `GRACE`. An object that shows nothing any more counts as
        withdrawn: its files are closed to the public at once. `since` and `until` are the object's own live times.
        Ids of pictures that are not there are left out.
        """
        wanted = {
            "picture_id": set(assets_of("picture").filter(pk__in=picture_ids).values_list("pk", flat=True)),
            "document_id": set(assets_of("document").filter(pk__in=document_ids).values_list("pk", flat=True)),
        }
        kept = self.of(obj)
        if not any(wanted.values()):
            kept.withdraw()
            return
        key = {"content_type": ContentType.objects.get_for_model(obj), "object_id": obj.pk}
        ending = timezone.now() + GRACE
        for name, ids in wanted.items():
            of_kind = kept.exclude(**{name: None})
            of_kind.exclude(**{f"{name}__in": ids}).filter(Q(until=None) | Q(until__gt=ending)).update(until=ending)
            known = set(of_kind.filter(**{f"{name}__in": ids}).values_list(name, flat=True))
            self.bulk_create([self.model(**key, **{name: pk}) for pk in sorted(ids - known)])
            of_kind.filter(**{f"{name}__in": ids}).update(since=since, until=until)

    def withdraw(self) -> None:
        """End these uses now; what nothing else uses is closed to the public with the commit."""
        rows = list(self.values_list("picture_id", "document_id"))
        pictures, files = {row[0] for row in rows} - {None}, {row[1] for row in rows} - {None}
        self.delete()
        TagVersion.objects.bump(*(f"picture:{pk}" for pk in pictures), *(f"document:{pk}" for pk in files))
        for kind, ids in (("picture", pictures), ("document", files)):
            if ids:
                transaction.on_commit(partial(assets_of(kind).filter(pk__in=ids).close), robust=True)


class Usage(models.Model):
    """A live object shows a picture or offers a file, from `since` until `until`."""

    picture = models.ForeignKey("library.Picture", on_delete=models.PROTECT, null=True, related_name="usages")
    document = models.ForeignKey("library.Document", on_delete=models.PROTECT, null=True, related_name="usages")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    object = GenericForeignKey()
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    objects = UsageQuerySet.as_manager()

    class Meta:
        verbose_name = _("use")
        verbose_name_plural = _("uses")
        constraints = [
            models.CheckConstraint(
                name="library_usage_of_one_thing",
                condition=Q(picture=None, document__isnull=False) | Q(picture__isnull=False, document=None),
            ),
            models.UniqueConstraint(fields=["picture", "content_type", "object_id"], name="library_usage_picture_once"),
            models.UniqueConstraint(
                fields=["document", "content_type", "object_id"], name="library_usage_document_once"
            ),
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="library_usage_object")]

    def __str__(self):
        return str(self.object or f"{self.content_type} {self.object_id}")
