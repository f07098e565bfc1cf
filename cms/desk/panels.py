"""The admin's first page: panels that apps register and people see by permission.

An app writes `panels.py` with functions under `@panel(...)` and imports it in `AppConfig.ready()`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string


@dataclass(frozen=True)
class Panel:
    """One box: `fill(request)` gives the context of `template`, or None when there is nothing worth a box."""

    template: str
    permission: str
    order: int
    fill: Callable[[HttpRequest], dict | None]


_panels: list[Panel] = []


def panel(template: str, *, permission: str = "", order: int = 50):
    """Register the decorated function as a panel for those who hold `permission` ("app.codename"), else for all."""

    def register(fill):
        _panels.append(Panel(template, permission, order, fill))
        return fill

    return register


def fill_first_page(request, context):
    """Unfold's hook: add the rendered panels of this person to the first page."""
    allowed = [entry for entry in _panels if not entry.permission or request.user.has_perm(entry.permission)]
    context["panels"] = [
        render_to_string(entry.template, filled, request)
        for entry in sorted(allowed, key=lambda entry: entry.order)
        if (filled := entry.fill(request)) is not None
    ]
    return context
