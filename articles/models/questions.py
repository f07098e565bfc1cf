"""問大家: what readers ask about an article, and what is answered.

Person data: a question holds a name if one was given, and an e-mail address that nobody but the editors sees. The
address serves one mail, that the answer is there, and is deleted when that mail is written or the question rejected;
deleting the question deletes the rest.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models.articles import Article
from articles.models.sections import Author
from cms.intake import once
from cms.intake.signals import QUARANTINE_AT, Signal, score
from cms.intake.texts import one_line
from cms.library.models import Picture, Usage
from cms.outbox.models import Event
from cms.pagecache.models import Observed, ObservedQuerySet, memo
from cms.publishing.models import AuditEntry
from cms.richtext.fields import RichTextField
from cms.richtext.pictures import picture_ids
from cms.richtext.rendering import render
from cms.richtext.text import plain

REVEAL, REVEAL_ASKER = "reveal", "articles.reveal_asker"
ANSWERED = "question.answered"


@dataclass(frozen=True)
class Asked:
    """What a reader has typed about which article: all that makes two sendings the same or not."""

    article: Article
    message: str
    name: str = ""
    email: str = ""
    browser: str = ""

    def keys(self) -> list[str]:
        """See `cms.intake.once`."""
        typed = (self.message, self.name, self.email)
        return once.keys("question", str(self.article.pk), typed, self.browser)


@dataclass(frozen=True)
class Shown:
    """An answered question as the page of its article shows it."""

    pk: int
    text: str
    name: str
    asked_at: datetime
    answer: SafeString
    answered_by: Author


class QuestionQuerySet(ObservedQuerySet["Question"]):
    def live(self):
        """What the public may see: published, beneath an article that is live."""
        return self.filter(state=Question.State.PUBLISHED, article__in=Article.objects.live())

    def about(self, article):
        return self.filter(article=article).scoped(f"article:{article.pk}")

    def waiting(self):
        """Questions that nobody has decided on; what looks like a machine's work stays out."""
        return self.filter(state=Question.State.NEW, is_quarantined=False)

    def of(self, asked: Asked) -> "Question | None":
        """The question that this very sending has made, if it has."""
        return self.filter(key__in=asked.keys()).first()

    def receive(self, asked: Asked, found: list[Signal]) -> "Question":
        """Store what was asked, once, from however many requests at once."""
        points = score(found)
        try:
            with transaction.atomic():
                return self.create(
                    article=asked.article,
                    key=asked.keys()[0],
                    text=asked.message,
                    name=asked.name,
                    email=asked.email,
                    score=points,
                    is_quarantined=points >= QUARANTINE_AT,
                    signals=[signal.as_dict() for signal in found],
                )
        except IntegrityError:
            if known := self.of(asked):  # another request was first
                return known
            raise

    def shown_below(self, article) -> list[Shown]:
        """The answered questions of an article, as they were asked; no query while nothing has changed."""
        return memo(f"articles.questions.{article.pk}", lambda: self._gather(article))

    def _gather(self, article):
        rows = list(self.live().about(article).prefetch_related("answered_by").order_by("asked_at", "pk"))
        pictures = Picture.objects.shown({key for row in rows for key in picture_ids(row.answer)})
        return [
            Shown(
                row.pk, row.public_text, row.name, row.asked_at, render(row.answer, pictures=pictures), row.answered_by
            )
            for row in rows
        ]


