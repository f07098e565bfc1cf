"""Other sites are asked seldom, slowly and politely; broken is what failed on three days. Loopback servers only."""

import threading
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from cms.linking import outside
from cms.linking.models import Address, Host, Link
from cms.outbox.fetch import fetch
from demo import builders

pytestmark = pytest.mark.django_db


class Site(BaseHTTPRequestHandler):
    """Answers with the status in its path: `/404/`, `/head405/`, `/loop/`, `/stall/`, `/big/`."""

    def log_message(self, *args):
        pass

    def do_HEAD(self):
        self.reply()

    def do_GET(self):
        self.reply()

    def reply(self):
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        name = self.path.strip("/")
        if name == "stall":
            self.server.released.wait(3)
            return
        if name == "loop":
            self.send_response(302)
            self.send_header("Location", "/loop/")
            self.end_headers()
            return
        if name == "inward":
            self.send_response(302)
            self.send_header("Location", f"http://[::1]:{self.server.server_port}/200/")
            self.end_headers()
            return
        only_get = name.startswith("head") and self.command == "HEAD"
        self.send_response(int(name[4:]) if only_get else 200 if name.startswith(("head", "big")) else int(name))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(b"x" * (300_000 if name == "big" else 1))


@pytest.fixture
def site(monkeypatch, settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.released = [], threading.Event()
    server.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    settings.CHECK_OUTSIDE_LINKS = True
    monkeypatch.setattr(outside, "TIMEOUT", 1)
    monkeypatch.setattr(outside, "fetch", partial(fetch, is_allowed=lambda address: str(address) == "127.0.0.1"))
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()


def linked(url) -> Address:
    builders.article(body=f'<p><a href="{url}">外面</a></p>', live=True)
    return Address.objects.get(url=url)


def later(row, **after):
    """As the row is when that much time has passed."""
    Host.objects.all().delete()
    Address.objects.filter(pk=row.pk).update(due_at=timezone.now() - timedelta(seconds=1), **after)


def checked(row, times=2) -> Address:
    """Asked by HEAD, and by GET where that was no answer."""
    for _method in range(times):
        if row.checked_at is None or row.due_at <= timezone.now() + timedelta(minutes=1):
            later(row)
            outside.check(row.pk)
            row.refresh_from_db()
    return row


def failed_on(row, *days):
    for day in days:
        yesterday = timezone.localdate() - timedelta(days=100 - day)
        later(row, checked_at=None, failed_on=yesterday if row.failed_on else None)
        row.refresh_from_db()
        checked(row)
    return row


def test_nothing_is_asked_where_it_is_switched_off(site, settings):
    linked(f"{site.url}/200/")
    settings.CHECK_OUTSIDE_LINKS = False
    assert list(outside.due()) == []


def test_by_default_a_trial_asks_nobody(settings):
    assert settings.CHECK_OUTSIDE_LINKS is False


def test_a_page_that_answers_is_asked_by_head_in_our_own_name(site, settings):
    row = checked(linked(f"{site.url}/200/"))
    [(method, _path, headers)] = site.asked
    assert (row.state, method) == ("fine", "HEAD")
    assert settings.SITE_URL in headers["User-Agent"]
    assert "Cookie" not in headers


def test_all_links_to_an_address_share_what_is_known_of_it(site):
    row = linked(f"{site.url}/200/")
    builders.article("另一篇", body=f'<p><a href="{site.url}/200/#two">外面</a></p>', live=True)
    assert row.links.count() == 2
    assert list(outside.due()) == [row.pk]


def test_while_all_is_well_it_is_asked_after_one_seven_and_thirty_days(site):
    row = linked(f"{site.url}/200/")
    found = []
    for _time in range(4):
        later(row)
        outside.check(row.pk)
        row.refresh_from_db()
        found.append(round((row.due_at - timezone.now()) / timedelta(days=1)))
    assert found == [1, 7, 30, 30]


def test_a_host_that_refuses_head_is_asked_for_one_byte(site):
    row = checked(linked(f"{site.url}/head405/"))
    assert [method for method, *_rest in site.asked] == ["HEAD", "GET"]
    assert site.asked[1][2]["Range"] == "bytes=0-0"
    assert row.state == "fine"


@pytest.mark.parametrize("path", ["404", "410", "500", "loop", "stall"])
def test_what_fails_once_is_failing_and_not_broken(site, path):
    row = checked(linked(f"{site.url}/{path}/"))
    assert (row.state, row.failed_days) == ("failing", 1)
    assert not Link.objects.broken_outside().exists()


def test_failing_thrice_on_one_day_is_one_failure(site):
    row = linked(f"{site.url}/404/")
    for _time in range(3):
        later(row, checked_at=None)
        row.refresh_from_db()
        checked(row)
    assert (row.state, row.failed_days) == ("failing", 1)


def test_failing_on_three_days_is_broken_and_an_answer_mends_it(site):
    row = failed_on(linked(f"{site.url}/404/"), 1, 2, 3)
    assert row.state == "broken"
    assert Link.objects.broken_outside().count() == 1
    later(row, url=f"{site.url}/200/", checked_at=None)
    row.refresh_from_db()
    assert checked(row).state == "fine"
    assert row.failed_days == 0


@pytest.mark.parametrize("status", [401, 403, 405, 429])
def test_a_site_that_does_not_let_us_look_is_not_broken(site, status):
    row = failed_on(linked(f"{site.url}/{status}/"), 1, 2, 3)
    assert row.state == "unsure"
    assert not Link.objects.broken_outside().exists()


def test_a_large_answer_is_an_answer_and_is_not_read(site):
    row = linked(f"{site.url}/big/")
    Address.objects.filter(pk=row.pk).update(by_get=True)
    assert checked(row, times=1).state == "fine"


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1/", "http://user:word@example.com/", "http://localhost.localdomain:1/"]
)
def test_our_own_network_is_never_asked(site, url):
    row = checked(linked(url))
    assert row.state in {"unsure", "failing"}
    assert site.asked == []


def test_a_redirect_into_our_own_network_is_not_followed(site):
    row = checked(linked(f"{site.url}/inward/"))
    assert row.state == "unsure"
    assert all(path == "/inward/" for _method, path, _headers in site.asked)


def test_one_host_is_asked_once_in_a_second_whoever_asks(site):
    rows = [linked(f"{site.url}/200/?{number}") for number in range(3)]
    assert len(outside.due()) == 1
    for row in rows:
        outside.check(row.pk)
    assert len(site.asked) == 1
    assert list(outside.due()) == []


def test_a_host_that_says_too_many_rests_for_an_hour(site):
    checked(linked(f"{site.url}/429/"), times=1)
    assert Host.objects.get().next_at > timezone.now() + timedelta(minutes=50)


def test_what_a_worker_holds_or_has_just_asked_is_not_asked_again(site):
    row = checked(linked(f"{site.url}/200/"))
    Host.objects.all().delete()
    outside.check(row.pk)
    assert len(site.asked) == 1


def test_an_address_that_nothing_links_to_any_more_is_not_asked(site):
    linked(f"{site.url}/200/")
    Link.objects.all().delete()
    assert list(outside.due()) == []
