"""The gate for XML: hostile files are refused, broken ones are read as far as they say something, memory stays flat."""

import io
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as made

from reach.importing import xml
from reach.importing.readers.wxr.survey import Survey
from reach.importing.sources import Unreadable
from tests.reach.importing.wordpress import attachment, export, source

pytestmark = pytest.mark.usefixtures("in_english")


def read(content: bytes | str, notes=None) -> list[str]:
    content = content if isinstance(content, bytes) else content.encode()
    return [xml.readable(one.text) for one in xml.elements(io.BytesIO(content), {"item"}, notes)]


def refused(content: bytes | str) -> str:
    with pytest.raises(Unreadable) as found:
        read(content)
    return str(found.value)


# --- What does harm --------------------------------------------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
DOCUMENT_TYPES = {
    "billion laughs": f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>',
    "a file of ours": '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "an address": '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/evil.dtd">',
    "a parameter": '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:1/"> %p;]>',
    "nothing but its name": "<!DOCTYPE rss>",
    "small letters": "<!doctype rss>",
    "after comments": "<!-- > --><?x y?>\n<!-- <rss> --><!DOCTYPE rss []>",
    "far behind": f"<!--{'x' * 200_000}--><!DOCTYPE rss []>",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("what", DOCUMENT_TYPES)
def test_a_document_type_is_refused_in_every_encoding(what, encoding):
    text = f'<?xml version="1.0"?>\n{DOCUMENT_TYPES[what]}<rss><item>&l11;&x;</item></rss>'
    assert "document type" in refused(text.encode(encoding)) or encoding == "utf-32"
    assert "passwd" not in refused(text.encode(encoding))


@pytest.mark.parametrize("marks", ["\ufeff\ufeff", "\ufeff \ufeff", " \ufeff", "\0", "\u2003", "\x0b"])
def test_nothing_before_a_document_type_hides_it(marks):
    refused(f"{marks}<!DOCTYPE rss [<!ENTITY x 'y'>]><rss><item>&x;</item></rss>")


def test_a_text_about_document_types_is_a_text():
    text = "<!DOCTYPE html> <!ENTITY a 'b'> &b;"
    assert read(f"<rss><item><![CDATA[{text}]]></item></rss>") == [text]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<rss>" + "<a>" * 300 + "</a>" * 300 + "</rss>", "Excessive depth"),
        ("<rss><item " + " ".join(f'a{n}="1"' for n in range(20_000)) + "/></rss>", "longer than any"),
        ("<rss><" + "x" * 300_000 + "/></rss>", "longer than any"),
        ("<rss><item>" + "<b/>" * 1_100_000 + "</item></rss>", "larger than anything"),
        ("<rss><item>a</wrong></rss>", "Line 1 of this file is not XML"),
        ("<rss>\n<item>a</item>\n</rss>\n<rss/>", "Line 4 of this file is not XML"),
        ("<rss><item>a</item>", "ends in the middle, in line 1"),
        ("<rss>\n<item><![CDATA[a", "ends in the middle, in line 2"),
        ("", "ends in the middle"),
        ("Not XML", "not XML"),
        ("<html><p>a<br></p></html>", "not XML"),
        ("<rss><x:a/><item>a</wrong></rss>", "Line 1 of this file is not XML: Opening and ending tag"),
        ("<rss><x:a/>\n<item>a</item>", "ends in the middle, in line 2"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence_that_says_where(content, said):
    assert said in refused(content)


def test_a_text_that_is_far_too_long_is_cut_and_says_so_and_the_others_are_whole():
    content = f"<rss><item><![CDATA[{'字' * 4_000_000}]]></item><item><![CDATA[好]]></item></rss>".encode()
    faults: Counter = Counter()
    first, second = (xml.readable(one.text, faults) for one in xml.elements(io.BytesIO(content), {"item"}))
    assert (len(first), second) == (xml.LONGEST_TEXT, "好")
    assert "longer than 2,400,000" in xml.sentences(faults)[0]


def test_a_text_in_many_pieces_is_cut_as_one():
    piece = f"<![CDATA[{'x' * 1_000_000}]]>"
    content = f"<rss><item>{piece * 12}</item></rss>"
    assert [len(text) for text in read(content)] == [xml.LONGEST_TEXT]


# --- What is only broken ---------------------------------------------------------------------------------------------


def test_a_prefix_that_nobody_declared_stops_nothing():
    assert read("<rss><atom:link rel='hub'/><item>a</item><item x:y='1'>b</item></rss>") == ["a", "b"]


def test_what_xml_forbids_is_left_out_and_counted():
    faults: Counter = Counter()
    content = b"<rss><item>a\x08b&#8;&#x1F;<![CDATA[c\x0b\x00]]>\xef\xbf\xbe</item></rss>"
    (text,) = (xml.readable(one.text, faults) for one in xml.elements(io.BytesIO(content), {"item"}))
    assert text == "abc"
    assert xml.sentences(faults) == ["Characters that are no text, left out: 6."]


def test_broken_utf_8_is_shown_as_broken_and_nothing_else_is_lost():
    faults: Counter = Counter()
    content = "<rss><item>品牌策略內容行銷".encode() + b"\xe5\x93" + "字</item><item>好</item></rss>".encode()
    first, second = (xml.readable(one.text, faults) for one in xml.elements(io.BytesIO(content), {"item"}))
    assert (first, second) == ("品牌策略內容行銷\ufffd字", "好")
    assert "Broken characters" in xml.sentences(faults)[0]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a&nbsp;b&hellip;&copy;", "a\xa0b…©"),
        ("a & b &amp; c &lt;d&gt; &quot;", 'a & b & c <d> "'),
        ("?a=1&b=2&copy=3", "?a=1&b=2&copy=3"),
        ("&unknown; &; &#; &#x; &#99999999;", "&unknown; &; &#; &#x; &#99999999;"),
        ("&AMP;&LT;i&GT;", "&<i>"),
        ("&#128578; &#x1F642;", "🙂 🙂"),
        ("<![CDATA[&nbsp; & <b>]]>", "&nbsp; & <b>"),
        ("a]]&gt;b", "a]]>b"),
    ],
)
def test_html_s_names_of_characters_and_stray_ampersands_are_understood(written, meant):
    assert read(f"<rss><item>{written}</item></rss>") == [meant]