class Question(Observed):
    """What one reader asked; public once it is answered and published, and not before."""

    class State(models.TextChoices):
        NEW = "new", _("waits for an answer")
        PUBLISHED = "published", _("answered, public")
        REJECTED = "rejected", _("rejected")

    article = models.ForeignKey(Article, models.CASCADE, related_name="questions", verbose_name=_("article"))
    key = models.CharField(max_length=64, unique=True, editable=False)
    text = models.TextField(_("question, as typed"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.CharField(_("e-mail"), max_length=330, blank=True)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    score = models.PositiveSmallIntegerField(_("score"), default=0)
    signals = models.JSONField(_("signals"), default=list)
    is_quarantined = models.BooleanField(_("quarantined"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW, editable=False)
    wording = models.TextField(
        _("question, as shown"),
        blank=True,
        max_length=1000,
        help_text=_("Left empty, it is shown as typed. Shorten it, and leave out what could tell who asks."),
    )
    answer = RichTextField(
        _("answer"), blank=True, help_text=_("Kept when you save; nobody sees it until you press “Publish the answer”.")
    )
    answered_by = models.ForeignKey(
        Author,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
        help_text=_("The author whose name stands above the answer."),
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions of readers")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["article", "state", "asked_at"], name="articles_question_shown"),
            models.Index(fields=["state", "is_quarantined", "-asked_at"], name="articles_question_queue"),
        ]
        permissions = [("reveal_asker", "Can see the e-mail addresses of readers who asked")]

    def __str__(self):
        return one_line(self.public_text, 60)

    @property
    def public_text(self) -> str:
        return self.wording or self.text

    def is_shown_to(self, user) -> bool:
        """Whether they have had its e-mail address revealed since midnight, in the site's zone."""
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        told = AuditEntry.objects.filter(**self.key_of_thing, verb=REVEAL, by=user, at__gte=midnight)
        return user.has_perm(REVEAL_ASKER) and told.exists()

    def reveal(self, *, by) -> None:
        """Show its e-mail address to somebody who may see it, for today, and write that down once."""
        if not by.has_perm(REVEAL_ASKER):
            raise PermissionError("Revealing needs a permission of its own.")
        if not self.is_shown_to(by):
            AuditEntry.objects.create(**self.key_of_thing, label=str(self)[:200], verb=REVEAL, by=by)

    @property
    def is_live(self) -> bool:
        """Whether the public may see this now; agrees with `.live()`."""
        return self.state == self.State.PUBLISHED and self.article.is_live

    @property
    def standing(self) -> tuple[str, str]:
        """The state as (key, word)."""
        if self.is_quarantined and self.state == self.State.NEW:
            return "quarantined", str(_("quarantined"))
        return self.state, self.get_state_display()

    @property
    def key_of_thing(self) -> dict:
        """How other tables name this question."""
        return {"content_type": ContentType.objects.get_for_model(self), "object_id": self.pk}

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row.was_public = "state" in field_names and row.state == cls.State.PUBLISHED
        return row

    was_public = False

    def page_tags(self):
        return {self.page_tag, f"question:article:{self.article_id}"}

    def save(self, *args, **kwargs):
        """Pages become old only if the public saw it or will: else everybody could make all pages old by asking."""
        is_public = self.state == self.State.PUBLISHED
        with transaction.atomic():
            if is_public or self.was_public:
                super().save(*args, **kwargs)
                Usage.objects.replace(self, picture_ids(self.answer) if is_public else ())
            else:
                models.Model.save(self, *args, **kwargs)
        self.was_public = is_public

    # --- What editors decide -----------------------------------------------------------------------------------

    def publish(self, *, by) -> None:
        """Show question and answer below the article; whoever left an address is told, once."""
        problems = []
        if not plain(self.answer):
            problems.append(_("Write an answer first."))
        if self.answered_by is None:
            problems.append(_("Choose the author who answers."))
        if problems:
            raise ValidationError(problems)
        self.is_quarantined = False
        self.published_at = self.published_at or timezone.now()
        self._decide(self.State.PUBLISHED, "publish", by)
        if self.email:
            Event.objects.record(self, ANSWERED)

    def reject(self, *, by) -> None:
        """Spam, or not for the public: nobody sees it, and the address is forgotten."""
        self.email = ""
        self._decide(self.State.REJECTED, "reject", by)

    def take_back(self, *, by) -> None:
        """Back into the queue, out of the public's sight."""
        self.is_quarantined = False
        self._decide(self.State.NEW, "unpublish", by)

    def _decide(self, state, verb, by):
        with transaction.atomic():
            self.state = state
            self.save()
            AuditEntry.objects.create(**self.key_of_thing, label=str(self)[:200], verb=verb, by=by)
