"""Retention rules: written, looked at, and only then switched on."""

from datetime import timedelta

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.desk.admin import ModelAdmin, state_badge
from leads.models import RetentionRule
from leads.sight import shown_to

SHOWN = 50


@admin.register(RetentionRule)
class RetentionRuleAdmin(ModelAdmin):
    """How long leads are kept."""

    menu, icon, place = "leads", "auto_delete", 73
    list_display = ["__str__", "deed", "standing", "look"]
    fields = ["what", "months", "deed"]

    def get_urls(self):
        view = self.admin_site.admin_view(self.preview)
        return [path("<int:pk>/preview/", view, name="leads_retentionrule_preview"), *super().get_urls()]

    def save_model(self, request, obj, form, change):
        """A rule that says something new waits for somebody to look at it again."""
        if form.changed_data:
            obj.is_on = False
        super().save_model(request, obj, form, change)

    def preview(self, request, pk):
        """Whom the rule would forget today and within thirty days; a POST switches it."""
        rule = RetentionRule.objects.filter(pk=pk).first()
        if rule is None:
            raise Http404
        if not self.has_change_permission(request, rule):
            raise PermissionDenied
        if request.method == "POST":
            rule.switch("on" in request.POST, by=request.user)
            messages.success(request, _("Switched on.") if rule.is_on else _("Switched off."))
            return HttpResponseRedirect(reverse("admin:leads_retentionrule_changelist"))
        now, soon = rule.due(), rule.due(timezone.now() + timedelta(days=30))
        context = {
            "title": str(rule),
            "opts": self.opts,
            "rule": rule,
            "now": now.count(),
            "soon": soon.count(),
            "leads": shown_to(request.user, soon).with_contact()[:SHOWN],
        }
        return render(request, "admin/leads/retention.html", self.admin_site.each_context(request) | context)

    @admin.display(description=gettext_lazy("state"), ordering="is_on")
    def standing(self, rule):
        return state_badge("done", _("on")) if rule.is_on else state_badge("waiting", _("off"))

    @admin.display(description="")
    def look(self, rule):
        url = reverse("admin:leads_retentionrule_preview", args=[rule.pk])
        return format_html('<a href="{}">{}</a>', url, _("Whom it concerns"))
