"""What a snippet may be narrowed to, such as a channel of the news: offered by the rooms above, named by reference."""

from collections.abc import Callable, Iterable

_offered: dict[str, Callable[[], Iterable]] = {}


def offer(model) -> None:
    """Let editors narrow snippets to things that point to a row of `model`; called when the site starts."""
    _offered[model._meta.label_lower] = model._default_manager.all


def choices() -> list[tuple[str, str]]:
    """Every row that is offered, as (`articles.channel:3`, words)."""
    return [
        (f"{label}:{row.pk}", f"{row._meta.verbose_name}：{row}") for label, rows in _offered.items() for row in rows()
    ]


def scopes_of(thing) -> set[str]:
    """The references of everything that a thing points to with a foreign key."""
    return {
        f"{field.related_model._meta.label_lower}:{getattr(thing, field.attname)}"
        for field in thing._meta.concrete_fields
        if field.many_to_one and getattr(thing, field.attname) is not None
    }
