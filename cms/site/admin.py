"""Identity, menu and contact channels."""

from django import forms
from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from cms.desk.admin import ModelAdmin, state_badge
from cms.publishing import addresses
from cms.publishing.admin import PublishableAdmin
from cms.publishing.drafting import DraftForm
from cms.site import scopes
from cms.site.models import ContactChannel, Identity, MenuItem, Promotion, Snippet


@admin.register(Identity)
class IdentityAdmin(ModelAdmin):
    """One row: the list leads straight to it."""

    menu, icon, place = "site", "landscape_2", 10
    fieldsets = [
        (None, {"fields": ["name", "latin_name", "legal_name", "slogan", "speciality", "founded_year", "description"]}),
        (_("Pictures"), {"fields": ["logo", "share_picture"]}),
        (_("Records"), {"fields": ["icp_number", "police_number"]}),
    ]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Identity.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        found = Identity.objects.first() if self.has_view_permission(request) else None
        if found:
            return redirect(reverse("admin:site_identity_change", args=[found.pk]))
        return super().changelist_view(request, extra_context)


@admin.register(MenuItem)
class MenuItemAdmin(ModelAdmin):
    """The main menu, ordered by dragging."""

    menu, icon, place = "site", "menu", 20
    list_display = ["label", "second_label", "address", "parent", "leads_to"]
    list_select_related = ["parent"]
    ordering_field = "position"
    hide_ordering_field = True

    @admin.display(description=_("leads to"))
    def leads_to(self, item):
        paths = addresses.live_addresses({item.target_ref} - {""})
        if not item.leads_somewhere(paths):
            what = (
                _("not public now: shown without a link") if item.target_ref else _("no page is there: please mend it")
            )
            return state_badge("failing", what)
        return item.current_address(paths)


CHANNEL_STANDINGS = {"published": _("Shown"), "scheduled": _("Not yet"), "expired": _("No longer")}


@admin.register(ContactChannel)
class ContactChannelAdmin(ModelAdmin):
    """Phone, WeChat, mail, address, hours: changed here, new everywhere."""

    menu, icon, place = "site", "contact_phone", 30
    list_display = ["label", "kind", "value", "standing_badge", "valid_from", "valid_until"]
    fieldsets = [
        (None, {"fields": ["kind", "label", "value"]}),
        (_("Map or QR code"), {"fields": ["link", "qr"]}),
        (_("When it is shown"), {"fields": ["valid_from", "valid_until"]}),
    ]
    ordering_field = "position"
    hide_ordering_field = True

    @admin.display(description=_("state"))
    def standing_badge(self, channel):
        return state_badge(channel.standing, CHANNEL_STANDINGS[channel.standing])


class SnippetForm(DraftForm):
    """Narrowed by choosing, not by typing a reference."""

    scope = forms.ChoiceField(label=_("only in"), required=False, widget=UnfoldAdminSelectWidget)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["scope"]
        field.help_text = Snippet._meta.get_field("scope").help_text
        field.choices = [("", _("every article")), *scopes.choices()]


@admin.register(Snippet)
class SnippetAdmin(PublishableAdmin):
    """Lead-ins and closings, written once for all articles."""

    form = SnippetForm
    menu, icon, place = "site", "format_quote", 40
    list_display = ["title", "placement", "standing_badge", "publication_time"]
    fieldsets = [
        (None, {"fields": ["title", "placement", "scope", "body"]}),
        (_("Call to action"), {"fields": ["action_label", "action_address"]}),
    ]


@admin.register(Promotion)
class PromotionAdmin(PublishableAdmin):
    """Promotions, always marked as such."""

    menu, icon, place = "site", "campaign", 50
    list_display = ["title", "placement", "standing_badge", "publication_time", "live_until"]
    fieldsets = [(None, {"fields": ["title", "placement", "text", "link", "picture"]})]
