"""The form saves itself: into the one draft, without history; and what it cannot save is kept as it was typed."""

import json

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from cms.publishing.models import AuditEntry, Conflict, Draft, Presence, Publishable, Revision
from demo import builders
from tests.forms import add_row, opened, problems_of

ADD = "/admin/articles/article/add/"
VECTOR = '<p>ok</p><img src=x onerror="alert(1)"><script>alert(2)</script>'


def address(thing, page="autosave"):
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{page}", args=[thing.pk])


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def article(editor):
    citations = [{"title": f"來源{n}", "url": f"https://example.com/{n}"} for n in range(2)]
    return builders.article("公開", live=True, by=editor, body="<p>正文</p>", citations=citations)


@pytest.fixture
def desk(editor):
    return signed_in(editor)


def typed(desk, thing, **values):
    return opened(desk, thing.get_edit_url()) | values


# --- Into the draft ------------------------------------------------------------


def test_what_is_valid_becomes_the_draft_without_revision_or_audit_entry(desk, article):
    before = Revision.objects.count(), AuditEntry.objects.count()
    answer = desk.post(address(article), typed(desk, article, title="改到一半"))
    assert answer.json()["state"] == "saved"
    assert answer.json()["token"] == article.draft().token
    assert article.draft().data["fields"]["title"] == "改到一半"
    assert (Revision.objects.count(), AuditEntry.objects.count()) == before


def test_it_counts_as_no_edit_of_what_is_public(desk, article):
    before = Article.objects.filter(pk=article.pk).values().get()
    desk.post(address(article), typed(desk, article, title="改到一半"))
    assert Article.objects.filter(pk=article.pk).values().get() == before


def test_an_unchanged_form_makes_no_draft(desk, article):
    assert desk.post(address(article), typed(desk, article)).json()["state"] == "same"
    assert article.draft() is None


def test_the_token_of_the_answer_lets_the_same_form_save_again(desk, article):
    values = typed(desk, article, title="一")
    for title in ("二", "三"):
        answer = desk.post(address(article), values | {"title": title}).json()
        values["draft_token"] = answer["token"]
    assert article.draft().data["fields"]["title"] == "三"


def test_a_save_whose_answer_was_lost_does_not_make_its_own_form_stale(desk, article):
    values, proposed = typed(desk, article), "a" * 32
    desk.post(address(article), values | {"title": "沒收到回應", "_next": proposed})
    answer = desk.post(address(article), values | {"title": "接著寫", "_sent": [proposed]})
    assert answer.json()["state"] == "saved"
    assert article.draft().data["fields"]["title"] == "接著寫"


def test_a_new_row_keeps_its_id_from_save_to_save(desk, article):
    values = typed(desk, article)
    add_row(values, "citations", title="新的", url="https://example.com/new", position="")
    values["draft_token"] = desk.post(address(article), values).json()["token"]
    first = article.draft().data["parts"]["citations"][-1]["id"]
    desk.post(address(article), values | {"citations-2-title": "改過"})
    row = article.draft().data["parts"]["citations"][-1]
    assert (row["id"], row["title"]) == (first, "改過")


def test_a_row_taken_out_and_put_back_is_there_again_with_its_id(desk, article):
    values = typed(desk, article)
    gone = desk.post(address(article), values | {"citations-0-DELETE": "on"}).json()
    assert len(article.draft().data["parts"]["citations"]) == 1
    desk.post(address(article), values | {"draft_token": gone["token"]})
    ids = [row["id"] for row in article.draft().data["parts"]["citations"]]
    assert ids == [values["citations-0-id"], values["citations-1-id"]] or ids == [
        str(values[f"citations-{n}-id"]) for n in range(2)
    ]


def test_what_a_colleague_saved_by_itself_is_a_revision_once_somebody_else_goes_on(desk, article, administrator):
    desk.post(address(article), typed(desk, article, title="編輯寫的"))
    other = signed_in(administrator)
    other.post(address(article), typed(other, article, title="管理員寫的"))
    assert article.draft().by == administrator
    assert Revision.objects.of(article).filter(data__fields__title="編輯寫的").exists()


