"""Everybody hears of what they chose, when they chose, once; whoever lost their rights hears nothing."""

from datetime import time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cms.outbox.models import Delivery, Event
from cms.outbox.worker import run_once
from cms.people import telling
from cms.people.models import News, Preference, User
from cms.people.telling import Kind, Letter, Line

pytestmark = pytest.mark.django_db
KIND = "test.kind"


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    """One kind of news about any person, for whoever may sign in to the desk."""
    monkeypatch.setattr(telling, "_kinds", dict(telling._kinds))

    def is_so(news):
        return news.obj is not None and news.obj.is_active

    return telling.register(
        Kind(
            KIND,
            "A test",
            lambda person: person.is_staff,
            lambda news: Letter(f"About {news.obj}", "text", "<p>text</p>") if is_so(news) else None,
            lambda news: Line(f"{news.obj} {news.key}", "/admin/") if is_so(news) else None,
        )
    )


@pytest.fixture
def person(salesperson):
    return salesperson


def wants(person, how, **clocks):
    Preference.objects.update_or_create(person=person, kind=KIND, defaults={"how": how})
    User.objects.filter(pk=person.pk).update(**clocks)
    person.refresh_from_db()


def tell(person, thing, key=""):
    telling.tell(person, KIND, thing, key=key)


def mails():
    run_once()
    return [message.subject for message in mail.outbox]


def the_hour_comes():
    """The digest is due now."""
    past = timezone.now() - timedelta(seconds=1)
    Event.objects.filter(verb=telling.DIGEST, state="waiting").update(next_attempt_at=past)
    return mails()


def test_without_a_choice_news_come_by_mail_at_once_and_once(person, editor):
    tell(person, editor)
    tell(person, editor)
    assert mails() == ["About editor"]
    assert mail.outbox[0].to == [person.email]


def test_who_wants_nothing_gets_nothing(person, editor):
    wants(person, "never")
    tell(person, editor)
    assert mails() == []
    assert not News.objects.exists()


@pytest.mark.parametrize("how", ["at_once", "digest"])
def test_who_lost_their_rights_gets_nothing(person, editor, how):
    wants(person, how)
    tell(person, editor)
    User.objects.filter(pk=person.pk).update(is_staff=False)
    assert the_hour_comes() == []
    assert Delivery.objects.get().state == "aside"


@pytest.mark.parametrize("how", ["at_once", "digest"])
@pytest.mark.parametrize("gone", [{"is_active": False}, {"email": ""}])
def test_who_left_or_has_no_address_gets_nothing(person, editor, how, gone):
    wants(person, how)
    tell(person, editor)
    User.objects.filter(pk=person.pk).update(**gone)
    assert the_hour_comes() == []


@pytest.mark.parametrize("how", ["at_once", "digest"])
def test_what_is_over_is_not_told(person, editor, how):
    wants(person, how)
    tell(person, editor)
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert the_hour_comes() == []


def test_a_digest_holds_everything_since_the_last_once(person, editor, author):
    wants(person, "digest")
    tell(person, editor, "first")
    tell(person, author, "second")
    assert mails() == []
    assert the_hour_comes() == ["Daily digest: 2 items"]
    for words in ("editor first", "author second", "/admin/profile/telling/"):
        assert words in mail.outbox[0].body
        assert words in mail.outbox[0].alternatives[0][0]
    tell(person, editor, "third")
    assert len(the_hour_comes()) == 2
    assert "first" not in mail.outbox[1].body
    assert "third" in mail.outbox[1].body
    assert len(the_hour_comes()) == 2


def test_a_digest_comes_at_the_hour_that_was_chosen(person, editor):
    wants(person, "digest", digest_at=time(17, 30))
    tell(person, editor)
    due = timezone.localtime(Event.objects.get(verb=telling.DIGEST).due_at)
    assert (due.hour, due.minute) == (17, 30)
    assert timezone.now() < due <= timezone.now() + timedelta(days=1)


