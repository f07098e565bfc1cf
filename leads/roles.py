"""Salespeople see leads, contacts and companies, and nobody else does; the rules of the desk are an administrator's.

Editors make forms, and see nothing of what is sent with them.
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
    ],
    "editor": [f"leads.{verb}_{model}" for verb in ("view", "add", "change", "delete") for model in _FORMS],
}
