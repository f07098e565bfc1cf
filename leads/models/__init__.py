"""Who asked (contacts, companies), what they sent (enquiries, their files and the way to them), how far we are (leads),
what happened (entries), and the forms that editors make."""

from leads.models.acknowledgement import Acknowledgement
from leads.models.contacts import Company, Contact, Merge, Way
from leads.models.desk import AssignmentRule, SpecialDay, WorkingTime
from leads.models.enquiries import Circumstances, Enquiry, Page, Submission
from leads.models.exchange import Export, ExportPlan, Import
from leads.models.files import EnquiryFile, Upload
from leads.models.forms import Form, FormQuestion, FormVersion
from leads.models.journeys import Step, Touch
from leads.models.leads import ANSWER_DUE, ANSWER_LONG_DUE, MOVED, RECEIVED, STEP_DUE, Lead
from leads.models.privacy import Disclosure, Erasure, Hold, Withdrawal
from leads.models.retention import RetentionRule
from leads.models.timeline import Entry
from leads.models.words import LeadWords

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
    "Disclosure",
    "Enquiry",
    "EnquiryFile",
    "Erasure",
    "Export",
    "ExportPlan",
    "Hold",
    "Import",
    "RetentionRule",
    "Withdrawal",
    "Entry",
    "Form",
    "FormQuestion",
    "FormVersion",
    "Lead",
    "LeadWords",
    "Merge",
    "Page",
    "SpecialDay",
    "Step",
    "Submission",
    "Touch",
    "Upload",
    "Way",
    "WorkingTime",
]
