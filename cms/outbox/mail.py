"""Mail: plain text with an HTML alternative, one receiver each, safe headers, and an id that survives retries."""

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.core.validators import validate_email

from cms.outbox.deliveries import Refused, sender


def message_id(delivery) -> str:
    """The same at every attempt, so that a mail program shows a second copy as one message."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{delivery.uuid}@{domain}>"


def compose(delivery, content: dict) -> EmailMultiAlternatives:
    """The mail; `auto` says of what kind of program it comes, as RFC 3834 has it."""
    try:
        validate_email(content["to"])
    except ValidationError:
        raise Refused(f"This is not an e-mail address: {content['to']!r}") from None
    headers = {"Message-ID": message_id(delivery), "Auto-Submitted": content.get("auto", "auto-generated")}
    subject = " ".join(content["subject"].split())[:250]
    mail = EmailMultiAlternatives(subject, content["text"], to=[content["to"]], headers=headers)
    if content.get("html"):
        mail.attach_alternative(content["html"], "text/html")
    return mail


@sender("mail")
def send(delivery) -> None:
    """A mail that was written with what it tells of."""
    hand_over(delivery, delivery.payload)


def hand_over(delivery, content: dict) -> None:
    """Hand one mail, {to, subject, text, html}, to the mail server; other senders write theirs at the last moment."""
    try:
        compose(delivery, content).send()
    except (BadHeaderError, UnicodeError) as error:
        raise Refused(f"This cannot be written as mail: {error}") from error
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise_if_final(code, answer)
        raise
    except smtplib.SMTPDataError as error:
        raise_if_final(error.smtp_code, error.smtp_error)
        raise


def raise_if_final(code: int, answer: bytes | str) -> None:
    """SMTP's 5xx is final for a receiver or a message. A refused sender or password is ours to mend, so it is not."""
    if 500 <= code < 600:
        words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
        raise Refused(f"The mail server refused it: {code} {words}")
