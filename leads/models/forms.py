"""Forms that editors make: questions of their own, kept by version, so that old answers keep their meaning."""

from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from cms.library.models import Document
from cms.pagecache.models import Observed, ObservedQuerySet, memo
from services.models import Service

PLAIN = "lead"  # the form that needs no making
MOST_CHOICES = 30
MOST_FILES = 3


class FormQuerySet(ObservedQuerySet):
    def shown(self, key: int):
        """The form with this key and its questions of today, as a page shows it; None if it is gone."""
        return self.with_keys([key]).select_related("version", "document").filter(version__isnull=False).first()

    def of_services(self) -> dict[int, int]:
        """The key of each service that has a form of its own, with the key of that form."""
        found = cast("list[Form]", memo("leads.forms", lambda: list(self.exclude(service=None))))
        return {form.service_id: form.pk for form in found if form.service_id}

    def choices(self) -> list[tuple[str, str]]:
        """What stands below a text by an editor's choice, as (address, name)."""
        return list(self.filter(version__isnull=False).values_list("key", "name"))

    def called(self, name: str):
        """The form behind an address."""
        return self.filter(key=name, version__isnull=False).select_related("version", "document", "service").first()


class Form(Observed):
    """A form with questions of its own beside name, contact, message and consent; public on save."""

    name = models.CharField(_("name"), max_length=80, help_text=_("For colleagues, in lists."))
    key = models.SlugField(
        _("address"), max_length=20, unique=True, help_text=_("Letters, digits and hyphens; stands in its address.")
    )
    title = models.CharField(_("heading"), max_length=80)
    intro = models.TextField(_("sentence below"), max_length=300, blank=True)
    button = models.CharField(_("button"), max_length=20, blank=True, help_text=_("Says what happens when pressed."))
    thanks = models.TextField(_("thanks"), max_length=300, blank=True, help_text=_("What stands on the page after it."))
    needs_message = models.BooleanField(_("a message is asked for"), default=True)
    service = models.ForeignKey(
        Service,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="forms",
        verbose_name=_("service"),
        help_text=_("What its enquiries are about. The page of this service shows the form."),
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who looks after it"),
        help_text=_("Left empty, the rules of the desk say."),
    )
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="forms",
        verbose_name=_("sends this file"),
        help_text=_("Whoever sends the form with an e-mail address gets a link to it, good for seven days."),
    )
    version = models.ForeignKey("leads.FormVersion", models.SET_NULL, null=True, editable=False, related_name="+")

    objects = FormQuerySet.as_manager()

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        ordering = ["name", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(key=PLAIN), name="leads_form_is_not_the_plain_one")]

    def __str__(self):
        return self.name

    def clean(self):
        if self.document_id and Document.objects.in_public_use().filter(pk=self.document_id).exists():
            raise ValidationError(
                {"document": _("This file is linked in a public text, so anybody has it already. Take it out there.")}
            )

    @transaction.atomic
    def renew(self, *, by) -> "FormVersion":
        """The version that asks the questions as they stand now, made if something is different from the last one."""
        Form.objects.select_for_update().get(pk=self.pk)
        questions = [question.as_asked() for question in self.questions.all()]
        last = self.version
        if last and (last.questions, last.needs_message) == (questions, self.needs_message):
            return last
        number = (self.versions.aggregate(last=Max("number"))["last"] or 0) + 1
        self.version = FormVersion.objects.create(
            form=self, number=number, questions=questions, needs_message=self.needs_message, created_by=by
        )
        self.save(update_fields=["version"])
        return self.version


class FormQuestion(models.Model):
    """One question as editors edit it; what visitors are asked is a `FormVersion`."""

    class Kind(models.TextChoices):
        SHORT = "short", _("short text")
        LONG = "long", _("long text")
        ONE = "one", _("one of several")
        MANY = "many", _("any of several")
        NUMBER = "number", _("number")
        DATE = "date", _("date")
        FILE = "file", _("file")

    WITH_CHOICES = (Kind.ONE, Kind.MANY)

    form = models.ForeignKey(Form, models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SHORT)
    label = models.CharField(_("question"), max_length=120)
    help = models.CharField(_("help"), max_length=200, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)
    choices = models.TextField(_("choices"), blank=True, max_length=2000, help_text=_("One a line."))
    least = models.BigIntegerField(_("least"), null=True, blank=True, help_text=_("For numbers."))
    most = models.BigIntegerField(
        _("most"), null=True, blank=True, help_text=_("For numbers; for texts the number of characters.")
    )

    class Meta:
        verbose_name = _("question of a form")
        verbose_name_plural = _("questions of a form")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.label

    @property
    def choice_list(self) -> list[str]:
        return list(
            dict.fromkeys(line for line in (" ".join(row.split()) for row in self.choices.splitlines()) if line)
        )

    def clean(self):
        if self.kind in self.WITH_CHOICES and not 2 <= len(self.choice_list) <= MOST_CHOICES:
            raise ValidationError({"choices": _("Write two choices or more, at most thirty, one a line.")})
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValidationError({"most": _("This is less than the least.")})
        if self.kind in (self.Kind.SHORT, self.Kind.LONG) and self.most is not None and self.most < 1:
            raise ValidationError({"most": _("At least one character must fit.")})

    def as_asked(self) -> dict:
        """What a version keeps of it."""
        return {
            "id": self.pk,
            "kind": str(self.kind),
            "label": self.label,
            "help": self.help,
            "is_required": self.is_required,
            "choices": self.choice_list if self.kind in self.WITH_CHOICES else [],
            "least": self.least,
            "most": self.most,
        }


class FormVersion(Observed):
    """The questions of a form as they were asked from some day on; never changed."""

    is_listed = False

    form = models.ForeignKey(Form, models.CASCADE, related_name="versions", verbose_name=_("form"))
    number = models.PositiveIntegerField(_("version"))
    questions = models.JSONField(_("questions"), default=list)
    needs_message = models.BooleanField(default=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("version of a form")
        verbose_name_plural = _("versions of forms")
        ordering = ["form", "-number"]
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="leads_form_version_once")]

    def __str__(self):
        return f"{self.form_id}.{self.number}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("People have answered these questions; a change is a new version.")
        super().save(*args, **kwargs)

    @property
    def file_count(self) -> int:
        return sum(question["kind"] == FormQuestion.Kind.FILE for question in self.questions)
