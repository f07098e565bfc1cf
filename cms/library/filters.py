"""How editors narrow the library: by words, sizes and licence."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class AltFilter(admin.SimpleListFilter):
    """Which pictures still wait for words."""

    title = _("alternative text")
    parameter_name = "alt_state"

    def lookups(self, request, model_admin):
        return [("missing", _("Missing")), ("described", _("Described")), ("decorative", _("Decorative"))]

    def queryset(self, request, queryset):
        return {
            "missing": queryset.filter(alt="", is_decorative=False),
            "described": queryset.exclude(alt=""),
            "decorative": queryset.filter(is_decorative=True),
        }.get(self.value(), queryset)


class RenditionFilter(admin.SimpleListFilter):
    """Which pictures could not be made smaller."""

    title = _("sizes")
    parameter_name = "sizes"

    def lookups(self, request, model_admin):
        return [("waiting", _("Being made")), ("failed", _("Failed"))]

    def queryset(self, request, queryset):
        if self.value() == "failed":
            return queryset.filter(failed_at__isnull=False)
        if self.value() == "waiting":
            return queryset.filter(rendered_at=None, failed_at=None)
        return queryset


class LicenceEndFilter(admin.SimpleListFilter):
    """What may not be shown any more, or not for long."""

    title = _("end of the licence")
    parameter_name = "licence_end"

    def lookups(self, request, model_admin):
        return [("ended", _("Licence ended")), ("soon", _("Ends within 30 days"))]

    def queryset(self, request, queryset):
        if self.value() == "ended":
            return queryset.with_ended_licence()
        if self.value() == "soon":
            return queryset.with_licence_ending_soon()
        return queryset
