"""Headings break between words: never inside one, never before a closing mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.chinese.breaks import CLOSING, OPENING, phrases


@pytest.mark.parametrize(
    ("heading", "cut"),
    [
        ("讓好內容，長成好生意", "讓好|內容，|長成|好生意"),
        ("先弄清楚你的產品屬於哪一種決策", "先弄清楚|你的|產品|屬於|哪一種|決策"),
        ("工業軟體的白皮書，為什麼第二版才開始有人下載", None),
        ("「好內容」是什麼？", "「好|內容」|是什麼？"),
        ("打來問多少錢，現在", "打來|問多少錢，|現在"),
        ("SEO 與 AI 搜尋", "SEO |與 |AI |搜尋"),
    ],
)
def test_heading_breaks_between_words(heading, cut):
    if cut:
        assert "|".join(phrases(heading)) == cut
    assert not {"軟", "白皮", "什", "體的"} & set(phrases(heading))


@given(st.text(alphabet=st.sampled_from("讓好內容長成生意的是不，。「」（）！ SEO3.4×%\n\x00𠮷😀"), max_size=60))
def test_nothing_is_lost_and_no_line_begins_with_a_closing_mark(text):
    pieces = phrases(text)
    assert "".join(pieces) == text
    assert not any(piece[0] in CLOSING for piece in pieces[1:])
    assert not any(piece[-1] in OPENING for piece in pieces[:-1] if len(piece.strip()) > 1)


@given(st.text(max_size=200))
def test_any_text_survives(text):
    assert "".join(phrases(text)) == text
