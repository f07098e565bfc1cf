"""The form with which a salesperson works on a lead: every change is a verb, and stands on the timeline."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from leads.models import Entry, Lead
from leads.sight import seen

# What is written down as "before → after"; stage, owner and next step have verbs of their own.
TEXTS = ("next_step", "budget", "deciders", "cycle")
VALUES = ("amount", "currency", "expected_on", "budget", "deciders", "cycle", "urgency")


class WorkForm(forms.ModelForm):
    """Saves what this person has changed and nothing else: a colleague may be at the same lead."""

    entry_kind = forms.ChoiceField(
        label=_("write down"),
        choices=[(kind.value, kind.label) for kind in Entry.BY_HAND],
        widget=UnfoldAdminSelectWidget,
        required=False,
    )
    entry_text = forms.CharField(
        label=_("what happened"),
        required=False,
        max_length=8000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("For colleagues; never shown to the person. What is on the timeline stays there."),
    )

    class Meta:
        model = Lead
        fields = ("stage", "lost_reason", "owner", *VALUES, "next_step", "next_step_at")

    def __init__(self, *args, **kwargs):
        """Words that hold contact data are masked with it, and are not for typing meanwhile."""
        super().__init__(*args, **kwargs)
        self.veiled = {}
        for name in TEXTS:
            stored = getattr(self.instance, name)
            if name in self.fields and (shown := seen(stored, self.instance)) != stored:
                self.veiled[name] = stored
                self.initial[name], self.fields[name].disabled = shown, True

    def clean(self):
        super().clean()
        self.cleaned_data |= self.veiled
        typed = self.cleaned_data
        is_lost = typed.get("stage", self.instance.stage) == Lead.Stage.LOST
        if is_lost and not typed.get("lost_reason"):
            raise ValidationError({"lost_reason": _("Say why it was lost.")})
        if not is_lost:
            typed["lost_reason"] = ""
        if typed.get("next_step_at") and not typed.get("next_step"):
            raise ValidationError({"next_step": _("Say what is to be done then.")})
        is_new_time = "next_step_at" in self.changed_data and typed.get("next_step_at")
        if is_new_time and typed["next_step_at"] < timezone.now():
            raise ValidationError({"next_step_at": _("This time is over. Choose one that is still to come.")})

    def keep(self, lead: Lead, *, by) -> None:
        """Do what was changed, each change by its verb; the caller holds the transaction."""
        typed, changed = self.cleaned_data, set(self.changed_data)
        if typed.get("entry_text"):
            lead.note(Entry.Kind(typed.get("entry_kind") or Entry.Kind.NOTE), typed["entry_text"], by=by)
        if changed & {"next_step", "next_step_at"}:
            lead.plan(typed["next_step"], typed["next_step_at"], by=by)
        if values := {name: typed[name] for name in VALUES if name in changed}:
            lead.revalue(values, by=by)
        if "owner" in changed:
            lead.give_to(typed["owner"], by=by)
        if "stage" in changed or "lost_reason" in changed:
            lead.move_to(typed["stage"], by=by, reason=typed["lost_reason"])
