"""Sections: drafted, previewed and published with their page; clean on every way in; known to search and library."""

import re

import pytest
from django.core.exceptions import ValidationError

from cms.library.uses import where_used
from cms.publishing.contents import words_of as words_in
from cms.publishing.models import Faq, Revision
from demo import builders
from pages.sections import KINDS
from tests.forms import add_row, opened, problems_of
from tests.reading import words_of

ADD = "/admin/pages/page/add/"
HOSTILE = '<p onclick="x()">話</p><script>alert(1)</script><img src=x onerror=alert(1)>'
TEXT = {"kind": "text", "heading": "小標", "body": "<p>正文在此。</p>"}

pytestmark = pytest.mark.django_db


def page_with(*sections, live=True, **fields):
    return builders.page(fields.pop("title", "頁面"), live=live, sections=sections, **fields)


def shown(client, page) -> str:
    return words_of(client.get(page.get_absolute_url()))


def redraft(page, **content):
    """Change the first section of the working copy."""
    data = page.working_copy()
    data["parts"]["sections"][0]["content"].update(content)
    return page.save_revision(data, by=None, token=page.edit_token(page.draft()))


def test_a_public_page_keeps_its_sections_until_the_draft_is_published(client):
    page = page_with(TEXT)
    revision = redraft(page, heading="新的小標")
    assert "新的小標" not in shown(client, page)
    page.publish(revision, by=None)
    assert "新的小標" in shown(client, page)


def test_a_long_figure_is_set_smaller(client):
    rows = [{"figure": "18 年", "label": "短"}, {"figure": "2985984 天", "label": "長"}]
    answer = client.get(page_with({"kind": "numbers", "rows": rows}).get_absolute_url())
    assert b'<b class="figure">18 \xe5\xb9\xb4' in answer.content
    assert b'<b class="figure long">2985984' in answer.content


def test_a_preview_shows_the_sections_of_the_draft(client, editor):
    page = page_with(TEXT)
    redraft(page, heading="新的小標")
    client.force_login(editor)
    assert "新的小標" in words_of(client.get(page.get_preview_url()))


def test_an_old_revision_brings_its_sections_back(client):
    page = page_with(TEXT)
    old = page.live_revision
    page = page.publish(redraft(page, heading="新的小標"), by=None)
    page = page.publish(page.restore(old, by=None), by=None)
    assert "新的小標" not in shown(client, page)
    assert "小標" in shown(client, page)


@pytest.mark.parametrize("kind", ["text", "faq", "form"])
def test_nothing_hostile_gets_in_whatever_the_way(kind):
    content = {"kind": kind, "body": HOSTILE, "rows": [{"question": "問", "answer": HOSTILE}]}
    page = page_with(content, live=False)
    row = page.sections.get().content
    data = page.working_copy()
    data["parts"]["sections"][0]["content"] = content
    planted = Revision.objects.record(page, data, by=None)
    restored = page.restore(planted, by=None).data["parts"]["sections"][0]["content"]
    overlaid = page.as_of(data).sections.all()[0].content
    for stored in (row, restored, overlaid):
        assert not {"onclick", "script", "onerror"} & set(str(stored).replace("<", " ").replace("=", " ").split())
        assert "話" in str(stored)


def test_a_hostile_paste_in_the_admin_is_cleaned(client, editor):
    client.force_login(editor)
    values = opened(client, ADD) | {"title": "頁面"}
    add_row(values, "sections", kind="text", **{"c-body": HOSTILE})
    client.post(ADD, values)
    body = builders.Page.objects.get().sections.get().content["body"]
    assert "話" in body
    assert "onclick" not in body
    assert "script" not in body


def test_a_kind_that_is_no_longer_known_is_neither_shown_nor_published(client):
    page = page_with({"kind": "carousel", "body": "<b>舊</b>"}, live=False)
    assert page.sections.get().content == {"kind": "carousel"}
    with pytest.raises(ValidationError):
        page.publish_working_copy(by=None)


def test_the_words_of_sections_are_words_of_the_page():
    faq = {"kind": "faq", "heading": "常問", "rows": [{"question": "多少錢？", "answer": "<p>看<b>工時</b>。</p>"}]}
    link = {"kind": "call", "heading": "動手", "button": "免費諮詢", "link": "/services/"}
    page = page_with(TEXT, faq, link)
    words = words_in(page.live_revision.data, type(page))
    for word in ("小標", "正文在此。", "常問", "多少錢？", "看工時。", "免費諮詢"):
        assert word in words
    for no_word in ("<p>", "faq", "/services/"):
        assert no_word not in words


