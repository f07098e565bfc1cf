"""Pages of long lists: the keys of a page first, from the index alone, then its rows; counted as far as is worth it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.functional import cached_property


class AtLeast(int):
    """A count that was not carried on; it is written `1,000+`."""

    def __str__(self):
        return f"{int(self):,}+"


class KeyFirstPaginator(Paginator):
    """A page far behind costs no more rows than the first: what is skipped is skipped in the index.

    For lists whose order, filters and key stand in one index; others lose nothing but one query. `depth` is how many
    rows are counted at most, where counting all would cost more than anybody wants to know; None for all.
    """

    depth: int | None = None
    object_list: Any

    @cached_property
    def count(self) -> int:
        if self.depth is None:
            return super().count
        found = self.object_list.order_by()[: self.depth + 1].count()
        return AtLeast(self.depth) if found > self.depth else found

    def page(self, number):
        page = super().page(number)
        keys = list(page.object_list.values_list("pk", flat=True))
        rows = self.object_list.all()
        if not any(map(makes_more_rows, rows.query.alias_map.values())):
            rows.query.clear_where()  # what the keys were found by need not be asked again
        page.object_list = rows.filter(pk__in=keys)
        return page


def makes_more_rows(table) -> bool:
    """Whether this is joined from the one to the many, so that one row may become several."""
    return isinstance(getattr(table, "join_field", None), ForeignObjectRel)
