"""Old addresses and addresses that were not found, as editors look after them."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.desk.admin import ModelAdmin
from cms.publishing import redirects
from cms.publishing.models import Missing, Redirect


class ByHandFilter(admin.SimpleListFilter):
    """Who laid it."""

    title = _("laid by")
    parameter_name = "by"

    def lookups(self, request, model_admin):
        return [("hand", _("People")), ("itself", _("The system, when an address changed"))]

    def queryset(self, request, rows):
        return rows.filter(is_by_hand=self.value() == "hand") if self.value() in {"hand", "itself"} else rows


@admin.register(Redirect)
class RedirectAdmin(ModelAdmin):
    """Old addresses and where they lead now; by the system when an address changes, and by hand."""

    menu, icon, place = "site", "alt_route", 60
    form = redirects.RedirectForm
    fields = ["path", "to", "status"]
    list_display = ["path", "leads_to", "kind", "is_by_hand", "created_at"]
    list_filter = [ByHandFilter, "is_temporary"]
    search_fields = ["path", "to"]
    change_list_template = "admin/publishing/redirect/change_list.html"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("target")

    def get_urls(self):
        guarded = self.admin_site.admin_view
        own = [
            path("import/", guarded(self.import_view), name="publishing_redirect_import"),
            path("export/", guarded(self.export_view), name="publishing_redirect_export"),
        ]
        return own + super().get_urls()

    @admin.display(description=_("leads to"))
    def leads_to(self, redirect):
        return redirect.destination or _("gone (410)")

    @admin.display(description=_("kind"), ordering="is_temporary")
    def kind(self, redirect):
        if not redirect.destination:
            return redirects.GONE
        return redirects.FOR_NOW if redirect.is_temporary else redirects.FOR_GOOD

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        redirects.lead_on(obj)
        Missing.objects.filter(path=obj.path).delete()

    def export_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        headers = {"Content-Disposition": 'attachment; filename="redirects.csv"'}
        return HttpResponse(redirects.written(), content_type="text/csv; charset=utf-8", headers=headers)

    def import_view(self, request):
        """First a look at every line, then all of them or none."""
        if not self.has_add_permission(request) or not self.has_change_permission(request):
            raise PermissionDenied
        shown = {"rows": [], "text": "", "problem": ""}
        if request.method == "POST":
            try:
                shown |= self.read_or_take(request)
            except ValidationError as error:
                shown["problem"] = " ".join(error.messages)
            if shown.get("is_done"):
                return HttpResponseRedirect(reverse("admin:publishing_redirect_changelist"))
        bad = sum(bool(row.problems) for row in shown["rows"])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import redirects"),
            "opts": self.opts,
            "bad": bad,
            **shown,
        }
        return render(
            request, "admin/publishing/redirect/import.html", context, status=400 if bad or shown["problem"] else 200
        )

    def read_or_take(self, request) -> dict:
        if file := request.FILES.get("file"):
            if file.size > redirects.MOST_BYTES:
                raise ValidationError(_("This file is too large; at most 1 MB is taken."))
            text = redirects.decoded(file.read())
            return {"rows": redirects.read(text), "text": text}
        text = request.POST.get("text", "")
        if not text:
            raise ValidationError(_("Choose a CSV file."))
        rows = redirects.take(text[: redirects.MOST_BYTES])
        if any(row.problems for row in rows):
            return {"rows": rows, "text": text}
        sentence = ngettext("%d redirect imported.", "%d redirects imported.", len(rows))
        messages.success(request, sentence % len(rows))
        return {"is_done": True}


@admin.register(Missing)
class MissingAdmin(ModelAdmin):
    """What readers asked for and did not find; from here it is one click to a redirect."""

    menu, icon, place = "site", "link_off", 65
    list_display = ["path", "count", "first_seen_at", "last_seen_at", "referrer", "mend"]
    search_fields = ["path", "referrer"]
    fields = readonly_fields = ["path", "count", "first_seen_at", "last_seen_at", "referrer"]

    @admin.display(description="")
    def mend(self, missing):
        url = f"{reverse('admin:publishing_redirect_add')}?{urlencode({'path': missing.path})}"
        return format_html('<a class="desk-link" href="{}">{}</a>', url, _("Make a redirect"))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
