"""Addresses that readers did not find: noted without a query, counted by the worker, within bounds, about nobody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.outbox.worker import run_once
from cms.publishing import missing
from cms.publishing.models import Missing

pytestmark = pytest.mark.django_db


def rows() -> dict:
    missing.count()
    return {row.path: row.count for row in Missing.objects.all()}


def test_the_worker_counts_what_was_asked_for_and_not_found(client):
    for _ in range(3):
        client.get("/lost/", headers={"referer": "http://testserver/"})
    client.get("/other/")
    assert not Missing.objects.exists()
    run_once()
    assert {row.path: row.count for row in Missing.objects.all()} == {"/lost/": 3, "/other/": 1}
    client.get("/lost/")
    assert rows()["/lost/"] == 4


def test_a_page_that_is_there_or_gone_or_led_on_is_not_noted(client):
    client.get("/")
    client.get("/ADMIN/")
    client.post("/lost/")
    assert rows() == {}


def test_nothing_of_the_reader_is_kept_and_of_the_link_only_our_own_path(client, settings):
    settings.SITE_URL = "https://ridgeline.example"
    client.get("/lost/?email=a@example.com", headers={"referer": "https://ridgeline.example/news/?q=secret"})
    client.get("/elsewhere/", headers={"referer": "https://other.example/private"})
    client.get("/odd/", headers={"referer": "http://["})
    client.get("/unsubscribe/a@example.com/")
    missing.count()
    assert dict(Missing.objects.values_list("path", "referrer")) == {"/lost/": "/news/", "/elsewhere/": "", "/odd/": ""}


@pytest.mark.parametrize("path", ["/" + "x" * 400, "/admin/nothing/", "/media/nothing.jpg", "/a%0Ab/"])
def test_what_cannot_help_an_editor_is_not_noted(client, path):
    client.get(path)
    assert rows() == {}


def test_noting_asks_the_database_nothing(client):
    with CaptureQueriesContext(connection) as queries:
        client.get("/lost/")
    assert not [query for query in queries if "missing" in query["sql"]]


def test_the_reader_gets_the_page_when_noting_fails(client, monkeypatch):
    def full(line):
        raise OSError("no space left on device")

    monkeypatch.setattr(missing, "put", full)
    assert client.get("/lost/").status_code == 404


def test_a_flood_fills_neither_the_spool_nor_the_table(client, monkeypatch):
    monkeypatch.setattr(missing, "SPOOL_BYTES", 1000)
    monkeypatch.setattr(missing, "SPOOL_LINES", 20)
    for number in range(60):
        missing.put(f'["/bot/{number}/", {int(timezone.now().timestamp())}, ""]')
    assert len(list(missing.taken())) < 40
    monkeypatch.setattr(type(Missing.objects.all()), "MOST", 10)
    now = timezone.now()
    Missing.objects.add({"/asked-often/": (9, now, "")})
    Missing.objects.add({f"/bot/{number}/": (1, now, "") for number in range(15)})
    assert Missing.objects.count() == 10
    assert Missing.objects.filter(path="/asked-often/").exists()


def test_what_was_asked_for_once_is_forgotten_after_a_week(client):
    then = timezone.now() - timedelta(days=8)
    Missing.objects.add({"/once/": (1, then, ""), "/twice/": (2, then, "")})
    assert list(Missing.objects.values_list("path", flat=True)) == ["/twice/"]


def test_half_a_line_does_not_stop_the_rest(client):
    missing.put('["/half')
    client.get("/lost/")
    assert rows() == {"/lost/": 1}


def test_an_editor_reads_the_list_and_writes_nothing_into_it(client, editor, author):
    Missing.objects.add({"/lost/": (2, timezone.now(), "/news/")})
    client.force_login(editor)
    assert "/lost/" in client.get("/admin/publishing/missing/").content.decode()
    assert client.get("/admin/publishing/missing/add/").status_code == 403
    client.force_login(author)
    assert client.get("/admin/publishing/missing/").status_code == 403