def test_a_picture_in_a_section_is_in_use_and_public_with_the_page(client):
    picture, portrait = builders.picture(), builders.picture(colour="#b5371f")
    figure = f'<figure class="picture"><img data-picture="{picture.pk}" alt="x" src="{picture.staff_url}"></figure>'
    quote = {"kind": "quote", "words": "話", "picture": portrait.pk}
    page = page_with({"kind": "text", "body": figure}, quote, live=False)
    assert client.get(portrait.public_url).status_code == 404
    page.publish_working_copy(by=None)
    for used in (picture, portrait):
        assert client.get(used.public_url).status_code == 200
        assert {use.label for use in where_used(used)} == {"頁面"}


def test_a_picture_in_the_section_of_a_draft_is_in_use():
    portrait = builders.picture()
    page = page_with({"kind": "quote", "words": "話"})
    redraft(page, picture=portrait.pk)
    assert {use.label for use in where_used(portrait)} == {"頁面"}


def test_a_button_follows_the_page_it_leads_to_and_goes_when_that_is_not_public(client):
    target = builders.page("目標", slug="there", live=True)
    page = page_with({"kind": "call", "heading": "走", "button": "過去", "link": "/there/#ask"})
    target.slug = "elsewhere"
    target.save()
    assert 'href="/elsewhere/#ask"' in shown(client, page)
    target.unpublish(by=None)
    assert "過去" not in shown(client, page).partition("<main")[2]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "//evil.example", "data:text/html,x", "https://", "x" * 600])
def test_an_address_that_leads_nowhere_good_is_refused_on_its_field(link, client, editor):
    client.force_login(editor)
    values = opened(client, ADD) | {"title": "頁面"}
    fields = {"c-heading": "走", "c-button": "過去", "c-link": link}
    add_row(values, "sections", kind="call", **fields)
    response = client.post(ADD, values)
    form = response.context["inline_admin_formsets"][0].formset.forms[0]
    assert list(form.shape.errors) == ["link"]
    assert "過去" in words_of(response)
    assert not builders.Page.objects.exists()


def test_lists_by_rule_show_what_is_live_and_only_that(client):
    live, draft = builders.article("公開的", live=True), builders.article("草稿")
    page = page_with({"kind": "news", "heading": "新聞", "limit": 3})
    html = shown(client, page)
    assert live.title in html
    assert draft.title not in html


def test_what_was_picked_by_hand_keeps_its_order_and_leaves_out_what_is_not_live(client):
    first, second, gone = (builders.article(title, live=True) for title in ("甲文", "乙文", "丙文"))
    gone.unpublish(by=None)
    page = page_with({"kind": "news", "picked": [second.pk, gone.pk, first.pk], "limit": 1})
    html = shown(client, page)
    assert 0 < html.index("乙文") < html.index("甲文")
    assert "丙文" not in html


def test_a_list_hangs_on_what_it_lists_and_changes_with_it(client):
    page = page_with({"kind": "news", "limit": 3})
    client.get(page.get_absolute_url())
    builders.article("後來的", live=True)
    response = client.get(page.get_absolute_url())
    assert "後來的" in words_of(response)
    assert "article:list" in response["Surrogate-Key"].split()


def test_a_section_with_nothing_to_show_is_left_out(client):
    page = page_with({"kind": "cases", "heading": "案例標題", "limit": 3}, {"kind": "steps", "heading": "空步驟"})
    html = shown(client, page).partition("<main")[2]
    assert "案例標題" not in html
    assert "空步驟" not in html


def test_a_page_tells_its_questions_and_answers():
    rows = [{"question": "多少錢？", "answer": "<p>看工時。</p>"}]
    page = page_with(TEXT, {"kind": "faq", "rows": rows})
    assert page.visible_faqs == [Faq("多少錢？", "<p>看工時。</p>")]


def test_there_is_one_h1_whether_or_not_the_page_opens_with_a_picture(client):
    for sections in ([TEXT], [{"kind": "hero", "heading": "開場"}, TEXT], [TEXT, {"kind": "hero", "heading": "中場"}]):
        assert shown(client, page_with(*sections)).count("<h1") == 1


def test_a_page_has_room_for_one_form(client, editor):
    client.force_login(editor)
    values = opened(client, ADD) | {"title": "頁面"}
    add_row(values, "sections", kind="form")
    add_row(values, "sections", kind="form")
    assert problems_of(client.post(ADD, values))
    assert not builders.Page.objects.exists()


