"""The report of links: broken inside, broken outside, not sure, what nothing links to; all by pages."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import F, Value
from django.utils.translation import gettext_lazy as _

from cms.linking import broken
from cms.linking.models import Address, Link, orphans
from cms.linking.seen import shown
from cms.publishing.kinds import publishable_models

PER_PAGE = 50
KINDS = {
    "inside": _("Broken inside"),
    "outside": _("Broken outside"),
    "unsure": _("Not sure"),
    "orphans": _("Nothing links here"),
    "all": _("All links"),
}


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    count: int | None
    is_open: bool


def rows_of(name: str):
    """The query behind a tab."""
    return {
        "inside": lambda: Link.objects.broken_inside().for_report(),
        "outside": lambda: Link.objects.broken_outside().for_report(),
        "unsure": lambda: Link.objects.unsure_outside().for_report(),
        "orphans": all_orphans,
        "all": lambda: Link.objects.for_report(),
    }[name]()


def all_orphans():
    """(content type, key, since when) of every live thing that no link leads to, the newest first."""
    kinds = [model for model in publishable_models() if model.has_page]
    queries = [
        orphans(model).order_by().values_list(Value(ContentType.objects.get_for_model(model).pk), "pk", "live_from")
        for model in kinds
    ]
    return queries[0].union(*queries[1:], all=True).order_by(F("live_from").desc())


def report(request) -> dict:
    """What the page shows: tabs with their counts, and one page of the open one."""
    name = request.GET.get("show", "")
    name = name if name in KINDS else "inside"
    counted = {tab: rows_of(tab).count() for tab in KINDS if tab != "all"}
    page = Paginator(rows_of(name), PER_PAGE).get_page(request.GET.get("page"))
    if name == "orphans":
        keys = [(kind, pk) for kind, pk, _since in page.object_list]
        known = shown(request, set(keys))
        lines: list = [known[key] for key in keys if key in known]
    else:
        lines = broken.lines(request, page.object_list)
    return {
        "tabs": [Tab(tab, str(label), counted.get(tab), tab == name) for tab, label in KINDS.items()],
        "show": name,
        "page": page,
        "lines": lines,
        "waiting": Address.objects.filter(is_own=False, state=Address.State.NEW).count(),
    }
