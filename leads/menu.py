"""The pages of the lead desk that are no lists, in the admin's menu."""

from django.utils.translation import gettext_lazy as _

from cms.desk import menu

menu.add(
    "leads",
    _("Board"),
    "view_kanban",
    "admin:leads_lead_board",
    place=5,
    is_for=lambda user: user.has_perm("leads.view_lead"),
)
menu.add(
    "leads",
    _("Numbers"),
    "monitoring",
    "admin:leads_lead_numbers",
    place=15,
    is_for=lambda user: user.has_perm("leads.view_numbers"),
)
