"""Salespeople see leads and nothing else does."""

ROLES = {"salesperson": ["leads.view_lead", "leads.change_lead", "leads.view_enquiry"]}
