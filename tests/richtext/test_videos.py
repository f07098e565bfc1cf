# ruff: noqa: E501  (each address is one line)
"""Videos of other sites: hosts from a table, stored as host and id, shown only after a click."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from cms.richtext import videos
from cms.richtext.rendering import render
from cms.richtext.sanitiser import clean
from cms.richtext.text import plain

BILIBILI, YOUTUBE = "bilibili:BV1xx411c7mD", "youtube:dQw4w9WgXcQ"
FIGURE = f'<figure data-video="{BILIBILI}"><figcaption>清晨的山脊</figcaption></figure>'

ADDRESSES = {
    "https://www.bilibili.com/video/BV1xx411c7mD/?spm_id_from=333.337&vd_source=0": BILIBILI,
    "http://m.bilibili.com/video/BV1xx411c7mD": BILIBILI,
    "bilibili.com/video/BV1xx411c7mD?p=2": BILIBILI,
    '<iframe src="//player.bilibili.com/player.html?isOutside=true&amp;aid=1&amp;bvid=BV1xx411c7mD&amp;cid=2" scrolling="no"></iframe>': BILIBILI,
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=10s": YOUTUBE,
    "https://www.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ": YOUTUBE,
    "https://youtu.be/dQw4w9WgXcQ?si=abc": YOUTUBE,
    "HTTPS://WWW.YouTube.com/shorts/dQw4w9WgXcQ": YOUTUBE,
    "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ": YOUTUBE,
    "https://v.qq.com/x/page/a0012abcd3e.html": "tencent:a0012abcd3e",
    "https://v.qq.com/x/cover/mzc00200abcdefg/a0012abcd3e.html?ptag=x": "tencent:a0012abcd3e",
    "https://v.qq.com/txp/iframe/player.html?vid=a0012abcd3e": "tencent:a0012abcd3e",
    "https://v.youku.com/v_show/id_XMTIzNDU2Nzg5Mg==.html?spm=a": "youku:XMTIzNDU2Nzg5Mg==",
    "https://v.youku.com/video?vid=XMTIzNDU2Nzg5Mg%3D%3D": "youku:XMTIzNDU2Nzg5Mg==",
    "https://vimeo.com/123456789": "vimeo:123456789",
    "https://player.vimeo.com/video/123456789?h=abc": "vimeo:123456789",
}
NOT_ONE_OF_OURS = [
    "",
    "x" * 100_000,
    "https://evil.example/video/BV1xx411c7mD",
    "https://bilibili.com.evil.example/video/BV1xx411c7mD",
    "https://evil.example/?x=https://www.bilibili.com/video/BV1xx411c7mD",
    "https://evilbilibili.com/video/BV1xx411c7mD",
    "https://www.bilibili.com@evil.example/video/BV1xx411c7mD",
    "https://www.bilibili.com/video/BV1xx411c7mDextra",
    "https://www.bilibili.com/video/bv1xx411c7md",
    "https://www.bilibili.com/video/",
    "https://b23.tv/abc",
    "https://www.youtube.com/playlist?list=PL123",
    "javascript:alert(1)//youtu.be/dQw4w9WgXcQ",
    "data:text/html,youtu.be/dQw4w9WgXcQ",
    "https://vimeo.com/１２３４５６７８９",
    "\x00https://youtu.be/dQw4w9WgXcQ",
]
HOSTILE = [
    "evil:BV1xx411c7mD",
    "bilibili:BV1xx411c7mD&autoplay=1",
    "bilibili:BV1xx411c7mD/../x",
    "bilibili:BV1xx411c7mD\n",
    "bilibili: BV1xx411c7mD",
    "BILIBILI:BV1xx411c7mD",
    "bilibili:BV1xx411c7m",
    "bilibili:",
    "bilibili",
    ":BV1xx411c7mD",
    "youtube:dQw4w9WgXc&quot;",
    "youtube:&quot;&gt;&lt;script&gt;",
    "youtube:dQw4w9WgXcQ?x=//evil",
    "vimeo:１２３４５６７",
    "vimeo:0123456",
    "https://evil.example/",
    "javascript:alert(1)",
]


@pytest.mark.parametrize(("address", "video"), ADDRESSES.items())
def test_the_addresses_that_people_copy_are_read(address, video):
    assert str(videos.recognised(f" {address}\n")) == video
    assert videos.known(video) == video


@pytest.mark.parametrize("address", NOT_ONE_OF_OURS)
def test_other_addresses_are_not(address):
    assert videos.recognised(address) is None


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_that_is_not_a_host_and_its_id_to_the_letter_does_not_survive(value):
    cleaned = clean(f'<p>前</p><figure data-video="{value}"><figcaption>字</figcaption></figure>')
    assert "video" not in cleaned
    assert clean(cleaned) == cleaned


def test_every_host_keeps_its_own_rules():
    for host in videos.HOSTS.values():
        for address in (host.page, host.player):
            assert address.startswith("https://")
            assert address.count("{}") == 1
        assert all("{}" in pattern and "(" not in pattern.replace("(?:", "") for pattern in host.addresses)


def test_a_video_with_its_caption_is_stored_unchanged():
    assert clean(FIGURE) == FIGURE
    assert clean(f'<figure data-video="{YOUTUBE}"></figure>') == f'<figure data-video="{YOUTUBE}"></figure>'
    assert plain(FIGURE) == "清晨的山脊"


@pytest.mark.parametrize(
    "around",
    [
        '<a href="https://evil.example/">{}</a>',
        "<pre>{}</pre>",
        "<h2>{}</h2>",
        "<details><summary>{}</summary></details>",
        "<figure>{}</figure>",
        "<table><tr><td>{}</table>",
        "<p>甲{}乙</p>",
        "<ul><li>{}",
        "<blockquote>{}</blockquote>",
    ],
)
def test_wherever_it_is_put_its_words_stay_and_the_text_settles(around):
    cleaned = clean(around.format(FIGURE))
    assert "清晨的山脊" in cleaned
    assert clean(cleaned) == cleaned
    assert "<a" not in cleaned


@pytest.mark.parametrize(
    "inside",
    [
        '<img src="/x.png" alt="圖">',
        "<p>文字</p>",
        "文字",
        '<figure data-video="youtube:dQw4w9WgXcQ"></figure>',
        "<figcaption>一</figcaption><figcaption>二</figcaption>",
        "<table><tr><td>格</td></tr></table>",
    ],
)
def test_a_figure_that_holds_more_than_its_caption_is_no_video_and_loses_no_word(inside):
    cleaned = clean(f'<figure data-video="{BILIBILI}">{inside}</figure>')
    assert BILIBILI not in cleaned
    assert set(plain(f"<p>{re.sub('<[^>]+>', '', inside)}</p>")) <= set(plain(cleaned))
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "video",
    [
        "bilibili:BV1xx411c7mD",
        "youtube:dQw4w9WgXcQ",
        "tencent:a0012abcd3e",
        "youku:XMTIzNDU2Nzg5Mg==",
        "vimeo:123456789",
    ],
)
def test_readers_get_a_drawing_and_a_link_and_nothing_that_loads(video):
    shown = render(f'<figure data-video="{video}"><figcaption>清晨 &amp; "山脊"</figcaption></figure>')
    found = videos.stored(video)
    assert shown.count(f'href="{found.page}"') == 2
    assert f'data-player="{found.player.replace("&", "&amp;")}"' in shown
    assert 'data-title="清晨 &amp; &quot;山脊&quot;"' in shown
    assert not re.search(r"<(iframe|img|video|script|link)\b|\ssrc=", shown)
    assert str(found.host_name) in shown


def test_nothing_comes_with_a_video_but_its_language():
    given = FIGURE.replace(
        "<figure ", '<figure onclick=alert(1) class="picture x" id=a style="x" src=//e tabindex=1 lang=ja '
    )
    assert clean(given) == FIGURE.replace("<figure ", '<figure lang="ja" ') or 'lang="ja"' in clean(given)
    assert set(re.findall(r" ([a-z-]+)=", clean(given))) == {"lang", "data-video"}


def test_without_a_caption_it_still_has_a_name():
    assert 'data-title="' in render(f'<figure data-video="{YOUTUBE}"></figure>')
    assert 'data-title=""' not in render(f'<figure data-video="{YOUTUBE}"></figure>')


def test_the_policy_allows_the_players_of_the_table_and_no_other_frame(client, db):
    policy = client.get("/robots.txt")["Content-Security-Policy"]
    frames = re.search(r"frame-src ([^;]+)", policy)[1].split()
    assert frames == videos.FRAMES == settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"]
    assert all(frame.startswith("https://") and "*" not in frame for frame in frames)
    assert set(re.findall(r"https://[^\s;]+", policy)) == set(frames)


def test_the_admin_opens_no_foreign_frame(client, editor):
    client.force_login(editor)
    policy = client.get(reverse("admin:index"))["Content-Security-Policy"]
    assert "frame-src 'self'" in policy


def test_the_editor_asks_which_video_an_address_leads_to(client, author):
    url = reverse("richtext:video")
    assert client.get(url).status_code == 302
    client.force_login(author)
    answer = client.get(url, {"address": "https://youtu.be/dQw4w9WgXcQ"})
    assert answer.json() == {"video": YOUTUBE, "host": "YouTube", "page": "https://www.youtube.com/watch?v=dQw4w9WgXcQ"}
    refused = client.get(url, {"address": "https://evil.example/"})
    assert refused.status_code == 400
    assert "YouTube" in refused.json()["error"]
    assert client.get(url).status_code == 400
    assert client.post(url).status_code == 405
