"""Tables of leads: asked for from the list, made by the worker, fetched by a link that ends; and taken in."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.desk.admin import ModelAdmin, state_badge
from cms.library.storage import private
from leads import exporting, importing
from leads.admin.privacy import ReadOnly
from leads.models import Disclosure, Export, ExportPlan, Import
from leads.models.exchange import Format, Work
from leads.models.privacy import REVEAL
from leads.spreadsheets import Unreadable

EXPORT, IMPORT = "leads.export_leads", "leads.import_leads"


class AskForm(forms.Form):
    """Which columns, in which format, and whether contacts are masked."""

    columns = forms.MultipleChoiceField(
        label=gettext_lazy("columns"),
        choices=[(name, column.title) for name, column in exporting.COLUMNS.items()],
        widget=forms.CheckboxSelectMultiple,
        initial=list(exporting.COLUMNS),
    )
    format = forms.ChoiceField(label=gettext_lazy("format"), choices=Format.choices, initial=Format.XLSX)
    is_masked = forms.BooleanField(label=gettext_lazy("contacts masked"), required=False, initial=True)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if not user.has_perm(REVEAL):
            self.fields["is_masked"].disabled = True


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("file"), help_text=gettext_lazy("CSV or XLSX, at most 20 MB and 50,000 rows.")
    )
    basis = forms.CharField(
        label=gettext_lazy("by which right"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=Import._meta.get_field("basis").help_text,
    )


class MappingForm(forms.Form):
    """Which column holds what; numbers count from nought, "" is no column."""

    def __init__(self, *args, table: Import, **kwargs):
        super().__init__(*args, **kwargs)
        columns = [("", "—"), *((str(n), title or str(n + 1)) for n, title in enumerate(table.header))]
        for name, label in importing.FIELDS.items():
            initial = str(table.mapping.get(name, ""))
            self.fields[name] = forms.ChoiceField(label=label, choices=columns, required=False, initial=initial)

    def clean(self):
        super().clean()
        if not any(self.cleaned_data.get(name) for name in (*importing.WAYS, "contact")):
            raise forms.ValidationError(_("Say which column holds the way to reach the person."))

    @property
    def mapping(self) -> dict[str, int]:
        return {name: int(column) for name, column in self.cleaned_data.items() if column}


class Tables(ReadOnly):
    """Lists that open for whoever holds the one permission."""

    permission = ""

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(self.permission)

    def has_module_permission(self, request):
        return request.user.has_perm(self.permission) or super().has_module_permission(request)

    def allowed(self, request):
        if not request.user.has_perm(self.permission):
            raise PermissionDenied

    def route(self, rest, view):
        name = f"{self.opts.app_label}_{self.opts.model_name}_{view.__name__}"
        return path(rest, self.admin_site.admin_view(view), name=name)

    def page(self, request, template, title, status=200, **context):
        context = {"title": title, "opts": self.opts, **context}
        response = render(request, template, self.admin_site.each_context(request) | context, status=status)
        if (table := context.get("table")) is not None and table.is_open:
            response.headers["Refresh"] = "3"  # the page looks again by itself, without a script
        return response

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, row):
        return state_badge(*row.standing)


@admin.register(Export)
class ExportAdmin(Tables):
    """What was exported, by whom; the links to fetch it."""

    permission = EXPORT
    menu, icon, place = "leads", "download", 40
    list_display = ["at", "by", "standing", "total", "format", "is_masked", "expires_at", "look"]
    list_select_related = ["by"]
    fields = ["at", "by", "standing", "query", "format", "is_masked", "done", "total", "expires_at", "error"]
    readonly_fields = ["standing"]

    def get_queryset(self, request):
        """One's own, and those of plans that one is in; an administrator sees that there are others."""
        rows = super().get_queryset(request).select_related("plan")
        if request.user.has_perm("leads.view_export"):
            return rows
        return rows.filter(Q(by=request.user) | Q(plan__people=request.user)).distinct()

    def get_urls(self):
        mine = [self.route("ask/", self.ask), self.route("<int:pk>/progress/", self.progress)]
        return [*mine, self.route("<int:pk>/file/", self.file), *super().get_urls()]

    def ask(self, request):
        """What is to be in the table; a POST lets the worker make it."""
        self.allowed(request)
        query = (request.POST.get("query", "") if request.method == "POST" else request.GET.urlencode())[:1000]
        form = AskForm(request.POST or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            row = exporting.ask(by=request.user, query=query, **form.cleaned_data)
            return HttpResponseRedirect(reverse("admin:leads_export_progress", args=[row.pk]))
        try:
            count = exporting.filtered(query, request.user).count()
        except ValueError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:leads_lead_changelist"))
        status = 422 if form.errors else 200
        return self.page(
            request, "admin/leads/export_ask.html", _("Export leads"), status, form=form, query=query, count=count
        )

    def mine(self, request, pk) -> Export:
        self.allowed(request)
        row = Export.objects.select_related("plan").filter(pk=pk).first()
        if row is None or not row.may_be_fetched_by(request.user):
            raise Http404
        return row

    def progress(self, request, pk):
        """How far it is, and then the link; the page looks again by itself."""
        row = self.mine(request, pk)
        return self.page(request, "admin/leads/export_progress.html", _("Export leads"), table=row)

    def file(self, request, pk):
        """The table itself, while it is kept; that somebody took it is written down."""
        row = self.mine(request, pk)
        if not row.has_file or not private.exists(row.file):
            raise Http404
        if not row.is_masked and not request.user.has_perm(REVEAL):
            raise PermissionDenied
        told = {"by": request.user, "rows": row.total, "is_masked": row.is_masked, "details": {"export": row.pk}}
        Disclosure.objects.create(kind=Disclosure.Kind.DOWNLOAD, **told)
        response = FileResponse(private.open(row.file), as_attachment=True, filename=f"leads-{row.pk}.{row.format}")
        response["Cache-Control"] = "no-store"
        return response

    @admin.display(description="")
    def look(self, row):
        url = reverse("admin:leads_export_progress", args=[row.pk])
        return format_html('<a href="{}">{}</a>', url, _("Fetch"))


@admin.register(ExportPlan)
class ExportPlanAdmin(ModelAdmin):
    """Exports made again and again."""

    menu, icon, place = "leads", "event_repeat", 41
    list_display = ["title", "every", "format", "is_masked", "next_at", "is_on"]
    fields = ["title", "every", "query", "format", "is_masked", "people", "next_at", "is_on"]
    filter_horizontal = ["people"]

    def save_model(self, request, obj, form, change):
        """The rights of whoever saved it last decide what is in it."""
        obj.by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Import)
