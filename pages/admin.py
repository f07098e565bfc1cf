"""Standing pages for editors."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from cms.publishing.admin import PublishableAdmin
from cms.site.models import MenuItem
from pages.composing import SectionInline
from pages.models import Page
from services.models import CaseStudy, Service

TO_PICK = {model._meta.label_lower: model for model in (Article, CaseStudy, Service)}
MOST_FOUND = 12


@admin.register(Page)
class PageAdmin(PublishableAdmin):
    """Home, about, contact and the like: composed of sections."""

    icon, place = "web", 40
    list_display = ["title", "address", "standing_badge", "publication_time", "begun_by"]
    ordering = ["path"]
    search_fields = ["title", "summary", "path"]
    inlines = [SectionInline]
    actions = [*PublishableAdmin.actions, "put_into_menu"]
    fieldsets = [
        (None, {"fields": ["title", "summary", "parent"]}),
        (
            PublishableAdmin.search_engine_fields[0],
            {
                **PublishableAdmin.search_engine_fields[1],
                "fields": ["kind", "cover", *PublishableAdmin.search_engine_fields[1]["fields"]],
            },
        ),
    ]

    @admin.display(description=_("address"), ordering="path")
    def address(self, page):
        return page.get_absolute_url()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "parent":
            field.queryset = Page.objects.kept().filter(kind=Page.Kind.STANDARD).order_by("path")
            field.label_from_instance = lambda page: f"/{page.path}/　{page.title}"
            field.empty_label = _("nothing: it stands at the top")
        return field

    def get_actions(self, request):
        actions = super().get_actions(request)
        if not request.user.has_perm("site.add_menuitem"):
            actions.pop("put_into_menu", None)
        return actions

    @admin.action(description=_("Put into the menu"))
    def put_into_menu(self, request, queryset):
        """An entry at the end of the menu for each page that has none."""
        known = set(MenuItem.objects.values_list("target_ref", flat=True))
        new = [page for page in queryset if f"pages.page:{page.pk}" not in known]
        last = MenuItem.objects.order_by("-position").values_list("position", flat=True).first() or 0
        for place, page in enumerate(new, start=last + 1):
            longest = MenuItem._meta.get_field("label").max_length
            MenuItem.objects.create(label=page.title[:longest], address=page.get_absolute_url(), position=place)
        if new:
            messages.success(
                request, _("In the menu now: %(count)s. A page shows there once it is public.") % {"count": len(new)}
            )
        else:
            messages.info(request, _("They are in the menu already."))

    # --- What sections pick by hand ----------------------------------------------------------------------------

    def get_urls(self):
        choose = path("choose/", self.admin_site.admin_view(self.choose), name="pages_page_choose")
        return [choose, *super().get_urls()]

    def choose(self, request):
        """Things of one kind whose title holds these words, newest first, as JSON for the composer."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        model = TO_PICK.get(request.GET.get("kind", ""))
        if model is None:
            raise Http404
        rows = model.objects.kept()
        for word in request.GET.get("q", "").replace("\0", "").split()[:8]:
            rows = rows.filter(title__icontains=word)
        found = rows.order_by("-pk")[:MOST_FOUND]
        results = [
            {"ref": f"{model._meta.label_lower}:{row.pk}", "title": row.title, "is_live": row.is_live} for row in found
        ]
        return JsonResponse({"results": results})
