"""Editing something live changes no public page until it is published."""

import copy
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Citation, Tag
from cms.publishing.models import Conflict, Draft, Revision
from demo import builders
from services.models import CaseStudy
from tests.forms import add_row, opened, problems_of
from tests.reading import words_of

VECTOR = '<p>ok</p><img src=x onerror="alert(1)"><script>alert(2)</script>'


def change_url(thing):
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])


@pytest.fixture
def tags(db):
    return [Tag.objects.create(name=name) for name in ("甲", "乙", "丙")]


@pytest.fixture
def article(editor, tags):
    citations = [{"title": f"來源{n}", "url": f"https://example.com/{n}"} for n in range(3)]
    return builders.article(
        "公開的標題", live=True, by=editor, body="<p>公開的正文</p>", tags=tags[:1], citations=citations
    )


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def edit(desk, article, tags):
    """Change a field, a relation and parts, and save the draft."""
    values = opened(desk, change_url(article))
    values |= {"title": "草稿的標題", "tags": [tag.pk for tag in tags[1:]], "citations-0-title": "改過的來源"}
    values |= {"citations-1-DELETE": "on", "citations-0-position": 2, "citations-2-position": 0}
    add_row(values, "citations", title="新的來源", url="https://example.com/new", position=1)
    response = desk.post(change_url(article), values | {"_continue": ""})
    assert response.status_code == 302, problems_of(response)


def public_state(article):
    row = Article.objects.get(pk=article.pk)
    return row.title, row.body, [tag.name for tag in row.tags.all()], [c.title for c in row.citations.all()]


def test_saving_a_draft_of_something_live_changes_nothing_public(desk, article, tags):
    before = public_state(article)
    page_before = desk.get(article.get_absolute_url()).content
    edit(desk, article, tags)
    assert public_state(article) == before
    assert desk.get(article.get_absolute_url()).content == page_before


def test_the_form_shows_the_draft_again(desk, article, tags):
    edit(desk, article, tags)
    values = opened(desk, change_url(article))
    assert values["title"] == "草稿的標題"
    assert sorted(int(pk) for pk in values["tags"]) == [tag.pk for tag in tags[1:]]
    assert [values[f"citations-{n}-title"] for n in range(3)] == ["來源2", "新的來源", "改過的來源"]


def test_publishing_applies_fields_relations_and_parts_at_once(desk, article, tags, editor):
    kept = article.citations.get(title="來源2").pk
    edit(desk, article, tags)
    article.publish_working_copy(by=editor)
    title, body, found_tags, references = public_state(article)
    assert (title, body) == ("草稿的標題", "<p>公開的正文</p>")
    assert set(found_tags) == {"乙", "丙"}
    assert references == ["來源2", "新的來源", "改過的來源"]
    assert article.citations.get(title="來源2").pk == kept
    assert article.draft() is None


def test_a_publication_that_fails_half_way_changes_nothing(desk, article, tags, editor, monkeypatch):
    edit(desk, article, tags)
    before = public_state(article)

    def fail(*args, **kwargs):
        raise RuntimeError("killed")

    monkeypatch.setattr("django.db.models.query.QuerySet.bulk_create", fail)
    with pytest.raises(RuntimeError):
        article.publish_working_copy(by=editor)
    assert public_state(article) == before
    assert article.draft() is not None


def test_a_draft_that_cannot_be_published_is_kept_and_the_reason_is_told(desk, article):
    values = opened(desk, change_url(article)) | {"title": "還沒寫完"}
    desk.post(change_url(article), values | {"_continue": ""})
    draft = article.draft()
    draft.data["fields"]["canonical_url"] = "not an address"
    Draft.objects.filter(pk=draft.pk).update(data=draft.data)
    with pytest.raises(ValidationError, match="URL|網址"):
        article.publish_working_copy(by=None)
    assert article.draft().data["fields"]["title"] == "還沒寫完"


