"""From the newest on, as far as anybody reads: the one statement behind what is found."""

from collections.abc import Iterator
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from cms.search.engines import Asked, engine
from cms.search.models import is_a_gram


class Place(NamedTuple):
    """Where a document stands among what was found: the higher, the earlier it is shown."""

    in_title: bool
    at: int
    key: int
    kind: int
    object_id: int


def walked(among: dict[int, models.QuerySet], asked: Asked, most: int) -> Iterator[Place]:
    """The newest of each kind that say a wording of each word, and the newest that say it in their title.

    `most` of each, which is what it costs. `among` has the rows of each kind that may be found; a document's own time
    only orders, and whether a row is public is asked of the row.
    """
    arms, params = [], []
    for kind, rows in among.items():
        try:
            visible, visible_params = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
        for in_title in (True, False):
            walk = engine().walk(kind, asked, in_title=in_title)
            said, said_params = _said(asked, "substr(d.folded, 1, d.title_length)" if in_title else "d.folded")
            # Names of ours, and marks for what was asked. The cut is inside: only so does the walk end early.
            arms.append(
                f"SELECT * FROM (SELECT {int(in_title)}, {walk.place}, d.id, {int(kind)}, d.object_id"  # noqa: S608
                f" FROM {walk.tables} WHERE {walk.where}"
                f" AND EXISTS (SELECT 1 FROM ({visible}) visible WHERE visible.pk = d.object_id){said}"
                f" ORDER BY {walk.newest} LIMIT {int(most)}) walk"
            )
            params += [*walk.params, *visible_params, *said_params]
    if not arms:
        return
    seen = set()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(arms), params)
        for in_title, at, key, kind, object_id in cursor.fetchall():
            if key not in seen:  # those by title come first
                seen.add(key)
                yield Place(bool(in_title), int(at), key, kind, object_id)


def _said(asked: Asked, where: str) -> tuple[str, list[str]]:
    """Conditions for what the index does not tell for sure."""
    holds = {"sqlite": "instr({}, %s) > 0", "postgresql": "strpos({}, %s) > 0"}[connection.vendor].format(where)
    unsure = [wording for wording in asked if not all(map(is_a_gram, wording))]
    conditions = "".join(f" AND ({' OR '.join([holds] * len(wording))})" for wording in unsure)
    return conditions, [folded for wording in unsure for folded in wording]
