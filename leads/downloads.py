"""Files behind a form: the letter with the link, once for each enquiry, and what the link opens.

A link names its enquiry and its file and is signed, so it needs no row of its own. It ends after seven days, with the
enquiry when a person is forgotten, and with the file.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.intake import contacts
from cms.intake.limits import count, digest
from cms.intake.texts import one_line
from cms.library.models import Document
from cms.outbox.models import Delivery
from cms.outbox.subscribers import subscribe
from leads.models import RECEIVED, Enquiry, Entry, Way

GOOD_FOR = timedelta(days=7)
SALT = "leads.downloads"
LETTERS_A_DAY = 5  # to one address: enough for who loses a letter, too few to annoy somebody with
SAME_DOWNLOAD = timedelta(minutes=1)  # a browser that asks in pieces, or twice, is one download
DAY = 86400


class Over(Exception):
    """The link was good once. `page` is where the form stands that gives a new one, "" if nobody knows."""

    def __init__(self, page: str = ""):
        super().__init__(page)
        self.page = page


@dataclass(frozen=True)
class Promised:
    """A file that was promised to whoever sent an enquiry."""

    enquiry: Enquiry
    document: Document

    def count(self) -> None:
        """Write down that it was fetched."""
        entries = self.enquiry.lead.entries.filter(kind=Entry.Kind.DOWNLOAD, now=one_line(self.document.title, 120))
        if not entries.filter(at__gt=timezone.now() - SAME_DOWNLOAD).exists():
            self.enquiry.lead.write(Entry.Kind.DOWNLOAD, by=None, now=one_line(self.document.title, 120))


def link_to(enquiry: Enquiry, document: Document) -> str:
    """An address that fetches the file for seven days."""
    token = signing.dumps([enquiry.pk, document.pk], salt=SALT)
    return settings.SITE_URL + reverse("leads:download", args=[token])


def behind(token: str) -> Promised | None:
    """What the link opens; None if we never made it, `Over` if it has ended."""
    try:
        enquiry_id, document_id = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    enquiry = Enquiry.objects.select_related("lead").filter(pk=enquiry_id).first()
    document = Document.objects.filter(pk=document_id).first()
    page = enquiry.page.url if enquiry else ""
    try:
        signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired:
        raise Over(page) from None
    if enquiry is None or document is None:
        raise Over(page)
    return Promised(enquiry, document)


@subscribe(RECEIVED)
def send_link(event) -> None:
    """Write the letter with the link to whoever asked for a file; without an address, tell the salespeople.

    Quarantined enquiries make no such event until a person releases them, so nobody's address can be flooded from here.
    """
    enquiries = Enquiry.objects.select_related("lead", "version__form__document")
    enquiry = enquiries.filter(pk=int(event.key) if event.key.isdigit() else 0, lead=event.object_id).first()
    document = enquiry.version.form.document if enquiry and enquiry.version else None
    if enquiry is None or document is None:
        return
    title = one_line(document.title, 120)
    address = address_of(enquiry)
    if not address:
        text = _("They left no e-mail address, so the file was not sent. Send it in the way that they left.")
        enquiry.lead.write(Entry.Kind.PLAN, by=None, now=title, text=text)
        return
    if count(f"link:{digest(address)}", DAY) > LETTERS_A_DAY:
        text = _("This address has had the link several times today, so it was not sent once more.")
        enquiry.lead.write(Entry.Kind.PLAN, by=None, now=title, text=text)
        return
    context = {"document": document, "link": link_to(enquiry, document), "name": one_line(enquiry.name), "days": 7}
    Delivery.objects.send_mail(
        to=[address],
        subject=_("Your file: %(title)s") % {"title": title},
        text=render_to_string("emails/download.txt", context),
        html=render_to_string("emails/download.html", context),
        event=event,
        key=f"file-{enquiry.key}",
    )


def address_of(enquiry: Enquiry) -> str:
    """The e-mail address that was left with this enquiry, "" if it was another way."""
    try:
        reached = contacts.read(enquiry.contact)
    except ValidationError:
        return ""
    return reached.value if reached.kind == Way.Kind.EMAIL else ""
