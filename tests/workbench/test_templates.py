"""Templates are beginnings: kept from a thing, taken by whoever may write, as safe as any snapshot."""

import uuid

import pytest
from django.urls import reverse

from articles.models import Article, Channel
from cms.people.models import User
from cms.workbench.models import Template
from demo import builders
from tests.workbench.test_duplicating import address


@pytest.fixture
def article(editor):
    return builders.article(
        "教學文", by=editor, body="<h2>問題</h2><p>（寫下讀者的問題）</p>", faqs=[{"question": "問？"}]
    )


@pytest.fixture
def template(article, editor):
    return Template.objects.save_from(article, by=editor, name="教學文", description="一步一步教")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def begin(client, template, **values):
    return client.post(reverse("workbench:begin", args=[template.pk]), values)


def test_an_editor_keeps_a_thing_as_a_template(desk, article):
    assert "as a template" in desk.get(address(article, "template")).content.decode()
    desk.post(address(article, "template"), {"name": "教學文", "description": ""})
    assert "<h2" in Template.objects.get(name="教學文").data["fields"]["body"]


def test_the_name_of_a_template_that_is_there_replaces_it(desk, article, template):
    desk.post(address(article, "template"), {"name": "教學文", "description": "新的說明"})
    assert Template.objects.get().description == "新的說明"


def test_a_template_needs_a_name(desk, article):
    assert desk.post(address(article, "template"), {"name": " "}).status_code == 400
    assert not Template.objects.exists()


def test_beginning_with_a_template_makes_a_draft_with_its_words(desk, template, editor):
    response = begin(desk, template)
    made = Article.objects.latest("pk")
    assert response.url == made.get_edit_url()
    assert "寫下讀者的問題" in made.body
    assert made.faqs.get().question == "問？"
    assert (made.state, made.created_by) == ("draft", editor)


def test_an_author_begins_with_a_template_and_keeps_none(client, author, template):
    client.force_login(author)
    begin(client, template)
    own = Article.objects.get(created_by=author)
    assert client.get(address(own, "template")).status_code == 403
    assert client.post(address(own, "template"), {"name": "我的"}).status_code == 403


@pytest.mark.parametrize("who", ["salesperson", "outsider"])
def test_others_begin_nothing(client, request, template, who):
    client.force_login(request.getfixturevalue(who))
    assert begin(client, template).status_code == 403
    assert Article.objects.count() == 1


def test_looking_begins_nothing(desk, template):
    assert desk.get(reverse("workbench:begin", args=[template.pk])).status_code == 405


def test_pressing_twice_begins_one_thing(desk, template):
    key = {"key": str(uuid.uuid4())}
    assert begin(desk, template, **key).url == begin(desk, template, **key).url


def test_a_template_from_before_a_migration_still_begins(template, desk):
    del template.data["fields"]["subtitle"]
    del template.data["m2m"]["tags"]
    del template.data["parts"]["citations"]
    template.data["fields"]["weather"] = "sunny"
    template.data["parts"]["faqs"][0]["weather"] = "sunny"
    template.data["parts"]["songs"] = [{"id": "1", "title": "歌"}]
    template.save()
    assert begin(desk, template).url == Article.objects.latest("pk").get_edit_url()
    assert Article.objects.latest("pk").subtitle == ""


def test_another_channel_stands_for_one_that_is_gone(template, desk):
    other = builders.channel("另一個頻道")
    template.data["fields"]["channel"] = 999_999
    template.save()
    begin(desk, template)
    assert Article.objects.latest("pk").channel in Channel.objects.all()
    assert other in Channel.objects.all()


def test_without_any_channel_it_says_what_to_do(template, desk):
    Article.objects.all().delete()
    Channel.objects.all().delete()
    page = desk.post(reverse("workbench:begin", args=[template.pk]), follow=True).content.decode()
    assert "First add one of these: channel." in page


def test_a_vector_in_a_template_comes_out_harmless(template, desk):
    template.data["fields"]["body"] = "<p onclick=alert(1)>字<script>alert(2)</script></p>"
    template.save()
    begin(desk, template)
    assert Article.objects.latest("pk").body == "<p>字</p>"
    assert "alert(1)" not in desk.get(Article.objects.latest("pk").get_edit_url()).content.decode()


def test_templates_stand_above_the_list_and_above_the_empty_form(desk, template):
    for name in ("changelist", "add"):
        page = desk.get(reverse(f"admin:articles_article_{name}")).content.decode()
        assert reverse("workbench:begin", args=[template.pk]) in page


def test_editors_look_after_templates_and_add_none_by_hand(desk, template):
    form = reverse("admin:workbench_template_change", args=[template.pk])
    assert "寫下讀者的問題" in desk.get(form).content.decode()
    assert desk.get(reverse("admin:workbench_template_changelist")).status_code == 200
    assert desk.get(reverse("admin:workbench_template_add")).status_code == 403


def test_a_template_of_a_kind_that_is_gone_is_no_error(desk, template):
    Template.objects.update(kind="songs.song")
    assert begin(desk, template).status_code == 404
    assert desk.get(reverse("admin:workbench_template_change", args=[template.pk])).status_code == 200
    assert desk.get(reverse("admin:workbench_template_changelist")).status_code == 200


def test_the_demo_ships_beginnings_that_can_be_taken(demo_site):
    editor = User.objects.get(username="editor")
    shipped = list(Template.objects.all())
    assert [template.name for template in shipped] == ["教學文", "案例採訪", "清單文", "問答"]
    made = [template.begin(by=editor) for template in shipped]
    assert all("<h2" in article.body and "（" in article.summary for article in made)
