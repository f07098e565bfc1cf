"""The trash of all kinds: who put what there, how long it stays, and the ways out of it."""

from typing import NamedTuple

from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F, Value
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from cms.desk.admin import ModelAdmin
from cms.publishing.kinds import publishable_model, publishable_models
from cms.publishing.models import Publishable, Trashed
from cms.publishing.trash import KEPT_FOR

MOST = 200
PER_PAGE = 50


class Line(NamedTuple):
    """A thing in the trash as the list shows it."""

    thing: Publishable
    kind: str
    ref: str
    by: object
    days_left: int
    was_public: bool
    may_put_back: bool


def refs_in(values) -> list[tuple[type[Publishable], int]]:
    """The things that `articles.article:4,5` and the like name, at most MOST."""
    found = []
    for value in values:
        label, _colon, keys = value.partition(":")
        model = publishable_model(label)
        good = (key for key in keys.split(",") if key.isascii() and key.isdecimal() and len(key) < 19)
        found += [(model, int(key)) for key in good if model]
    return found[:MOST]


@admin.register(Trashed)
class TrashedAdmin(ModelAdmin):
    """Everything that was thrown away and can still be taken out."""

    menu, icon, place = "content", "delete", 90
    fields = ["by"]

    def get_urls(self):
        guarded = self.admin_site.admin_view
        own = [
            path(f"{verb.replace('_', '-')}/", guarded(getattr(self, f"{verb}_view")), name=f"publishing_trash_{verb}")
            for verb in ("undo", "take_out", "purge")
        ]
        return own + super().get_urls()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        """The note of what a thing was goes with the thing alone."""
        return False

    def may_purge(self, request) -> bool:
        return request.user.has_perm("publishing.delete_trashed")

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        page = Paginator(self.rows(request), PER_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Trash"),
            "page": page,
            "lines": self.lines(request, page.object_list),
            "may_purge": self.may_purge(request),
            "days": KEPT_FOR.days,
        }
        return render(request, "publishing/trash.html", context)

    # --- What lies there -----------------------------------------------------------------------------------------

    def theirs(self, request, model):
        """The rows of a kind that this person may edit."""
        model_admin = self.admin_site._registry.get(model)
        if model_admin is None or not model_admin.may("change", request):
            return model._base_manager.none()
        return model_admin.get_queryset(request)

    def rows(self, request):
        """(content type, key, since when) of what lies in the trash, the last first, of every kind in one query."""
        queries = [
            self.theirs(request, model)
            .filter(trashed_at__isnull=False)
            .order_by()
            .values_list(Value(ContentType.objects.get_for_model(model).pk), "pk", "trashed_at")
            for model in publishable_models()
            if request.user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")
        ]
        if not queries:
            return Trashed.objects.none()
        return queries[0].union(*queries[1:], all=True).order_by(F("trashed_at").desc())

    def lines(self, request, found):
        found = list(found)
        by_kind: dict = {}
        for kind, pk, _since in found:
            by_kind.setdefault(kind, []).append(pk)
        things = {
            (kind, thing.pk): thing
            for kind, pks in by_kind.items()
            for thing in ContentType.objects.get_for_id(kind).model_class()._base_manager.filter(pk__in=pks)
        }
        kept = Trashed.objects.filter(object_id__in={pk for _kind, pk, _since in found}).select_related("by")
        before = {(row.content_type_id, row.object_id): row for row in kept}
        keys = [(kind, pk) for kind, pk, _since in found if (kind, pk) in things]
        return [self.line(request, things[key], before.get(key)) for key in keys]

    def line(self, request, thing, before) -> Line:
        left = thing.trashed_at + KEPT_FOR - timezone.now()
        return Line(
            thing,
            capfirst(str(thing._meta.verbose_name)),
            f"{thing._meta.label_lower}:{thing.pk}",
            before.by if before else None,
            max(0, left.days),
            bool(before and before.was_public),
            self.may_put_back(request, thing, before),
        )

    def may_put_back(self, request, thing, before) -> bool:
        """What would be public again is for those who may publish."""
        if not thing.may_be_edited_by(request.user):
            return False
        may_publish = self.admin_site.get_model_admin(type(thing)).may("publish", request)
        return may_publish or not (before and before.was_public)

    # --- The ways out --------------------------------------------------------------------------------------------

    def undo_view(self, request):
        """Each as it was before: what was public is public again."""
        return self.each(request, lambda row: row.put_back(by=request.user), said("Put back as it was: %(things)s"))

    def take_out_view(self, request):
        """Each out of the trash, and not public."""
        done = said("Taken out of the trash, not public: %(things)s")
        return self.each(request, lambda row: row.untrash(by=request.user), done)

    def purge_view(self, request):
        """For good, which only whoever looks after the site may do."""
        if not self.may_purge(request):
            raise PermissionDenied
        return self.each(request, lambda row: row.purge(by=request.user), said("Deleted for good: %(things)s"))

    def each(self, request, verb, sentence):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        done = []
        for model, pk in refs_in(request.POST.getlist("ref")):
            row = self.theirs(request, model).filter(pk=pk, trashed_at__isnull=False).first()
            if row is None or not self.may_put_back(request, row, Trashed.objects.of(row).first()):
                messages.error(request, said("That is not in the trash any more, or not yours to take out."))
                continue
            try:
                verb(model._base_manager.get(pk=pk))
            except ValidationError as error:
                problem = said("cannot come back as it was; take it out of the trash, mend it and publish it again.")
                messages.error(request, format_html("{}: {} {}", row, problem, " ".join(error.messages)))
                continue
            done.append(row)
        if done:
            messages.success(request, format_html(sentence.replace("%(things)s", "{}"), self.named(done)))
        return HttpResponseRedirect(self.way_back(request))

    def named(self, rows) -> str:
        return "、".join(str(row) for row in rows[:5]) + ("…" if len(rows) > 5 else "")

    def way_back(self, request) -> str:
        wanted = request.POST.get("next", "")
        is_ours = wanted.startswith("/admin/") and url_has_allowed_host_and_scheme(wanted, None)
        if is_ours:
            return wanted
        can_see = self.has_view_permission(request)
        return reverse("admin:publishing_trashed_changelist" if can_see else "admin:index")