def test_restoring_an_old_version_keeps_what_was_saved_by_itself(desk, article, editor):
    desk.post(address(article), typed(desk, article, title="還沒存成版本"))
    article.restore(article.live_revision, by=editor)
    assert Revision.objects.of(article).filter(data__fields__title="還沒存成版本").exists()


# --- What cannot be saved yet ------------------------------------------------------------


def test_what_cannot_be_saved_yet_is_kept_and_opens_again_with_its_errors(desk, article):
    answer = desk.post(address(article), typed(desk, article, title="", summary="沒有標題的摘要"))
    assert answer.json()["state"] == "unfinished"
    assert article.draft().data["fields"]["title"] == "公開"
    page = desk.get(article.get_edit_url())
    assert "沒有標題的摘要" in page.text
    assert problems_of(page)


def test_unfinished_text_goes_on_and_is_gone_once_it_is_whole(desk, article):
    values = typed(desk, article, title="")
    token = desk.post(address(article), values).json()["token"]
    desk.post(address(article), values | {"title": "有標題了", "draft_token": token})
    assert article.draft().unfinished is None
    assert article.draft().data["fields"]["title"] == "有標題了"


def test_unfinished_text_survives_a_publication_of_the_rest(desk, article, editor):
    desk.post(address(article), typed(desk, article, title="", summary="還在寫"))
    article.publish_working_copy(by=editor)
    assert article.draft().unfinished["summary"] == ["還在寫"]


def test_hostile_text_kept_unfinished_comes_out_harmless(desk, article):
    desk.post(address(article), typed(desk, article, title="", body=VECTOR, summary="<script>alert(3)</script>"))
    page = desk.get(article.get_edit_url()).text
    assert "onerror" not in page
    assert "alert(2)" not in page
    assert "<script>alert(3)" not in page


def test_hostile_text_put_straight_into_the_row_comes_out_harmless(desk, article):
    desk.post(address(article), typed(desk, article, title=""))
    body = article.draft().unfinished | {"body": [VECTOR], "channel": ["abc"], "citations-TOTAL_FORMS": ["x"]}
    Draft.objects.update(unfinished=body)
    page = desk.get(article.get_edit_url())
    assert page.status_code == 200
    assert "onerror" not in page.text


def test_who_may_only_look_does_not_see_what_is_unfinished(desk, author, editor):
    service = builders.service("公開的名字", live=True, by=editor)
    desk.post(address(service), typed(desk, service, title="", summary="還在想"))
    assert "還在想" in desk.get(service.get_edit_url()).text
    assert "還在想" not in signed_in(author).get(service.get_edit_url()).text


def test_nul_bytes_are_kept_out(desk, article):
    answer = desk.post(address(article), typed(desk, article, title="", summary="a\0b"))
    assert answer.json()["state"] == "unfinished"


# --- Somebody was faster ------------------------------------------------------------


def test_a_stale_form_is_told_by_whom_and_nothing_is_overwritten(desk, article, administrator):
    values = typed(desk, article, title="我的")
    other = signed_in(administrator)
    other.post(article.get_edit_url(), typed(other, article, title="同事的"))
    answer = desk.post(address(article), values)
    assert (answer.status_code, answer.json()["who"]) == (409, str(administrator))
    assert article.draft().data["fields"]["title"] == "同事的"


def test_a_publication_makes_an_open_form_stale(desk, article, administrator):
    values = typed(desk, article, title="我的")
    other = signed_in(administrator)
    other.post(article.get_edit_url(), typed(other, article, title="發布了", _publish=""))
    answer = desk.post(address(article), values)
    assert (answer.status_code, answer.json()["who"]) == (409, str(administrator))


def test_a_race_that_is_lost_is_409_and_never_500(desk, article, monkeypatch):
    def lose(*args, **kwargs):
        raise Conflict(None)

    values = typed(desk, article, title="我的")
    monkeypatch.setattr(Publishable, "save_draft", lose)
    assert desk.post(address(article), values).status_code == 409


def test_what_must_be_unique_and_was_taken_is_no_server_error(desk, article, monkeypatch):
    def fail(*args, **kwargs):
        raise IntegrityError

    values = typed(desk, article, title="我的")
    monkeypatch.setattr(Publishable, "save_draft", fail)
    answer = desk.post(address(article), values)
    assert (answer.status_code, answer.json()["state"]) == (409, "busy")


