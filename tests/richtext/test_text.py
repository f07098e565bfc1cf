"""Plain text for search, counts and comparing; and which pictures a text shows."""

import pytest

from cms.richtext.pictures import picture_ids
from cms.richtext.text import plain


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>題</h2><p>一<strong>二</strong>三</p>", "題\n一二三"),
        ("<p>甲<br>乙</p>\n\n<p>丙</p>", "甲\n乙\n丙"),
        ("<ul><li>甲<ul><li>乙</li></ul></li></ul>", "甲\n乙"),
        ("<table><tr><th>項</th><td>值</td></tr></table>", "項\n值"),
        ("<p><ruby>嶺<rp>(</rp><rt>ㄌㄧㄥˇ</rt><rp>)</rp>上</ruby>創意</p>", "嶺上創意"),
        ("<p>搜尋<wbr>引擎 &amp; &lt;b&gt;</p>", "搜尋引擎 & <b>"),
        ("<figure class=picture><img data-picture=1 alt=山><figcaption>圖說</figcaption></figure>", "圖說"),
        ("<p>看不見<script>alert(1)</script></p>", "看不見"),
        ("", ""),
    ],
)
def test_plain_text_is_what_a_reader_sees_a_line_a_block(html, expected):
    assert plain(html) == expected


def test_pictures_are_listed_once_in_order():
    html = "".join(f'<figure class="picture"><img data-picture="{n}" src="x" alt=""></figure>' for n in (9, 2, 9))
    assert picture_ids(html + '<p><img src="https://example.com/a.png" alt="x"></p>') == [9, 2]
