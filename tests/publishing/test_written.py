"""Control characters that came in with pasted text stay out of what is stored, and nothing else is changed."""

from django.urls import reverse

from articles.models import Channel
from cms.chinese.controls import without_controls
from demo import builders
from tests.forms import opened

CONTROLS = "".join(chr(code) for code in [*range(1, 9), 11, 12, *range(14, 32), *range(127, 160)])


def test_controls_go_and_everything_else_stays():
    text = "題\t目\n第二行\r\n　👩‍👩‍👧 é\u200b\u3000שלום"
    assert without_controls(f"{CONTROLS}{text}\x00") == text


def test_a_title_is_saved_without_them(client, editor):
    article = builders.article("舊", by=editor, body="<p>文</p>")
    client.force_login(editor)
    url = reverse("admin:articles_article_change", args=[article.pk])
    data = opened(client, url) | {"title": f"新\x08標\x1b[31m題{CONTROLS}", "summary": "一\r\n二\x07"}
    assert client.post(url, data | {"_continue": "1"}).status_code == 302
    fields = article.draft().data["fields"]
    assert fields["title"] == "新標[31m題"
    assert fields["summary"].split() == ["一", "二"]


def test_rows_that_are_public_on_save_too(db):
    channel = Channel(name="頻\x01道", slug="pin-dao")
    channel.clean_fields()
    assert channel.name == "頻道"
