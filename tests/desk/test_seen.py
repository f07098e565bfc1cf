"""What is public as soon as it is saved is not overwritten unseen."""

import pytest

from articles.models import Channel, Tag
from cms.site.models import ContactChannel, Identity, MenuItem
from demo import builders
from tests.forms import opened, problems_of


@pytest.mark.parametrize(
    ("model", "field", "values"),
    [
        (Channel, "description", {"name": "運營"}),
        (Tag, "description", {"name": "留存"}),
        (MenuItem, "second_label", {"label": "首頁", "address": "/"}),
        (ContactChannel, "label", {"kind": "email", "label": "信箱", "value": "hello@example.com"}),
    ],
)
def test_the_second_of_two_people_is_told_and_keeps_what_was_typed(client, administrator, model, field, values):
    row = model.objects.create(**values)
    client.force_login(administrator)
    url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{row.pk}/change/"
    mine = opened(client, url) | {field: "MINE"}
    client.post(url, opened(client, url) | {field: "THEIRS"})
    refused = client.post(url, mine)
    row.refresh_from_db()
    assert getattr(row, field) == "THEIRS"
    assert "THEIRS" in str(problems_of(refused))
    form = refused.context["adminform"].form
    assert form[field].value() == "MINE"
    client.post(url, mine | {"seen": form["seen"].value()})
    row.refresh_from_db()
    assert getattr(row, field) == "MINE"


def test_sending_one_form_twice_is_no_conflict(client, administrator):
    tag = Tag.objects.create(name="留存")
    client.force_login(administrator)
    url = f"/admin/articles/tag/{tag.pk}/change/"
    mine = opened(client, url) | {"name": "留存率"}
    assert [client.post(url, mine).status_code for _time in range(2)] == [302, 302]


def test_who_may_only_look_sees_no_hidden_version(client, author):
    channel = builders.channel()
    client.force_login(author)
    response = client.get(f"/admin/articles/channel/{channel.pk}/change/")
    assert response.status_code == 200
    assert "field-seen" not in response.content.decode()


def test_the_history_names_fields_in_the_readers_language(client, administrator):
    identity = Identity.objects.create(name="嶺上", founded_year=2008)
    administrator.language = "zh-hant"
    administrator.save()
    client.force_login(administrator)
    url = f"/admin/site/identity/{identity.pk}/change/"
    assert client.post(url, opened(client, url) | {"slogan": "好內容"}).status_code == 302
    assert "口號" in client.get(url.replace("change", "history")).content.decode()
