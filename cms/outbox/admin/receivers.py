"""Webhooks and robots, for administrators: what was typed as a secret is never shown again."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from unfold.decorators import action
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminPasswordWidget

from cms.desk.admin import ModelAdmin, state_badge
from cms.desk.seen import SeenForm
from cms.outbox.models import Robot, Webhook
from cms.outbox.receivers import host_of
from cms.outbox.telling import write_test
from cms.outbox.topics import about, choices

NEW_SECRET = "outbox-new-secret"  # noqa: S105 (where in a session)


class ReceiverForm(SeenForm):
    """What it is told of is chosen among what apps offer."""

    verbs = forms.MultipleChoiceField(label=_("what it is told of"), widget=UnfoldAdminCheckboxSelectMultipleWidget)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "verbs" in self.fields:
            self.fields["verbs"].choices = choices()


class RobotForm(ReceiverForm):
    """The address and the secret can be replaced, and not be read."""

    hidden = ("address", "secret")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            return
        for name in self.hidden:
            if name in self.fields:
                self.fields[name].required, self.initial[name] = False, ""
                self.fields[name].help_text = _("Kept and not shown. Left empty, it stays as it is.")
                self.versions.pop(name, None)  # what a colleague typed is not quoted either
        self.initial["seen"] = " ".join(f"{name}:{stamp}" for name, stamp in self.versions.items())

    def clean_address(self):
        return self.cleaned_data["address"] or self.instance.address

    def clean_secret(self):
        return self.cleaned_data["secret"] or self.instance.secret


class ReceiverAdmin(ModelAdmin):
    """What both have: a state, what they are told of, a test message, and how their deliveries go."""

    menu = "system"
    actions = ["test_selected"]
    actions_submit_line = ["test_this"]

    @admin.display(description=_("state"), ordering="is_on")
    def standing(self, receiver):
        if receiver.is_on:
            return state_badge("published", _("on"))
        return state_badge("failed" if receiver.off_because else "retired", receiver.off_because or _("off"))

    @admin.display(description=_("what it is told of"))
    def told_of(self, receiver):
        return "、".join(str(topic.label) for verb in receiver.verbs if (topic := about(verb))) or "—"

    def test(self, request, receiver):
        delivery = write_test(receiver)
        url = reverse("admin:outbox_delivery_change", args=[delivery.pk])
        self.log_change(request, receiver, str(_("A test message")))
        said = _("A test message is on its way; how it went is said in the outbox: %(url)s")
        messages.success(request, said % {"url": url})

    @action(description=_("Send a test message"), permissions=["change"])
    def test_this(self, request, obj):
        self.test(request, obj)

    @admin.action(description=_("Send a test message"), permissions=["change"])
    def test_selected(self, request, queryset):
        for receiver in queryset:
            self.test(request, receiver)


@admin.register(Webhook)
class WebhookAdmin(ReceiverAdmin):
    """Programs that are told."""

    form = ReceiverForm
    icon, place = "webhook", 62
    list_display = ["name", "host", "told_of", "carries_contact", "standing"]
    fieldsets = [
        (None, {"fields": ["name", "url", "verbs", "carries_contact", "is_on"]}),
        (_("Signature"), {"fields": ["secret_state"]}),
    ]
    readonly_fields = ["secret_state"]
    actions_submit_line = ["test_this", "renew_secret"]

    def get_urls(self):
        page = self.admin_site.admin_view(self.secret_page)
        return [path("<int:pk>/secret/", page, name="outbox_webhook_secret"), *super().get_urls()]

    @admin.display(description=_("host"))
    def host(self, hook):
        return host_of(hook.url)

    @admin.display(description=_("secret"))
    def secret_state(self, hook):
        """That there is one; it was shown once, to whoever made it."""
        return _("There is one. It was shown once and is not shown again; make a new one if it is lost.")

    def response_add(self, request, obj, post_url_continue=None):
        super().response_add(request, obj, post_url_continue)
        return self.to_secret(request, obj)

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        return self.to_secret(request, obj) if getattr(request, "has_new_secret", False) else response

    def to_secret(self, request, hook):
        request.session[NEW_SECRET] = hook.pk
        return redirect("admin:outbox_webhook_secret", hook.pk)

    @method_decorator(never_cache)
    def secret_page(self, request, pk):
        """Once, to whoever has just made it."""
        hook = Webhook.objects.filter(pk=pk).first()
        if hook is None:
            raise Http404
        if not self.has_change_permission(request, hook):
            raise PermissionDenied
        is_new = request.session.pop(NEW_SECRET, None) == pk
        context = {"title": hook.name, "hook": hook, "secret": hook.secret if is_new else ""}
        return render(request, "admin/outbox/secret.html", self.admin_site.each_context(request) | context)

    @action(description=_("Make a new secret"), permissions=["change"])
    def renew_secret(self, request, obj):
        obj.renew_secret()
        request.has_new_secret = True
        self.log_change(request, obj, str(_("Make a new secret")))


@admin.register(Robot)
class RobotAdmin(ReceiverAdmin):
    """Group chats that are told."""

    form = RobotForm
    icon, place = "smart_toy", 63
    list_display = ["name", "kind", "told_of", "carries_contact", "standing"]
    fieldsets = [
        (None, {"fields": ["kind", "name", "address", "secret"]}),
        (_("What it is told of"), {"fields": ["verbs", "carries_contact", "is_on"]}),
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in RobotForm.hidden:
            kwargs["widget"] = UnfoldAdminPasswordWidget(attrs={"autocomplete": "off"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)
