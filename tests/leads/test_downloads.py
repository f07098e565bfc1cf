"""A white paper behind a form: one letter for each enquiry, with a link that ends, to a file that is nowhere public."""

import re

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.library.models import Usage
from cms.library.storage import public
from cms.outbox.models import Delivery
from cms.outbox.worker import run_once
from demo import builders
from leads import downloads
from leads.models import Enquiry, Form, Lead
from tests.leads.conftest import HONEST

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(editor):
    document = builders.document("白皮書.txt", "三十頁的內容\n", title="內容行銷白皮書")
    form = Form.objects.create(name="白皮書", key="paper", title="索取白皮書", document=document, needs_message=False)
    form.renew(by=editor)
    return document


@pytest.fixture
def ask(client, typed, paper):
    def post(**changes):
        fields = {**typed, "contact": "lin@example.com", "form_version": "1", **changes}
        return client.post("/contact/send/paper/", fields, **HONEST)

    return post


def links():
    mails = Delivery.objects.filter(key__startswith="file-")
    return [re.search(r"http://[^/]+(/contact/download/\S+/)", mail.payload["text"])[1] for mail in mails]


def test_whoever_leaves_an_address_gets_one_letter_with_a_link(ask, client, paper):
    response = ask()
    assert response["Location"] == "/contact/thanks/paper/mailed/"
    assert client.get(response["Location"]).status_code == 200
    assert ask().status_code == 303  # a double click
    run_once()
    run_once()
    (link,) = links()
    answer = client.get(link)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).decode() == "三十頁的內容\n"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert not public.exists(paper.public_name)
    assert client.get(paper.public_url).status_code == 404


def test_downloads_are_on_the_timeline_and_looking_ahead_is_none(ask, client):
    ask()
    run_once()
    (link,) = links()
    client.head(link)
    assert not Lead.objects.get().entries.filter(kind="download").exists()
    for moment in ("2026-11-30T10:00:00Z", "2026-11-30T10:00:05Z", "2026-11-30T12:00:00Z"):
        with time_machine.travel(moment, tick=False):
            client.get(link)
    entries = Lead.objects.get().entries.filter(kind="download")
    assert [entry.now for entry in entries] == ["內容行銷白皮書"] * 2


def test_after_seven_days_the_link_says_so_and_leads_back_to_the_form(ask, client):
    with time_machine.travel("2026-11-01T10:00:00Z", tick=False):
        ask()
        run_once()
    (link,) = links()
    with time_machine.travel("2026-11-08T09:59:00Z", tick=False):
        assert client.get(link).status_code == 200
    with time_machine.travel("2026-11-08T10:01:00Z", tick=False):
        answer = client.get(link)
    assert answer.status_code == 410
    assert 'href="/news/three-decisions/"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t[::-1], lambda t: "x", lambda t: t + "\x00"])
def test_a_forged_link_is_not_found(ask, client, change):
    ask()
    run_once()
    token = links()[0].split("/")[-2]
    assert client.get(f"/contact/download/{change(token)}/", follow=True).status_code == 404


def test_a_link_to_one_file_opens_no_other(ask, client):
    other = builders.document("內部.txt", "只給同事\n")
    ask()
    run_once()
    payload = downloads.link_to(Enquiry.objects.get(), other).split("/")[-2].split(":")[0]
    swapped = ":".join([payload, *links()[0].split("/")[-2].split(":")[1:]])
    assert client.get(f"/contact/download/{swapped}/", follow=True).status_code == 404


def test_without_an_address_the_page_and_the_timeline_say_what_happens(ask, client):
    response = ask(contact="138 1234 5678")
    assert response["Location"] == "/contact/thanks/paper/"
    run_once()
    assert links() == []
    assert Lead.objects.get().entries.filter(kind="plan", now="內容行銷白皮書").exists()


def test_what_is_quarantined_gets_its_letter_only_once_a_person_releases_it(ask, salesperson):
    ask(website="x")
    run_once()
    assert links() == []
    Lead.objects.get().release(by=salesperson)
    run_once()
    assert len(links()) == 1


def test_nobody_can_flood_somebody_elses_mailbox(ask):
    for n in range(9):
        ask(message=f"第 {n} 次", browser=f"{n:032x}")
    run_once()
    assert len(links()) == downloads.LETTERS_A_DAY


def test_the_link_ends_with_the_person(ask, client):
    ask()
    run_once()
    (link,) = links()
    Lead.objects.get().delete()
    assert client.get(link).status_code == 410


def test_a_file_that_is_public_already_cannot_stand_behind_a_form(paper):
    Usage.objects.replace(builders.article("公開", live=True), [], [paper.pk])
    form = Form.objects.get()
    with pytest.raises(ValidationError):
        form.clean()


def test_who_offers_a_file_stands_where_it_is_used(client, paper, editor):
    client.force_login(editor)
    assert client.get(reverse("admin:library_document_delete", args=[paper.pk])).status_code == 403
