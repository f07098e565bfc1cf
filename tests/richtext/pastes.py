# ruff: noqa: E501  (other programs write long lines)
"""What Word and Google Docs put on the clipboard: their structure as they really write it, and what must become of it."""

from dataclasses import dataclass

PNG = (
    "89504e470d0a1a0a0000000d49484452000000040000000308020000003b9639910000001449444154789c63dc6a2ecf0003"
    "4c0c480085030027c90111945ec0570000000049454e44ae426082"
)


@dataclass(frozen=True)
class Paste:
    html: str
    expected: str
    rtf: str = ""
    pictures: int = 0


def word(body: str) -> str:
    """Word's frame: name spaces, settings in conditional comments, font and list definitions in a style sheet."""
    return f"""<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns:m="http://schemas.microsoft.com/office/2004/12/omml"
xmlns="http://www.w3.org/TR/REC-html40">

<head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Word.Document>
<meta name=Generator content="Microsoft Word 15">
<meta name=Originator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/Users/editor/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml>
 <o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings>
</xml><![endif]-->
<!--[if gte mso 9]><xml>
 <w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom><w:LidThemeAsian>ZH-TW</w:LidThemeAsian></w:WordDocument>
</xml><![endif]-->
<style>
<!--
 /* Font Definitions */
 @font-face {{font-family:新細明體; panose-1:2 2 5 0 0 0 0 0 0 0; mso-font-charset:136;}}
 /* Style Definitions */
 p.MsoNormal, li.MsoNormal, div.MsoNormal {{mso-style-unhide:no; mso-style-qformat:yes; mso-style-parent:""; margin:0cm; font-size:12.0pt; font-family:"Calibri",sans-serif;}}
 p.MsoListParagraph {{mso-style-priority:34; mso-para-margin-left:2.0gd;}}
 /* List Definitions */
 @list l0 {{mso-list-id:1035731; mso-list-type:hybrid; mso-list-template-ids:-1 1 2 3;}}
 @list l0:level1 {{mso-level-number-format:bullet; mso-level-text:; mso-level-tab-stop:none; font-family:Wingdings;}}
 @list l1:level1 {{mso-level-tab-stop:none; mso-level-number-position:left;}}
-->
</style>
<!--[if gte mso 10]><style>table.MsoNormalTable {{mso-style-name:表格內文;}}</style><![endif]-->
</head>

<body lang=ZH-TW style='tab-interval:24.0pt;word-wrap:break-word;text-justify-trim:punctuation'>
<!--StartFragment-->

{body}

<!--EndFragment-->
</body>

</html>"""


def chinese(text: str) -> str:
    return f"""<span style='font-family:"新細明體",serif;mso-ascii-font-family:Calibri;mso-hansi-font-family:Calibri'>{text}</span>"""


def latin(text: str) -> str:
    return f"<span lang=EN-US>{text}</span>"


END = latin("<o:p></o:p>")


def item(text: str, level: int, marker: str, listed="l0", font="Wingdings") -> str:
    left = 24 * level
    return f"""<p class=MsoListParagraph style='margin-left:{left}.0pt;mso-para-margin-left:
0gd;text-indent:-24.0pt;mso-list:{listed} level{level} lfo1'><![if !supportLists]><span
lang=EN-US style='font-family:{font};mso-fareast-font-family:{font};mso-bidi-font-family:
{font}'><span style='mso-list:Ignore'>{marker}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>{chinese(text)}{END}</p>
"""


def cell(text: str, element="td") -> str:
    return f"""  <{element} width=189 valign=top style='width:141.8pt;border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt'>
  <p class=MsoNormal style='mso-margin-top-alt:auto'>{chinese(text)}{END}</p>
  </{element}>
"""