def test_publish_button_saves_and_publishes(desk, article):
    values = opened(desk, change_url(article)) | {"title": "按下發布"}
    desk.post(change_url(article), values | {"_publish": ""})
    assert Article.objects.get(pk=article.pk).title == "按下發布"


def test_second_editor_is_told_instead_of_overwriting(desk, article):
    first, second = opened(desk, change_url(article)), opened(desk, change_url(article))
    desk.post(change_url(article), first | {"title": "第一位", "_continue": ""})
    response = desk.post(change_url(article), second | {"title": "第二位", "_continue": ""})
    assert response.status_code == 200
    assert "after you had opened it" in response.content.decode()
    assert 'value="第二位"' in response.content.decode()
    assert article.draft().data["fields"]["title"] == "第一位"


def test_second_editor_goes_on_with_theirs_once_told_and_the_first_ones_stays_a_revision(desk, article):
    first, second = opened(desk, change_url(article)), opened(desk, change_url(article))
    add_row(second, "citations", title="第二位的來源", url="https://example.com/second", position=9)
    desk.post(change_url(article), first | {"title": "第一位", "_continue": ""})
    seen = article.draft().token
    assert f'name="_instead" value="{seen}"' in desk.post(change_url(article), second | {"_continue": ""}).text
    desk.post(change_url(article), second | {"title": "第二位", "_instead": seen})
    saved = article.draft().data
    assert saved["fields"]["title"] == "第二位"
    assert saved["parts"]["citations"][-1]["title"] == "第二位的來源"
    assert Revision.objects.filter(data__fields__title="第一位").exists()
    assert Article.objects.get(pk=article.pk).title == "公開的標題"


def test_second_editor_is_told_again_when_a_third_was_faster(desk, article):
    first, second = opened(desk, change_url(article)), opened(desk, change_url(article))
    desk.post(change_url(article), first | {"title": "第一位", "_continue": ""})
    seen = article.draft().token
    desk.post(change_url(article), opened(desk, change_url(article)) | {"title": "第三位", "_continue": ""})
    response = desk.post(change_url(article), second | {"title": "第二位", "_instead": seen})
    assert "after you had opened it" in response.text
    assert article.draft().data["fields"]["title"] == "第三位"


def test_a_form_opened_before_a_publication_is_stale_too(desk, article, editor):
    values = opened(desk, change_url(article))
    data = article.working_copy()
    data["fields"]["title"] = "別人發布的"
    article.publish(article.save_revision(data, by=editor, token=article.edit_token(None)), by=editor)
    response = desk.post(change_url(article), values | {"title": "我的", "_publish": ""})
    assert response.status_code == 200
    assert Article.objects.get(pk=article.pk).title == "別人發布的"


def test_who_waits_for_a_publication_to_end_is_told_as_well(desk, article, editor, monkeypatch):
    values = opened(desk, change_url(article))
    data, lock = article.working_copy(), Article.lock
    data["fields"]["title"] = "別人發布的"

    def lock_once_a_colleague_is_done(row):
        monkeypatch.setattr(Article, "lock", lock)
        article.publish(article.save_revision(data, by=editor, token=article.edit_token(None)), by=editor)
        return row.lock()

    monkeypatch.setattr(Article, "lock", lock_once_a_colleague_is_done)
    response = desk.post(change_url(article), values | {"title": "我的", "_publish": ""})
    assert response.status_code == 200
    assert "published or discarded this draft" in response.content.decode()
    assert Article.objects.get(pk=article.pk).title == "別人發布的"


def test_a_stale_token_raises_in_code_as_well(article, editor):
    data = article.working_copy()
    article.save_draft(data, by=editor, token=article.edit_token(None))
    with pytest.raises(Conflict):
        article.save_draft(data, by=editor, token="live:0")


def test_double_click_on_save_makes_no_second_row_and_no_second_revision(desk, article):
    values = opened(desk, change_url(article))
    add_row(values, "citations", title="只要一次", url="https://example.com/once", position=9)
    desk.post(change_url(article), values | {"_continue": ""})
    desk.post(change_url(article), values | {"_continue": ""})
    titles = [row["title"] for row in article.draft().data["parts"]["citations"]]
    assert titles.count("只要一次") == 1


