"""The Markdown view: the same text for the same eyes, for readers that are programs."""

from datetime import date

import pytest

from demo import builders

pytestmark = pytest.mark.django_db

BODY = (
    "<h2>一、為什麼</h2><p>字<strong>重</strong>。</p>"
    "<table><thead><tr><th>甲</th><th>乙</th></tr></thead><tbody><tr><td>1</td><td>2 | 3</td></tr></tbody></table>"
    '<pre><code class="language-python">print("#")</code></pre><ul><li>項</li></ul>'
)


def test_it_holds_the_whole_article(client):
    cited = {"title": "報告", "url": "https://example.com/r/", "publisher": "某處", "accessed_on": date(2026, 3, 1)}
    cover = builders.picture(alt="封面")
    builders.article("題目", slug="one", live=True, body=BODY, summary="摘要", citations=[cited], cover=cover)
    response = client.get("/news/one.md")
    text = response.content.decode()
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Link"] == '<http://127.0.0.1:8000/news/one/>; rel="canonical"'
    for piece in (
        "# 題目\n",
        "> 摘要\n",
        "<http://127.0.0.1:8000/news/one/>",
        f"![封面](http://127.0.0.1:8000/media/{cover.public_name})",
        "\n## 一、為什麼\n",
        "**重**",
        "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 \\| 3 |",
        '```python\nprint("#")\n```',
        "- 項",
        "[報告](<https://example.com/r/>)，某處，",
    ):
        assert piece in text, piece


def test_it_is_for_the_same_eyes_as_the_page(client, editor):
    builders.article("草稿", slug="draft")
    article = builders.article("在", slug="here", live=True, by=editor)
    assert client.get("/news/draft.md").status_code == 404
    assert client.get("/news/never.md").status_code == 404
    assert client.get("/news/here.md").status_code == 200
    article.unpublish(by=editor)
    assert client.get("/news/here.md").status_code == 410


def test_it_moves_with_the_article(client, editor):
    article = builders.article("在", slug="old", live=True, by=editor)
    data = article.working_copy()
    data["fields"]["slug"] = "new"
    article.save_draft(data, by=editor, token=article.edit_token(None))
    article.publish_working_copy(by=editor)
    moved = client.get("/news/old.md")
    assert (moved.status_code, moved["Location"]) == (301, "/news/new.md")


def test_control_characters_do_not_come_along(client):
    builders.article("標\x0b題\x1b", slug="odd", live=True)
    assert client.get("/news/odd.md").content.decode().startswith("# 標題\n")


def test_a_video_is_its_caption_and_a_link_there_and_in_the_feed(client):
    body = '<p>前</p><figure data-video="bilibili:BV1xx411c7mD"><figcaption>清晨的山脊</figcaption></figure>'
    builders.article("題目", slug="one", live=True, body=body)
    markdown = client.get("/news/one.md").content.decode()
    assert "清晨的山脊" in markdown
    assert "https://www.bilibili.com/video/BV1xx411c7mD/" in markdown
    feed = client.get("/feeds/news.xml").content.decode()
    assert "https://www.bilibili.com/video/BV1xx411c7mD/" in feed
    assert "data-video" not in feed + markdown
