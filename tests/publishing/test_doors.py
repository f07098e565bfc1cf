"""Doors beside the public pages through which a draft, or more power than a role has, might slip."""

from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from cms.publishing import bulk
from cms.publishing.models import State
from demo import builders
from tests.conftest import person
from tests.forms import opened
from tests.reading import words_of


def visitor(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_missing_page_does_not_tell_whether_a_draft_has_its_address(client, editor):
    draft = builders.article("尚未公開", slug="not-yet", by=editor)
    there, nowhere = client.get(draft.get_absolute_url()), client.get("/news/no-such/")
    assert there.status_code == nowhere.status_code == 404
    own = {"X-Request-ID", "ETag", "Content-Length"}  # each page says the words of its own address
    assert without(own, there) == without(own, nowhere)
    assert words_of(there).replace("not yet", "no such") == words_of(nowhere)


def without(names, response) -> dict:
    return {name: value for name, value in response.headers.items() if name not in names}


@pytest.mark.parametrize("role", ["author", "salesperson", "outsider"])
def test_the_admins_way_to_the_site_does_not_tell_the_address_of_a_colleagues_draft(request, editor, role):
    draft = builders.article("尚未公開", slug="not-yet", by=editor)
    path = f"/admin/r/{ContentType.objects.get_for_model(draft).pk}/{draft.pk}/"
    assert visitor(request.getfixturevalue(role)).get(path).status_code == 404
    assert visitor(editor).get(path).headers["Location"].endswith(draft.get_absolute_url())


def test_who_may_only_look_at_a_live_thing_does_not_see_its_draft(author, editor):
    service = builders.service("公開的名字", live=True, by=editor)
    data = service.working_copy()
    data["fields"]["title"] = "還沒公開的名字"
    service.save_draft(data, by=editor, token=service.edit_token(None))
    path = f"/admin/services/service/{service.pk}/change/"
    seen = visitor(author).get(path).content.decode()
    assert "公開的名字" in seen
    assert "還沒公開的名字" not in seen
    assert "還沒公開的名字" in visitor(editor).get(path).content.decode()


def test_a_picture_does_not_tell_the_title_of_a_colleagues_draft(author, editor):
    picture = builders.picture()
    builders.article("同事的草稿", by=editor, cover=picture)
    builders.article("自己的草稿", by=author, cover=picture)
    path = f"/admin/library/picture/{picture.pk}/change/"
    seen = visitor(author).get(path).content.decode()
    assert "自己的草稿" in seen
    assert "同事的草稿" not in seen
    assert "同事的草稿" in visitor(editor).get(path).content.decode()


@pytest.mark.parametrize("way", ["one", "many"])
def test_an_author_cannot_take_a_public_article_away_by_the_trash(author, way):
    live, draft = builders.article("公開", live=True, by=author), builders.article("草稿", by=author)
    desk = visitor(author)
    for article in (live, draft):
        if way == "one":
            desk.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"})
        else:
            item = f"{article.pk}:{bulk.stamp(article)}"
            desk.post("/admin/articles/article/bulk/trash/", {"key": uuid4(), "item": item})
        article.refresh_from_db()
    assert live.state == State.PUBLISHED
    assert live.trashed_at is None
    assert draft.trashed_at is not None


def test_a_draft_whose_channel_was_deleted_still_has_a_preview(editor):
    article, channel = builders.article("換頻道", live=True, by=editor), builders.channel("將被刪除")
    desk, path = visitor(editor), f"/admin/articles/article/{article.pk}/change/"
    desk.post(path, opened(desk, path) | {"channel": channel.pk})
    channel.delete()
    assert desk.get(article.get_preview_url()).status_code == 200


def test_the_trash_of_a_colleague_stays_shut(author):
    draft = builders.article("同事的", by=person("author", "other"))
    visitor(author).post(f"/admin/articles/article/{draft.pk}/delete/", {"post": "yes"})
    draft.refresh_from_db()
    assert draft.trashed_at is None
