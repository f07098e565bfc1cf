"""What somebody wants to hear of and how, and what there is to tell them."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class How(models.TextChoices):
    AT_ONCE = "at_once", _("by mail, at once")
    DIGEST = "digest", _("in the daily digest")
    NEVER = "never", _("not at all")


class Preference(models.Model):
    """How one person hears of one kind of news; without a row it is by mail, at once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=40)
    how = models.CharField(max_length=10, choices=How, default=How.AT_ONCE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="people_preference_once")]

    def __str__(self):
        return f"{self.kind}: {self.how}"


class News(models.Model):
    """One thing to tell one person, once. It names rows and holds nobody's data: what is said is looked up then."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="news")
    kind = models.CharField(max_length=40)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    obj = GenericForeignKey("content_type", "object_id")
    key = models.CharField(max_length=80, blank=True)
    data = models.JSONField(default=dict)
    in_digest = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("news for a person")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "content_type", "object_id", "key"], name="people_news_once"
            )
        ]
        indexes = [models.Index(fields=["person", "told_at"], name="people_news_of_person")]

    def __str__(self):
        return f"{self.kind} {self.object_id}"
