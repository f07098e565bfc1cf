"""What editors see of publishing: the base for everything publishable, old addresses, and who did what."""

from cms.publishing.admin import history, seen_relations
from cms.publishing.admin.audit import AuditEntryAdmin
from cms.publishing.admin.publishables import PublicOnSaveAdmin, PublishableAdmin
from cms.publishing.admin.redirects import MissingAdmin, RedirectAdmin
from cms.publishing.admin.trash import TrashedAdmin

__all__ = [
    "AuditEntryAdmin",
    "MissingAdmin",
    "PublicOnSaveAdmin",
    "PublishableAdmin",
    "RedirectAdmin",
    "TrashedAdmin",
    "history",
    "seen_relations",
]
