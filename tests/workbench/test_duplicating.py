"""A copy of a thing is a new draft with everything that an editor wrote, and nothing of its past."""

import uuid

import pytest
from django.urls import reverse
from django.utils.translation import override

from articles.models import Tag
from cms.publishing.kinds import publishable_models
from cms.publishing.models import AuditEntry
from cms.workbench import copying
from demo import builders
from pages.models import Page


@pytest.fixture
def article(editor):
    return builders.article(
        "留存的方法",
        live=True,
        by=editor,
        summary="摘要",
        body="<h2>一</h2><p>正文</p>",
        canonical_url="https://example.com/a",
        tags=[Tag.objects.create(name="留存")],
        faqs=[{"question": "為什麼？", "answer": "<p>因為。</p>"}],
    )


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def address(thing, name="duplicate"):
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{name}", args=[thing.pk])


def test_a_copy_has_the_words_the_relations_and_parts_of_its_own(article, editor):
    copy = copying.duplicate(article, by=editor)
    assert (copy.title, copy.body, copy.summary) == ("留存的方法 (copy)", article.body, "摘要")
    assert [tag.name for tag in copy.tags.all()] == ["留存"]
    assert copy.faqs.get().question == "為什麼？"
    assert copy.faqs.get().pk != article.faqs.get().pk
    assert article.faqs.count() == 1


def test_a_copy_is_a_draft_of_whoever_copies_without_the_past_of_the_original(article, administrator):
    copy = copying.duplicate(article, by=administrator)
    assert (copy.state, copy.live_from, copy.live_revision, copy.created_by) == ("draft", None, None, administrator)
    assert (copy.canonical_url, copy.slug != article.slug, copy.uuid != article.uuid) == ("", True, True)


def test_a_copy_is_made_of_the_working_copy(article, editor):
    data = article.working_copy()
    data["fields"]["title"] = "還沒公開的新標題"
    article.save_revision(data, by=editor, token=article.edit_token(None))
    assert copying.duplicate(article, by=editor).title == "還沒公開的新標題 (copy)"


def test_the_copy_is_marked_in_the_language_of_the_editor_and_fits(article, editor):
    with override("en"):
        assert copying.title_of_copy("字" * 200, type(article)).endswith("字 (copy)")
    assert len(copying.title_of_copy("字" * 200, type(article))) == 200


def test_a_copy_is_written_down(article, editor):
    copy = copying.duplicate(article, by=editor)
    assert AuditEntry.objects.get(verb="duplicate", object_id=copy.pk).note == f"← articles.article:{article.pk}"


def test_the_copy_of_the_home_page_is_a_page(editor):
    home = builders.page("首頁", kind="home", live=True, by=editor)
    copy = copying.duplicate(home, by=editor)
    assert (copy.kind, copy.path != home.path) == ("standard", True)
    assert [row.content["kind"] for row in copy.sections.all()] == ["services", "cases", "news"]
    assert Page.objects.filter(kind="home").count() == 1


@pytest.mark.parametrize("model", publishable_models(), ids=lambda model: model.__name__)
def test_every_kind_can_be_copied_and_its_copy_edited(desk, editor, model):
    thing = builders.any_row(model)
    response = desk.post(address(thing), follow=True)
    assert response.status_code == 200
    copy = model.objects.exclude(pk=thing.pk).latest("pk")
    assert response.redirect_chain[-1][0] == copy.get_edit_url()
    assert copy.created_by == editor


def test_what_was_deleted_since_is_left_out_of_the_copy(article, editor):
    article.cover = builders.picture()
    article.save()
    data = article.working_copy()
    article.save_draft(data, by=editor, token=article.edit_token(None))
    type(article).objects.update(cover=None)
    article.cover.delete()
    assert copying.duplicate(article, by=editor).cover is None


def test_pressing_twice_makes_one_copy(desk, article):
    key = {"key": str(uuid.uuid4())}
    first, second = desk.post(address(article), key), desk.post(address(article), key)
    assert first.url == second.url
    assert type(article).objects.count() == 2


def test_looking_at_the_address_copies_nothing(desk, article):
    assert desk.get(address(article)).status_code == 405
    assert type(article).objects.count() == 1


@pytest.mark.parametrize(("who", "status"), [("author", 404), ("salesperson", 404), ("outsider", 404)])
def test_others_copy_nothing(client, request, article, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.post(address(article)).status_code in {status, 403}
    assert type(article).objects.count() == 1


def test_a_visitor_is_asked_to_sign_in(client, article):
    assert reverse("admin:login") in client.post(address(article)).url


def test_an_author_copies_her_own(client, author):
    own = builders.article("自己的", by=author)
    client.force_login(author)
    client.post(address(own))
    assert type(own).objects.get(title="自己的 (copy)").created_by == author


def test_the_list_copies_what_is_ticked(desk, article, editor):
    other = builders.article("另一篇", by=editor)
    ticked = {"action": "duplicate", "_selected_action": [article.pk, other.pk]}
    page = desk.post(reverse("admin:articles_article_changelist"), ticked, follow=True).content.decode()
    assert "Copied, as drafts: 2." in page
    assert type(article).objects.filter(title__endswith="(copy)").count() == 2


def test_the_bar_offers_a_copy_to_those_who_may_make_one(desk, article):
    assert address(article) in desk.get(article.get_edit_url()).content.decode()
