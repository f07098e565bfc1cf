"""Whatever way of reaching somebody is typed, it is understood, or the sentence says what to look at."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from cms.intake.contacts import read


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("13812345678", "+8613812345678"),
        ("138 1234 5678", "+8613812345678"),
        ("138-1234-5678", "+8613812345678"),
        ("１３８１２３４５６７８", "+8613812345678"),
        ("+86 138 1234 5678", "+8613812345678"),
        ("008613812345678", "+8613812345678"),
        ("86-138-1234-5678", "+8613812345678"),
        ("19212345678", "+8619212345678"),
        ("0571-88888888", "+8657188888888"),
        ("(0571) 8888 8888", "+8657188888888"),
        ("0571 8888 8888 轉 801", "+8657188888888;ext=801"),
        ("0571-88888888转801", "+8657188888888;ext=801"),
        ("010-62345678-801", "+861062345678;ext=801"),
        ("400-123-4567", "+864001234567"),
        ("+852 9123 4567", "+85291234567"),
        ("9123 4567", "+85291234567"),
        ("2345 6789", "+85223456789"),
        ("+886 912 345 678", "+886912345678"),
        ("0912-345-678", "+886912345678"),
        ("(02)2345-6789", "+886223456789"),
        ("+886-2-2345-6789 #123", "+886223456789;ext=123"),
        ("+853 6612 3456", "+85366123456"),
        ("+1 (415) 555-2671", "+14155552671"),
        ("+44 20 7946 0958", "+442079460958"),
        ("+49 30 901820", "+4930901820"),
        ("+65 6123 4567", "+6561234567"),
        ("手機 13812345678 微信同號", "+8613812345678"),
        ("微信13812345678", "+8613812345678"),
        ("電話：0571-88888888", "+8657188888888"),
        ("\u200b138\u00a01234\u20095678", "+8613812345678"),
    ],
)
def test_a_phone_number_is_understood(typed, value):
    assert (read(typed).kind, read(typed).value) == ("phone", value)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("me@example.com", "me@example.com"),
        ("Me+Ads@Example.COM", "me+ads@example.com"),
        ("王小明@example.tw", "王小明@example.tw"),
        ("ME@例子.公司", "me@xn--fsqu00a.xn--55qx5d"),
        ("me＠example．com", "me@example.com"),
        ("me@example。com", "me@example.com"),
        ("o'brien@example.ie", "o'brien@example.ie"),
        ("請寄到 me@example.com 謝謝", "me@example.com"),
        ("13812345678@139.com", "13812345678@139.com"),
    ],
)
def test_an_e_mail_address_is_understood(typed, value):
    assert (read(typed).kind, read(typed).value) == ("email", value)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("ridge_2008", "ridge_2008"),
        ("Ridge-2008", "ridge-2008"),
        ("wxid_abc123", "wxid_abc123"),
        ("微信：ridge_2008", "ridge_2008"),
        ("微信號 Ab-c123", "ab-c123"),
        ("WeChat: ridge2008", "ridge2008"),
        ("我的微信是 abc_123", "abc_123"),
        ("ｒｉｄｇｅ２００８", "ridge2008"),
        ("微信 1234567", "1234567"),
    ],
)
def test_a_wechat_id_is_understood(typed, value):
    assert (read(typed).kind, read(typed).value) == ("wechat", value)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1388", "short"),
        ("1381234567", "short"),
        ("12", "short"),
        ("0571-888", "short"),
        ("138123456789", "long"),
        ("0571-888888888888", "long"),
        ("021-1234567", "number"),
        ("a@b", "email"),
        ("a@@b.com", "email"),
        ("@", "email"),
        ("a@b.1", "email"),
        ("a..b@example.com", "email"),
        ("a@-example.com", "email"),
        ("ab", "wechat"),
        ("你好", "unknown"),
        ("hello there", "unknown"),
        ("<script>alert(1)</script>", "unknown"),
    ],
)
def test_what_is_not_understood_is_explained(typed, code):
    with pytest.raises(ValidationError) as caught:
        read(typed)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "typed", ["1" * 200, "+" * 200, "@" * 200, "轉" * 200, "0-" * 100, "a@" + "-." * 99, "(" * 200]
)
def test_reading_nonsense_takes_no_time(typed):
    with pytest.raises(ValidationError):
        read(typed)


# One a line: what it is (or ERR: and the code of the sentence), and what somebody typed.
ODD = [
    line.split("|", 1) for line in Path(__file__).with_name("odd_contacts.txt").read_text("utf-8").splitlines() if line
]


@pytest.mark.parametrize(("meant", "typed"), ODD)
def test_what_people_write_around_it_is_understood_too(meant, typed):
    assert told(typed) == meant


def told(typed):
    try:
        found = read(typed)
    except ValidationError as error:
        return f"ERR:{error.code}"
    return f"{found.kind}:{found.value}"
