"""Folding: one form for script, width and case; every piece of a text stays a piece of its folded form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.chinese import folding
from cms.chinese.folding import fold, grams, grams_asked, place_of, wordings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("搜尋引擎優化", "搜寻引擎优化"),
        ("ＡＡＲＲＲ", "aarrr"),
        ("Google 搜尋", "google搜寻"),
        ("Straße", "STRASSE"),
        ("零\u200b寬", "零寬"),
        ("㎡", "m2"),
        ("Cafe\u0301", "café"),
    ],
)
def test_what_reads_the_same_folds_the_same(one, other):
    assert fold(one) == fold(other)


# Signs that join with their neighbours, as marks and Korean letters do, cannot be cut apart.
SIGNS = st.characters(exclude_categories=["M"]).filter(lambda sign: not "\u1100" <= sign <= "\u11ff")


@given(st.text(alphabet=SIGNS), st.data())
def test_every_piece_of_a_text_is_found_in_its_folded_form(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    piece = fold(text[start:end])
    assert piece in fold(text)
    assert not piece or grams_asked(piece) <= grams(fold(text))


def test_a_long_piece_asks_for_grams_side_by_side_and_for_what_stands_around_a_mark():
    assert grams_asked("甲乙丙丁戊己庚辛") == {"甲乙丙", "丁戊己", "己庚辛"}
    assert grams_asked("甲乙丙丁戊己。辛壬") == {"甲乙丙", "丁戊己", "。辛壬", "己。辛"}


def test_a_match_is_cut_out_of_the_text_as_it_was_written():
    text = "甲 ㎡ 乙　丙"
    start, end = place_of(fold("m2乙"), text)
    assert text[start:end] == "㎡ 乙"
    assert place_of("丁", text) is None


def test_a_query_asks_in_the_words_of_both_regions():
    assert fold("搜索引擎優化") in wordings("搜尋引擎最佳化")
    assert fold("搜尋引擎最佳化") in wordings("搜索引擎优化")


def test_what_is_kept_of_signs_has_an_end(monkeypatch):
    monkeypatch.setattr(folding._Folded, "MOST_KEPT", 10)
    monkeypatch.setattr(folding, "_FOLDED", folding._Folded())
    text = "".join(map(chr, range(0x4E00, 0x4E40)))
    assert len(fold(text)) == len(text)
    assert len(folding._FOLDED) <= 10
