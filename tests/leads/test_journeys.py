"""The reader's way to an enquiry comes along only when they agree, and whatever a browser sends, it harms nothing."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.intake.models import ConsentText
from demo import builders
from leads import journeys
from leads.models import Enquiry, Lead, Touch

pytestmark = pytest.mark.django_db


def ago(**delta) -> int:
    return int((timezone.now() - timedelta(**delta)).timestamp())


@pytest.fixture
def way():
    """Three pages over two days, brought by a newsletter."""
    return [
        {"at": ago(days=2), "path": "/news/a/", "referrer": "www.google.com", "source": "letter", "campaign": "十一月"},
        {"at": ago(days=1), "path": "/services/", "seconds": 95},
        {"at": ago(minutes=5), "path": "/contact/"},
    ]


def sent_with(send, way, **changes):
    agreed = {"journey_consent": "on", "journey_version": "1", "journey": json.dumps(way)}
    return send(**{**agreed, **changes})


def test_a_journey_is_kept_with_its_enquiry_and_with_the_text_that_was_agreed_to(send, way):
    assert sent_with(send, way).status_code == 303
    enquiry = Enquiry.objects.get()
    assert [touch.path for touch in enquiry.touches.all()] == ["/news/a/", "/services/", "/contact/"]
    assert (Touch.objects.first_ones().get().source, Touch.objects.last_ones().get().path) == ("letter", "/contact/")
    assert Touch.objects.between().get().minutes == 2
    assert enquiry.journey_consent.purpose == "journey"
    assert enquiry.journey_consent.is_used


@pytest.mark.parametrize("tick", [{"journey_consent": None}, {"journey_version": "9"}, {"journey_consent": "false"}])
def test_without_the_tick_nothing_of_it_is_kept_and_the_form_goes_through(send, way, tick):
    assert sent_with(send, way, **tick).status_code == 303
    assert not Touch.objects.exists()
    assert Enquiry.objects.get().journey_consent is None


def test_the_choice_is_unticked_and_has_words_of_its_own(client):
    ConsentText.objects.create(purpose="journey", text="一起送出我讀過哪些頁面。")
    page = client.get(builders.page("聯繫", slug="contact", sections=[{"kind": "form"}], live=True).get_absolute_url())
    html = page.content.decode()
    assert "一起送出我讀過哪些頁面。" in html
    assert re.search(r'name="journey_consent"(?![^>]*checked)', html)


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        "x",
        "null",
        "{}",
        "[" * 100_000,
        '"' + "x" * 80_000 + '"',
        "[NaN, Infinity, -1, {}, [], null, true]",
        '[{"at": NaN, "path": "/"}]',
        '[{"at": 1e400, "path": "/"}]',
        '[{"at": "now", "path": "/"}]',
        '[{"path": {"a": 1}, "at": 1}]',
    ],
)
def test_what_is_no_journey_is_none_and_the_enquiry_is_kept(send, hostile):
    assert sent_with(send, [], journey=hostile).status_code == 303
    assert Lead.objects.count() == 1
    assert not Touch.objects.exists()


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/\\evil.example", "javascript:alert(1)", "/a\x00b", "/\ud800", "/" + "x" * 501, "", 7]
)
def test_a_page_that_is_not_ours_is_left_out(path):
    assert journeys.read(json.dumps([{"at": ago(hours=1), "path": path}])) == []


def test_marks_of_a_person_and_queries_are_not_kept():
    touch = {
        "at": ago(hours=1),
        "path": "/news/?email=a@example.com#x",
        "referrer": "https://user:secret@search.example/?q=a",
        "click": "gclid",
        "source": "a\r\nb" * 100,
    }
    (step,) = journeys.read(json.dumps([{**touch, "gclid": "XYZ"}]))
    assert (step.path, step.referrer, step.click) == ("/news/", "search.example", "gclid")
    assert len(step.source) == 100
    assert "\n" not in step.source
    (other,) = journeys.read(
        json.dumps([{**touch, "click": "EAIaIQobChMI", "referrer": "<script>", "source": "\ud800\x00"}])
    )
    assert (other.click, other.referrer, other.source) == ("", "", "")


def test_of_a_long_journey_the_first_page_and_the_latest_ones_are_kept():
    steps = journeys.read(json.dumps([{"at": ago(hours=300 - n), "path": f"/{n}/"} for n in range(300)]))
    assert [step.path for step in steps] == ["/0/", *(f"/{n}/" for n in range(251, 300))]


def test_what_is_older_than_ninety_days_or_from_tomorrow_is_left_out():
    assert journeys.read(json.dumps([{"at": ago(days=91), "path": "/"}, {"at": ago(days=-2), "path": "/"}])) == []


def test_a_second_enquiry_adds_its_journey_and_changes_none(send, way):
    sent_with(send, way)
    sent_with(send, way[1:], message="還有一件事想請教", browser="f" * 32)
    assert [enquiry.touches.count() for enquiry in Enquiry.objects.order_by("pk")] == [3, 2]
    assert Lead.objects.count() == 1


def test_the_lead_shows_what_was_read_but_no_draft(client, send, salesperson):
    live, draft = builders.article("公開的那篇", live=True), builders.article("還沒公開的那篇")
    sent_with(send, [{"at": ago(hours=1), "path": thing.get_absolute_url(), "seconds": 240} for thing in (live, draft)])
    client.force_login(salesperson)
    page = client.get(reverse("admin:leads_lead_change", args=[Lead.objects.get().pk])).content.decode()
    assert "公開的那篇" in page
    assert "4 min." in page
    assert "還沒公開的那篇" not in page


def test_a_long_journey_costs_the_page_of_the_lead_no_more_queries(
    client, send, salesperson, django_assert_max_num_queries
):
    articles = [builders.article(f"文章 {n}", live=True) for n in range(12)]
    sent_with(send, [{"at": ago(hours=1), "path": articles[0].get_absolute_url()}])
    client.force_login(salesperson)
    url = reverse("admin:leads_lead_change", args=[Lead.objects.get().pk])
    client.get(url)
    with django_assert_max_num_queries(100) as few:
        client.get(url)
    most = len(few) + 2
    sent_with(send, [{"at": ago(hours=1), "path": each.get_absolute_url()} for each in articles], browser="e" * 32)
    with django_assert_max_num_queries(most):
        client.get(url)