WORD = {
    "word: headings, emphasis, empty paragraphs": Paste(
        word(
            f"""<h1>{chinese("品牌是什麼")}{END}</h1>

<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>

<p class=MsoNormal style='text-indent:24.0pt;mso-char-indent-count:2.0'><b style='mso-bidi-font-weight:normal'>{chinese("粗")}</b>{chinese("與")}<i style='mso-bidi-font-style:
normal'>{chinese("斜")}</i>{chinese("，")}{latin("Word 16")}{chinese("。")}{END}</p>

<h2 style='margin-left:0cm'><a name="_Toc1234567">{chinese("一、定位")}</a>{END}</h2>

<p class=MsoNormal><a href="https://example.com/"><span style='font-family:"新細明體",serif'>{chinese("連結")}</span></a><span lang=EN-US>H<sub>2</sub>O</span><span
class=MsoHyperlink><span lang=EN-US><o:p></o:p></span></span></p>"""
        ),
        "<h2>品牌是什麼</h2><p><strong>粗</strong>與<em>斜</em>，Word 16。</p><h2>一、定位</h2>"
        '<p><a href="https://example.com/">連結</a>H<sub>2</sub>O</p>',
    ),
    "word: bullets on three levels": Paste(
        word(
            f"<p class=MsoNormal>{chinese('前')}{END}</p>\n\n"
            + item("甲", 1, "l")
            + item("甲一", 2, "n")
            + item("甲一一", 3, "u")
            + item("甲二", 2, "n")
            + item("乙", 1, "l")
            + f"\n<p class=MsoNormal>{chinese('後')}{END}</p>"
        ),
        "<p>前</p><ul><li>甲<ul><li>甲一<ul><li>甲一一</li></ul></li><li>甲二</li></ul></li><li>乙</li></ul><p>後</p>",
    ),
    "word: numbers with bullets inside": Paste(
        word(
            item("甲", 1, "1.", "l1", '"Calibri"')
            + item("甲一", 2, "l")
            + item("乙", 1, "2.", "l1", '"Calibri"').replace("l1 level1", "l1 level1")
        ).replace("l0 level2", "l1 level2"),
        "<ol><li>甲<ul><li>甲一</li></ul></li><li>乙</li></ol>",
    ),
    "word: a table": Paste(
        word(
            f"""<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 width=567
 style='width:425.4pt;border-collapse:collapse;border:none;mso-border-alt:solid windowtext .5pt;
 mso-yfti-tbllook:1184;mso-padding-alt:0cm 5.4pt 0cm 5.4pt'>
 <tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'>
{cell("項目")}{cell("價格")} </tr>
 <tr style='mso-yfti-irow:1;mso-yfti-lastrow:yes'>
{cell("甲")}  <td width=189 colspan=1 rowspan=1 valign=top style='width:141.8pt'>
  <p class=MsoNormal>{chinese("一")}{END}</p>
  <p class=MsoNormal>{chinese("二")}{END}</p>
  </td>
 </tr>
</table>

<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>"""
        ),
        "<table><tbody><tr><td>項目</td><td>價格</td></tr><tr><td>甲</td><td><p>一</p><p>二</p></td></tr></tbody></table>",
    ),
    "word: a VML picture with its bytes in RTF": Paste(
        word(
            f"""<p class=MsoNormal>{chinese("圖：")}{END}</p>

<p class=MsoNormal><span lang=EN-US style='mso-no-proof:yes'><!--[if gte vml 1]><v:shapetype
 id="_x0000_t75" coordsize="21600,21600" o:spt="75" o:preferrelative="t"
 path="m@4@5l@4@11@9@11@9@5xe" filled="f" stroked="f">
 <v:stroke joinstyle="miter"/><v:formulas><v:f eqn="if lineDrawn pixelLineWidth 0"/></v:formulas>
 <o:lock v:ext="edit" aspectratio="t"/>
</v:shapetype><v:shape id="圖片_x0020_1" o:spid="_x0000_i1025" type="#_x0000_t75"
 style='width:150pt;height:150pt;visibility:visible;mso-wrap-style:square'>
 <v:imagedata src="file:///C:/Users/editor/AppData/Local/Temp/msohtmlclip1/01/clip_image001.png"
  o:title=""/>
</v:shape><![endif]--><![if !vml]><img width=200 height=200
src="file:///C:/Users/editor/AppData/Local/Temp/msohtmlclip1/01/clip_image002.png"
v:shapes="圖片_x0020_1"><![endif]></span><span lang=EN-US><o:p></o:p></span></p>

<p class=MsoNormal>{chinese("後")}{END}</p>"""
        ),
        '<p>圖：</p><figure class="picture"><img data-picture="{0}" src="/admin/library/picture/{0}/file/"></figure><p>後</p>',
        rtf=(
            r"{\rtf1\adeflang1025\ansi\ansicpg950\uc2\adeff0\deff0{\fonttbl{\f0\fbidi \froman Times New Roman;}}"
            r"{\*\generator Microsoft Word 15;}\pard\plain {\loch\af0 text\par }{\*\shppict{\pict{\*\picprop\shplid1025"
            r"{\sp{\sn shapeType}{\sv 75}}{\sp{\sn fFlipH}{\sv 0}}}\picscalex100\picscaley100\piccropl0\piccropr0\piccropt0"
            r"\piccropb0\picw5292\pich5292\picwgoal3000\pichgoal3000\pngblip\bliptag-1{\*\blipuid 00112233445566778899aabbccddeeff}"
            + "\r\n"
            + "\r\n".join(PNG[at : at + 64] for at in range(0, len(PNG), 64))
            + r"}}{\nonshppict{\pict\picscalex100\picscaley100\picw5292\pich5292\picwgoal3000\pichgoal3000\wmetafile8\bliptag-1"
            r"{\*\blipuid 00112233445566778899aabbccddeeff}0100090000035a00000000003100}}\par }"
        ),
        pictures=1,
    ),
}


