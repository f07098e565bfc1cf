"""Plans in the admin: a short brief each."""

from django import forms
from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from cms.calendar.models import Plan, kind_choices
from cms.desk.admin import ModelAdmin, state_badge
from cms.desk.seen import SeenForm
from cms.people.models import User


class OpenFilter(admin.SimpleListFilter):
    """Done plans are shown only when asked for."""

    title = _("state")
    parameter_name = "plans"

    def lookups(self, request, model_admin):
        return [("done", _("Done")), ("all", _("All"))]

    def queryset(self, request, rows):
        return {"done": rows.exclude(done_at=None), "all": rows}.get(self.value(), rows.open())


class PlanForm(SeenForm):
    """The kinds that its person may begin; authors plan for themselves."""

    kind = forms.ChoiceField(label=_("kind of content"), widget=UnfoldAdminSelectWidget)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = kind_choices(self.person)
        if self.instance.pk and self.instance.kind not in dict(known):
            known.append((self.instance.kind, self.instance.kind_name or self.instance.kind))
        self.fields["kind"].choices = known


@admin.register(Plan)
class PlanAdmin(ModelAdmin):
    """Everybody's plans for who may assign, one's own for everybody else."""

    form = PlanForm
    menu, icon, place = "content", "edit_calendar", 5
    list_display = ["title", "kind_word", "owner", "due_day", "standing_badge"]
    list_filter = [OpenFilter]
    list_select_related = ["owner"]
    search_fields = ["title", "keyword"]
    fields = ["title", "kind", "due_on", "owner", "keyword", "note"]
    readonly_fields = ["became"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"person": request.user})

    def get_fields(self, request, obj=None):
        return [*self.fields, "became"] if obj else self.fields

    def get_changeform_initial_data(self, request):
        """One's own, of the kind that was planned last."""
        last = Plan.objects.of(request.user).order_by("-pk").values_list("kind", flat=True).first()
        return {"owner": request.user.pk, "kind": last} | super().get_changeform_initial_data(request)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.has_perm("calendar.assign_plan") else [*fields, "owner"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "owner":
            kwargs["queryset"] = User.objects.filter(is_active=True, is_staff=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request):
        return super().get_queryset(request).of(request.user)

    def may_touch(self, request, plan) -> bool:
        return plan is None or plan.may_be_changed_by(request.user)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.may_touch(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.may_touch(request, obj)

    def save_model(self, request, obj, form, change):
        if not request.user.has_perm("calendar.assign_plan"):
            obj.owner = request.user
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        if {"_addanother", "_continue", "_popup"}.isdisjoint(request.POST):
            self.message_user(request, _("Planned."))
            return HttpResponseRedirect(f"{reverse('calendar:month')}?on={obj.due_on.isoformat()}")
        return super().response_add(request, obj, post_url_continue)

    @admin.display(description=_("kind of content"), ordering="kind")
    def kind_word(self, plan):
        return plan.kind_name

    @admin.display(description=_("due day"), ordering="due_on")
    def due_day(self, plan):
        return plan.due_on.isoformat()

    @admin.display(description=_("state"))
    def standing_badge(self, plan):
        return state_badge(*plan.standing)

    @admin.display(description=_("tied to"))
    def became(self, plan):
        thing = plan.thing() if plan.pk else None
        if thing is None:
            return "—"
        return format_html('<a class="desk-link" href="{}">{}</a>', thing.get_edit_url(), thing)