# --- New things ------------------------------------------------------------


def new(desk, **values):
    return opened(desk, ADD) | {"channel": builders.channel().pk} | values


def test_the_form_for_a_new_thing_makes_its_row_once_it_can(desk, editor):
    values = new(desk)
    assert desk.post(f"{ADD}autosave/", values | {"title": ""}).json()["state"] == "kept"
    answer = desk.post(f"{ADD}autosave/", values | {"title": "新文章"}).json()
    made = Article.objects.get()
    assert (made.created_by, made.state, answer["url"]) == (editor, "draft", made.get_edit_url())
    assert not Revision.objects.exists()


def test_the_form_for_a_new_thing_saved_by_itself_and_then_sent_makes_one(desk, db):
    values = new(desk, title="新文章")
    desk.post(f"{ADD}autosave/", values)
    desk.post(f"{ADD}autosave/", values | {"title": "新文章二"})
    desk.post(ADD, values | {"title": "新文章三", "_continue": ""})
    assert [article.title for article in Article.objects.all()] == ["新文章三"]


def test_the_address_is_made_of_the_whole_title_and_not_of_what_was_typed_first(desk, db):
    values = new(desk, title="新")
    desk.post(f"{ADD}autosave/", values)
    made = Article.objects.get()
    again = opened(desk, made.get_edit_url())
    assert again["slug"] == ""
    desk.post(made.get_edit_url(), again | {"title": "新文章"})
    made.refresh_from_db()
    assert made.slug == "xin-wen-zhang"


# --- Who may ------------------------------------------------------------


@pytest.mark.parametrize("page", ["autosave", "presence"])
@pytest.mark.parametrize(("role", "status"), [("author", 404), ("salesperson", 403), ("outsider", 403)])
def test_others_cannot_save_into_a_colleagues_draft(request, article, page, role, status, desk):
    draft = builders.article("草稿", by=request.getfixturevalue("editor"))
    answer = signed_in(request.getfixturevalue(role)).post(address(draft, page), typed(desk, draft, title="亂改"))
    assert answer.status_code in {403, 404}
    assert draft.draft() is None
    assert not Presence.objects.exists()


@pytest.mark.parametrize("role", ["salesperson", "outsider"])
def test_who_may_not_write_makes_nothing_new(request, role, desk):
    values = new(desk, title="亂寫")
    assert signed_in(request.getfixturevalue(role)).post(f"{ADD}autosave/", values).status_code == 403
    assert not Article.objects.exists()


def test_visitors_are_led_to_the_door(client, article):
    assert client.post(address(article), {"title": "亂改"}).headers["Location"].startswith("/admin/login/")
    assert client.post(f"{ADD}autosave/", {"title": "亂寫"}).headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("page", ["autosave", "presence"])
def test_its_pages_are_not_there_to_be_read(desk, article, page):
    assert desk.get(address(article, page)).status_code == 405
    assert desk.get(f"{ADD}autosave/").status_code == 405


def test_another_site_cannot_make_somebody_save(editor, article):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(address(article), {"title": "亂改"}).status_code == 403


def test_a_form_of_somebody_else_in_the_same_browser_is_not_saved_under_this_name(desk, article):
    answer = desk.post(address(article), typed(desk, article, title="別人打的", _writer="0"))
    assert (answer.status_code, answer.json()["state"], article.draft()) == (403, "other", None)


def test_nothing_is_saved_into_the_trash(desk, article, editor):
    values = typed(desk, article, title="晚了")
    article.trash(by=editor)
    assert desk.post(address(article), values).json()["state"] == "trashed"
    assert article.draft() is None


# --- Text that a browser had kept ------------------------------------------------------------


def test_text_that_was_saved_after_all_is_known(desk, article):
    values = typed(desk, article, title="已存")
    assert desk.post(address(article), values | {"_look": "1"}).json()["state"] == "unknown"
    desk.post(article.get_edit_url(), values | {"_publish": ""})
    assert desk.post(address(article), values | {"_look": "1"}).json()["state"] == "known"


