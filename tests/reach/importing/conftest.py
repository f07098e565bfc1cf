"""A reader of plain entries, one a line as JSON, so that the mechanism is tested without any foreign format."""

import io
import json

import pytest

from reach.entries import Entry
from reach.importing import running, working
from reach.importing.sources import READERS, Reader, Unreadable
from reach.models import ImportRun, Standing

SITE = "https://old.example"


class Lines(Reader):
    """Entries as they are; a line that is no JSON breaks the source off."""

    name, label, suffixes = "lines", "JSON lines", (".lines",)
    files: dict[str, bytes] = {}

    def read(self, source):
        source.file.seek(0)
        for number, line in enumerate(source.file, 1):
            try:
                yield Entry.from_json(json.loads(line))
            except ValueError:
                raise Unreadable(f"Line {number} is broken.") from None

    def origin(self, source):
        return SITE

    def open(self, source, ref):
        return io.BytesIO(self.files[ref]) if ref in self.files else None


@pytest.fixture(autouse=True)
def notes_in_english(settings):
    """The worker writes notes in the language of the site."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def lines(monkeypatch):
    """The reader, whose `files` a test may fill."""
    reader = Lines()
    reader.files = {}
    monkeypatch.setitem(READERS, "lines", reader)
    return reader


@pytest.fixture
def brought(lines, chief):
    """A function: these entries as a run that was read, by the chief editor."""

    def bring(*entries, name="old.lines") -> ImportRun:
        text = "\n".join(json.dumps(entry if isinstance(entry, dict) else entry.as_json()) for entry in entries)
        return read(running.bring(name, io.BytesIO(text.encode()), by=chief))

    return bring


def read(run: ImportRun) -> ImportRun:
    working.work(run.pk)
    run.refresh_from_db()
    return run


def finished(run: ImportRun, **choices) -> ImportRun:
    """The run, started with these choices and worked to its end."""
    run.refresh_from_db()
    if run.standing == Standing.READY:
        assert working.start(run, {"fetch": False, **choices}, by=run.by)
    while ImportRun.objects.due().filter(pk=run.pk).exists():
        working.work(run.pk)
    run.refresh_from_db()
    return run


def undone(run: ImportRun) -> ImportRun:
    assert working.take_back(run)
    return finished(run)


def article(number=1, **changes) -> dict:
    """An article as an old site tells it."""
    fields = {
        "title": f"第 {number} 篇舊文",
        "summary": "一句摘要。",
        "body": f"<h2>標題</h2><p>正文第 {number} 段。</p>",
        "channel": {"name": "運營方法"},
        "tags": [{"name": "增長"}],
        "author": {"name": "林小滿"},
    }
    return {
        "kind": "articles.article",
        "key": f"post:{number}",
        "fields": {**fields, **changes.pop("fields", {})},
        "addresses": [f"{SITE}/2019/05/post-{number}.html", f"/?p={number}"],
        "state": "published",
        "live_from": "2019-05-01T09:30:00+08:00",
        **changes,
    }
