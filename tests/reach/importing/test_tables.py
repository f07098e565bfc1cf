"""Tables of articles, services and cases: columns known by name or chosen, cells as they were meant."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.richtext.sanitiser import clean
from leads.spreadsheets import write_csv, write_xlsx
from reach.importing.readers.tables import TableReader, guess
from reach.importing.sources import Source, Unreadable, reader_of
from tests.reach.importing.zips import packed

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def csv(text: str, encoding="utf-8", name="t.csv", **options) -> Source:
    return Source(name, io.BytesIO(text.encode(encoding)), options)


def entries(source: Source) -> list:
    reader = reader_of(source)
    assert isinstance(reader, TableReader)
    found = list(reader.read(source))
    assert found == list(reader.read(source))
    return found


def xlsx(rows: str, styles="", workbook="", more=None) -> Source:
    files = {
        "[Content_Types].xml": "<x/>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}">{workbook}</workbook>',
    }
    return Source("t.xlsx", packed(files | (more or {})))


def cell(value, kind="", style="") -> str:
    if kind == "inlineStr":
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
    return f"<c{f' t={kind!r}' if kind else ''}{f' s={style!r}' if style else ''}><v>{value}</v></c>"


HEADS = "".join(cell(name, "inlineStr") for name in ("標題", "發布日期"))


@pytest.mark.parametrize(
    "head",
    [
        "標題,摘要,正文,欄目,標籤,作者,發布時間,網址",
        "标题,摘要,内容,分类,关键词,作者,发布日期,链接",
        "Title,Excerpt,Content,Category,Tags,Author,Date,URL",
    ],
)
def test_columns_are_known_by_their_names_in_both_scripts_and_in_english(head):
    [found] = entries(csv(f'{head}\n品牌,S,"第一段\n換行\n\n第二段 <3",C,"a、b；c",林,2019/5/1 10:00,/2019/05/a.html'))
    assert found.fields == {
        "title": "品牌",
        "summary": "S",
        "body": "<p>第一段<br>換行</p><p>第二段 &lt;3</p>",
        "channel": {"name": "C"},
        "tags": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
        "author": {"name": "林"},
    }
    assert (found.live_from, found.addresses) == ("2019-05-01T10:00:00+08:00", ["/2019/05/a.html"])
    assert found.key == "/2019/05/a.html"


def test_a_text_in_html_stays_html_and_passes_the_sanitiser():
    [found] = entries(csv('title,body\nT,"<p onclick=x>a <b>b</b></p><img src=""https://e.example/a.png"" alt=c>"'))
    assert found.fields["body"] == clean(found.fields["body"])
    assert "<strong>b</strong>" in found.fields["body"]
    assert 'src="https://e.example/a.png"' in found.fields["body"]


@pytest.mark.parametrize(("encoding", "noted"), [("gb18030", "GBK"), ("utf-16", ""), ("utf-8-sig", "")])
def test_what_excel_in_chinese_saves_is_read_and_a_guess_is_noted(encoding, noted):
    source = csv("标题;正文\n品牌策略是什么;我们用了三个月的时间访问了十二位客户", encoding)
    [found] = entries(source)
    assert found.fields["title"] == "品牌策略是什么"
    assert noted in "".join(source.notes)
    assert bool(source.notes) == bool(noted)


def test_the_form_offers_what_it_guessed_and_shows_what_is_in_the_columns():
    source = csv("客戶,行業,標題,不明\n甲,零售,案例一,z\n乙,,案例二,")
    form = reader_of(source).form(source)()
    assert form.fields["kind"].initial == "services.casestudy"
    assert [form.fields[f"column_{n}"].initial for n in range(4)] == ["client", "industry", "title", ""]
    assert form.fields["column_0"].help_text == "甲；乙"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"column_0": "title", "column_1": "title"}, "same"),
        ({"column_0": "summary"}, "title"),
        ({"column_0": "title", "column_1": "client"}, "has no"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_with_a_sentence(answer, said):
    source = csv("a,b\nx,y")
    form = reader_of(source).form(source)({"kind": "articles.article"} | answer)
    assert not form.is_valid()
    assert said in str(form.non_field_errors())


def test_what_the_form_answered_is_what_is_read():
    source = csv("a,b,c\nx,y,z", kind="services.service", column_0="price_note", column_1="title", column_2="")
    [found] = entries(source)
    assert (found.kind, found.fields) == ("services.service", {"price_note": "x", "title": "y"})
    assert "c" in source.notes[0]


def test_the_chief_text_of_a_case_is_what_was_done():
    assert guess(["客戶", "標題", "正文"], "services.casestudy") == {0: "client", 1: "title", 2: "action"}


def test_services_are_named_by_their_address_and_numbers_are_numbers():
    [found] = entries(csv('title,服務,客戶,示例\nT,"brand,/services/b/,品牌",甲,是'))
    assert found.fields["services"] == ["/services/brand/", "/services/b/"]
    assert found.fields["is_example"] is True
    assert "品牌" in found.notes[0]


def test_dates_of_a_sheet_are_dates_and_numbers_stay_numbers():
    formats = (
        '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m"/><numFmt numFmtId="165" formatCode="&quot;d&quot;0"/>'
    )
    looks = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 164, 165))
    styles = f"<numFmts>{formats}</numFmts><cellXfs>{looks}</cellXfs>"
    rows = "".join(f"<row>{cell(43586.5, '', style)}{cell(43586.5, '', style)}</row>" for style in "0123")
    source = xlsx(f"<row>{HEADS}</row>{rows}", styles)
    assert [one.fields["title"][:10] for one in entries(source)] == ["43586.5", "2019-05-01", "2019-05-01", "43586.5"]
    assert entries(source)[1].live_from == "2019-05-01T12:00:00+08:00"
    since_1904 = xlsx(f"<row>{HEADS}</row>{rows}", styles, '<workbookPr date1904="1"/>')
    assert entries(since_1904)[1].live_from == "2023-05-02T12:00:00+08:00"


def test_a_formula_is_its_last_value_and_another_sheet_is_mentioned():
    rows = f'<row>{HEADS}</row><row><c t="str"><f>A1&amp;"x"</f><v>值</v></c></row>'
    source = xlsx(rows, more={"xl/worksheets/sheet2.xml": "<x/>"})
    assert entries(source)[0].fields["title"] == "值"
    assert "2 sheets" in source.notes[0]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_what_our_own_tables_hold_is_read(write):
    made = io.BytesIO()
    write(made, [["標題", "正文"], ["品牌", "一\n二"]])
    [found] = entries(Source(f"t.{'csv' if write is write_csv else 'xlsx'}", made))
    assert found.fields == {"title": "品牌", "body": "<p>一<br>二</p>"}


def test_rows_with_the_same_name_have_keys_of_their_own_and_empty_ones_are_none():
    found = entries(csv("title,date\nA,\n,\nA,soon\n,2019-05-01"))
    assert [one.key for one in found] == ["A", "A (2)", "#5"]
    assert "soon" in found[1].notes[0]
    assert "no title" in found[2].notes[0]


@pytest.mark.parametrize(
    "source",
    [
        csv(""),
        csv("a,b\nx,y"),
        csv("\n\n"),
        Source("t.csv", io.BytesIO(b"\0" * 100)),
        Source("t.xls", io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100)),
        Source("t.xlsx", packed({"[Content_Types].xml": "x"})),
        xlsx(f"<row>{HEADS}"),
        xlsx(f'<row>{HEADS}</row><row><c t="s"><v>9</v></c></row>'),
        xlsx(f"<row>{HEADS}</row>" + "<row/>" * 2_000_000),
        xlsx("", more={"xl/worksheets/sheet1.xml": f'<!DOCTYPE x [<!ENTITY a "b">]><worksheet xmlns="{MAIN}"/>'}),
        csv("title," + ",".join("x" * 200) + "\n"),
        csv('title\n"' + "x" * 3_000_000),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(source):
    with pytest.raises(Unreadable) as refused:
        list(TableReader().read(source))
    assert str(refused.value)


@given(st.binary(max_size=300))
def test_any_bytes_below_a_head_are_rows_or_a_sentence(content):
    source = Source("t.csv", io.BytesIO(b"title,body\n" + content))
    try:
        for entry in TableReader().read(source):
            entry.key.encode()
    except Unreadable as refused:
        assert str(refused)  # noqa: PT017
