"""The editors' desk shows what is in work, what goes live next and what was published, each to its people."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from demo import builders


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return lambda: client.get(reverse("admin:index")).content.decode()


def save_draft(thing, title, by):
    data = thing.working_copy()
    data["fields"]["title"] = title
    thing.save_revision(data, by=by, token=thing.edit_token(thing.draft()))


def test_unpublished_work_of_every_kind_stands_on_the_desk(desk, editor):
    save_draft(builders.article("公開的", live=True, by=editor), "文章的新標題", editor)
    save_draft(builders.case_study("案例", by=editor), "案例的新標題", editor)
    page = desk()
    assert "文章的新標題" in page
    assert "案例的新標題" in page


def test_what_goes_live_next_is_shown_with_its_zone(desk, editor):
    builders.article("明天上線", live=True, by=editor, at=timezone.now() + timedelta(days=1))
    page = desk()
    assert "Goes live next" in page
    assert "Asia/Shanghai" in page


def test_an_author_sees_only_her_own_work(client, author, editor):
    save_draft(builders.article("別人的", by=editor), "別人的草稿", editor)
    save_draft(builders.article("我的", by=author), "我的草稿", author)
    client.force_login(author)
    page = client.get(reverse("admin:index")).content.decode()
    assert "我的草稿" in page
    assert "別人的草稿" not in page


def test_a_salesperson_sees_no_drafts(client, salesperson, editor):
    save_draft(builders.article("草稿", by=editor), "編輯的草稿", editor)
    client.force_login(salesperson)
    assert "編輯的草稿" not in client.get(reverse("admin:index")).content.decode()
