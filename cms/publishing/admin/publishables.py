"""The admin of everything publishable: the standard change form, opened on and saved to the working copy."""

import uuid

from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cms.desk.admin import ModelAdmin, state_badge
from cms.library import licences
from cms.publishing import contents, snapshots, timing
from cms.publishing.admin.bulk import BulkDeeds
from cms.publishing.admin.extended import Extended
from cms.publishing.admin.leaving import AsksBeforeLeaving
from cms.publishing.admin.typed import Typed
from cms.publishing.drafting import HIDDEN, DraftForm
from cms.publishing.extending import registered
from cms.publishing.models import Draft, Part, State
from cms.publishing.trash import KEPT_FOR
from cms.publishing.writing import posting

STANDINGS = {
    "draft": _("Draft"),
    "scheduled": _("Scheduled"),
    "published": _("Published"),
    "expired": _("Expired"),
    "retired": _("Retired"),
    "trashed": _("In the trash"),
}


class StandingFilter(admin.SimpleListFilter):
    """Filter by state and clock; the trash is shown only when asked for."""

    title = _("state")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [*STANDINGS.items(), ("changed", _("With unpublished changes"))]

    def queryset(self, request, rows):
        now = timezone.now()
        published = Q(state=State.PUBLISHED)
        return {
            "trashed": lambda: rows.filter(trashed_at__isnull=False),
            "draft": lambda: rows.kept().filter(state=State.DRAFT),
            "retired": lambda: rows.kept().filter(state=State.RETIRED),
            "scheduled": lambda: rows.kept().filter(published, live_from__gt=now),
            "expired": lambda: rows.kept().filter(published, live_until__lte=now),
            "published": lambda: rows.live(),
            "changed": lambda: rows.kept().exclude(state=State.DRAFT).filter(has_draft=True),
        }.get(self.value(), rows.kept)()


