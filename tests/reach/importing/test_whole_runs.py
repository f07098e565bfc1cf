"""Whole runs: of sources made to do harm, of tables, on a full disk, and with two processes at one run."""

import errno
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Article
from cms.library.storage import private
from reach.importing import running, working
from reach.models import ImportItem, ImportRun, Standing
from services.models import CaseStudy, Service
from tests.outbox.test_processes import Site, end, wait_for
from tests.reach.importing.conftest import article, finished, read
from tests.reach.importing.documents import docx, p
from tests.reach.importing.wordpress import export, item
from tests.reach.importing.zips import packed, renamed

pytestmark = pytest.mark.django_db


# --- Word documents made to do harm -----------------------------------------------------------------------------------

BILLION = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "document",
    [
        docx(p("文"), head=BILLION),
        docx(p("&a;"), head=OUTSIDE),
        docx(p("x" * 30_000_000)),
        renamed(docx(p("文"), parts={"aaaaa/x.xml": "<x/>"}), b"aaaaa/x.xml", b"../../x.xml"),
    ],
    ids=["entities", "file", "bomb", "path"],
)
def test_a_document_made_to_do_harm_is_refused_with_a_sentence_and_leaves_nothing(chief, client, document):
    client.force_login(chief)
    document.seek(0)
    upload = SimpleUploadedFile("a.docx", document.read())
    answer = client.post(reverse("admin:reach_importrun_new"), {"file": upload})
    assert answer.status_code in {302, 422}
    if run := ImportRun.objects.first():
        read(run)
        assert run.standing == Standing.REFUSED
        assert run.error
        assert run.error in client.get(answer["Location"]).content.decode()
    assert not ImportItem.objects.exists()
    assert not Article.objects.exists()


def test_one_document_made_to_do_harm_among_others_is_named_and_stops_none(chief):
    files = {"a.docx": docx(p("好文")).getvalue(), "b.docx": docx(p("文"), head=BILLION).getvalue()}
    run = read(running.bring("two.zip", packed(files), by=chief))
    assert run.standing == Standing.READY
    assert run.items.get(key="b.docx").notes
    assert not run.items.get(key="a.docx").notes


# --- Tables -----------------------------------------------------------------------------------------------------------


def test_a_table_of_services_and_one_of_cases_go_the_whole_way(chief, client):
    client.force_login(chief)

    def bring(name, text) -> ImportRun:
        upload = SimpleUploadedFile(name, text.encode("utf-8-sig"))
        answer = client.post(reverse("admin:reach_importrun_new"), {"file": upload})
        run = ImportRun.objects.latest("pk")
        page = client.get(answer["Location"]).content.decode()
        assert 'name="column_0"' in page
        form = {"kind": kinds[name]} | {f"column_{at}": field for at, field in enumerate(columns[name])}
        client.post(answer["Location"], form | {"answer": ""})
        return finished(read(run), state="published")

    kinds = {"services.csv": "services.service", "cases.csv": "services.casestudy"}
    columns = {
        "services.csv": ["title", "body", "price_note", "state"],
        "cases.csv": ["title", "client", "industry", "action"],
    }
    bring("services.csv", '服務名稱,正文,價格,狀態\n品牌策劃,"第一段\n\n第二段",三萬起,已發布\n代運營,說明,,草稿\n')
    assert [row.title for row in Service.objects.order_by("pk")] == ["品牌策劃", "代運營"]
    assert "<p>第二段</p>" in Service.objects.get(title="品牌策劃").body
    bring("cases.csv", "案例,客戶,行業,做法\n一年的果園,青禾,農業,寫了十二個月\n")
    case = CaseStudy.objects.get()
    assert (case.client, case.industry.name) == ("青禾", "農業")
    assert "寫了十二個月" in case.action


# --- A full disk ------------------------------------------------------------------------------------------------------


