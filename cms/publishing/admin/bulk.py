"""Deeds for many rows of a list: first what will happen to each, then the deed, then what came of it."""

import uuid
from functools import partial
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from cms.publishing import bulk
from cms.publishing.models import BulkRun
from cms.publishing.models.bulk import Outcome


class Kind(NamedTuple):
    """A deed as the list offers it: its words, and the attribute of the admin that names the column it changes."""

    label: Any
    question: Any
    button: Any
    column: str = ""


KINDS = {
    "publish": Kind(_("Publish"), _("Publish these?"), _("Publish")),
    "unpublish": Kind(_("Take back from the public"), _("Take these back from the public?"), _("Take back")),
    "move": Kind(_("Move elsewhere"), _("Move these?"), _("Move"), "bulk_move"),
    "tag": Kind(_("Add a tag"), _("Add a tag to these?"), _("Add it"), "bulk_tags"),
    "untag": Kind(_("Take a tag off"), _("Take a tag off these?"), _("Take it off"), "bulk_tags"),
    "trash": Kind(_("Move to trash"), _("Move these to the trash?"), _("Move to trash")),
}


class ChoiceForm(forms.Form):
    """Which channel or tag, and whether the public is to see it at once."""

    choice: forms.ModelChoiceField = forms.ModelChoiceField(None, widget=UnfoldAdminSelectWidget)
    publish_too = forms.BooleanField(label=_("Publish what is public already at once"), required=False)

    def __init__(self, data, *, field, may_publish):
        super().__init__(data)
        self.fields["choice"].queryset = field.related_model._default_manager.all()
        self.fields["choice"].label = field.verbose_name
        if not may_publish:
            del self.fields["publish_too"]


class Row(NamedTuple):
    """A line of the preview."""

    thing: object
    stamp: str
    told: bulk.Told


def action_for(name: str):
    @admin.action(description=KINDS[name].label)
    def ask(model_admin, request, queryset):
        return model_admin.bulk_preview(request, name, queryset)

    return ask