def test_a_name_in_quotes_cannot_end_an_attribute():
    content = io.BytesIO(b'<rss><item a="x&QUOT; b=&quot;1&nbsp;"/></rss>')
    assert [dict(one.attrib) for one in xml.elements(content, {"item"})] == [{"a": 'x" b="1\xa0'}]


def test_a_broken_sign_before_the_end_of_a_piece_is_put_together():
    for length in range(xml.PIECE - 30, xml.PIECE + 5):
        start = "<rss><item>" + "x" * (length - 11)
        assert read(f"{start}&nbsp;<![CDATA[&nbsp;]]]]><![CDATA[>]]>字</item></rss>")[0][-9:] == "\xa0&nbsp;]]>字"[-9:]


# --- Encodings -------------------------------------------------------------------------------------------------------

WORDS = "品牌策略，內容行銷。" * 20


@pytest.mark.parametrize(
    ("declared", "really", "is_told"),
    [
        ("UTF-8", "utf-8", False),
        ("UTF-8", "utf-8-sig", False),
        ("utf-16", "utf-16", False),
        ("UTF-16", "utf-16-le", False),
        ("UTF-8", "utf-16-be", False),
        ("GBK", "gbk", False),
        ("gb2312", "gb18030", False),
        ("Big5", "big5", False),
        ("UTF-8", "gbk", True),
        ("GBK", "utf-8", True),
        ("utf-7", "utf-8", True),
        ("rot13", "gbk", True),
        ("ISO-8859-1", "utf-8", True),
    ],
)
def test_a_file_is_read_in_what_it_is_really_written_in(declared, really, is_told):
    words = WORDS.replace("內", "内").replace("銷", "销") if "gb" in really and really != "gb18030" else WORDS
    notes: list[str] = []
    content = f'<?xml version="1.0" encoding="{declared}"?>\n<rss><item>{words}</item></rss>'.encode(really)
    assert read(content, notes) == [words]
    assert len(notes) == is_told
    read(content, notes)
    assert len(notes) == is_told


def test_a_file_that_is_plain_for_long_is_known_by_what_comes_later():
    content = b"<rss><item>" + b"x" * 1_500_000 + WORDS.encode("gb18030") + b"</item></rss>"
    assert read(content)[0].endswith(WORDS)


def test_a_file_may_begin_with_empty_lines():
    assert read('\n\n  <?xml version="1.0" encoding="GBK"?><rss><item>中</item></rss>'.encode("gbk")) == ["中"]


# --- How it is read --------------------------------------------------------------------------------------------------


def test_only_what_is_asked_for_is_told_whatever_its_namespace_and_once():
    content = '<a xmlns:w="http://w/"><w:item>1<item>2</item></w:item><b><item>3</item></b><c/></a>'
    assert read(content) == ["1", "3"]


@given(made.binary(max_size=300))
def test_whatever_bytes_come_the_answer_is_a_list_or_a_sentence(content):
    for start in (b"", b"<rss><item>", b"<?xml version='1.0' encoding='gbk'?><rss>", b"\xff\xfe"):
        with suppress(Unreadable):
            assert isinstance(read(start + content), list)


@given(made.text(max_size=200))
def test_every_text_comes_back_but_for_what_is_none(text):
    body = text.replace("]]>", "]]]]><![CDATA[>").encode("utf-8", "surrogatepass")
    found = read(b"<rss><item><![CDATA[" + body + b"]]></item></rss>")[0]
    kept = "".join(sign for sign in text.replace("\r\n", "\n").replace("\r", "\n") if not xml._NOT_XML.match(sign))
    assert found.replace("\ufffd", "") == kept.replace("\ufffd", "").translate(dict.fromkeys(range(0xFDD0, 0xFDD3)))


class Endless(io.RawIOBase):
    """As many items as asked for, made while they are read."""

    def __init__(self, number):
        self.number = number
        self.seek(0)

    def seek(self, place, whence=0):
        self.pieces = self.made()
        return 0

    def made(self):
        yield b"<rss><channel>"
        for _number in range(self.number):
            yield b"<item>" + b"x" * 5000 + b"</item>\n<unknown>" + b"x" * 5000 + b"</unknown>\n<!-- -->"
        yield b"</channel></rss>"

    def read(self, size=-1):
        return next(self.pieces, b"")


def resident() -> int:
    """What this process holds, with what libxml2 takes for itself, in kB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4


def test_elements_are_forgotten_as_they_are_read():
    before = resident()
    assert sum(1 for _element in xml.elements(Endless(10_000), {"item"})) == 10_000  # 100 MB
    assert resident() - before < 30_000


def test_what_an_export_says_of_each_item_is_not_held_in_memory():
    survey = Survey(source(export(*(attachment(number, f"{number}.jpg") for number in range(1, 200)))))
    assert not any(isinstance(kept, dict | list | set) and len(kept) > 20 for kept in vars(survey).values())
    assert survey.attachment("150").url.endswith("/150.jpg")