class ImportAdmin(Tables):
    """What was taken in from tables."""

    permission = IMPORT
    menu, icon, place = "leads", "upload", 42
    list_display = ["at", "by", "name", "standing", "done", "total", "see"]
    list_select_related = ["by"]
    fields = ["at", "by", "name", "basis", "standing", "done", "total", "error"]
    readonly_fields = ["standing"]

    def get_urls(self):
        return [self.route("new/", self.new), self.route("<int:pk>/look/", self.look), *super().get_urls()]

    def new(self, request):
        """Choose a file; nothing of it is stored as a lead yet."""
        self.allowed(request)
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                row = importing.upload(form.cleaned_data["file"], by=request.user, basis=form.cleaned_data["basis"])
            except Unreadable as error:
                form.add_error("file", str(error))
            else:
                return HttpResponseRedirect(reverse("admin:leads_import_look", args=[row.pk]))
        status = 422 if form.errors else 200
        return self.page(request, "admin/leads/import_new.html", _("Import leads"), status, form=form)

    def look(self, request, pk):
        """What would become of each row; a POST with other columns looks again, with “store” it begins."""
        self.allowed(request)
        table = Import.objects.filter(pk=pk, by=request.user).first()
        if table is None:
            raise Http404
        form = MappingForm(request.POST or None, table=table)
        if request.method == "POST" and form.is_valid():
            if "store" in request.POST:
                importing.begin(table, form.mapping)
            else:
                table.mapping = form.mapping
                importing.look(table)
            return HttpResponseRedirect(request.path)
        if table.state == Work.READY and not table.report:
            importing.look(table)
        context = {"form": form, "table": table}
        if table.state == Work.READY:
            fates = named(table.report.get("fates", {}))
            context |= {"rows": importing.first_rows(table), "fates": fates, "labels": FATES.items()}
        else:
            context["counts"] = named(table.counts)
        status = 422 if form.errors else 200
        return self.page(request, "admin/leads/import_look.html", _("Import leads"), status, **context)

    @admin.display(description="")
    def see(self, row):
        return format_html('<a href="{}">{}</a>', reverse("admin:leads_import_look", args=[row.pk]), _("Look"))


FATES = {
    "new": gettext_lazy("a new contact"),
    "joins": gettext_lazy("joins a known contact"),
    "known": gettext_lazy("stored already"),
    "twice": gettext_lazy("twice in the file"),
    "error": gettext_lazy("cannot be stored"),
}


def named(fates) -> list[tuple[str, object, int]]:
    return [(name, label, fates[name]) for name, label in FATES.items() if fates.get(name)]
