"""Signs of a machine are weighed; none of them alone sets an honest person apart."""

import pytest
import time_machine
from django.test import RequestFactory

from cms.intake.signals import QUARANTINE_AT, Sending, is_from_elsewhere, score, stamp, weigh
from cms.intake.texts import one_line

pytestmark = pytest.mark.django_db
AGENT = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 MicroMessenger/8.0"}
BROWSER = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ACCEPT_LANGUAGE": "zh-TW", **AGENT}


def signs(headers=BROWSER, **changes):
    sent = {"name": "1", "message": "想問一下報價", "page_stamp": stamp(), "has_run_script": True}
    return {sign.name: sign for sign in weigh(RequestFactory().post("/", **headers), Sending(**{**sent, **changes}))}


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
        ({"headers": {"HTTP_ACCEPT_LANGUAGE": "zh", **AGENT}}, "no_origin"),
        ({"headers": {"HTTP_SEC_FETCH_SITE": "same-origin", **AGENT}}, "no_language"),
        ({"headers": {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ACCEPT_LANGUAGE": "zh"}}, "no_browser"),
        ({"headers": BROWSER | {"HTTP_USER_AGENT": "python-requests/2.32"}}, "program"),
        ({"seconds_taken": 1}, "haste"),
        ({"short_texts": ("http://a.example",)}, "odd_field"),
        ({"message": "我們做貸款產品，想找人寫公眾號"}, "offer"),
        ({"message": "We would like to talk about our brand."}, "foreign"),
        ({"message": "[b]想問報價[/b]"}, "markup"),
        ({"message": "xkqjwzvbn hGtRwQpLm 您好"}, "gibberish"),
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
    assert points(signs(headers=AGENT, has_run_script=False)) < QUARANTINE_AT


def test_a_link_laden_text_from_a_script_is_enough():
    text = "Cheap https://a.example [url=https://b.example] <a href=https://c.example>"
    assert points(signs(message=text, has_run_script=False)) >= QUARANTINE_AT


def test_the_same_long_text_over_and_over_is_enough_without_javascript():
    text = "我們是一家做海外投放的公司，希望和貴司在品牌出海上合作，期待回覆。"
    found = [points(signs(name=str(n), message=text, has_run_script=False)) for n in range(10)]
    assert found[0] < QUARANTINE_AT <= found[-1]


def test_a_double_click_is_no_repetition():
    text = "想把三家門店的新媒體重新做一次，預算下季決定，希望先聊聊。"
    assert all("repeated" not in signs(name="1", message=text) for _ in range(20))


def test_a_short_text_may_come_as_often_as_it_likes():
    assert all(signs(name=str(n), message="想問報價") == {} for n in range(20))


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


def test_a_template_with_other_names_in_it_is_known_again():
    text = "{}您好，我們專門幫品牌做投放代運營，已經服務了很多同行，方便加個聯繫方式發資料給您看看嗎？"
    names = [
        "張總",
        "李經理",
        "王小姐",
        "陳先生",
        "劉女士",
        "黃總",
        "林經理",
        "吳小姐",
        "周總",
        "徐先生",
        "孫總",
        "馬總",
        "朱總",
    ]
    found = [signs(name=str(n), message=text.format(name)) for n, name in enumerate(names)]
    assert points(found[1]) == 0
    assert points(found[-1]) >= QUARANTINE_AT


def test_different_texts_are_no_copies_of_each_other():
    needs = ["餐飲品牌要重新定位，三家門店在杭州", "石材展會的選材手冊，中英文都要", "醫美診所想經營小紅書，怎麼過審"]
    needs += ["大學的招生公眾號，要走採購流程", "工廠的英文網站改版，流量掉一半", "民宿的旺季檔期內容，預算不多"]
    for n, need in enumerate(needs):
        text = f"您好，想了解一下報價。{need}，麻煩這週內回覆，謝謝。"
        assert "repeated" not in signs(name=str(n), message=text)


def test_one_contact_may_ask_a_few_times_a_day_and_is_noticed_later():
    found = [signs(name=str(n), contact="a@example.com", message=f"第 {n} 件事") for n in range(10)]
    assert all(points(each) == 0 for each in found[:5])
    assert 0 < points(found[-1]) < QUARANTINE_AT