def test_news_at_the_moment_of_a_digest_come_with_the_next(person, editor):
    wants(person, "digest")
    tell(person, editor, "first")
    Event.objects.filter(verb=telling.DIGEST).update(state="fanned_out")  # another worker is at it
    tell(person, editor, "second")
    waiting = Event.objects.get(verb=telling.DIGEST, state="waiting")
    assert waiting.due_at > Event.objects.get(verb=telling.DIGEST, state="fanned_out").due_at


def test_a_worker_killed_after_sending_sends_one_digest_more_at_most(person, editor, monkeypatch):
    wants(person, "digest")
    tell(person, editor)
    with monkeypatch.context() as here:
        here.setattr(Delivery, "mark_sent", lambda delivery: None)
        the_hour_comes()
    Delivery.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    mails()
    assert len(mails()) == 2
    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    assert first == second


def quiet_now(person):
    here = timezone.localtime()
    begins, ends = (here - timedelta(minutes=5)).time(), (here + timedelta(hours=2)).time()
    wants(person, "at_once", quiet_from=begins, quiet_until=ends)


def test_in_quiet_hours_news_wait_until_they_end(person, editor):
    quiet_now(person)
    tell(person, editor)
    assert mails() == []
    waits = Delivery.objects.get()
    assert timedelta(hours=1) < waits.next_attempt_at - timezone.now() <= timedelta(hours=2)
    wants(person, "at_once", quiet_from=None, quiet_until=None)
    Delivery.objects.update(next_attempt_at=timezone.now())
    assert mails() == ["About editor"]


def test_trying_again_breaks_no_quiet_hours(person, editor):
    quiet_now(person)
    tell(person, editor)
    Delivery.objects.all().retry()
    assert mails() == []
    waits = Delivery.objects.get()
    assert (waits.state, waits.attempts, waits.last_error) == ("waiting", 0, "")
    assert waits.next_attempt_at > timezone.now() + timedelta(hours=1)


def test_a_digest_asks_as_much_whatever_its_length(person, editor, django_assert_max_num_queries):
    wants(person, "digest")
    for number in range(30):
        tell(person, editor, str(number))
    now = timezone.now()
    telling.pending(person).update(told_at=now)
    delivery = Delivery(payload={"person": person.pk, "told_at": now.isoformat()})
    with django_assert_max_num_queries(10):
        telling.send_digest(delivery)
    assert mail.outbox[0].subject == "Daily digest: 30 items"


# --- The page ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(client, person):
    client.force_login(person)
    return reverse("people:telling")


def typed(client, page, **changes):
    form = client.get(page).context["form"]
    fields = {name: form.initial.get(name) or "" for name in form.fields}
    return {**fields, **changes}


def test_each_chooses_for_themselves(client, page, person, editor):
    fields = typed(client, page, **{KIND: "digest"}, quiet_from="22:00", quiet_until="08:00", digest_at="17:30")
    assert client.post(page, fields).status_code == 302
    person.refresh_from_db()
    assert telling.how(person, KIND) == "digest"
    assert telling.how(editor, KIND) == "at_once"
    assert (person.digest_at, person.quiet_from, person.quiet_until) == (time(17, 30), time(22), time(8))


def test_another_hour_moves_what_waits(client, page, person, editor):
    wants(person, "digest", digest_at=time(9))
    tell(person, editor)
    client.post(page, typed(client, page, digest_at="18:00"))
    waiting = Event.objects.get(verb=telling.DIGEST, state="waiting")
    assert timezone.localtime(waiting.due_at).hour == 18
    assert the_hour_comes() == ["Daily digest: 1 item"]


@pytest.mark.parametrize(
    "wrong",
    [{"quiet_from": "22:00"}, {"quiet_from": "22:00", "quiet_until": "22:00"}, {KIND: "shout"}, {"digest_at": ""}],
)
def test_what_makes_no_sense_is_said_and_not_saved(client, page, person, wrong):
    assert client.post(page, typed(client, page, **wrong)).status_code == 400
    person.refresh_from_db()
    assert person.quiet_from is None


def test_only_what_concerns_somebody_is_offered(client, page, editor):
    assert "lead.mine" in client.get(page).context["form"].fields
    client.force_login(editor)
    fields = client.get(page).context["form"].fields
    assert "lead.mine" not in fields
    assert "review" in fields
