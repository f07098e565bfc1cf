"""Two people compose one page: the changes of both are in it; where both changed one, a person chooses."""

import json

import pytest
from django.test import Client

from cms.publishing.models import Revision
from demo import builders
from tests.forms import add_row, opened
from tests.reading import words_of

SECTIONS = [
    {"kind": "text", "heading": "甲", "body": "<p>甲文</p>"},
    {"kind": "text", "heading": "乙", "body": "<p>乙文</p>"},
    {"kind": "quote", "words": "一句原話", "by": "某人"},
]


@pytest.fixture
def about(editor):
    return builders.page("關於", live=True, by=editor, sections=SECTIONS)


@pytest.fixture
def desk(editor):
    return signed_in(editor)


@pytest.fixture
def colleague(administrator):
    return signed_in(administrator)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def filled(client, about):
    """The form as a browser would send it, with what stands in each section."""
    values = opened(client, about.get_edit_url())
    for place, row in enumerate(about.working_copy()["parts"]["sections"]):
        values[f"sections-{place}-kind"] = row["content"]["kind"]
        told = {name: value for name, value in row["content"].items() if isinstance(value, str) and name != "kind"}
        values |= {f"sections-{place}-c-{name}": value for name, value in told.items()}
    return values


def collide(desk, colleague, about, mine, theirs):
    """Both open it, the colleague saves theirs; what the other posts, and the page with both versions."""
    values = filled(desk, about)
    base = json.dumps([[name, value] for name, value in values.items() if not isinstance(value, list)], default=str)
    colleague.post(about.get_edit_url(), filled(colleague, about) | theirs)
    values |= mine | {"_base": base}
    return values, desk.post(about.get_edit_url(), values)


def sections(about):
    return [row["content"] for row in about.draft().data["parts"]["sections"]]


def merge(desk, about, values, shown, **choices):
    token = shown.context["conflict"]["token"]
    return desk.post(about.get_edit_url(), values | choices | {"draft_token": token, "_merge": "", "_continue": ""})


def test_changes_of_two_people_in_different_sections_are_both_there(desk, colleague, about):
    mine, theirs = {"sections-0-c-body": "<p>我的甲文</p>"}, {"sections-1-c-heading": "同事的乙"}
    values, shown = collide(desk, colleague, about, mine, theirs)
    assert [row.side for row in shown.context["conflict"]["rows"]] == ["mine", "theirs"]
    assert not any(row.is_clash for row in shown.context["conflict"]["rows"])
    merge(desk, about, values, shown)
    first, second, third = sections(about)
    assert (first["body"], first["heading"], second["heading"], third["by"]) == (
        "<p>我的甲文</p>",
        "甲",
        "同事的乙",
        "某人",
    )


@pytest.mark.parametrize(("side", "words"), [("mine", "我的甲文"), ("theirs", "同事的甲文")])
def test_of_one_section_that_both_changed_a_person_chooses_and_the_other_stays_a_revision(
    desk, colleague, about, side, words
):
    mine, theirs = {"sections-0-c-body": "<p>我的甲文</p>"}, {"sections-0-c-body": "<p>同事的甲文</p>"}
    values, shown = collide(desk, colleague, about, mine, theirs)
    (row,) = shown.context["conflict"]["rows"]
    assert row.is_clash
    assert "我的甲文" in words_of(shown)
    assert "同事的甲文" in words_of(shown)
    merge(desk, about, values, shown, **{row.name: side})
    assert words in sections(about)[0]["body"]
    kept = [revision.data["parts"]["sections"][0]["content"]["body"] for revision in Revision.objects.of(about)]
    assert "<p>同事的甲文</p>" in kept


def test_sections_that_both_added_are_both_there_in_order(desk, colleague, about):
    added = {"sections-3-kind": "quote", "sections-3-position": "", "sections-TOTAL_FORMS": "4"}
    mine = added | {"sections-3-c-words": "我加的", "sections-3-c-by": "我"}
    theirs = added | {"sections-3-c-words": "同事加的", "sections-3-c-by": "同事"}
    values, shown = collide(desk, colleague, about, mine, theirs)
    merge(desk, about, values, shown)
    words = [one["words"] for one in sections(about)[2:]]
    assert (words[0], sorted(words[1:])) == ("一句原話", ["同事加的", "我加的"])


def test_a_section_that_the_colleague_took_out_is_a_clash_only_if_it_was_changed_meanwhile(desk, colleague, about):
    mine, theirs = {"sections-0-c-body": "<p>我的甲文</p>"}, {"sections-2-DELETE": "on"}
    values, shown = collide(desk, colleague, about, mine, theirs)
    merge(desk, about, values, shown)
    assert [one["heading"] for one in sections(about)] == ["甲", "乙"]
    assert sections(about)[0]["body"] == "<p>我的甲文</p>"


def test_a_new_section_of_mine_is_named_beside_what_they_changed(desk, colleague, about):
    values = filled(desk, about)
    colleague.post(about.get_edit_url(), filled(colleague, about) | {"title": "同事的題"})
    add_row(values, "sections", kind="quote", **{"c-words": "我加的原話", "c-by": "我"})
    assert "我加的原話" in words_of(desk.post(about.get_edit_url(), values))
