"""Word documents as Word, WPS and LibreOffice write them, and as nobody honest would."""

import io

import pytest

from cms.richtext.sanitiser import clean
from reach.entries import Entry
from reach.importing.readers.word import WordReader
from reach.importing.sources import Source, Unreadable, reader_of
from tests.reach.importing.documents import PNG, docx, p, picture, r
from tests.reach.importing.zips import packed


def entry(body: str, name="檔名.docx", **others) -> Entry:
    source = Source(name, docx(body, **others))
    reader = reader_of(source)
    assert isinstance(reader, WordReader)
    [found] = reader.read(source)
    assert [found] == list(reader.read(source))
    assert clean(found.fields["body"]) == found.fields["body"]
    return found


def body(*paragraphs: str, **others) -> str:
    return entry("".join(paragraphs), **others).fields["body"]


def test_headings_are_known_by_name_whatever_their_number_is():
    assert body(p("題", "a3"), p("一", "2"), p("二", "3"), p("三", "4"), p("文", "1")) == (
        "<h2>一</h2><h3>二</h3><h4>三</h4><p>文</p>"
    )


def test_styles_made_from_a_heading_or_with_its_level_are_headings():
    made = (
        '<w:style w:type="paragraph" w:styleId="x1"><w:name w:val="章"/><w:basedOn w:val="2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="x2"><w:name w:val="節"/>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="x3"><w:name w:val="圈"/><w:basedOn w:val="x3"/></w:style>'
    )
    assert (
        body(p("文"), p("a", "x1"), p("b", "x2"), p("c", "x3"), styles=made) == "<p>文</p><h2>a</h2><h3>b</h3><p>c</p>"
    )


@pytest.mark.parametrize(
    ("paragraphs", "core", "title"),
    [
        (p("題", "a3") + p("文"), "<dc:title>別的</dc:title>", "題"),
        (p("章", "2") + p("文"), "<dc:title>屬性</dc:title>", "屬性"),
        (p("章", "2") + p("文"), "<dc:title>Microsoft Word - x.doc</dc:title>", "章"),
        (p("章", "2") + p("文"), "", "章"),
        (p("文"), "", "檔名"),
    ],
)
def test_the_title_is_the_style_the_property_the_heading_or_the_name(paragraphs, core, title):
    assert entry(paragraphs, core=core).fields["title"] == title


def test_author_day_and_words_come_from_the_properties():
    found = entry(
        p("文"),
        core="<dc:creator>林</dc:creator><dcterms:created>2019-05-01T02:00:00Z</dcterms:created>"
        "<dc:description>摘要</dc:description><keywords>a；b</keywords>",
    )
    assert found.fields["author"] == {"name": "林"}
    assert found.fields["tags"] == [{"name": "a"}, {"name": "b"}]
    assert found.fields["summary"] == "摘要"
    assert found.live_from == "2019-05-01T02:00:00+00:00"


def test_looks_that_say_something_are_kept():
    looks = {"strong": "<w:b/>", "em": "<w:i/>", "s": "<w:strike/>", "u": '<w:u w:val="single"/>'}
    looks |= {tag: f'<w:vertAlign w:val="{name}"/>' for tag, name in (("sub", "subscript"), ("sup", "superscript"))}
    for tag, look in looks.items():
        assert body(p(r("x", look) + r("y"))) == f"<p><{tag}>x</{tag}>y</p>"


def test_lists_nest_and_know_whether_they_are_numbered():
    found = body(p("a", "", (1, 0)), p("b", "", (2, 1)), p("c", "", (1, 2)), p("d", "", (1, 0)))
    assert found == "<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li><li>d</li></ul>"


