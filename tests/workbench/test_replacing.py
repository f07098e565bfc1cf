"""Find and replace: looked at first, place by place; each thing a new revision; never in tags, addresses or code."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from articles.models import Article
from cms.publishing.kinds import publishable_models
from cms.publishing.models import AuditEntry, Revision
from cms.workbench.replacing import deeds
from cms.workbench.replacing.searching import GROUPS, Search
from demo import builders
from pages.models import Page

ADDRESS = "/admin/replace/"


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def live(editor, title="文章", **fields):
    return builders.article(title, live=True, by=editor, **fields)


def keys_in(page, ref=""):
    """The places that the preview offers, and the tokens that go with them."""
    tree = html.fromstring(page)
    places = tree.xpath("//input[@name='place'][not(@disabled)]/@value")
    tokens = tree.xpath("//input[starts-with(@name, 'token-')]")
    return {"place": [key for key in places if ref in key]} | {box.get("name"): box.get("value") for box in tokens}


def look(client, **asked):
    return client.get(ADDRESS, asked).content.decode()


def run(client, page, asked, **more):
    return client.post(f"{ADDRESS}?{urlencode(asked)}", keys_in(page) | more).content.decode()


def run_all(client, *, publish=False, **asked):
    return run(client, look(client, **asked), asked, **({"publish_too": "on"} if publish else {}))


def newest(thing):
    """What its editors see of it now."""
    return thing.as_of(thing.working_copy())


def test_a_live_thing_changes_as_a_draft_and_the_public_page_stays(desk, editor):
    article = live(editor, body="<p>舊公司的方法</p>")
    page = run_all(desk, words="舊公司", replacement="新公司")
    article.refresh_from_db()
    assert "Changed, as a draft" in page
    assert (article.body, newest(article).body) == ("<p>舊公司的方法</p>", "<p>新公司的方法</p>")


def test_publish_too_makes_it_public(desk, editor):
    article = live(editor, body="<p>舊公司</p>")
    assert "Changed and published" in run_all(desk, publish=True, words="舊公司", replacement="新公司")
    article.refresh_from_db()
    assert article.body == "<p>新公司</p>"
    assert article.draft() is None


def test_a_thing_with_other_unpublished_changes_is_never_published_along(desk, editor):
    article = live(editor, body="<p>舊公司</p>")
    data = article.working_copy()
    data["fields"]["title"] = "還沒好的標題"
    article.save_revision(data, by=editor, token=article.edit_token(None))
    assert "it was not published" in run_all(desk, publish=True, words="舊公司", replacement="新公司")
    article.refresh_from_db()
    assert article.body == "<p>舊公司</p>"
    assert (newest(article).title, newest(article).body) == ("還沒好的標題", "<p>新公司</p>")


def test_what_cannot_be_published_stays_a_draft_and_says_why(desk, editor):
    article = live(editor, "舊公司", subtitle="x")
    Article.objects.filter(pk=article.pk).update(origin="reprint")
    page = run_all(desk, publish=True, words="舊公司", replacement="新公司")
    assert "Say where this comes from" in page
    article.refresh_from_db()
    assert (article.title, newest(article).title) == ("舊公司", "新公司")


def test_each_is_a_revision_with_its_reason_and_can_be_restored(desk, editor):
    article = live(editor, body="<p>舊公司</p>")
    before = article.live_revision
    run_all(desk, words="舊公司", replacement="新公司")
    assert "舊公司" in Revision.objects.of(article).first().reason
    assert AuditEntry.objects.get(verb="replace").by == editor
    article.restore(before, by=editor)
    assert newest(article).body == "<p>舊公司</p>"


def test_only_what_is_ticked_is_replaced(desk, editor):
    article = live(editor, "甲", summary="甲", body="<p>甲和甲</p>")
    asked = {"words": "甲", "replacement": "乙"}
    page = look(desk, **asked)
    chosen = [key for key in keys_in(page)["place"] if key.endswith("fields.body#1")]
    run(desk, page, asked, place=chosen)
    assert (newest(article).title, newest(article).body) == ("甲", "<p>甲和乙</p>")


def test_what_changed_since_the_look_is_skipped_and_named(desk, editor):
    article = live(editor, "會變的", body="<p>舊公司</p>")
    asked = {"words": "舊公司", "replacement": "新公司"}
    page = look(desk, **asked)
    data = article.working_copy()
    data["fields"]["summary"] = "同事寫的"
    article.save_revision(data, by=editor, token=article.edit_token(None))
    result = run(desk, page, asked)
    assert "It changed since you looked" in result
    assert "會變的" in result
    assert (newest(article).summary, newest(article).body) == ("同事寫的", "<p>舊公司</p>")


def test_the_preview_marks_the_place_and_escapes_everything(desk, editor):
    live(editor, "<b>舊</b>公司", body="<p>&lt;script&gt;x&lt;/script&gt;舊公司</p>")
    page = look(desk, words="舊公司", replacement="<i>新</i>")
    assert "<del>舊公司</del><ins>&lt;i&gt;新&lt;/i&gt;</ins>" in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<b>舊</b>公司" not in page


def test_what_replaces_is_text_and_never_markup(desk, editor):
    article = live(editor, body="<p>舊公司</p>")
    run_all(desk, words="舊公司", replacement="<img src=x onerror=alert(1)>")
    assert "&lt;img" in newest(article).body


@pytest.mark.parametrize(
    "body",
    [
        '<p><a href="https://example.com/old">別處</a></p>',
        "<p><code>old()</code></p>",
        '<pre><code class="language-python">old = 1</code></pre>',
        '<h2 id="s-old">標題</h2>',
    ],
)
def test_addresses_ids_and_code_are_left_alone(desk, editor, body):
    article = live(editor, body=body + "<p>old words</p>")
    before = article.body
    run_all(desk, words="old", replacement="new")
    assert newest(article).body == before.replace("old words", "new words")


def test_code_and_addresses_change_when_that_is_asked_for(desk, editor):
    article = live(editor, body='<p><a href="https://old.example/a">x</a> <code>old()</code></p>')
    run_all(desk, words="old", replacement="new", in_code="on", in_addresses="on")
    assert newest(article).body == '<p><a href="https://new.example/a">x</a> <code>new()</code></p>'


def test_an_address_that_would_be_none_is_not_offered(desk, editor):
    live(editor, body='<p><a href="https://old.example/a">x</a></p>')
    page = look(desk, words="https://old.example", replacement="javascript:", in_addresses="on")
    assert "This would no longer be an address." in page
    assert keys_in(page)["place"] == []


def test_a_link_to_something_of_ours_follows_by_itself(desk, editor):
    target = live(editor, "目標", slug="old")
    live(editor, body=f'<p><a data-to="articles.article:{target.pk}" href="/news/old/">x</a></p>')
    assert keys_in(look(desk, words="/news/old", replacement="/news/new", in_addresses="on")).get("place", []) == []


def test_a_match_across_formatting_is_told_and_left(desk, editor):
    article = live(editor, body="<p>舊<strong>公司</strong>，舊公司</p>")
    page = look(desk, words="舊公司", replacement="新公司")
    assert "formatting in between" in page
    run(desk, page, {"words": "舊公司", "replacement": "新公司"})
    assert newest(article).body == "<p>舊<strong>公司</strong>，新公司</p>"


def test_a_match_across_formatting_in_a_draft_is_told_too(desk, editor):
    builders.article("草稿", by=editor, body="<p>舊<strong>公司</strong></p>")
    assert "formatting in between" in look(desk, words="舊公司", replacement="新公司")


def test_paragraphs_are_no_formatting(desk, editor):
    live(editor, body="<p>很舊</p><p>公司</p>")
    assert keys_in(look(desk, words="舊公司")).get("place", []) == []


def test_parts_and_sections_are_searched(desk, editor):
    article = live(editor, faqs=[{"question": "舊公司在哪？", "answer": "<p>舊公司在這</p>"}])
    sections = [{"kind": "faq", "rows": [{"question": "舊公司？", "answer": "<p>是</p>"}]}]
    page_thing = builders.page(
        "關於",
        live=True,
        by=editor,
        sections=sections,
    )
    run_all(desk, words="舊公司", replacement="新公司")
    faq = newest(article).faqs.all()[0]
    assert (faq.question, faq.answer) == ("新公司在哪？", "<p>新公司在這</p>")
    assert newest(Page.objects.get(pk=page_thing.pk)).sections.all()[0].content["rows"][0]["question"] == "新公司？"


def test_signs_that_html_writes_as_codes_are_found(desk, editor):
    article = live(editor, body="<p>A&amp;B &lt;C&gt;</p>")
    draft = builders.article("草稿", by=editor, body="<p>A&amp;B &lt;C&gt;</p>")
    page = look(desk, words="A&B <C>", replacement="D")
    run(desk, page, {"words": "A&B <C>", "replacement": "D"})
    assert newest(article).body == newest(draft).body == "<p>D</p>"


def test_capitals_count_unless_told_otherwise(desk, editor):
    live(editor, body="<p>SEO 與 seo</p>")
    assert len(keys_in(look(desk, words="seo"))["place"]) == 1
    assert len(keys_in(look(desk, words="seo", any_case="on"))["place"]) == 2


def test_the_other_script_is_not_the_same_words(desk, editor):
    live(editor, body="<p>搜尋</p>")
    page = look(desk, words="搜寻")
    assert keys_in(page).get("place", []) == []
    assert "None of these holds the words exactly so." in page


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_only_the_chosen_places_are_searched(desk, editor, group):
    faqs = [{"question": "字", "answer": "<p>答</p>"}]
    live(editor, "字", summary="字", body="<p>字</p>", seo_title="字", faqs=faqs)
    [key] = keys_in(look(desk, words="字", replacement="詞", groups=group))["place"]
    expected = {"title": "fields.title", "summary": "fields.summary", "text": "fields.body", "seo": "fields.seo_title"}
    assert expected.get(group, "parts.faqs") in key


def test_only_the_chosen_kinds_are_searched(desk, editor):
    live(editor, "字")
    builders.service("字", live=True, by=editor)
    assert "services.service" in keys_in(look(desk, words="字", replacement="詞", kinds="services.service"))["place"][0]
    assert len(keys_in(look(desk, words="字", replacement="詞"))["place"]) == 2


def test_what_would_become_too_long_or_empty_is_not_offered(desk, editor):
    live(editor, "字" * 150)
    assert "too long" in look(desk, words="字" * 100, replacement="長" * 200)
    assert "Nothing would be left" in look(desk, words="字" * 150)


def test_several_places_that_together_are_too_long_change_nothing_and_say_so(desk, editor):
    article = live(editor, "字" * 30 + "尾" * 165)
    assert "Not changed" in run_all(desk, words="字", replacement="長長")
    assert newest(article).title == article.title


def test_the_trash_is_not_searched(desk, editor):
    live(editor, "丟掉的").trash(by=editor)
    assert keys_in(look(desk, words="丟掉的")).get("place", []) == []


def test_it_is_paged_and_says_how_many_it_looked_at(desk, editor, monkeypatch):
    monkeypatch.setattr(deeds, "PER_PAGE", 2)
    for number in range(5):
        live(editor, f"字 {number}")
    assert "Looked at things 1–2 of 5" in look(desk, words="字")
    assert "Looked at things 5–5 of 5" in look(desk, words="字", page="3")
    assert "Looked at things 5–5 of 5" in look(desk, words="字", page="99")
    assert "Looked at things 1–2 of 5" in look(desk, words="字", page="x")


def test_looking_costs_the_same_for_few_and_for_many(desk, editor):
    def asked(rows):
        for number in range(rows):
            live(editor, f"字 {rows} {number}", faqs=[{"question": "字", "answer": "<p>答</p>"}])
        with CaptureQueriesContext(connection) as queries:
            look(desk, words="字", kinds="articles.article")
        return len(queries)

    look(desk, words="字")
    assert asked(2) == asked(12)


@pytest.mark.parametrize(
    "asked",
    [{"words": " "}, {"words": "x" * 201}, {"words": "字", "kinds": "people.user"}, {"words": "字", "groups": "slug"}],
)
def test_nonsense_is_refused_with_a_sentence(desk, asked):
    response = desk.get(ADDRESS, asked)
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize(
    "place",
    [
        "",
        "|",
        "articles.article:1",
        "articles.article:x|fields.body#0",
        "people.user:1|fields.password#0",
        "articles.article:1|fields.slug#0",
        "articles.article:1|fields.body#99999999999999999999999",
        "articles.article:1|fields.body#" + "9" * 5000,
    ],
)
def test_forged_places_change_nothing(desk, editor, place):
    article = live(editor, body="<p>字</p>")
    place = place.replace(":1|", f":{article.pk}|")
    token = {f"token-articles.article:{article.pk}": article.edit_token(None)}
    assert desk.post(f"{ADDRESS}?words=字&replacement=詞", {"place": place} | token).status_code == 200
    assert article.draft() is None


def test_a_vector_in_a_draft_comes_out_harmless(desk, editor):
    article = live(editor, body="<p>字</p>")
    data = article.working_copy()
    data["fields"]["body"] = "<p onclick=alert(1)>字</p><script>alert(2)</script>"
    article.save_draft(data, by=editor, token=article.edit_token(None))
    page = look(desk, words="字", replacement="詞")
    assert "alert(" not in page
    run(desk, page, {"words": "字", "replacement": "詞"})
    assert newest(article).body == "<p>詞</p>"


@pytest.mark.parametrize("who", ["author", "salesperson", "outsider"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_those_who_may_publish_find_and_replace(client, request, editor, who, method):
    live(editor, "字")
    client.force_login(request.getfixturevalue(who))
    assert getattr(client, method)(f"{ADDRESS}?words=字").status_code == 403
    assert "Find and replace" not in client.get(reverse("admin:index")).content.decode()


def test_a_visitor_is_asked_to_sign_in(client):
    assert reverse("admin:login") in client.get(ADDRESS).url


def test_it_stands_in_the_menu(desk):
    assert ADDRESS in desk.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("model", publishable_models(), ids=lambda model: model.__name__)
def test_every_kind_is_searched_in_its_title(editor, model):
    builders.any_row(model)
    model.objects.update(title="獨特的字")
    found, *_numbers = deeds.preview(Search("獨特的字"), [model], 1)
    assert [place.key for one in found for place in one.places][:1] == ["fields.title#0"]
