"""Sign in by user name or e-mail address."""

from django.contrib.auth.backends import ModelBackend

from cms.people.models import User


def name_of(typed: str | None) -> str | None:
    """The user name behind what somebody typed: an e-mail address, in whatever case, is looked up."""
    if typed and "@" in typed:
        return User.objects.filter(email__iexact=typed).values_list("username", flat=True).first() or typed
    return typed


def name_to_lock(request, credentials=None) -> str:
    """Whom failed attempts count against: one person, by whichever of many spellings they are tried."""
    typed = (credentials or request.POST).get("username") or ""
    return (name_of(typed.replace("\0", "")) or "").casefold()[:200]


class NameOrEmail(ModelBackend):
    """Django's, but what looks like an address is looked up as one, whatever its case."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        return super().authenticate(request, username=name_of(username), password=password, **kwargs)
