"""Who did what, for whoever looks after the site."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cms.desk.admin import ModelAdmin
from cms.publishing.models import AuditEntry

DEEDS = {
    "save": _("saved"),
    "restore": _("restored"),
    "publish": _("published"),
    "schedule": _("scheduled"),
    "reschedule": _("moved to another time"),
    "unschedule": _("schedule cancelled"),
    "miss": _("scheduled, and refused"),
    "unpublish": _("taken back"),
    "reject": _("rejected"),
    "expire": _("end set"),
    "trash": _("put into the trash"),
    "untrash": _("taken out of the trash"),
    "undo": _("put back as it was"),
    "purge": _("deleted for good"),
    "export": _("export asked for"),
    "fetch": _("export fetched"),
}


class DeedFilter(admin.SimpleListFilter):
    """What was done, in the reader's words."""

    title = _("deed")
    parameter_name = "verb"

    def lookups(self, request, model_admin):
        return list(DEEDS.items())

    def queryset(self, request, rows):
        return rows.filter(verb=self.value()) if self.value() else rows


@admin.register(AuditEntry)
class AuditEntryAdmin(ModelAdmin):
    """Who did what; nobody can change it."""

    menu, icon, place = "system", "history", 80
    list_display = ["at", "by", "deed", "label", "note"]
    list_filter = [DeedFilter]
    search_fields = ["label", "note"]
    list_select_related = ["by"]
    fields = ["at", "by", "deed", "label", "note"]
    readonly_fields = fields

    @admin.display(description=_("deed"), ordering="verb")
    def deed(self, entry):
        return DEEDS.get(entry.verb, entry.verb)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
