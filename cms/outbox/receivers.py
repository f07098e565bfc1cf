"""Who else is told: programs that listen by webhook, and the robots of group chats.

An address or a secret that was typed once is never shown again: not in a form, a log, an export or the history.
"""

import ipaddress
import re
import secrets
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PACE = 18  # messages a minute, below the 20 that WeCom and DingTalk take
MINUTE = timedelta(minutes=1)


def new_secret() -> str:
    return "whsec_" + secrets.token_urlsafe(32)


def host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def is_trial(host: str) -> bool:
    """A receiver on this very machine, where the site is told to speak to it: in tests."""
    try:
        is_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = host == "localhost"
    return settings.OUTBOUND_LOOPBACK and is_loopback


class ReceiverQuerySet(models.QuerySet[Any]):
    def listening(self, verb: str) -> list:
        """Those that are on and chose this event; there are few, so the choice is made here."""
        return [receiver for receiver in self.filter(is_on=True).order_by("pk") if verb in receiver.verbs]

    def switch_off(self, pk: int, because: str) -> None:
        """Tell it nothing more until a person switches it on again."""
        self.filter(pk=pk, is_on=True).update(is_on=False, off_because=because[:250])


class Receiver(models.Model):
    """What a webhook and a robot have in common."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=60, help_text=_("How it is called here, such as CRM or 業務群."))
    is_on = models.BooleanField(_("switched on"), default=True)
    verbs = models.JSONField(_("what it is told of"), default=list)
    carries_contact = models.BooleanField(
        _("with contact data"),
        default=False,
        help_text=_("Phone and e-mail go along. Tick this only where whoever reads it may have them."),
    )
    off_because = models.CharField(_("switched off because"), max_length=250, blank=True, editable=False)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = ReceiverQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    @property
    def shown(self) -> str:
        """For lists and the outbox."""
        return self.name

    @property
    def change_page(self) -> str:
        return f"admin:outbox_{self._meta.model_name}_change"

    def save(self, *args, **kwargs):
        if self.is_on:
            self.off_because = ""
        super().save(*args, **kwargs)


class Webhook(Receiver):
    """A program of somebody's that is told by a signed request."""

    url = models.CharField(
        _("address"), max_length=500, help_text=_("Begins with https:// and is reachable from the open internet.")
    )
    secret = models.CharField(max_length=80, default=new_secret, editable=False)

    class Meta(Receiver.Meta):
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    @property
    def shown(self) -> str:
        """For lists and the outbox: its name and the host that it is at."""
        return f"{self.name} ({host_of(self.url)})"

    def clean(self):
        super().clean()
        host = host_of(self.url)
        if not host or not (self.url.startswith("https://") or is_trial(host)):
            raise ValidationError({"url": _("An address begins with https:// and names a host.")})
        if "@" in urlsplit(self.url).netloc:
            raise ValidationError({"url": _("An address holds no user name or password; requests are signed.")})

    def renew_secret(self) -> str:
        """From now on this one counts, and it is said once."""
        self.secret = new_secret()
        type(self).objects.filter(pk=self.pk).update(secret=self.secret)
        return self.secret


class Robot(Receiver):
    """A robot in a group chat of WeCom, DingTalk or Feishu."""

    class Kind(models.TextChoices):
        WECOM = "wecom", _("WeCom (企業微信)")
        DINGTALK = "dingtalk", _("DingTalk (釘釘)")
        FEISHU = "feishu", _("Feishu (飛書) / Lark")

    BRANDS = {Kind.WECOM: "WeCom", Kind.DINGTALK: "DingTalk", Kind.FEISHU: "Feishu"}
    # Where each of them documents that its robots are spoken to.
    PLACES = {
        Kind.WECOM: (("qyapi.weixin.qq.com",), re.compile(r"/cgi-bin/webhook/send\?key=[\w-]{8,80}")),
        Kind.DINGTALK: (("oapi.dingtalk.com",), re.compile(r"/robot/send\?access_token=[0-9A-Za-z]{8,128}")),
        Kind.FEISHU: (
            ("open.feishu.cn", "open.larksuite.com"),
            re.compile(r"/open-apis/bot/v2/hook/[0-9A-Za-z-]{8,80}"),
        ),
    }

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    address = models.CharField(
        _("webhook address"), max_length=500, help_text=_("As the group's settings show it. It is a secret.")
    )
    secret = models.CharField(
        _("secret"),
        max_length=120,
        blank=True,
        help_text=_("DingTalk (加簽) and Feishu (簽名校驗) give one; WeCom has none."),
    )
    paced_from = models.DateTimeField(null=True, editable=False)
    paced = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta(Receiver.Meta):
        verbose_name = _("group robot")
        verbose_name_plural = _("group robots")

    @property
    def shown(self) -> str:
        """For lists and the outbox, in whatever language somebody reads them."""
        return f"{self.name} ({self.BRANDS[self.Kind(self.kind)]})"

    def clean(self):
        super().clean()
        if self.kind not in self.PLACES:
            return
        hosts, path = self.PLACES[self.Kind(self.kind)]
        host = host_of(self.address)
        _scheme, _mark, rest = self.address.partition("//")
        tail = "/" + rest.partition("/")[2]
        is_there = self.address.startswith(tuple(f"https://{known}/" for known in hosts)) and path.fullmatch(tail)
        if not is_there and not is_trial(host):
            sentence = _("This is not the address of a robot of %(kind)s; it begins with https://%(host)s/.")
            raise ValidationError({"address": sentence % {"kind": self.get_kind_display(), "host": hosts[0]}})
        if self.kind == self.Kind.WECOM and self.secret:
            raise ValidationError({"secret": _("A robot of WeCom has no secret; leave it empty.")})

    def may_speak(self) -> bool:
        """Count one message, unless this minute has had as many as its kind takes."""
        now = timezone.now()
        mine = type(self).objects.filter(pk=self.pk)
        if mine.filter(Q(paced_from=None) | Q(paced_from__lte=now - MINUTE)).update(paced_from=now, paced=1):
            return True
        return bool(mine.filter(paced__lt=PACE, paced_from__gt=now - MINUTE).update(paced=F("paced") + 1))
