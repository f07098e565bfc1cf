"""Two rich texts compared: blocks, words, formatting; harmless and quick whatever is in them."""

import pytest
from django.utils import translation

from cms.chinese.differences import MOST_STEPS, Budget
from cms.richtext.differences import blocks, compared
from tests.richtext import vectors
from tests.richtext.test_hostile import SHAPES


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def states(old, new):
    return [(change.state, str(change.label)) for change in compared(old, new, Budget())]


def told(old, new):
    return [(span.state, span.text) for change in compared(old, new, Budget()) for span in change.spans]


def test_a_paragraph_between_others_is_put_in():
    old, new = "<p>第一段說留存。</p><p>第二段說成長。</p>", "<p>第一段說留存。</p><h2>成本</h2><p>第二段說成長。</p>"
    assert states(old, new) == [("same", "Paragraph"), ("in", "Heading 2"), ("same", "Paragraph")]
    assert states(new, old)[1] == ("out", "Heading 2")


def test_words_within_a_paragraph_are_told():
    assert told("<p>先看第七天的留存。</p>", "<p>先看第七天的成本。</p>") == [
        ("same", "先看第七天的"),
        ("out", "留存"),
        ("in", "成本"),
        ("same", "。"),
    ]


def test_a_change_of_formatting_is_named():
    [change] = compared(
        "<p>先看留存，再談</p>", '<p>先看<strong>留存</strong>，<a href="/about/">再談</a></p>', Budget()
    )
    named = [(span.text, span.gained, span.lost) for span in change.spans if span.state == "restyled"]
    assert named == [("留存", ("bold",), ()), ("再談", ("link to /about/",), ())]


def test_a_paragraph_that_became_a_heading_says_so():
    [change] = compared("<p>留存與成本</p>", "<h3>留存與成本</h3>", Budget())
    assert (change.state, str(change.was), str(change.label)) == ("changed", "Paragraph", "Heading 3")


def test_another_picture_with_the_same_words_is_a_change():
    old, new = (f'<p><img src="/a.png" alt="山" data-picture="{key}"></p>' for key in (1, 2))
    [change] = compared(old, new, Budget())
    assert [(span.gained, span.lost) for span in change.spans] == [(("picture #2",), ("picture #1",))]


def test_a_row_of_a_table_is_one_block():
    html = "<table><tr><th>月</th><th>人</th></tr><tr><td><p>一</p><p>月</p></td><td>300</td></tr></table>"
    assert [block.text.replace(" ", "") for block in blocks(html)] == ["月　｜　人", "一月　｜　300"]


def test_how_an_editor_breaks_its_lines_is_no_change():
    plain = "<table><tr><td>月</td><td>人</td></tr></table><p>先看 <b>第七天</b><br>再談</p>"
    broken = (
        "<table>\n <tr>\n  <td>月</td>\n  <td>人</td>\n </tr>\n</table>\n\n<p>先看\n<b>第七天</b><br>\n再談\n</p>\n"
    )
    assert {state for state, _label in states(plain, broken)} == {"same"}
    assert states("<pre>a\n  b</pre>", "<pre>a\n b</pre>") == [("changed", "Code")]


def test_a_paragraph_is_followed_although_others_came_before_it():
    old = "<p>看首次使用後第七天還回來的人有多少。</p>"
    new = "<p>完全是另外一回事，跟它無關。</p><p>看首次使用後第七天還回來的人剩多少。</p>"
    assert [state for state, _label in states(old, new)] == ["in", "changed"]


@pytest.mark.parametrize("vector", vectors.SCRIPTS.values(), ids=vectors.SCRIPTS)
def test_markup_made_to_do_harm_is_only_words(vector):
    for change in compared(vector, f"<p>x</p>{vector}<p>{vector}</p>", Budget()):
        assert all(isinstance(span.text, str) and not hasattr(span.text, "__html__") for span in change.spans)


@pytest.mark.parametrize("shape", ["<p>x</p>", "<p>中文</p>", "<p><b>x</b>中", "<tr><td>x", *SHAPES.values()])
def test_texts_of_200_kb_keep_to_the_budget(shape):
    long = shape * (200_000 // len(shape))
    budget = Budget()
    compared(long, long[len(long) // 3 :] + "<p>新的</p>" + long[: len(long) // 3], budget)
    assert budget.left > -MOST_STEPS


def test_one_changed_word_in_a_long_text_costs_little():
    long = "".join(f"<p>第{number}段說的是第{number}件事，和別的都不一樣。</p>" for number in range(4_000))
    budget = Budget()
    changed = [
        change for change in compared(long, long.replace("第2000件", "第兩千件"), budget) if change.state != "same"
    ]
    assert len(changed) == 1
    assert MOST_STEPS - budget.left < 3 * 4_000
