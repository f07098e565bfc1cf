"""An index of grams behind both databases, and the same verbs for each: put, drop, empty, holding, walk.

SQLite: a contentless FTS5 table whose rowids are made of a document's time and key, so that it can be walked from the
newest match on. It forgets a text only when told what it held, which is worked out anew from the document.
PostgreSQL: an array beside the document, with a GIN index. Both are written by hand and known to no model, since
Django has no word for either.

What is published has one such index. A room whose texts are nobody else's business has one of its own: a table of
documents with `id` and `folded`, and a name for the index.
"""

from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import BooleanField, F, Func, Value
from django.db.models.expressions import RawSQL

from cms.chinese.folding import grams, grams_asked

# Stands between title and text, and in no folded text: nothing is found across it. Before a gram: the title has it.
SEAM = "\n"
KEY_BITS = 32
LAST = 2**63 - 1  # the highest row that SQLite has
COMMON = 0.5  # of all documents; from there on asking each row of a page costs less than looking up all

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


@dataclass(frozen=True)
class SQLite:
    """An index that is a table beside that of the documents."""

    documents: str
    index: str

    @property
    def create(self) -> tuple[str, ...]:
        # Signs written as their codes: the tokenizer must neither fold them once more nor split at punctuation.
        options = "content='', detail=none, columnsize=0, tokenize='ascii'"
        return (f"CREATE VIRTUAL TABLE {self.index} USING fts5(grams, {options})",)

    @property
    def destroy(self) -> tuple[str, ...]:
        return (f"DROP TABLE {self.index}",)

    @property
    def key(self) -> str:
        return f"(({LAST} - {self.index}.rowid) & {2**KEY_BITS - 1})"

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
        time = getattr(document, "live_from", None)
        seconds = min(max(0, int(time.timestamp())), LAST >> KEY_BITS) if time else 0
        return LAST - (seconds << KEY_BITS | document.pk)

    def put(self, documents):
        self._run(f"INSERT INTO {self.index}(rowid, grams) VALUES (%s, %s)", documents)  # noqa: S608 (our names)

    def drop(self, documents):
        self._run(f"INSERT INTO {self.index}({self.index}, rowid, grams) VALUES ('delete', %s, %s)", documents)  # noqa: S608

    def empty(self):
        self._tell("delete-all")

    def press(self):
        """Write the index anew without what was dropped, which until then only counts as gone."""
        self._tell("optimize")

    @contextmanager
    def made_anew(self):
        """For a migration: the index is empty, and what is put inside is all that it holds."""
        self.empty()
        yield

    def holding(self, folded, *, in_title=False) -> RawSQL:
        """The keys of the documents that hold all grams of this text."""
        matched = f"SELECT {self.key} FROM {self.index} WHERE {self.index} MATCH %s"  # noqa: S608 (our names)
        return RawSQL(matched, [self.written(wanted(folded, in_title=in_title))])  # noqa: S611

    def is_common(self, folded, *, in_title=False) -> bool:
        """Whether more than half of the documents hold these grams, so that a list had better ask row by row."""
        matched = f"SELECT count(*) FROM {self.index} WHERE {self.index} MATCH %s"  # noqa: S608 (our names)
        everything = f"SELECT count(*) FROM {self.documents}"  # noqa: S608
        with connection.cursor() as cursor:
            asked = f"SELECT ({matched}) > {COMMON} * ({everything})"
            cursor.execute(asked, [self.written(wanted(folded, in_title=in_title))])
            return bool(cursor.fetchone()[0])

    def holds(self, folded, *, in_title=False) -> Func:
        """Whether the document with the key of the row does, where documents have no time."""
        return Func(
            Value(self.written(wanted(folded, in_title=in_title))),
            F("pk"),
            template=f"EXISTS (SELECT 1 FROM {self.index} WHERE {self.index} MATCH %(expressions)s)",  # noqa: S608 (our names)
            arg_joiner=f" AND {self.index}.rowid = {LAST} - ",
            output_field=BooleanField(),
        )

    def walk(self, kind, asked: Asked, *, in_title=False) -> Walk:
        """Documents `d` of this kind that hold all grams of a wording of each word.

        The index itself is walked in this order, so who takes twenty pays for twenty.
        """
        words = [
            " OR ".join(f"({self.written(wanted(folded, in_title=in_title), ' AND ')})" for folded in wording)
            for wording in asked
        ]
        match = " AND ".join([self._kind(kind), *(f"({word})" for word in words)])
        return Walk(
            f"{self.index} CROSS JOIN {self.documents} d ON d.id = {self.key}",
            f"{self.index} MATCH %s",
            [match],
            place=f"{LAST} - {self.index}.rowid",
            newest=f"{self.index}.rowid",
        )

    def _run(self, sql, documents):
        with connection.cursor() as cursor:
            for document in documents:
                kind = self._kind(getattr(document, "content_type_id", ""))
                cursor.execute(sql, [self.place(document), f"{kind} {self.written(held(document.folded))}"])

    def _tell(self, command):
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {self.index}({self.index}) VALUES (%s)", [command])  # noqa: S608 (our names)


