"""Salespeople see leads, contacts and companies, and nobody else does; the rules of the desk are an administrator's."""

ROLES = {
    "salesperson": [
        "leads.view_lead",
        "leads.change_lead",
        "leads.view_enquiry",
        *(f"leads.{verb}_{model}" for verb in ("view", "change") for model in ("contact", "company")),
        "leads.view_way",
        "leads.reveal_contact",
    ]
}
