"""Who asked (contacts, companies), what they sent (enquiries), how far we are (leads), what happened (entries)."""

from leads.models.contacts import Company, Contact, Merge, Way
from leads.models.desk import AssignmentRule, SpecialDay, WorkingTime
from leads.models.enquiries import Circumstances, Enquiry, Page, Submission
from leads.models.exchange import Export, ExportPlan, Import
from leads.models.leads import RECEIVED, Lead
from leads.models.privacy import Disclosure, Erasure, Hold, Withdrawal
from leads.models.retention import RetentionRule
from leads.models.timeline import Entry

__all__ = [
    "RECEIVED",
    "AssignmentRule",
    "Circumstances",
    "Company",
    "Contact",
    "Disclosure",
    "Enquiry",
    "Erasure",
    "Export",
    "ExportPlan",
    "Hold",
    "Import",
    "RetentionRule",
    "Withdrawal",
    "Entry",
    "Lead",
    "Merge",
    "Page",
    "SpecialDay",
    "Submission",
    "Way",
    "WorkingTime",
]
