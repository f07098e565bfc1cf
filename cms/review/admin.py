"""Approval rules, and the words of the audit log for what happens in a review."""

from django import forms
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from cms.desk.admin import ModelAdmin
from cms.publishing.admin.audit import DEEDS
from cms.publishing.kinds import publishable_model, publishable_models
from cms.review.models import ApprovalRule
from cms.review.models.rules import scope_field

DEEDS.update(
    {
        "submit": _("handed in for review"),
        "approve": _("approved"),
        "send_back": _("sent back"),
        "withdraw": _("taken out of review"),
        "override": _("published without approval"),
        "review_link": _("link for a client made"),
        "revoke_link": _("link for a client revoked"),
        "client_approved": _("signed off by the client"),
        "client_wants_changes": _("changes wished by the client"),
    }
)


def choices() -> list:
    """Nothing at first, then each kind of thing, and below it each row that may narrow the rule."""
    found: list = [("", "---------")]
    for model in publishable_models():
        label, name = model._meta.label_lower, capfirst(str(model._meta.verbose_name_plural))
        rows: list = [(label, name)]
        if field := scope_field(model):
            narrowed = f"{name} · {capfirst(str(field.verbose_name))}"
            rows += [(f"{label}:{row.pk}", f"{narrowed}：{row}") for row in field.related_model._base_manager.all()]
        found += rows
    return found


class RuleForm(forms.ModelForm):
    """One choice for the kind and what narrows it."""

    what = forms.ChoiceField(
        label=_("What"),
        choices=choices,
        widget=UnfoldAdminSelectWidget,
        help_text=_("Everything of a kind, or only in one channel. Several rules for the same text must all be met."),
    )

    class Meta:
        model = ApprovalRule
        fields = ["role"]
        widgets = {"role": UnfoldAdminSelectWidget}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rule = self.instance
        if rule.pk:
            kind = rule.content_type.model_class()._meta.label_lower
            self.initial["what"] = what = kind if rule.scope is None else f"{kind}:{rule.scope}"
            if what not in dict(self.fields["what"].choices):  # a list without it would choose something wider instead
                self.fields["what"].choices = [*self.fields["what"].choices, (what, rule.what)]
        self.fields["role"].help_text = _(
            "Until somebody with this role has approved exactly the text at hand, only a chief editor can publish it, "
            "and must give a reason. A chief editor's approval counts as an editor's too."
        )

    def clean(self):
        told = super().clean()
        label, _colon, scope = told.get("what", "").partition(":")
        if model := publishable_model(label):
            self.instance.content_type = ContentType.objects.get_for_model(model)
            self.instance.scope = int(scope) if scope else None
            same = ApprovalRule.objects.filter(
                content_type=self.instance.content_type, scope=self.instance.scope, role=told.get("role", "")
            )
            if same.exclude(pk=self.instance.pk).exists():
                raise ValidationError(_("There is exactly this rule already."))
        return told


@admin.register(ApprovalRule)
class ApprovalRuleAdmin(ModelAdmin):
    """Who must approve what; without a rule, nobody."""

    menu, icon, place = "content", "rule", 90
    form = RuleForm
    fields = ["what", "role"]
    list_display = ["what", "role"]
    list_display_links = ["what"]
    list_select_related = ["content_type"]

    @admin.display(description=_("what"))
    def what(self, rule):
        return rule.what
