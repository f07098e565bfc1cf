"""Two people saved one thing: each difference goes to the side that changed it, and a person chooses the rest."""

import json

import pytest
from django.test import Client

from articles.models import Tag
from cms.publishing.models import Revision
from cms.publishing.writing.merging import differences, merged
from demo import builders
from tests.forms import add_row, opened
from tests.reading import words_of


def version(title="一", summary="一", tags=(), **rows):
    """A snapshot; `rows` are titles by id."""
    rows = [{"id": key, "position": place, "title": said} for place, (key, said) in enumerate(rows.items())]
    fields = {"title": title, "summary": summary}
    return {"format": 1, "fields": fields, "m2m": {"tags": list(tags)}, "parts": {"citations": rows}}


def sides(base, theirs, mine):
    return {one.path: (one.side, one.is_clash) for one in differences(base, theirs, mine)}


def rows_of(data):
    return {row["id"]: row["title"] for row in data["parts"]["citations"]}


def test_each_change_is_on_the_side_that_made_it():
    found = sides(version(), version(title="他的"), version(summary="我的", tags=[1]))
    expected = {"fields:title": ("theirs", False), "fields:summary": ("mine", False), "m2m:tags": ("mine", False)}
    assert found == expected


def test_what_both_changed_is_a_clash():
    assert sides(version(), version(title="他的"), version(title="我的")) == {"fields:title": ("mine", True)}


def test_without_knowing_what_it_was_everything_is_a_clash():
    assert sides(None, version(title="他的"), version()) == {"fields:title": ("mine", True)}


def test_a_merge_without_choices_has_the_changes_of_both():
    data = merged(
        version(a="甲", b="乙"), version("他的", a="他改", b="乙"), version(summary="我的", a="甲", b="我改"), {}
    )
    assert (data["fields"]["title"], data["fields"]["summary"]) == ("他的", "我的")
    assert rows_of(data) == {"a": "他改", "b": "我改"}


def test_a_choice_decides():
    both = version(), version(title="他的"), version(title="我的")
    assert merged(*both, {"fields:title": "theirs"})["fields"]["title"] == "他的"
    assert merged(*both, {"fields:title": "mine"})["fields"]["title"] == "我的"


def test_rows_added_by_both_are_kept_and_rows_taken_out_by_one_are_gone():
    data = merged(version(a="甲", b="乙"), version(a="甲", c="他加"), version(a="甲", b="乙", d="我加"), {})
    assert rows_of(data) == {"a": "甲", "c": "他加", "d": "我加"}


def test_a_row_that_one_took_out_and_the_other_changed_is_a_clash():
    found = sides(version(a="甲"), version(), version(a="我改"))
    assert found == {"parts:citations:a": ("mine", True)}


def test_the_order_is_that_of_the_side_that_moved_rows():
    base, moved = version(a="甲", b="乙"), version(b="乙", a="甲")
    assert list(rows_of(merged(base, moved, base, {}))) == ["b", "a"]
    assert list(rows_of(merged(base, base, moved, {}))) == ["b", "a"]


def test_columns_that_only_one_version_knows_harm_nothing():
    old = version(a="甲")
    del old["fields"]["summary"]
    assert sides(old, old, version(summary="我的", a="甲")) == {}


# --- In the form ------------------------------------------------------------


@pytest.fixture
def article(editor):
    citations = [{"title": f"來源{n}", "url": f"https://example.com/{n}"} for n in range(2)]
    return builders.article(
        "公開", live=True, by=editor, summary="原摘要", body="<p>第一段</p><p>第二段</p>", citations=citations
    )


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def colleague(administrator):
    desk = Client()
    desk.force_login(administrator)
    return desk


def save(desk, article, values, **more):
    return desk.post(article.get_edit_url(), values | more)


def collide(desk, colleague, article, mine, theirs):
    """Both open it, the colleague saves theirs; returns what the other posts and gets back."""
    values = opened(desk, article.get_edit_url())
    base = json.dumps([[name, one] for name, value in values.items() for one in as_list(value)], default=str)
    save(colleague, article, opened(colleague, article.get_edit_url()) | theirs)
    values |= mine | {"_base": base}
    return values, save(desk, article, values)


def as_list(value):
    return value if isinstance(value, list) else [value]


def test_the_second_sees_both_versions_side_by_side_and_by_name(desk, colleague, article):
    tag = Tag.objects.create(name="留存")
    mine, theirs = {"body": "<p>第一段</p><p>我的第二段</p>"}, {"title": "同事的題", "tags": [tag.pk]}
    _values, page = collide(desk, colleague, article, mine, theirs)
    shown = words_of(page)
    for words in ("同事的題", "我的第二段", "留存", "Keep theirs", "Save merged"):
        assert words in shown
    assert page.context["conflict"]["knows_base"]


