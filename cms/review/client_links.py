"""Links for clients, as editors make and revoke them: a page of each thing."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from cms.publishing.extending import page
from cms.publishing.models import Revision
from cms.review.models import ReviewLink
from cms.review.notices import title_of
from cms.review.standing import newest_revision

DAYS = {3: gettext_lazy("3 days"), 7: gettext_lazy("7 days"), 14: gettext_lazy("14 days"), 30: gettext_lazy("30 days")}


def page_of(thing) -> str:
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_review_links", args=[thing.pk])


class LinkForm(forms.Form):
    """For whom, and how long."""

    recipient = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=80,
        help_text=gettext_lazy("The person and the company, as in 王小姐（示例科技）. They see this name."),
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Open for"),
        choices=list(DAYS.items()),
        coerce=int,
        initial=14,
        widget=UnfoldAdminSelectWidget,
    )


@page("review_links", "review-links/")
def links(request, model_admin, thing):
    """The list of links, a form for a new one, and, once, the new one itself."""
    if not request.user.has_perm("review.view_reviewlink"):
        raise PermissionDenied
    form, made = LinkForm(), None
    if request.method == "POST":
        if "revoke" in request.POST:
            return revoke(request, thing)
        form = LinkForm(request.POST)
        if not request.user.has_perm("review.add_reviewlink") or thing.trashed_at:
            raise PermissionDenied
        if form.is_valid():
            made, form = make(request, thing, form.cleaned_data), LinkForm()
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("For clients: %(title)s") % {"title": title_of(thing)},
        "opts": model_admin.opts,
        "original": thing,
        "thing": thing,
        "links": ReviewLink.objects.of(thing)[:100],
        "form": form,
        "made": made,
        "may_make": request.user.has_perm("review.add_reviewlink") and not thing.trashed_at,
    }
    return render(request, "review/links.html", context, status=422 if form.errors else 200)


def make(request, thing, told) -> str:
    """The address of a new link to the text of now; nobody can read it again."""
    revision = newest_revision(thing)
    if revision.pk is None:
        revision = Revision.objects.record(thing, revision.data, by=request.user)
    link, token = ReviewLink.objects.make(
        thing, revision, recipient=told["recipient"], days=told["days"], by=request.user
    )
    return link.address(token)


def revoke(request, thing):
    if not request.user.has_perm("review.change_reviewlink"):
        raise PermissionDenied
    key = request.POST["revoke"]
    is_key = key.isascii() and key.isdecimal() and len(key) < 19
    get_object_or_404(ReviewLink, **thing.key, pk=key if is_key else 0).revoke(by=request.user)
    messages.success(request, _("Revoked. Nobody gets in by this link any more."))
    return HttpResponseRedirect(page_of(thing))
