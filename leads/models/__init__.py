"""Who asked (contacts, companies), what they sent (enquiries), how far we are (leads), what happened (entries)."""

from leads.models.acknowledgement import Acknowledgement
from leads.models.contacts import Company, Contact, Merge, Way
from leads.models.desk import AssignmentRule, SpecialDay, WorkingTime
from leads.models.enquiries import Circumstances, Enquiry, Page, Submission
from leads.models.leads import ANSWER_DUE, ANSWER_LONG_DUE, MOVED, RECEIVED, STEP_DUE, Lead
from leads.models.timeline import Entry

__all__ = [
    "ANSWER_DUE",
    "ANSWER_LONG_DUE",
    "MOVED",
    "RECEIVED",
    "STEP_DUE",
    "Acknowledgement",
    "AssignmentRule",
    "Circumstances",
    "Company",
    "Contact",
    "Enquiry",
    "Entry",
    "Lead",
    "Merge",
    "Page",
    "SpecialDay",
    "Submission",
    "Way",
    "WorkingTime",
]
