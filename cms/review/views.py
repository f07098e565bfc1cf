"""`/review/<token>/`: one revision for somebody without an account, with comments and a sign-off.

The token is the whole authority: there is no session, no cookie and so nothing that a foreign page could borrow. It
stands in the address alone: the page is made as if it stood at its public address, names no referrer, is kept by no
cache, and its pictures come from signed addresses of their own.
"""

import re
from copy import copy

from django.core import signing
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import transaction
from django.http import Http404, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from cms.intake import signals
from cms.intake.limits import Limit, is_within
from cms.intake.views import read
from cms.library import serving
from cms.library.models import Picture
from cms.library.storage import private
from cms.publishing import contents
from cms.publishing.views import Preview
from cms.review.forms import CommentForm, SignOffForm
from cms.review.models import Comment, ReviewLink
from cms.review.paragraphs import paragraphs_of

LIMITS = [Limit(most=30, seconds=60), Limit(most=300, seconds=3600)]
SALT = "review.picture"


def kept_to_oneself(response):
    """No cache keeps it, no search engine lists it, no other page hears where the reader came from."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@method_decorator(csrf_exempt, name="dispatch")
class ClientReview(View):
    """The page that visitors would get of this revision, and a box below it."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, *args, **kwargs):
        return kept_to_oneself(super().dispatch(request, *args, **kwargs))

    def get(self, request, token):
        link = ReviewLink.objects.with_token(token)
        if link is None or not link.is_open:
            return closed(request, link)
        if request.method == "GET":
            link.note_opened()
        return self.show(request, link)

    def post(self, request, token):
        link = ReviewLink.objects.with_token(token)
        if link is None or not link.is_open:
            return closed(request, link)
        try:
            data = read(request)
        except (MultiPartParserError, UnreadablePostError):
            return render(request, "400.html", status=400)
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return render(request, "413.html", status=413)
        return self.take(request, link, data)

    def take(self, request, link, data):
        deed = data.get("deed")
        if deed not in {"comment", "approve", "changes"}:
            return self.show(request, link, status=422, said=_("Please press one of the buttons once more."))
        form = self.comment_form(link, data) if deed == "comment" else SignOffForm(data, is_approval=deed == "approve")
        if signals.is_from_elsewhere(request):
            said = _("This was sent from another website. Please send it once more, here.")
            return self.show(request, link, form, status=403, said=said)
        if not form.is_valid():
            return self.show(request, link, form, status=422)
        if not is_within("review", request, LIMITS):
            said = _("Many messages came from your network just now. Please wait a minute and send it again.")
            response = self.show(request, link, form, status=429, said=said)
            response.headers["Retry-After"] = "60"
            return response
        if not self.keep(link, form):
            return closed(request, link)
        response = redirect(f"{request.path}#review")
        response.status_code = 303
        return response

    @transaction.atomic
    def keep(self, link, form) -> bool:
        """Store what was sent, once; False if the link was closed while it was written."""
        told, mine = form.cleaned_data, ReviewLink.objects.select_for_update().get(pk=link.pk)
        if not mine.is_open:
            return False
        if isinstance(form, SignOffForm):
            mine.sign_off(name=told["name"], is_approval=form.is_approval, text=told["text"])
        elif not mine.comments.filter(text=told["text"], anchor=told["about"]).exists():  # a double click
            paragraph = next((each for each in form.paragraphs if each.anchor == told["about"]), None)
            said = {"paragraph": paragraph, "link": mine, "name": told["name"]}
            Comment.objects.write(mine.thing, mine.revision, told["text"], **said)
        return True

    def comment_form(self, link, data=None):
        paragraphs = paragraphs_of(link.thing.as_of(link.revision.data))
        return CommentForm(data, paragraphs=paragraphs, initial={"name": link.recipient})

    def show(self, request, link, form=None, *, status=200, said=""):
        """The public template with this revision, as if it stood where it will stand."""
        thing = link.thing.as_of(link.revision.data)
        is_comment = isinstance(form, CommentForm)
        review = {
            "link": link,
            "said": said,
            "failed": form if form is not None and form.errors else None,
            "comment_form": form if is_comment else self.comment_form(link),
            "signoff_form": form if form and not is_comment else SignOffForm(initial={"name": link.recipient}),
            "comments": list(link.comments.order_by("pk")),
            "signoff": link.signoffs.last(),
        }
        shown = copy(request)
        shown.path = shown.path_info = thing.get_absolute_url() or "/"
        shown.method = "GET"
        response = Preview().show(shown, thing, review=review, edit_url="")
        if hasattr(response, "render"):
            response.render()
        pictures = set(contents.files_of(thing)[0])
        response.content = with_signed_pictures(response.content.decode(), link, pictures)
        response.status_code = status
        return response


def closed(request, link):
    """410 for a link that was good once, 404 for one that never was."""
    return render(request, "review/closed.html", {"was_good": link is not None}, status=410 if link else 404)


# --- Pictures that are not public yet ----------------------------------------------------------------------------


def with_signed_pictures(html: str, link: ReviewLink, pictures: set) -> str:
    """The page with addresses that a client may open, in the place of those for the staff.

    Only of `pictures`, those of the text: an address may also stand among the words that somebody wrote.
    """
    before, after = (re.escape(part) for part in reverse("admin:library_picture_file", args=[0]).split("0"))
    signer = signing.Signer(salt=SALT)

    def address(found):
        if int(found[1]) not in pictures:
            return found[0]
        return reverse("review:picture", args=[signer.sign(f"{link.pk}-{found[1]}")])

    return re.sub(rf"{before}(\d{{1,18}}){after}", address, html)


class ReviewPicture(View):
    """One picture of a page that a client was shown, while the link is open; its address holds no token."""

    http_method_names = ["get", "head"]

    def get(self, request, signed):
        try:
            link_key, _dash, key = signing.Signer(salt=SALT).unsign(signed).partition("-")
        except signing.BadSignature:
            raise Http404 from None
        link = ReviewLink.objects.filter(pk=link_key).first()
        if link is None or not link.is_open:
            return closed(request, link)
        picture = get_object_or_404(Picture, pk=key)
        name = str(picture.file.name)
        try:
            response = serving.respond(request, private, name, etag=name, cache="no-store, private")
        except FileNotFoundError:
            raise Http404 from None
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return kept_to_oneself(response)
