"""The letter to the prospect, for editors."""

from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse

from cms.desk.admin import ModelAdmin
from leads.models import Acknowledgement


@admin.register(Acknowledgement)
class AcknowledgementAdmin(ModelAdmin):
    """One row: the list leads straight to it."""

    menu, icon, place = "site", "mark_email_read", 70
    fieldsets = [(None, {"fields": ["is_on", "subject", "text"]})]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if self.has_view_permission(request):
            letter, _is_new = Acknowledgement.objects.get_or_create(pk=1)
            return redirect(reverse("admin:leads_acknowledgement_change", args=[letter.pk]))
        return super().changelist_view(request, extra_context)
