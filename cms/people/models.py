"""Who may sign in. The public site never loads these rows: authors there are articles.Author."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.people import quiet
from cms.people.preferences import How, News, Preference

__all__ = ["How", "News", "Preference", "User"]

PAUSE = timedelta(minutes=5)


class User(AbstractUser):
    """A person who signs in to the admin."""

    email = models.EmailField(_("e-mail"), help_text=_("For signing in and for notices. Nobody else may use it."))
    display_name = models.CharField(
        _("display name"), max_length=60, blank=True, help_text=_("How colleagues see this person; else the user name.")
    )
    language = models.CharField(
        _("admin language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )

    invited_at = models.DateTimeField(_("invited"), null=True, blank=True, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)
    new_email = models.EmailField(_("new e-mail"), blank=True, editable=False)

    digest_at = models.TimeField(_("hour of the digest"), default=time(9), editable=False)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True, editable=False)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True, editable=False)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="people_user_email_once",
                violation_error_message=_("Somebody already uses this e-mail address."),
            )
        ]

    def __str__(self):
        return self.display_name or self.username

    def get_full_name(self):
        return self.display_name

    def awake_at(self, moment: datetime) -> datetime:
        """This moment, or the end of the quiet hours in which it lies."""
        return quiet.awake_at(moment, self.quiet_from, self.quiet_until)

    @property
    def is_invited(self) -> bool:
        """Asked to come in, and not in yet."""
        return self.invited_at is not None and not self.is_active

    def may_be_mailed(self) -> bool:
        """At most one letter that anybody can cause each `PAUSE`; says so once, however many ask at the same time."""
        now = timezone.now()
        free = Q(mailed_at=None) | Q(mailed_at__lte=now - PAUSE)
        return bool(type(self)._base_manager.filter(free, pk=self.pk).update(mailed_at=now))
