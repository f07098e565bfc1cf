"""Plans: what is to be written, by whom, until when. A plan makes nothing public and moves no publication."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.publishing.kinds import publishable_model, publishable_models


class PlanQuerySet(models.QuerySet["Plan"]):
    def of(self, user):
        """Who may assign sees everybody's plans, everybody else their own."""
        return self if user.has_perm("calendar.assign_plan") else self.filter(owner=user)

    def open(self):
        """Not public yet, and not put aside."""
        return self.filter(done_at=None)

    def about(self, thing):
        return self.filter(**thing.key)


class Plan(models.Model):
    """A brief for something to be written, tied to it once it is begun."""

    title = models.CharField(_("working title"), max_length=200)
    kind = models.CharField(_("kind of content"), max_length=80)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    due_on = models.DateField(_("due day"), help_text=_("The day of the plan. It changes no publication time."))
    keyword = models.CharField(
        _("keyword"), max_length=80, blank=True, help_text=_("What readers will have searched for when they find it.")
    )
    note = models.TextField(_("brief"), blank=True, help_text=_("For whom, what it must answer, which sources."))
    content_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, editable=False, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        default_permissions = ("view", "add", "change", "delete", "assign")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["due_on"], name="calendar_plan_due"),
            models.Index(fields=["content_type", "object_id"], name="calendar_plan_thing"),
        ]

    def __str__(self):
        return self.title

    def get_edit_url(self) -> str:
        return reverse("admin:calendar_plan_change", args=[self.pk])

    @property
    def kind_name(self) -> str:
        """As people call the kind; nothing for one that is no longer there."""
        model = publishable_model(self.kind)
        return str(model._meta.verbose_name) if model else ""

    @property
    def standing(self) -> tuple[str, str]:
        """The state as (key, word)."""
        if self.done_at:
            return "done", gettext("done")
        if self.object_id:
            return "changed", gettext("begun")
        return (
            ("failing", gettext("overdue")) if self.due_on < timezone.localdate() else ("waiting", gettext("planned"))
        )

    def thing(self):
        """What was begun for it; None if nothing was, or it is gone."""
        if self.content_type is None:
            return None
        return self.content_type.model_class()._base_manager.filter(pk=self.object_id).first()

    def may_be_changed_by(self, user) -> bool:
        if not user.has_perm("calendar.change_plan"):
            return False
        return user.has_perm("calendar.assign_plan") or self.owner_id == user.pk

    def begin_url(self, user) -> str:
        """The form for the new thing, with what the plan knows of it; "" for who may not begin it."""
        model = publishable_model(self.kind)
        if model is None or self.object_id or self.done_at or not self.may_be_changed_by(user):
            return ""
        app, name = model._meta.app_label, model._meta.model_name
        if not user.has_perm(f"{app}.add_{name}"):
            return ""
        return f"{reverse(f'admin:{app}_{name}_add')}?{urlencode({'title': self.title, 'plan': self.pk})}"

    def tie(self, thing) -> bool:
        """Remember that this was begun; of two things begun at once only the first is tied."""
        free = Q(object_id=None) | Q(**thing.key)
        return bool(Plan.objects.filter(free, pk=self.pk, kind=thing._meta.label_lower).update(**thing.key))

    def move(self, day) -> None:
        """Be due on another day. Nothing else moves with it."""
        if not 1971 <= day.year <= 2999:
            raise ValidationError(_("Say the day, such as 2026-12-03."))
        self.due_on = day
        self.save(update_fields=["due_on"])

    def set_done(self, is_done: bool) -> None:
        """Put it aside, or take it up again; what is published is done by itself."""
        self.done_at = timezone.now() if is_done else None
        self.save(update_fields=["done_at"])


def kind_choices(user) -> list[tuple[str, str]]:
    """The kinds that this person may begin."""
    kinds = [model._meta for model in publishable_models()]
    return [
        (meta.label_lower, str(meta.verbose_name))
        for meta in kinds
        if user.has_perm(f"{meta.app_label}.add_{meta.model_name}")
    ]
