"""Moving in at the desk: who may, what the report says and asks, and every button."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Article
from demo import builders
from reach.importing import running, working
from reach.models import ImportRun, Standing
from tests.reach.importing.conftest import article, finished, undone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_chief(client, chief):
    client.force_login(chief)


def upload(client, *entries, name="old.lines"):
    text = "\n".join(map(json.dumps, entries)).encode()
    return client.post(reverse("admin:reach_importrun_new"), {"file": SimpleUploadedFile(name, text)})


def report(run) -> str:
    return reverse("admin:reach_importrun_report", args=[run.pk])


def test_a_chief_editor_brings_a_source_reads_the_report_and_lets_it_run(client, lines):
    answer = upload(client, article(1), article(2, state="draft"))
    run = ImportRun.objects.get()
    assert answer["Location"] == report(run)
    assert "Refresh" in client.get(report(run)).headers
    working.work(run.pk)
    page = client.get(report(run)).content.decode()
    assert "第 1 篇舊文" in page
    assert "old.example/2019/05/post-1.html" in page
    chosen = builders.channel("這裡的頻道")
    item = run.items.get(kind="articles.channel")
    client.post(report(run), {"start": "", "state": "source", f"name-{item.pk}": str(chosen.pk)})
    finished(run)
    assert Article.objects.get(state="published").channel == chosen
    page = client.get(report(run)).content.decode()
    assert reverse("admin:articles_article_change", args=[Article.objects.first().pk]) in page


def test_pause_go_on_and_take_back_are_buttons(client, brought):
    run = brought(article(1))
    working.start(run, {}, by=run.by)
    for button, standing in (("pause", Standing.PAUSED), ("resume", Standing.RUNNING)):
        client.post(report(run), {button: ""})
        run.refresh_from_db()
        assert run.standing == standing
    finished(run)
    client.post(report(run), {"undo": ""})
    run.refresh_from_db()
    assert run.standing == Standing.UNDOING


def test_a_button_of_a_page_that_is_old_does_nothing_and_says_so(client, brought):
    run = finished(brought(article(1)))
    answer = client.post(report(run), {"start": "", "state": "draft"}, follow=True)
    assert answer.status_code == 200
    assert Article.objects.live().count() == 1
    assert client.post(report(run), {"discard": ""}).status_code == 403


def test_nothing_is_stored_of_a_source_that_is_left(client, brought):
    run = brought(article(1))
    client.post(report(run), {"discard": ""})
    run.refresh_from_db()
    assert (run.standing, run.file, run.items.count()) == (Standing.UNDONE, "", 0)


def test_what_nobody_can_read_is_an_error_of_the_form(client, lines):
    answer = upload(client, name="virus.exe")
    assert answer.status_code == 422
    assert not ImportRun.objects.exists()


def test_the_report_of_many_items_is_paged_and_filtered_with_the_same_number_of_queries(
    client, brought, django_assert_max_num_queries
):
    run = brought(*map(article, range(1, 121)), article(200, fields={"slug": "Nicht erlaubt"}))
    with django_assert_max_num_queries(40):
        page = client.get(report(run), {"fate": "create", "page": 2}).content.decode()
    assert "第 120 篇舊文" in page
    assert "第 1 篇舊文<" not in page
    assert client.get(report(run), {"fate": "nonsense", "page": "x"}).status_code == 200


@pytest.mark.parametrize("role", ["editor", "author", "salesperson", "analyst"])
def test_nobody_else_moves_anything_in(client, brought, role, request):
    run = brought(article(1))
    client.force_login(request.getfixturevalue(role))
    for address in (reverse("admin:reach_importrun_new"), report(run)):
        assert client.get(address).status_code == 403
        assert client.post(address, {"undo": ""}).status_code == 403


def test_a_source_whose_media_is_no_zip_is_refused(client, lines):
    files = {"file": SimpleUploadedFile("a.lines", b"{}"), "pictures": SimpleUploadedFile("m.zip", b"no zip")}
    assert client.post(reverse("admin:reach_importrun_new"), files).status_code == 422


def test_unpublished_work_beside_what_is_live_comes_as_its_draft(brought):
    key = "0f0e0d0c-0b0a-4908-8706-050403020100"
    live, work = article(1, key=key), article(1, key=f"{key}#draft", addresses=[], fields={"summary": "還沒公開。"})
    finished(brought(live, work))
    found = Article.objects.get()
    assert (str(found.uuid), found.summary) == (key, "一句摘要。")
    assert found.draft().data["fields"]["summary"] == "還沒公開。"


def test_the_source_goes_after_a_while_and_the_report_stays(brought):
    run = finished(brought(article(1)))
    working.let_go(run.pk)
    run.refresh_from_db()
    assert (run.file, run.items.exclude(entry={}).count()) == ("", 0)
    assert run.items.filter(title="第 1 篇舊文").exists()


PAGE = "<html><title>站名</title><body><h1>錯的</h1><div class=real>對的標題</div><div id=q>{}</div></body></html>"


def read_page(client):
    text = PAGE.format("<p>一段很長的內文，說了很多次。</p>" * 9)
    client.post(reverse("admin:reach_importrun_new"), {"file": SimpleUploadedFile("a.html", text.encode())})
    run = ImportRun.objects.get()
    assert 'name="title" value="h1"' in client.get(report(run)).content.decode()
    client.post(report(run), {"answer": "", "title": "h1", "body": "#q"})
    working.work(run.pk)
    run.refresh_from_db()
    return run


def test_rules_that_found_the_wrong_thing_are_corrected_on_the_report_without_a_new_upload(client):
    run = read_page(client)
    assert run.items.get(kind="articles.article").title == "錯的"
    answer = client.get(report(run)).content.decode()
    assert 'name="rule-title" value="h1"' in answer
    assert client.post(report(run), {"again": "", "rule-title": "h1[[", "rule-body": "#q"}).status_code == 422
    client.post(report(run), {"again": "", "rule-title": ".real", "rule-body": "#q"})
    run.refresh_from_db()
    assert run.standing == Standing.READING
    working.work(run.pk)
    assert run.items.get(kind="articles.article").title == "對的標題"
    assert "對的標題" in client.get(report(run)).content.decode()


def test_rules_are_corrected_after_the_run_was_taken_back_too_but_not_while_it_stands(client):
    run = read_page(client)
    run = finished(run, channel=builders.channel().pk, state="published")
    client.post(report(run), {"again": "", "rule-title": ".real", "rule-body": "#q"})
    run.refresh_from_db()
    assert (run.standing, Article.objects.get().title) == (Standing.DONE, "錯的")
    assert not running.correct(run, {"title": ".real"})  # from a page that is old
    undone(run)
    client.post(report(run), {"again": "", "rule-title": ".real", "rule-body": "#q"})
    working.work(run.pk)
    run.refresh_from_db()
    assert (run.standing, run.done) == (Standing.READY, 0)
    finished(run, channel=builders.channel("別的").pk, state="published")
    assert Article.objects.get().title == "對的標題"
