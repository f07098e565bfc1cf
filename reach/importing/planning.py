"""What would come of a source, before anything is stored: the dry run.

Each item gets its fate and its first stage. Names and pictures that texts and articles only mention become items of
their own, so that people see them, can say whom a name means, and undoing knows what was made.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import urldefrag, urlsplit

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext as _

from cms.library.models import Document, Picture
from cms.publishing import snapshots
from cms.publishing.models import Publishable, Redirect
from cms.richtext import files
from reach.entries import BESIDE, Entry
from reach.importing.spooling import digest, shortened
from reach.models import Fate, ImportItem, ImportRun, Origin, Stage
from reach.travelling import said_once
from reach.travelling.walking import walk

AT_ONCE = 200
LAST = 32_000
REDIRECT = Redirect._meta.label_lower
FILES: dict[str, type[Picture | Document]] = {"library.picture": Picture, "library.document": Document}
STAGES = {REDIRECT: Stage.REDIRECT, **dict.fromkeys(FILES, Stage.FILE)}

_LINKS = re.compile(r"""<a\b[^>]*?\shref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_SOURCES = re.compile(r"""<img\b[^>]*?\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def model_of(kind: str) -> type[Model] | None:
    """The model that entries of this kind become; None for what does not move in."""
    if kind in STAGES:
        return FILES.get(kind, Redirect)
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        return None
    is_row = model in named_models() or model in said_once.KEYS
    return model if issubclass(model, Publishable) or is_row else None


@cache
def named_models() -> frozenset[type[Model]]:
    """What publishable things are ordered and signed by: channels, tags, authors, sources, industries."""
    found = set()
    for model in apps.get_models():
        if issubclass(model, Publishable):
            fields = [one for one in snapshots.content_fields(model) if one.remote_field]
            found |= {one.related_model for one in [*fields, *snapshots.content_m2m(model)]}
    return frozenset(model for model in found if not issubclass(model, Publishable | Picture | Document))


def plan(run: ImportRun, is_there: Callable[[str], bool], go_on: Callable[[], None] = lambda: None) -> None:
    """Give each item its fate and its first stage; adds items for what is only mentioned.

    `is_there` says whether a file can be had at all by this REF.
    """
    mentioned: dict[tuple[str, str], dict] = {}
    for batch in batches(run, go_on):
        named = []
        for item in batch:
            model = model_of(item.kind)
            if model is not None and issubclass(model, Publishable):
                named += files_in(item, model, mentioned, run)
        ImportItem.objects.bulk_create(named, ignore_conflicts=True)
    add_mentioned(run, mentioned)
    slugs: dict[str, set[str]] = defaultdict(set)
    for batch in batches(run, go_on):
        decide(run, batch, slugs)
        for item in batch:
            if item.stage == Stage.FILE and not is_there(str(item.entry.get("key") or item.key)):
                item.fate, item.stage = Fate.MISSING, Stage.OVER
                item.notes.append(_("The source does not hold this file."))
        ImportItem.objects.bulk_update(batch, ["fate", "stage", "rank", "notes", "content_type", "object_id", "entry"])
    run.total = run.items.exclude(stage=Stage.OVER).count()


def batches(run: ImportRun, go_on) -> Iterator[list[ImportItem]]:
    """The items in their order, some at a time."""
    last = 0
    while batch := list(run.items.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = batch[-1].pk
        yield batch
        go_on()


# --- What is only mentioned ------------------------------------------------------------------------------------------


class Mentions:
    """Notes the names, the pictures and the documents of the old site that the content of an entry holds."""

    def __init__(self, host: str = "") -> None:
        self.host = host
        self.rows: list[tuple[type[Model], dict]] = []
        self.pictures: list[str] = []
        self.documents: list[str] = []

    def named(self, model, value):
        if issubclass(model, Picture | Document) and isinstance(value, str):
            (self.pictures if model is Picture else self.documents).append(value)
        elif isinstance(value, dict) and model in named_models():
            self.rows.append((model, value))
        return value

    def told(self, value):
        return value

    def html(self, value):
        self.pictures += [(double or single) for double, single in _SOURCES.findall(str(value))]
        linked = (unescape(double or single) for double, single in _LINKS.findall(str(value)) if self.host)
        self.documents += [urldefrag(href)[0] for href in linked if self.is_document(href)]
        return value

    def link(self, value):
        return value

    def is_document(self, href: str) -> bool:
        try:
            parts = urlsplit(href)
        except ValueError:
            return False
        return parts.netloc == self.host and parts.path.lower().endswith(files.ENDINGS)


def mentions_of(entry: Entry, model, host: str = "") -> Mentions:
    """What this entry names, found without the sanitiser, since there may be twenty thousand of them.

    `host` is that of the old site, whose documents come along where a text links to them.
    """
    found = Mentions(host)
    related = {one.name for one in snapshots.content_m2m(model)}
    data: dict[str, Any] = {
        "fields": {name: value for name, value in entry.fields.items() if name not in related},
        "m2m": {name: value for name, value in entry.fields.items() if name in related},
        "parts": {name: [row for row in rows if isinstance(row, dict)] for name, rows in entry.parts.items()},
    }
    walk(model, data, found, ignore)
    return found


def ignore(_error: Exception) -> None:
    """Who only counts what is there need not hear what is not."""


def files_in(item: ImportItem, model, mentioned: dict, run: ImportRun) -> list[ImportItem]:
    """Items for the pictures of an entry; its names go into `mentioned`."""
    found = mentions_of(Entry.from_json(item.entry), model, urlsplit(run.origin).netloc)
    for related, name in found.rows:
        said = str(name.get("slug") or name.get("name") or "")
        if said:
            mentioned.setdefault((related._meta.label_lower, str(name.get("name") or said)), name)
    named = [("library.picture", ref) for ref in found.pictures] + [
        ("library.document", ref) for ref in found.documents
    ]
    return [
        ImportItem(run=run, kind=kind, key=shortened(ref), title=ref.rpartition("/")[2][:200], entry=told(kind, ref))
        for kind, ref in dict.fromkeys(named)
        if ref
    ]


def told(kind: str, ref: str) -> dict:
    """As `Entry.as_json` says it."""
    return {"kind": kind, "key": ref}


def add_mentioned(run: ImportRun, mentioned: dict[tuple[str, str], dict]) -> None:
    """An item for each name that has none of its own."""
    known = set()
    for kind, entry in (
        run.items.exclude(kind__in=STAGES)
        .filter(kind__in={kind for kind, _name in mentioned})
        .values_list("kind", "entry")
    ):
        fields = entry.get("fields", {})
        known |= {(kind, str(fields.get(name))) for name in ("name", "slug") if fields.get(name)}
    new = [
        ImportItem(
            run=run,
            kind=kind,
            key=shortened(f"name:{name}"),
            title=name[:200],
            entry={"kind": kind, "key": f"name:{name}", "fields": said},
        )
        for (kind, name), said in mentioned.items()
        if (kind, name) not in known and (kind, str(said.get("slug"))) not in known
    ]
    ImportItem.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)


# --- What would become of it -----------------------------------------------------------------------------------------


def decide(run: ImportRun, batch: list[ImportItem], slugs: dict[str, set[str]]) -> None:
    """The fate of each item of a batch, from what is here of it already."""
    keys = {item.key for item in batch}
    came = {(one.kind, one.key): one for one in Origin.objects.filter(source=run.origin, key__in=keys)}
    taken = taken_slugs(batch)
    for item in batch:
        model = model_of(item.kind)
        if item.fate in {Fate.FAILED, Fate.SKIPPED}:
            continue
        if model is None:
            item.fate = Fate.SKIPPED
            item.notes.append(_("Nothing of this kind moves in."))
            continue
        if item.key.endswith(BESIDE):
            item.stage, item.rank = Stage.CONTENT, LAST  # after what it stands beside
            continue
        origin = came.get((item.kind, item.key))
        here = origin.thing if origin else already_here(item, model)
        if origin or here:
            point(item, here)
            item.fate = known_fate(item, origin, here)
        elif model in said_once.WHOLE and model._base_manager.exists():
            item.fate = Fate.KEPT
            item.notes.append(_("This site has its own already; nothing is added to it."))
        if item.fate == Fate.CREATE and issubclass(model, Publishable):
            say_address(item, slugs[item.kind], taken)
        item.stage = first_stage(item, model)
        item.rank = depth(item) if issubclass(model, Publishable) else LAST if model in said_once.KEYS else 0


def first_stage(item: ImportItem, model) -> int:
    if item.fate not in {Fate.CREATE, Fate.UPDATE}:
        return Stage.OVER
    if model in said_once.KEYS:
        return Stage.PLACE  # behind all things, so that they can name those
    if issubclass(model, Publishable):
        return Stage.PLACE if item.fate == Fate.CREATE else Stage.CONTENT
    return STAGES.get(item.kind, Stage.NAMED)


def point(item: ImportItem, here) -> None:
    if here is not None:
        item.content_type, item.object_id = ContentType.objects.get_for_model(here), here.pk


def known_fate(item: ImportItem, origin: Origin | None, here) -> str:
    """What becomes of something that came before, or that is here without having come."""
    if here is None or getattr(here, "trashed_at", None):
        item.notes.append(_("It was deleted here since, and is not brought back."))
        return Fate.KEPT
    if origin is None:
        if isinstance(here, Publishable):
            item.notes.append(_("It is here already, and did not come from this source."))
            return Fate.KEPT
        return Fate.SAME
    if not isinstance(here, Publishable) or origin.read == digest(item.entry):
        return Fate.SAME
    if not origin.read:
        return Fate.UPDATE  # a run that was broken off had made its place and no more
    if origin.written != snapshots.digest(here.working_copy()):
        item.notes.append(_("It was edited here since, and is left as it is."))
        return Fate.KEPT
    return Fate.UPDATE


def already_here(item: ImportItem, model):
    """The row that an item means, although it never came from this source."""
    fields = item.entry.get("fields", {})
    if item.kind == REDIRECT:
        return Redirect.objects.filter(path=str(fields.get("path", ""))[:500]).first()
    if model in FILES.values():
        return None  # known by its bytes, once they are here
    if model in said_once.KEYS:
        return said_once.here(model, fields)
    if issubclass(model, Publishable):
        return model._base_manager.filter(uuid=item.key).first() if is_uuid(item.key) else None
    return named_row(model, fields)


def is_uuid(text: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text) is not None


def named_row(model, name: dict):
    """The channel, tag or author of this slug, else of this name."""
    fields = {one.name for one in model._meta.get_fields()}
    for asked in ("slug", "key", "name"):
        said = str(name.get(asked) or "") if asked in fields else ""
        if said and (found := model._base_manager.filter(**{asked: said}).first()):
            return found
    return None


def taken_slugs(batch: list[ImportItem]) -> dict[str, set[str]]:
    """The addresses among those wished for that things of this site have."""
    wished: dict[str, set[str]] = defaultdict(set)
    for item in batch:
        wished[item.kind].add(str(item.entry.get("fields", {}).get("slug") or ""))
    found = {}
    for kind, slugs in wished.items():
        model = model_of(kind)
        if model is not None and issubclass(model, Publishable):
            found[kind] = set(model._base_manager.filter(slug__in=slugs - {""}).values_list("slug", flat=True))
    return found


def say_address(item: ImportItem, slugs: set[str], taken: dict[str, set[str]]) -> None:
    """A note where the address that the source has cannot be kept."""
    fields = item.entry.get("fields", {})
    slug = str(fields.get("slug") or "")
    if not (fields.get("title") or fields.get("name")):
        item.notes.append(_("It has no title; its file name or number stands for it."))
    is_below = bool(fields.get("parent"))  # the same piece may stand below several pages
    if slug and not is_below and (slug in slugs or slug in taken.get(item.kind, ())):
        item.notes.append(_("The address “%(slug)s” is taken; it gets a number.") % {"slug": slug})
    slugs.add(slug)


def depth(item: ImportItem) -> int:
    """How many pages are above it, so that those come first."""
    address = str(next(iter(item.entry.get("addresses", [])), ""))
    return min(urlsplit(address).path.strip("/").count("/"), 99) if item.entry.get("fields", {}).get("parent") else 0
