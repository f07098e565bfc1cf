"""What can be drafted, previewed and published.

`visibility` says what the public may see, `publishable` has the thing itself, `drafted` what is written beside it,
`parts` its rows, `history` what is kept of its past, `presence` who is writing in it now, `trashed` what was before the
trash, `bulk` what was done to many at once, `schedules` what takes its place at a time, `addresses` slugs and
redirects, `public` what needs no drafts, `faq` questions with answers beside a text.
"""

from cms.publishing.models.addresses import Addressed, Redirect
from cms.publishing.models.bulk import BulkResult, BulkRun
from cms.publishing.models.drafted import Conflict
from cms.publishing.models.faq import Faq, FaqRow
from cms.publishing.models.history import AuditEntry, Draft, Revision
from cms.publishing.models.missing import Missing
from cms.publishing.models.parts import Part
from cms.publishing.models.presence import Presence
from cms.publishing.models.public import PublicOnSave
from cms.publishing.models.publishable import Publishable
from cms.publishing.models.schedules import Schedule
from cms.publishing.models.trashed import Trashed
from cms.publishing.models.visibility import PublishableQuerySet, State

__all__ = [
    "Addressed",
    "AuditEntry",
    "BulkResult",
    "BulkRun",
    "Conflict",
    "Draft",
    "Faq",
    "FaqRow",
    "Missing",
    "Part",
    "Presence",
    "PublicOnSave",
    "Publishable",
    "PublishableQuerySet",
    "Redirect",
    "Revision",
    "Schedule",
    "State",
    "Trashed",
]
