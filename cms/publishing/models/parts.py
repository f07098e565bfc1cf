"""Part: a row that belongs to a publishable thing, is drafted with it and published with it."""

import uuid
from functools import cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.pagecache.models import Observed
from cms.publishing.models.written import Written


class Part(Written, Observed):
    """A row that belongs to a publishable thing and is published with it; its id never changes."""

    is_listed = False
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField(_("order"), default=0)
    not_content: frozenset[str] = frozenset()
    not_words: frozenset[str] = frozenset()  # text that no reader sees

    class Meta:
        abstract = True
        ordering = ["position", "id"]
        default_permissions = ()  # whoever may edit the thing may edit its parts

    @classmethod
    @cache
    def parent_field(cls):
        """The foreign key to the thing that this is a part of: the one by which the thing knows its parts.

        A part that names a second publishable thing gives that key `related_name="+"`.
        """
        [field] = [
            field
            for field in cls._meta.concrete_fields
            if field.many_to_one and hasattr(field.related_model, "part_relations") and not field.remote_field.hidden
        ]
        return field

    @property
    def whole(self):
        """The thing that this is a part of."""
        return getattr(self, self.parent_field().name)

    @property
    def page_tag(self):
        """A page that shows a part is a page that shows the thing."""
        parent = self.parent_field()
        return f"{parent.related_model._meta.model_name}:{getattr(self, parent.attname)}"

    # Siblings are replaced together, so what is unique among them is the form set's question: a live row with the
    # same value may be one that this very draft takes away.
    def validate_unique(self, exclude=None):
        super().validate_unique({*(exclude or ()), self.parent_field().name})

    def validate_constraints(self, exclude=None):
        super().validate_constraints({*(exclude or ()), self.parent_field().name})
