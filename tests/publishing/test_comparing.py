"""Two snapshots compared: what differs is told by name, what a snapshot does not know too, and nothing harms."""

import json

import pytest

from articles.models import Article, Tag
from cms.publishing.comparing import compare, folded
from demo import builders
from pages.models import Page
from tests.richtext import vectors

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def article(editor):
    return builders.article(
        "舊的標題",
        by=editor,
        body="<p>正文。</p>",
        tags=[Tag.objects.create(name="甲")],
        citations=citations("一", "二", "三"),
    )


def citations(*titles):
    return [{"title": title, "url": f"https://example.com/{number}"} for number, title in enumerate(titles)]


def changed(thing, change):
    """The snapshot of a thing, before and after `change(data)`."""
    old = thing.working_copy()
    new = json.loads(json.dumps(old))
    change(new)
    return old, new


def told(thing, change):
    old, new = changed(thing, change)
    return {str(one.label): one for one in compare(old, new, type(thing)).changes}


def test_equal_snapshots_have_no_changes_and_name_what_is_the_same(article):
    found = compare(article.working_copy(), article.working_copy(), Article)
    assert found.changes == []
    assert {"title", "tags", "text"} <= set(found.same)


def test_a_title_is_told_by_words(article):
    [change] = told(article, lambda data: data["fields"].update(title="新的標題")).values()
    assert [(run.state, run.text) for run in change.runs] == [("out", "舊"), ("in", "新"), ("same", "的標題")]


def test_a_text_is_told_by_blocks(article):
    [change] = told(article, lambda data: data["fields"].update(body="<p>正文。</p><p>多一段。</p>")).values()
    assert change.kind == "rich"
    assert [block.state for block in change.blocks] == ["same", "in"]


def test_relations_are_told_by_name_and_deleted_rows_are_said_so(article):
    new, gone = Tag.objects.create(name="乙"), Tag.objects.create(name="丙")
    old_key = article.tags.get().pk
    lost = gone.pk
    gone.delete()
    [change] = told(article, lambda data: data["m2m"].update(tags=[new.pk, lost])).values()
    assert [str(name) for name in change.gone] == ["甲"]
    assert [str(name) for name in change.come] == ["乙", f"no. {lost}, deleted since"]
    assert old_key not in (new.pk, lost)


def test_a_cover_is_told_by_the_pictures(article):
    picture = builders.picture(alt="松綠的山脊")
    [change] = told(article, lambda data: data["fields"].update(cover=picture.pk)).values()
    assert (change.kind, change.old, str(change.new)) == ("picture", None, "松綠的山脊")


def test_parts_are_matched_by_their_ids(article):
    def change(data):
        first, second, third = data["parts"]["citations"]
        second["title"] = "改過"
        added = {**third, "id": "7d3f5f4e-1f6a-4a44-9d22-3e1c0f7f9d10", "title": "新的"}
        data["parts"]["citations"] = [third, second, added]

    [parts] = told(article, change).values()
    assert sorted((part.states, part.label.rpartition(" ")[2]) for part in parts.parts) == [
        (("added",), "新的"),
        (("changed",), "改過"),
        (("moved",), "三"),
        (("removed",), "一"),
    ]


def test_sections_are_told_field_by_field(editor):
    content = {"kind": "steps", "heading": "步驟", "rows": [{"title": "問", "text": "先問", "when": ""}]}
    page = builders.page("關於", by=editor, sections=[content])

    def change(data):
        stored = data["parts"]["sections"][0]["content"]
        stored["heading"] = "三步"
        stored["rows"][0]["text"] = "先聽"
        stored["rows"].append({"title": "做", "text": "再做", "when": ""})

    [sections] = told(page, change).values()
    [part] = sections.parts
    assert [change.label.rpartition(" ")[2] for change in part.changes][0] == str(part.changes[0].label)
    runs = ["".join(run.text for run in change.runs if run.state == "in") for change in part.changes]
    assert runs == ["三步", "先聽", "做", "再做"]


def test_a_section_of_a_kind_that_is_gone_is_told_by_its_bare_names(editor):
    page = builders.page("關於", by=editor, body="<p>字</p>")
    data = page.working_copy()
    row = {"id": "7d3f5f4e-1f6a-4a44-9d22-3e1c0f7f9d10", "position": 1}
    old = {
        **data,
        "parts": {"sections": [*data["parts"]["sections"], {**row, "content": {"kind": "carousel", "n": 3}}]},
    }
    [sections] = compare(old, data, Page).changes
    assert "carousel" in sections.parts[0].label
    assert {change.label for change in sections.parts[0].changes} == {"kind", "n"}


OLD = [
    {},
    {"format": 0, "fields": {"title": "很久以前", "gone_field": {"a": 1}}},
    {
        "fields": {"title": None, "cover": "x", "channel": 10**30},
        "m2m": {"tags": "x", "gone": [1]},
        "parts": {"x": [1]},
    },
    {"fields": [], "m2m": None, "parts": {"citations": [None, {"title": 3}, {"id": "no uuid"}]}},
]


@pytest.mark.parametrize("old", OLD, ids=range(len(OLD)))
def test_what_was_kept_before_the_model_changed_is_still_compared(article, old):
    there = compare(old, article.working_copy(), Article)
    assert there.changes
    for change in [*there.changes, *compare(article.working_copy(), old, Article).changes]:
        str([change.old, change.new, *change.gone, *change.come] if change.kind != "parts" else change.parts)


def test_what_stayed_is_folded(article):
    body = "".join(f"<p>第{number}段說的是這件事。</p>" for number in range(20))
    old, new = changed(article, lambda data: data["fields"].update(body=body))
    newer = {**new, "fields": {**new["fields"], "body": body.replace("第9段", "第九段")}}
    [change] = compare(new, newer, Article).changes
    assert [getattr(piece, "state", "") for piece in change.pieces] == ["fold", "same", "changed", "same", "fold"]
    assert folded(()) == []


def test_rows_are_named_by_one_query_for_each_model(article, django_assert_num_queries):
    tags = [Tag.objects.create(name=f"標籤{number}").pk for number in range(12)]
    old, new = changed(article, lambda data: data["m2m"].update(tags=tags))
    with django_assert_num_queries(1):
        [change] = compare(old, new, Article).changes
        assert len([str(name) for name in (*change.gone, *change.come)]) == 13


@pytest.mark.parametrize("vector", vectors.SCRIPTS.values(), ids=vectors.SCRIPTS)
def test_markup_made_to_do_harm_stays_text(article, vector):
    found = told(article, lambda data: data["fields"].update(title=vector, body=vector, summary=vector))
    for change in found.values():
        assert not any(hasattr(run.text, "__html__") for run in change.runs)
