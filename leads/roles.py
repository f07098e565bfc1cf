"""Salespeople see leads, contacts and companies, and nobody else does; analysts see sums without names.

Editors make forms, and see nothing of what is sent with them, and write the words with which a prospect is answered at
once; the rules of the desk are an administrator's.
"""

_FORMS = ("form", "formquestion")

ROLES = {
    "salesperson": [
        "leads.view_lead",
        "leads.change_lead",
        "leads.view_enquiry",
        *(f"leads.{verb}_{model}" for verb in ("view", "change") for model in ("contact", "company")),
        "leads.view_way",
        "leads.view_form",
        "leads.view_numbers",
        "leads.reveal_contact",
    ],
    "analyst": ["leads.view_numbers"],
    "editor": [
        "leads.view_acknowledgement",
        "leads.change_acknowledgement",
        *(f"leads.{verb}_{model}" for verb in ("view", "add", "change", "delete") for model in _FORMS),
    ],
}
