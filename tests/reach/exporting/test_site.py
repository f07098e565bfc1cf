"""The public site as files: everything that is linked is there, and nothing in it needs a server."""

import io
import re
import zipfile
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.files.storage import FileSystemStorage
from lxml import html

from cms.publishing.models import Redirect
from cms.site.models import ContactChannel
from demo import builders
from reach.exporting.formats import gone_on, prepared, put_together
from reach.exporting.pieces import Bench
from reach.exporting.site import Unmade, address_of, file_of, path_of

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def content(editor):
    builders.page("首頁", kind="home", live=True, by=editor)
    builders.page("聯繫", kind="contact", slug="contact", live=True, by=editor)
    channel = builders.channel()
    for number in range(21):
        body = '<p><a href="/news/old/">舊</a></p>'
        builders.article(f"第{number}篇", slug=f"a-{number}", live=True, by=editor, channel=channel, body=body)
    builders.article("草稿不出門", slug="draft")
    ContactChannel.objects.create(kind="phone", label="電話", value="010 1234 5678")
    moved = builders.article("搬家", slug="old", live=True, by=editor)
    moved.slug = "new"
    moved.save()
    Redirect.objects.create(path="/gone/")


def exported(tmp_path, **options) -> zipfile.ZipFile:
    bench = Bench(FileSystemStorage(tmp_path / "bench"), "")
    made = prepared("site", {"base": "", **options}, bench)
    list(gone_on(made, bench))
    file = io.BytesIO()
    put_together(made, bench, file)
    return zipfile.ZipFile(file)


def links_of(text: str):
    for element in html.fromstring(text).iter():
        if isinstance(element.tag, str):
            yield from filter(None, map(element.get, ("href", "src", "poster")))
            yield from (one.split()[0] for one in (element.get("srcset") or "").split(",") if one.strip())


def test_every_link_leads_to_a_file(content, tmp_path):
    archive = exported(tmp_path)
    names = set(archive.namelist())
    pages = [name for name in names if name.endswith(".html")]
    assert {"index.html", "404.html", "news/index.html", "news/page/2/index.html", "feeds/news.xml"} <= names
    assert {"sitemap.xml", "robots.txt", "news/a-0/index.html", "news/a-0.md", "_redirects"} <= names
    lost = []
    for name in pages:
        at = f"/{name.removesuffix('index.html')}"
        for link in links_of(archive.read(name).decode()):
            address = urlsplit(urljoin(SITE + at, link))
            if f"{address.scheme}://{address.netloc}" == SITE:
                assert not address.query, (name, link)
                if file_of(address.path) not in names:
                    lost.append((name, link))
    assert not lost


def test_no_draft_is_in_it_and_no_form(content, tmp_path):
    archive = exported(tmp_path)
    for name in archive.namelist():
        text = archive.read(name).decode("utf-8", "replace")
        assert "草稿不出門" not in text
        if name.endswith(".html"):
            assert "<form" not in text
    assert 'href="tel:01012345678"' in archive.read("contact/index.html").decode()


def test_what_has_moved_leads_on(content, tmp_path):
    archive = exported(tmp_path)
    assert 'url=/news/new/"' in archive.read("news/old/index.html").decode()
    rules = archive.read("_redirects").decode().splitlines()
    assert "/news/old/ /news/new/ 301" in rules
    assert "/gone/ /404.html 404" in rules
    assert "gone/index.html" not in archive.namelist()


def test_it_may_stand_at_another_address(content, tmp_path):
    archive = exported(tmp_path, base="https://copy.example.com/")
    for name in ("index.html", "sitemap.xml", "robots.txt", "feeds/news.xml"):
        text = archive.read(name).decode()
        assert SITE not in text
    assert "https://copy.example.com/news/" in archive.read("sitemap-lists.xml").decode()
    assert re.search(r'rel="canonical" href="https://copy\.example\.com/"', archive.read("index.html").decode())


def test_a_page_that_cannot_be_made_stops_it_with_its_address(content, tmp_path, monkeypatch):
    def broken(self, path, asked=None):
        return type("Answer", (), {"status_code": 500})()

    monkeypatch.setattr("reach.exporting.site.Site.asked", broken)
    with pytest.raises(Unmade, match="/"):
        exported(tmp_path)


@pytest.mark.parametrize(
    ("link", "path", "file"),
    [
        ("/news/?page=2", "/news/page/2/", "news/page/2/index.html"),
        ("/news/?page=1", "/news/", "news/index.html"),
        ("/news/?utm_source=x", "/news/", "news/index.html"),
        ("/", "/", "index.html"),
        (SITE, "/", "index.html"),
        ("/feeds/news.xml", "/feeds/news.xml", "feeds/news.xml"),
        ("https://example.com/", None, None),
        ("mailto:a@example.com", None, None),
        ("//example.com/x", None, None),
    ],
)
def test_an_address_becomes_a_path_and_a_file(link, path, file):
    assert path_of(link) == path
    if path:
        assert file_of(path) == file
        assert path_of(address_of(path)) == path
