"""Publishable: the row is what is live; what is being written waits beside it (`drafted`)."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.library import licences
from cms.library.fields import PictureField
from cms.library.models import Usage
from cms.outbox.models import Event
from cms.pagecache.models import TagVersion
from cms.publishing import contents, followers, guards, moments, snapshots
from cms.publishing.models.addresses import Redirect
from cms.publishing.models.drafted import Drafted
from cms.publishing.models.history import AuditEntry, Draft, Revision
from cms.publishing.models.schedules import Schedule
from cms.publishing.models.trashed import Trashed
from cms.publishing.models.visibility import State
from cms.search.models import SearchDocument


class Publishable(Drafted):
    """The base of everything that editors draft, preview, publish and take back."""

    slug_from = "title"
    has_page = True  # False for what only ever appears on pages of others: no address, no search, its own preview
    address_texts: frozenset[str] = frozenset()  # columns of plain text that hold an address
    ref_texts: frozenset[str] = frozenset()  # columns of plain text that hold a reference, as articles.channel:3
    always_reached = models.Q(pk__in=())  # rows that readers find without a link, such as the home page
    approval_field = ""  # the foreign key that narrows who must approve it, such as an article's channel
    specimen_template = ""  # for that preview, filled by specimen()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(
        _("summary"),
        max_length=500,
        blank=True,
        help_text=_("Two sentences that make a reader want to go on; shown in lists and by search engines."),
    )
    first_published_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("begun by"),
    )

    seo_title = models.CharField(
        _("title for search engines"), max_length=120, blank=True, help_text=_("Left empty, the title is used.")
    )
    seo_description = models.CharField(
        _("description for search engines"), max_length=200, blank=True, help_text=_("Left empty, the summary is used.")
    )
    canonical_url = models.URLField(
        _("canonical address"),
        blank=True,
        help_text=_("Only if the original stands on another site: its full address."),
    )
    is_noindex = models.BooleanField(_("hide from search engines"), default=False)
    share_picture = PictureField(
        verbose_name=_("picture for sharing"), related_name="+", help_text=_("Left empty, the cover is used.")
    )

    not_content = frozenset(
        [
            "uuid",
            "state",
            "live_from",
            "live_until",
            "first_published_at",
            "published_at",
            "updated_at",
            "created_at",
            "created_by",
            "trashed_at",
            "live_revision",
        ]
    )
    # Text that is for the desk and for machines: never counted, never found by search.
    not_words: frozenset[str] = frozenset(["slug", "seo_title", "seo_description"])
    # What a copy gets anew: its address, and where the original stands. Each field then says its default.
    not_copied: frozenset[str] = frozenset(["slug", "canonical_url"])
    is_overlaid = False
    unsaved_problems: list | None = None  # what saving would refuse, for what is shown straight from a form

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "publish")
        indexes = [
            models.Index(fields=["-live_from", "-id"], name="%(class)s_newest"),
            # Of the few that end; the many that do not must not lead a planner away from the newest.
            models.Index(fields=["live_until"], condition=Q(live_until__isnull=False), name="%(class)s_ends"),
        ]

    def __str__(self):
        return self.title

    def get_preview_url(self, revision=None) -> str:
        """Where staff sees the working copy, or one revision, as the public would."""
        kind = self._meta.label_lower
        if revision is None:
            return reverse("publishing:preview", args=[kind, self.uuid])
        return reverse("publishing:preview-revision", args=[kind, self.uuid, revision.pk])

    def specimen(self) -> dict:
        """What `specimen_template` needs; only for what has no page."""
        return {}

    def settle_address(self):
        """In memory: the address that saving would give."""
        self.fill_slug()

    def get_edit_url(self) -> str:
        """Where its editors work on it."""
        return reverse(f"admin:{self._meta.app_label}_{self._meta.model_name}_change", args=[self.pk])

    @property
    def approval_scope(self) -> int | None:
        """The key of the row that narrows who must approve this; None if there is no such row."""
        return getattr(self, f"{self.approval_field}_id") if self.approval_field else None

    def may_be_edited_by(self, user) -> bool:
        """Who may publish may edit everything of the kind; who may not edits only what is their own."""
        app, model = self._meta.app_label, self._meta.model_name
        if not user.has_perm(f"{app}.change_{model}"):
            return False
        return user.has_perm(f"{app}.publish_{model}") or self.created_by_id == user.pk

    def may_be_published_by(self, user) -> bool:
        return user.has_perm(f"{self._meta.app_label}.publish_{self._meta.model_name}") and self.may_be_edited_by(user)

    # --- The way to the public and back ------------------------------------------------------------------------

    def publish(self, revision: Revision, *, by, at=None, tell_readers=False, override="", is_told=True):
        """Make the row what the revision says, all of it or nothing, and return it.

        `at` moves the publication time, into the future for a first publication; without it a later publication
        keeps the time of the first. `override` is the reason for publishing over a rule, by who may do so. What is
        not told, as what moves in, is no event for the outside. Raises ValidationError, a sentence for each problem.
        """
        said = {"tell_readers": tell_readers, "override": override, "is_told": is_told}
        try:
            with transaction.atomic():
                return self._publish(revision, by=by, at=at, **said)
        except IntegrityError:
            # Somebody was first with what must be unique, such as the address: the checks see it now, and name it.
            row = type(self)._base_manager.get(pk=self.pk)
            snapshots.overlay(row, revision.data)
            row._check_whole()
            raise

    @transaction.atomic
    def publish_working_copy(self, *, by, at=None, tell_readers=False):
        """Publish what an editor would see on opening the form."""
        revision = Revision.objects.record(self, self.working_copy(), by=by)
        return self.publish(revision, by=by, at=at, tell_readers=tell_readers)

    @transaction.atomic
    def go_public_at(self, revision: Revision, *, at, by, override=""):
        """Publish for the first time at a moment ahead; again, to move that moment or to change what will appear."""
        moments.require_ahead(at)
        before = self.lock()
        if before.live_until and timezone.now() < before.live_until <= at:
            raise ValidationError(_("It cannot end before it begins."))
        row = self.publish(revision, by=by, at=at, override=override)
        old = f"{moments.written(before.live_from)} → " if before.standing == "scheduled" else ""
        verb = "reschedule" if old else "schedule"
        AuditEntry.objects.record(row, verb, by=by, note=f"#{revision.pk} {old}{moments.written(at)}")
        return row

    def set_for(self, revision: Revision, *, at, by, override=""):
        """Let the revision become public at a moment ahead: for the first time, or in the place of what is live."""
        if self.has_been_live:
            return Schedule.objects.record(self, revision, at=at, by=by, override=override)
        return self.go_public_at(revision, at=at, by=by, override=override)

    def _publish(self, revision, *, by, at, tell_readers, override, is_told):
        row = self.lock()
        old_tags, before, old_scope = row.page_tags(), row.live_revision, row.approval_scope
        row._require_own(revision)
        is_public_already = row.live_revision_id == revision.pk and row.standing in {"published", "scheduled"}
        if at and at > timezone.now() and row.has_been_live:
            # It would vanish until then, and its address would forget that it was public.
            raise ValidationError(_("Only a first publication can be set for later; this has been public already."))
        snapshots.overlay(row, revision.data)
        guards.ask(row, revision, scopes={old_scope, row.approval_scope} - {None}, by=by, override=override)
        row._check_whole()
        pictures, documents = contents.files_of(row)
        now = timezone.now()
        refusals, _warnings = licences.ended(row, pictures, documents, at=max(now, at or row.live_from or now))
        if refusals:
            raise ValidationError(refusals)

        row.state, row.live_from, row.published_at = State.PUBLISHED, at or row.live_from or now, now
        row.first_published_at = row.first_published_at or now
        if row.live_until and row.live_until <= max(now, row.live_from):
            row.live_until = None  # an old expiry never blocks a new publication
        if tell_readers or (before and contents.is_substantive(before.data, revision.data, type(row))):
            row.updated_at = now
        row.live_revision = revision
        snapshots.write(row)

        if row.has_page:
            SearchDocument.objects.put(row, row.title, contents.words_of(revision.data, type(row), without=["title"]))
        Usage.objects.replace(row, pictures, documents, since=row.live_from, until=row.live_until)
        if row.is_live:
            Redirect.objects.make_way(row)
        TagVersion.objects.bump(*old_tags, *row.page_tags())
        entry = AuditEntry.objects.record(row, "publish", by=by, note=f"#{revision.pk}")
        if is_told:
            row._tell(f"{revision.pk}.{entry.pk}", is_again=is_public_already)
        draft = row.draft()
        # Nothing unpublished is left in a draft that equals the new or the previous live content; any other stays,
        # and its base tells that it is behind. What is unfinished was never published.
        if (
            draft
            and not draft.unfinished
            and snapshots.digest(draft.data) in {revision.digest, before and before.digest}
        ):
            draft.delete()
        followers.tell(row)
        return row

    def _tell(self, key: str, *, is_again: bool):
        """Record the event of this publication; pressed again on what is public already, it is the same event.

        A revision that was taken back, or had given its place to another, and is published again is news.
        """
        told = Event.objects.about(self, "published").first() if is_again else None
        Event.objects.supersede(self, "published")
        Event.objects.record(self, "published", due_at=self.live_from, key=told.key if told else key)

    @transaction.atomic
    def unpublish(self, *, by):
        """Take the row back from the public at once; what was never seen becomes a draft again."""
        row = self.lock()
        row._withdraw()
        row.save()
        AuditEntry.objects.record(row, "unpublish", by=by)
        followers.tell(row)
        return row

    @transaction.atomic
    def expire_at(self, moment, *, by):
        """Let the public see the row until `moment`; None means without end."""
        row = self.lock()
        if moment and row.live_from and moment <= row.live_from:
            raise ValidationError(_("It cannot end before it begins."))
        row.live_until = moment
        row.save()
        if row.state == State.PUBLISHED:
            pictures, documents = contents.files_of(row)
            Usage.objects.replace(row, pictures, documents, since=row.live_from, until=moment)
        AuditEntry.objects.record(
            row, "expire", by=by, note=f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
        )
        return row

    def end_at(self, at, *, by):
        """What an editor means by setting an end: a moment ahead, or None."""
        if at:
            moments.require_ahead(at)
        return self.expire_at(at, by=by)

    @transaction.atomic
    def trash(self, *, by):
        """Put the row into the trash, out of every list; the sweep deletes it after 30 days."""
        row = self.lock()
        if row.trashed_at is None:
            Trashed.objects.remember(row, by=by)
            row._withdraw()
            row.trashed_at = timezone.now()
            row.save()
            AuditEntry.objects.record(row, "trash", by=by)
            followers.tell(row)
        return row

    @transaction.atomic
    def untrash(self, *, by):
        """Take the row out of the trash; it is not public until it is published again."""
        row = self.lock()
        if row.trashed_at is None:
            return row
        row.trashed_at = None
        row.save()
        Trashed.objects.of(row).delete()
        AuditEntry.objects.record(row, "untrash", by=by)
        followers.tell(row)
        return row

    @transaction.atomic
    def put_back(self, *, by):
        """Undo the trash: the row is what it was before, and what was public is public again, at the same times.

        No guard is asked, since nothing new is published. Raises ValidationError if it shows what is gone meanwhile.
        """
        row = self.lock()
        before = Trashed.objects.of(row).first()
        if row.trashed_at is None:
            return row
        if before is None:  # from before this was remembered
            return row.untrash(by=by)
        before.bring_back(row)
        before.delete()
        if row.is_live:
            Redirect.objects.make_way(row)
        AuditEntry.objects.record(row, "undo", by=by)
        followers.tell(row)
        return row

    @transaction.atomic
    def purge(self, *, by=None):
        """Delete what lies in the trash for good, with drafts and revisions; what was public goes on answering 410."""
        row = self.lock()
        if row.trashed_at is None:  # somebody took it out while we waited for the lock
            return
        key, path = row.key, row.get_absolute_url()
        AuditEntry.objects.record(row, "purge", by=by)
        Redirect.objects.lead_past(row, path)
        Trashed.objects.of(row).delete()
        if row.has_been_live and path:
            Redirect.objects.gone(path)
        Usage.objects.replace(row, ())
        Draft.objects.filter(**key).delete()
        row.delete()
        Revision.objects.purge(key)

    @transaction.atomic
    def erase(self, *, by):
        """Delete what was just made, as by an import, as if it had never been; what people know goes into the trash."""
        row = self.lock()
        key, path, tags = row.key, row.get_absolute_url(), row.page_tags()
        AuditEntry.objects.record(row, "erase", by=by)
        row.trashed_at = timezone.now()  # in memory: followers let go of what they wrote of it
        followers.tell(row)
        SearchDocument.objects.forget(row)
        Usage.objects.replace(row, ())
        Schedule.objects.withdraw(row)
        Event.objects.supersede(row, "published")
        Draft.objects.filter(**key).delete()
        Trashed.objects.of(row).delete()
        row.delete()
        Revision.objects.purge(key)
        Redirect.objects.filter(models.Q(**key) | models.Q(path=path, object_id=None, to="")).delete()
        TagVersion.objects.bump(*tags)

    def _withdraw(self):
        if self.state == State.PUBLISHED:
            was_seen = self.has_been_live
            self.state = State.RETIRED if was_seen else State.DRAFT
            if not was_seen:
                self.live_from = None
            SearchDocument.objects.forget(self)
            Usage.objects.replace(self, ())
            Schedule.objects.withdraw(self)
            Event.objects.supersede(self, "published")
            if was_seen:
                Event.objects.record(self, "unpublished", key=timezone.now().isoformat())

    def owns(self, revision) -> bool:
        """Whether the revision is one of this thing's."""
        return (revision.content_type_id, revision.object_id) == (self.key["content_type"].pk, self.pk)

    def _require_own(self, revision):
        if not self.owns(revision):
            raise ValueError("This revision belongs to something else.")
        if self.trashed_at:
            raise ValidationError(_("This is in the trash. Take it out before publishing it."))

    def missing_for_publication(self) -> list:
        """A sentence for each thing that a draft may lack and the public version may not; nothing by default."""
        return []

    def _check_whole(self):
        """Raise one ValidationError with everything that is wrong with the row and its parts."""
        checked = [(self, None)]
        for relation in self.part_relations():
            checked += [(row, {"id", relation.field.name}) for row in getattr(self, relation.get_accessor_name()).all()]
        problems = [*(str(sentence) for sentence in self.missing_for_publication()), *contents.lost_pictures(self)]
        for thing, exclude in checked:
            try:
                thing.full_clean(exclude=exclude)
            except ValidationError as error:
                problems += [f"{thing._meta.verbose_name}: {message}" for message in error.messages]
        if problems:
            raise ValidationError(problems)
