"""What the editor asks the server while somebody writes."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.richtext import foreign, videos


@require_POST
def pasted(request):
    """Pasted HTML as it would be stored, so that the writer sees at once what will be kept.

    For staff, behind the CSRF check. Pictures of other sites are taken into the library; `Pictures-Missing` says how
    many could not be.
    """
    try:
        taken = foreign.cleaned(request.body.decode("utf-8", "replace"), by=request.user)
    except ValidationError as error:
        return HttpResponse(" ".join(error.messages), status=413, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(taken.html, content_type="text/plain; charset=utf-8")
    answer["Pictures-Missing"] = taken.missing
    return answer


@require_safe
def video(request):
    """Which video an address leads to, as JSON; for an address that we cannot read, a sentence that helps."""
    found = videos.recognised(request.GET.get("address", ""))
    if found:
        return JsonResponse({"video": str(found), "host": str(found.host_name), "page": found.page})
    hosts = " / ".join(str(host.name) for host in videos.HOSTS.values())
    sentence = _(
        "This is not the address of a video on %(hosts)s. Open the video there and copy the whole address of its page; "
        "short addresses and playlists cannot be read."
    )
    return JsonResponse({"error": sentence % {"hosts": hosts}}, status=400)
