"""Salespeople see leads, contacts and companies, and nobody else does; analysts see sums without names.

Editors write the words with which a prospect is answered at once; the rules of the desk are an administrator's.
"""

ROLES = {
    "salesperson": [
        "leads.view_lead",
        "leads.change_lead",
        "leads.view_enquiry",
        *(f"leads.{verb}_{model}" for verb in ("view", "change") for model in ("contact", "company")),
        "leads.view_way",
        "leads.view_numbers",
    ],
    "analyst": ["leads.view_numbers"],
    "editor": ["leads.view_acknowledgement", "leads.change_acknowledgement"],
}
