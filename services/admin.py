"""Services and cases for editors."""

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.desk.admin import state_badge
from cms.publishing.admin import PublicOnSaveAdmin, PublishableAdmin
from cms.publishing.drafting import PartStacked, PartTabular
from cms.publishing.other_side import OtherSide
from services.models import CasePicture, CaseStudy, Industry, Package, ProcessStep, Result, Service, ServiceFaq


class ShortTexts:
    """Boxes for texts of a few lines are a few lines high."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if type(db_field) is models.TextField:
            field.widget.attrs["rows"] = 4 if (db_field.max_length or 0) > 500 else 2
        return field


class StepInline(ShortTexts, PartTabular):
    """The process, in the order in which it goes."""

    model = ProcessStep


class PackageInline(ShortTexts, PartStacked):
    """What can be bought."""

    model = Package
    fieldsets = [
        (None, {"fields": ["name", ("amount", "unit", "is_from"), "price_text", "included", "note", "position"]}),
    ]


class FaqInline(PartStacked):
    """Questions that prospects ask."""

    model = ServiceFaq


@admin.register(Service)
class ServiceAdmin(ShortTexts, OtherSide, PublishableAdmin):
    """What the agency offers."""

    icon, place = "design_services", 20
    inlines = [StepInline, PackageInline, FaqInline]
    list_display = ["title", "position", "standing_badge", "publication_time", "begun_by"]
    ordering = ["position", "pk"]
    fieldsets = [
        (None, {"fields": ["title", "summary", "cover", "body"]}),
        (_("For whom, and at what price"), {"fields": ["for_whom", "not_for", "price_note"]}),
        (_("Place in the list of services"), {"fields": ["position"]}),
        PublishableAdmin.search_engine_fields,
    ]


@admin.register(Industry)
class IndustryAdmin(ShortTexts, OtherSide, PublicOnSaveAdmin):
    """Lines of business, public as soon as they are saved."""

    icon, place = "factory", 70
    list_display = ["name", "slug", "description"]
    fieldsets = [(None, {"fields": ["name", "description", "slug"]})]


class ResultInline(PartStacked):
    """What was measured; the first one stands for the case in lists."""

    model = Result
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("label", "shown_as", "large"),
                    ("before", "after", "unit", "period"),
                    "evidence",
                    "position",
                ]
            },
        )
    ]
    readonly_fields = ["large"]

    @admin.display(description=_("large figure"))
    def large(self, result):
        """As of the last save."""
        return result.headline if result.after is not None else "—"


class CasePictureInline(PartTabular):
    """Pictures of the work, in the order of the page."""

    model = CasePicture


@admin.register(CaseStudy)
class CaseStudyAdmin(ShortTexts, PublishableAdmin):
    """Work done for clients, with measured results."""

    icon, place = "workspace_premium", 30
    inlines = [ResultInline, CasePictureInline]
    autocomplete_fields = ["industry", "services"]
    search_fields = [*PublishableAdmin.search_fields, "client"]
    list_display = ["title", "leading", "client", "industry", "allowed", "standing_badge", "publication_time"]
    list_filter = [*PublishableAdmin.list_filter, "industry", "permission"]
    list_select_related = ["created_by", "industry"]
    fieldsets = [
        (None, {"fields": ["title", "summary", "cover"]}),
        (_("Client"), {"fields": ["client", "industry", "is_example"]}),
        (
            _("Permission, never shown to the public"),
            {"fields": ["permission", "permission_by", "permission_on", "permission_note"]},
        ),
        (_("The story"), {"fields": ["problem", "action", "client_words", "client_words_by", "services"]}),
        PublishableAdmin.search_engine_fields,
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("results")

    @admin.display(description=_("large figure"))
    def leading(self, case):
        return case.leading_result.headline if case.leading_result else "—"

    @admin.display(description=_("client's permission"))
    def allowed(self, case):
        if case.missing_for_publication():
            return state_badge("draft", _("missing"))
        return _("made-up example") if case.is_example else case.get_permission_display()