def full(*args, **kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_is_full_while_a_source_is_kept_is_a_sentence_and_leaves_neither_row_nor_file(
    lines, chief, client, monkeypatch, tmp_path
):
    client.force_login(chief)
    save = type(private)._save

    def half(self, name, content):
        save(self, name, io.BytesIO(content.read(5)) and type(content)(io.BytesIO(b"half"), name=name))
        full()

    with monkeypatch.context() as here:
        here.setattr(type(private), "_save", half)
        upload = SimpleUploadedFile("a.lines", b"{}")
        answer = client.post(reverse("admin:reach_importrun_new"), {"file": upload})
    assert answer.status_code == 422
    assert "disk is full" in answer.content.decode()
    assert not ImportRun.objects.exists()
    assert not [path for path in (tmp_path / "private").rglob("*") if path.is_file()]


def test_a_disk_that_is_full_while_a_source_is_read_is_a_sentence(lines, chief, monkeypatch):
    run = running.bring("a.lines", io.BytesIO(b"{}"), by=chief)
    monkeypatch.setattr(working, "spool", full)
    assert (read(run).standing, ImportItem.objects.count()) == (Standing.REFUSED, 0)
    assert "disk is full" in run.error


# --- Two at one run ---------------------------------------------------------------------------------------------------


def test_what_somebody_else_stored_in_this_moment_is_not_stored_again(brought, monkeypatch):
    run = brought(*map(article, range(1, 6)))
    working.start(run, {}, by=run.by)
    store_some, seen = working.store_some, []

    def twice(run, items, here):
        store_some(run, items, here)
        seen.append(len(items))
        store_some(run, items, here)  # as somebody who has read the same items before

    monkeypatch.setattr(working, "store_some", twice)
    finished(run)
    run.refresh_from_db()
    assert seen
    assert Article.objects.count() == 5
    assert run.done == run.total


MANY = 300
START = """
import io
from cms.people.models import User
from reach.importing import running, working
boss = User.objects.create_superuser("boss", "boss@example.com", "a long pass phrase")
from articles.models import Channel
channel = Channel.objects.create(name="新聞")
run = running.bring("old.xml", open({path!r}, "rb"), by=boss)
working.work(run.pk)
run.refresh_from_db()
working.start(run, {{"fetch": False, "channel": channel.pk}}, by=boss)
print(run.pk)
"""


WORK = """
import pathlib, time
from reach.importing import working
from reach.models import ImportRun
folder = pathlib.Path({folder!r})
(folder / "ready-{name}").touch()
while not (folder / "go").exists():
    time.sleep(0.01)
working.SLICE = 0.2
while ImportRun.objects.filter(standing="running").exists():
    working.work({run})
    time.sleep(0.001)
"""


def test_two_workers_at_one_run_store_three_hundred_articles_once_each(tmp_path, django_db_setup):
    installation, path = Site(tmp_path / "site"), tmp_path / "old.xml"
    posts = [item(number, f"第 {number} 篇", "<p>文</p>", slug=f"p{number}") for number in range(1, MANY + 1)]
    path.write_text(export(*posts))
    run = installation.python(START.format(path=str(path))).strip().splitlines()[-1]
    workers = [
        installation.start("shell", "-v0", "-c", WORK.format(folder=str(tmp_path), name=name, run=run)) for name in "ab"
    ]
    try:
        wait_for(lambda: all((tmp_path / f"ready-{name}").exists() for name in "ab"), seconds=60)
        (tmp_path / "go").touch()
        wait_for(lambda: installation.ask("SELECT standing FROM reach_importrun") == ("done",), seconds=120)
    finally:
        for worker in workers:
            end(worker)
    assert installation.ask("SELECT count(*), count(DISTINCT title) FROM articles_article") == (MANY, MANY)
    assert installation.ask("SELECT count(*) FROM reach_origin WHERE kind = 'articles.article'") == (MANY,)
    assert installation.ask("SELECT count(*) FROM reach_importitem WHERE fate = 'failed'") == (0,)
    assert installation.ask("SELECT count(*) FROM reach_importrun WHERE done = total") == (1,)
