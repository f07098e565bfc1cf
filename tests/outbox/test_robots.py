"""Group chats are told as each maker documents it, and believed only when they say that they took it."""

import base64
import hashlib
import hmac
import time
import urllib.parse
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.outbox import posting, robots
from cms.outbox.models import Delivery, Event, Robot
from cms.outbox.receivers import PACE
from cms.outbox.telling import write_test
from cms.outbox.worker import run_once
from tests.outbox import listening

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("topic")]

PATHS = {
    "wecom": "/cgi-bin/webhook/send?key=1a2b3c4d-5e6f-0000-1111-222233334444",
    "dingtalk": "/robot/send?access_token=abcdef0123456789",
    "feishu": "/open-apis/bot/v2/hook/1a2b3c4d-0000-1111-2222-333344445555",
}
SECRETS = {"wecom": "", "dingtalk": "SEC0123456789", "feishu": "feishu-secret"}
FINE = {
    "wecom": {"errcode": 0, "errmsg": "ok"},
    "dingtalk": {"errcode": 0, "errmsg": "ok"},
    "feishu": {"code": 0, "msg": "success", "data": {}},
}
KINDS = list(PATHS)


# --- What the makers' servers check, said again here so that the code under test is not its own witness ---------------


def wecom(request):
    if request.query.get("key") != "1a2b3c4d-5e6f-0000-1111-222233334444":
        return {"errcode": 93000, "errmsg": "invalid webhook url"}
    return FINE["wecom"] if request.said["msgtype"] == "markdown" else {"errcode": 40008}


def dingtalk(request):
    stamp, secret = request.query.get("timestamp", "0"), SECRETS["dingtalk"]
    mac = hmac.new(secret.encode("utf-8"), f"{stamp}\n{secret}".encode(), digestmod=hashlib.sha256).digest()
    is_signed = request.query.get("sign") == base64.b64encode(mac).decode()
    is_new = abs(time.time() * 1000 - int(stamp)) < 3_600_000
    return FINE["dingtalk"] if is_signed and is_new else {"errcode": 310000, "errmsg": "sign not match"}


def feishu(request):
    stamp, secret = request.said.get("timestamp", ""), SECRETS["feishu"]
    assert isinstance(stamp, str)
    mac = hmac.new(f"{stamp}\n{secret}".encode(), b"", digestmod=hashlib.sha256).digest()
    is_signed = request.said.get("sign") == base64.b64encode(mac).decode()
    is_new = abs(time.time() - int(stamp or 0)) < 3600
    return FINE["feishu"] if is_signed and is_new else {"code": 19021, "msg": "sign match fail"}


MAKERS = {"wecom": wecom, "dingtalk": dingtalk, "feishu": feishu}


@pytest.fixture(params=KINDS)
def robot(request, listener):
    """One of each kind, with a server behind it that checks as the maker's does."""
    kind = request.param
    maker = MAKERS[kind]
    listener.answers = [lambda handler, asked: listening.with_json(maker(asked))(handler, asked)]
    return Robot.objects.create(
        name="業務群", kind=kind, address=listener.address + PATHS[kind], secret=SECRETS[kind], verbs=["thing.made"]
    )


def happen(thing):
    Event.objects.record(thing, "thing.made", key=str(Event.objects.count()))
    run_once()
    return Delivery.objects.latest("pk")


def text_of(request):
    return urllib.parse.unquote(request.body.decode())


def test_each_is_signed_as_its_maker_documents(robot, thing, listener):
    delivery = happen(thing)
    assert (delivery.state, delivery.last_error) == ("sent", "")
    for words in ("新的東西", "thing", "https://www.example.com/admin/"):
        assert words in text_of(listener.asked[0])


def test_a_wrong_secret_is_a_failure_although_the_status_is_200(robot, thing):
    if not robot.secret:
        Robot.objects.update(address=robot.address.replace("1a2b", "ffff"))
    Robot.objects.exclude(secret="").update(secret="wrong")
    delivery = happen(thing)
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert any(code in delivery.last_error for code in ("93000", "310000", "19021"))


@pytest.mark.parametrize(
    "answer",
    [
        listening.with_status(200, b"<html>login</html>"),
        listening.with_status(200),
        listening.with_json({"ok": True}),
        listening.with_json({"errcode": "0", "code": "0"}),
        listening.with_json({"errcode": False, "code": False}),
        listening.with_json([0]),
        listening.with_json({"errcode": 0, "code": 0}, status=500),
        listening.with_json({"errcode": -1, "code": 9}),
        listening.with_status(302, Location="/elsewhere"),
        listening.with_status(200, b"[" * 10_000),
        listening.breaks_off,
        listening.dies_in_its_answer,
        listening.trickling,
        listening.endless,
        listening.silent,
    ],
)
def test_nothing_but_code_0_is_believed(robot, thing, listener, monkeypatch, answer):
    monkeypatch.setattr(posting, "TIMEOUT", 0.3)
    listener.answers = [answer]
    delivery = happen(thing)
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert delivery.last_error
    assert len(listener.asked) == 1


