"""Webhooks: events told to other programs, signed, in no promised order, at least once.

The request is a POST of JSON with `X-Ridgeline-Event` (its id, by which a receiver knows a second copy),
`X-Ridgeline-Timestamp` (seconds) and `X-Ridgeline-Signature`: `v1=` and the HMAC-SHA256, in hexadecimal, of the time
stamp, a full stop and the body. docs/operating.md tells receivers how to check it.
"""

import hashlib
import hmac
import time

from django.utils.translation import gettext as _

from cms.outbox import posting
from cms.outbox.deliveries import PROGRAMS, Needless, Refused, sender
from cms.outbox.models import Delivery, Webhook
from cms.outbox.topics import about

TEST = "test"


def body_of(delivery: Delivery, hook: Webhook) -> dict:
    """What is told, as it is now."""
    event = delivery.event
    if event is None:
        return {"event": str(delivery.uuid), "verb": TEST, "at": delivery.created_at.isoformat(), "data": {}}
    topic = about(event.verb)
    data = topic.data(event) if topic else None
    if topic is None or data is None:
        raise Needless(_("There is nothing to tell of it any more."))
    thing = event.obj
    kind = f"{event.content_type.app_label}.{event.content_type.model}"
    said = {
        "event": event.public_id,
        "verb": event.verb,
        "at": event.due_at.isoformat(),
        "object": {"kind": kind, "id": event.object_id, "uuid": str(getattr(thing, "uuid", "")) or None},
        "data": data,
    }
    return said | ({"contact": topic.contact(event)} if hook.carries_contact else {})


def signature(secret: str, stamp: str, body: bytes) -> str:
    return "v1=" + hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


@sender("webhook", lane=PROGRAMS)
def send(delivery: Delivery) -> None:
    """Any 2xx is success; 410 switches the webhook off; everything else is tried again."""
    hook = Webhook.objects.filter(pk=delivery.payload["webhook"]).first()
    if hook is None:
        raise Needless(_("The webhook is no longer there."))
    if not hook.is_on:
        raise Refused(_("The webhook is switched off."))
    said = body_of(delivery, hook)
    body, stamp = posting.encoded(said), str(int(time.time()))
    headers = {
        "X-Ridgeline-Event": said["event"],
        "X-Ridgeline-Timestamp": stamp,
        "X-Ridgeline-Signature": signature(hook.secret, stamp, body),
    }
    answer = posting.post(hook.url, said, headers, body=body, max_bytes=1024, cut_short=True)
    if 200 <= answer.status < 300:
        return
    sentence = f"{answer.status} {posting.beginning(answer)}".replace(hook.secret, "…").strip()
    if answer.status == 410:
        Webhook.objects.switch_off(hook.pk, _("Its server answered 410: it wants no more."))
        raise Refused(sentence)
    raise posting.failure(answer, sentence)
