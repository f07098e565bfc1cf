"""The library as the editor's and the forms' dialog sees it: pages of pictures, and an upload, as JSON.

Answers are JSON whatever happens, and in CKEditor's own shape for uploads. Cookies and CSRF tokens are checked as for
any form of the admin.
"""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import JsonResponse
from django.utils.translation import gettext as _

from cms.library.models import Picture

PAGE = 24
THUMB = 480


def described(picture: Picture) -> dict:
    """What the dialog and the editor need to know of a picture."""
    return {
        "id": picture.pk,
        "alt": picture.alt,
        "is_decorative": picture.is_decorative,
        "needs_alt": picture.needs_alt,
        "thumb": f"{picture.staff_url}?width={THUMB}",
        "src": picture.staff_url,
        "width": picture.width,
        "height": picture.height,
        "name": picture.original_name,
        "credit": picture.credit,
        "licence_has_ended": picture.licence_has_ended,
    }


def choose(request) -> JsonResponse:
    """A page of the library, newest first, narrowed by words in text, credit or file name."""
    rows = Picture.objects.all()
    for word in request.GET.get("q", "").replace("\0", "").split()[:8]:
        rows = rows.filter(Q(alt__icontains=word) | Q(original_name__icontains=word) | Q(credit__icontains=word))
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    start = (max(page, 1) - 1) * PAGE
    found = list(rows[start : start + PAGE + 1])
    results = [described(picture) for picture in found[:PAGE]]
    return JsonResponse({"results": results, "next": page + 1 if len(found) > PAGE else None})


def upload(request) -> JsonResponse:
    """Take one picture; the answer has its address, or the sentence that says why not."""
    file = request.FILES.get("upload")
    if file is None:
        return refused(_("No file arrived. Choose a picture and send it again."), status=400)
    alt, is_decorative = request.POST.get("alt", "").replace("\0", "").strip(), bool(request.POST.get("is_decorative"))
    try:
        picture = Picture.objects.receive(file, by=request.user, alt=alt, is_decorative=is_decorative)
    except ValidationError as error:
        return refused(" ".join(error.messages), status=400)
    answer = {
        **described(picture),
        "known": picture.is_known,
        "uploaded": 1,
        "url": picture.staff_url,
        "fileName": picture.original_name,
    }
    if picture.notes:
        answer["error"] = {"message": " ".join(str(note) for note in picture.notes)}  # CKEditor shows it as a note
    return JsonResponse(answer, status=200 if picture.is_known else 201)


def refused(message, *, status: int) -> JsonResponse:
    return JsonResponse({"uploaded": 0, "error": {"message": message}}, status=status)