def test_new_article_is_a_draft_with_its_parts(desk, tags):
    values = opened(desk, reverse("admin:articles_article_add"))
    values |= {"title": "新文章", "channel": builders.channel().pk, "tags": [tags[0].pk]}
    add_row(values, "citations", title="第一筆", url="https://example.com/1", position="")
    response = desk.post(reverse("admin:articles_article_add"), values | {"_continue": ""})
    assert response.status_code == 302, problems_of(response)
    made = Article.objects.get(title="新文章")
    assert (made.slug, made.state, made.citations.count(), made.tags.count()) == ("xin-wen-zhang", "draft", 1, 1)


ADD = "/admin/articles/article/add/"


def test_the_form_for_a_new_article_sent_twice_makes_one(desk, db):
    values = opened(desk, ADD) | {"title": "只有一篇", "channel": builders.channel().pk}
    add_row(values, "citations", title="一筆", url="https://example.com/1", position="")
    answers = [desk.post(ADD, values | {"_continue": ""}) for _click in range(2)]
    made = Article.objects.get(title="只有一篇")
    assert [answer["Location"] for answer in answers] == [change_url(made)] * 2
    assert made.citations.count() == 1


def test_who_goes_back_to_the_form_for_a_new_article_and_writes_on_loses_nothing(desk, db):
    values = opened(desk, ADD) | {"title": "第一次", "channel": builders.channel().pk}
    desk.post(ADD, values | {"_continue": ""})
    desk.post(ADD, values | {"title": "寫完了", "_continue": ""})
    made = Article.objects.get()
    assert made.title == "寫完了"
    assert "第一次" in [revision.data["fields"]["title"] for revision in Revision.objects.of(made)]


def test_going_back_never_overwrites_what_a_colleague_has_written_since(desk, db, administrator):
    values = opened(desk, ADD) | {"title": "第一次", "channel": builders.channel().pk}
    desk.post(ADD, values | {"_continue": ""})
    made = Article.objects.get()
    data = made.working_copy()
    data["fields"]["title"] = "同事的"
    made.save_revision(data, by=administrator, token=made.draft().token)
    response = desk.post(ADD, values | {"title": "寫完了", "_continue": ""})
    assert response.status_code == 200
    assert "寫完了" in response.content.decode()
    assert Article.objects.get().title == "同事的"


def test_somebody_elses_uuid_opens_nothing(client, author, editor):
    other = builders.article("別人的", by=editor)
    client.force_login(author)
    values = opened(client, ADD) | {"title": "我的", "channel": other.channel_id, "draft_token": str(other.uuid)}
    response = client.post(ADD, values | {"_continue": ""})
    other.refresh_from_db()
    assert response.status_code < 500
    assert other.title == "別人的"


@pytest.mark.django_db(transaction=True)
def test_six_sendings_at_once_of_the_form_for_a_new_article_make_one(editor):
    browser = Client()
    browser.force_login(editor)
    values = opened(browser, ADD) | {"title": "同時", "channel": builders.channel().pk, "_continue": ""}

    def send(_number):
        try:
            clone = Client()
            clone.cookies = browser.cookies
            return clone.post(ADD, values).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(6)))
    assert Article.objects.filter(title="同時").count() == 1
    assert max(answers) < 500


def test_invalid_form_keeps_what_was_typed(desk, article):
    values = opened(desk, change_url(article)) | {"title": "", "summary": "很長的摘要留著", "citations-0-url": "nope"}
    response = desk.post(change_url(article), values | {"_continue": ""})
    assert response.status_code == 200
    assert "很長的摘要留著" in response.content.decode()
    assert article.draft() is None


def test_two_rows_with_the_same_reference_are_refused_in_the_form(desk, article):
    values = opened(desk, change_url(article))
    add_row(values, "citations", title="來源0", url="https://example.com/0", position=9)
    response = desk.post(change_url(article), values | {"_continue": ""})
    assert response.status_code == 200
    assert "duplicate" in str(problems_of(response))