@pytest.mark.parametrize(
    ("kind", "code", "minutes"), [("wecom", 45009, 1), ("dingtalk", 130101, 10), ("feishu", 11232, 1)]
)
def test_too_many_messages_wait_as_long_as_it_takes(listener, thing, kind, code, minutes):
    listener.answers = [listening.with_json({"code" if kind == "feishu" else "errcode": code})]
    Robot.objects.create(name="群", kind=kind, address=listener.address + PATHS[kind], verbs=["thing.made"])
    delivery = happen(thing)
    assert delivery.state == "waiting"
    assert timedelta(0) < delivery.next_attempt_at - timezone.now() - timedelta(minutes=minutes - 0.5) < timedelta(1)


def test_no_more_go_out_in_a_minute_than_a_chat_takes(robot, thing, listener):
    for _time in range(PACE + 3):
        happen(thing)
    assert len(listener.asked) == PACE
    waiting = Delivery.objects.filter(state="waiting")
    assert waiting.count() == 3
    assert set(waiting.values_list("attempts", "last_error")) == {(0, "")}  # waiting one's turn is no failure
    Robot.objects.update(paced_from=timezone.now() - timedelta(minutes=2))
    Delivery.objects.update(next_attempt_at=timezone.now())
    run_once()
    assert len(listener.asked) == PACE + 3


@pytest.mark.parametrize("name", ["<@all>", "[領獎](https://evil.example)", "**x**", '<at user_id="all"></at>', "@all"])
def test_no_name_calls_everybody_or_leads_elsewhere(robot, thing, listener, name):
    thing.username = name
    thing.save()
    happen(thing)
    sent = text_of(listener.asked[0])
    assert name not in sent
    assert "<" not in sent.replace("<script", "")


def test_a_message_is_never_longer_than_a_chat_takes(robot, thing):
    words = robots.Words("題" * 5000, [("行", "字" * 5000)] * 20, "https://www.example.com/", "打開")
    _address, said = robots.SPEAKING[Robot.Kind(robot.kind)](robot, words)
    assert len(posting.encoded(said)) < 4096


def test_contact_data_is_said_only_where_that_is_ticked(robot, thing, listener):
    happen(thing)
    Robot.objects.update(carries_contact=True)
    happen(thing)
    first, second = map(text_of, listener.asked)
    assert "example.com＞" not in first
    assert "thing＠example.com" not in first
    assert "thing＠example.com" in second


def test_a_test_message_arrives(robot, listener):
    delivery = write_test(robot)
    run_once()
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert len(listener.asked) == 1


def test_what_a_maker_quotes_of_the_address_is_not_written_down(robot, thing, listener, caplog):
    listener.answers = [listening.with_json({"errcode": 1, "code": 1, "errmsg": robot.address, "msg": robot.address})]
    delivery = happen(thing)
    for secret in filter(None, [robot.secret, robot.address.rpartition("=")[2].rpartition("/")[2]]):
        assert secret not in delivery.last_error + caplog.text + delivery.receiver + str(delivery.payload)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/robot/send?access_token=abcdef0123",
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1a2b3c4d-5e6f",
        "https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=1a2b3c4d-5e6f",
        "https://qyapi.weixin.qq.com@evil.example/cgi-bin/webhook/send?key=1a2b3c4d-5e6f",
        "https://oapi.dingtalk.com/user/get?access_token=abcdef0123",
        "https://open.feishu.cn:8443/open-apis/bot/v2/hook/1a2b3c4d",
        "https://127.0.0.1/open-apis/bot/v2/hook/1a2b3c4d",
        "https://[/x",
    ],
)
def test_only_the_documented_addresses_are_taken(kind, address):
    with pytest.raises(ValidationError):
        Robot(name="群", kind=kind, address=address, verbs=["thing.made"]).full_clean()


@pytest.mark.parametrize(
    ("kind", "host"),
    [
        ("wecom", "qyapi.weixin.qq.com"),
        ("dingtalk", "oapi.dingtalk.com"),
        ("feishu", "open.feishu.cn"),
        ("feishu", "open.larksuite.com"),
    ],
)
def test_the_documented_addresses_are_taken(kind, host):
    Robot(name="群", kind=kind, address=f"https://{host}{PATHS[kind]}", verbs=["thing.made"]).full_clean()
