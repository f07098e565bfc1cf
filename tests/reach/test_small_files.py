"""robots.txt, llms.txt, the web manifest and the icons."""

import io
import json
from datetime import timedelta

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone
from PIL import Image

from cms.site.models import ContactChannel, Identity
from demo import builders

pytestmark = pytest.mark.django_db


def test_robots_names_the_sitemap_and_closes_only_what_is_private(client):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text
    assert "Disallow: /admin/" in text
    assert "Disallow: /search/" not in text  # or its noindex would never be read


def test_llms_txt_says_who_we_are_and_where_the_texts_are(client):
    Identity.objects.create(name="嶺上", description="做品牌與內容。", founded_year=2008)
    builders.service("品牌策劃", slug="brand", live=True, summary="從定位到名字。")
    builders.article("好文\x1b章", slug="good", live=True, summary="值得讀。")
    builders.article("草稿", slug="draft")
    builders.article("藏", slug="hidden", live=True, is_noindex=True)
    response = client.get("/llms.txt")
    text = response.content.decode()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert text.startswith("# 嶺上\n\n> 做品牌與內容。\n")
    assert "- [品牌策劃](http://127.0.0.1:8000/services/brand/): 從定位到名字。" in text
    assert "- [好文章](http://127.0.0.1:8000/news/good.md): 值得讀。" in text
    assert "draft" not in text
    assert "hidden" not in text


def test_llms_txt_names_only_contact_channels_that_are_valid(client):
    over = {"valid_until": timezone.now() - timedelta(days=1)}
    for label, fields in (("舊電話", over), ("新電話", {})):
        ContactChannel.objects.create(kind="phone", label=label, value="000-0000", **fields)
    text = client.get("/llms.txt").content.decode()
    assert "新電話" in text
    assert "舊電話" not in text


def test_llms_txt_of_an_empty_site_still_says_something(client):
    assert client.get("/llms.txt").content.decode().startswith("# Ridgeline")


def test_the_manifest_names_icons_that_are_there_in_the_size_it_says(client):
    Identity.objects.create(name="嶺上")
    response = client.get("/site.webmanifest")
    data = json.loads(response.content)
    assert response["Content-Type"] == "application/manifest+json"
    assert data["name"] == "嶺上"
    assert {icon["purpose"] for icon in data["icons"]} == {"any", "maskable"}
    for icon in data["icons"]:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as image:
            assert "x".join(map(str, image.size)) == icon["sizes"]


@pytest.mark.parametrize(("url", "kind"), [("/favicon.ico", "ICO"), ("/apple-touch-icon.png", "PNG")])
def test_icons_answer_at_the_root(client, url, kind):
    response = client.get(url)
    assert response.status_code == 200
    with Image.open(io.BytesIO(b"".join(response.streaming_content))) as image:
        assert image.format == kind
