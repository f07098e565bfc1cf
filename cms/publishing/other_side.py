"""The other side of a relation: what refers to a thing, with links, on the thing's own form.

A relation is edited on one side only. The form of the other side lists it, so that nobody has to search.
"""

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.publishing.models import Publishable

SHOWN = 20  # of each kind


class OtherSide:
    """Adds a section to a form that lists the publishable things which refer to this one."""

    def get_object(self, request, object_id, from_field=None):
        thing = super().get_object(request, object_id, from_field)
        if thing is not None:
            thing.referring = list(referring(self.admin_site, request, thing))
        return thing

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "other_side"]

    def get_fieldsets(self, request, obj=None):
        """The subclass's; a new thing has no other side yet."""
        fieldsets = [(name, dict(options)) for name, options in super().get_fieldsets(request, obj)]
        for _name, options in fieldsets:
            options["fields"] = [field for field in options["fields"] if field != "other_side"]
        return [*fieldsets, (_("Where it is used"), {"fields": ["other_side"]})] if obj else fieldsets

    @admin.display(description=_("chosen by"))
    def other_side(self, thing):
        return render_to_string("publishing/other_side.html", {"kinds": getattr(thing, "referring", [])})


def referring(site, request, thing):
    """For each kind of thing that can refer to this one: its name, the rows that this person may see, how many more."""
    for relation in type(thing)._meta.related_objects:
        model = relation.related_model
        if not issubclass(model, Publishable) or relation.hidden or not site.is_registered(model):
            continue
        model_admin = site.get_model_admin(model)
        if model_admin.has_view_permission(request):
            rows = model_admin.get_queryset(request).filter(**{relation.field.name: thing.pk}, trashed_at=None)
            found = list(rows.order_by("-live_from", "-pk")[: SHOWN + 1])
            yield {"name": capfirst(model._meta.verbose_name_plural), "rows": found[:SHOWN], "more": found[SHOWN:]}
