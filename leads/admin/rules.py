"""What the desk goes by, for whoever runs it."""

from django.contrib import admin

from cms.desk.admin import ModelAdmin
from leads.assignment import workers
from leads.models import AssignmentRule, SpecialDay, WorkingTime


@admin.register(AssignmentRule)
class AssignmentRuleAdmin(ModelAdmin):
    """Who gets which lead."""

    menu, icon, place = "leads", "route", 60
    list_display = ["__str__", "service", "region", "owner"]
    list_select_related = ["service", "owner"]
    autocomplete_fields = ["service"]
    exclude = ["position"]
    ordering_field = "position"
    hide_ordering_field = True

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "owner":
            kwargs["queryset"] = workers()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(WorkingTime)
class WorkingTimeAdmin(ModelAdmin):
    """When enquiries are answered."""

    menu, icon, place = "leads", "schedule", 61
    list_display = ["weekday", "opens", "closes"]


@admin.register(SpecialDay)
class SpecialDayAdmin(ModelAdmin):
    """Holidays and make-up workdays."""

    menu, icon, place = "leads", "event_busy", 62
    list_display = ["on", "is_working", "like_weekday", "name"]
    list_filter = ["is_working"]
    date_hierarchy = "on"
