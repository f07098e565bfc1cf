"""News for the people of the desk: by mail at once, in a digest once a day, or not at all, as each of them wants it.

Apps register kinds of news (`register`) and tell them (`tell`), in the transaction of what happened. What a mail says
is looked up when it goes out: whoever lost their rights gets nothing, and what is over is not told as if it were new.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.outbox import mail
from cms.outbox.deliveries import Later, Needless, sender
from cms.outbox.models import KEPT_FOR, Delivery, Event
from cms.outbox.subscribers import subscribe
from cms.outbox.worker import Work
from cms.outbox.worker import register as register_work
from cms.people.models import How, News, Preference, User
from cms.people.quiet import next_time

DIGEST = "people.digest"
MOST_LINES = 100  # of one digest


class Letter(NamedTuple):
    subject: str
    text: str
    html: str = ""


class Line(NamedTuple):
    """One row of a digest."""

    words: str
    link: str  # a path of this site


@dataclass(frozen=True)
class Kind:
    """One kind of news. `letter` and `line` give None once there is nothing to tell any more."""

    name: str
    label: object
    is_for: Callable[[User], bool]
    letter: Callable[[News], Letter | None]
    line: Callable[[News], Line | None]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    _kinds[kind.name] = kind
    return kind


def kinds_for(person: User) -> list[Kind]:
    """What this person may hear of."""
    return [kind for kind in _kinds.values() if kind.is_for(person)]


def how(person: User, kind: str) -> str:
    found = Preference.objects.filter(person=person, kind=kind).values_list("how", flat=True).first()
    return found or How.AT_ONCE


def tell(person: User, kind: str, thing, *, key: str = "", data: dict | None = None, event=None) -> None:
    """Let somebody know, once for each thing and key, in the way that they chose."""
    way = how(person, kind)
    if way == How.NEVER or not is_reachable(person, kind):
        return
    news, is_new = News.objects.get_or_create(
        person=person,
        kind=kind,
        content_type=ContentType.objects.get_for_model(thing),
        object_id=thing.pk,
        key=key,
        defaults={"data": data or {}, "in_digest": way == How.DIGEST},
    )
    if not is_new:
        return
    if way == How.DIGEST:
        plan_digest(person)
        return
    with translation.override(person.language):
        summary = str(_kinds[kind].label)
    at = person.awake_at(timezone.now())
    Delivery.objects.write(
        "news", person.email, summary, payload={"news": news.pk}, event=event, key=f"news-{news.pk}", at=at
    )


def is_reachable(person: User, kind: str) -> bool:
    return bool(person.is_active and person.email and kind in _kinds and _kinds[kind].is_for(person))


def wait_until_awake(person: User) -> None:
    """Quiet hours count at the moment of sending too, however a message came to be due."""
    now = timezone.now()
    if (later := person.awake_at(now)) > now:
        raise Later("", later - now, is_failure=False)


@sender("news")
def send_news(delivery: Delivery) -> Callable[[], object]:
    """One mail about one thing; that somebody was told is written down together with its success."""
    news = News.objects.select_related("person").filter(pk=delivery.payload["news"]).first()
    if news is None or not is_reachable(news.person, news.kind):
        raise Needless(_("Nobody is to hear of it any more."))
    wait_until_awake(news.person)
    with translation.override(news.person.language):
        letter = _kinds[news.kind].letter(news)
    if letter is None:
        raise Needless(_("There is nothing to tell of it any more."))
    mail.hand_over(delivery, {"to": news.person.email, **letter._asdict()})
    return lambda: News.objects.filter(pk=news.pk).update(told_at=timezone.now())


# --- The digest -----------------------------------------------------------------------------------------------------


def plan_digest(person: User, after=None) -> None:
    """Let the next digest come at this person's hour; the same hour is the same digest."""
    due_at = person.awake_at(next_time(person.digest_at, after or timezone.now()))
    event = Event.objects.record(person, DIGEST, due_at=due_at, key=due_at.isoformat())
    event.refresh_from_db()
    if event.state not in {Event.State.WAITING, Event.State.SUPERSEDED}:  # it went out this very moment
        plan_digest(person, after=due_at)


def plan_anew(person: User) -> None:
    """Somebody has chosen another hour: what waits for the old one comes at the new one."""
    if Event.objects.supersede(person, DIGEST) or pending(person).exists():
        plan_digest(person)


def pending(person):
    return News.objects.filter(person=person, in_digest=True, told_at=None)


@subscribe(DIGEST)
def write_digest(event: Event) -> None:
    """Everything that this person was not told yet, once: what is taken is marked in the same transaction."""
    person = User.objects.filter(pk=event.object_id).first()
    now = timezone.now()
    if person is None or not pending(person).update(told_at=now):
        return
    payload = {"person": person.pk, "told_at": now.isoformat()}
    with translation.override(person.language):
        summary = _("Daily digest")
    Delivery.objects.write("digest", person.email, summary, payload=payload, event=event, key=f"digest-{event.pk}")


@sender("digest")
def send_digest(delivery: Delivery) -> None:
    """One mail with what is still so."""
    person = User.objects.filter(pk=delivery.payload["person"], is_active=True).exclude(email="").first()
    if person is None:
        raise Needless(_("Nobody is to hear of it any more."))
    wait_until_awake(person)
    rows = News.objects.filter(person=person, told_at=delivery.payload["told_at"], in_digest=True)
    with translation.override(person.language):
        groups, count = grouped(person, in_order(rows))
        if not count:
            raise Needless(_("There is nothing to tell of it any more."))
        subject = ngettext("Daily digest: %d item", "Daily digest: %d items", count) % count
        context = {
            "person": person,
            "groups": groups,
            "more": max(0, count - MOST_LINES),
            "site_url": settings.SITE_URL,
            "settings_url": settings.SITE_URL + reverse("people:telling"),
        }
        text = render_to_string("emails/digest.txt", context)
        html = render_to_string("emails/digest.html", context)
    mail.hand_over(delivery, {"to": person.email, **Letter(subject, text, html)._asdict()})


def in_order(rows):
    """With what they are about, in as many queries as there are kinds of things."""
    return rows.select_related("person").prefetch_related("obj").order_by("kind", "made_at", "pk")


def grouped(person, rows) -> tuple[list[tuple[str, list[Line]]], int]:
    """(kind, its lines) in the order in which kinds are registered, and how many lines there are."""
    may = {kind.name for kind in kinds_for(person)}
    found: dict[str, list[Line]] = {}
    for name, news_of_kind in groupby(rows, key=lambda news: news.kind):
        lines = [_kinds[name].line(news) for news in news_of_kind] if name in may else []
        found[name] = [line for line in lines if line]
    count, left, groups = sum(map(len, found.values())), MOST_LINES, []
    for name, kind in _kinds.items():
        if shown := found.get(name, [])[:left]:
            groups.append((str(kind.label), shown))
            left -= len(shown)
    return groups, count


def forgettable():
    """News so old that nobody asks; what waits for a digest is younger by far."""
    return News.objects.filter(made_at__lt=timezone.now() - KEPT_FOR - timedelta(days=1))


register_work(
    Work(
        name="forget news",
        due=lambda: forgettable().values_list("pk", flat=True)[:500],
        do=lambda pk: forgettable().filter(pk=pk).delete(),
        every=600,
    )
)
