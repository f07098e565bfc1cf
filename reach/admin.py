"""Moving out, at the desk: what was taken out by whom, asking for more, and what is made again and again."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.desk.admin import ModelAdmin, state_badge
from cms.library.storage import private
from cms.publishing.models import AuditEntry
from leads.admin.privacy import ReadOnly
from reach.exporting import making
from reach.exporting.everything import models_of
from reach.exporting.site import is_root
from reach.importing import admin as importing  # noqa: F401  (registers itself)
from reach.models import ContentExport, ContentExportPlan
from reach.models.exports import LABELS

EXPORT = "reach.export_content"
ABOUT = {
    "wxr": gettext_lazy("For a move to WordPress, or to anything that reads its files."),
    "markdown": gettext_lazy(
        "Whole: texts to read, pictures as they were uploaded; this system reads it back without loss."
    ),
    "csv": gettext_lazy("One table for each kind, to count and to sort."),
    "xlsx": gettext_lazy("The same for Excel; a text that is too long for a cell is cut there."),
    "site": gettext_lazy("What readers see now, as files that any web server shows; without forms and search."),
}


class AskForm(forms.Form):
    """In which format, which kinds, and whether drafts come too."""

    format = forms.ChoiceField(
        label=gettext_lazy("format"), choices=LABELS, widget=forms.RadioSelect, initial="markdown"
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("which kinds"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "None chosen means everything: pictures, documents, channels, tags, menu, forms and redirects too. The "
            "trash, people, leads, readers' questions, older versions, templates and settings stay here."
        ),
    )
    with_drafts = forms.BooleanField(label=gettext_lazy("drafts too"), required=False, initial=True)
    base = forms.URLField(
        label=gettext_lazy("address of the copy"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy(
            "For the public site: where it will stand, with https://. Left empty, the address of today."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(one._meta.label_lower, one._meta.verbose_name_plural) for one in models_of()]
        self.fields["format"].choices = [(name, f"{label}：{ABOUT[name]}") for name, label in LABELS]

    def clean(self):
        said = super().clean()
        if said.get("format") == "site":
            said["kinds"], said["with_drafts"] = [], False
            if said.get("base") and not is_root(said["base"]):
                raise ValidationError({"base": _("A copy stands at the root of a domain, as in https://example.com.")})
        elif said.get("base"):
            raise ValidationError({"base": _("Only a copy of the public site has an address.")})
        return said


@admin.register(ContentExport)
class ContentExportAdmin(ReadOnly):
    """What was taken out, by whom; the links to fetch it."""

    menu, icon, place = "system", "drive_file_move", 85
    list_display = ["at", "by", "format", "standing", "total", "expires_at", "look"]
    list_select_related = ["by"]
    fields = ["at", "by", "plan", "format", "standing", "with_drafts", "done", "total", "expires_at", "error"]
    readonly_fields = ["standing"]
    list_before_template = "admin/reach/export_bar.html"

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(EXPORT)

    def has_module_permission(self, request):
        return request.user.has_perm(EXPORT)

    def get_urls(self):
        mine = [self.route("ask/", self.ask), self.route("<int:pk>/progress/", self.progress)]
        return [*mine, self.route("<int:pk>/file/", self.file), *super().get_urls()]

    def route(self, rest, view):
        name = f"{self.opts.app_label}_{self.opts.model_name}_{view.__name__}"
        return path(rest, self.admin_site.admin_view(view), name=name)

    def page(self, request, template, title, status=200, **context):
        context = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **context}
        return render(request, template, context, status=status)

    def allowed(self, request, pk=None):
        if not request.user.has_perm(EXPORT):
            raise PermissionDenied
        row = ContentExport.objects.filter(pk=pk).first() if pk else None
        if pk and row is None:
            raise Http404
        return row

    def ask(self, request):
        """What is to be taken out; a POST lets the worker do it."""
        self.allowed(request)
        form = AskForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            row = making.ask(by=request.user, **form.cleaned_data)
            return HttpResponseRedirect(reverse("admin:reach_contentexport_progress", args=[row.pk]))
        status = 422 if form.errors else 200
        return self.page(request, "admin/reach/export_ask.html", _("Take content out"), status, form=form)

    def progress(self, request, pk):
        """How far it is, and then the link; the page looks again by itself, without a script."""
        row = self.allowed(request, pk)
        response = self.page(request, "admin/reach/export_progress.html", _("Take content out"), export=row)
        if row.is_open:
            response.headers["Refresh"] = "3"
        return response

    def file(self, request, pk):
        """The file itself, while it is kept; that somebody took it is written down."""
        row = self.allowed(request, pk)
        if not row.has_file or not private.exists(row.file):
            raise Http404
        AuditEntry.objects.record(row, "fetch", by=request.user)
        name = f"ridgeline-{row.format}-{timezone.localtime(row.at):%Y%m%d}{Path(row.file).suffix}"
        response = FileResponse(private.open(row.file), as_attachment=True, filename=name)
        response["Cache-Control"] = "no-store"
        return response

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, row):
        return state_badge(*row.standing)

    @admin.display(description="")
    def look(self, row):
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:reach_contentexport_progress", args=[row.pk]), _("Look")
        )


@admin.register(ContentExportPlan)
class ContentExportPlanAdmin(ModelAdmin):
    """Exports made again and again; where they are carried to only the server's settings say."""

    menu, icon, place = "system", "event_repeat", 86
    list_display = ["title", "every", "format", "keep", "next_at", "is_on", "last"]
    fields = ["title", "every", "format", "with_drafts", "keep", "next_at", "is_on", "goes_to"]
    readonly_fields = ["goes_to"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("exports")

    @admin.display(description=gettext_lazy("is carried to"))
    def goes_to(self, plan):
        if making.PLACE not in settings.STORAGES:
            return _("Nobody has said where to: set EXPORT_FOLDER or S3_EXPORT_BUCKET on the server.")
        options = settings.STORAGES[making.PLACE].get("OPTIONS", {})
        return str(options.get("bucket_name") or options.get("location", ""))

    @admin.display(description=gettext_lazy("last time"))
    def last(self, plan):
        newest = max(plan.exports.all(), key=lambda one: one.pk, default=None)
        return state_badge(*newest.standing) if newest else "—"
