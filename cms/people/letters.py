"""Letters to the people who sign in, each with a link that works once and for a while.

A link carries a signed state of the person: whatever it changes, or is changed meanwhile, makes it void. So nothing is
kept of it, sending another one voids the first, and nobody who reads the database can make one.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.outbox.models import Delivery
from cms.people.models import User

INVITATION_LASTS = timedelta(days=7)
NEW_ADDRESS_LASTS = timedelta(days=1)
INVITATION, NEW_ADDRESS = "people.invitation", "people.new-address"
TOO_MANY = gettext_lazy("Many links were asked for from your network just now. Please try again in ten minutes.")


def may_be_caused_by(request) -> bool:
    """Count one letter that somebody asks for; whether their network has not asked for too many."""
    return import_string(settings.LETTERS_LIMIT_CALLABLE)(request)


def state_of(user: User) -> str:
    """What of a person a link hangs on."""
    told = f"{user.pk}:{user.password}:{user.is_active}:{user.invited_at}:{user.email}:{user.new_email}"
    return salted_hmac("people.links", told, algorithm="sha256").hexdigest()


def token_for(user: User, purpose: str) -> str:
    return signing.dumps([user.pk, state_of(user)], salt=purpose)


def user_of(token: str, purpose: str, lasts: timedelta) -> User | None:
    """Whose link this is; None when it is made up, too old, used, or replaced."""
    try:
        pk, state = signing.loads(token, salt=purpose, max_age=lasts)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=pk).first()
    return user if user and constant_time_compare(state, state_of(user)) else None


def invite(user: User, *, by: User) -> None:
    """Ask somebody to come in; the link of an earlier letter no longer works."""
    user.invited_at = timezone.now()
    user.save(update_fields=["invited_at"])
    link = reverse("people:invitation", args=[token_for(user, INVITATION)])
    write(user, user.email, "invitation", _subject_invitation, {"by": by, "link": link, "lasts": INVITATION_LASTS.days})


def confirm_address(user: User) -> None:
    """Ask at the new address, and tell the old one, so that nobody is moved away unseen."""
    link = reverse("people:new-address", args=[token_for(user, NEW_ADDRESS)])
    write(user, user.new_email, "new_address", _subject_new_address, {"link": link})
    write(user, user.email, "address_changes", _subject_address_changes, {"new": user.new_email})


def write(user: User, to: str, template: str, subject, context: dict, *, at=None) -> None:
    """One letter in the language of the person, now or at a moment; belongs in the transaction of what it tells."""
    with translation.override(user.language):
        told = {**context, "person": user, "site_url": settings.SITE_URL, "site": settings.UNFOLD["SITE_TITLE"]}
        text = render_to_string(f"emails/{template}.txt", told)
        Delivery.objects.send_mail(to=[to], subject=subject(), text=text, at=at)


def _subject_invitation() -> str:
    return _("Your access to the site's desk")


def _subject_new_address() -> str:
    return _("Confirm your new e-mail address")


def _subject_address_changes() -> str:
    return _("Your e-mail address is about to change")


def subject_reset() -> str:
    return _("Choose a new password")
