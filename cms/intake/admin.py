"""Consent texts, for administrators: the current one, and those that people have agreed to before."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cms.desk.admin import ModelAdmin, state_badge
from cms.intake.models import ConsentText


@admin.register(ConsentText)
class ConsentTextAdmin(ModelAdmin):
    menu, icon, place = "site", "approval", 60
    list_display = ["__str__", "words", "use", "created_at"]
    fields = ["purpose", "version", "text", "created_at"]
    readonly_fields = ["version", "created_at"]
    ordering = ["purpose", "-version"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.is_used)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and obj is not None and not obj.is_used

    @admin.display(description=_("text"))
    def words(self, consent):
        return consent.text[:80]

    @admin.display(description=_("state"))
    def use(self, consent):
        if consent.is_used:
            return state_badge("done", _("agreed to, kept"))
        return state_badge("waiting", _("not agreed to yet"))
