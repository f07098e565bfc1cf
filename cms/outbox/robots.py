"""Robots of group chats, each spoken to as its maker documents it.

- WeCom (企業微信): the key stands in the address; an answer is 200 with `errcode`, which is 0 for success; it takes 20
  messages a minute, beyond which it answers 45009. https://developer.work.weixin.qq.com/document/path/91770
- DingTalk (釘釘): `timestamp` in milliseconds and `sign` in the query, the latter the HMAC-SHA256 under the secret of
  timestamp, line break and secret, in Base64, URL-encoded; `errcode` as above, 310000 for a wrong signature, 130101
  beyond 20 a minute, which it then keeps up for ten. https://open.dingtalk.com/document/robots/custom-robot-access
- Feishu (飛書): `timestamp` in seconds, as text, and `sign` in the body, the latter the HMAC-SHA256 of nothing under
  timestamp, line break and secret, in Base64; `code` is 0 for success, 19021 for a wrong signature, 11232 and 9499
  where it was too much. https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot

The codes 130101, 11232 and 9499 were not found in the makers' own pages; a code that we do not know is tried again too.

None of them takes part in our transaction, or knows a second copy: after a worker's death in the wrong moment a group
reads a message twice.
"""

import base64
import hashlib
import hmac
import json
import time
from datetime import timedelta
from urllib.parse import quote_plus

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from cms.outbox import posting
from cms.outbox.deliveries import PROGRAMS, Later, Needless, Refused, sender
from cms.outbox.models import Delivery, Robot
from cms.outbox.topics import Words, about

TOO_MUCH = {45009: timedelta(minutes=1), 130101: timedelta(minutes=10)}
TOO_MUCH |= {11232: timedelta(minutes=1), 9499: timedelta(minutes=1)}
LONGEST = 3_000  # bytes of a message; the least that any of them takes is 4,096
# Signs that one of the chats reads as a mention, a link or an emphasis, and what stands for them.
HARMLESS = str.maketrans("<>[]()*_`#~|\\@&", "＜＞［］（）＊＿｀＃～｜＼＠＆")


def words_for(delivery: Delivery, robot: Robot) -> Words:
    """What the group reads, in the site's language."""
    with translation.override(settings.LANGUAGE_CODE):
        event = delivery.event
        if event is None:
            return Words(_("A test message"), [(_("robot"), robot.name)], settings.SITE_URL, _("Open the site"))
        topic = about(event.verb)
        words = topic.words(event, robot.carries_contact) if topic else None
        if words is None:
            raise Needless(_("There is nothing to tell of it any more."))
        return words


def harmless(text: str) -> str:
    """Nothing in it is read as a mention, a link or a sign of emphasis; in one line."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split()).translate(HARMLESS)


def lines_of(words: Words) -> list[str]:
    """Heading and rows, not longer in all than any of the chats takes."""
    lines, left = [], LONGEST
    for line in [words.title, *(f"{label}：{value}" for label, value in words.rows if value)]:
        cut = harmless(line).encode()[: max(0, min(left, 600))].decode("utf-8", "ignore")
        left -= len(cut.encode())
        lines.append(cut)
    return [line for line in lines if line]


# --- One function each: where to post, and what ---------------------------------------------------------------------


def to_wecom(robot: Robot, words: Words) -> tuple[str, dict]:
    title, *rows = lines_of(words)
    text = "\n".join([f"**{title}**", *(f"> {row}" for row in rows), f"[{words.link_label}]({words.link})"])
    return robot.address, {"msgtype": "markdown", "markdown": {"content": text}}


def to_dingtalk(robot: Robot, words: Words) -> tuple[str, dict]:
    title, *rows = lines_of(words)
    text = "\n\n".join([f"**{title}**", *rows, f"[{words.link_label}]({words.link})"])
    address = robot.address
    if robot.secret:
        stamp = str(int(time.time() * 1000))
        sign = signed(key=robot.secret, message=f"{stamp}\n{robot.secret}")
        address += f"{'&' if '?' in address else '?'}timestamp={stamp}&sign={quote_plus(sign)}"
    return address, {"msgtype": "markdown", "markdown": {"title": title, "text": text}}


def to_feishu(robot: Robot, words: Words) -> tuple[str, dict]:
    title, *rows = lines_of(words)
    content = [[{"tag": "text", "text": row}] for row in rows]
    content.append([{"tag": "a", "text": words.link_label, "href": words.link}])
    said: dict = {"msg_type": "post", "content": {"post": {"zh_cn": {"title": title, "content": content}}}}
    if robot.secret:
        stamp = str(int(time.time()))
        said |= {"timestamp": stamp, "sign": signed(key=f"{stamp}\n{robot.secret}", message="")}
    return robot.address, said


def signed(*, key: str, message: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()


SPEAKING = {Robot.Kind.WECOM: to_wecom, Robot.Kind.DINGTALK: to_dingtalk, Robot.Kind.FEISHU: to_feishu}


@sender("robot", lane=PROGRAMS)
def send(delivery: Delivery) -> None:
    """Only what says code 0 has arrived, whatever the status."""
    robot = Robot.objects.filter(pk=delivery.payload["robot"]).first()
    if robot is None:
        raise Needless(_("The robot is no longer there."))
    if not robot.is_on:
        raise Refused(_("The robot is switched off."))
    words = words_for(delivery, robot)
    if not robot.may_speak():
        raise Later("", timedelta(seconds=20), is_failure=False)
    address, said = SPEAKING[Robot.Kind(robot.kind)](robot, words)
    answer = posting.post(address, said)
    code, sentence = verdict(answer)
    if code == 0 and answer.status == 200:
        return
    sentence = without_secrets(f"{answer.status} {sentence}", robot)
    if code in TOO_MUCH:
        raise Later(sentence, TOO_MUCH[code])
    raise posting.failure(answer, sentence)


def verdict(answer) -> tuple[int | None, str]:
    """The code of an answer and what it says; None where it is no answer of a robot."""
    try:
        said = json.loads(answer.body)
        code = said["errcode"] if "errcode" in said else said["code"]
        if type(code) is not int:
            return None, posting.beginning(answer)
        return code, f"{code} {said.get('errmsg', said.get('msg', ''))}"[: posting.SHOWN]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None, posting.beginning(answer)


def without_secrets(sentence: str, robot: Robot) -> str:
    """The makers' servers quote the address now and then."""
    for secret in (robot.address, robot.secret, robot.address.rpartition("=")[2], robot.address.rpartition("/")[2]):
        sentence = sentence.replace(secret, "…") if secret else sentence
    return sentence