def test_each_save_leaves_a_revision_and_an_unchanged_one_none(desk, article):
    before = Revision.objects.of(article).count()
    values = opened(desk, change_url(article))
    desk.post(change_url(article), values | {"title": "一", "_continue": ""})
    values = opened(desk, change_url(article))
    desk.post(change_url(article), values | {"_continue": ""})
    assert Revision.objects.of(article).count() == before + 1


def test_revisions_cannot_be_changed(article):
    revision = Revision.objects.of(article).first()
    with pytest.raises(TypeError):
        revision.save()
    with pytest.raises(TypeError):
        Revision.objects.update(reason="rewritten")


def test_restoring_makes_a_new_revision_and_leaves_the_public_alone(article, editor):
    first = Revision.objects.of(article).first()
    data = article.working_copy()
    data["fields"]["title"] = "第二版"
    data["parts"]["citations"] = []
    article.publish(article.save_revision(data, by=editor, token=article.edit_token(None)), by=editor)
    restored = Article.objects.get(pk=article.pk).restore(first, by=editor)
    assert restored.pk > first.pk
    assert restored.data["fields"]["title"] == "公開的標題"
    assert Article.objects.get(pk=article.pk).title == "第二版"
    assert Article.objects.get(pk=article.pk).citations.count() == 0
    article.publish_working_copy(by=editor)
    assert Article.objects.get(pk=article.pk).citations.count() == 3


@pytest.mark.parametrize("where", ["draft", "revision"])
def test_a_vector_placed_straight_into_the_json_comes_out_harmless(desk, article, editor, where):
    data = article.working_copy()
    revision = article.save_revision(data, by=editor, token=article.edit_token(None))
    data["fields"]["body"] = VECTOR
    Draft.objects.update(data=data)
    poisoned = Revision.objects.create(**article.key, data=data, digest="x", by=editor)
    if where == "draft":
        shown = [article.get_preview_url(), change_url(article)]
    else:
        shown = [article.get_preview_url(poisoned)]
        assert "onerror" not in article.restore(poisoned, by=editor).data["fields"]["body"]
    for url in shown:
        html = desk.get(url).content.decode()
        assert "alert(" not in html
        assert "onerror" not in html
    assert revision.pk


def test_a_case_study_drafts_its_results_by_the_same_base_class(desk, editor):
    results = [{"label": "線索", "before": 10, "after": 20}]
    case = builders.case_study("公開案例", live=True, by=editor, results=results)
    values = opened(desk, change_url(case)) | {"results-0-after": "35", "title": "草稿案例"}
    response = desk.post(change_url(case), values | {"_continue": ""})
    assert response.status_code == 302, problems_of(response)
    row = CaseStudy.objects.get(pk=case.pk)
    assert (row.title, row.leading_result.headline) == ("公開案例", "+100%")
    case.publish_working_copy(by=editor)
    row = CaseStudy.objects.get(pk=case.pk)
    assert (row.title, row.leading_result.headline) == ("草稿案例", "+250%")


def test_a_vanished_channel_is_reported_on_publishing_and_a_vanished_tag_drops_out(article, tags, editor):
    data = article.working_copy()
    data["m2m"]["tags"] = [tags[1].pk, tags[2].pk]
    revision = article.save_revision(data, by=editor, token=article.edit_token(None))
    tags[2].delete()
    article.publish(revision, by=editor)
    assert [tag.name for tag in Article.objects.get(pk=article.pk).tags.all()] == ["乙"]
    data["fields"]["channel"] = 999_999
    revision = Revision.objects.record(article, data, by=editor)
    with pytest.raises(ValidationError):
        article.publish(revision, by=editor)


def test_a_draft_whose_channel_has_vanished_can_still_be_opened_and_previewed(desk, article, editor):
    data = article.working_copy()
    data["fields"] |= {"channel": 999_999, "author": 999_999}
    article.save_revision(data, by=editor, token=article.edit_token(None))
    assert desk.get(article.get_preview_url()).status_code == 200
    assert desk.get(change_url(article)).status_code == 200


