"""What changed between two texts is found, told in runs, and costs no more than was allowed."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.chinese.differences import IN, OUT, Budget, aligned, compared, kept_in_place

CHINESE = "內容行銷是一門慢功夫，先看第七天還回來的人，再談別的。留不住的人，拉再多也沒有用！"


def told(old, new):
    marks = {"same": "{}", "out": "[-{}-]", "in": "[+{}+]"}
    return "".join(marks[run.state].format(run.text) for run in compared(old, new))


def sides(runs):
    old = "".join(run.text for run in runs if run.state != IN)
    return old, "".join(run.text for run in runs if run.state != OUT)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("內容行銷方法", "內容營銷方法", "內容[-行銷-][+營銷+]方法"),
        ("先看第七天", "先看第三十天", "先看[-第七天-][+第三十天+]"),
        ("the quick fox", "the slow fox", "the [-quick-][+slow+] fox"),
        ("用 Django 寫成", "用 Flask 寫成", "用 [-Django-][+Flask+] 寫成"),
        ("留存", "", "[-留存-]"),
        ("", "留存", "[+留存+]"),
        ("一樣", "一樣", "一樣"),
    ],
)
def test_changes_are_told_in_whole_words(old, new, said):
    assert told(old, new) == said


def test_a_sentence_that_was_put_in_is_one_run():
    new = CHINESE.replace("再談別的。", "再談別的。每一次都要問為什麼。")
    assert [run.text for run in compared(CHINESE, new) if run.state != "same"] == ["每一次都要問為什麼。"]


@given(st.text(alphabet="內容行銷ab ，。\n", max_size=60), st.text(alphabet="內容行銷ab ，。\n", max_size=60))
def test_both_texts_can_be_read_from_the_runs(old, new):
    assert sides(compared(old, new)) == (old, new)


@given(st.lists(st.integers(0, 5), max_size=40), st.lists(st.integers(0, 5), max_size=40))
def test_stretches_cover_both_sequences_and_tell_the_truth(old, new):
    a = c = 0
    for stretch in aligned(old, new, Budget()):
        assert (stretch.a, stretch.c) == (a, c)
        assert not stretch.is_same or old[stretch.a : stretch.b] == new[stretch.c : stretch.d]
        a, c = stretch.b, stretch.d
    assert (a, c) == (len(old), len(new))


@given(st.permutations(range(9)))
def test_what_need_not_be_moved_is_in_order(places):
    kept = [places[index] for index in sorted(kept_in_place(places))]
    assert kept == sorted(kept)
    assert kept


def jumbled(seed, length):
    chosen = random.Random(seed)  # a text of few characters, so that nothing stands once
    return "".join(chosen.choice("的一是在不了有和人這中大為上個國我以要他") for _place in range(length))


@pytest.mark.parametrize("length", [20_000, 70_000])
def test_texts_with_nothing_in_common_cost_no_more_than_was_allowed(length):
    budget = Budget(200_000)
    runs = compared(jumbled(1, length), jumbled(2, length), budget)
    assert sides(runs) == (jumbled(1, length), jumbled(2, length))
    assert budget.left > -200_000


def test_twice_the_text_is_about_twice_the_work():
    spent = []
    for length in (10_000, 20_000, 40_000):
        old = "".join(f"第{number}段說的是{number * 7 % 1009}。" for number in range(length // 10))
        budget = Budget()
        compared(old, old.replace("9", "十"), budget)
        spent.append(1_500_000 - budget.left)
    assert spent[1] < 3 * spent[0]
    assert spent[2] < 3 * spent[1]
