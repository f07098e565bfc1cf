"""What is written down says what was there, in each format, and is whole or not there."""

import csv
import errno
import io
import json
import re
import zipfile
from html import unescape

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from cms.library.storage import private
from cms.publishing.models import Redirect
from demo import builders
from reach.entries import Entry
from reach.exporting.everything import BESIDE, What, batches
from reach.exporting.folders import digest_of
from reach.exporting.formats import Different, gone_on, prepared, put_together
from reach.exporting.pieces import Bench
from reach.travelling import ref_of

pytestmark = pytest.mark.django_db
WP = {"wp": "http://wordpress.org/export/1.2/", "content": "http://purl.org/rss/1.0/modules/content/"}


@pytest.fixture
def bench(tmp_path):
    return Bench(FileSystemStorage(tmp_path / "bench"), "")


@pytest.fixture
def content(editor):
    """An article with a picture, a link and a question; a draft; work beside what is live; a page below another."""
    picture = builders.picture(alt="山")
    service = builders.service("品牌", slug="brand", live=True, by=editor)
    body = (
        f'<figure class="picture"><img src="/admin/library/picture/{picture.pk}/file/" alt="山" '
        f'data-picture="{picture.pk}"></figure><p>見<a href="/services/brand/">品牌</a>。]]&gt;</p>'
    )
    faqs = [{"question": "為什麼？", "answer": "<p>因為。</p>"}]
    one = builders.article(
        "題目", slug="one", live=True, by=editor, body=body, cover=picture, faqs=faqs, services=[service]
    )
    builders.article("=草稿", slug="two")
    data = one.working_copy()
    data["fields"]["title"] = "新題目"
    one.save_draft(data, by=editor, token=one.edit_token(None))
    above = builders.page("上", slug="above", live=True, by=editor)
    builders.page("下", slug="below", parent=above, live=True, by=editor)
    builders.article("丟了", slug="gone").trash(by=editor)
    Redirect.objects.moved(one, "/old/")
    return one


def told(**what) -> dict[str, Entry]:
    return {entry.key: entry for batch in batches(What(**what)) for entry in batch.entries}


def written(bench, format, **options) -> bytes:
    made = prepared(format, {"kinds": [], "with_drafts": True, **options}, bench)
    list(gone_on(made, bench))
    file = io.BytesIO()
    put_together(made, bench, file)
    return file.getvalue()


def test_drafts_come_only_where_they_are_wanted(content):
    titles = {entry.fields.get("title") for entry in told().values()}
    assert {"題目", "品牌", "上", "下"} <= titles
    assert not {"=草稿", "新題目", "丟了"} & titles
    everything = told(with_drafts=True)
    assert {"=草稿", "新題目"} <= {entry.fields.get("title") for entry in everything.values()}
    live, beside = everything[str(content.uuid)], everything[str(content.uuid) + BESIDE]
    assert (live.state, live.fields["title"], live.addresses) == ("published", "題目", ["/news/one/"])
    assert (beside.state, beside.fields["title"], beside.addresses) == ("draft", "新題目", [])
    assert "slug" not in beside.fields
    assert beside.notes


def test_a_redirect_says_where_it_leads_today(content):
    content.slug = "moved"
    content.save()
    found = told()["/old/"]
    assert found.fields == {"path": "/old/", "to": "/news/moved/", "status": 301}


def test_a_batch_costs_the_same_however_much_is_in_it(content, editor):
    def more(number):
        cover = builders.picture(f"{number}.png", colour=(number, 9, 9))
        body = f'<p><a href="/news/one/">一</a>{number}</p>'
        builders.article(f"多{number}", live=True, by=editor, body=body, cover=cover)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            told(with_drafts=True)
        return len(asked)

    more(0)
    before = queries()
    for number in range(1, 9):
        more(number)
    assert queries() == before


def test_wxr_holds_what_wordpress_reads(content, bench):
    root = etree.fromstring(written(bench, "wxr"))
    items = {item.findtext("title"): item for item in root.iter("item")}
    post, page = items["題目"], items["下"]

    def wp(item, name):
        return item.findtext(f"wp:{name}", namespaces=WP)

    assert (wp(post, "post_type"), wp(post, "status"), wp(post, "post_name")) == ("post", "publish", "one")
    assert wp(items["=草稿"], "status") == "draft"
    assert wp(page, "post_parent") == wp(items["上"], "post_id")
    picture = next(item for item in root.iter("item") if wp(item, "post_type") == "attachment")
    meta = {
        one.findtext("wp:meta_key", namespaces=WP): one.findtext("wp:meta_value", namespaces=WP)
        for one in post.iter("{*}postmeta")
    }
    assert meta["_thumbnail_id"] == wp(picture, "post_id")
    assert json.loads(meta["_ridgeline"])["fields"]["title"] == "題目"
    text = post.findtext("content:encoded", namespaces=WP)
    assert f'src="http://127.0.0.1:8000{content.cover.public_url}"' in text
    assert 'href="http://127.0.0.1:8000/services/brand/"' in text
    assert "]]&gt;" in text
    assert "為什麼？" in text
    assert root.findtext("channel/wp:wxr_version", namespaces=WP) == "1.2"
    assert [one.text for one in post.iter("category")] == ["運營方法"]
    ids = [wp(item, "post_id") for item in root.iter("item")]
    assert len(set(ids)) == len(ids)
    assert max(map(int, ids)) < 100