def test_an_overlaid_object_cannot_be_saved(article):
    with pytest.raises(RuntimeError):
        article.as_of(article.working_copy()).save()


def test_parts_of_a_draft_cannot_be_queried_by_mistake(article):
    with pytest.raises(TypeError):
        article.as_of(article.working_copy()).citations.filter(title="x")


def test_parts_may_swap_what_must_differ_between_them(desk, article):
    values = opened(desk, change_url(article))
    for name in ("title", "url"):
        first, second = f"citations-0-{name}", f"citations-1-{name}"
        values[first], values[second] = values[second], values[first]
    desk.post(change_url(article), values | {"_publish": ""})
    assert [row.title for row in article.citations.all()] == ["來源1", "來源0", "來源2"]


def test_a_part_that_others_point_to_keeps_its_id(desk, article, editor):
    ids = set(Citation.objects.values_list("pk", flat=True))
    key = Citation._meta.pk
    with connection.cursor() as cursor:
        target = f"{key.db_type(connection)} REFERENCES articles_citation (id) DEFERRABLE INITIALLY DEFERRED"
        cursor.execute(f"CREATE TABLE pointer (target {target})")
        cursor.executemany("INSERT INTO pointer VALUES (%s)", [[key.get_db_prep_value(pk, connection)] for pk in ids])
    values = opened(desk, change_url(article)) | {"citations-0-title": "只改字"}
    desk.post(change_url(article), values | {"_publish": ""})
    assert set(Citation.objects.values_list("pk", flat=True)) == ids
    assert Citation.objects.filter(title="只改字").exists()
    connection.check_constraints()


def cost_of_editing(client, number_of_parts):
    """Queries to open, to save and to publish an article with so many references."""
    citations = [{"title": f"第 {n} 筆", "url": f"https://example.com/{n}"} for n in range(number_of_parts)]
    article = builders.article(f"有 {number_of_parts} 筆", live=True, citations=citations)
    with CaptureQueriesContext(connection) as opening:
        values = opened(client, change_url(article))
    with CaptureQueriesContext(connection) as saving:
        client.post(change_url(article), values | {"title": "改過", "_continue": ""})
    with CaptureQueriesContext(connection) as publishing:
        article.publish_working_copy(by=None)
    return len(opening), len(saving), len(publishing)


def test_editing_costs_the_same_with_three_parts_and_with_forty(desk):
    cost_of_editing(desk, 1)  # content types and the like are remembered from here on
    few, many = cost_of_editing(desk, 3), cost_of_editing(desk, 40)
    assert many == few, (few, many)


def test_who_is_second_with_an_address_is_told_and_other_breaches_are_not_called_that(article, monkeypatch):
    late = builders.article("晚到的", live=True)
    data = late.working_copy()
    data["fields"]["slug"] = article.slug
    revision = late.save_revision(data, by=None, token=late.edit_token(late.draft()))
    checks = [Article._check_whole, lambda row: None]  # the other is published just after the first check
    monkeypatch.setattr(Article, "_check_whole", lambda row: checks.pop()(row))
    with pytest.raises(ValidationError, match="網址"):
        late.publish(revision, by=None)
    checks[:] = [lambda row: None] * 2
    with pytest.raises(IntegrityError):
        late.publish(revision, by=None)
    assert Article.objects.get(pk=late.pk).slug == "wan-dao-de"


def test_a_draft_begun_before_what_is_public_now_says_so(desk, article, editor):
    older = article.live_revision
    desk.post(change_url(article), opened(desk, change_url(article)) | {"title": "我的草稿", "_continue": ""})
    assert "Begun before" not in words_of(desk.get(change_url(article)))
    data = copy.deepcopy(older.data)
    data["fields"]["title"] = "別人發布的"
    article.publish(Revision.objects.record(article, data, by=None), by=None)
    page = words_of(desk.get(change_url(article)))
    assert "Begun before what is public now" in page
