"""What happened to a thing, newest first: its revisions and the deeds of people, in one line of time and by pages.

A page costs two queries however long the history is: each stream is cut by its index at the row where the last page
ended. Saving and restoring are deeds too, but the revisions that they made tell of them.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cms.publishing.models import AuditEntry, Revision

PER_PAGE = 30
TOLD_BY_REVISIONS = ("save", "restore")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MARK = re.compile(r"(\d{1,17})-(\d{1,18})-(\d{1,18})", re.ASCII)
NEVER = 10**18 - 1


@dataclass(frozen=True)
class Mark:
    """Where a page ended: what comes after it is older."""

    at: datetime | None = None
    revision: int = NEVER
    entry: int = NEVER

    def __str__(self):
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}-{self.revision}-{self.entry}"

    @classmethod
    def read(cls, text: str) -> "Mark | None":
        """The mark that an address carries; None if it is none."""
        found = MARK.fullmatch(text)
        if not found:
            return None
        return cls(EPOCH + timedelta(microseconds=int(found[1])), int(found[2]), int(found[3]))


@dataclass(frozen=True)
class Moment:
    """Something that happened: a revision was made, or a deed done. `before` is the key of the revision before it."""

    at: datetime
    revision: Revision | None = None
    before: int | None = None
    entry: AuditEntry | None = None


@dataclass(frozen=True)
class Page:
    moments: list[Moment]
    next: Mark | None


def page(thing, mark: Mark | None = None, per_page: int = PER_PAGE) -> Page:
    """The moments of a thing that are older than the mark."""
    mark = mark or Mark()
    revisions = list(_revisions(thing, mark)[: per_page + 1])
    # What is older than the last of these revisions belongs to a later page, so the index need not be walked there.
    since = revisions[-1].made_at if len(revisions) > per_page else None
    entries = list(_entries(thing, mark, since)[: per_page + 1])
    befores = [*(one.pk for one in revisions[1:]), None]
    moments = [Moment(one.made_at, one, before) for one, before in zip(revisions, befores, strict=False)]
    moments += [Moment(entry.at, entry=entry) for entry in entries]
    moments.sort(key=lambda moment: (moment.at, moment.entry is not None), reverse=True)
    shown = moments[:per_page]
    if len(moments) <= per_page:
        return Page(shown, None)
    return Page(
        shown,
        Mark(
            shown[-1].at,
            min([mark.revision, *(moment.revision.pk for moment in shown if moment.revision)]),
            min([mark.entry, *(moment.entry.pk for moment in shown if moment.entry)]),
        ),
    )


def _revisions(thing, mark):
    """Without their content, which may be long."""
    return Revision.objects.of(thing).filter(pk__lt=mark.revision).select_related("by").defer("data")


def _entries(thing, mark, since):
    found = AuditEntry.objects.filter(**thing.key, pk__lt=mark.entry).exclude(verb__in=TOLD_BY_REVISIONS)
    if mark.at:
        found = found.filter(at__lte=mark.at)
    if since:
        found = found.filter(at__gte=since)
    return found.select_related("by").order_by("-at", "-pk")
