"""What rooms above add to the admin of everything publishable; each registers in `AppConfig.ready()`, as panels do.

The form has boxes above and below, links in its bar and buttons; the list has actions; and each thing may have pages of
its own. Whatever is registered stands on every kind of publishable thing, and says itself when it has nothing to show.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple


class Link(NamedTuple):
    """A link in the bar above the form."""

    label: str
    url: str
    is_new_tab: bool = False
    is_deed: bool = False  # a button that posts to the address, for what changes something
    is_rare: bool = False  # folded under “More”, so that the bar keeps to what is done daily


@dataclass(frozen=True)
class Box:
    """`fill(model_admin, request, thing)` gives the context of `template`, or None for no box; `thing` is overlaid.

    Boxes above stand in one frame together, boxes below each in its own; what is bare shows nothing by itself.
    """

    template: str
    fill: Callable
    order: int
    is_below: bool = False
    is_bare: bool = False


@dataclass(frozen=True)
class Button:
    """`do(model_admin, request, row)` runs after the form was saved, with what was saved in `request.revision`.

    It may return a response; else the form opens again. `is_for(model_admin, request, thing)` says who sees it, and
    is asked once more before the deed. With `is_in_row=False` it stands in a box of its own instead of below the form.
    """

    name: str
    label: str
    do: Callable
    is_for: Callable
    order: int = 50
    variant: str = "default"
    is_in_row: bool = True


@dataclass(frozen=True)
class Action:
    """A deed for the rows that are ticked in a list: `do(model_admin, request, queryset)`, as Django's actions."""

    name: str
    label: str
    do: Callable
    is_for: Callable  # (model_admin, request)
    order: int = 50


@dataclass(frozen=True)
class ThingPage:
    """A page of the admin about one thing, `admin:<app>_<model>_<name>`: `view(request, model_admin, thing, **rest)`.

    Only for those who may edit the thing (who may see it, with `is_for_viewers`); `thing` is the row, not overlaid.
    """

    name: str
    route: str
    view: Callable
    is_for_viewers: bool = False


@dataclass(frozen=True)
class Leaving:
    """What stands on the question before something is deleted, trashed or taken back, and what is done with it.

    `fill(model_admin, request, things)` gives the context of `template`, or None. `do(model_admin, request, thing)`
    runs in the transaction of the deed, just before it, and may raise ValidationError; `request.refusal` then says so
    on the question, and `request.typed` is what was sent. `is_asked(model_admin, request, thing)` says whether taking
    back needs the question at all.
    """

    template: str
    fill: Callable
    do: Callable
    is_asked: Callable


@dataclass(frozen=True)
class KindPage:
    """A page of the admin beside the form for a new thing: `view(request, model_admin)`, which asks who may itself."""

    name: str
    route: str
    view: Callable


@dataclass
class Extensions:
    boxes: list[Box] = field(default_factory=list)
    links: list[Callable] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    pages: list[ThingPage] = field(default_factory=list)
    kind_pages: list[KindPage] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    when_saved: list[Callable] = field(default_factory=list)
    leavings: list[Leaving] = field(default_factory=list)
    boxes_for_new: list[Box] = field(default_factory=list)
    boxes_above_list: list[Box] = field(default_factory=list)
    filters: list[type] = field(default_factory=list)


registered = Extensions()


def box(template: str, *, order: int = 50, is_below: bool = False, is_bare: bool = False):
    """Register the decorated function as a box on every form."""

    def register(fill):
        registered.boxes.append(Box(template, fill, order, is_below, is_bare))
        return fill

    return register


def box_for_new(template: str, *, order: int = 50, is_below: bool = False, is_bare: bool = False):
    """Register the decorated `fill(model_admin, request)` as a box on every form for a new thing."""

    def register(fill):
        registered.boxes_for_new.append(Box(template, fill, order, is_below, is_bare))
        return fill

    return register


def box_above_list(template: str, *, order: int = 50):
    """Register the decorated `fill(model_admin, request)` as a box above every list."""

    def register(fill):
        registered.boxes_above_list.append(Box(template, fill, order))
        return fill

    return register


def list_filter(cls):
    """Offer this filter beside every list, after the list's own."""
    registered.filters.append(cls)
    return cls


def bar_links(function):
    """Register `function(model_admin, request, thing) -> list[Link]` for the bar above every form."""
    registered.links.append(function)
    return function


def button(name: str, label, *, is_for, order: int = 50, variant: str = "default", is_in_row: bool = True):
    """Register the decorated function as the deed of a button; `name` is what the form posts, such as `_submit`."""

    def register(do):
        registered.buttons.append(Button(name, label, do, is_for, order, variant, is_in_row))
        return do

    return register


def action(name: str, label, *, is_for, order: int = 50):
    """Register the decorated function as an action of every list."""

    def register(do):
        registered.actions.append(Action(name, label, do, is_for, order))
        return do

    return register


def page(name: str, route: str, *, is_for_viewers: bool = False):
    """Register the decorated view as a page of every thing, at `<key>/<route>` in the admin."""

    def register(view):
        registered.pages.append(ThingPage(name, route, view, is_for_viewers))
        return view

    return register


def leaving(template: str, *, do, is_asked):
    """Register the decorated function as what stands on the question before something leaves the public."""

    def register(fill):
        registered.leavings.append(Leaving(template, fill, do, is_asked))
        return fill

    return register


def kind_page(name: str, route: str):
    """Register the decorated view as a page of every kind, at `add/<route>` in the admin."""

    def register(view):
        registered.kind_pages.append(KindPage(name, route, view))
        return view

    return register


def script(path: str) -> None:
    """Load this static script on every form of something publishable, after the form's own."""
    registered.scripts.append(path)


def when_saved(function):
    """Call `function(model_admin, request, thing)` in the transaction of every save by a form, new things included."""
    registered.when_saved.append(function)
    return function


def in_order(entries):
    return sorted(entries, key=lambda entry: entry.order)
