"""The index of grams behind both databases, and the same verbs for each: put, drop, empty, holding, walk.

SQLite: a contentless FTS5 table whose rowids are made of a document's time and key, so that it can be walked from the
newest match on. It forgets a text only when told what it held, which is worked out anew from the document.
PostgreSQL: an array beside the document, with a GIN index. Both are written by hand and known to no model, since
Django has no word for either.
"""

from collections.abc import Iterable
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL

from cms.chinese.folding import grams, grams_asked

# Stands between title and text, and in no folded text: nothing is found across it. Before a gram: the title has it.
SEAM = "\n"
KEY_BITS = 32
LAST = 2**63 - 1  # the highest row that SQLite has

Asked = tuple[tuple[str, ...], ...]  # for each word its wordings, folded


class Walk(NamedTuple):
    """How the documents that may say something are gone through from the newest on: pieces of one SELECT."""

    tables: str
    where: str
    params: list
    place: str  # a number that grows with the time
    newest: str  # the order


def held(folded: str) -> list[str]:
    """What the index holds of a document: its grams, and once more those of its title, marked."""
    title, text = folded.split(SEAM, 1)
    in_title = grams(title)
    return sorted({*in_title, *grams(text), *(SEAM + gram for gram in in_title)})


def wanted(folded: str, *, in_title=False) -> list[str]:
    return sorted((SEAM if in_title else "") + gram for gram in grams_asked(folded))


@lru_cache(maxsize=100_000)  # the grams of a language are few, and most of the work of writing many texts
def _token(gram: str) -> str:
    return "".join(f"{ord(sign):05x}" for sign in gram)


class SQLite:
    # Signs written as their codes: the tokenizer must neither fold them once more nor split at punctuation.
    create = (
        "CREATE VIRTUAL TABLE search_grams USING fts5(grams, content='', detail=none, columnsize=0, tokenize='ascii')",
    )
    destroy = ("DROP TABLE search_grams",)
    key = f"(({LAST} - search_grams.rowid) & {2**KEY_BITS - 1})"

    @staticmethod
    def written(found: Iterable[str], joined=" ") -> str:
        return joined.join(map(_token, found))

    @staticmethod
    def _kind(key) -> str:
        return f"kind{key}"  # no code of a sign

    @staticmethod
    def place(document) -> int:
        """Its row in the index: a later time has a lower number, and the key keeps those of one second apart.

        So the newest come first in the order of rows: walked the other way, FTS5 leaves out some matches of indexes
        that keep no details (seen with SQLite 3.40.1).
        """
        seconds = min(max(0, int(document.live_from.timestamp())), LAST >> KEY_BITS) if document.live_from else 0
        return LAST - (seconds << KEY_BITS | document.pk)

    @classmethod
    def put(cls, documents):
        cls._run("INSERT INTO search_grams(rowid, grams) VALUES (%s, %s)", documents)

    @classmethod
    def drop(cls, documents):
        cls._run("INSERT INTO search_grams(search_grams, rowid, grams) VALUES ('delete', %s, %s)", documents)

    @classmethod
    def empty(cls):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_grams(search_grams) VALUES ('delete-all')")

    @classmethod
    @contextmanager
    def made_anew(cls):
        """For a migration: the index is empty, and what is put inside is all that it holds."""
        cls.empty()
        yield

    @classmethod
    def holding(cls, folded) -> RawSQL:
        """The keys of the documents that hold all grams of this text."""
        matched = f"SELECT {cls.key} FROM search_grams WHERE search_grams MATCH %s"  # noqa: S608 (nothing from outside)
        return RawSQL(matched, [cls.written(wanted(folded))])  # noqa: S611

    @classmethod
    def walk(cls, kind, asked: Asked, *, in_title=False) -> Walk:
        """Documents `d` of this kind that hold all grams of a wording of each word.

        The index itself is walked in this order, so who takes twenty pays for twenty.
        """
        words = [
            " OR ".join(f"({cls.written(wanted(folded, in_title=in_title), ' AND ')})" for folded in wording)
            for wording in asked
        ]
        match = " AND ".join([cls._kind(kind), *(f"({word})" for word in words)])
        return Walk(
            f"search_grams CROSS JOIN search_searchdocument d ON d.id = {cls.key}",
            "search_grams MATCH %s",
            [match],
            place=f"{LAST} - search_grams.rowid",
            newest="search_grams.rowid",
        )

    @classmethod
    def _run(cls, sql, documents):
        with connection.cursor() as cursor:
            for document in documents:
                tokens = f"{cls._kind(document.content_type_id)} {cls.written(held(document.folded))}"
                cursor.execute(sql, [cls.place(document), tokens])


class PostgreSQL:
    create = (
        "ALTER TABLE search_searchdocument ADD COLUMN grams text[] NOT NULL DEFAULT '{}'",
        # Without a list of pending entries: the planner charges its pages to each query, and reads all rows instead.
        "CREATE INDEX search_grams ON search_searchdocument USING gin (grams) WITH (fastupdate = off)",
    )
    destroy = ("DROP INDEX search_grams", "ALTER TABLE search_searchdocument DROP COLUMN grams")

    @staticmethod
    def put(documents):
        with connection.cursor() as cursor:
            for document in documents:
                cursor.execute(
                    "UPDATE search_searchdocument SET grams = %s WHERE id = %s", [held(document.folded), document.pk]
                )

    @staticmethod
    def drop(documents):
        """The array goes with its row."""

    @staticmethod
    def empty():
        """There is nothing beside the rows."""

    @classmethod
    @contextmanager
    def made_anew(cls):
        """For a migration: the arrays are written without their index, which is then made at one go."""
        index_away, *_ = cls.destroy
        *_, index = cls.create
        with connection.cursor() as cursor:
            # What is checked at commit, such as foreign keys, stands in the way of the index until it is checked.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(index_away)
            yield
            cursor.execute(index)
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    @staticmethod
    def holding(folded) -> RawSQL:
        return RawSQL("SELECT id FROM search_searchdocument WHERE grams @> %s::text[]", [wanted(folded)])

    @staticmethod
    def walk(kind, asked: Asked, *, in_title=False) -> Walk:
        """Documents `d` of this kind that hold all grams of a wording of each word.

        The planner walks the documents by time where most hold them, and sorts the matches where few do.
        """
        words = [" OR ".join(["d.grams @> %s::text[]"] * len(wording)) for wording in asked]
        return Walk(
            "search_searchdocument d",
            " AND ".join(["d.content_type_id = %s", *(f"({word})" for word in words)]),
            [kind, *(wanted(folded, in_title=in_title) for wording in asked for folded in wording)],
            place="COALESCE(EXTRACT(EPOCH FROM d.live_from), 0)",
            newest="d.live_from DESC, d.id DESC",
        )


ENGINES = {"sqlite": SQLite, "postgresql": PostgreSQL}


def engine():
    return ENGINES[connection.vendor]


def forget_what_a_flush_left(sender, **kwargs):
    """Emptying all tables passes by what no model knows; without documents the index is empty too."""
    table = sender.get_model("SearchDocument")
    if table._meta.db_table in connection.introspection.table_names() and not table.objects.exists():
        engine().empty()
