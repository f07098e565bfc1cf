"""The page of one thing's review: its text paragraph by paragraph, comments beside it, and the decision."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from cms.publishing import moments
from cms.publishing.extending import page
from cms.publishing.models import Revision
from cms.review import client_links
from cms.review.guard import may_override
from cms.review.models import Comment, ReviewLink, Submission
from cms.review.notices import page_of, title_of
from cms.review.paragraphs import paragraphs_of, place
from cms.review.standing import newest_revision, standing_of

LONGEST = 4000


@page("review", "review/")
def review(request, model_admin, thing):
    """GET shows, POST does the one thing that its button names."""
    if request.method == "POST":
        return do(request, model_admin, thing)
    revision = chosen(request, thing)
    paragraphs = paragraphs_of(thing.as_of(revision.data))
    threads = list(Comment.objects.of(thing))
    placed, orphans = place(threads, paragraphs)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Review: %(title)s") % {"title": title_of(thing)},
        "opts": model_admin.opts,
        "original": thing,
        "thing": thing,
        "revision": revision,
        "paragraphs": [(paragraph, placed.get(paragraph.anchor, [])) for paragraph in paragraphs],
        "orphans": orphans,
        "general": [thread for thread in threads if not thread.anchor],
        "preview_url": thing.get_preview_url(revision if revision.pk else None),
        **where_it_stands(request, model_admin, thing, revision),
    }
    return render(request, "review/page.html", context)


def chosen(request, thing) -> Revision:
    """The revision asked for; else the one in review; else the text of now."""
    asked = request.GET.get("revision", "")
    if asked == "0":
        return newest_revision(thing)
    if asked.isascii() and asked.isdecimal() and len(asked) < 19:
        return get_object_or_404(Revision.objects.of(thing), pk=asked)
    waiting = Submission.objects.of(thing).waiting().first()
    return waiting.revision if waiting else newest_revision(thing)


def where_it_stands(request, model_admin, thing, revision) -> dict:
    standing = standing_of(thing)
    submission = standing.submission if standing.key else None
    waiting = submission if submission and submission.state == Submission.State.WAITING else None
    deciders = waiting.deciders(thing) if waiting else []
    may_publish = model_admin.may("publish", request)
    approved = submission if submission and submission.state == Submission.State.APPROVED else None
    return {
        "standing": standing,
        "submission": submission,
        "decisions": submission.decisions.select_related("by") if submission else [],
        "is_waiting": waiting is not None,
        "is_trashed": bool(thing.trashed_at),
        "shows_submitted": submission is not None and submission.revision_id == revision.pk,
        "why_not": waiting.why_not(request.user, thing) if waiting else "",
        "deciders": [person for person in deciders if not (waiting and waiting.is_own(person))],
        "may_withdraw": waiting is not None,
        "may_publish": may_publish and approved is not None and thing.standing != "scheduled",
        "may_veto": approved is not None and not approved.why_no_veto(request.user, thing),
        "zone": moments.zone(),
        "may_be_set_for_later": thing.is_live or not thing.has_been_live,
        "may_override": may_publish and bool(standing.unmet) and may_override(request.user),
        "links": ReviewLink.objects.of(thing)[:20] if request.user.has_perm("review.view_reviewlink") else [],
        "links_url": client_links.page_of(thing) if request.user.has_perm("review.add_reviewlink") else "",
    }


# --- What is done here -------------------------------------------------------------------------------------------


def do(request, model_admin, thing):
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        raise Http404
    try:
        anchor = deed(request, model_admin, thing) or ""
    except ValidationError as error:
        anchor = ""
        for message in error.messages:
            messages.error(request, message)
    shown = request.POST.get("shown", "")
    query = f"?revision={shown}" if shown.isascii() and shown.isdecimal() else ""
    return HttpResponseRedirect(f"{page_of(thing)}{query}{anchor}")


def words_in(request, name="text") -> str:
    text = request.POST.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()
    if not text:
        raise ValidationError(_("Write something first."))
    if len(text) > LONGEST:
        raise ValidationError(
            _("At most %(most)d characters fit; these are %(n)d.") % {"most": LONGEST, "n": len(text)}
        )
    return text


def a_row(rows, key: str):
    """The row with this key among those of the thing; 404 for any other."""
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        raise Http404
    return get_object_or_404(rows, pk=key)


def the_submission(request, thing) -> Submission:
    return a_row(Submission.objects.of(thing), request.POST.get("submission", ""))


def the_thread(request, thing) -> Comment:
    return a_row(Comment.objects.filter(**thing.key, parent=None), request.POST.get("thread", ""))


def comment(request, model_admin, thing):
    shown = request.POST.get("shown", "")
    revision = a_row(Revision.objects.of(thing), shown) if shown else newest_revision(thing)
    if revision.pk is None:
        revision = Revision.objects.record(thing, revision.data, by=request.user)
    anchor = request.POST.get("anchor", "")
    paragraph = next((p for p in paragraphs_of(thing.as_of(revision.data)) if p.anchor == anchor), None)
    made = Comment.objects.write(thing, revision, words_in(request), paragraph=paragraph, by=request.user)
    return f"#thread-{made.pk}"


def reply(request, model_admin, thing):
    thread = the_thread(request, thing)
    thread.reply(words_in(request), by=request.user)
    return f"#thread-{thread.pk}"


def resolve(request, model_admin, thing):
    thread = the_thread(request, thing)
    thread.resolve(by=request.user)
    return f"#thread-{thread.pk}"


def reopen(request, model_admin, thing):
    thread = the_thread(request, thing)
    thread.reopen()
    return f"#thread-{thread.pk}"


def submit(request, model_admin, thing):
    revision = newest_revision(thing)
    if revision.pk is None:
        revision = Revision.objects.record(thing, revision.data, by=request.user)
    note = request.POST.get("note", "").replace("\0", "").strip()[:500]
    Submission.objects.submit(thing, revision, by=request.user, note=note)
    messages.success(request, _("Handed in for review."))


def approve(request, model_admin, thing):
    done = the_submission(request, thing).approve(by=request.user)
    if unmet := done.unmet(thing):
        roles = ", ".join(str(rule.get_role_display()) for rule in unmet)
        messages.success(request, _("Your approval is kept. Still to approve: %(roles)s") % {"roles": roles})
    else:
        messages.success(request, _("Approved, exactly as it stands here."))


def send_back(request, model_admin, thing):
    reason = request.POST.get("reason", "").replace("\0", "").strip()[:LONGEST]
    the_submission(request, thing).send_back(by=request.user, reason=reason)
    messages.success(request, _("Sent back with your words."))


def withdraw(request, model_admin, thing):
    the_submission(request, thing).withdraw(by=request.user)
    messages.success(request, _("Taken out of review."))


def publish(request, model_admin, thing):
    """What was approved, even if somebody has gone on writing."""
    if not model_admin.may("publish", request):
        raise PermissionDenied
    submission = the_submission(request, thing)
    if submission.state != Submission.State.APPROVED:
        raise ValidationError(_("Only what was approved can be published from here."))
    thing.publish(submission.revision, by=request.user)
    messages.success(request, _("Published."))


def override(request, model_admin, thing):
    """The text of now goes out without the approval that a rule asks for, by who may do that, with a reason.

    At once, or at the time that was typed.
    """
    if not (model_admin.may("publish", request) and may_override(request.user)):
        raise PermissionDenied
    reason = words_in(request, "reason")
    revision = newest_revision(thing)
    if revision.pk is None:
        revision = Revision.objects.record(thing, revision.data, by=request.user)
    if text := request.POST.get("at", "").strip()[:40]:
        moment = moments.read(text)
        thing.set_for(revision, at=moment.at, by=request.user, override=reason)
        sentence = _("Set for %(when)s (%(zone)s) without approval. Your reason is in the audit log.")
        messages.success(request, sentence % {"when": moments.written(moment.at), "zone": moments.zone()})
        return
    thing.publish(revision, by=request.user, override=reason)
    messages.success(request, _("Published without approval. Your reason is in the audit log."))


DEEDS = {
    deed.__name__: deed
    for deed in (comment, reply, resolve, reopen, submit, approve, send_back, withdraw, publish, override)
}
