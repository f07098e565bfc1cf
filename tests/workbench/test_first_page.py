"""The editor's desk: one's own drafts, what needs care, the last seven days; each to its people, at a fixed cost."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from articles.models import Article
from articles.models.questions import Question
from cms.desk import care
from cms.publishing.models import AuditEntry, Draft
from demo import builders
from leads.models import Contact, Lead
from tests.publishing.test_panels import save_draft


@pytest.fixture
def first_page(client):
    def shown(user):
        client.force_login(user)
        return client.get(reverse("admin:index")).content.decode()

    return shown


def panel(page, title):
    """The words of the panel with this heading; empty if it is not there."""
    found = html.fromstring(page).xpath(f"//section[h2[contains(., '{title}')]]")
    return " ".join(found[0].text_content().split()) if found else ""


def figure(page, label):
    """(now, before) of a figure of the last seven days."""
    [box] = html.fromstring(page).xpath(f"//dl/div[normalize-space(dt)='{label}']/dd")
    now, *_words, before = box.text_content().split()
    return int(now), int(before)


def test_my_drafts_are_those_that_i_saved_last(first_page, editor, administrator):
    save_draft(builders.article("公開的", live=True, by=editor), "我改的", editor)
    save_draft(builders.article("別人的", by=editor), "同事改的", administrator)
    page = first_page(editor)
    assert "我改的" in panel(page, "My drafts")
    assert "同事改的" not in panel(page, "My drafts")
    assert "同事改的" in panel(page, "In work by colleagues")
    assert "administrator" in panel(page, "In work by colleagues")


def test_an_empty_desk_says_what_to_do(first_page, editor):
    page = first_page(editor)
    assert "Nothing of yours waits" in page
    assert "Begin something new:" in page
    assert "Nothing needs care" in page


def test_an_author_sees_neither_the_work_nor_the_troubles_of_others(first_page, author, editor):
    builders.article("沒有摘要", live=True, by=editor)
    save_draft(builders.article("別人的", by=editor), "別人的草稿", editor)
    page = first_page(author)
    assert "別人的草稿" not in page
    assert "Published without description" not in page


def test_a_salesperson_sees_leads_and_no_work(first_page, salesperson, editor):
    builders.article("沒有摘要", live=True, by=editor)
    page = first_page(salesperson)
    assert figure(page, "New leads") == (0, 0)
    assert panel(page, "Needs care") == panel(page, "My drafts") == ""


def test_an_outsider_sees_nothing_of_it(first_page, outsider):
    page = first_page(outsider)
    assert all(panel(page, title) == "" for title in ("My drafts", "Needs care", "The last seven days"))


@pytest.mark.parametrize(
    ("care", "fields"),
    [
        ("no_description", {"summary": ""}),
        ("no_cover", {"summary": "摘要"}),
    ],
)
def test_what_is_public_and_bare_needs_care(first_page, client, editor, care, fields):
    builders.article("要補的", live=True, by=editor, **fields)
    builders.article("草稿", by=editor, **fields)
    assert "要補的" in panel(first_page(editor), "Needs care")
    listed = client.get(f"/admin/articles/article/?care={care}").content.decode()
    assert "要補的" in listed
    assert "草稿</a>" not in listed


def test_two_live_things_with_one_title_need_care(first_page, client, editor):
    whole = {"live": True, "by": editor, "summary": "摘要"}
    builders.article("同名", **whole)
    builders.article("同名", slug="another", **whole)
    builders.article("單獨", **whole)
    assert "Same title as another 2" in panel(first_page(editor), "Needs care")
    assert "單獨" not in client.get("/admin/articles/article/?care=same_title").content.decode()


def test_what_was_not_published_anew_for_long_needs_care(first_page, client, editor, settings):
    old = builders.article("舊的", live=True, by=editor, summary="摘要")
    builders.article("新的", live=True, by=editor, summary="摘要")
    settings.CARE_AFTER_MONTHS = 3
    Article.objects.filter(pk=old.pk).update(published_at=timezone.now() - timedelta(days=100))
    assert "Not published anew for long 1" in panel(first_page(editor), "Needs care")
    listed = client.get("/admin/articles/article/?care=old").content.decode()
    assert ("舊的" in listed, "新的" in listed) == (True, False)


def test_a_public_picture_without_words_needs_care(first_page, editor):
    builders.article("文章", live=True, by=editor, summary="摘要", cover=builders.picture(alt=""))
    builders.picture("unused.png", colour="#000000", alt="")
    assert "Public pictures without alternative text 1" in panel(first_page(editor), "Needs care")


def test_the_last_seven_days_stand_beside_the_seven_before(first_page, editor):
    for days in (1, 2, 8, 20):
        builders.article(f"{days} 天前", live=True, by=editor, at=timezone.now() - timedelta(days=days))
    builders.article("明天", live=True, by=editor, at=timezone.now() + timedelta(days=1))
    assert figure(first_page(editor), "Published") == (2, 1)


def test_published_anew_counts_what_was_public_already_once(first_page, editor):
    known = builders.article("早就公開", live=True, by=editor, at=timezone.now() - timedelta(days=30))
    AuditEntry.objects.filter(verb="publish").update(at=timezone.now() - timedelta(days=30))
    Article.objects.update(first_published_at=timezone.now() - timedelta(days=30))
    for words in ("第一次改", "第二次改"):
        known.refresh_from_db()
        save_draft(known, words, editor)
        known.publish_working_copy(by=editor)
    builders.article("新的", live=True, by=editor)
    assert figure(first_page(editor), "Published anew") == (1, 0)


def test_questions_and_leads_are_counted_without_what_machines_sent(first_page, editor, salesperson):
    article = builders.article("文章", live=True, by=editor)
    for number, is_quarantined in enumerate((False, False, True)):
        Question.objects.create(article=article, key=f"{number}", text="？", is_quarantined=is_quarantined)
        Lead.objects.create(contact=Contact.objects.create(name="某人"), is_quarantined=is_quarantined)
    Question.objects.filter(key="0").update(asked_at=timezone.now() - timedelta(days=9))
    Question.objects.filter(key="1").update(published_at=timezone.now(), state="published")
    page = first_page(editor)
    assert figure(page, "Questions asked") == (1, 1)
    assert figure(page, "Questions answered") == (1, 0)
    assert figure(first_page(salesperson), "New leads") == (2, 0)


def test_a_title_that_is_markup_is_shown_as_words(first_page, editor):
    save_draft(builders.article("文章", by=editor), "<script>alert(1)</script>", editor)
    builders.article("<img src=x>", live=True, by=editor)
    page = first_page(editor)
    assert "<script>alert(1)" not in page
    assert "<img src=x>" not in page


def add_work(count, editor):
    """So many live articles that need care, and as many drafts of one's own and of others."""
    now, kind = timezone.now(), ContentType.objects.get_for_model(Article)
    made = Article.objects.bulk_create(
        Article(
            title="同名",
            slug=f"{count}-{number}",
            channel=builders.channel(),
            state="published",
            live_from=now,
            published_at=now - timedelta(days=1000),
            created_by=editor,
        )
        for number in range(count)
    )
    Draft.objects.bulk_create(
        Draft(
            content_type=kind,
            object_id=article.pk,
            data={"fields": {"title": "稿"}},
            token=f"{article.pk}",
            by=editor if article.pk % 2 else None,
            saved_at=now,
        )
        for article in made
    )


def test_the_desk_asks_the_same_of_3_and_of_300(first_page, editor):
    def asked(rows):
        add_work(rows, editor)
        with CaptureQueriesContext(connection) as queries:
            first_page(editor)
        return len(queries)

    first_page(editor)
    assert asked(3) == asked(300) < 80


def test_an_answer_that_took_long_is_kept_a_while_for_one_person_and_says_of_when(
    first_page, editor, chief, monkeypatch
):
    monkeypatch.setattr(care, "SLOW", -1)
    builders.article("一", live=True)
    assert "Counted at" not in panel(first_page(editor), "Needs care")
    builders.article("二", live=True)
    kept = panel(first_page(editor), "Needs care")
    assert "Counted at" in kept
    assert "Published without cover 1" in kept
    assert "Published without cover 2" in panel(first_page(chief), "Needs care")