def test_merged_cells_stay_merged_and_captions_find_their_table_and_picture():
    def cell(words, said=""):
        return f"<w:tc><w:tcPr>{said}</w:tcPr>{p(words)}</w:tc>"

    rows = [
        cell("a", '<w:gridSpan w:val="2"/>'),
        cell("b", '<w:vMerge w:val="restart"/>') + cell("c"),
        cell("", "<w:vMerge/>") + cell("d"),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    found = body(p("表一", "a5"), table, p(picture()), p("圖一", "a5"))
    assert '<table><caption>表一</caption><tbody><tr><td colspan="2"><p>a</p></td></tr>' in found
    assert '<td rowspan="2"><p>b</p></td><td><p>c</p></td></tr><tr><td><p>d</p></td></tr>' in found
    assert '<figure><img src="word/media/image1.png" alt="山"><figcaption>圖一</figcaption></figure>' in found


def test_footnotes_are_numbered_and_stand_at_the_end():
    found = body(p(r("文") + '<w:r><w:footnoteReference w:id="2"/></w:r>'))
    assert found == "<p>文<sup>[1]</sup></p><hr><ol><li><p>註解</p></li></ol>"


def test_links_lead_on_and_bookmarks_lead_to_their_heading():
    found = body(
        p(f'<w:hyperlink r:id="rIdL">{r("外")}</w:hyperlink><w:hyperlink w:anchor="_Ref9">{r("內")}</w:hyperlink>'),
        p(f'<w:hyperlink w:anchor="gone">{r("無")}</w:hyperlink>'),
        p(f'<w:bookmarkStart w:id="0" w:name="_Ref9"/>{r("章")}<w:bookmarkEnd w:id="0"/>', "2"),
        p("目錄", "11"),
    )
    assert '<a href="https://example.com/?a=1&amp;b=2">外</a><a href="#s-Ref9">內</a>' in found
    assert '<p>無</p><h2 id="s-Ref9">章</h2>' in found
    assert "目錄" not in found


def test_changes_are_taken_as_accepted_and_comments_left_out_and_both_said():
    found = entry(
        p(
            f'<w:ins w:id="1">{r("新")}</w:ins><w:del w:id="2"><w:r><w:delText>舊</w:delText></w:r></w:del>'
            '<w:r><w:commentReference w:id="0"/></w:r>'
        )
    )
    assert found.fields["body"] == "<p>新</p>"
    assert len(found.notes) == 2


def test_equations_stay_as_words_and_text_boxes_as_text():
    found = entry(
        p("<m:oMath><m:r><m:t>E=mc²</m:t></m:r></m:oMath>")
        + p(
            '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent>'
            f"{p('框')}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
        )
    )
    assert "E=mc²" in found.fields["body"]
    assert "框" in found.fields["body"]
    assert "equations" in found.notes[0]


def test_quotes_and_breaks():
    assert (
        body(p("引", "a6"), p(f"{r('a')}<w:r><w:br/></w:r>{r('b')}"))
        == "<blockquote><p>引</p></blockquote><p>a<br>b</p>"
    )


def test_pictures_open_by_their_part_in_a_document_and_in_a_zip_of_several():
    source = Source("a.docx", docx(p(picture())))
    reader = reader_of(source)
    assert reader.open(source, "word/media/image1.png").read() == PNG
    assert reader.open(source, "word/document.xml") is None
    two = Source("two.zip", packed({"夾/一 份.docx": docx(p(picture())).getvalue(), "~$b.docx": b"", "c.docx": b"no"}))
    found = list(reader_of(two).read(two))
    assert [one.key for one in found] == ["c.docx", "夾/一 份.docx"]
    assert found[0].notes
    ref = "夾/一%20份.docx!word/media/image1.png"
    assert f'<img src="{ref}" alt="山">' in clean(found[1].fields["body"])
    assert reader_of(two).open(two, ref).read() == PNG
    assert reader_of(two).open(two, "gone.docx!word/media/image1.png") is None


# --- Hostile ---------------------------------------------------------------------------------------------------------

BILLION = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x SYSTEM "http://169.254.169.254/x.dtd">'


def refusal(file, name="a.docx") -> str:
    source = Source(name, file)
    with pytest.raises(Unreadable) as refused:
        list(WordReader().read(source))
    return str(refused.value)


@pytest.mark.parametrize("head", [BILLION, OUTSIDE])
def test_xml_with_declarations_is_refused(head):
    assert "XML declarations" in refusal(docx(p("文"), head=head))


def test_declarations_in_another_encoding_are_refused_too():
    content = f'<?xml version="1.0" encoding="UTF-16"?>{OUTSIDE}<x/>'.encode("utf-16")
    assert "XML declarations" in refusal(docx(p("文"), parts={"word/styles.xml": content}))


@pytest.mark.parametrize("identity", ["rIdX", "rIdE"])
def test_pictures_outside_of_the_document_are_not_asked_for(identity):
    assert "img" not in body(p("文"), p(picture(identity).replace("r:embed", "r:link")))


@pytest.mark.parametrize(
    ("file", "name"),
    [
        (io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600), "a.doc"),
        (io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600), "a.docx"),
    ],
)
def test_an_old_or_locked_document_is_refused_with_what_to_do(file, name):
    assert "save it as .docx" in refusal(file, name)


@pytest.mark.parametrize(
    "file",
    [
        io.BytesIO(b""),
        io.BytesIO(b"PK\3\4 no zip"),
        packed({"a.txt": "x"}),
        docx(p("文"), parts={"word/document.xml": "<w:document"}),
        docx("<w:p>" * 3_000 + "</w:p>" * 3_000),
        docx(p("x" * 30_000_000)),
        docx(
            p("文"),
            parts={
                "word/numbering.xml": '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:num/></w:numbering>'
            },
        ),
    ],
)
def test_what_is_damaged_or_made_to_do_harm_is_a_sentence(file):
    assert refusal(file)
