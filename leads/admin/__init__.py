"""The lead desk: leads and their board, contacts, and what the desk goes by."""

from leads.admin.acknowledgement import AcknowledgementAdmin
from leads.admin.contacts import CompanyAdmin, ContactAdmin
from leads.admin.exchange import ExportAdmin, ExportPlanAdmin, ImportAdmin
from leads.admin.forms import FormAdmin
from leads.admin.leads import LeadAdmin
from leads.admin.privacy import DisclosureAdmin, ErasureAdmin, HoldAdmin
from leads.admin.retention import RetentionRuleAdmin
from leads.admin.rules import AssignmentRuleAdmin, SpecialDayAdmin, WorkingTimeAdmin

__all__ = [
    "AcknowledgementAdmin",
    "AssignmentRuleAdmin",
    "CompanyAdmin",
    "ContactAdmin",
    "DisclosureAdmin",
    "ErasureAdmin",
    "ExportAdmin",
    "ExportPlanAdmin",
    "HoldAdmin",
    "ImportAdmin",
    "FormAdmin",
    "LeadAdmin",
    "RetentionRuleAdmin",
    "SpecialDayAdmin",
    "WorkingTimeAdmin",
]
