"""Links that lead nowhere, each with a sentence that says why."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.linking.models import Address, Link
from cms.linking.seen import Shown, shown

WHY = {
    "trashed": _("lies in the trash"),
    "retired": _("was taken back from the public"),
    "expired": _("its time is over"),
    "draft": _("is not public yet"),
    "gone": _("was deleted for good"),
}
STATES = {
    Address.State.NEW: _("not looked at yet"),
    Address.State.FINE: _("answers"),
    Address.State.UNSURE: _("does not let us look"),
    Address.State.FAILING: _("failed lately; looked at again each day"),
    Address.State.BROKEN: _("did not answer on three days"),
}


@dataclass(frozen=True)
class Line:
    """A link as lists show it: where it stands, in which words, where it leads, and what is the matter."""

    link: Link
    source: Shown | None
    target: Shown | None

    @property
    def place(self) -> str:
        """The column that it stands in, in the editor's words."""
        label, _dot, name = self.link.place.rpartition(".")
        try:
            field: Any = apps.get_model(label)._meta.get_field(name)
        except (LookupError, ValueError, FieldDoesNotExist):
            return ""
        return capfirst(str(field.verbose_name))

    @property
    def leads_to(self) -> str:
        if self.link.address:
            return self.link.address.url
        return self.target.label if self.target else ""

    @property
    def why(self):
        """What is the matter with it; "" if nothing is."""
        address = self.link.address
        if address is None:
            return WHY.get(self.target.standing if self.target else "gone", "")
        if address.is_own:
            return _("no page is at this address") if address.state == Address.State.BROKEN else ""
        return "" if address.state == Address.State.FINE else STATES[address.state]

    @property
    def detail(self) -> str:
        """What the other side said, such as its status."""
        return self.link.address.problem if self.link.address and not self.link.address.is_own else ""


def lines(request, links) -> list[Line]:
    """These links for this person; two queries for each kind of thing that they name."""
    links = list(links)
    sources = {(link.content_type_id, link.object_id) for link in links}
    targets = {(link.target_type_id, link.target_id) for link in links if link.target_id}
    known = shown(request, sources | targets)
    return [
        Line(
            link,
            known.get((link.content_type_id, link.object_id)),
            known.get((link.target_type_id, link.target_id)) if link.target_id else None,
        )
        for link in links
    ]


def broken_in(thing):
    """The links in what the form shows, the working copy or else the public version, that lead nowhere."""
    of_it = Link.objects.of(thing)
    of_it = of_it.filter(is_published=thing.state == "published" and not thing.draft())
    return (of_it.broken_inside() | of_it.broken_outside()).for_report()
