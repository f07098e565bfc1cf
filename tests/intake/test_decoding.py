"""Bytes from elsewhere as text, and what is said where it was not certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.intake.decoding import read_text

pytestmark = pytest.mark.usefixtures("in_english")

HANS = "品牌策略是一家公司对自己要成为谁的回答，我们用了三个月访问了十二位客户。"
HANT = "品牌策略是一家公司對自己要成為誰的回答，我們用了三個月訪問了十二位客戶。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_the_bytes_prove_needs_no_note(encoding):
    assert read_text(HANT.encode(encoding))[:2] == (HANT, [])


def test_marks_of_big_endian_are_known():
    assert read_text(b"\xfe\xff" + HANT.encode("utf-16-be")).text == HANT
    assert read_text(b"\0\0\xfe\xff" + HANT.encode("utf-32-be")).text == HANT


@pytest.mark.parametrize(
    ("text", "encoding", "name"), [(HANS, "gbk", "GBK"), (HANT, "gbk", "GBK"), (HANT, "big5", "Big5")]
)
def test_the_two_chinese_encodings_are_told_apart_and_the_guess_is_noted(text, encoding, name):
    found = read_text(text.encode(encoding))
    assert found.text == text
    assert name in found.notes[0]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_its_mark_by_what_it_says(encoding):
    table = "姓名,手机\r\n林小姐,13800138000\r\n"
    assert read_text(table.encode(encoding)) == ("姓名,手机\n林小姐,13800138000\n", [], encoding)
    assert read_text(b"a\0b,1" * 3).encoding == "utf-8"


@pytest.mark.parametrize("content", [b"caf\xe9 cr\xe8me", b"\xff\xfd\x80 abc", bytes(range(128, 256))])
def test_what_convinces_nobody_is_not_guessed_but_said(content):
    found = read_text(content)
    assert found.encoding == "utf-8"
    assert "could not be told" in found.notes[0]


def test_what_a_page_says_of_itself_is_believed_before_a_guess_but_not_against_the_bytes():
    assert read_text("品".encode("gbk"), "gb2312")[:2] == ("品", [])
    assert read_text("caf\xe9".encode("latin1"), "iso-8859-1").text == "café"
    assert read_text("品牌".encode(), "gb2312").text == "品牌"
    assert read_text("品牌".encode("gbk"), "unicode_escape").encoding != "unicode_escape"


def test_a_few_broken_signs_are_replaced_and_counted():
    content = HANT.encode() * 3
    found = read_text(content[:10] + content[11:])
    assert "�" in found.text
    assert found.text.endswith("十二位客戶。")
    assert found.notes == ["1 signs of this text were broken and are shown as �."]


def test_line_ends_become_one_kind_and_control_characters_go():
    assert read_text(b"a\r\nb\rc\td\0\x07e\xc2\x85")[:2] == ("a\nb\nc\tde", ["3 control characters were taken out."])


@given(st.binary(max_size=400), st.sampled_from(["", "gb2312", "big5", "utf-16", "no such", "rot13", "\0"]))
def test_any_bytes_are_a_text_that_a_database_takes(content, declared):
    found = read_text(content, declared)
    found.text.encode()
    assert "\0" not in found.text


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=50))
def test_what_is_in_utf_8_is_never_taken_for_something_else(text):
    assert read_text(text.encode()).text == text
