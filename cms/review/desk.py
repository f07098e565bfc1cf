"""What review adds to the form and the list of everything publishable."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.publishing.extending import Link, action, bar_links, box, button
from cms.publishing.models import Revision
from cms.review import client_links, review_page  # noqa: F401  (they register their pages)
from cms.review.guard import may_override
from cms.review.models import ApprovalRule, Comment, ReviewLink, Submission
from cms.review.notices import page_of
from cms.review.standing import standing_of


def fresh(thing):
    """The row itself, where the form holds one that shows the draft."""
    return type(thing)._base_manager.get(pk=thing.pk)


@box("review/box.html", order=10)
def review_box(model_admin, request, thing):
    """Where the text stands, while anything is to be said of that."""
    if thing.trashed_at or not model_admin.has_change_permission(request, thing):
        return None
    row = fresh(thing)
    standing = standing_of(row)
    comments = Comment.objects.filter(**row.key).open().count()
    signoff = last_signoff(row)
    if not (standing.key or standing.unmet or comments or signoff):
        return None
    submission = standing.submission
    return {
        "standing": standing,
        "submission": submission,
        "why_not": submission.why_not(request.user, row) if submission and standing.key.endswith("waiting") else "",
        "comments": comments,
        "signoff": signoff,
        "review_url": page_of(row),
    }


def last_signoff(row):
    """What a client said last, unless something was published since."""
    link = ReviewLink.objects.of(row).filter(signoffs__isnull=False).order_by("-signoffs__pk").first()
    last = link and link.signoffs.all().last()
    return last if last and not (row.published_at and row.published_at > last.at) else None


@bar_links
def review_links(model_admin, request, thing):
    if thing.trashed_at or not model_admin.has_change_permission(request, thing):
        return []
    found = [Link(_("Review and comments"), page_of(thing))]
    if request.user.has_perm("review.add_reviewlink"):
        found.append(Link(_("Show it to a client"), client_links.page_of(thing), is_rare=True))
    return found


# --- Handing in --------------------------------------------------------------------------------------------------


def may_hand_in(model_admin, request, thing) -> bool:
    if thing is None:
        return model_admin.has_add_permission(request)
    return not thing.trashed_at and model_admin.has_change_permission(request, thing)


def is_for_authors(model_admin, request, thing) -> bool:
    return may_hand_in(model_admin, request, thing) and not model_admin.may("publish", request)


def is_for_editors(model_admin, request, thing) -> bool:
    """Who may publish asks for approval only where a rule wants one."""
    if not may_hand_in(model_admin, request, thing) or not model_admin.may("publish", request):
        return False
    if thing is None:
        return False
    return ApprovalRule.objects.about(thing, {thing.approval_scope, fresh(thing).approval_scope}).exists()


def is_for_chiefs(model_admin, request, thing) -> bool:
    return is_for_editors(model_admin, request, thing) and may_override(request.user)


@button("_submit", gettext_lazy("Submit for review"), is_for=is_for_authors, order=20, variant="primary")
def submit(model_admin, request, row):
    hand_in(request, row, request.revision)


@button("_ask_approval", gettext_lazy("Ask for approval"), is_for=is_for_editors, order=20)
def ask_approval(model_admin, request, row):
    hand_in(request, row, request.revision)


@button("_override", gettext_lazy("Publish without approval…"), is_for=is_for_chiefs, order=30)
def override(model_admin, request, row):
    """The reason is asked on the page of the review."""
    return HttpResponseRedirect(f"{page_of(row)}#override")


def hand_in(request, row, revision) -> bool:
    try:
        submission = Submission.objects.submit(row, revision, by=request.user)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return False
    names = ", ".join(str(person) for person in submission.deciders(row) if not submission.is_own(person))
    messages.success(request, _("Handed in for review. It waits for: %(names)s") % {"names": names or request.user})
    return True


@action(
    "submit_selected", gettext_lazy("Submit for review"), is_for=lambda admin, request: admin.may("change", request)
)
def submit_selected(model_admin, request, queryset):
    for row in queryset:
        if may_hand_in(model_admin, request, row):
            revision = Revision.objects.record(row, row.working_copy(), by=request.user)
            hand_in(request, row, revision)
