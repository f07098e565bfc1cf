"""The lead desk: leads and their board, contacts, and what the desk goes by."""

from leads.admin.acknowledgement import AcknowledgementAdmin
from leads.admin.contacts import CompanyAdmin, ContactAdmin
from leads.admin.forms import FormAdmin
from leads.admin.leads import LeadAdmin
from leads.admin.rules import AssignmentRuleAdmin, SpecialDayAdmin, WorkingTimeAdmin

__all__ = [
    "AcknowledgementAdmin",
    "AssignmentRuleAdmin",
    "CompanyAdmin",
    "ContactAdmin",
    "FormAdmin",
    "LeadAdmin",
    "SpecialDayAdmin",
    "WorkingTimeAdmin",
]
