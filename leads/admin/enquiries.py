"""What the page of a lead shows of how somebody came, what they answered and which files they sent."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from cms.library import serving
from cms.library.storage import private
from leads.models import EnquiryFile, Touch


def journey_of(lead) -> str:
    """Every journey that came with the lead's enquiries, the newest enquiry first; the same queries however long."""
    touches = Touch.objects.filter(enquiry__lead=lead).select_related("enquiry", "content_type")
    rows = list(touches.prefetch_related("about").order_by("-enquiry__received_at", "-enquiry", "position"))
    return render_to_string("admin/leads/journey.html", {"touches": rows, "lead": lead})


def send_file(request, pk, file, model_admin):
    """The bytes of a file that came with this lead, as an attachment, for people to whom its contact is shown."""
    lead = model_admin.get_object(request, str(pk))
    if not model_admin.has_view_permission(request, lead):
        raise PermissionDenied
    sent = EnquiryFile.objects.filter(pk=file, enquiry__lead=lead).first() if lead else None
    if sent is None:
        raise Http404
    if not lead.is_shown:  # a picture of a name card tells as much as a number
        raise PermissionDenied(_("Show the contact first: what came with the enquiry may say who it is."))
    options = {"etag": sent.sha256, "cache": "private, no-store", "download_name": sent.download_name}
    try:
        response = serving.respond(request, private, sent.file, **options)
    except FileNotFoundError:
        raise Http404 from None
    response.headers["Content-Disposition"] = str(content_disposition_header(True, sent.download_name))
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