class BulkDeeds:
    """The actions of a list of publishable things; a subclass names the columns that `move` and `tag` change."""

    bulk_move = ""
    bulk_tags = ""

    def bulk_kinds(self, request):
        """The deeds that this person may do to something of this kind."""
        may_change, may_publish = self.may("change", request), self.may("publish", request)
        return [
            name
            for name, kind in KINDS.items()
            if (not kind.column or getattr(self, kind.column))
            and {"publish": may_publish, "unpublish": may_publish, "trash": self.may("delete", request)}.get(
                name, may_change
            )
        ]

    def get_actions(self, request):
        """Django's, with ours in place of its deletion."""
        actions = super().get_actions(request)
        if "_popup" in request.GET:
            return actions
        actions.pop("delete_selected", None)
        names = {"trash": "delete_selected"}
        ours = {names.get(name, f"{name}_selected"): name for name in self.bulk_kinds(request)}
        return {name: (action_for(kind), name, KINDS[kind].label) for name, kind in ours.items()} | actions

    def get_urls(self):
        prefix, guarded = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        own = [
            path("bulk/<str:name>/", guarded(self.bulk_view), name=f"{prefix}_bulk"),
            path("bulk/done/<uuid:key>/", guarded(self.bulk_result), name=f"{prefix}_bulk_result"),
        ]
        return own + super().get_urls()

    def deed(self, request, name, form):
        """What is done to one row, once this person may do it to that row."""
        verbs = {"publish": bulk.publish, "unpublish": bulk.unpublish, "trash": bulk.trash}
        if name in verbs:
            do = partial(verbs[name], by=request.user)
        else:
            column, key = getattr(self, KINDS[name].column), form.cleaned_data["choice"].pk
            edit = bulk.moving(column, key) if name == "move" else bulk.tying(column, key, is_tied=name == "tag")
            publish_too = bool(form.cleaned_data.get("publish_too"))
            do = partial(bulk.rewrite, edit=edit, by=request.user, publish_too=publish_too)

        def checked(row):
            if row.trashed_at and name != "trash":
                raise ValidationError(said("It is in the trash. Take it out first."))
            may = self.may_be_trashed(request, row) or row.trashed_at if name == "trash" else None
            if not (may if name == "trash" else self.has_change_permission(request, row)):
                raise ValidationError(said("You may not do this to it."))
            return do(row)

        return checked

    def choice_form(self, request, name, data):
        if not KINDS[name].column:
            return None
        field = self.opts.get_field(getattr(self, KINDS[name].column))
        return ChoiceForm(data, field=field, may_publish=self.may("publish", request))

    def bulk_preview(self, request, name, queryset):
        """The page that asks; the rows and what will happen to each, as soon as it is known what is asked for."""
        count, most = queryset.count(), bulk.most(name)
        if count > most:
            sentence = said("Of this at most %(most)s can be done at once, and you chose %(count)s. Choose fewer rows.")
            messages.error(request, sentence % {"most": most, "count": count})
            return None
        is_chosen = "choice" in request.POST
        form = self.choice_form(request, name, request.POST if is_chosen else None)
        rows = []
        if form is None or (is_chosen and form.is_valid()):
            deed = self.deed(request, name, form)
            rows = [Row(thing, bulk.stamp(thing), bulk.foresee(thing, deed)) for thing in queryset]
        return render(request, "publishing/bulk/preview.html", self.bulk_context(request, name, queryset, form, rows))

    def bulk_context(self, request, name, queryset, form, rows):
        leaves = [row.thing for row in rows if name in {"trash", "unpublish"} and row.told.outcome == Outcome.DONE]
        return {
            **self.admin_site.each_context(request),
            "title": KINDS[name].label,
            "kind": KINDS[name],
            "opts": self.opts,
            "action": request.POST.get("action"),
            "keys": [thing.pk for thing in queryset] if form else [],
            "form": form,
            "rows": rows,
            "doable": sum(row.told.outcome == Outcome.DONE for row in rows),
            "asides": self.asides(request, leaves) if leaves else [],
            "key": uuid.uuid4(),
            "url": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_bulk", args=[name]),
            "checkbox": ACTION_CHECKBOX_NAME,
            "list_url": self.list_url(),
        }

    def list_url(self):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def bulk_view(self, request, name):
        """Do what the preview showed; sent twice, it is done once."""
        if name not in KINDS:
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if name not in self.bulk_kinds(request):
            raise PermissionDenied
        form = self.choice_form(request, name, request.POST)
        items = [pair for item in request.POST.getlist("item")[: bulk.most(name)] if (pair := item_of(item))]
        key = key_of(request.POST.get("key"))
        if key is None or (form is not None and not form.is_valid()):
            messages.error(request, said("Nothing was done. Choose the rows in the list again."))
            return HttpResponseRedirect(self.list_url())
        run = bulk.begin(key, self.model, name, by=request.user, asked=len(items))
        if run is None:
            raise PermissionDenied
        bulk.do(run, items, self.deed(request, name, form), visible=self.get_queryset(request))
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_bulk_result", args=[run.key])
        )

    def bulk_result(self, request, key):
        """What came of it for each; only for whoever asked for it."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        run = BulkRun.objects.filter(key=key, by=request.user, content_type__model=self.opts.model_name).first()
        if run is None:
            raise Http404
        results = list(run.results.all())
        change = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        is_trash = run.deed == "trash"
        trashed = [str(result.object_id) for result in results if is_trash and result.outcome == Outcome.DONE]
        context = {
            **self.admin_site.each_context(request),
            "title": KINDS[run.deed].label,
            "opts": self.opts,
            "run": run,
            "results": [(result, reverse(change, args=[result.object_id])) for result in results],
            "done": sum(result.outcome == Outcome.DONE for result in results),
            "undo": f"{self.opts.label_lower}:{','.join(trashed)}" if trashed else "",
            "list_url": self.list_url(),
        }
        return render(request, "publishing/bulk/result.html", context)


def key_of(text) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def item_of(text: str) -> tuple[int, str] | None:
    """A row and its stamp, as `42:0123456789abcdef`."""
    key, _colon, seen = text.partition(":")
    return (int(key), seen) if key.isascii() and key.isdecimal() and len(key) < 19 else None
