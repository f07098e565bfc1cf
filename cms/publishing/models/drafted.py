"""The half of a publishable thing that the public never sees: the working copy, its revisions, who holds which."""

import uuid

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.publishing import contents, followers, snapshots
from cms.publishing.models.history import AuditEntry, Draft, Revision
from cms.publishing.models.parts import Part
from cms.publishing.models.visibility import State, Visible


class Conflict(Exception):
    """Somebody saved or published since this person opened the form; `draft` is what is there now, or None."""

    def __init__(self, draft):
        super().__init__("The working copy is not the one that was opened.")
        self.draft = draft


class Drafted(Visible):
    """What is written beside the row until it is published; `Publishable` has the way to the public."""

    live_revision = models.ForeignKey(Revision, models.PROTECT, null=True, editable=False, related_name="+")

    is_overlaid = False

    class Meta:
        abstract = True

    @classmethod
    def part_relations(cls):
        """The relations to rows that belong to this thing and are published with it."""
        return [
            relation
            for relation in cls._meta.related_objects
            if relation.one_to_many and issubclass(relation.related_model, Part)
        ]

    @property
    def key(self) -> dict:
        """How other tables name this thing."""
        return {"content_type": ContentType.objects.get_for_model(self), "object_id": self.pk}

    def save(self, *args, **kwargs):
        if self.is_overlaid:
            raise RuntimeError("This object shows a draft; publish() is the only way from here to the row.")
        super().save(*args, **kwargs)

    def as_of(self, data: dict, left_out: list | None = None):
        """This thing as a snapshot describes it, for preview and comparison; a fresh object, never saved.

        What the model can no longer read of an old snapshot stays as it is in the row; `left_out` gets a sentence.
        """
        left_out = [] if left_out is None else left_out
        return snapshots.overlay(type(self)._base_manager.get(pk=self.pk), data, left_out)

    # --- Drafts ------------------------------------------------------------------------------------------------

    def lock(self):
        """A fresh copy of the row, held until commit; others may still insert rows that point at it."""
        return type(self)._base_manager.select_for_update(no_key=True).get(pk=self.pk)

    def draft(self) -> Draft | None:
        """The working copy, if there is unpublished work."""
        return Draft.objects.select_related("by").filter(**self.key).first()

    def is_behind(self, draft: Draft | None) -> bool:
        """Whether something else was published since this working copy was begun."""
        return draft is not None and draft.base_id != self.live_revision_id

    def working_copy(self) -> dict:
        """What an editor would see on opening the form: the draft, else what is live."""
        draft = self.draft()
        return draft.data if draft else snapshots.take(self)

    def edit_token(self, draft: Draft | None) -> str:
        """What the next save must know; changes with every save of the draft and with every publication."""
        return draft.token if draft else f"live:{self.live_revision_id or 0}"

    @transaction.atomic
    def save_draft(self, data: dict, *, by, token: str, new_token="") -> Draft:
        """Keep the working copy; raise Conflict if it is no longer the one that was opened."""
        row = self.lock()
        draft = row._draft_to_replace(by=by, token=token, new_token=new_token)
        draft.data, draft.unfinished = data, None
        draft.save()
        if row.state == State.DRAFT:  # nothing public to protect: lists and uniqueness see the newest
            snapshots.write(snapshots.overlay(row, data))
        followers.tell(row)
        return draft

    @transaction.atomic
    def keep_unfinished(self, body: dict, *, by, token: str, new_token="") -> Draft:
        """Keep a form that cannot be saved yet beside the working copy; raises Conflict."""
        row = self.lock()
        draft = row._draft_to_replace(by=by, token=token, new_token=new_token)
        if draft._state.adding:
            draft.data = snapshots.take(row)
        draft.unfinished = body
        draft.save()
        return draft

    def _draft_to_replace(self, *, by, token, new_token) -> Draft:
        """The draft with the stamps of its next save; what somebody else wrote in it becomes a revision first."""
        if self.trashed_at:
            raise ValidationError(_("This is in the trash. Take it out before you go on with it."))
        draft = self.draft()
        if self.edit_token(draft) != token:
            raise Conflict(draft)
        if draft and draft.by != by:
            Revision.objects.record(self, draft.data, by=draft.by)
        draft = draft or Draft(**self.key, base=self.live_revision)
        draft.by, draft.token, draft.saved_at = by, new_token or uuid.uuid4().hex, timezone.now()
        return draft

    def keep_replaced(self) -> None:
        """Make the working copy a revision, for whoever is about to put something else in its place."""
        if draft := self.draft():
            Revision.objects.record(self, draft.data, by=draft.by)

    def require_finished(self) -> None:
        """For whoever changes the working copy without its form: raise ValidationError if text waits there unsaved."""
        draft = self.draft()
        if draft and draft.unfinished:
            sentence = _(
                "%(who)s typed something here that could not be saved yet. Open the form and finish that first."
            )
            raise ValidationError(sentence % {"who": draft.by or _("Somebody")})

    @transaction.atomic
    def save_revision(self, data: dict, *, by, token: str, reason="") -> Revision:
        """Keep the working copy and a revision of it: what an editor means by saving. Raises Conflict."""
        self.save_draft(data, by=by, token=token)
        AuditEntry.objects.record(self, "save", by=by)
        return Revision.objects.record(self, data, by=by, reason=reason)

    @transaction.atomic
    def restore(self, revision: Revision, *, by) -> Revision:
        """Make an old revision the working copy again, as a new revision; what is live stays as it is.

        What it names and was deleted since, such as its cover, is left out: `left_out` of the answer has a sentence
        for each. A working copy that no revision holds yet is kept as one first.
        """
        row = self.lock()
        left_out: list[str] = []
        if not row.owns(revision):
            raise ValueError("This revision belongs to something else.")
        if row.trashed_at:
            raise ValidationError(_("This is in the trash. Take it out before restoring an old version."))
        row.require_finished()
        row.keep_replaced()
        thing = snapshots.leave_out_the_gone(row.as_of(revision.data, left_out), row, left_out)
        left_out += snapshots.lost_members(thing, revision.data)
        data = snapshots.take(thing)  # once more through the gates
        row.save_draft(data, by=by, token=row.edit_token(row.draft()))
        AuditEntry.objects.record(row, "restore", by=by, note=f"#{revision.pk}")
        reason = gettext("Restored from version %(number)s") % {"number": f"#{revision.pk}"}
        made = Revision.objects.record(row, data, by=by, reason=reason)
        made.left_out = [*dict.fromkeys(left_out), *contents.lost_pictures(thing)]
        return made
