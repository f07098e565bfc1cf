"""The view that cleans what is pasted: for staff, behind the CSRF check."""

import pytest
from django.test import Client
from django.urls import reverse

from cms.richtext import sanitiser
from tests.richtext import vectors

pytestmark = pytest.mark.django_db


def paste(client, body, **headers):
    return client.post(reverse("richtext:pasted"), body, content_type="text/plain", headers=headers)


@pytest.fixture
def writer(client, author):
    client.force_login(author)
    return client


def test_a_writer_gets_clean_text_back(writer):
    answer = paste(writer, "<h1>題</h1><p class=MsoNormal onclick=x>文<o:p></o:p></p>".encode())
    assert answer.content.decode() == "<h2>題</h2><p>文</p>"
    assert answer["Content-Type"].startswith("text/plain")


def test_odd_bytes_do_no_harm(writer):
    assert paste(writer, b"\xff\xfe<p>\x00").status_code == 200
    assert b"alert(1)</script>" not in paste(writer, vectors.SCRIPTS["a plain script"].encode()).content


def test_it_only_takes_posts(writer):
    assert writer.get(reverse("richtext:pasted")).status_code == 405


def test_visitors_and_forged_requests_are_refused(client, author):
    assert paste(client, b"<p>x</p>").status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(author)
    assert paste(strict, b"<p>x</p>").status_code == 403


def test_what_is_too_long_is_refused_with_a_sentence(writer, monkeypatch):
    monkeypatch.setattr(sanitiser, "MOST_CHARACTERS", 100)
    answer = paste(writer, ("長" * 101).encode())
    assert answer.status_code == 413
    assert "at most 100" in answer.content.decode()