def test_markdown_is_for_people_and_holds_the_whole_entry(content, bench):
    archive = zipfile.ZipFile(io.BytesIO(written(bench, "markdown")))
    text = archive.read("article/one.md").decode()
    _begin, head, body = text.split("---\n", 2)
    lines = dict(line.split(": ", 1) for line in head.splitlines())
    assert json.loads(lines["title"]) == "題目"
    assert json.loads(lines["cover"]) == f"../{ref_of(content.cover)}"
    assert json.loads(lines["ridgeline_digest"]) == digest_of(body)
    assert Entry.from_json(json.loads(lines["ridgeline"])) == told()[str(content.uuid)]
    assert f"![山](../{ref_of(content.cover)})" in body
    with private.open(content.cover.file.name) as original:
        assert archive.read(ref_of(content.cover)) == original.read()
    assert "page/above/below.md" in archive.namelist()
    kinds = [json.loads(line)["kind"] for line in archive.read("entries.jsonl").decode().splitlines()]
    assert {"articles.channel", "library.picture", "publishing.redirect"} <= set(kinds)
    assert "articles.article" not in kinds


def test_a_picture_that_is_gone_is_named_and_stops_nothing(content, bench):
    private.delete(content.cover.file.name)
    archive = zipfile.ZipFile(io.BytesIO(written(bench, "markdown")))
    assert archive.read("MISSING.txt").decode().splitlines() == [ref_of(content.cover)]


def test_tables_are_safe_from_formulas(content, bench):
    archive = zipfile.ZipFile(io.BytesIO(written(bench, "csv")))
    rows = list(csv.DictReader(io.StringIO(archive.read("articles.article.csv").decode("utf-8-sig"))))
    assert {row["title"] for row in rows} == {"題目", "新題目", "'=草稿"}
    one = next(row for row in rows if row["title"] == "題目")
    assert one["channel"] == "運營方法"
    assert one["services"] == "/services/brand/"
    assert json.loads(one["faqs"])[0]["question"] == "為什麼？"


def test_a_text_too_long_for_a_cell_of_excel_is_cut_there(editor, bench):
    builders.article("長", body="<p>" + "字" * 40_000 + "</p>")
    archive = zipfile.ZipFile(io.BytesIO(written(bench, "xlsx", kinds=["articles.article"])))
    sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    cells = re.findall(r"<t [^>]*>([^<]*)</t>", sheet)
    assert max(len(unescape(cell)) for cell in cells) < 32_767
    assert "[…]" in sheet


def test_whoever_is_killed_goes_on_where_it_was(content, tmp_path, monkeypatch):
    monkeypatch.setattr("reach.exporting.everything.AT_ONCE", 1)
    place = FileSystemStorage(tmp_path / "bench")
    options = {"kinds": [], "with_drafts": True}
    whole = written(Bench(FileSystemStorage(tmp_path / "other"), ""), "markdown")
    for _life in range(100):
        bench = Bench(place, "")  # a new process knows what is kept, and nothing else
        steps = gone_on(prepared("markdown", options, bench), bench)
        if next(steps, None) is None:
            break
        next(steps, None)
    assert bench.state["is_whole"]
    file = io.BytesIO()
    put_together(prepared("markdown", options, bench), bench, file)
    first, second = (zipfile.ZipFile(io.BytesIO(each)) for each in (whole, file.getvalue()))
    assert first.namelist() == second.namelist()
    assert all(first.read(name) == second.read(name) for name in first.namelist())


def test_a_part_that_was_not_counted_is_written_again(content, bench, monkeypatch):
    monkeypatch.setattr("reach.exporting.everything.AT_ONCE", 1)
    made = prepared("csv", {"kinds": ["articles.article"], "with_drafts": True}, bench)
    next(steps := gone_on(made, bench))

    def killed(*args, **state):
        raise KeyboardInterrupt

    with monkeypatch.context() as here:
        here.setattr(Bench, "note", killed)
        with pytest.raises(KeyboardInterrupt):
            next(steps)
    again = Bench(bench.storage, "")
    list(gone_on(made, again))
    keys = [json.loads(piece.text)[1] for piece in again.pieces()]
    assert len(keys) == len(set(keys)) == 3


def test_another_export_does_not_go_on_with_this_one(content, bench):
    prepared("csv", {"kinds": []}, bench)
    with pytest.raises(Different):
        prepared("wxr", {"kinds": []}, bench)


def test_the_command_writes_a_file_and_leaves_nothing_else(content, tmp_path, capsys):
    out = tmp_path / "all.xml"
    call_command("export_content", str(out), format="wxr")
    assert etree.parse(out).getroot().tag == "rss"
    assert [path.name for path in tmp_path.glob("all*")] == ["all.xml"]


@pytest.mark.parametrize(
    "options",
    [
        {"format": "csv", "kinds": ["articles.nothing"]},
        {"format": "csv", "base": "https://example.com"},
        {"format": "site", "drafts": True},
        {"format": "site", "base": "example.com"},
    ],
)
def test_the_command_says_what_makes_no_sense(db, tmp_path, options):
    with pytest.raises(CommandError):
        call_command("export_content", str(tmp_path / "x"), **options)


def test_a_full_disk_is_said_and_what_is_done_is_kept(content, tmp_path, monkeypatch, in_english):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    out = tmp_path / "all.xml"
    with monkeypatch.context() as here:
        here.setattr("reach.management.commands.export_content.put_together", full)
        with pytest.raises(CommandError, match="The disk is full"):
            call_command("export_content", str(out), format="wxr")
    assert not out.exists()
    call_command("export_content", str(out), format="wxr")
    assert out.exists()
