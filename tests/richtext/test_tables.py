# ruff: noqa: E501  (pieces are as the spreadsheets write them)
"""Tables from Excel, Google Sheets and WPS become structure; readers get numbers that stand in columns."""

import pytest
from lxml.html import fragment_fromstring

from cms.richtext import tables
from cms.richtext.rendering import render
from cms.richtext.sanitiser import clean
from tests.richtext import pastes

EXCEL = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId content=Excel.Sheet><meta name=Generator content="Microsoft Excel 15">
<style><!--table {{mso-displayed-decimal-separator:"\\."; mso-displayed-thousand-separator:"\\,";}}
td {{padding:0px; font-size:12.0pt; font-weight:400; mso-number-format:General; text-align:general; white-space:nowrap;}}
.xl65 {{font-weight:700; text-align:center; border:.5pt solid windowtext;}} .xl66 {{mso-number-format:"\\#\\,\\#\\#0";}} --></style></head>
<body link="#0563C1" vlink="#954F72"><table border=0 cellpadding=0 cellspacing=0 width=320 style='border-collapse:collapse;width:240pt'>
<!--StartFragment--> <col width=80 span=3 style='width:60pt'> {rows} <!--EndFragment--></table></body></html>"""
ROW = "<tr height=21 style='height:16.0pt'>{}</tr>"
HEAD = ROW.format(
    "<td height=21 class=xl65 width=80 style='height:16.0pt;width:60pt'>渠道</td><td class=xl65 width=80 style='width:60pt'>花費</td><td class=xl65>線索</td>"
)
BODY = ROW.format(
    "<td height=21 style='height:16.0pt'>搜尋</td><td class=xl66 align=right>12,300</td><td align=right>14</td>"
) + ROW.format("<td rowspan=2 height=42>社群</td><td class=xl66 align=right>9,800</td><td align=right>9</td>")
EMPTY = ROW.format("<td height=21></td><td></td><td></td>")

SHEETS = """<meta charset='utf-8'><google-sheets-html-origin><style type="text/css"><!--td {{border: 1px solid #cccccc;}}br {{mso-data-placement:same-cell;}}--></style><table xmlns="http://www.w3.org/1999/xhtml" cellspacing="0" cellpadding="0" dir="ltr" border="1" style="table-layout:fixed;font-size:10pt;width:0px;border-collapse:collapse;border:none" data-sheets-root="1"><colgroup><col width="100"/><col width="100"/></colgroup><tbody>{rows}</tbody></table>"""
SHEETS_ROW = '<tr style="height:21px;"><td style="overflow:hidden;padding:2px 3px;{bold}" data-sheets-value="x">{0}</td><td style="overflow:hidden;{bold}text-align:right;" data-sheets-numberformat="y">{1}</td></tr>'

WPS = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name="ProgId" content="ET.Sheet"/><meta name="Generator" content="WPS Office ET"/><style><!-- .et2 {{font-weight:700;}} --></style></head><body><table width="216" border="0" style='border-collapse:collapse;width:162pt;'><!--StartFragment--><col width="72" span="2"/>{rows}<!--EndFragment--></table></body></html>"""


def test_excel_with_a_bold_row_gets_a_head_and_no_style():
    cleaned = clean(EXCEL.format(rows=HEAD + BODY))
    assert cleaned.replace("\n", "").replace(" <", "<").strip() == (
        '<table><thead><tr><th scope="col">渠道</th><th scope="col">花費</th><th scope="col">線索</th></tr></thead>'
        "<tbody><tr><td>搜尋</td><td>12,300</td><td>14</td></tr>"
        '<tr><td rowspan="2">社群</td><td>9,800</td><td>9</td></tr></tbody></table>'
    )
    assert clean(cleaned) == cleaned


def test_words_above_numbers_are_a_head_though_nothing_is_bold():
    cleaned = clean(EXCEL.format(rows=HEAD.replace(" class=xl65", "") + BODY))
    assert cleaned.count('<th scope="col">') == 3


def test_rows_of_words_alone_or_of_numbers_alone_have_no_head():
    for first, second in (("甲", "乙"), ("1", "2")):
        rows = ROW.format(f"<td>{first}</td><td>{first}</td>") + ROW.format(f"<td>{second}</td><td>{second}</td>")
        assert "<th" not in clean(EXCEL.format(rows=rows))


def test_a_merged_row_above_is_the_caption():
    title = ROW.format("<td colspan=3 height=21 class=xl65 style='border-right:.5pt'>各渠道的 花費</td>")
    cleaned = clean(EXCEL.format(rows=title + HEAD + BODY))
    assert "".join(cleaned.split("<thead>")[0].split()) == "<table><caption>各渠道的花費</caption>"
    assert cleaned.count("<th") == 4  # with the thead


def test_empty_rows_at_the_end_are_left_out():
    rows = HEAD + BODY.replace("rowspan=2", "") + EMPTY * 3
    assert clean(EXCEL.format(rows=rows)).count("<tr>") == 3


def test_google_sheets_and_wps_too():
    rows = SHEETS_ROW.format("渠道", "花費", bold="font-weight:bold;") + SHEETS_ROW.format("搜尋", "1,200", bold="")
    expected = (
        '<table><thead><tr><th scope="col">渠道</th><th scope="col">花費</th></tr></thead>'
        "<tbody><tr><td>搜尋</td><td>1,200</td></tr></tbody></table>"
    )
    assert clean(SHEETS.format(rows=rows)) == expected
    rows = '<tr height="18"><td class="et2" height="18" x:str>渠道</td><td class="et2" x:str>花費</td></tr><tr><td x:str>搜尋</td><td align="right" x:num="1200">1,200</td></tr>'
    assert clean(WPS.format(rows=rows)).strip() == expected


@pytest.mark.parametrize("name", ["word: a table", "google docs: a table"])
def test_tables_of_texts_are_not_guessed_at(name):
    assert "<th" not in clean(pastes.ALL[name].html)


@pytest.mark.parametrize(
    "words", ["1", "-3.5%", "12,300", "¥1,200.50", "NT$ 30", "+8", "1.2萬", "3 億元", "—", "N/A", "50％", "2 倍", "−4"]
)
def test_numbers_are_told(words):
    assert tables.is_number(words)


@pytest.mark.parametrize("words", ["", "甲", "2024-01-02", "1,2", "第 3 章", "10 點", "3 to 4", "12:30", "1" * 50])
def test_and_what_is_none(words):
    assert not tables.is_number(words)


def test_columns_of_numbers_end_together_whatever_is_merged():
    shown = render(
        '<table><thead><tr><th scope="col">渠道</th><th scope="col">月</th><th scope="col">花費</th></tr></thead><tbody>'
        '<tr><td rowspan="2">搜尋</td><td>一</td><td>12,300</td></tr><tr><td>二</td><td>—</td></tr>'
        '<tr><td colspan="2">合計</td><td>12,300</td></tr></tbody></table>'
    )
    table = fragment_fromstring(shown).find("table")
    assert [cell.text for cell in table.iter("th", "td") if cell.get("class") == "number"] == [
        "花費",
        "12,300",
        "—",
        "12,300",
    ]


def test_a_table_made_to_be_large_costs_no_more_than_its_cells():
    cell = '<td rowspan="9999" colspan="9999">1</td>'
    assert render(f"<table><tbody>{f'<tr>{cell * 20}</tr>' * 20}</tbody></table>").count("<td") == 400
