"""Moving in, in the admin: bring a source, read the report, let it run, take it back."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.desk.admin import state_badge
from leads.admin.exchange import Tables
from reach.importing import planning, running, working
from reach.importing.forms import ChoicesForm, SourceForm
from reach.importing.sources import READERS, Unreadable
from reach.importing.spooling import opened
from reach.models import Fate, ImportRun, Stage, Standing

PERMISSION = "reach.import_content"
PER_PAGE = 100
DEEDS = {"pause": working.pause, "resume": working.resume, "undo": working.take_back, "discard": working.discard}


@admin.register(ImportRun)
class ImportRunAdmin(Tables):
    """The sources that were brought, each with its report."""

    permission = PERMISSION
    menu, icon, place = "content", "move_to_inbox", 90
    list_display = ["name", "kind_of_source", "standing_shown", "done", "total", "by", "at", "look"]
    list_select_related = ["by"]
    list_display_links = None
    change_list_template = "admin/reach/import_list.html"
    fields = ["name", "by", "at", "origin", "standing_shown"]
    readonly_fields = ["standing_shown"]

    def get_urls(self):
        return [self.route("new/", self.new), self.route("<int:pk>/report/", self.report), *super().get_urls()]

    @admin.display(description=gettext_lazy("state"), ordering="standing")
    def standing_shown(self, run):
        return state(run)

    @admin.display(description=gettext_lazy("kind of source"))
    def kind_of_source(self, run):
        return label_of(run)

    @admin.display(description="")
    def look(self, run):
        return format_html('<a href="{}">{}</a>', address_of(run), _("Report"))

    def new(self, request):
        """Choose a file; it is read in the background, and nothing of it is stored yet."""
        self.allowed(request)
        form = SourceForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                run = running.bring(file.name, file, by=request.user, media=form.cleaned_data["pictures"])
            except Unreadable as error:
                form.add_error("file", str(error))
            else:
                return HttpResponseRedirect(address_of(run))
        status = 422 if form.errors else 200
        context = {"form": form, "readers": READERS.values()}
        return self.page(request, "admin/reach/import_new.html", _("Move content in"), status, **context)

    def report(self, request, pk):
        """How a run stands: what would come of it, what did, and the buttons for what may be done."""
        self.allowed(request)
        run = ImportRun.objects.select_related("by").filter(pk=pk).first()
        if run is None:
            raise Http404
        form = form_of(run, request.POST if "start" in request.POST or "answer" in request.POST else None)
        rules = rules_of(run, request.POST if "again" in request.POST else None)
        if request.method == "POST" and self.done(request, run, form, rules):
            return HttpResponseRedirect(address_of(run))
        context = {"form": form, "rules": rules, "run": run, "is_open": run.is_in_work, "state": state(run)}
        placed = run.items.filter(stage=Stage.CONTENT, is_done=True).count() if run.has_begun else 0
        context |= {"placed": placed, "halfway": run.done + placed // 2}
        context |= {"label": label_of(run), "groups": groups_of(run), **shown_items(request, run)}
        status = 422 if any(one is not None and one.errors for one in (form, rules)) else 200
        response = self.page(request, "admin/reach/import_report.html", run.name, status, **context)
        if run.is_in_work:
            response.headers["Refresh"] = "3"  # the page looks again by itself, without a script
        return response

    def done(self, request, run: ImportRun, form, rules) -> bool:
        """Do what a button says; False if the form has to be shown again."""
        if "discard" in request.POST and not working.can_be_discarded(run):
            raise PermissionDenied
        if rules is not None and rules.is_bound:
            if not rules.is_valid():
                return False
            is_done = running.correct(run, jsonable(rules.cleaned_data))
        elif form is not None and form.is_bound:
            if not form.is_valid():
                return False
            if run.standing == Standing.ASKING:
                is_done = running.answer(run, jsonable(form.cleaned_data))
            else:
                is_done = working.start(run, form.chosen(), by=request.user)
        else:
            deed = next((DEEDS[name] for name in DEEDS if name in request.POST), None)
            is_done = deed is not None and deed(run)
        if not is_done:
            messages.warning(request, _("It is in another state meanwhile; nothing was done."))
        return True


def jsonable(answers: dict) -> dict:
    """What a reader's form answered, as it is kept."""
    return {name: getattr(value, "pk", value) for name, value in answers.items()}


def form_of(run: ImportRun, data):
    """What is to be said next: what the reader asks, or how to store it; None if nothing."""
    if run.standing == Standing.READY:
        return ChoicesForm(data, run=run)
    if run.standing == Standing.ASKING:
        with opened(run) as (reader, source):
            form = reader.form(source)
            return form(data) if form else None
    return None


def rules_of(run: ImportRun, data):
    """How it was read, to be corrected and read again without a new upload; None where nothing was asked."""
    if run.standing not in running.CORRECTABLE or not run.file:
        return None
    with opened(run) as (reader, source):
        form = reader.form(source)
        return form(data, initial=run.options, prefix="rule") if form else None


def address_of(run: ImportRun) -> str:
    return reverse("admin:reach_importrun_report", args=[run.pk])


def label_of(run: ImportRun) -> str:
    return str(READERS[run.reader].label) if run.reader in READERS else run.reader


COLOURS = {"ready": "scheduled", "running": "waiting", "reading": "waiting", "undoing": "waiting", "asking": "changed"}
COLOURS |= {"paused": "changed", "refused": "failed", "undone": "retired"}


def state(run: ImportRun):
    return state_badge(COLOURS.get(run.standing, run.standing), run.get_standing_display())


def groups_of(run: ImportRun) -> list[dict]:
    """How many of each kind have each fate, for the table at the top of the report."""
    counted = run.items.values("kind").annotate(
        total=Count("pk"),
        noted=Count("pk", filter=~Q(notes=[])),
        **{fate: Count("pk", filter=Q(fate=fate)) for fate in Fate.values},
    )
    rows: list[dict] = sorted(map(dict, counted), key=lambda row: row["kind"])
    return [
        {
            "kind": kind_name(row["kind"]),
            "total": row["total"],
            "noted": row["noted"],
            "fates": [(fate.label, row[fate.value], fate.value) for fate in Fate if row[fate.value]],
        }
        for row in rows
    ]


def kind_name(kind: str) -> str:
    model = planning.model_of(kind)
    return capfirst(str(model._meta.verbose_name_plural)) if model else kind


def shown_items(request, run: ImportRun) -> dict:
    """The items that the address asks for, with a page of them."""
    items = run.items.order_by("pk")
    fate = request.GET.get("fate", "")
    if fate == "noted":
        items = items.exclude(notes=[])
    elif fate in Fate.values:
        items = items.filter(fate=fate)
    page = Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
    shown: Any = page.object_list
    for item in shown:
        item.kind_name = kind_name(item.kind)
        item.edit_url = edit_url(item)
        item.old_address = next(iter(item.entry.get("addresses", [])), "")
    filters = [("", _("all"), run.items.count()), ("noted", _("with notes"), run.items.exclude(notes=[]).count())]
    counted = dict(run.items.values_list("fate").annotate(total=Count("pk")).order_by())
    filters += [(fate.value, fate.label, counted[fate.value]) for fate in Fate if counted.get(fate.value)]
    return {"page": page, "fate": fate, "filters": filters}


def edit_url(item) -> str:
    """Where its editors work on what an item became; "" if there is nothing of the kind."""
    model = planning.model_of(item.kind)
    if not item.object_id or model is None or item.fate in {Fate.UNDONE, Fate.FAILED}:
        return ""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[item.object_id])