def test_saving_merged_has_the_changes_of_both_and_theirs_stays_a_revision(desk, colleague, article):
    mine, theirs = (
        {"summary": "我的摘要", "citations-0-title": "我改"},
        {"title": "同事的題", "citations-1-title": "他改"},
    )
    values, page = collide(desk, colleague, article, mine, theirs)
    answer = save(desk, article, values, _merge=page.context["conflict"]["token"])
    assert answer.status_code == 302
    fields, rows = article.draft().data["fields"], article.draft().data["parts"]["citations"]
    assert (fields["title"], fields["summary"]) == ("同事的題", "我的摘要")
    assert [row["title"] for row in rows] == ["我改", "他改"]
    assert Revision.objects.of(article).filter(data__fields__title="同事的題", data__fields__summary="原摘要").exists()


def test_a_choice_in_the_form_decides_a_clash(desk, colleague, article):
    values, page = collide(desk, colleague, article, {"title": "我的題"}, {"title": "同事的題"})
    token = page.context["conflict"]["token"]
    save(desk, article, values, _merge=token, **{"choose:fields:title": "theirs"})
    assert article.draft().data["fields"]["title"] == "同事的題"


def test_a_third_who_saves_meanwhile_is_shown_again(desk, colleague, article):
    values, page = collide(desk, colleague, article, {"title": "我的題"}, {"title": "同事的題"})
    save(colleague, article, opened(colleague, article.get_edit_url()) | {"title": "第三個題"})
    again = save(desk, article, values, _merge=page.context["conflict"]["token"])
    assert "第三個題" in words_of(again)
    assert article.draft().data["fields"]["title"] == "第三個題"


def test_saving_mine_instead_keeps_rows_that_the_other_took_out(desk, colleague, article):
    values, page = collide(desk, colleague, article, {"title": "我的題"}, {"citations-0-DELETE": "on"})
    save(desk, article, values, _instead=page.context["conflict"]["token"])
    assert [row["title"] for row in article.draft().data["parts"]["citations"]] == ["來源0", "來源1"]


def test_saving_mine_instead_keeps_what_a_colleague_had_only_saved_by_itself(desk, colleague, article):
    values = opened(desk, article.get_edit_url())
    address = article.get_edit_url().replace("change/", "autosave/")
    token = colleague.post(address, values | {"title": "自動存的"}).json()["token"]
    save(desk, article, values | {"title": "我的題"}, _instead=token)
    assert Revision.objects.of(article).filter(data__fields__title="自動存的").exists()


def test_without_javascript_the_published_version_that_was_opened_is_the_base(desk, colleague, article):
    values = opened(desk, article.get_edit_url())
    save(colleague, article, opened(colleague, article.get_edit_url()) | {"title": "同事的題"})
    page = save(desk, article, values | {"summary": "我的摘要"})
    assert {row.name: row.side for row in page.context["conflict"]["rows"]} == {
        "choose:fields:title": "theirs",
        "choose:fields:summary": "mine",
    }


@pytest.mark.parametrize("base", ["", "[", "7", '["a"]', '[["title"]]', '{"a": 1}', "null", "[[1, 2]]"])
def test_a_broken_memory_of_what_was_opened_is_no_server_error(desk, colleague, article, base):
    values, _page = collide(desk, colleague, article, {"title": "我的題"}, {"title": "同事的題"})
    assert save(desk, article, values, _base=base).status_code == 200


def test_hostile_text_of_either_side_comes_out_harmless(desk, colleague, article):
    vector = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
    mine, theirs = {"summary": vector, "body": f"<p>我</p>{vector}"}, {"title": vector, "body": f"<p>他</p>{vector}"}
    _values, page = collide(desk, colleague, article, mine, theirs)
    assert vector not in page.text
    assert "&lt;img src=x onerror" in page.text


def test_an_invalid_field_of_mine_does_not_hide_the_differences(desk, colleague, article):
    _values, page = collide(desk, colleague, article, {"title": "", "summary": "我的摘要"}, {"summary": "同事的摘要"})
    assert "同事的摘要" in words_of(page)


def test_a_new_row_of_mine_is_named_in_the_comparison(desk, colleague, article):
    values = opened(desk, article.get_edit_url())
    save(colleague, article, values | {"title": "同事的題"})
    add_row(values, "citations", title="我加的來源", url="https://example.com/new", position="")
    shown = save(desk, article, values)
    assert "我加的來源" in words_of(shown)
    assert "not there" in words_of(shown)
