"""A channel that goes: never from under what is public; a draft that named it opens, and waits for another."""

import pytest
from django.core.exceptions import ValidationError

from articles.models import Channel
from demo import builders
from tests.forms import opened
from tests.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(editor):
    """A live article whose draft moves it into a channel that has nothing else, and that channel."""
    article, channel = builders.article("一篇", live=True), builders.channel("將被刪除")
    data = article.working_copy()
    data["fields"] |= {"channel": channel.pk, "summary": "草稿裡的話。"}
    article.save_revision(data, by=editor, token=article.edit_token(None))
    return article, channel


def deleted(client, channel):
    url = f"/admin/articles/channel/{channel.pk}/delete/"
    return client.post(url, {"post": "yes"}, follow=True)


def test_a_channel_that_holds_an_article_is_not_deleted(client, editor, waiting):
    article, _channel = waiting
    client.force_login(editor)
    deleted(client, article.channel)
    assert Channel.objects.filter(pk=article.channel_id).exists()


def test_the_draft_of_a_deleted_channel_opens_and_is_previewed_with_the_words_it_has(client, editor, waiting):
    article, channel = waiting
    client.force_login(editor)
    deleted(client, channel)
    assert not Channel.objects.filter(pk=channel.pk).exists()
    opened_form = client.get(article.get_edit_url())
    assert opened_form.status_code == 200
    assert "草稿裡的話。" in words_of(opened_form)
    assert "草稿裡的話。" in words_of(client.get(article.get_preview_url()))
    assert client.get(article.get_absolute_url()).status_code == 200


def test_it_is_not_published_without_a_channel_and_says_what_is_missing(client, editor, waiting):
    article, channel = waiting
    channel.delete()
    with pytest.raises(ValidationError, match="頻道"):
        article.publish_working_copy(by=editor)
    client.force_login(editor)
    url = article.get_edit_url()
    answer = client.post(url, opened(client, url) | {"_publish": "1"})
    assert answer.status_code == 200
    assert "channel" in answer.context["adminform"].form.errors
    article.refresh_from_db()
    assert article.summary != "草稿裡的話。"
    other = builders.channel("另一個")
    assert client.post(url, opened(client, url) | {"channel": other.pk, "_publish": "1"}).status_code == 302
    article.refresh_from_db()
    assert (article.channel, article.summary) == (other, "草稿裡的話。")
