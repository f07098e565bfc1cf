"""The salesperson's desk: who asked, what for, from which page, and what has been done about it."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from cms.desk.admin import ModelAdmin, state_badge
from cms.intake.texts import one_line
from cms.people.roles import ADMINISTRATOR
from leads.models import Lead
from leads.notifications import SALESPERSON


class QuarantineFilter(admin.SimpleListFilter):
    """Honest leads, unless somebody asks for what was set apart."""

    title = _("quarantine")
    parameter_name = "quarantine"

    def lookups(self, request, model_admin):
        return [("only", _("Quarantined")), ("all", _("Both"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": _("Not quarantined")}, *others]

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        return queryset.filter(is_quarantined=self.value() == "only")


@admin.register(Lead)
class LeadAdmin(ModelAdmin):
    form = forms.ModelForm  # colleagues change different fields of one lead, and each is saved alone
    menu, icon, place = "leads", "contact_mail", 10
    list_display = ["who", "standing", "received", "reach", "page", "owner"]
    list_filter = ["stage", QuarantineFilter, "owner"]
    search_fields = ["name", "contact", "contact_value", "company", "enquiries__message"]
    search_help_text = _("Name, contact, company or words of the enquiry")
    list_select_related = ["owner"]
    date_hierarchy = "received_at"
    fieldsets = [
        (None, {"fields": ["standing", "who", "reach", "company", "received", "as_sent"]}),
        (_("What we do about it"), {"fields": ["stage", "owner", "notes"]}),
        (_("The same contact before and after"), {"fields": ["others"]}),
    ]
    readonly_fields = ["standing", "who", "reach", "company", "received", "as_sent", "others"]
    actions = ["mark_selected_contacted", "release_selected"]
    actions_submit_line = ["mark_contacted", "release", "set_apart"]

    def has_add_permission(self, request):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("enquiries__about", "enquiries__consent")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "owner":
            works_leads = Q(groups__name__in=[SALESPERSON, ADMINISTRATOR]) | Q(is_superuser=True)
            kwargs["queryset"] = get_user_model().objects.filter(works_leads, is_active=True).distinct()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        """Save what this person has changed and nothing else: a colleague may be at the same lead."""
        if form.changed_data:
            obj.save(update_fields=form.changed_data)
        for button in self.get_actions_submit_line(request, obj.pk):
            if button.action_name in request.POST:
                button.method(request, obj)

    def get_actions_submit_line(self, request, object_id):
        """Only the buttons that make sense for this lead as it stands."""
        lead = self.get_object(request, object_id)
        if lead is None:
            return []
        sensible = {"release"} if lead.is_quarantined else {"set_apart"}
        if not lead.is_quarantined and lead.stage == Lead.Stage.NEW:
            sensible.add("mark_contacted")
        buttons = super().get_actions_submit_line(request, object_id)
        return [button for button in buttons if button.action_name.removeprefix("leads_lead_") in sensible]

    # What is shown

    @admin.display(description=_("name"), ordering="name")
    def who(self, lead):
        return format_html("<bdi>{}</bdi>", one_line(lead.name))

    @admin.display(description=_("state"), ordering="stage")
    def standing(self, lead):
        return state_badge(*lead.standing)

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, lead):
        return f"{timezone.localtime(lead.received_at):%Y-%m-%d %H:%M}"

    @admin.display(description=_("contact"), ordering="contact_value")
    def reach(self, lead):
        """As typed, with the spelling that can be dialled where that differs."""
        schemes = {Lead.Kind.PHONE: "tel:", Lead.Kind.EMAIL: "mailto:"}
        typed = one_line(lead.contact)
        if scheme := schemes.get(lead.contact_kind):
            typed = format_html('<a href="{}{}"><bdi>{}</bdi></a>', scheme, lead.contact_value, typed)
        return format_html("{} <small>{}</small>", typed, lead.get_contact_kind_display())

    @admin.display(description=_("page"))
    def page(self, lead):
        enquiry = next(iter(lead.enquiries.all()), None)
        return format_html("<bdi>{}</bdi>", one_line(enquiry.page.title, 40)) if enquiry else "—"

    @admin.display(description=_("the enquiry as it was sent"))
    def as_sent(self, lead):
        return render_to_string("admin/leads/enquiries.html", {"enquiries": lead.enquiries.all()})

    @admin.display(description=_("other leads"))
    def others(self, lead):
        return render_to_string("admin/leads/others.html", {"leads": lead.others_of_this_contact()[:20]})

    # What can be done

    @action(description=_("Mark as contacted"), permissions=["change"])
    def mark_contacted(self, request, lead):
        lead.mark_contacted(request.user)
        messages.success(request, _("Marked as contacted."))

    @action(description=_("Release from quarantine"), permissions=["change"])
    def release(self, request, lead):
        lead.release()
        messages.success(request, _("Released; the mail to the salespeople goes out now."))

    @action(description=_("Set apart as spam"), permissions=["change"])
    def set_apart(self, request, lead):
        lead.quarantine()
        messages.success(request, _("Set apart. It stays under “Quarantined” in the list."))

    @admin.action(description=_("Mark as contacted"), permissions=["change"])
    def mark_selected_contacted(self, request, queryset):
        for lead in queryset:
            lead.mark_contacted(request.user)

    @admin.action(description=_("Release from quarantine"), permissions=["change"])
    def release_selected(self, request, queryset):
        for lead in queryset:
            lead.release()
