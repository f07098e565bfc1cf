"""People and their roles, for administrators."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminPasswordChangeForm, UserChangeForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from cms.desk.admin import ModelAdmin, state_badge
from cms.people import letters
from cms.people.forms import InviteForm
from cms.people.models import User

admin.site.unregister(Group)


class RoleFilter(admin.RelatedFieldListFilter):
    """Roles by the names that people know them by."""

    def field_choices(self, field, request, model_admin):
        return [(pk, gettext(name)) for pk, name in super().field_choices(field, request, model_admin)]


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):
    """People who sign in; what they may do comes from their role alone."""

    menu, icon, place = "system", "group", 10
    form, add_form, change_password_form = UserChangeForm, InviteForm, AdminPasswordChangeForm
    list_display = ["username", "display_name", "email", "role_names", "standing", "last_login"]
    list_filter = [("groups", RoleFilter), "is_active"]
    search_fields = ["username", "display_name", "email"]
    filter_horizontal = ()
    add_form_template = None  # Django's promises more to fill in afterwards
    fieldsets = [
        (None, {"fields": ["username", "password_state", "display_name", "email", "language"]}),
        (_("What this person may do"), {"fields": ["is_active", "is_staff", "groups"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["password_state", "last_login", "date_joined"]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["email", "display_name", "language", "groups"],
                "description": _("A letter goes to this address, with a link to choose a password; it works once."),
            },
        )
    ]
    actions = ["invite_again"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label_from_instance = lambda group: gettext(group.name)
        return field

    @admin.display(description=_("password"))
    def password_state(self, user):
        """Whether there is one; its hash tells nobody anything."""
        said = _("chosen") if user.has_usable_password() else _("not chosen yet")
        return format_html('{} · <a class="desk-link" href="../password/">{}</a>', said, _("Set another one"))

    @admin.display(description=_("role"))
    def role_names(self, user):
        return ", ".join(gettext(group.name) for group in user.groups.all()) or "—"

    @admin.display(description=_("state"), ordering="is_active")
    def standing(self, user):
        if user.is_active:
            return state_badge("published", _("active"))
        return state_badge("scheduled", _("invited")) if user.is_invited else state_badge("retired", _("locked"))

    def save_related(self, request, form, formsets, change):
        """Somebody new is asked to come in, in the transaction that makes them."""
        super().save_related(request, form, formsets, change)
        if not change:
            letters.invite(form.instance, by=request.user)
            messages.info(request, _("An invitation goes to %(email)s.") % {"email": form.instance.email})

    @admin.action(description=_("Send the invitation again"), permissions=["change"])
    def invite_again(self, request, queryset):
        """The link of the earlier letter no longer works then."""
        waiting = [user for user in queryset if user.is_invited]
        with transaction.atomic():
            for user in waiting:
                letters.invite(user, by=request.user)
        if len(waiting) < len(queryset):
            messages.warning(request, _("Who has signed in or is locked gets no invitation."))
        if waiting:
            sentence = ngettext("%d invitation goes out.", "%d invitations go out.", len(waiting))
            messages.success(request, sentence % len(waiting))
