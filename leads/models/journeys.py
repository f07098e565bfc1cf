"""The reader's way to an enquiry: what their browser remembered and they agreed to send, one row for each page."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST_TAG = 100


@dataclass(frozen=True)
class Step:
    """One page of a journey, cleaned: what may be kept of what a browser said."""

    at: datetime
    path: str
    seconds: int = 0
    referrer: str = ""
    source: str = ""
    medium: str = ""
    campaign: str = ""
    term: str = ""
    content: str = ""
    click: str = ""
    about: tuple[ContentType, int] | None = None


class TouchQuerySet(models.QuerySet["Touch"]):
    def first_ones(self):
        """What brought people here at the very first, one for each enquiry that came with a journey."""
        return self.filter(position=0)

    def last_ones(self):
        """Where people were just before they asked, one for each enquiry that came with a journey."""
        return self.filter(is_last=True)

    def between(self):
        """Neither the first nor the last."""
        return self.filter(position__gt=0, is_last=False)

    def from_outside(self):
        """Touches that somebody elsewhere, or a campaign, has brought about."""
        return self.exclude(Q(referrer="") & Q(source="") & Q(campaign="") & Q(click=""))

    def record(self, enquiry, steps) -> None:
        """Keep a journey with its enquiry; in the transaction that keeps the enquiry."""
        last = len(steps) - 1
        rows = []
        for position, step in enumerate(steps):
            said = {name: value for name, value in vars(step).items() if name != "about"}
            content_type, object_id = step.about or (None, None)
            key = {"enquiry": enquiry, "position": position, "is_last": position == last}
            rows.append(self.model(**key, **said, content_type=content_type, object_id=object_id))
        self.bulk_create(rows)


class Touch(models.Model):
    """One page that a person saw before they asked. Of another site its host alone is kept, of an advertisement the
    name of the mark that its network puts on links, never the mark itself."""

    enquiry = models.ForeignKey(
        "leads.Enquiry", models.CASCADE, related_name="touches", verbose_name=_("enquiry"), editable=False
    )
    position = models.PositiveSmallIntegerField()
    is_last = models.BooleanField(default=False)
    at = models.DateTimeField(_("at"))
    seconds = models.PositiveIntegerField(_("seconds in view"), default=0)
    path = models.CharField(_("page"), max_length=500)
    content_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    about = GenericForeignKey("content_type", "object_id")
    referrer = models.CharField(_("came from"), max_length=253, blank=True)
    source = models.CharField(_("source"), max_length=LONGEST_TAG, blank=True)
    medium = models.CharField(_("medium"), max_length=LONGEST_TAG, blank=True)
    campaign = models.CharField(_("campaign"), max_length=LONGEST_TAG, blank=True)
    term = models.CharField(_("search term"), max_length=LONGEST_TAG, blank=True)
    content = models.CharField(_("variant"), max_length=LONGEST_TAG, blank=True)
    click = models.CharField(_("advertisement"), max_length=20, blank=True)

    objects = TouchQuerySet.as_manager()

    class Meta:
        verbose_name = _("touch")
        verbose_name_plural = _("touches")
        ordering = ["enquiry", "position"]
        constraints = [models.UniqueConstraint(fields=["enquiry", "position"], name="leads_touch_has_its_place")]
        indexes = [models.Index(fields=["content_type", "object_id"], name="leads_touch_object")]

    def __str__(self):
        return self.path

    @property
    def title(self) -> str:
        """The page's title of today where the public may see it, else its path: no draft shows through here."""
        thing = self.about
        return str(getattr(thing, "title", "")) if getattr(thing, "is_live", False) else self.path

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)

    @property
    def is_article(self) -> bool:
        return self.content_type is not None and self.content_type.model == "article"

    @property
    def came_by(self) -> list[str]:
        """What is known of how they came, in the order in which it tells most."""
        return [word for word in (self.source, self.medium, self.campaign, self.term, self.referrer) if word]
