"""The salesperson's desk: who asked, what for, from which page, and what has been done about it."""

from functools import partial

from django.contrib import admin, messages
from django.db import transaction
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from cms.desk.admin import ModelAdmin, state_badge
from cms.desk.paging import KeyFirstPaginator
from cms.intake.texts import one_line
from cms.workbench.saving import KeepsFilters
from leads.admin.enquiries import journey_of, send_file
from leads.admin.sight import MaskedLeads
from leads.assignment import workers
from leads.board import show as show_board
from leads.models import Lead
from leads.numbers import show as show_numbers
from leads.sight import drawn, seen
from leads.working import VALUES, WorkForm

SHOWN_ENTRIES = 100


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


class OverdueFilter(admin.SimpleListFilter):
    """Answers and next steps that should have come by now."""

    title = _("overdue")
    parameter_name = "overdue"

    def lookups(self, request, model_admin):
        return [("yes", _("Either")), ("answer", _("The answer")), ("step", _("The next step"))]

    def queryset(self, request, queryset):
        asked = queryset.model.objects
        late = {"yes": asked.overdue, "answer": asked.late_answers, "step": asked.late_steps}
        return queryset.filter(pk__in=late[self.value()]().values("pk")) if self.value() in late else queryset


@admin.register(Lead)
class LeadAdmin(MaskedLeads, KeepsFilters, ModelAdmin):
    form = WorkForm
    menu, icon, place = "leads", "contact_mail", 10
    list_display = ["who", "standing", "received", "reach", "page", "worth", "due", "owner"]
    list_filter = ["stage", OverdueFilter, QuarantineFilter, "owner", "received_at"]
    search_fields = ["contact__name", "contact__ways__value", "contact__ways__typed", "contact__company__name"]
    search_fields += ["enquiries__name", "enquiries__company", "enquiries__message"]
    search_help_text = _("Name, contact, company or words of the enquiry")
    list_select_related = False
    paginator = KeyFirstPaginator
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["standing", "who", "reach", "company", "received", "as_sent", "journey"]}),
        (_("Stage and next step"), {"fields": ["stage", "lost_reason", "owner", "next_step", "next_step_at"]}),
        (_("What it is worth"), {"fields": list(VALUES)}),
        (_("Timeline"), {"fields": ["entry_kind", "entry_text", "timeline"]}),
        (_("The same contact before and after"), {"fields": ["others"]}),
    ]
    readonly_fields = ["standing", "who", "reach", "company", "received", "as_sent", "journey", "timeline", "others"]
    actions = ["mark_selected_contacted", "release_selected"]
    actions_list = ["open_board"]
    actions_submit_line = ["mark_contacted", "release", "set_apart"]

    def has_add_permission(self, request):
        return False

    def get_urls(self):
        board = self.admin_site.admin_view(partial(show_board, model_admin=self))
        numbers = self.admin_site.admin_view(partial(show_numbers, model_admin=self))
        file = self.admin_site.admin_view(partial(send_file, model_admin=self))
        return [
            path("board/", board, name="leads_lead_board"),
            path("numbers/", numbers, name="leads_lead_numbers"),
            path("<int:pk>/file/<int:file>/", file, name="leads_lead_file"),
            *super().get_urls(),
        ]

    def has_numbers_permission(self, request):
        return request.user.has_perm("leads.view_numbers")

    def get_queryset(self, request):
        rows = super().get_queryset(request).with_contact().prefetch_related("enquiries__about")
        is_one = "object_id" in getattr(request.resolver_match, "kwargs", {})
        return rows.prefetch_related("enquiries__consent", "enquiries__files") if is_one else rows

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "owner":
            kwargs["queryset"] = workers()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        with transaction.atomic():
            form.keep(Lead.objects.get(pk=obj.pk), by=request.user)
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

    @admin.display(description=_("name"))
    def who(self, lead):
        return format_html("<bdi>{}</bdi>", one_line(seen(lead.name, lead)))

    @admin.display(description=_("company"))
    def company(self, lead):
        return format_html("<bdi>{}</bdi>", lead.contact.company or "—")

    @admin.display(description=_("state"), ordering="stage")
    def standing(self, lead):
        return state_badge(*lead.standing)

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, lead):
        return f"{timezone.localtime(lead.received_at):%Y-%m-%d %H:%M}"

    @admin.display(description=_("contact"))
    def reach(self, lead):
        """Every way, as typed, with the spelling that can be dialled behind it."""
        return drawn(lead)

    @admin.display(description=_("page"))
    def page(self, lead):
        enquiry = next(iter(lead.enquiries.all()), None)
        return format_html("<bdi>{}</bdi>", one_line(seen(enquiry.page.title, lead), 40)) if enquiry else "—"

    @admin.display(description=_("amount"), ordering="amount")
    def worth(self, lead):
        return lead.worth or "—"

    @admin.display(description=_("next step"), ordering="next_step_at")
    def due(self, lead):
        if not lead.next_step_at:
            return "—"
        when = f"{timezone.localtime(lead.next_step_at):%m-%d %H:%M}"
        badge = state_badge("late", _("overdue")) if lead.is_overdue else ""
        return format_html("{} <small>{}</small> {}", when, one_line(seen(lead.next_step, lead), 30), badge)

    @admin.display(description=_("the enquiry as it was sent"))
    def as_sent(self, lead):
        return render_to_string("admin/leads/enquiries.html", {"enquiries": lead.enquiries.all(), "lead": lead})

    @admin.display(description=_("how they came"))
    def journey(self, lead):
        return journey_of(lead)

    @admin.display(description=_("timeline"))
    def timeline(self, lead):
        entries = lead.entries.select_related("by")[: SHOWN_ENTRIES + 1]
        context = {"entries": entries, "most": SHOWN_ENTRIES, "lead": lead}
        return render_to_string("admin/leads/timeline.html", context)

    @admin.display(description=_("other leads"))
    def others(self, lead):
        return render_to_string("admin/leads/others.html", {"leads": lead.others_of_this_contact().with_contact()[:20]})

    # What can be done

    @action(description=_("Board"), permissions=["view"], url_path="to-the-board")
    def open_board(self, request):
        return redirect("admin:leads_lead_board")

    @action(description=_("Mark as contacted"), permissions=["change"])
    def mark_contacted(self, request, lead):
        lead.move_to(Lead.Stage.CONTACTED, by=request.user)
        messages.success(request, _("Marked as contacted."))

    @action(description=_("Release from quarantine"), permissions=["change"])
    def release(self, request, lead):
        lead.release(by=request.user)
        messages.success(request, _("Released; the mail to the salespeople goes out now."))

    @action(description=_("Set apart as spam"), permissions=["change"])
    def set_apart(self, request, lead):
        lead.quarantine(by=request.user)
        messages.success(request, _("Set apart. It stays under “Quarantined” in the list."))

    @admin.action(description=_("Mark as contacted"), permissions=["change"])
    def mark_selected_contacted(self, request, queryset):
        for lead in queryset.filter(stage=Lead.Stage.NEW):
            lead.move_to(Lead.Stage.CONTACTED, by=request.user)

    @admin.action(description=_("Release from quarantine"), permissions=["change"])
    def release_selected(self, request, queryset):
        for lead in queryset:
            lead.release(by=request.user)