def uuid_in(token: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(token or "")
    except ValueError:
        return None


class PublishableAdmin(Typed, BulkDeeds, Extended, AsksBeforeLeaving, ModelAdmin):
    """Drafts, preview, publication and trash, for any Publishable; a subclass says only what its form shows."""

    form = DraftForm
    menu = "content"
    list_filter: list = [StandingFilter]
    search_fields = ["title", "summary"]
    list_display = ["title", "standing_badge", "publication_time", "begun_by"]
    list_select_related = ["created_by"]
    ordering = [F("live_from").desc(nulls_first=True), "-pk"]  # drafts first: they wait for somebody
    actions = ["untrash_selected"]
    change_form_before_template = "publishing/draft_bar.html"
    delete_confirmation_template = "publishing/confirm_trash.html"
    view_on_site = False  # the draft bar leads there, when there is something to see
    search_engine_fields = (
        _("Address and search engines"),
        {
            "classes": ["collapse"],
            "fields": ["slug", "seo_title", "seo_description", "canonical_url", "is_noindex", "share_picture"],
        },
    )

    # --- Who may do what ---------------------------------------------------------------------------------------

    def may(self, verb, request) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.{verb}_{self.opts.model_name}")

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.may_be_edited_by(request.user))

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or self.may_be_trashed(request, obj))

    def may_be_trashed(self, request, obj) -> bool:
        """What is or will be public is taken back only by people who may publish."""
        is_theirs = self.may("publish", request) or obj.state != State.PUBLISHED
        return is_theirs and obj.trashed_at is None and obj.may_be_edited_by(request.user)

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if not self.may("publish", request):
            own = Q(created_by=request.user)
            rows = rows.filter(own) if self.may("change", request) else rows.live()
        drafts = Draft.objects.filter(content_type__app_label=self.opts.app_label)
        drafts = drafts.filter(content_type__model=self.opts.model_name, object_id=OuterRef("pk"))
        return rows.annotate(has_draft=Exists(drafts))

    def get_search_results(self, request, queryset, search_term):
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        is_chooser = request.path.endswith("/autocomplete/")
        return (found.kept() if is_chooser else found), may_repeat

    # --- One form for a new thing makes one thing --------------------------------------------------------------

    def _changeform_view(self, request, object_id, form_url, extra_context):
        """Django's, inside its transaction; the form for a new thing, sent again, saves to what it made before.

        A double click thus changes nothing, and whoever went back and wrote on loses nothing.
        """
        if object_id is None and request.method == "POST" and (made := self.made_by_this_form(request)):
            self.go_on_with(made, request)
            object_id = str(made.pk)
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def made_by_this_form(self, request):
        key = uuid_in(request.POST.get("draft_token"))
        return key and self.model._base_manager.filter(uuid=key, created_by=request.user).first()

    def go_on_with(self, made, request):
        """What the form for a new thing sends once more belongs to what it made, unless a colleague wrote there."""
        draft = made.draft()
        if draft is None or draft.by == request.user:  # else the token stays unknown, and says so
            _ = request.FILES  # parsed now: a first look after this would find the body empty
            request.POST = request.POST.copy()
            request.POST["draft_token"] = made.edit_token(draft)

    # --- The list ----------------------------------------------------------------------------------------------

    @admin.display(description=_("state"), ordering="state")
    def standing_badge(self, thing):
        badge = state_badge(thing.standing, STANDINGS[thing.standing])
        if thing.has_draft and thing.state != State.DRAFT:
            return format_html("{} {}", badge, state_badge("changed", _("Unpublished changes")))
        return badge

    @admin.display(description=_("publication time"), ordering="live_from")
    def publication_time(self, thing):
        if not thing.live_from:
            return "—"
        return date_format(timezone.localtime(thing.live_from), "Y-m-d H:i")

    @admin.display(description=_("begun by"), ordering="created_by")
    def begun_by(self, thing):
        return thing.created_by

    def get_actions(self, request):
        actions = super().get_actions(request)
        if not self.may("publish", request):
            actions.pop("untrash_selected", None)
        return actions

    @admin.action(description=_("Take out of the trash"))
    def untrash_selected(self, request, queryset):
        for thing in queryset:
            thing.untrash(by=request.user)
        messages.success(request, _("Taken out of the trash. They are not public until they are published again."))

    # --- The form shows and saves the working copy -------------------------------------------------------------

    def get_object(self, request, object_id, from_field=None):
        thing = super().get_object(request, object_id, from_field)
        if thing is not None:
            if request.method == "POST":
                thing.lock()
                # Whoever held the lock until now may have published: look again, or the form would pass as fresh.
                thing = super().get_object(request, object_id, from_field)
            # Where the public finds it; what was typed into the form may be no address at all.
            thing.shown_at = thing.get_absolute_url() if thing.has_page and thing.is_live else ""
            # Who may only look sees what everybody sees.
            draft = thing.draft() if self.has_change_permission(request, thing) else None
            thing.shown_draft, thing.shown_token = draft, thing.edit_token(draft)
            thing.shown_data = draft.data if draft else snapshots.take(thing)
            snapshots.overlay(thing, thing.shown_data, left_out=[])
        return thing

    def get_fieldsets(self, request, obj=None):
        """The subclass's, with the token that guards against overwriting and the key of the open form."""
        fieldsets = [(name, dict(options)) for name, options in super().get_fieldsets(request, obj)]
        first = fieldsets[0][1]
        first["fields"] = [*(name for name in first["fields"] if name not in HIDDEN), *HIDDEN]
        return fieldsets

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        may_edit = self.has_change_permission(request, obj) if change else self.has_add_permission(request)
        context |= {
            "is_publishable": True,
            "show_draft_buttons": may_edit and not (obj and obj.trashed_at),
            "may_publish": may_edit and self.may("publish", request) and not (obj and obj.trashed_at),
            "may_untrash": bool(obj and obj.trashed_at) and may_edit and self.may("publish", request),
            "purged_at": obj.trashed_at + KEPT_FOR if obj and obj.trashed_at else None,
            "is_conflict": context["adminform"].form.has_error(NON_FIELD_ERRORS, "conflict"),
            "standing_label": STANDINGS[obj.standing] if obj else None,
            "is_behind": bool(obj and obj.pk and obj.is_behind(getattr(obj, "shown_draft", None))),
            "reason": request.POST.get("_reason", ""),
            "look_at": self.look_at(obj),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def look_at(self, obj) -> str:
        """Where the form is posted to be seen, and not saved."""
        label = self.opts.label_lower
        return obj.get_preview_url() if obj and obj.pk else reverse("publishing:preview-new", args=[label])

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
            key = uuid_in(form.cleaned_data.get("draft_token"))
            if key and not self.model._base_manager.filter(uuid=key).exists():  # never somebody else's
                obj.uuid = key
            super().save_model(request, obj, form, change)
            obj.shown_token = obj.edit_token(None)

    def save_related(self, request, form, formsets, change):
        """Put what was posted into the object in memory, and keep that as working copy and revision."""
        thing = form.instance
        for formset in formsets:
            if not issubclass(formset.model, Part):
                self.save_formset(request, form, formset, change)
        posting.collect(form, formsets)
        if thing.trashed_at:  # the form lets only its own button through
            self.take_out(request, thing)
        data, reason = self.chosen(request, form), request.POST.get("_reason", "")
        request.revision = thing.save_revision(data, by=request.user, token=thing.shown_token, reason=reason)
        for hear in registered.when_saved:
            hear(self, request, thing)

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_saved(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.response_saved(request, obj) or super().response_change(request, obj)

    def response_saved(self, request, obj):
        """Do what the button said, beyond saving; the draft is kept even when that fails."""
        if "_preview" in request.POST:
            return HttpResponseRedirect(
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_look", args=[obj.pk])
            )
        if "_popup" in request.POST:
            return None
        row = type(obj)._base_manager.get(pk=obj.pk)
        if "_publish" in request.POST and self.may("publish", request):
            self.publish(request, row)
        elif "_unpublish" in request.POST and self.may("publish", request):
            if self.is_asked_first(request, row):
                return HttpResponseRedirect(f"{obj.get_edit_url().removesuffix('change/')}take-back/")
            row.unpublish(by=request.user)
            messages.success(request, _("Taken back: the public no longer sees it. Your draft is kept."))
        elif getattr(request, "is_taken_out", False):
            messages.success(request, _("Taken out of the trash. It is not public until it is published again."))
        elif pressed := self.button_pressed(request, row):
            if response := pressed.do(self, request, row):
                return response
        elif row.state == State.PUBLISHED:
            messages.success(request, _("Draft saved. The public page stays as it is until you publish."))
        else:
            messages.success(request, _("Draft saved. Nobody but your colleagues can see it."))
        return HttpResponseRedirect(obj.get_edit_url())

    def take_out(self, request, thing):
        """Out of the trash, before what was typed is saved."""
        if not self.may("publish", request):
            raise PermissionDenied
        thing.trashed_at = type(thing)._base_manager.get(pk=thing.pk).untrash(by=request.user).trashed_at
        request.is_taken_out = True

    def publish(self, request, row):
        try:
            row = self.publish_row(request, row)
        except ValidationError as error:
            messages.error(request, _("The draft is saved, but it cannot be published yet:"))
            for message in error.messages:
                messages.error(request, message)
            return
        link = format_html('<a href="{}">{}</a>', row.get_absolute_url(), _("See the public page"))
        messages.success(request, format_html("{} {}", _("Published."), link if row.has_page and row.is_live else ""))
        timing.tell_of_waiting(request, row)
        _refusals, warnings = licences.ended(row, *contents.files_of(row))
        for warning in warnings:
            messages.warning(request, warning)

    def publish_row(self, request, row):
        """What the button does to the row."""
        return timing.publish_by_form(request, row)

    # --- Deleting means the trash ------------------------------------------------------------------------------

    def delete_model(self, request, obj):
        self.leave(request, obj)
        type(obj)._base_manager.get(pk=obj.pk).trash(by=request.user)

    def response_delete(self, request, obj_display, obj_id):
        messages.success(request, self.trashed_message(obj_id))
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    def trashed_message(self, key):
        """What happened, the way back, and where to find it later."""
        trash = reverse("admin:publishing_trashed_changelist")
        said = _("In the trash. Kept for %(days)s days.") % {"days": KEPT_FOR.days}
        # The button belongs to the form that templates/admin/base.html has for it, with the token that a deed needs.
        undo = format_html(
            '<button class="desk-undo" type="submit" form="desk-undo" name="ref" value="{}:{}">{}</button>',
            self.opts.label_lower,
            key,
            _("Undo"),
        )
        return format_html('{} {} <a href="{}">{}</a>', said, undo, trash, _("Look into the trash"))

    def get_deleted_objects(self, objs, request):
        """Nothing is deleted yet, so nothing is in the way; the confirmation lists what goes into the trash."""
        names = [format_html("{}: {}", self.opts.verbose_name, thing) for thing in objs]
        kept_public = [str(thing) for thing in objs if not self.may_be_trashed(request, thing)]
        return names, {self.opts.verbose_name_plural: len(names)}, set(), kept_public


class PublicOnSaveAdmin(AsksBeforeLeaving, ModelAdmin):
    """Small things that publishable ones refer to, such as channels; public as soon as they are saved."""

    menu = "content"
    search_fields = ["name"]

    def get_fields(self, request, obj=None):
        """The name first: the address is made of it."""
        return sorted(super().get_fields(request, obj), key=lambda name: name != "name")
