"""The filter of a list by what its rows are about: it names to each person only what their own lists show them."""

from django.contrib import admin

from cms.publishing.models import Publishable


class SeenRelations(admin.RelatedFieldListFilter):
    """By a publishable thing that the rows name; drafts of colleagues and the trash are no choices."""

    def field_choices(self, field, request, model_admin):
        of_kind = model_admin.admin_site.get_model_admin(field.related_model)
        rows = of_kind.get_queryset(request).kept()
        if not of_kind.has_view_permission(request):
            rows = rows.none()
        ordering = self.field_admin_ordering(field, request, model_admin)
        seen = {"pk__in": rows.order_by().values("pk")}
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=seen)


def names_a_publishable_thing(field) -> bool:
    return bool(field.remote_field) and issubclass(field.related_model, Publishable)


admin.FieldListFilter.register(names_a_publishable_thing, SeenRelations, take_priority=True)
