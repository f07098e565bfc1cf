# ruff: noqa: E501  (the piece from WeChat is as WeChat writes it)
"""Pictures in pasted text come into the library, or the text says why they did not."""

import base64
from functools import partial

import pytest
from django.urls import reverse

from cms.library.models import Picture
from cms.outbox.fetch import fetch
from cms.richtext import foreign
from cms.richtext.sanitiser import clean
from tests.richtext import loopback

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(monkeypatch):
    loopback.opened(monkeypatch)
    with loopback.running() as server:
        yield server


@pytest.fixture
def paste(client, author):
    client.force_login(author)

    def pasted(html):
        answer = client.post(reverse("richtext:pasted"), html.encode(), content_type="text/plain")
        assert answer.status_code == 200
        text = answer.content.decode()
        assert clean(text) == text
        return text, int(answer["Pictures-Missing"])

    return pasted


def figure(picture, alt=""):
    alt = f' alt="{alt}"' if alt else ""
    address = f"/admin/library/picture/{picture.pk}/file/"
    return f'<figure class="picture"><img data-picture="{picture.pk}" src="{address}"{alt}></figure>'


WECHAT = """<div class="rich_media_content js_underline_content" id="js_content" style="visibility: visible;">
<section style="margin: 0px 8px;" data-mpa-powered-by="yiban.io"><section><span leaf="">第一段</span></section></section>
<p style="text-align: center;"><img class="rich_pages wxw-img" data-galleryid="" data-ratio="0.66" data-src="{0}/green.png?wx_fmt=png"
 data-type="png" data-w="1080" src="data:image/svg+xml,%3C%3Fxml version='1.0'%3E%3Csvg/%3E" alt="图片" _width="677px"></p>
<section><span>第二段</span></section>
<section><img data-src="{0}/red.jpg?wx_fmt=jpeg&amp;tp=webp&amp;wxfrom=5" src="{0}/placeholder.gif" alt="山脊"></section></div>"""


def test_an_article_of_wechat_keeps_its_words_and_its_pictures(paste, site, author):
    text, missing = paste(WECHAT.format(site.url))
    green, red = Picture.objects.order_by("format")[::-1]
    assert (green.format, red.format) == ("png", "jpeg")
    assert text.replace("\n", "") == f"<p>第一段</p>{figure(green)}<p>第二段</p>{figure(red, '山脊')}"
    assert missing == 0
    assert "/placeholder.gif" not in site.asked


def test_a_picture_remembers_where_it_is_from_and_who_brought_it(paste, site, author):
    paste(f'<img src="{site.url}/green.png?wx_fmt=png">')
    picture = Picture.objects.get()
    assert f"{site.url}/green.png?wx_fmt=png" in picture.licence_note
    assert (picture.credit, picture.original_name, picture.uploaded_by) == ("127.0.0.1", "green.png", author)
    assert (picture.width, picture.height) == (64, 40)
    assert picture.needs_alt


def test_the_same_picture_comes_in_once(paste, site):
    paste(f'<p>甲</p><img src="{site.url}/green.png"><p>乙</p><img src="{site.url}/green.png"><p>丙</p>')
    site.answers["/other-name.png"] = site.answers["/green.png"]
    text, _missing = paste(f'<img src="{site.url}/other-name.png">')
    assert text == figure(Picture.objects.get())
    assert site.asked == ["/green.png", "/other-name.png"]


def test_a_picture_that_stands_whole_in_the_text_passes_the_gate_too(paste):
    data = base64.b64encode(loopback.picture()).decode()
    text, missing = paste(f'<p>前</p><p><img alt="山" src="data:image/png;base64,{data}"></p>')
    assert text == f"<p>前</p>{figure(Picture.objects.get(), '山')}"
    assert missing == 0
    assert Picture.objects.get().credit == ""


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "svg+xml"),
        (b"not a picture", "png"),
        (b"<script>alert(1)</script>", "jpeg"),
    ],
)
def test_what_is_no_picture_leaves_a_note_and_nothing_in_the_library(paste, data, kind):
    text, missing = paste(f'<p>前</p><img src="data:image/{kind};base64,{base64.b64encode(data).decode()}"><p>後</p>')
    assert missing == 1
    assert text.startswith("<p>前</p>")
    assert text.endswith("<p>後</p>")
    assert "<mark>" in text
    assert "alert" not in text
    assert not Picture.objects.exists()