@dataclass(frozen=True)
class PostgreSQL:
    """An index over an array in the table of the documents."""

    documents: str
    index: str

    @property
    def create(self) -> tuple[str, ...]:
        return (
            f"ALTER TABLE {self.documents} ADD COLUMN grams text[] NOT NULL DEFAULT '{{}}'",
            # Without a list of pending entries: the planner charges its pages to each query, and reads all rows.
            f"CREATE INDEX {self.index} ON {self.documents} USING gin (grams) WITH (fastupdate = off)",
        )

    @property
    def destroy(self) -> tuple[str, ...]:
        return (f"DROP INDEX {self.index}", f"ALTER TABLE {self.documents} DROP COLUMN grams")

    def put(self, documents):
        with connection.cursor() as cursor:
            for document in documents:
                cursor.execute(
                    f"UPDATE {self.documents} SET grams = %s WHERE id = %s",  # noqa: S608 (our names)
                    [held(document.folded), document.pk],
                )

    @staticmethod
    def drop(documents):
        """The array goes with its row."""

    @staticmethod
    def empty():
        """There is nothing beside the rows."""

    press = empty  # what was dropped goes with the next VACUUM, like every row

    @contextmanager
    def made_anew(self):
        """For a migration: the arrays are written without their index, which is then made at one go."""
        index_away, *_ = self.destroy
        *_, index = self.create
        with connection.cursor() as cursor:
            # What is checked at commit, such as foreign keys, stands in the way of the index until it is checked.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(index_away)
            yield
            cursor.execute(index)
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    def holding(self, folded, *, in_title=False) -> RawSQL:
        matched = f"SELECT id FROM {self.documents} WHERE grams @> %s::text[]"  # noqa: S608 (our names)
        return RawSQL(matched, [wanted(folded, in_title=in_title)])  # noqa: S611

    @staticmethod
    def is_common(folded, *, in_title=False) -> bool:
        """The planner itself chooses between looking up few and asking row by row."""
        return False

    def walk(self, kind, asked: Asked, *, in_title=False) -> Walk:
        """Documents `d` of this kind that hold all grams of a wording of each word.

        The planner walks the documents by time where most hold them, and sorts the matches where few do.
        """
        words = [" OR ".join(["d.grams @> %s::text[]"] * len(wording)) for wording in asked]
        return Walk(
            f"{self.documents} d",
            " AND ".join(["d.content_type_id = %s", *(f"({word})" for word in words)]),
            [kind, *(wanted(folded, in_title=in_title) for wording in asked for folded in wording)],
            place="COALESCE(EXTRACT(EPOCH FROM d.live_from), 0)",
            newest="d.live_from DESC, d.id DESC",
        )


KINDS = {"sqlite": SQLite, "postgresql": PostgreSQL}
PUBLISHED = ("search_searchdocument", "search_grams")
ENGINES = {vendor: kind(*PUBLISHED) for vendor, kind in KINDS.items()}


def engine(documents: str = PUBLISHED[0], index: str = PUBLISHED[1]):
    """What keeps this index on this database; without a name the one of what is published."""
    return KINDS[connection.vendor](documents, index)
