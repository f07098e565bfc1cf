"""The admin's side menu, made of what this person may see.

A room above adds a page that is no list with `entry(...)`, called in `AppConfig.ready()`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

SECTIONS = {
    "content": _("Content"),
    "leads": _("Leads"),
    "library": _("Library"),
    "site": _("Site"),
    "system": _("System"),
}


@dataclass(frozen=True)
class Entry:
    """A page under "Desk"; `is_for(request)` says who sees it."""

    title: Any
    icon: str
    name: str
    is_for: Callable


_entries: list[Entry] = []


def entry(title, icon: str, name: str, *, is_for) -> None:
    """Put the page called `name` between the first page and the handbook."""
    _entries.append(Entry(title, icon, name, is_for))


def for_request(request):
    """Sections with the lists that this person may open, in Unfold's shape."""
    desk = [
        {"title": _("Today"), "icon": "home", "link": reverse("admin:index")},
        *({"title": e.title, "icon": e.icon, "link": reverse(e.name)} for e in _entries if e.is_for(request)),
        {"title": _("Handbook"), "icon": "menu_book", "link": reverse("handbook")},
    ]
    sections = [{"title": _("Desk"), "items": desk}]
    for name, title in SECTIONS.items():
        found = [
            (model_admin.place, str(model._meta.verbose_name_plural), model, model_admin)
            for model, model_admin in admin.site._registry.items()
            if getattr(model_admin, "menu", None) == name and model_admin.has_view_permission(request)
        ]
        items = [
            {
                "title": capfirst(plural),
                "icon": model_admin.icon,
                "link": reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
            }
            for _place, plural, model, model_admin in sorted(found, key=lambda row: row[:2])
        ]
        if items:
            sections.append({"title": title, "separator": True, "items": items})
    return sections
