"""What nobody would type: forged memories, surrogates, NUL, and people who are gone."""

import pytest
from django.test import Client

from cms.review.models import Comment, ReviewLink
from cms.review.notices import page_of
from demo import builders
from tests.conftest import person
from tests.forms import opened
from tests.review.conftest import hand_in, write


@pytest.fixture
def article(author):
    return builders.article("作者的", by=author, body="<p>一</p>")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("base", ['[["title", "\\ud800"]]', '[["title", "a\\u0000b"]]', "[" * 100_000, "1e9999", "{}"])
def test_a_forged_memory_of_what_was_opened_is_no_server_error(article, editor, chief, base):
    desk = signed_in(editor)
    mine = opened(desk, article.get_edit_url()) | {"title": "我的", "_base": base}
    write(article, chief, title="他的")
    assert desk.post(article.get_edit_url(), mine).status_code == 200


@pytest.mark.parametrize("deed", ["submit", "comment"])
def test_nul_and_endless_words_in_a_review_are_no_server_error(article, editor, deed):
    told = {"deed": deed, "note": "a\0b" * 5000, "text": "a\0b" * 5000, "anchor": "\0", "shown": "9" * 21}
    assert signed_in(editor).post(page_of(article), told).status_code in {302, 404}
    assert signed_in(editor).post(page_of(article), told | {"shown": ""}).status_code == 302


def test_a_review_goes_on_when_its_people_are_gone(article, editor, chief):
    gone = person("editor", "gone")
    submission = hand_in(article, gone)
    comment = Comment.objects.write(article, submission.revision, "一句話", by=gone)
    link, token = ReviewLink.objects.make(article, submission.revision, recipient="王小姐", days=3, by=gone)
    gone.delete()
    article.created_by.delete()
    article.refresh_from_db()
    desk = signed_in(editor)
    Comment.objects.get(pk=comment.pk).reply("回覆", by=editor)
    assert Client().get(f"/review/{token}/").status_code == 200
    assert Client().post(f"/review/{token}/", {"deed": "approve", "name": "王小姐", "sure": "on"}).status_code < 500
    assert desk.get(page_of(article)).status_code == 200
    desk.post(page_of(article), {"deed": "approve", "submission": submission.pk})
    assert type(submission).objects.get(pk=submission.pk).state == "approved"
