"""The calendar's place in the side menu."""

from django.utils.translation import gettext_lazy as _

from cms.desk import menu
from cms.publishing.kinds import kinds_for


def may_look(user) -> bool:
    """Whoever plans, or writes anything that the clock may publish."""
    return user.has_perm("calendar.view_plan") or any(True for _kind in kinds_for(user))


menu.add("desk", _("Calendar"), "calendar_month", "calendar:month", is_for=may_look)
