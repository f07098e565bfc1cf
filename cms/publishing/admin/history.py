"""The history of a thing for its editors: what happened, two versions beside each other, an old one brought back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.publishing import comparing, extending, snapshots, timeline
from cms.publishing.admin.audit import DEEDS
from cms.publishing.models import Draft, Revision, State


@dataclass(frozen=True)
class Side:
    """One of two versions that are compared."""

    name: str  # as the address has it: "live", "draft", or the number of a revision
    label: str
    data: dict
    at: Any = None
    by: Any = None
    reason: str = ""
    number: int | None = None


@extending.bar_links
def links(model_admin, request, thing):
    """From the form to the history, for those who may see it."""
    if not model_admin.has_change_permission(request, thing):
        return []
    found = [extending.Link(_("History"), url(thing, "history"))]
    if thing.shown_draft and thing.live_revision_id:
        found.append(extending.Link(_("Compare with what is live"), url(thing, "compare")))
    return found


@extending.page("history", "history/")
@require_safe
def history(request, model_admin, thing):
    """The line of time, by pages."""
    mark = None
    if "before" in request.GET and (mark := timeline.Mark.read(request.GET["before"])) is None:
        raise Http404
    page, draft = timeline.page(thing, mark), thing.draft()
    working = working_revision(thing, draft)
    for moment in page.moments:
        if moment.entry:
            moment.entry.deed = DEEDS.get(moment.entry.verb, moment.entry.verb)
    context = {
        "page": page,
        "is_first": mark is None,
        "draft": draft,
        "working": working,
        "is_unkept": draft is not None and working is None,
        "may_restore": thing.trashed_at is None,
    }
    return shown(request, model_admin, thing, "publishing/history.html", _("History"), context)


@extending.page("compare", "compare/")
@require_safe
def compare(request, model_admin, thing):
    """Two versions, beside each other or in one text; without names, what is live and the working copy."""
    ticked = request.GET.getlist("with")
    if ticked and len(ticked) != 2:
        messages.warning(request, _("Tick two versions to compare them."))
        return HttpResponseRedirect(url(thing, "history"))
    names = sorted(ticked, key=lambda name: (len(name), name)) if ticked else given_or_usual(request, thing)
    if None in names:
        messages.info(request, _("There is nothing to compare with yet: only one version was saved."))
        return HttpResponseRedirect(url(thing, "history"))
    old, new = (side(thing, name) for name in names)
    context = {
        "old": old,
        "new": new,
        "comparison": comparing.compare(old.data, new.data, type(thing)),
        "is_beside": request.GET.get("view") == "beside",
        "may_restore": thing.trashed_at is None,
    }
    return shown(request, model_admin, thing, "publishing/compare.html", _("Compare"), context)


@extending.page("restore", "restore/<int:number>/")
@require_POST
def restore(request, model_admin, thing, number):
    """Make an old version the working copy; what is live stays as it is."""
    revision = revision_of(thing, number)
    try:
        made = thing.restore(revision, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(url(thing, "history"))
    said = _("Version %(number)s is the working copy again, as a new version. Nothing public has changed.")
    messages.success(request, said % {"number": f"#{number}"})
    for sentence in made.left_out:
        messages.warning(request, _("Left out: %(what)s") % {"what": sentence})
    return HttpResponseRedirect(thing.get_edit_url())


@extending.page("look", "look/")
@require_safe
def look(request, model_admin, thing):
    """The preview of the working copy or of one revision in frames of a phone, a tablet and a desk."""
    revision = None
    if "revision" in request.GET:
        revision = revision_of(thing, request.GET["revision"])
    context = {"address": thing.get_preview_url(revision), "revision": revision}
    return shown(request, model_admin, thing, "publishing/look_page.html", _("Preview"), context)


def url(thing, name, *args):
    """The address of a page of this thing in the admin."""
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{name}", args=[thing.pk, *args])


def shown(request, model_admin, thing, template, title, context):
    """A page of the admin about the thing, with the way back to its form."""
    site = model_admin.admin_site.each_context(request)
    about = {"thing": thing, "opts": thing._meta, "original": thing, "title": f"{title} · {thing}", "label": title}
    prefix = f"admin:{thing._meta.app_label}_{thing._meta.model_name}"
    places = {"history_url": f"{prefix}_history", "compare_url": f"{prefix}_compare", "look_url": f"{prefix}_look"}
    addresses = {name: reverse(place, args=[thing.pk]) for name, place in places.items()}
    return render(request, template, {**site, **about, **addresses, "restore_name": f"{prefix}_restore", **context})


def revision_of(thing, number) -> Revision:
    """The revision with this number; 404 if it is no number, or of something else."""
    text = str(number)
    is_number = text.isascii() and text.isdecimal() and len(text) < 19
    found = Revision.objects.of(thing).select_related("by").filter(pk=int(text)).first() if is_number else None
    if found is None:
        raise Http404
    return found


def working_revision(thing, draft: Draft | None) -> int | None:
    """The key of the revision that says what the working copy says, if it is among the newest."""
    if draft is None:
        return thing.live_revision_id
    digest = snapshots.digest(draft.data)
    newest = Revision.objects.of(thing).values_list("pk", "digest")[: timeline.PER_PAGE]
    return next((key for key, its in newest if its == digest), None)


def given_or_usual(request, thing) -> list[str | None]:
    """The two sides that the address names; else what is live and the working copy, else the newest two."""
    newest = [str(key) for key in Revision.objects.of(thing).values_list("pk", flat=True)[:2]]
    newer, older = [*newest, None, None][:2]
    usual = "live" if thing.live_revision_id else older
    return [request.GET.get("from") or usual, request.GET.get("to") or ("draft" if thing.draft() else newer)]


def side(thing, name: str) -> Side:
    """What the address names, with its content."""
    draft = thing.draft() if name == "draft" else None
    if draft:
        return Side(name, _("Working copy"), draft.data, draft.saved_at, draft.by)
    if name == "draft" or (name == "live" and not thing.live_revision_id):
        return Side(name, _("What the row holds"), snapshots.take(thing))
    revision = revision_of(thing, thing.live_revision_id if name == "live" else name)
    label = _("Version %(number)s") % {"number": f"#{revision.pk}"}
    if revision.pk == thing.live_revision_id:
        live = _("live") if thing.is_live else _("was published") if thing.state != State.PUBLISHED else _("published")
        label = f"{label} · {live}"
    return Side(name, label, revision.data, revision.made_at, revision.by, revision.reason, revision.pk)
