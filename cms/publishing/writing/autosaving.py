"""Autosave and presence: what the open form of a publishable thing tells the server, and what it answers, as JSON.

A valid form becomes the working copy, without a revision and without an entry in the audit log; one that cannot be
saved yet is kept beside it (`Draft.unfinished`); one that somebody was faster than is answered 409 and stays in the
browser (`static/js/autosave.js`). docs/decisions/0019-autosave.md says what is kept where.
"""

import re

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.publishing import extending
from cms.publishing.models import AuditEntry, Conflict, Presence, Revision
from cms.publishing.writing.posting import Posted, body_of

TOKEN = re.compile(r"[0-9a-f]{32}")
ROUNDS = 3  # others may take an address while this is being saved


@extending.page("autosave", "autosave/")
@require_POST
def autosave(request, model_admin, row):
    """Keep what stands in the form of this thing."""
    return other_writer(request) or in_rounds(lambda: keep(request, model_admin, row.pk))


@extending.kind_page("autosave_new", "autosave/")
@require_POST
def autosave_new(request, model_admin):
    """Keep what stands in the form for a new thing: the first that can be saved makes it."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    return other_writer(request) or in_rounds(lambda: keep_new(request, model_admin))


@extending.page("presence", "presence/")
@require_POST
def beat(request, model_admin, row):
    """Who else is writing here, and which version is the newest; `typing` says that this person is writing too."""
    if answer := other_writer(request):
        return answer
    if "typing" in request.POST:
        Presence.objects.beat(row, request.user)
    return JsonResponse(version_of(row, row.draft()) | {"others": others(row, request.user)})


def other_writer(request):
    """An answer when the form belongs to somebody else than who is signed in by now in this browser."""
    if request.POST.get("_writer", str(request.user.pk)) != str(request.user.pk):
        return JsonResponse({"state": "other"}, status=403)
    return None


def in_rounds(keep_once):
    for _round in range(ROUNDS):
        try:
            with transaction.atomic():
                return keep_once()
        except Conflict as conflict:
            return JsonResponse({"state": "stale", **version_of(None, conflict.draft)}, status=409)
        except IntegrityError:  # somebody took what must be unique; the checks see it in the next round
            continue
    return JsonResponse({"state": "busy"}, status=409)


def keep(request, model_admin, key):
    thing = model_admin.get_object(request, str(key))
    if thing is None:
        raise Http404
    if not model_admin.has_change_permission(request, thing):
        raise PermissionDenied
    if thing.trashed_at:
        return JsonResponse({"state": "trashed"}, status=409)
    if "_look" in request.POST:
        return look(request, model_admin, thing)
    posted = Posted.bound(model_admin, request, thing)
    if posted.form.has_error(NON_FIELD_ERRORS, "conflict"):
        return JsonResponse({"state": "stale", **version_of(thing, thing.shown_draft)}, status=409)
    state, draft = keep_posted(request, posted, thing)
    Presence.objects.beat(thing, request.user)
    return JsonResponse({"state": state, **version_of(thing, draft), "others": others(thing, request.user)})


def keep_posted(request, posted, thing):
    """Save what changed, and nothing if nothing did; the state in a word, and the draft."""
    draft = thing.shown_draft
    stamps = {"by": request.user, "token": thing.shown_token, "new_token": new_token(request)}
    if not posted.is_valid:
        body = body_of(request.POST)
        is_new = draft is None or draft.unfinished != body
        return "unfinished", thing.keep_unfinished(body, **stamps) if is_new else draft
    data = snapshot_of(posted)
    if data == thing.shown_data and not (draft and draft.unfinished):
        return "same", draft
    return "saved", thing.save_draft(data, **stamps)


def keep_new(request, model_admin):
    made = model_admin.made_by_this_form(request)
    if made:
        model_admin.go_on_with(made, request)
        return keep(request, model_admin, made.pk)
    if "_look" in request.POST:
        return JsonResponse({"state": "unknown"})
    posted = Posted.bound(model_admin, request)
    if not posted.is_valid:
        return JsonResponse({"state": "kept"})
    thing = model_admin.save_form(request, posted.form, change=False)
    model_admin.save_model(request, thing, posted.form, change=False)
    draft = thing.save_draft(
        snapshot_of(posted), by=request.user, token=thing.shown_token, new_token=new_token(request)
    )
    Presence.objects.beat(thing, request.user)
    return JsonResponse({"state": "saved", **version_of(thing, draft), "url": thing.get_edit_url(), "others": []})


def look(request, model_admin, thing):
    """Whether a text that a browser kept was saved after all: as the working copy, or as a revision of late."""
    posted = Posted.bound(model_admin, request, thing)
    draft, before = thing.shown_draft, thing.shown_data
    is_known = bool(draft and draft.unfinished == body_of(request.POST))
    if not is_known and posted.is_valid_but_for_its_version:
        data = posted.snapshot()
        is_known = data == before or snapshot_of(posted) == before or Revision.objects.knows(thing, data)
    return JsonResponse({"state": "known" if is_known else "unknown", **version_of(thing, draft)})


def snapshot_of(posted) -> dict:
    """What is saved by itself: an address that nobody has written stays empty, since the title is half written too."""
    data, thing = posted.snapshot(), posted.form.instance
    if "slug" in posted.form.cleaned_data and not posted.form.cleaned_data["slug"] and not thing.has_been_live:
        data["fields"]["slug"] = ""
    return data


def new_token(request) -> str:
    """The version's token as the browser proposes it, so that it knows its own when the answer is lost."""
    proposed = request.POST.get("_next", "")
    return proposed if TOKEN.fullmatch(proposed) else ""


def version_of(thing, draft) -> dict:
    """The newest version, by whom and when; without a draft that is what was published."""
    who, at = (draft.by, draft.saved_at) if draft else published(thing)
    at = timezone.localtime(at)
    return {
        "token": thing.edit_token(draft) if thing else "",
        "who": str(who or _("Somebody")),
        "time": date_format(at, "H:i"),
        "when": date_format(at, "Y-m-d H:i:s"),
    }


def published(thing):
    deed = AuditEntry.objects.filter(**thing.key, verb="publish").select_related("by").first() if thing else None
    return (deed.by, deed.at) if deed else (None, timezone.now())


def others(thing, user) -> list[dict]:
    return [
        {"name": str(one.user), "since": date_format(timezone.localtime(one.began_at), "H:i")}
        for one in Presence.objects.at(thing, but=user)
    ]
