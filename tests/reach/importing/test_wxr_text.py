"""Texts of WordPress: classic ones, shortcodes, blocks and pictures, as HTML that our texts can hold."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as made

from cms.richtext.sanitiser import clean
from reach.importing.readers.wxr.content import Content
from reach.importing.readers.wxr.paragraphs import paragraphs
from reach.importing.readers.wxr.survey import Survey
from tests.reach.importing.wordpress import SITE, attachment, export, item, source

pytestmark = pytest.mark.usefixtures("in_english")

UPLOADS = f"{SITE}/wp-content/uploads"
FILES = (
    attachment(30, "2019/山.jpg", alt="山", caption="一座 &amp; 山", parent=1),
    attachment(31, "2019/b-scaled.jpg", parent=1),
    attachment(32, "song.mp3", title="歌"),
)


def read(raw, *items, post="1", footnotes="") -> tuple[str, str]:
    """The text as it will be stored but for its pictures, and what is said of it."""
    content = Content(Survey(source(export(*FILES, *items))), post, footnotes)
    html = content.html(raw)
    return clean(html), " ".join(content.notes())


def flat(html: str) -> str:
    """Without the white space between tags, which shows nothing."""
    return re.sub(r">\s+<", "><", html).strip()


def text(raw, *items, **more) -> str:
    html, said = read(raw, *items, **more)
    assert said == ""
    return flat(html)


def picture(file, alt="") -> str:
    return f'<img src="{UPLOADS}/{file}" alt="{alt}">'


# --- Classic texts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("一\n\n二", "<p>一</p>\n<p>二</p>"),
        ("一\r\n二\n \n三", "<p>一<br>二</p>\n<p>三</p>"),
        ("一<br />\n二", "<p>一<br>二</p>"),
        ("<h2>題</h2>\n字", "<h2>題</h2>\n<p>字</p>"),
        ("字\n<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n字", "<p>字</p>\n<ul><li>甲</li><li>乙</li></ul>\n<p>字</p>"),
        ("<blockquote>一\n\n二</blockquote>", "<blockquote><p>一</p>\n<p>二</p>\n</blockquote>"),
        ("<p>已經\n是</p>\n\n<p>段落</p>", "<p>已經<br>是</p>\n<p>段落</p>"),
        ("<pre>a\n\nb  &lt;</pre>\n\n字", "<pre>a\n\nb  &lt;</pre>\n<p>字</p>"),
        ("一\n\n&nbsp;\n\n二", "<p>一</p>\n<p>二</p>"),
        ("一<!--more-->二\n<!--nextpage-->\n三", "<p>一</p>\n<p>二</p>\n<p>三</p>"),
        ("<a\nhref=\"https://a.example/\">連\n結</a>", '<p><a href="https://a.example/">連<br>結</a></p>'),
        ("<table><tr><td>一\n二</td><td>三</td></tr></table>",
         "<table><tbody><tr><td>一<br>二</td><td>三</td></tr></tbody></table>"),
        ("<div>一\n\n二</div>", "<p>一</p>\n<p>二</p>\n"),
        ("<ol><li>甲\n\n乙</li></ol>", "<ol><li><p>甲</p>\n<p>乙</p>\n</li></ol>"),
        ("<strong>一</strong> 二 &amp; 三 &lt;p&gt;", "<p><strong>一</strong> 二 &amp; 三 &lt;p&gt;</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_lines_become_paragraphs_where_they_are_meant(typed, meant):
    assert text(typed) == flat(meant)


@given(made.text(alphabet="a字 \n<>/pbrul\"'&;-![]=", max_size=200))
def test_making_paragraphs_loses_no_word_whatever_comes(typed):
    assert sorted(
        "".join(paragraphs(typed).replace("<p>", "").replace("</p>", "").replace("<br>", "").split())
    ) == sorted("".join(typed.replace("<p>", "").replace("</p>", "").replace("<br>", "").split()))


# --- Brackets -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["見 [1]", "[註] 說明", "[sic]", "[Update]", "a[i] = b[j]", "[x = 1]", "[see page 3]", "[]", "[ gallery ]", "[/]",
     "[self-made]", "[a", "a]"],
)  # fmt: skip
def test_words_in_brackets_stay(words):
    assert text(words) == f"<p>{words}</p>"


def test_unknown_shortcodes_leave_what_they_enclose_and_are_named():
    html, said = read(
        '[vc_row][vc_column width="1/2"]<p>字</p>[/vc_column][/vc_row]\n\n[contact-form-7 id="3" title="x"]'
    )
    assert html == "<p>字</p>"
    assert "[contact-form-7], [vc_column], [vc_row]" in said


@pytest.mark.parametrize("typed", ['[foo a="1"]', "[foo a=1 /]", "[my_plugin]", "[b]字[/b]", "[toc]"])
def test_a_shortcode_is_known_by_attributes_an_end_or_a_usual_name(typed):
    html, said = read(f"前{typed}後")
    assert html in {"<p>前後</p>", "<p>前字後</p>"}
    assert "Shortcodes" in said


def test_a_shortcode_that_was_to_be_read_is_read():
    assert text("寫 [[gallery]] 即可") == "<p>寫 [gallery] 即可</p>"


def test_brackets_in_code_are_code():
    assert text('<pre>[Fact(a="1")]\n[gallery]</pre>') == '<pre>[Fact(a="1")]\n[gallery]</pre>'
    assert text('用 <code>[gallery ids="30"]</code> 字') == '<p>用 <code>[gallery ids="30"]</code> 字</p>'
    assert text('[code lang="php"]\necho $a["x"];\n\n// <b>\n[/code]') == (
        '<pre><code class="language-php">echo $a["x"];\n\n// &lt;b&gt;</code></pre>'
    )


def test_code_that_never_ends_hides_no_code_after_it():
    assert text("寫 [code] 字\n<pre>[toc]\n\n[toc]</pre>") == "<p>寫 [code] 字</p><pre>[toc]\n\n[toc]</pre>"


# --- Pictures -------------------------------------------------------------------------------------------------------


def test_a_smaller_copy_stands_for_the_whole_picture():
    whole = picture("2019/山.jpg", "山")
    for address in (
        f"{UPLOADS}/2019/山-300x200.jpg",
        f"{UPLOADS.replace('https', 'http')}/2019/%E5%B1%B1-1024x768.jpg",
        f"https://i0.wp.com/{UPLOADS.removeprefix('https://')}/2019/山.jpg?resize=300%2C200&amp;ssl=1",
        "/blog/wp-content/uploads/2019/山.jpg",
    ):
        assert text(f'<img src="{address}" />') == f"<p>{whole}</p>", address
    assert text(f'<img src="{UPLOADS}/2019/b-300x200.jpg">') == f"<p>{picture('2019/b-scaled.jpg')}</p>"


def test_a_picture_is_known_by_its_number_only_if_its_name_agrees():
    moved = '<img class="alignleft wp-image-30" src="https://cdn.example/山-150x150.jpg" alt="自己的">'
    assert text(moved) == f"<p>{picture('2019/山.jpg', '自己的')}</p>"
    foreign = '<img class="wp-image-30" src="https://cdn.example/c.jpg" alt="">'
    assert text(foreign) == '<p><img src="https://cdn.example/c.jpg" alt=""></p>'


@pytest.mark.parametrize("name", ["data-src", "data-original", "data-lazy-src"])
def test_a_picture_that_was_to_be_loaded_later_is_found_once(name):
    address = f"{UPLOADS}/2019/山.jpg"
    lazy = f'<img src="data:image/gif;base64,R0lG" {name}="{address}" alt="x">'
    assert (
        text(f'<p>{lazy}<noscript><img src="{address}" alt="x"></noscript></p>')
        == f"<p>{picture('2019/山.jpg', 'x')}</p>"
    )


def test_a_picture_only_for_readers_without_scripts_is_a_picture():
    assert text(f'<noscript><img src="{UPLOADS}/2019/山.jpg"></noscript>') == f"<p>{picture('2019/山.jpg', '山')}</p>"


def test_a_link_to_the_picture_itself_goes_and_another_link_stays():
    inner = f'<img src="{UPLOADS}/2019/山-300x200.jpg">'
    assert text(f'<a href="{UPLOADS}/2019/山.jpg">{inner}</a>') == f"<p>{picture('2019/山.jpg', '山')}</p>"
    assert text(f'<a href="{SITE}/?attachment_id=30" rel="attachment wp-att-30">{inner}</a>').startswith("<p><img")
    assert text(f'<a href="https://a.example/">{inner}</a>').startswith('<p><a href="https://a.example/"><img')


def test_pictures_inside_the_text_and_those_that_count_readers_go():
    html, said = read(
        '一<img src="data:image/png;base64,AAAA"><img src="https://t.example/p.gif" width="1" height="1">'
    )
    assert html == "<p>一</p>"
    assert "left out: 1" in said


def test_an_emoji_is_a_character():
    assert text('好<img class="emoji" alt="🙂" src="https://s.w.org/images/core/emoji/1f642.svg">') == "<p>好🙂</p>"


def test_a_caption_stands_with_its_picture():
    inner = f'<a href="{UPLOADS}/2019/山.jpg"><img src="{UPLOADS}/2019/山-300x200.jpg" alt="a" /></a>'
    meant = f"<figure>{picture('2019/山.jpg', 'a')}<figcaption>一座 <em>山</em></figcaption></figure>"
    assert text(f'[caption id="attachment_30" align="left" width="300"]{inner} 一座 <em>山</em>[/caption]\n\n字') == (
        f"{meant}<p>字</p>"
    )
    assert text(f'[caption width="300" caption="一座 <em>山</em>"]{inner}[/caption]') == meant


def test_a_gallery_is_its_pictures_one_below_the_other():
    first = f"<figure>{picture('2019/山.jpg', '山')}<figcaption>一座 &amp; 山</figcaption></figure>"
    second = f"<figure>{picture('2019/b-scaled.jpg')}</figure>"
    assert text('[gallery columns="2" ids="31,30"]') == f"{second}{first}"
    assert text("[gallery]") == f"{first}{second}"
    assert text('[gallery exclude="30"]') == second
    html, said = read('[gallery ids="30,99"]')
    assert html == first
    assert "not in this export: 1" in said


# --- What plays -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "video"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", "youtube:abcdefghijk"),
        ("[embed width=\"500\"]https://youtu.be/abcdefghijk[/embed]", "youtube:abcdefghijk"),
        ("<p>https://vimeo.com/12345678</p>", "vimeo:12345678"),
        ("[youtube https://www.youtube.com/watch?v=abcdefghijk&w=400]", "youtube:abcdefghijk"),
        ("[vimeo 12345678]", "vimeo:12345678"),
        ('<iframe src="//player.bilibili.com/player.html?aid=1&amp;bvid=BV1xx411c7mD" width="600"></iframe>',
         "bilibili:BV1xx411c7mD"),
        ('<iframe data-src="https://www.youtube.com/embed/abcdefghijk?feature=oembed" src="about:blank"></iframe>',
         "youtube:abcdefghijk"),
        ('<object><param name="movie" value="http://www.youtube.com/v/abcdefghijk?fs=1">'
         '<embed src="http://www.youtube.com/v/abcdefghijk?fs=1"></object>', "youtube:abcdefghijk"),
        ('<embed src="http://player.youku.com/player.php/sid/XMTIzNDU2Nzg5/v.swf" width="480">', "youku:XMTIzNDU2Nzg5"),
    ],
)  # fmt: skip
def test_a_video_of_a_known_host_is_a_video(typed, video):
    assert text(typed) == f'<figure data-video="{video}"></figure>'
    assert f'<figure data-video="{video}">' in text(f"前\n\n{typed}\n\n後")


def test_what_plays_elsewhere_becomes_a_link_with_its_name():
    link = f'<p><a href="{UPLOADS}/a.mp4">a.mp4</a></p>'
    for typed in (
        f'[video width="640" mp4="{UPLOADS}/a.mp4"][/video]',
        f'<video controls><source src="{UPLOADS}/a.mp4" type="video/mp4"></video>',
        f'[audio src="{UPLOADS}/a.mp4"]',
    ):
        html, said = read(typed)
        assert (flat(html), said) == (link, "Links lead to files of the old site that are not taken: a.mp4.")
    assert flat(read('[playlist ids="32"]')[0]) == f'<p><a href="{UPLOADS}/song.mp3">song.mp3</a></p>'
    assert "https://twitter.com/a/status/1</a>" in text("https://twitter.com/a/status/1")
    html, said = read('<iframe src="https://maps.example/x"></iframe>')
    assert html.strip() == '<p><a href="https://maps.example/x">https://maps.example/x</a></p>'
    assert "now links: 1" in said


def test_an_address_within_a_line_stays_in_it():
    assert text("看 https://youtu.be/abcdefghijk 吧") == "<p>看 https://youtu.be/abcdefghijk 吧</p>"


def test_what_acts_by_itself_is_named():
    html, said = read("<script>alert('[gallery]')</script>字<form><input></form>")
    assert html == "<p>字</p>"
    assert "<form>, <script>" in said


# --- Blocks ---------------------------------------------------------------------------------------------------------


def block(name, html, **said) -> str:
    settings = f"{json.dumps(said)} " if said else ""
    return f"<!-- wp:{name} {settings}-->\n{html}\n<!-- /wp:{name} -->\n\n"


def test_blocks_leave_their_html_and_no_comment():
    raw = block("paragraph", '<p class="has-text-align-center">一\n二</p>', align="center") + block(
        "list", "<ul><li>甲</li></ul>"
    )
    assert (
        text(raw + block("separator", "<hr/>") + block("more", "<!--more-->"))
        == "<p>一\n二</p><ul><li>甲</li></ul><hr>"
    )


def test_a_text_between_blocks_is_a_classic_one():
    assert text("一\n\n二\n" + block("paragraph", "<p>三</p>")) == "<p>一</p><p>二</p><p>三</p>"


def test_a_picture_block_keeps_caption_and_whole_picture():
    html = f'<figure class="wp-block-image"><img src="{UPLOADS}/2019/山-1024x768.jpg" alt="" class="wp-image-30"/>'
    html += '<figcaption class="wp-element-caption">圖說</figcaption></figure>'
    meant = f"<figure>{picture('2019/山.jpg', '山')}<figcaption>圖說</figcaption></figure>"
    assert text(block("image", html, id=30, sizeSlug="large")) == meant


def test_both_shapes_of_gallery_blocks_are_pictures_with_their_captions():
    one, two = (f'<img src="{UPLOADS}/2019/{name}"/>' for name in ("山.jpg", "b-scaled.jpg"))
    old = (
        f'<figure class="wp-block-gallery"><ul><li class="blocks-gallery-item"><figure>{one}<figcaption>甲</figcaption>'
        f"</figure></li><li><figure>{two}</figure></li></ul><figcaption>全部</figcaption></figure>"
    )
    new = (
        '<figure class="wp-block-gallery has-nested-images">'
        + block("image", f"<figure>{one}<figcaption>甲</figcaption></figure>", id=30)
        + block("image", f"<figure>{two}</figure>", id=31)
        + '<figcaption class="blocks-gallery-caption">全部</figcaption></figure>'
    )
    meant = (
        f"<figure>{picture('2019/山.jpg', '山')}<figcaption>甲</figcaption></figure>"
        f"<figure>{picture('2019/b-scaled.jpg')}</figure><p>全部</p>"
    )
    assert text(block("gallery", old, ids=[30, 31])) == text(block("gallery", new)) == meant


def test_a_video_block_of_any_age_is_a_video_with_its_caption():
    address = "https://www.youtube.com/watch?v=abcdefghijk"
    inner = f'<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\n{address}\n</div>'
    inner += "<figcaption>片</figcaption></figure>"
    meant = '<figure data-video="youtube:abcdefghijk"><figcaption>片</figcaption></figure>'
    assert text(block("embed", inner, url=address)) == meant
    assert text(block("core-embed/youtube", inner)) == meant
    html = text(block("embed", inner.replace(address, "https://x.example/1"), url="https://x.example/1"))
    assert html == '<p><a href="https://x.example/1">https://x.example/1</a></p><p>片</p>'


def test_quotes_code_tables_columns_buttons_and_files():
    pull = '<figure class="wp-block-pullquote"><blockquote><p>話</p><cite>人</cite></blockquote></figure>'
    assert text(block("pullquote", pull)) == "<blockquote><p>話</p><cite>人</cite></blockquote>"
    code = block("code", '<pre class="wp-block-code"><code>a[0]\n\n&lt;b&gt;</code></pre>')
    assert text(code) == "<pre><code>a[0]\n\n&lt;b&gt;</code></pre>"
    table = "<figure><table><thead><tr><th>一</th></tr></thead></table><figcaption>表</figcaption></figure>"
    assert text(block("table", table)).startswith("<figure><table><thead>")
    columns = block("column", '<div class="wp-block-column">' + block("paragraph", "<p>左</p>") + "</div>") * 2
    assert text(block("columns", f'<div class="wp-block-columns">{columns}</div>')) == "<p>左</p><p>左</p>"
    button = '<div class="wp-block-button"><a class="wp-block-button__link" href="/contact/">去</a></div>'
    assert (
        text(block("buttons", f"<div>{block('button', button)}</div>")).strip() == '<p><a href="/contact/">去</a></p>'
    )
    file = f'<div class="wp-block-file"><a href="{UPLOADS}/a.pdf">價目</a>'
    file += f'<a href="{UPLOADS}/a.pdf" class="wp-block-file__button" download>下載</a></div>'
    assert text(block("file", file)) == f'<p><a href="{UPLOADS}/a.pdf">價目</a></p>'


def test_code_of_a_plugin_keeps_its_language():
    html = block("syntaxhighlighter/code", '<pre class="wp-block-syntaxhighlighter-code">a[0]</pre>', language="python")
    assert text(html) == '<pre><code class="language-python">a[0]</code></pre>'


def test_a_shortcode_in_a_block_is_answered():
    assert text(block("shortcode", '[gallery ids="31"]')) == f"<figure>{picture('2019/b-scaled.jpg')}</figure>"


def test_blocks_that_wordpress_fills_are_named():
    html, said = read(
        '<!-- wp:latest-posts {"postsToShow":3} /-->\n<!-- wp:acme/slider /-->' + block("paragraph", "<p>字</p>")
    )
    assert html == "<p>字</p>"
    assert "acme/slider, latest-posts" in said


def test_a_block_that_several_texts_share_is_read_into_each():
    shared = item(50, kind="wp_block", body=block("paragraph", "<p>共用</p>") + '<!-- wp:block {"ref":50} /-->')
    html, said = read('<!-- wp:block {"ref":50} /-->', shared)
    assert html == "<p>共用</p>"
    assert "left out: block" in said
    assert "left out: block" in read('<!-- wp:block {"ref":51} /-->')[1]


def test_footnotes_stand_below_with_their_numbers_in_the_text():
    raw = block("paragraph", '<p>字<sup data-fn="x" class="fn"><a href="#x" id="x-link">1</a></sup></p>')
    notes = json.dumps([{"content": "<em>註</em>", "id": "x"}, {"content": 3}, "y"])
    assert text(raw + "<!-- wp:footnotes /-->", footnotes=notes) == "<p>字<sup>1</sup></p><ol><li><em>註</em></li></ol>"
    assert text("<!-- wp:footnotes /-->", footnotes="{") == ""


@pytest.mark.parametrize(
    "raw",
    ["<!-- wp:paragraph -->字", "字<!-- /wp:paragraph -->", "<!-- wp:a -->字<!-- /wp:b -->", '<!-- wp:x {"a": -->字',
     "字<!-- wp:image {\"id\":", "<!-- wp:x [1] -->字<!-- /wp:x -->",
     "字<!--", "<!-- wp:gallery {\"ids\":{\"a\":1}} -->字",
     "<!-- wp:embed {\"url\":5} --><!-- /wp:embed -->字", "<!-- wp:cover {\"url\":5} -->字"],
)  # fmt: skip
def test_broken_blocks_lose_no_word(raw):
    html, _said = read(raw)
    assert "字" in html or "gallery" in raw


# --- Too much -------------------------------------------------------------------------------------------------------


def test_a_text_that_no_one_may_store_is_left_as_it_is():
    raw = "<b>" * 200_000
    assert Content(Survey(source(export())), "1").html(raw) == raw


@given(made.text(alphabet="字a[]/<>!-=\"' \nwp:{}imgcode", max_size=300))
def test_whatever_is_typed_ends_as_something_that_can_be_stored(typed):
    clean(Content(EMPTY, "1").html(typed))


EMPTY = Survey(source(export()))
