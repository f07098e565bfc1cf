"""When a thing is public, on the form of everything publishable: beside the draft and never a part of it.

The box "Publication" says what is to happen and takes a day and an hour; the page "when" changes or cancels one moment
(the begin, the end, a replacement). docs/decisions/0022-schedule.md has the rules.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.publishing import moments
from cms.publishing.extending import Link, bar_links, box, box_for_new, button, page
from cms.publishing.models import Schedule


def when_url(thing, what) -> str:
    """Where this moment of the thing is changed: "begin", "end", or the key of a schedule."""
    kind = thing._meta
    return reverse(f"admin:{kind.app_label}_{kind.model_name}_when", args=[thing.pk, what])


# --- The box ---------------------------------------------------------------------------------------------------------


@box("publishing/missed.html", order=1)
def missed_box(model_admin, request, thing):
    """What should have happened and did not, or happened late."""
    missed = list(Schedule.objects.of(thing).missed().select_related("by"))
    if not missed:
        return None
    may = thing.may_be_published_by(request.user)
    return {"missed": [(entry, when_url(thing, entry.pk) if may else "") for entry in missed], "zone": moments.zone()}


@box("publishing/publication.html", order=60, is_below=True)
def publication_box(model_admin, request, thing):
    """What the clock will do with it, and the fields for saying so."""
    if thing.trashed_at:
        return None
    may = thing.may_be_published_by(request.user)
    waiting = list(Schedule.objects.of(thing).waiting().select_related("by", "revision").defer("revision__data"))
    if not (may or waiting or thing.live_from):
        return None
    begins = thing.live_from if thing.standing == "scheduled" else None
    return {
        "thing": thing,
        "may": may,
        "form_id": f"{thing._meta.model_name}_form",
        "zone": moments.zone(),
        "has_summer_time": moments.has_summer_time(),
        "waiting": [(entry, when_url(thing, entry.pk), thing.get_preview_url(entry.revision)) for entry in waiting],
        "begin_url": when_url(thing, "begin") if begins else "",
        "end_url": when_url(thing, "end"),
        "may_schedule": may and (thing.is_live or not thing.has_been_live),
        "goes_at": typed_again(request, "goes_at", begins),
        "ends_at": typed_again(request, "ends_at", thing.live_until),
    }


def typed_again(request, name, at) -> str:
    """A time as it was typed, where the form is shown once more; else as it is."""
    return request.POST.get(name, request.GET.get(name, moments.typed(at)))[:40]


@box_for_new("publishing/publication.html", order=60, is_below=True)
def publication_box_for_new(model_admin, request):
    """When something new becomes public, before it was ever saved."""
    if not model_admin.may("publish", request):
        return None
    return {
        "thing": None,
        "may": True,
        "may_schedule": True,
        "form_id": f"{model_admin.opts.model_name}_form",
        "zone": moments.zone(),
        "has_summer_time": moments.has_summer_time(),
        "goes_at": request.POST.get("goes_at", "")[:40],
        "ends_at": request.POST.get("ends_at", "")[:40],
    }


@bar_links
def link_to_the_box(model_admin, request, thing):
    """Below a long text the box is far away."""
    return [Link(_("When it is public"), "#publication")] if is_for_publishers(model_admin, request, thing) else []


def is_for_publishers(model_admin, request, thing):
    return thing is not None and thing.trashed_at is None and thing.may_be_published_by(request.user)


def said_when(sentence, at):
    return sentence % {"when": moments.written(at), "zone": moments.zone()}


def publish_by_form(request, row):
    """What the button "Publish" means: public at once, even if the first publication was to come later.

    Who typed another time into the box means that time, and is asked; an end that was typed is set as well.
    """
    text = request.POST.get("goes_at", "").strip()
    begins = row.live_from if row.standing == "scheduled" else None
    if text not in {"", moments.typed(begins)}:
        raise ValidationError(
            _("You typed a time for it. Press “Save and schedule” to keep to it, or empty the field to publish now.")
        )
    with transaction.atomic():
        row = row.publish(request.revision, by=request.user, at=timezone.now() if begins else None)
        return set_typed_end(request, row)


def set_typed_end(request, row):
    """Take over the end from the box, if another was typed than it has; the row as it is then."""
    text = request.POST.get("ends_at", "")[:40].strip()
    if "ends_at" not in request.POST or text == moments.typed(row.live_until):
        return row
    moment = moments.read(text) if text else None
    row = row.end_at(moment and moment.at, by=request.user)
    if moment is None:
        messages.success(request, _("It stays public without an end."))
        return row
    messages.success(request, said_when(_("It is public until %(when)s (%(zone)s)."), moment.at))
    say(request, moment.said)
    warn_of_replacements_after(request, row, moment.at)
    return row


@button("_schedule", gettext_lazy("Save and schedule"), is_for=is_for_publishers, is_in_row=False)
def schedule(model_admin, request, row):
    """Save, and let what was saved become public at the moment that was typed."""
    try:
        moment = moments.read(request.POST.get("goes_at", "")[:40])
        with transaction.atomic():
            row = set_typed_end(request, row)
            sentence = let_go(request, row, moment.at)
    except ValidationError as error:
        return refuse_and_show_again(request, row, _("The draft is saved, but it is not scheduled:"), error)
    messages.success(request, said_when(sentence, moment.at))
    say(request, moment.said)
    return None


def let_go(request, row, at):
    row.set_for(request.revision, at=at, by=request.user)
    if row.has_been_live:
        return _("This version takes the place of the public one on %(when)s (%(zone)s).")
    return _("It becomes public on %(when)s (%(zone)s).")


@button("_end", gettext_lazy("Save and set the end"), is_for=is_for_publishers, is_in_row=False)
def end(model_admin, request, row):
    """Save the draft, and let the public see the thing until the moment that was typed."""
    try:
        set_typed_end(request, row)
    except ValidationError as error:
        return refuse_and_show_again(request, row, _("The draft is saved, but the end is as it was:"), error)
    return None


def refuse_and_show_again(request, row, sentence, error):
    """The form once more, with the times that were typed."""
    messages.error(request, sentence)
    refused(request, error)
    typed = {name: request.POST.get(name, "")[:40] for name in ("goes_at", "ends_at")}
    return HttpResponseRedirect(f"{row.get_edit_url()}?{urlencode(typed)}#publication")


def refused(request, error):
    for sentence in error.messages:
        messages.error(request, sentence)


def say(request, sentence):
    if sentence:
        messages.info(request, sentence)


def warn_of_replacements_after(request, row, end):
    for entry in Schedule.objects.of(row).waiting().filter(at__gte=end):
        sentence = _("By then it has ended, so this will be refused: the replacement on %s.")
        messages.warning(request, sentence % moments.written(entry.at))


def tell_of_waiting(request, row):
    """After a publication: a replacement that was scheduled before stays, which its editor must know."""
    for entry in Schedule.objects.of(row).waiting():
        sentence = _("A scheduled replacement stays: on %s version %s takes the place of what you published now.")
        said = sentence % (moments.written(entry.at), f"#{entry.revision_id}")
        link = format_html('<a href="{}">{}</a>', when_url(row, entry.pk), _("Move or cancel it"))
        messages.warning(request, format_html("{} {}", said, link))


# --- The page for one moment -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Turn:
    """One moment at which the clock changes a thing: when, what, and the verbs that move and cancel it."""

    at: datetime
    what: str
    move: object
    cancel: object
    cancel_label: str
    schedule: Schedule | None = None


def turn_of(row, what, user) -> Turn:
    """The moment that the address names; Http404 if there is none to change."""
    if what == "begin" and row.standing == "scheduled":
        return Turn(
            row.live_from,
            _("first publication"),
            partial(row.go_public_at, row.live_revision, by=user),
            partial(row.unpublish, by=user),
            _("Do not publish it"),
        )
    if what == "end" and row.live_until and row.standing != "expired":
        return Turn(
            row.live_until,
            _("end"),
            partial(row.end_at, by=user),
            partial(row.end_at, None, by=user),
            _("Let it stay without an end"),
        )
    if what.isascii() and what.isdecimal() and len(what) < 19:
        found = Schedule.objects.of(row).open().filter(pk=what).select_related("by").first()
        if found:
            return Turn(
                found.at,
                _("replacement"),
                partial(found.move, by=user),
                partial(found.cancel, by=user),
                _("Do not replace it"),
                found,
            )
    raise Http404


@page("when", "when/<str:what>/")
def when(request, model_admin, row, what):
    """Move or cancel one moment, having seen the old time and the new."""
    if not row.may_be_published_by(request.user):
        raise PermissionDenied
    turn = turn_of(row, what, request.user)
    if request.method == "POST":
        deed = next((deed for name, deed in DEEDS.items() if name in request.POST), move)
        if deed(request, row, turn):
            return HttpResponseRedirect(way_back(request, row))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": row,
        "opts": model_admin.opts,
        "original": row,
        "thing": row,
        "turn": turn,
        "typed": request.POST.get("to") or proposed(request.GET.get("to", ""), turn.at),
        "back": way_back(request, row),
        "zone": moments.zone(),
        "has_summer_time": moments.has_summer_time(),
    }
    return render(request, "publishing/when.html", context)


def proposed(text: str, at: datetime) -> str:
    """What the field begins with: the old moment, on another day if the address names one."""
    hour = moments.typed(at)[10:]
    try:
        return moments.typed(at) if not text else f"{datetime.fromisoformat(text):%Y-%m-%d}{hour}"
    except ValueError:
        return moments.typed(at)


def way_back(request, row) -> str:
    back = request.POST.get("back") or request.GET.get("back") or ""
    is_ours = back.startswith("/admin/") and url_has_allowed_host_and_scheme(back, None)
    return back if is_ours else row.get_edit_url()


def move(request, row, turn) -> bool:
    text = request.POST.get("to", "")[:40]
    if text == moments.typed(turn.at) and not (turn.schedule and turn.schedule.failed_at):
        return True  # nothing was changed
    try:
        moment = moments.read(text)
        turn.move(at=moment.at)
    except ValidationError as error:
        refused(request, error)
        return False
    facts = {"old": moments.written(turn.at), "new": moments.written(moment.at), "zone": moments.zone()}
    messages.success(request, _("Moved from %(old)s to %(new)s (%(zone)s).") % facts)
    say(request, moment.said)
    return True


def cancel(request, row, turn) -> bool:
    try:
        turn.cancel()
    except ValidationError as error:
        refused(request, error)
        return True
    messages.success(request, _("Cancelled. What was written is kept."))
    return True


def retry(request, row, turn) -> bool:
    if turn.schedule is None:
        return False
    try:
        done = turn.schedule.retry(by=request.user)
    except ValidationError as error:
        refused(request, error)
        return True
    if done:
        messages.success(request, _("It is public now."))
        return True
    messages.error(request, turn.schedule.problem or _("It waits; the time is not over yet."))
    return False


DEEDS = {"_cancel": cancel, "_retry": retry}
