"""The rows of the outbox: what waits, what fails and why, and a button to try again."""

import re

from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action

from cms.desk.admin import ModelAdmin, state_badge
from cms.outbox.models import Delivery, Event
from cms.outbox.veiled import Veiled

TOKEN = re.compile(r"[\w:=-]{32,}")  # such as the end of a link with which somebody chooses a password


class Outbox(Veiled, ModelAdmin):
    """Rows that code writes and people only read, and try again."""

    form = forms.ModelForm  # nothing is written here that a colleague could overwrite
    menu = "system"
    actions = ["try_again"]
    actions_submit_line = ["try_this_again"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return [name for _title, options in self.get_fieldsets(request, obj) for name in options["fields"]]

    def render_change_form(self, request, context, *args, **kwargs):
        return super().render_change_form(
            request, {**context, "show_save": False, "show_save_and_continue": False}, *args, **kwargs
        )

    def save_model(self, request, obj, form, change):
        """Nothing is edited here, and saving the row could undo what the worker writes meanwhile."""
        for button in self.get_actions_submit_line(request, obj.pk):
            if button.action_name in request.POST:
                button.method(request, obj)

    @admin.display(description=_("state"), ordering="state")
    def standing(self, row):
        return state_badge(*row.standing)

    @admin.action(description=_("Try the selected ones again now"), permissions=["change"])
    def try_again(self, request, queryset):
        count = queryset.retry()
        said = ngettext("%d will be tried again within a minute.", "%d will be tried again within a minute.", count)
        messages.success(request, said % count)

    @action(description=_("Try again now"), permissions=["change"])
    def try_this_again(self, request, obj):
        self.try_again(request, type(obj).objects.filter(pk=obj.pk))


@admin.register(Delivery)
class DeliveryAdmin(Outbox):
    icon, place = "outbox", 60
    list_display = ["what", "to_whom", "standing", "attempts", "why", "next_attempt", "created_at"]
    actions_list = ["at_a_glance"]
    list_filter = ["state", "kind"]
    search_fields = ["receiver", "summary"]
    ordering = ["-created_at"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["standing", "what", "to_whom", "kind", "body"]}),
        (
            _("How it goes"),
            {
                "fields": [
                    *("attempts", "error", "next_attempt", "tried_since"),
                    *("sent_at", "aside_because", "created_at", "uuid"),
                ]
            },
        ),
    ]

    @action(description=_("At a glance"), permissions=["view"], url_path="to-the-overview")
    def at_a_glance(self, request):
        return redirect("outbox-overview")

    @admin.display(description=_("next attempt"), ordering="next_attempt_at")
    def next_attempt(self, delivery):
        return delivery.next_attempt_at if delivery.state == Delivery.State.WAITING else None


@admin.register(Event)
class EventAdmin(Outbox):
    icon, place = "bolt", 61
    list_display = ["verb", "content_type", "object_id", "standing", "due_at", "fanned_out_at"]
    list_filter = ["state", "verb"]
    ordering = ["-due_at"]
    list_select_related = ["content_type"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["verb", "content_type", "object_id", "key", "standing", "body"]}),
        (_("How it goes"), {"fields": ["due_at", "fanned_out_at", "attempts", "error", "recorded_at"]}),
    ]
