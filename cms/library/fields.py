"""The field with which other models show a picture of the library."""

from django.db import models

from cms.library.widgets import PictureChooser


class PictureField(models.ForeignKey):
    """A picture from the library, which cannot be deleted while it is chosen here."""

    def __init__(self, *args, **kwargs):
        defaults = {"to": "library.Picture", "on_delete": models.PROTECT, "related_name": "+"}
        super().__init__(*args, **{**defaults, "null": True, "blank": True, **kwargs})

    def formfield(self, **kwargs):
        """The chooser, whatever widget the admin gives to other relations."""
        return super().formfield(**{**kwargs, "widget": PictureChooser})