def test_sections_are_ordered_and_taken_out_by_the_admin(client, editor):
    page = page_with(*({"kind": "call", "heading": word, "button": "去", "link": "/news/"} for word in "甲乙丙"))
    client.force_login(editor)
    url = page.get_edit_url()
    values = opened(client, url)
    for number, place in enumerate((3, 1, 2)):
        values |= {f"sections-{number}-kind": "call", f"sections-{number}-position": place}
        content = page.sections.all()[number].content
        fields = {"heading": content["heading"], "button": "去", "link": "/news/"}
        values |= {f"sections-{number}-c-{name}": value for name, value in fields.items()}
    values["sections-1-DELETE"] = "on"
    client.post(url, values | {"_publish": "1"})
    assert [row.content["heading"] for row in page.sections.all()] == ["丙", "甲"]


def test_rows_are_ordered_taken_out_and_kept_when_one_is_wrong(client, editor):
    client.force_login(editor)
    values = opened(client, ADD) | {"title": "頁面"}
    prefix = add_row(values, "sections", kind="steps")
    rows = [("甲", 3, ""), ("乙", 1, "on"), ("丙", 2, ""), ("", 4, "")]
    values |= {f"{prefix}-c-rows-TOTAL_FORMS": len(rows), f"{prefix}-c-rows-INITIAL_FORMS": 0}
    for number, (title, place, gone) in enumerate(rows):
        row = f"{prefix}-c-rows-{number}"
        values |= {
            f"{row}-title": title,
            f"{row}-ORDER": place,
            f"{row}-text": "",
            **({f"{row}-DELETE": gone} if gone else {}),
        }
    wrong = client.post(ADD, values | {f"{prefix}-c-rows-0-title": "長" * 41})
    assert "長" * 41 in words_of(wrong)
    assert "丙" in words_of(wrong)
    client.post(ADD, values)
    content = builders.Page.objects.get().sections.get().content
    assert [row["title"] for row in content["rows"]] == ["丙", "甲"]


@pytest.mark.parametrize("total", ["", "x", "-1", "99999999999", "\0"])
def test_a_broken_list_of_rows_is_told_and_is_no_crash(total, client, editor):
    client.force_login(editor)
    values = opened(client, ADD) | {"title": "頁面"}
    prefix = add_row(values, "sections", kind="steps")
    response = client.post(ADD, values | {f"{prefix}-c-rows-TOTAL_FORMS": total, f"{prefix}-c-rows-INITIAL_FORMS": "0"})
    assert response.status_code < 500


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_opens_in_the_admin_with_its_own_fields(kind, client, editor):
    client.force_login(editor)
    html = words_of(client.get(f"{ADD}?section={kind}"))
    for name in KINDS[kind].base_fields:
        assert f'name="sections-0-c-{name}"' in html, name


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("word", ["", "長" * 4000, "Supercalifragilistic" * 200])
def test_every_kind_shows_nothing_much_and_far_too_much(kind, word, client):
    row = dict.fromkeys(KINDS[kind].row.base_fields if KINDS[kind].row else (), word)
    page = page_with({"kind": kind, **dict.fromkeys(KINDS[kind].base_fields, word), "rows": [row]}, live=False)
    type(page).objects.filter(pk=page.pk).update(state="published", live_from=page.created_at)
    assert client.get(page.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", ["editor", "author", "salesperson", "outsider"])
def test_only_who_may_edit_pages_chooses_things_for_their_sections(name, client, request):
    builders.article("甲文", live=True)
    client.force_login(request.getfixturevalue(name))
    response = client.get("/admin/pages/page/choose/?kind=articles.article&q=甲")
    assert (response.status_code == 200) == (name == "editor")
    assert client.get("/admin/pages/page/choose/?kind=people.user").status_code in {403, 404}


def test_sections_with_the_same_heading_have_ids_of_their_own(client):
    text = TEXT | {"body": "<h2>費用</h2><h2>時程</h2>", "has_contents": True}
    faq = {"kind": "faq", "rows": [{"question": "問", "answer": "<h4>費用</h4>"}]}
    page = page_with(text, text, faq)
    html = client.get(page.get_absolute_url()).text
    found = re.findall(r' id="(s-[^"]+)"', html)
    assert len(found) == len(set(found)) == 5
    assert set(re.findall(r'href="#(s-[^"]+)"', html)) == set(found[:4])
    kept = page.sections.all()[0].content["body"]
    assert re.findall(r' id="(s-[^"]+)"', kept) == found[:2]
