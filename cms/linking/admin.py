"""The report of links in the menu."""

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from cms.desk.admin import ModelAdmin
from cms.linking.models import Link
from cms.linking.report import report


@admin.register(Link)
class LinkAdmin(ModelAdmin):
    """What leads nowhere, and what nothing leads to; nothing is changed here."""

    menu, icon, place = "content", "link", 80
    fields = ["is_published"]  # the page of a single link says no words of a colleague's draft

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Links"),
            "looks_outside": settings.CHECK_OUTSIDE_LINKS,
            **report(request),
        }
        return render(request, "linking/report.html", context)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
