"""The preview: what stands in a form is shown and not saved, what is saved in frames; private, framed by us alone."""

import pytest
from django.urls import reverse

from articles.models import Article
from cms.publishing.models import AuditEntry, Draft, Revision
from cms.site.models import Promotion, Snippet
from demo import builders
from pages.models import Page
from services.models import CaseStudy, Service
from tests.forms import add_row, opened
from tests.reading import words_of
from tests.richtext import vectors


@pytest.fixture
def article(editor):
    return builders.article(
        "公開的標題", live=True, by=editor, body="<p>公開的正文。</p>", citations=[{"title": "來源"}]
    )


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def add_url(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def look_new(model):
    return reverse("publishing:preview-new", args=[model._meta.label_lower])


def kept():
    """Everything that looking at something must not change."""
    models = (Article, Service, CaseStudy, Page, Snippet, Promotion, Draft, Revision, AuditEntry)
    return [list(model.objects.order_by("pk").values()) for model in models]


# --- What stands in the form ---------------------------------------------------------------------------------------


def test_what_is_typed_is_shown_and_not_saved(desk, article):
    values = opened(desk, article.get_edit_url()) | {"title": "打到一半的標題", "body": "<p>打到一半。</p>"}
    add_row(values, "faqs", question="新的問題？", answer="<p>新的回答</p>")
    before = kept()
    page = words_of(desk.post(article.get_preview_url(), values))
    for word in ("打到一半的標題", "打到一半。", "新的問題"):
        assert word in page
    assert "公開的正文" not in page
    assert kept() == before


def test_a_row_that_is_taken_out_in_the_form_is_not_shown(desk, article):
    values = opened(desk, article.get_edit_url())
    assert "來源" in words_of(desk.post(article.get_preview_url(), values))
    assert 'id="source-' not in words_of(desk.post(article.get_preview_url(), values | {"citations-0-DELETE": "on"}))


def test_a_new_thing_is_shown_before_it_is_saved(desk):
    values = opened(desk, add_url(Article)) | {"title": "全新的文章", "channel": builders.channel().pk}
    values |= {"body": "<p>全新的正文。</p>"}
    before = kept()
    response = desk.post(look_new(Article), values)
    assert "全新的文章" in words_of(response)
    assert "全新的正文" in words_of(response)
    assert kept() == before


@pytest.mark.parametrize("model", [Article, Service, CaseStudy, Page, Snippet, Promotion])
def test_every_kind_of_new_thing_is_shown_or_says_what_is_missing(desk, model):
    before = kept()
    values = opened(desk, add_url(model))
    empty = desk.post(look_new(model), values)
    assert empty.status_code == 200
    assert 'class="preview preview-problems"' in words_of(empty)
    assert kept() == before


NEW = {
    Page: {"title": "全新的一頁", "kind": "standard"},
    Snippet: {"title": "全新的片段", "placement": "closing", "body": "<p>全新的片段</p>"},
    Promotion: {"title": "全新的推廣", "placement": "in_list", "text": "全新的推廣", "link": "https://example.com/"},
    Service: {"title": "全新的服務"},
}


@pytest.mark.parametrize("model", NEW)
def test_a_new_thing_of_each_kind_is_shown(desk, model):
    page = words_of(desk.post(look_new(model), opened(desk, add_url(model)) | NEW[model]))
    assert "preview-problems" not in page, page[page.index("preview-problems") :][:600]
    assert NEW[model]["title"] in page


def test_a_page_is_shown_with_its_sections_as_they_are_typed(desk, editor):
    made = builders.page("關於", slug="about", by=editor, body="<p>舊的字</p>")
    values = opened(desk, made.get_edit_url()) | {"sections-0-c-body": "<p>新的字</p>"}
    page = words_of(desk.post(made.get_preview_url(), values))
    assert "新的字" in page
    assert "舊的字" not in page


def test_what_saving_would_refuse_is_said_and_what_was_valid_last_is_shown(desk, article):
    values = opened(desk, article.get_edit_url()) | {"title": "", "body": "<p>新的正文</p>"}
    values |= {"citations-0-url": "no address"}
    page = words_of(desk.post(article.get_preview_url(), values))
    assert "preview-problems" in page
    assert "This field is required." in page
    assert "公開的標題" in page
    assert "新的正文" in page


def test_a_form_that_a_colleague_has_overtaken_is_still_shown(desk, article, editor):
    values = opened(desk, article.get_edit_url()) | {"title": "我的標題"}
    data = article.working_copy()
    article.save_draft(data, by=editor, token=article.edit_token(None))
    page = words_of(desk.post(article.get_preview_url(), values))
    assert "我的標題" in page
    assert "preview-problems" not in page


@pytest.mark.parametrize("vector", ["".join(vectors.SCRIPTS.values()), "".join(reversed(vectors.SCRIPTS.values()))])
def test_what_is_typed_to_do_harm_is_harmless_in_the_preview(desk, article, vector):
    values = opened(desk, article.get_edit_url()) | {"title": "x", "body": vector, "summary": vector.replace("\0", "")}
    response = desk.post(article.get_preview_url(), values)
    assert response.status_code == 200
    page = words_of(response).lower()
    assert "alert(1)</script>" not in page
    assert "<img src=x" not in page
    assert "'unsafe-inline'" not in response.headers["Content-Security-Policy"]


# --- Frames --------------------------------------------------------------------------------------------------------


def test_the_frames_hold_the_preview_of_what_is_saved_or_of_a_version(desk, article):
    address = reverse("admin:articles_article_look", args=[article.pk])
    assert f'src="{article.get_preview_url()}"' in words_of(desk.get(address))
    version = article.live_revision
    assert f'src="{article.get_preview_url(version)}"' in words_of(desk.get(address, {"revision": version.pk}))


def test_saving_and_looking_leads_to_the_frames(desk, article):
    response = desk.post(article.get_edit_url(), opened(desk, article.get_edit_url()) | {"_preview": ""})
    assert response.headers["Location"] == reverse("admin:articles_article_look", args=[article.pk])


def test_only_our_own_pages_may_frame_a_preview_and_nobody_a_public_page(desk, article):
    values = opened(desk, article.get_edit_url())
    for response in (desk.get(article.get_preview_url()), desk.post(article.get_preview_url(), values)):
        assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response.headers["X-Robots-Tag"]
    public = desk.get(article.get_absolute_url())
    assert public.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in public.headers["Content-Security-Policy"]


def test_a_preview_differs_from_the_public_page_by_what_says_so(desk, article):
    public, preview = (
        words_of(desk.get(address)) for address in (article.get_absolute_url(), article.get_preview_url())
    )
    start, end = (page.index("<main") for page in (public, preview))
    for word in ("公開的標題", "公開的正文"):
        assert word in public[start:]
        assert word in preview[end:]


# --- Who may -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["author", "salesperson", "outsider", "anonymous"])
def test_nobody_else_looks_through_the_preview(request, client, article, role):
    if role != "anonymous":
        client.force_login(request.getfixturevalue(role))
    refused = {302} if role == "anonymous" else {403, 404}
    for response in (client.get(article.get_preview_url()), client.post(article.get_preview_url(), {"title": "x"})):
        assert response.status_code in refused
        assert "公開的正文" not in words_of(response)


@pytest.mark.parametrize("role", ["salesperson", "outsider", "anonymous"])
def test_who_may_not_make_one_may_not_preview_one(request, client, role):
    if role != "anonymous":
        client.force_login(request.getfixturevalue(role))
    assert client.post(look_new(Article), {"title": "x"}).status_code in {302, 404}


def test_an_author_previews_what_they_write(client, author):
    client.force_login(author)
    own = builders.article("自己的", by=author)
    values = opened(client, own.get_edit_url()) | {"title": "自己正在寫的"}
    assert "自己正在寫的" in words_of(client.post(own.get_preview_url(), values))


def test_a_preview_is_posted_with_the_forms_own_token(client, article, editor):
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(article.get_preview_url(), {"title": "x"}).status_code == 403
    assert strict.post(look_new(Article), {"title": "x"}).status_code == 403


@pytest.mark.parametrize("kind", ["articles.article", "x", "auth.user", "people.user", "publishing.draft"])
def test_there_is_no_preview_of_what_is_not_publishable(desk, kind):
    expected = 405 if kind else 404
    assert desk.get(reverse("publishing:preview-new", args=[kind])).status_code == expected
    if kind != "articles.article":
        assert desk.post(reverse("publishing:preview-new", args=[kind])).status_code == 404


def test_a_version_is_not_posted_to(desk, article):
    assert desk.post(article.get_preview_url(article.live_revision), {"title": "x"}).status_code == 404
    assert desk.get(f"{article.get_preview_url()}{10**30}/").status_code == 404
