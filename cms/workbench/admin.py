"""Templates as editors keep them in order."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from cms.desk.admin import ModelAdmin
from cms.publishing import contents
from cms.workbench.models import Template

SHOWN = 2000


class KindFilter(admin.SimpleListFilter):
    """Which kind of thing begins with it."""

    title = _("for")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        kinds = Template.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return [(template.kind, template.kind_name) for template in (Template(kind=kind) for kind in kinds)]

    def queryset(self, request, rows):
        return rows.filter(kind=self.value()) if self.value() else rows


@admin.register(Template)
class TemplateAdmin(ModelAdmin):
    """Beginnings for common kinds of things: named, ordered, taken away; each is made from the form of a thing."""

    menu, icon, place = "content", "file_copy", 80
    list_display = ["name", "kind_name", "description", "made_by", "made_at"]
    list_filter = [KindFilter]
    list_select_related = ["made_by"]
    search_fields = ["name", "description"]
    ordering_field = "position"
    hide_ordering_field = True
    fields = ["name", "description", "kind_name", "words"]
    readonly_fields = ["kind_name", "words"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if request.resolver_match.kwargs.get("object_id") else rows.defer("data")

    def has_add_permission(self, request):
        return False  # a template is made from a thing, on the thing's form

    @admin.display(description=_("for"))
    def kind_name(self, template):
        return template.kind_name

    @admin.display(description=_("what it begins with"))
    def words(self, template):
        text = contents.words_of(template.data, template.model)[:SHOWN] if template.model else ""
        return format_html_join("", "<p>{}</p>", ((line,) for line in text.splitlines())) or "—"
