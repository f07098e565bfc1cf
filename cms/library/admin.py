"""The library as editors work with it."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import Script
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.desk.admin import ModelAdmin
from cms.library import chooser, gate, renditions, serving, uploading, uses
from cms.library.filters import AltFilter, LicenceEndFilter, RenditionFilter
from cms.library.forms import DocumentForm, PictureForm
from cms.library.models import Document, Picture, printable
from cms.library.storage import private


class AssetAdmin(ModelAdmin):
    """What pictures and documents share: a file that only staff may open, and where it is used."""

    menu = "library"
    date_hierarchy = None
    list_per_page = 48

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [path("<int:pk>/file/", self.admin_site.admin_view(self.file_view), name=f"{name}_file")]
        return own + super().get_urls()

    def file_view(self, request, pk):
        """The bytes, for people who may see the library; published or not."""
        asset = get_object_or_404(self.model, pk=pk)
        if not self.has_view_permission(request, asset):
            raise PermissionDenied
        file_name = self.file_for(request, asset)
        options = {"etag": file_name, "cache": "no-store, private", "download_name": asset.download_name}
        try:
            return serving.respond(request, private, file_name, **options)
        except FileNotFoundError:
            raise Http404 from None

    def file_for(self, request, asset) -> str:
        return asset.file.name

    def has_delete_permission(self, request, obj=None):
        """Nobody deletes what is in use."""
        return super().has_delete_permission(request, obj) and (obj is None or not uses.where_used(obj))

    def get_deleted_objects(self, objs, request):
        """Name what stands in the way; the renditions and the rest that go with a picture need no list."""
        used = [f"{use.kind}: {use.label}" for obj in objs for use in uses.where_used(obj)]
        return [str(obj) for obj in objs], {self.opts.verbose_name_plural: len(objs)}, set(), used

    def get_object(self, request, object_id, from_field=None):
        asset = super().get_object(request, object_id, from_field)
        if asset is not None:
            asset.shown_to = request
        return asset

    def may_see(self, request, obj) -> bool:
        """Whether the admin would show this person the object itself."""
        its_admin = self.admin_site._registry.get(type(obj))
        if its_admin is None or not its_admin.has_view_permission(request, obj):
            return False
        return its_admin.get_queryset(request).filter(pk=obj.pk).exists()

    @admin.display(description=_("used by"))
    def used_by(self, asset):
        used = uses.where_used(asset, may_see=partial(self.may_see, asset.shown_to)) if asset.pk else []
        return render_to_string("admin/library/uses.html", {"uses": used})

    @admin.display(description=_("end of the licence"), ordering="licence_ends_on")
    def licence_state(self, asset):
        return render_to_string("admin/library/licence_state.html", {"asset": asset}) if asset.licence_ends_on else "—"

    @admin.display(description=_("size"), ordering="byte_size")
    def weight(self, asset):
        return filesizeformat(asset.byte_size)


@admin.register(Picture)
class PictureAdmin(AssetAdmin):
    """Pictures as cards; uploading several at once, then saying what each shows."""

    icon, place = "photo_library", 10
    form = PictureForm
    list_display = ["alt", "uploaded_at"]
    list_filter = [AltFilter, LicenceEndFilter, "licence", RenditionFilter]
    search_fields = ["alt", "original_name", "credit"]
    search_help_text = _("Words of the alternative text, the credit or the file name")
    actions = ["make_sizes_again"]
    actions_selection_counter = False  # the script that counts looks for table rows
    readonly_fields = ["preview", "facts", "used_by"]
    fieldsets = [
        (None, {"fields": ["preview", ("focal_x", "focal_y"), "alt", "is_decorative"]}),
        (_("Where it is from"), {"fields": ["credit", "licence", "licence_note", "licence_ends_on"]}),
        (_("This file"), {"fields": ["facts", "used_by"]}),
    ]
    change_list_template = "admin/library/picture/change_list.html"

    class Media:
        css = {"all": ["css/library.css"]}
        js = [Script(f"js/library-{name}.js", type="module") for name in ("chooser", "focal", "upload")]

    def get_urls(self):
        own = [
            path("choose/", self.choose_view, name="library_picture_choose"),
            path("dialog/", self.dialog_view, name="library_picture_dialog"),
            path("upload/", self.upload_view, name="library_picture_upload"),
            path("words/", self.admin_site.admin_view(self.words_view), name="library_picture_words"),
        ]
        return own + super().get_urls()

    # --- What the chooser asks -----------------------------------------------------------------------------------

    def refusal(self, request, permission: str, method: str):
        """The answer to somebody who may not, or asks in the wrong way; None for everybody else."""
        if not self.admin_site.has_permission(request):
            return chooser.refused(_("You are not signed in any more. Sign in again in another tab."), status=401)
        if not request.user.has_perm(permission):
            return chooser.refused(_("You may not do this. Ask an administrator."), status=403)
        return None if request.method == method else HttpResponseNotAllowed([method])

    def choose_view(self, request):
        return self.refusal(request, "library.view_picture", "GET") or chooser.choose(request)

    def upload_view(self, request):
        return self.refusal(request, "library.add_picture", "POST") or chooser.upload(request)

    def dialog_view(self, request):
        """The dialog's HTML in this person's language, fetched once a page."""
        context = {"accept": gate.ACCEPT, "may_add": self.has_add_permission(request)}
        refusal = self.refusal(request, "library.view_picture", "GET")
        return refusal or render(request, "admin/library/dialog.html", context)

    # --- Uploading -----------------------------------------------------------------------------------------------

    def add_view(self, request, form_url="", extra_context=None):
        """Several pictures at once; what each shows is said afterwards, looking at it."""
        return uploading.upload(self, request, extra_context)

    def words_view(self, request):
        """One form for the words of many pictures."""
        return uploading.words(self, request)

    def file_for(self, request, asset):
        """The rendition nearest to `?width=`, else the original."""
        wanted = request.GET.get("width", "")
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 6:
            large_enough = asset.renditions.filter(format="webp", width__gte=int(wanted)).order_by("width").first()
            if large_enough and private.exists(large_enough.private_name):
                return large_enough.private_name
        return asset.file.name

    # --- What is shown -------------------------------------------------------------------------------------------

    @admin.display(description=_("picture"))
    def preview(self, picture):
        return render_to_string("admin/library/picture/focal.html", {"picture": picture})

    @admin.display(description=_("file"))
    def facts(self, picture):
        return render_to_string("admin/library/picture/facts.html", {"picture": picture})

    @admin.action(description=_("Make the smaller sizes again"), permissions=["change"])
    def make_sizes_again(self, request, queryset):
        count = renditions.try_again(queryset)
        sentence = ngettext("%d picture will be tried again.", "%d pictures will be tried again.", count)
        messages.success(request, sentence % count)

    def get_search_results(self, request, queryset, search_term):
        """Every word, anywhere, as in the chooser."""
        for word in search_term.split():
            queryset = queryset.filter(
                Q(alt__icontains=word) | Q(original_name__icontains=word) | Q(credit__icontains=word)
            )
        return queryset, False


@admin.register(Document)
class DocumentAdmin(AssetAdmin):
    """Files that readers download."""

    icon, place = "draft", 20
    form = DocumentForm
    list_display = ["title", "format", "weight", "licence_state", "uploaded_at"]
    list_filter = [LicenceEndFilter, "licence"]
    search_fields = ["title", "original_name"]
    readonly_fields = ["facts", "used_by"]

    def get_fieldsets(self, request, obj=None):
        words = (_("Where it is from"), {"fields": ["credit", "licence", "licence_note", "licence_ends_on"]})
        if obj is None:
            return [(None, {"fields": ["upload", "title"]}), words]
        return [(None, {"fields": ["title"]}), words, (_("This file"), {"fields": ["facts", "used_by"]})]

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
            return
        obj.uploaded_by, obj.original_name = request.user, printable(form.cleaned_data["upload"].name)
        obj.title = obj.title or obj.original_name
        Document.objects.keep(obj, form.admitted)

    @admin.display(description=_("file"))
    def facts(self, document):
        return render_to_string("admin/library/document/facts.html", {"document": document})
