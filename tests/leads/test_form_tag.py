"""The form sits in any public page and makes it no different for anybody."""

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory

from cms.intake.models import ConsentText

pytestmark = pytest.mark.django_db


def render(path="/news/x/", **context):
    request = RequestFactory().get(path)
    return Template("{% load leads %}{% lead_form %}").render(Context({"request": request, **context}))


def test_the_form_is_the_same_for_everybody():
    with time_machine.travel("2026-11-20T10:10:00Z", tick=False):
        first = render()
    with time_machine.travel("2026-11-20T10:50:00Z", tick=False):
        assert render() == first
    assert "csrf" not in first


def test_consent_is_not_ticked_and_its_current_text_is_shown():
    ConsentText.objects.create(text="我同意<嶺上創意>回覆我。")
    page = render(site={"pages": {"privacy": "/privacy/"}})
    assert "我同意&lt;嶺上創意&gt;回覆我。" in page
    assert "checked" not in page
    assert 'href="/privacy/"' in page
    assert 'name="consent_version" value="1"' in page


def test_the_page_and_its_object_are_remembered():
    text = ConsentText.objects.create(text="x")  # any saved row
    page = render(object=text)
    assert 'name="path" value="/news/x/"' in page
    assert f'name="about" value="intake.consenttext:{text.pk}"' in page


def test_every_field_has_a_label():
    page = render()
    for name in ("name", "contact", "company", "message"):
        assert f'<label for="ask-{name}">' in page


def test_the_form_costs_two_queries_at_most(django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        render()
