"""The admin's side menu, made of what this person may see.

A room above adds a page that is no list with `add(...)`, called in `AppConfig.ready()`.
"""

from collections.abc import Callable
from typing import NamedTuple

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


class Entry(NamedTuple):
    """A page of the admin that is no list of a model."""

    section: str
    title: object
    icon: str
    url_name: str
    place: int
    is_for: Callable


_entries: list[Entry] = []


def add(section: str, title, icon: str, url_name: str, *, place=50, is_for):
    """List the page `url_name` in a section, or under "desk", for those of whom `is_for(user)` is true."""
    _entries.append(Entry(section, title, icon, url_name, place, is_for))


def for_request(request):
    """Sections with the lists that this person may open, in Unfold's shape."""
    desk = [
        {"title": _("Today"), "icon": "home", "link": reverse("admin:index")},
        *(
            {"title": entry.title, "icon": entry.icon, "link": reverse(entry.url_name)}
            for entry in _entries
            if entry.section == "desk" and entry.is_for(request.user)
        ),
        {"title": _("Handbook"), "icon": "menu_book", "link": reverse("handbook")},
    ]
    sections = [{"title": _("Desk"), "items": desk}]
    for name, title in SECTIONS.items():
        found = [
            (
                model_admin.place,
                str(model._meta.verbose_name_plural),
                model_admin.icon,
                f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist",
            )
            for model, model_admin in admin.site._registry.items()
            if getattr(model_admin, "menu", None) == name and model_admin.has_view_permission(request)
        ]
        found += [
            (entry.place, str(entry.title), entry.icon, entry.url_name)
            for entry in _entries
            if entry.section == name and entry.is_for(request.user)
        ]
        items = [
            {"title": capfirst(title), "icon": icon, "link": reverse(url_name)}
            for _place, title, icon, url_name in sorted(found)
        ]
        if items:
            sections.append({"title": title, "separator": True, "items": items})
    mark_active([item for section in sections for item in section["items"]], request.path)
    return sections


def mark_active(items, path: str) -> None:
    """One item is where we are: that whose address is the longest beginning of ours; the first page only as itself."""
    home = reverse("admin:index")
    leading = [
        item for item in items if path == item["link"] or (path.startswith(item["link"]) and item["link"] != home)
    ]
    here = max(leading, key=lambda item: len(item["link"]), default=None)
    for item in items:
        item["active"] = item is here
