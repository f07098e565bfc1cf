"""The index of pairs behind both databases, and the same three verbs for each: put, drop, holding.

SQLite: a contentless FTS5 table whose rowid is the document's key. It forgets a text only when told what it held,
which is worked out anew from the document. PostgreSQL: an array beside the document, with a GIN index. Both are
written by hand and known to no model, since Django has no word for either.
"""

from functools import lru_cache

from django.db import connection
from django.db.models.expressions import RawSQL

from cms.chinese.folding import grams_asked


@lru_cache(maxsize=100_000)  # the pairs of a language are few, and most of the work of writing many texts
def _token(gram: str) -> str:
    return "".join(f"{ord(sign):05x}" for sign in gram)


class SQLite:
    # Signs written as their codes: the tokenizer must neither fold them once more nor split at punctuation.
    create = (
        "CREATE VIRTUAL TABLE search_grams USING fts5(grams, content='', detail=none, columnsize=0, tokenize='ascii')",
    )
    destroy = ("DROP TABLE search_grams",)

    @staticmethod
    def written(found) -> str:
        return " ".join(map(_token, found))

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
    def holding(cls, folded) -> RawSQL:
        """The keys of the documents that hold all pairs of this text."""
        return RawSQL(
            "SELECT rowid FROM search_grams WHERE search_grams MATCH %s", [cls.written(sorted(grams_asked(folded)))]
        )

    @classmethod
    def _run(cls, sql, documents):
        with connection.cursor() as cursor:
            for document in documents:
                cursor.execute(sql, [document.pk, cls.written(document.grams)])


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
                    "UPDATE search_searchdocument SET grams = %s WHERE id = %s", [document.grams, document.pk]
                )

    @staticmethod
    def drop(documents):
        """The array goes with its row."""

    @staticmethod
    def empty():
        """There is nothing beside the rows."""

    @staticmethod
    def holding(folded) -> RawSQL:
        asked = sorted(grams_asked(folded))
        return RawSQL("SELECT id FROM search_searchdocument WHERE grams @> %s::text[]", [asked])


ENGINES = {"sqlite": SQLite, "postgresql": PostgreSQL}


def engine():
    return ENGINES[connection.vendor]


def forget_what_a_flush_left(sender, **kwargs):
    """Emptying all tables passes by what no model knows; without documents the index is empty too."""
    table = sender.get_model("SearchDocument")
    if table._meta.db_table in connection.introspection.table_names() and not table.objects.exists():
        engine().empty()
