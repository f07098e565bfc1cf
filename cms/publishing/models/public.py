"""Small things that are public as soon as they are saved."""

from django.db import transaction

from cms.library.fields import PictureField
from cms.library.models import Usage
from cms.pagecache.models import Observed
from cms.publishing.models.written import Written


class PublicOnSave(Written, Observed):
    """A row without drafts: the pictures that it names are public while it stands."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        with transaction.atomic():
            super().save(*args, **kwargs)
            Usage.objects.replace(self, self.picture_ids())

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            Usage.objects.replace(self, ())
            return super().delete(*args, **kwargs)

    def picture_ids(self) -> set[int]:
        found = {getattr(self, field.attname) for field in self._meta.fields if isinstance(field, PictureField)}
        return found - {None}
