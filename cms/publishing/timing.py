"""Forms on which the editor says from when and until when a thing is public."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSplitDateTimeWidget

from cms.publishing.admin import PublishableAdmin
from cms.publishing.drafting import DraftForm


class TimedForm(DraftForm):
    """The working copy with its times, which take effect when it is published."""

    starts_at = forms.SplitDateTimeField(
        label=_("public from"),
        required=False,
        widget=UnfoldAdminSplitDateTimeWidget,
        help_text=_("For a first publication in the future. Left empty, it is public as soon as you publish."),
    )
    ends_at = forms.SplitDateTimeField(
        label=_("public until"),
        required=False,
        widget=UnfoldAdminSplitDateTimeWidget,
        help_text=_("From this moment it disappears by itself. Takes effect when you publish. Left empty, it stays."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"starts_at": self.instance.live_from, "ends_at": self.instance.live_until}

    def clean(self):
        super().clean()
        starts, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if ends and ends <= max(starts or timezone.now(), timezone.now()) and "ends_at" in self.changed_data:
            raise ValidationError({"ends_at": _("It cannot end before it begins.")})


class TimedAdmin(PublishableAdmin):
    form = TimedForm
    time_fields = (_("When it is shown"), {"fields": ["starts_at", "ends_at"]})

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        request.times = form.cleaned_data.get("starts_at"), form.cleaned_data.get("ends_at")

    def publish_row(self, request, row):
        starts, ends = request.times
        is_ahead = starts and starts > timezone.now() and not row.has_been_live
        row = row.publish(request.revision, by=request.user, at=starts if is_ahead else None)
        return row.expire_at(ends, by=request.user) if ends != row.live_until else row
