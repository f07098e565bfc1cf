"""問大家: readers ask below an article, editors answer, and nothing is public before that."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from lxml import html

from articles.models import Author, Question
from articles.notifications import mail_asker
from cms.intake.signals import stamp
from cms.outbox.models import Delivery, Event
from cms.pagecache.models import TagVersion
from cms.publishing.models import AuditEntry
from demo import builders
from tests.forms import opened, problems_of
from tests.reading import words_of

pytestmark = pytest.mark.django_db
HONEST = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ACCEPT_LANGUAGE": "zh-TW"}
BROWSER = "0123456789abcdef"


@pytest.fixture
def article(db):
    return builders.article("三種決策", slug="decisions", live=True)


@pytest.fixture
def ask(client, article):
    """Send the form as a browser does; arguments replace fields, `None` leaves one out."""

    def post(headers=HONEST, path="/news/decisions/ask/", **changes):
        typed = {"question": "小公司也適用嗎？", "name": "", "email": "", "stamp": stamp(), "browser": BROWSER}
        return client.post(path, {k: v for k, v in {**typed, **changes}.items() if v is not None}, **headers)

    return post


@pytest.fixture
def answered(article, editor):
    """Make a question of this article that is answered and public."""

    def make(text="要多久？", name="", email="", answer="<p>三個月。</p>"):
        question = Question.objects.create(article=article, key=text, text=text, name=name, email=email)
        question.answer, question.answered_by = answer, Author.objects.get_or_create(name="沈硯秋")[0]
        question.publish(by=editor)
        return question

    return make


def test_a_question_is_kept_and_thanked_for_and_not_public(ask, client, article):
    response = ask(name="阿明", email="Ming@Example.com")
    assert (response.status_code, response["Location"]) == (303, "/news/decisions/ask/thanks/")
    thanks = client.get(response["Location"])
    assert thanks["X-Robots-Tag"] == "noindex"
    assert 'content="noindex"' in words_of(thanks)
    question = Question.objects.get()
    assert (question.text, question.name, question.email) == ("小公司也適用嗎？", "阿明", "Ming@example.com".lower())
    assert "小公司也適用嗎" not in words_of(client.get(article.get_absolute_url()))
    assert not response.cookies
    assert not thanks.cookies


def test_without_javascript_and_without_a_name_it_works_too(ask):
    assert ask(browser=None).status_code == 303
    assert not Question.objects.get().is_quarantined


@pytest.mark.parametrize("script", [BROWSER, None])
def test_a_double_click_makes_one_question(ask, script, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    assert [ask(browser=script, stamp=None).status_code for _click in range(2)] == [303, 303]
    assert Question.objects.count() == 1


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(ask):
    response = ask(name="阿明", email="不是信箱")
    assert response.status_code == 422
    page = words_of(response)
    assert 'id="question-email-error"' in page
    assert "小公司也適用嗎？" in page
    assert 'value="阿明"' in page
    assert response["Cache-Control"] == "no-store"
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("question", ""), ("question", "有\0字"), ("question", "長" * 10_000), ("name", "甲\n乙"), ("name", "名" * 500)],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence_and_never_a_5xx(ask, field, value):
    response = ask(**{field: value})
    assert response.status_code == 422
    assert f'id="question-{field}-error"' in words_of(response)
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"website": "http://spam.example"},
        {"question": "看 https://a.example https://b.example https://c.example", "stamp": None, "browser": None},
    ],
)
def test_what_looks_like_a_machine_is_set_apart(ask, client, editor, changes):
    assert ask(**changes).status_code == 303
    question = Question.objects.get()
    assert question.is_quarantined
    assert not Question.objects.waiting().exists()
    client.force_login(editor)
    listed = f"/admin/articles/question/{question.pk}/change/"
    assert listed not in words_of(client.get("/admin/articles/question/"))
    assert listed in words_of(client.get("/admin/articles/question/?queue=quarantined"))


def test_bots_are_slowed_down_and_honest_readers_behind_them_still_heard(ask, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    answers = {ask(question=f"買 https://s.example/{n}", website="x", browser=None).status_code for n in range(12)}
    assert answers == {303, 429}
    assert ask().status_code == 303


def test_another_websites_page_cannot_send_it(ask):
    assert ask(headers={"HTTP_SEC_FETCH_SITE": "cross-site"}).status_code == 403
    assert not Question.objects.exists()


def test_asking_makes_no_page_old(ask):
    before = TagVersion.objects.current()
    ask()
    assert TagVersion.objects.current() == before


def test_a_question_finds_the_article_that_has_moved_while_it_was_written(ask, article, editor):
    data = article.working_copy()
    data["fields"]["slug"] = "newer"
    article.publish(article.save_revision(data, by=editor, token=article.edit_token(None)), by=editor)
    assert ask()["Location"] == "/news/newer/ask/thanks/"


def test_the_text_comes_back_when_the_article_has_gone(ask, article, editor):
    article.unpublish(by=editor)
    response = ask()
    assert response.status_code == 410
    assert "小公司也適用嗎？" in words_of(response)
    assert not Question.objects.exists()


@pytest.mark.parametrize("path", ["/news/none/ask/", "/news/decisions/ask/"])
def test_opening_the_address_of_the_form_leads_to_the_article(client, path):
    assert client.get(path).status_code == 302


def test_an_answered_question_stands_below_its_article_with_an_anchor_and_who_answers(client, article, answered):
    question = answered(name="<b>阿明</b>", answer="<p>看情況。<script>alert(1)</script></p>")
    page = words_of(client.get(article.get_absolute_url()))
    [shown] = html.fromstring(page).xpath(f"//*[@id='question-{question.pk}']")
    assert "看情況。" in shown.text_content()
    assert "沈硯秋" in shown.text_content()
    assert "<b>阿明" not in page
    assert "alert(1)" not in page


def test_the_editors_wording_is_shown_and_what_was_typed_is_kept(client, article, answered):
    question = answered("我們公司叫某某，電話 000，要多久？")
    question.wording = "要多久？"
    question.save()
    page = words_of(client.get(article.get_absolute_url()))
    assert "某某" not in page
    assert Question.objects.get().text.startswith("我們公司")


def test_the_email_is_on_no_page_and_told_once_and_forgotten(client, article, answered):
    question = answered(email="ming@example.com")
    assert "ming@example.com" not in words_of(client.get(article.get_absolute_url()))
    event = Event.objects.get(verb="question.answered")
    for _time in range(2):
        mail_asker(event)
    delivery = Delivery.objects.get()
    assert delivery.receiver == "ming@example.com"
    assert f"#question-{question.pk}" in delivery.payload["text"]
    assert Question.objects.get().email == ""
    assert not mail.outbox


def test_nobody_is_told_of_an_answer_that_is_not_public(answered, article, editor):
    question = answered(email="ming@example.com")
    question.take_back(by=editor)
    mail_asker(Event.objects.get(verb="question.answered"))
    assert not Delivery.objects.exists()


def test_twin_is_live_and_live_agree_for_every_state_of_question_and_article(answered, article, editor):
    def agree():
        return {q.pk for q in Question.objects.all() if q.is_live} == set(
            Question.objects.live().values_list("pk", flat=True)
        )

    question, other = answered("甲"), answered("乙")
    other.reject(by=editor)
    assert agree()
    assert Question.objects.live().count() == 1
    article.expire_at(timezone.now() + timedelta(hours=1), by=editor)
    article.unpublish(by=editor)
    assert agree()
    assert not Question.objects.live().exists()
    question.take_back(by=editor)
    assert agree()


@pytest.mark.parametrize("deed", ["reject", "take_back"])
def test_what_is_rejected_or_taken_back_disappears_at_once(client, article, answered, editor, deed):
    question = answered("要多久？")
    getattr(question, deed)(by=editor)
    assert "要多久" not in words_of(client.get(article.get_absolute_url()))


def test_rejecting_forgets_the_address_and_every_decision_is_written_down(answered, editor):
    question = answered(email="ming@example.com")
    question.reject(by=editor)
    question.take_back(by=editor)
    question.refresh_from_db()
    assert question.email == ""
    verbs = AuditEntry.objects.filter(object_id=question.pk, label=str(question)).values_list("verb", "by__username")
    assert set(verbs) == {("publish", "editor"), ("reject", "editor"), ("unpublish", "editor")}


def test_a_question_without_an_answer_or_an_author_cannot_be_published(article, editor):
    question = Question.objects.create(article=article, key="1", text="？", answer="<p> </p>")
    with pytest.raises(ValidationError) as refused:
        question.publish(by=editor)
    assert len(refused.value.messages) == 2
    assert Question.objects.get().state == "new"


def test_an_editor_answers_and_publishes_from_the_queue(client, article, editor, ask):
    ask()
    question = Question.objects.get()
    client.force_login(editor)
    assert "小公司也適用嗎？" in words_of(client.get("/admin/"))
    assert "小公司也適用嗎？" in words_of(client.get("/admin/articles/question/"))
    url = f"/admin/articles/question/{question.pk}/change/"
    button = {"articles_question_publish_answer": "1"}
    values = opened(client, url) | {"answer": "<p>適用。</p>"}
    answer = client.post(url, values | button)
    question.refresh_from_db()
    assert (question.state, question.answer) == ("new", "<p>適用。</p>")  # nobody signs it yet: kept, not published
    assert answer["Location"] == url  # still open, to be signed
    values["answered_by"] = Author.objects.create(name="沈硯秋").pk
    client.post(url, values | button)
    question.refresh_from_db()
    assert question.state == "published"
    client.logout()
    assert "適用。" in words_of(client.get(article.get_absolute_url()))


def test_a_colleagues_answer_is_not_overwritten_unseen(client, article, editor):
    question = Question.objects.create(article=article, text="問？", name="甲")
    client.force_login(editor)
    url = f"/admin/articles/question/{question.pk}/change/"
    mine = opened(client, url)
    client.post(url, opened(client, url) | {"answer": "<p>同事的回答</p>"})
    answer = client.post(url, mine | {"answer": "<p>我的回答</p>"})
    question.refresh_from_db()
    assert question.answer == "<p>同事的回答</p>"
    assert "同事的回答" in str(problems_of(answer))
    form = answer.context["adminform"].form
    assert "我的回答" in form["answer"].value()
    client.post(url, mine | {"answer": "<p>我的回答</p>", "seen": form["seen"].value()})
    question.refresh_from_db()
    assert question.answer == "<p>我的回答</p>"


@pytest.mark.parametrize("role", ["author", "salesperson", "outsider"])
def test_people_without_the_right_cannot_answer_or_see_who_asked(client, request, role, article):
    question = Question.objects.create(article=article, key="1", text="？", email="ming@example.com")
    client.force_login(request.getfixturevalue(role))
    url = f"/admin/articles/question/{question.pk}/change/"
    assert client.get(url).status_code == 403
    assert client.post(url, {"answer": "<p>x</p>", "publish_answer": "1"}).status_code == 403
    assert "ming@example.com" not in words_of(client.get("/admin/"))
    question.refresh_from_db()
    assert question.state == "new"


@pytest.mark.django_db(transaction=True)
def test_any_number_of_questions_costs_a_warm_page_no_query(client, article, answered, django_assert_num_queries):
    for number in range(5):
        answered(f"第 {number} 問")
    kept = Question.objects
    kept.shown_below(article)
    with django_assert_num_queries(1):  # the version of the site, which every page asks once anyway
        assert len(kept.shown_below(article)) == 5


def test_an_answer_that_is_kept_for_later_is_seen_by_editors_and_nowhere_else(client, article, answered, editor):
    answered(text="公開的問題？")
    waits = Question.objects.create(article=article, key="1", text="等著的問題？", answer="<p>寫到一半的答案。</p>")
    path = article.get_absolute_url()
    public = [path, f"{path[:-1]}.md", "/news/", "/feeds/news.xml", "/search/?q=寫到一半", "/search/?q=等著的"]
    for url in public:
        assert "寫到一半的答案" not in words_of(client.get(url)), url
        assert "等著的問題" not in words_of(client.get(url)), url
    assert "公開的問題" in words_of(client.get(path))
    client.force_login(editor)
    assert "寫到一半的答案" not in words_of(
        client.get(article.get_preview_url())
    )  # it is no part of the article's draft
    assert "寫到一半的答案" in words_of(client.get(f"/admin/articles/question/{waits.pk}/change/"))


def test_an_address_is_masked_until_somebody_who_may_reveals_it_which_is_written_down(client, ask, editor):
    ask(email="lin.mei@example.com")
    question = Question.objects.get()
    url = f"/admin/articles/question/{question.pk}/change/"
    client.force_login(editor)
    page = client.get(url).content.decode()
    assert "lin.mei" not in page
    assert "l***@example.com" in page
    for _twice in range(2):
        assert client.post(f"/admin/articles/question/{question.pk}/reveal/")["Location"] == url
    assert "lin.mei@example.com" in client.get(url).content.decode()
    [entry] = AuditEntry.objects.filter(object_id=question.pk, verb="reveal")
    assert entry.by == editor
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        client.force_login(editor)
        assert "lin.mei" not in client.get(url).content.decode()


def test_without_the_permission_nobody_reveals_an_address(client, ask, editor, salesperson, author):
    ask(email="lin.mei@example.com")
    reveal = f"/admin/articles/question/{Question.objects.get().pk}/reveal/"
    for nobody in (salesperson, author):
        client.force_login(nobody)
        assert client.post(reveal).status_code in {403, 404}
    Permission.objects.get(codename="reveal_asker").group_set.clear()
    client.force_login(editor)
    assert client.post(reveal).status_code == 403
    assert client.get(reveal).status_code == 404
    assert "lin.mei" not in client.get(reveal.replace("reveal", "change")).content.decode()
    assert not AuditEntry.objects.filter(verb="reveal").exists()
