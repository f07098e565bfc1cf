"""Saved pages of the kinds that agencies keep: WeChat, old Chinese systems, linked data, and none of these."""

import io
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.richtext.sanitiser import clean
from reach.entries import Entry
from reach.importing.pages import RULES, is_rule
from reach.importing.readers.saved_page import SavedPageReader
from reach.importing.sources import Source, reader_of
from tests.reach.importing.zips import packed

LONG = "我們用了三個月的時間訪問了十二位客戶，問他們為什麼留下，又為什麼離開；回答出乎所有人的意料。" * 3
WECHAT = f"""<!DOCTYPE html><html><head><meta property="og:title" content="別的"><meta name="author" content="">
<meta property="og:image" content="http://mmbiz.qpic.cn/cover/0"></head><body>
<h1 id="activity-name"> 品牌的回答 </h1><span id="js_name">山脊策略</span><em id="publish_time">2019-05-01 10:00</em>
<div id="js_content" style="visibility:hidden"><p>{LONG}</p><p><img data-src="https://mmbiz.qpic.cn/a/640?wx_fmt=png"></p>
<section><span style="font-weight:bold">粗體</span></section><script>alert(1)</script></div>
<div id="js_pc_qr_code">掃碼</div></body></html>"""
DEDE = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>品牌策略_某网站</title>
</head><body><div class="breadcrumb">首页 &gt; 新闻</div><div class="title"><h1>品牌策略</h1></div>
<div class="info">时间:2012-03-04 05:06 来源:未知 作者:admin 点击:<span class="click">1,234</span>次</div>
<div class="content"><table><tr><td>{LONG}<br>第二行<div class="share">分享到</div>
<img src="/uploads/allimg/120304/1.jpg"></td></tr></table></div><div class="related"><ul><li>相关文章</li></ul></div>
</body></html>"""
LINKED = f"""<html><head><title>T | 站名</title><link rel="canonical" href="https://example.com/a/">
<script type="application/ld+json">{{"@graph":[{{"@type":"NewsArticle","headline":"真正的標題",
"datePublished":"2020-01-02T03:04:05+08:00","author":[{{"@type":"Person","name":"林"}}],
"publisher":{{"name":"日報"}}}}]}}</script>
</head><body><nav>選單</nav><article><h1>真正的標題</h1><p>{LONG}</p><aside>相關</aside>
<h2>參考資料</h2><ol><li><a href="https://example.org/r">報告</a>，研究院</li><li>[2] 一本書 https://example.org/b</li></ol>
</article></body></html>"""


def source_of(text: str, encoding="utf-8", name="page.html", **options) -> Source:
    return Source(name, io.BytesIO(text.encode(encoding)), options)


def entry(source: Source) -> Entry:
    reader = reader_of(source)
    assert isinstance(reader, SavedPageReader)
    [found] = reader.read(source)
    assert [found] == list(reader.read(source))
    assert clean(found.fields.get("body", "")) == found.fields.get("body", "")
    return found


def test_an_article_of_wechat_is_whole_with_its_lazy_pictures():
    found = entry(source_of(WECHAT))
    assert found.fields["title"] == "品牌的回答"
    assert found.fields["source"] == {"name": "山脊策略"}
    assert found.fields["cover"] == "http://mmbiz.qpic.cn/cover/0"
    assert found.live_from == "2019-05-01T10:00:00+08:00"
    assert '<img src="https://mmbiz.qpic.cn/a/640?wx_fmt=png">' in found.fields["body"]
    assert "<strong>粗體</strong>" in found.fields["body"]
    assert "掃碼" not in found.fields["body"]


def test_a_page_of_an_old_chinese_system_is_read_in_its_encoding():
    found = entry(source_of(DEDE, "gb18030"))
    assert found.fields["title"] == "品牌策略"
    assert found.live_from == "2012-03-04T05:06:00+08:00"
    assert LONG[:20] in found.fields["body"]
    assert "分享到" not in found.fields["body"]
    assert "相关文章" not in found.fields["body"]
    assert any("1,234" in note for note in found.notes)
    assert "uploads/allimg/120304/1.jpg" in found.fields["body"]


def test_linked_data_is_believed_and_references_are_taken_out_of_the_text():
    found = entry(source_of(LINKED))
    assert (found.fields["title"], found.live_from) == ("真正的標題", "2020-01-02T03:04:05+08:00")
    assert (found.fields["author"], found.fields["source"]) == ({"name": "林"}, {"name": "日報"})
    assert found.addresses == ["https://example.com/a/"]
    assert found.fields["body"].strip() == f"<p>{LONG}</p>"
    assert found.parts["citations"] == [
        {"title": "報告，研究院", "url": "https://example.org/r"},
        {"title": "一本書", "url": "https://example.org/b"},
    ]


def test_where_no_rule_finds_the_text_the_densest_part_is_it_and_that_is_said():
    found = entry(
        source_of(f"<html><body><div><a href=x>選單</a></div><div id=q><p>{LONG}</p><p>{LONG}</p></div></body>")
    )
    assert found.fields["body"].count("<p>") == 2
    assert "選單" not in found.fields["body"]
    assert "length alone" in found.notes[0]


def test_the_form_shows_the_rules_with_what_they_find_and_an_editor_corrects_them():
    source = source_of(DEDE, "gb18030")
    form = reader_of(source).form(source)()
    assert form.fields["title"].initial == "h1"
    assert form.fields["title"].help_text == "品牌策略"
    assert "2012-03-04" in form.fields["time"].help_text
    assert "signs" in form.fields["body"].help_text
    corrected = source_of(DEDE, "gb18030", title="title", body="td", left_out="")
    found = entry(corrected)
    assert found.fields["title"] == "品牌策略_某网站"
    assert "分享到" in found.fields["body"]


def test_a_rule_that_is_none_is_refused_in_the_form_and_finds_nothing_elsewhere():
    source = source_of(WECHAT)
    form = reader_of(source).form(source)({"title": "h1[[", "body": "#js_content", "left_out": ""})
    assert list(form.errors) == ["title"]
    assert entry(source_of(WECHAT, body="h1[[")).notes


def test_every_rule_of_ours_is_one():
    assert all(is_rule(rule) for rules in RULES.values() for rule in rules)


def test_pages_in_a_zip_take_their_pictures_from_the_folder_beside_them():
    saved = "<!-- saved from url=(0026)https://example.com/a.html -->"
    page = f"{saved}<article><p>{LONG}</p><img src='./頁_files/a%201.png'></article>"
    source = Source(
        "pages.zip", packed({"頁.html": page, "頁_files/a 1.png": b"PNG", "頁_files/frame.html": "<p>ad</p>"})
    )
    found = entry(source)
    assert found.addresses == ["https://example.com/a.html"]
    assert '<img src="頁_files/a%201.png">' in found.fields["body"]
    assert reader_of(source).open(source, "頁_files/a%201.png").read() == b"PNG"


def test_a_web_archive_holds_its_page_and_its_pictures():
    message = EmailMessage()
    message.set_content(
        f'<article><p>{LONG}</p><img src="https://example.com/a.png"><img src="cid:p1"></article>', subtype="html"
    )
    message["Content-Location"] = "https://example.com/a.html"
    message.make_mixed()
    message.add_attachment(b"PNG1", "image", "png")
    message.add_attachment(b"PNG2", "image", "png", cid="<p1>")
    message.get_payload()[1]["Content-Location"] = "https://example.com/a.png"
    source = Source("page.mht", io.BytesIO(message.as_bytes()))
    found = entry(source)
    assert found.addresses == ["https://example.com/a.html"]
    assert reader_of(source).open(source, "https://example.com/a.png").read() == b"PNG1"
    ref = found.fields["body"].rpartition('src="')[2].partition('"')[0]
    assert reader_of(source).open(source, ref).read() == b"PNG2"


def test_pictures_that_stand_in_the_page_are_kept():
    source = source_of(f'<article><p>{LONG}</p><img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUg=="></article>')
    found = entry(source)
    assert '<img src="page.html#inline-1">' in found.fields["body"]
    assert reader_of(source).open(source, "page.html#inline-1").read().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 50_000 + LONG,
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><article>&a;' + LONG + "</article>",
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        '<script type="application/ld+json">{"@type": 1, "author": [[]]}</script><p>x',
        "plain words",
    ],
)
def test_a_page_made_to_do_harm_is_an_entry(text):
    found = entry(source_of(text))
    assert "root:" not in str(found)
    assert found.fields["title"]


@given(st.text(st.sampled_from("<>/abph1 =\"'&;!-#[]品，\n"), min_size=1, max_size=200))
def test_any_text_is_an_entry(text):
    reader = SavedPageReader()
    for found in reader.read(source_of(f"x{text}")):
        body = found.fields.get("body", "")
        assert clean(body) == clean(clean(body))