def test_text_taken_back_stands_in_the_form_and_is_not_saved(desk, article):
    values = typed(desk, article, title="找回的", body=VECTOR, _shown="browser")
    page = desk.post(article.get_edit_url(), values)
    assert 'value="找回的"' in page.text
    assert "onerror" not in page.text
    assert (article.draft(), problems_of(page)) == (None, [])


# --- Cost ------------------------------------------------------------


def queries_of(desk, article, title):
    values = typed(desk, article, title=title)
    with CaptureQueriesContext(connection) as asked:
        assert desk.post(address(article), values).json()["state"] == "saved"
    return len(asked)


@pytest.mark.parametrize("live", [True, False])
def test_the_number_of_queries_does_not_grow_with_articles_rows_or_revisions(desk, editor, live):
    citations = [{"title": f"來源{n}", "url": f"https://example.com/{n}"} for n in range(2)]
    article = builders.article("一篇", live=live, by=editor, citations=citations)
    queries_of(desk, article, "暖身")
    before = queries_of(desk, article, "一")
    for number in range(8):
        builders.article(f"別篇 {number}", by=editor)
        data = article.working_copy()
        data["fields"]["summary"] = f"版本 {number}"
        article.save_revision(data, by=editor, token=article.draft().token)
    values = typed(desk, article)
    for number in range(8):
        add_row(values, "citations", title=f"多{number}", url="https://example.com/", position="")
    desk.post(article.get_edit_url(), values)
    assert queries_of(desk, article, "二") <= before


# --- Large forms ------------------------------------------------------------


def with_rows(desk, article, number):
    values = typed(desk, article)
    for place in range(number - 2):
        add_row(values, "citations", title=f"多{place}", url=f"https://example.com/m{place}", position="")
    return values


def test_a_form_of_260_rows_saves_itself_and_every_row_is_there(desk, article):
    answer = desk.post(address(article), with_rows(desk, article, 260))
    assert answer.json()["state"] == "saved"
    titles = [row["title"] for row in article.draft().data["parts"]["citations"]]
    assert titles == ["來源0", "來源1", *(f"多{place}" for place in range(258))]


def test_a_form_of_260_rows_is_taken_back_with_every_row(desk, article):
    values = with_rows(desk, article, 260)
    base = json.dumps([[name, str(value)] for name, value in values.items()])
    page = desk.post(article.get_edit_url(), values | {"_shown": "browser", "_base": base})
    assert page.status_code == 200
    assert 'value="多257"' in page.text


def test_more_fields_than_the_server_reads_are_refused_and_the_draft_stays(desk, article):
    desk.post(address(article), typed(desk, article, title="存好的"))
    values = typed(desk, article, title="太多") | {f"more-{number}": "x" for number in range(5001)}
    assert desk.post(address(article), values).status_code == 400
    assert article.draft().data["fields"]["title"] == "存好的"


@pytest.mark.parametrize(("more", "state"), [(0, "saved"), (1, "unfinished")])
def test_a_text_of_two_million_characters_is_saved_and_a_longer_one_is_kept(desk, article, more, state):
    text = f"<p>{'字' * (2_000_000 - 7 + more)}</p>"
    assert desk.post(address(article), typed(desk, article, body=text)).json()["state"] == state
    draft = article.draft()
    kept = draft.data["fields"]["body"] if state == "saved" else draft.unfinished["body"][0]
    assert len(kept) == len(text)


# --- A late answer ------------------------------------------------------------


@pytest.mark.parametrize(("mode", "is_cleared"), [("cors", False), ("same-origin", False), ("navigate", True)])
def test_a_late_answer_in_a_dead_session_leaves_the_cookie_of_whoever_signed_in_since(article, mode, is_cleared):
    late = Client(headers={"Sec-Fetch-Mode": mode})
    late.cookies["sessionid"] = "a" * 32
    answer = late.post(address(article), {"title": "晚了"})
    assert answer.status_code == 302
    assert ("sessionid" in answer.cookies) is is_cleared


def test_signing_out_by_a_page_clears_the_cookie(editor):
    desk = Client(headers={"Sec-Fetch-Mode": "navigate"})
    desk.force_login(editor)
    answer = desk.post(reverse("admin:logout"))
    assert answer.cookies["sessionid"].value == ""
