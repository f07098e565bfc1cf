"""Who must approve what before it becomes public."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.people.roles import ADMINISTRATOR, CHIEF_EDITOR, EDITOR
from cms.publishing.kinds import publishable_models


class ApprovalRuleQuerySet(models.QuerySet["ApprovalRule"]):
    def about(self, thing, scopes):
        """The rules that a publication of this thing must meet, `scopes` being its own before and after."""
        mine = Q(scope=None) | Q(scope__in=[scope for scope in scopes if scope is not None])
        return self.filter(mine, content_type=thing.key["content_type"])


class ApprovalRule(models.Model):
    """Things of one kind, or only those in one scope such as a channel, are published once a role has approved them.

    No rule means that nobody must. Of several rules for one thing all must be met; an approval by somebody whose role
    includes the one that is asked for, as the chief editor's includes the editor's, meets it too.
    """

    class Role(models.TextChoices):
        EDITOR = EDITOR, _("editor")
        CHIEF_EDITOR = CHIEF_EDITOR, _("chief editor")
        ADMINISTRATOR = ADMINISTRATOR, _("administrator")

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name=_("kind"))
    scope = models.PositiveBigIntegerField(_("only in"), null=True, blank=True)
    role = models.CharField(_("who must approve"), max_length=20, choices=Role)

    objects = ApprovalRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval rule")
        verbose_name_plural = _("approval rules")
        permissions = [("override_approvalrule", "Can publish over an approval rule")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "role"], condition=Q(scope=None), name="review_rule_once_for_all"
            ),
            models.UniqueConstraint(fields=["content_type", "scope", "role"], name="review_rule_once_each_scope"),
        ]

    def __str__(self):
        return gettext("%(what)s: approved by %(role)s") % {"what": self.what, "role": self.get_role_display()}

    @property
    def what(self) -> str:
        """The kind, and what narrows it."""
        model = self.content_type.model_class()
        kind = str(model._meta.verbose_name) if model else str(self.content_type)
        if self.scope is None:
            return kind
        field = scope_field(model)
        row = field and field.related_model._base_manager.filter(pk=self.scope).first()
        return f"{kind} · {row or gettext('(deleted)')}"


def scope_field(model) -> Any:
    """The foreign key by which rules for this kind can be narrowed; None if there is none."""
    name = getattr(model, "approval_field", "")
    return model._meta.get_field(name) if name else None


def forget_rules_of(sender, instance, **kwargs) -> None:
    """After a row is deleted that narrowed rules: nothing can be in it any more, and no rule may come to mean more."""
    for model in publishable_models():
        field = scope_field(model)
        if field and field.related_model is sender:
            kind = ContentType.objects.get_for_model(model)
            ApprovalRule.objects.filter(content_type=kind, scope=instance.pk).delete()


def scopes_of(row, data: dict) -> set:
    """The scopes of a thing before and after a publication of this content."""
    after = data["fields"].get(row.approval_field) if row.approval_field else None
    return {row.approval_scope, after} - {None}
