"""Sixty people behind one address are sixty leads; a thousand posts of a machine are not."""

import pytest
from django.http import HttpResponse

from cms.outbox.models import Event
from leads.models import Enquiry, Lead

pytestmark = pytest.mark.django_db
SPAM = "Rank first! https://a.example https://b.example https://c.example buy links now, offer {}"


def test_sixty_people_behind_one_address_in_a_minute_are_all_accepted(send):
    answers = [
        send(
            name=f"同學 {n}",
            contact=f"138{n:08}",
            message=f"第 {n} 組，想了解品牌定位怎麼做。",
            browser=f"{n:032x}",
        )
        for n in range(60)
    ]
    assert {answer.status_code for answer in answers} == {303}
    assert Lead.objects.for_desk().count() == 60


def test_so_are_sixty_without_javascript_and_with_the_same_words(send):
    answers = [send(name=f"同學 {n}", contact=f"138{n:08}", message="想了解課程", browser=None) for n in range(60)]
    assert {answer.status_code for answer in answers} == {303}
    assert Lead.objects.for_desk().count() == 60


def test_a_thousand_bot_posts_reach_nobody_and_few_are_kept(send, monkeypatch):
    # What the page says is another test's; drawing it a thousand times would take most of the time.
    monkeypatch.setattr("cms.intake.views.render", lambda *about, status: HttpResponse(status=status))
    answers = [
        send(headers={}, name=f"bot{n}", contact=f"bot{n}@example.com", message=SPAM.format(n), browser=None)
        for n in range(1000)
    ]
    assert {answer.status_code for answer in answers} == {303, 429}
    assert not Lead.objects.for_desk().exists()
    assert Lead.objects.filter(is_quarantined=True).count() < 20
    assert not Event.objects.exists()


def test_honest_people_behind_a_bots_address_are_still_heard(send):
    for n in range(50):
        send(headers={}, contact="bot@example.com", message=SPAM.format(n), browser=None)
    assert send().status_code == 303
    assert Lead.objects.for_desk().count() == 1


def test_who_is_limited_keeps_the_text(send, time_machine):
    time_machine.move_to("2026-11-20T10:10:00Z", tick=False)  # on a slow machine a minute may end in between
    for n in range(120):
        send(message=f"第 {n} 則")
    response = send(message="這一則也想送出去")
    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    assert "這一則也想送出去" in response.content.decode()


def test_what_is_suspicious_is_kept_with_its_reasons(send):
    assert send(website="http://spam.example").status_code == 303
    lead = Lead.objects.get()
    assert lead.is_quarantined
    (signal,) = Enquiry.objects.get().signals
    assert signal["name"] == "honeypot"
    assert signal["reason"]
    assert not Event.objects.exists()
