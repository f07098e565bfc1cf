"""Remarks on a text, each tied to the paragraph that it is about."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.review import notices
from cms.review.models.links import ReviewLink
from cms.review.models.submissions import AboutARevision

MOST_QUOTED = 200


class CommentQuerySet(models.QuerySet["Comment"]):
    def of(self, thing):
        """All threads of one thing, the oldest first, with their replies."""
        rows = self.filter(**thing.key, parent=None).order_by("pk").select_related("by", "link", "resolved_by")
        return rows.prefetch_related(models.Prefetch("replies", Comment.objects.select_related("by").order_by("pk")))

    def open(self):
        return self.filter(parent=None, resolved_at=None)

    @transaction.atomic
    def write(self, thing, revision, text: str, *, paragraph=None, by=None, link=None, name="") -> "Comment":
        """Begin a thread, about a paragraph or about the whole text, and tell those whom it concerns."""
        anchor = {"anchor": paragraph.anchor, "quote": paragraph.words[:MOST_QUOTED]} if paragraph else {}
        made = self.create(**thing.key, revision=revision, text=text, by=by, link=link, name=name, **anchor)
        notices.commented(made, thing)
        return made


class Comment(AboutARevision):
    """One remark, or a reply to one.

    `anchor` is made of the paragraph's own words, so it finds the paragraph wherever edits elsewhere have moved it;
    once those words change, the remark stays listed with what it quoted.
    """

    anchor = models.CharField(max_length=40, blank=True)
    quote = models.CharField(max_length=MOST_QUOTED, blank=True)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    text = models.TextField(_("comment"), max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    link = models.ForeignKey(ReviewLink, models.SET_NULL, null=True, related_name="comments")
    name = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # whoever may edit the thing may comment on it
        indexes = [models.Index(fields=["content_type", "object_id", "id"], name="review_comment_thing")]

    def __str__(self):
        return self.text[:60]

    @property
    def who(self) -> str:
        """A colleague, or the name that a client gave."""
        return str(self.by or self.name or "—")

    @transaction.atomic
    def reply(self, text: str, *, by) -> "Comment":
        """Answer; a thread that was done is open again."""
        type(self).objects.filter(pk=self.pk).update(resolved_at=None, resolved_by=None)
        about = {"content_type": self.content_type, "object_id": self.object_id, "revision_id": self.revision_id}
        made = type(self).objects.create(**about, parent=self, text=text, by=by)
        notices.commented(made, self.thing)
        return made

    def resolve(self, *, by) -> None:
        """Nothing is left to do about this; it stays readable."""
        mine = type(self).objects.filter(pk=self.pk, resolved_at=None)
        mine.update(resolved_at=timezone.now(), resolved_by=by)

    def reopen(self) -> None:
        type(self).objects.filter(pk=self.pk).update(resolved_at=None, resolved_by=None)
