"""Share pictures: drawn by the worker, named by the page, shown only while their thing is."""

import io

import pytest
from django.utils import timezone
from PIL import Image

from cms.library.storage import public
from cms.outbox.models import Event
from cms.outbox.worker import run_once
from demo import builders
from reach import drawing, sharing
from reach.drawing import share_picture
from reach.models import ShareDrawing
from tests.reach.test_head import head, meta

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def path_of(thing) -> str:
    return f"/media/share/{sharing.name_of(thing)}"


def test_a_page_without_cover_names_its_drawing_and_the_worker_draws_it(client, editor):
    article = builders.article("題目", slug="bare", live=True, by=editor)
    tree = head(client, "/news/bare/")
    assert meta(tree, "og:image") == SITE + path_of(article)
    assert (meta(tree, "og:image:width"), meta(tree, "og:image:height")) == ("1200", "630")
    waiting = client.get(path_of(article))
    assert (waiting.status_code, waiting["Location"]) == (302, f"{SITE}/static/img/share.png")
    run_once()
    drawn = client.get(path_of(article))
    assert (drawn.status_code, drawn["Content-Type"]) == (200, "image/png")
    assert b"".join(drawn.streaming_content) == b"a drawing"
    assert client.head(path_of(article)).status_code == 200


def test_no_visitor_ever_waits_for_a_drawing(client, monkeypatch):
    monkeypatch.setattr("reach.drawing.hills", lambda *about: pytest.fail("drawn in a request"))
    article = builders.article("題目", slug="bare", live=True)
    client.get("/news/bare/")
    client.get(path_of(article))


def test_what_has_a_cover_is_not_drawn(client):
    article = builders.article("題目", slug="covered", live=True, cover=builders.picture())
    run_once()
    assert not ShareDrawing.objects.exists()
    assert (
        meta(head(client, "/news/covered/"), "og:image")
        == f"{SITE}{article.cover.renditions.get(format='jpeg').public_url}"
    )


def test_what_has_no_page_is_not_drawn(client):
    for thing in (builders.snippet(live=True), builders.promotion(live=True)):
        assert client.get(path_of(thing)).status_code == 404
    run_once()
    assert not ShareDrawing.objects.exists()


def test_a_new_title_is_drawn_anew_and_the_old_address_leads_to_it(client, editor):
    article = builders.article("舊題", slug="bare", live=True, by=editor)
    run_once()
    old = path_of(article)
    data = article.working_copy()
    data["fields"]["title"] = "新題"
    article.save_draft(data, by=editor, token=article.edit_token(None))
    article = article.publish_working_copy(by=editor)
    run_once()
    assert client.get(old)["Location"] == SITE + path_of(article)
    assert client.get(path_of(article)).status_code == 200
    assert public.listdir("share")[1] == [sharing.name_of(article)]


def test_what_is_taken_back_takes_its_drawing_along_at_once(client, editor):
    article = builders.article("題目", slug="bare", live=True, by=editor)
    run_once()
    article.unpublish(by=editor)
    assert client.get(path_of(article)).status_code == 410
    run_once()
    assert public.listdir("share")[1] == []
    assert not ShareDrawing.objects.exists()


def test_what_expires_or_is_deleted_loses_its_drawing_too(client, editor):
    expired, deleted = (builders.article(title, live=True, by=editor) for title in ("過期", "刪除"))
    run_once()
    assert len(public.listdir("share")[1]) == 2
    type(expired).objects.filter(pk=expired.pk).update(live_until=timezone.now())
    type(deleted).objects.filter(pk=deleted.pk).delete()
    run_once()
    assert public.listdir("share")[1] == []


def test_what_was_never_announced_is_drawn_too(client):
    """Articles that came by import, or before there were drawings."""
    article = builders.article("題目", live=True)
    Event.objects.all().delete()
    run_once()
    assert client.get(path_of(article)).status_code == 200


@pytest.mark.parametrize("name", ["x.png", "articles.article-1-.png", "auth.user-1-" + "0" * 24 + ".png", "..%2fx"])
def test_other_names_are_not_found(client, name):
    assert client.get(f"/media/share/{name}").status_code == 404


def test_a_draft_has_no_address_that_tells_of_it(client):
    draft = builders.article("草稿")
    assert client.get(path_of(draft)).status_code == 404


@pytest.mark.parametrize(
    "title",
    [
        "",
        "短",
        "一個不算短的題目：需要兩行才放得下，但還不至於要縮小字體",
        "長" * 200,
        "AARRR 🎉\x00 是什麼？",
        "x" * 300,
    ],
)
def test_a_drawing_is_small_and_of_the_right_size_whatever_the_title(title):
    data = share_picture("seed", 205, title, "嶺上創意")
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(data) < 120_000


def test_without_a_chinese_font_it_is_drawn_without_words(monkeypatch):
    monkeypatch.setattr(drawing, "font_file", lambda: None)
    assert share_picture("seed", None, "題目", "嶺上") == share_picture("seed", None, "別的", "別家")


def test_the_same_seed_gives_the_same_hills_and_another_seed_others():
    assert drawing.hills("a", 10).tobytes() == drawing.hills("a", 10).tobytes() != drawing.hills("b", 10).tobytes()
