"""The mail with which a prospect is told that the enquiry has arrived.

Anybody can type anybody's address into the form. So it carries no word of theirs but a name that can be nothing else,
and one address gets it once a day at most, however it is written and however many enquiries name it.
"""

import hashlib
import hmac
import re
from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.intake import contacts
from cms.intake.texts import one_line
from cms.outbox import mail
from cms.outbox.deliveries import Needless, sender
from cms.outbox.models import Delivery
from cms.outbox.subscribers import subscribe
from cms.site.models import Identity
from leads.models import RECEIVED, Acknowledgement, Enquiry, Way

KIND = "acknowledge"
PAUSE = timedelta(days=1)
PLAIN_NAME = re.compile(r"[^\W\d_]+(?:[ ·'’-][^\W\d_]+){0,3}")
LONGEST_NAME = 20


@subscribe(RECEIVED)
def acknowledge(event) -> None:
    """One delivery for an enquiry with an e-mail address, unless this address had one within a day."""
    letter = Acknowledgement.objects.filter(pk=1, is_on=True).first()
    enquiry = Enquiry.objects.filter(pk=event.key or 0).first() if letter else None
    address = address_of(enquiry) if enquiry else ""
    if enquiry is None or not address:
        return
    now, who = timezone.now(), f"{KIND}-{digest(address)}-"
    today, yesterday = (f"{who}{timezone.localtime(moment):%Y-%m-%d}" for moment in (now, now - PAUSE))
    if Delivery.objects.filter(key__in=[today, yesterday], created_at__gt=now - PAUSE).exists():
        return
    Delivery.objects.write(
        KIND,
        _("the person who asked"),
        _("Acknowledgement"),
        payload={"enquiry": enquiry.pk},
        event=event,
        key=today,
    )


def address_of(enquiry: Enquiry) -> str:
    """Where they want to be answered by mail; "" if they left something else."""
    try:
        reached = contacts.read(enquiry.contact)
    except contacts.ValidationError:
        return ""
    return reached.value if reached.kind == Way.Kind.EMAIL else ""


def digest(address: str) -> str:
    """A name for a mailbox, the same for spellings that reach the same one."""
    local, _at, host = address.lower().rpartition("@")
    local = local.partition("+")[0]
    if host in {"gmail.com", "googlemail.com"}:
        local, host = local.replace(".", ""), "gmail.com"
    mailbox = f"{local}@{host}"
    return hmac.new(settings.SECRET_KEY.encode(), f"{KIND} {mailbox}".encode(), hashlib.sha256).hexdigest()[:32]


def plain_name(typed: str) -> str:
    """A name as people have them; anything that could be a message or an address is none."""
    name = one_line(typed, 200)
    return name if len(name) <= LONGEST_NAME and PLAIN_NAME.fullmatch(name) else ""


@sender(KIND)
def send(delivery: Delivery) -> None:
    """In the words of today, to an enquiry that is still there and no machine's."""
    letter = Acknowledgement.objects.filter(pk=1, is_on=True).first()
    enquiry = Enquiry.objects.select_related("lead").filter(pk=delivery.payload["enquiry"]).first()
    if letter is None or enquiry is None or enquiry.lead.is_quarantined:
        raise Needless(_("There is nothing to tell of it any more."))
    with translation.override(settings.LANGUAGE_CODE):
        said = {"name": plain_name(enquiry.name) or _("Dear reader"), "site": Identity.current().name}
        text = letter.filled(letter.text, **said)
        subject = letter.filled(letter.subject, **said)
        html = render_to_string("emails/acknowledgement.html", {"text": text, "subject": subject})
    content = {"to": address_of(enquiry), "subject": subject, "text": text, "html": html, "auto": "auto-replied"}
    mail.hand_over(delivery, content)