def docs(body: str) -> str:
    """Google Docs' frame: a character set, and one bold element that is not bold."""
    return (
        '<meta charset="utf-8"><meta charset="utf-8">'
        '<b style="font-weight:normal;" id="docs-internal-guid-5f0a1f7c-7fff-9d5b-2f6e-0b6f3f1d7a11">'
        f'{body}</b><br class="Apple-interchange-newline">'
    )


def run(text: str, weight=400, style="normal", decoration="none", extra="") -> str:
    return (
        f'<span style="font-size:11pt;font-family:Arial,sans-serif;color:#000000;background-color:transparent;font-weight:{weight};'
        f"font-style:{style};font-variant:normal;text-decoration:{decoration};-webkit-text-decoration-skip:none;"
        f'vertical-align:baseline;white-space:pre;white-space:pre-wrap;{extra}">{text}</span>'
    )


def paragraph(inner: str, element="p") -> str:
    return f'<{element} dir="ltr" style="line-height:1.38;margin-top:0pt;margin-bottom:0pt;">{inner}</{element}>'


def bullet(text: str, level=1) -> str:
    return (
        f'<li dir="ltr" style="list-style-type:disc;font-size:11pt;font-family:Arial,sans-serif;color:#000000;white-space:pre;" aria-level="{level}">'
        f'<p dir="ltr" style="line-height:1.38;margin-top:0pt;margin-bottom:0pt;" role="presentation">{run(text)}</p></li>'
    )


_LIST = '<ul style="margin-top:0;margin-bottom:0;padding-inline-start:48px;">{}</ul>'

DOCS = {
    "google docs: headings and styled runs": Paste(
        docs(
            paragraph(run("品牌是什麼"), "h1")
            + paragraph(
                run("這是") + run("粗", 700) + run("粗", 700) + run("斜", style="italic") + run("兩者", 700, "italic")
            )
            + "<br>"
            + paragraph(
                '<a href="https://example.com/" style="text-decoration:none;">'
                + run("連結", decoration="underline", extra="color:#1155cc;")
                + "</a>"
                + run("劃掉", decoration="line-through")
            )
            + paragraph(run("一、定位"), "h2")
        ),
        "<h2>品牌是什麼</h2><p>這是<strong>粗粗</strong><em>斜<strong>兩者</strong></em></p>"
        '<p><a href="https://example.com/">連結</a><s>劃掉</s></p><h2>一、定位</h2>',
    ),
    "google docs: a nested list": Paste(
        docs(_LIST.format(bullet("甲") + _LIST.format(bullet("甲一", 2) + bullet("甲二", 2)) + bullet("乙"))),
        "<ul><li>甲<ul><li>甲一</li><li>甲二</li></ul></li><li>乙</li></ul>",
    ),
    "google docs: a table": Paste(
        docs(
            '<div dir="ltr" style="margin-left:0pt;" align="left"><table style="border:none;border-collapse:collapse;table-layout:fixed;width:468pt">'
            "<colgroup><col /><col /></colgroup><tbody>"
            + "".join(
                '<tr style="height:0pt">'
                + "".join(
                    '<td style="border-left:solid #000000 1pt;vertical-align:top;padding:5pt 5pt 5pt 5pt;overflow:hidden;overflow-wrap:break-word;">'
                    + paragraph(run(text))
                    + "</td>"
                    for text in row
                )
                + "</tr>"
                for row in (("項目", "價格"), ("甲", "100"))
            )
            + "</tbody></table></div>"
        ),
        "<table><tbody><tr><td>項目</td><td>價格</td></tr><tr><td>甲</td><td>100</td></tr></tbody></table>",
    ),
}

ALL = WORD | DOCS
RESIDUE = (
    "style=",
    "mso",
    "Mso",
    "<span",
    "<o:",
    "v:",
    "file:",
    "class=Mso",
    "<p></p>",
    "<p>&nbsp;</p>",
    "<font",
    "<!--",
)
