"""What people write into plain fields."""

from django.db import models

from cms.chinese.controls import without_controls


class Written(models.Model):
    """A row whose texts lose their control characters when it is checked, as every form and every publication does."""

    class Meta:
        abstract = True

    def clean_fields(self, exclude=None):
        for field in self._meta.concrete_fields:
            value = self.__dict__.get(field.attname)
            if isinstance(field, models.CharField | models.TextField) and isinstance(value, str):
                setattr(self, field.attname, without_controls(value))
        super().clean_fields(exclude)