def test_a_picture_that_fails_is_named_and_the_text_is_whole(paste, site):
    site.answers["/text.png"] = (200, {}, b"<html>please sign in</html>")
    text, missing = paste(
        f'<p>甲</p><p><img src="{site.url}/gone.png"></p><p>乙</p><img src="{site.url}/text.png" alt="圖"><p>丙</p>'
    )
    assert missing == 2
    assert [word in text for word in "甲乙丙"] == [True, True, True]
    assert "404" in text
    assert f'<a href="{site.url}/gone.png">' in text
    assert "127.0.0.1" in text
    assert "<img" not in text


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/x.png",
        "http://localhost/x.png",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/x.png",
        "http://10.0.0.1/x.png",
        "http://user:password@example.com/x.png",
        f"{foreign.ENCLOSED}0",
        f"{foreign.ENCLOSED}99999999999999999999",
    ],
)
def test_addresses_inside_our_network_are_never_asked(paste, address):
    text, missing = paste(f'<p>字</p><img src="{address}">')
    assert missing == 1
    assert text.startswith("<p>字</p>")
    assert not Picture.objects.exists()


def test_a_redirect_into_our_network_is_not_followed(paste, site, monkeypatch):
    def only_the_first(address):
        return not site.asked

    monkeypatch.setattr("cms.richtext.foreign.fetch", partial(fetch, is_allowed=only_the_first))
    site.answers["/there.png"] = (302, {"Location": f"{site.url}/green.png"}, b"")
    _text, missing = paste(f'<img src="{site.url}/there.png">')
    assert missing == 1
    assert site.asked == ["/there.png"]


def test_too_many_pictures_are_named_not_fetched(paste, site, monkeypatch):
    monkeypatch.setattr(foreign, "MOST", 2)
    text, missing = paste("".join(f'<img src="{site.url}/green.png?{number}">' for number in range(5)))
    assert missing == 3
    assert len(site.asked) == 2
    assert text.count("data-picture") == 2


def test_too_many_bytes_are_not_kept(paste, site, monkeypatch):
    monkeypatch.setattr(foreign, "MOST_BYTES_EACH", 10)
    assert paste(f'<img src="{site.url}/green.png">')[1] == 1
    monkeypatch.setattr(foreign, "MOST_BYTES_EACH", 10_000)
    monkeypatch.setattr(foreign, "MOST_BYTES", 10)
    assert paste(f'<img src="{site.url}/green.png">')[1] == 1
    assert not Picture.objects.exists()


def test_when_the_time_is_over_the_text_comes_back_without_the_pictures(paste, site, monkeypatch):
    monkeypatch.setattr(foreign, "SECONDS", 0)
    text, missing = paste(f'<p>字</p><img src="{site.url}/green.png">')
    assert missing == 1
    assert text.startswith("<p>字</p>")


def test_who_may_not_fill_the_library_gets_the_words(client, outsider, site):
    client.force_login(outsider)
    answer = client.post(reverse("richtext:pasted"), f'<p>字</p><img src="{site.url}/green.png">', "text/plain")
    assert answer.content.decode().startswith("<p>字</p>")
    assert answer["Pictures-Missing"] == "1"
    assert site.asked == []


def test_a_picture_copied_from_a_page_of_ours_is_known_again(paste, site, author):
    paste(f'<img src="{site.url}/green.png">')
    picture = Picture.objects.get()
    for address in (f"/media/{picture.token}-480.webp", f"http://127.0.0.1:8000/media/{picture.token}.png"):
        text, missing = paste(f'<picture><source srcset="x"><img src="{address}" alt="山"></picture>')
        assert text == figure(picture, "山")
        assert missing == 0
    assert site.asked == ["/green.png"]


def test_a_picture_that_only_counts_readers_is_left_out(paste, site):
    assert paste(f'<p>字</p><img src="{site.url}/green.png" width="1" height="1">') == ("<p>字</p>", 0)
    assert site.asked == []
