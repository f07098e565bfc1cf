"""Markdown with what stands around it: a zip of folders that people read, and that is read back without loss.

One `.md` for each thing with an address, its head in YAML: the usual names for people and other programs, and under
`ridgeline` the whole entry. `ridgeline_digest` is the SHA-256 of the Markdown below, by which a reader knows whether
somebody has changed it since. What has no text stands in `entries.jsonl`, files in `media/`.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from typing import IO

from cms.library.models import Asset
from reach import markdown
from reach.entries import DRAFT, Entry
from reach.exporting.everything import BESIDE, Batch
from reach.exporting.pieces import Format, Piece, Pieces, add, gathered
from reach.exporting.words import html_of, said, with_pictures_at
from reach.travelling.outward import MEDIA

ENTRIES, MISSING = "entries.jsonl", "MISSING.txt"
UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
PEOPLE = {"channel": "categories", "tags": "tags", "author": "author", "cover": "cover", "summary": "description"}


class Folders(Format):
    """Markdown and media in a zip."""

    name = "markdown"

    def pieces(self, batch: Batch) -> Iterator[Piece]:
        for entry in batch.entries:
            asset: Asset | None = batch.assets.get(entry.key) if entry.key.startswith(MEDIA) else None
            if asset is not None:
                yield Piece(entry.key, file=f"private:{asset.file.name}")
            if path := path_of(entry):
                yield Piece(path, text=text_of(entry, depth=path.count("/")))
            else:
                yield Piece(ENTRIES, text=json.dumps(entry.as_json(), ensure_ascii=False))

    def join(self, pieces: Pieces, file: IO[bytes]) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            names = {ENTRIES}
            missing = []
            for piece in pieces():
                if piece.name in names:
                    continue
                names.add(piece.name)
                if not add(archive, piece):
                    missing.append(piece.name)
            with archive.open(ENTRIES, "w", force_zip64=True) as lines:
                for line in gathered(ENTRIES, pieces):
                    lines.write(line.encode() + b"\n")
            if missing:
                archive.writestr(MISSING, "\n".join(missing) + "\n")


def path_of(entry: Entry) -> str:
    """Where it stands in the folders; "" for what has no page of its own."""
    if entry.kind.startswith(("library.", "publishing.")) or "title" not in entry.fields:
        return ""
    folder = entry.kind.partition(".")[2]
    if entry.key.endswith(BESIDE):
        return f"{folder}/{entry.key.removesuffix(BESIDE)}.draft.md"
    if not entry.addresses:
        return ""
    is_page = entry.kind == "pages.page"
    last = entry.addresses[0].strip("/") if is_page else entry.addresses[0].strip("/").rpartition("/")[2]
    return f"{folder}/{last or 'index'}.md"


def text_of(entry: Entry, depth: int) -> str:
    body = markdown.from_html(with_pictures_at(html_of(entry), lambda ref: relative(ref, depth)))
    return f"---\n{head_of(entry, body, depth)}---\n\n{body}\n"


def digest_of(body: str) -> str:
    """Of the Markdown alone, whatever space is around it."""
    return hashlib.sha256(body.strip().encode()).hexdigest()


def relative(ref: str, depth: int) -> str:
    return "../" * depth + ref if ref.startswith(MEDIA) else ref


def head_of(entry: Entry, body: str, depth: int) -> str:
    lines = {"title": entry.fields.get("title", ""), "slug": entry.fields.get("slug", "")}
    lines |= {"date": entry.live_from, "draft": entry.state == DRAFT, "url": (entry.addresses or [""])[0]}
    for name, usual in PEOPLE.items():
        if value := entry.fields.get(name):
            lines[usual] = relative(value, depth) if name == "cover" else _for_people(usual, value)
    lines |= {"ridgeline_digest": digest_of(body), "ridgeline": entry.as_json()}
    return "".join(f"{name}: {yaml(value)}\n" for name, value in lines.items() if value != "")


def _for_people(usual: str, value):
    if usual in {"categories", "tags"}:
        return [said(one) for one in (value if isinstance(value, list) else [value])]
    return said(value)


def yaml(value) -> str:
    """JSON, which is YAML too once nothing in it is unprintable."""
    text = json.dumps(value, ensure_ascii=False)
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
