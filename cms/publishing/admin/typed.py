"""The admin of publishable things where it must not lose what somebody typed (`cms.publishing.writing`)."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from cms.publishing import snapshots
from cms.publishing.admin import unsaved
from cms.publishing.drafting import SHOWN
from cms.publishing.models import Draft, Revision
from cms.publishing.writing import conflicts
from cms.publishing.writing.posting import as_if_posted


class Typed:
    """Shows again what could not be saved, lets the form save itself, and puts two versions side by side."""

    def _changeform_view(self, request, object_id, form_url, extra_context):
        """Django's; where text waits that could not be saved yet, the form opens with it and says what is missing."""
        draft = self.unfinished(request, object_id) if request.method == "GET" else None
        if draft is None:
            return super()._changeform_view(request, object_id, form_url, extra_context)
        shown = as_if_posted(request, draft.unfinished, draft_token=draft.token, **{SHOWN: "unfinished"})
        with transaction.atomic():
            return super()._changeform_view(shown, object_id, form_url, extra_context)

    def unfinished(self, request, object_id):
        """The draft with text that cannot be saved yet, if this person may go on writing it."""
        if object_id is None or not (object_id.isascii() and object_id.isdecimal() and len(object_id) < 19):
            return None
        kind = {"content_type__app_label": self.opts.app_label, "content_type__model": self.opts.model_name}
        draft = Draft.objects.filter(**kind, object_id=object_id, unfinished__isnull=False).first()
        thing = draft and self.get_queryset(request).filter(pk=object_id, trashed_at=None).first()
        return draft if thing and self.has_change_permission(request, thing) else None

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Django's, with what `static/js/autosave.js` must know, and the differences if somebody was faster."""
        if context["show_draft_buttons"] and not context["is_popup"]:
            form = context["adminform"].form
            context["autosave"] = self.told_to_autosave(request, form, obj)
        if context["is_conflict"]:
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            form = context["adminform"].form
            context["conflict"] = conflicts.between(self, request, form, formsets)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def told_to_autosave(self, request, form, obj):
        prefix = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        is_made = obj is not None and obj.pk
        return {
            "url": reverse(f"{prefix}_autosave", args=[obj.pk]) if is_made else reverse(f"{prefix}_autosave_new"),
            "presence_url": reverse(f"{prefix}_presence", args=[obj.pk]) if is_made else "",
            "kind": self.opts.label_lower,
            "thing": str(obj.uuid) if is_made else "",
            "writer": request.user.pk,
            "shown": form.data.get(SHOWN, "") if form.is_bound else "",
            "is_bound": form.is_bound,
            "is_stale": form.has_error(NON_FIELD_ERRORS, "conflict"),
        }

    def keep_theirs(self, request, thing) -> None:
        """Keep what is about to be replaced as revisions: their version, and what of their unfinished text is whole."""
        thing.keep_replaced()
        draft = thing.shown_draft
        if draft and draft.unfinished:
            row = type(thing)._base_manager.get(pk=thing.pk)
            theirs, _problems = unsaved.told(self, as_if_posted(request, draft.unfinished), row)
            Revision.objects.record(row, snapshots.take(theirs), by=draft.by, reason=gettext("Not finished"))

    def chosen(self, request, form) -> dict:
        """What is saved: what was posted, or what was chosen from it and from the version of somebody faster."""
        thing = form.instance
        mine = snapshots.take(thing)
        if thing.pk and thing.shown_token in form.replaced():
            self.keep_theirs(request, thing)
        if "_merge" in request.POST:
            return conflicts.joined(self, request, thing, mine)
        return mine
