"""Signs of a machine are weighed; none of them alone sets an honest person apart."""

import pytest
import time_machine
from django.test import RequestFactory

from cms.intake.signals import QUARANTINE_AT, is_from_elsewhere, score, stamp, weigh
from cms.intake.texts import one_line

pytestmark = pytest.mark.django_db
BROWSER = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ACCEPT_LANGUAGE": "zh-TW"}


def signs(headers=BROWSER, **changes):
    sent = {"submission": "1", "message": "想問一下報價", "honeypot": "", "page_stamp": stamp(), "has_run_script": True}
    return {sign.name: sign for sign in weigh(RequestFactory().post("/", **headers), **{**sent, **changes})}


def points(found):
    return score(list(found.values()))


def test_an_honest_sending_shows_no_sign():
    assert signs() == {}


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"has_run_script": False}, "no_script"),
        ({"page_stamp": ""}, "no_stamp"),
        ({"page_stamp": "forged"}, "bad_stamp"),
        ({"message": "我們的網站是 https://example.com 請看看"}, "links"),
        ({"headers": {"HTTP_ACCEPT_LANGUAGE": "zh"}}, "no_origin"),
        ({"headers": {"HTTP_SEC_FETCH_SITE": "same-origin"}}, "no_language"),
    ],
)
def test_one_sign_alone_is_told_and_not_enough(changes, name):
    found = signs(**changes)
    assert list(found) == [name]
    assert points(found) < QUARANTINE_AT
    assert found[name].reason


def test_a_field_that_people_cannot_see_is_enough():
    assert points(signs(honeypot="x")) >= QUARANTINE_AT


def test_an_old_browser_without_javascript_is_not_enough():
    assert points(signs(headers={}, has_run_script=False)) < QUARANTINE_AT


def test_a_link_laden_text_from_a_script_is_enough():
    text = "Cheap https://a.example [url=https://b.example] <a href=https://c.example>"
    assert points(signs(message=text, has_run_script=False)) >= QUARANTINE_AT


def test_the_same_long_text_over_and_over_is_enough_without_javascript():
    text = "We can bring your website to the first page of every search engine."
    found = [points(signs(submission=str(n), message=text, has_run_script=False)) for n in range(10)]
    assert found[0] < QUARANTINE_AT <= found[-1]


def test_a_double_click_is_no_repetition():
    text = "想把三家門店的新媒體重新做一次，預算下季決定，希望先聊聊。"
    assert all("repeated" not in signs(submission="1", message=text) for _ in range(20))


def test_a_short_text_may_come_as_often_as_it_likes():
    assert all(signs(submission=str(n), message="想問報價") == {} for n in range(20))


def test_a_page_may_be_days_old():
    with time_machine.travel("2026-11-01T10:00:00Z", tick=False):
        made = stamp()
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False):
        assert signs(page_stamp=made) == {}
    with time_machine.travel("2026-12-20T10:00:00Z", tick=False):
        assert list(signs(page_stamp=made)) == ["old_page"]


def test_the_stamp_is_the_same_for_an_hour_so_that_the_page_is():
    with time_machine.travel("2026-11-01T10:00:00Z", tick=False):
        made = stamp()
    with time_machine.travel("2026-11-01T10:59:59Z", tick=False):
        assert stamp() == made


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        ({"HTTP_ORIGIN": "null"}, False),
        ({"HTTP_ORIGIN": "http://testserver"}, False),
        ({"HTTP_ORIGIN": "https://evil.example"}, True),
        ({"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "https://evil.example"}, False),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, True),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, False),
        ({"HTTP_SEC_FETCH_SITE": "none"}, False),
    ],
)
def test_what_the_browser_says_of_another_site_is_believed(headers, expected):
    assert is_from_elsewhere(RequestFactory().post("/", **headers)) is expected


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("林小姐", "林小姐"),
        ("a\r\nBcc: b", "a Bcc: b"),
        ("\u202egnp.exe", "gnp.exe"),
        ("x" * 100, "x" * 59 + "…"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
    ],
)
def test_one_line_is_safe_to_show_anywhere(text, line):
    assert one_line(text) == line
