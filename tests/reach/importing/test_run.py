"""One run, from what was brought to what stands here; read again it changes nothing, taken back it leaves nothing."""

import base64
import contextlib
import hashlib
import io
import json

import pytest
from django.db import connection
from django.utils import timezone
from PIL import Image

from articles.models import Article, Author, Channel
from cms.library.models import Picture
from cms.outbox.models import Event
from cms.publishing.models import Draft, Redirect
from cms.search.models import SearchDocument
from demo import builders
from reach.importing import running, working
from reach.importing.sources import Unreadable
from reach.models import Fate, ImportItem, ImportRun, Origin, Standing
from tests.reach.importing.conftest import SITE, article, finished, read, undone

pytestmark = pytest.mark.django_db


def fates(run) -> dict[str, str]:
    return dict(run.items.values_list("key", "fate"))


def notes_of(run, key) -> str:
    return " ".join(run.items.get(key=key).notes)


def test_a_dry_run_says_what_would_come_and_stores_nothing(brought):
    run = brought(article(1), article(2))
    assert run.standing == Standing.READY
    assert fates(run)["post:1"] == Fate.CREATE
    assert {"name:運營方法", "name:增長", "name:林小滿"} <= fates(run).keys()
    assert not Article.objects.exists()
    assert not Channel.objects.exists()
    assert not Redirect.objects.exists()


def test_an_article_arrives_with_its_date_its_names_and_its_old_addresses(brought, client):
    run = finished(brought(article(1)))
    found = Article.objects.live().get()
    assert run.standing == Standing.DONE
    assert found.live_from.isoformat() == "2019-05-01T01:30:00+00:00"
    assert (found.channel.name, found.author.name) == ("運營方法", "林小滿")
    assert [tag.name for tag in found.tags.all()] == ["增長"]
    assert "正文第 1 段" in client.get(found.get_absolute_url()).content.decode()
    moved = client.get("/2019/05/post-1.html")
    assert (moved.status_code, moved["Location"]) == (301, found.get_absolute_url())
    assert Redirect.objects.get(path="/?p=1").target == found


def test_nobody_outside_is_told_unless_it_was_asked_for(brought):
    finished(brought(article(1)))
    assert not Event.objects.exists()
    finished(brought(article(2)), is_told=True)
    assert Event.objects.filter(verb="published").count() == 1


def test_drafts_stay_drafts_and_everything_may_come_as_a_draft(brought):
    run = brought(article(1, state="draft"), article(2))
    finished(run, state="draft")
    assert not Article.objects.live().exists()
    assert Article.objects.count() == 2
    assert Draft.objects.count() == 2


def test_links_between_items_lead_to_each_other_whatever_comes_first(brought):
    early = article(
        1, fields={"body": f'<p><a href="{SITE}/2019/05/post-2.html#x">看這篇</a> <a href="/?p=1">自己</a></p>'}
    )
    finished(brought(early, article(2)))
    first, second = Article.objects.get(title__contains="1"), Article.objects.get(title__contains="2")
    assert f'data-to="articles.article:{second.pk}"' in first.body
    assert f'href="{second.get_absolute_url()}#x"' in first.body
    assert f'data-to="articles.article:{first.pk}"' in first.body


def test_slugs_that_clash_are_numbered_and_reported(brought):
    builders.article("現有", live=True, slug="growth")
    run = brought(article(1, fields={"slug": "growth"}), article(2, fields={"slug": "growth"}))
    assert "growth" in notes_of(run, "post:1")
    finished(run)
    assert set(Article.objects.values_list("slug", flat=True)) == {"growth", "growth-2", "growth-3"}


def test_the_same_source_again_changes_nothing(brought):
    finished(brought(article(1), article(2)))
    before = everything()
    run = finished(brought(article(1), article(2)))
    assert fates(run)["post:1"] == Fate.SAME
    assert everything() == before


def test_a_changed_source_updates_only_what_nobody_edited_since(brought, chief):
    finished(brought(article(1), article(2)))
    edited = Article.objects.get(title__contains="2")
    data = edited.working_copy()
    data["fields"]["summary"] = "編輯改過。"
    edited.save_revision(data, by=chief, token=edited.edit_token(edited.draft()))
    new = {"body": "<p>源頭改了。</p>"}
    run = finished(brought(article(1, fields=new), article(2, fields=new)))
    assert (fates(run)["post:1"], fates(run)["post:2"]) == (Fate.UPDATE, Fate.KEPT)
    assert Article.objects.get(title__contains="1").body == "<p>源頭改了。</p>"
    assert "正文第 2 段" in Article.objects.get(pk=edited.pk).body
    assert edited.draft().data["fields"]["summary"] == "編輯改過。"


def test_what_was_deleted_here_does_not_come_back(brought, chief):
    finished(brought(article(1)))
    Article.objects.get().trash(by=chief)
    run = finished(brought(article(1)))
    assert fates(run)["post:1"] == Fate.KEPT
    assert not Article.objects.kept().exists()


def test_a_name_can_be_said_to_mean_somebody_who_is_here_or_nobody(brought):
    here = builders.channel("方法論")
    run = brought(article(1))
    named = {"articles.channel:運營方法": str(here.pk), "articles.author:林小滿": "-"}
    finished(run, named=named)
    found = Article.objects.get()
    assert (found.channel, found.author) == (here, None)
    assert not Author.objects.exists()


def test_what_has_no_channel_gets_the_one_that_was_chosen_or_says_so(brought):
    run = finished(brought(article(1, fields={"channel": None})))
    assert fates(run)["post:1"] == Fate.FAILED
    assert "channel" in notes_of(run, "post:1")
    chosen = builders.channel("其他")
    finished(brought(article(2, fields={"channel": None})), channel=chosen.pk)
    assert Article.objects.get().channel == chosen


# --- Pictures --------------------------------------------------------------------------------------------------------


def png(colour=0) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), (colour, 0, 0)).save(file, "PNG")
    return file.getvalue()


def test_pictures_come_into_the_library_once_with_their_words_and_missing_ones_are_named(brought, lines):
    lines.files = {"a.png": png(), "b.png": png()}
    shown = "".join(
        f'<p><img src="{name}.png" alt="{alt}"></p>' for name, alt in [("a", "山"), ("b", "水"), ("gone", "云")]
    )
    body = f"{shown}<p>文</p>"
    told = {"kind": "library.picture", "key": "a.png", "fields": {"alt": "一座山", "credit": "阿明"}}
    run = finished(brought(article(1, fields={"body": body, "cover": "a.png"}), told))
    picture = Picture.objects.get()
    found = Article.objects.get()
    assert (picture.alt, picture.credit) == ("一座山", "阿明")
    assert found.cover == picture
    assert found.body.count(f'data-picture="{picture.pk}"') == 2
    assert "文" in found.body
    assert fates(run)["gone.png"] == Fate.MISSING
    assert "gone.png" in notes_of(run, "post:1")


def test_a_picture_inside_the_text_is_taken_too(brought):
    body = f'<p>圖</p><p><img src="data:image/png;base64,{base64.b64encode(png()).decode()}" alt="點"></p>'
    finished(brought(article(1, fields={"body": body})))
    assert "data-picture" in Article.objects.get().body


# --- Bad sources -----------------------------------------------------------------------------------------------------


def test_a_source_that_breaks_off_is_refused_and_leaves_no_item(lines, chief):
    broken = json.dumps(article(1)).encode() + b"\n{"
    run = read(running.bring("x.lines", io.BytesIO(broken), by=chief))
    assert (run.standing, run.error) == (Standing.REFUSED, "Line 2 is broken.")
    assert not ImportItem.objects.exists()
    assert not Article.objects.exists()


def test_an_unknown_kind_of_file_is_refused_before_anything_is_kept(lines, chief):
    with pytest.raises(Unreadable, match="JSON lines"):
        running.bring("x.exe", io.BytesIO(b"MZ"), by=chief)
    assert not ImportRun.objects.exists()


def test_one_broken_item_stops_no_other(brought):
    bad = [
        article(1, fields={"title": "x" * 500, "seo_title": "y" * 500}),
        article(2, fields={"body": {"not": "a text"}, "tags": "增長", "services": ["/services/none/"], "unknown": 1}),
        article(3, fields={"body": "\x00<script>alert(1)</script><p>\x0b好</p>"}, live_from="2019-99-99"),
        {"kind": "auth.user", "key": "1", "fields": {"username": "root"}},
        {"kind": "nothing", "key": "k" * 1000},
        article(4),
        article(4),
    ]
    run = finished(brought(*bad))
    assert run.standing == Standing.DONE
    assert Article.objects.filter(title__contains="4").count() == 2
    assert "script" not in Article.objects.get(title__contains="3").body
    assert Article.objects.get(title__startswith="xxx").title.endswith("…")
    assert run.items.filter(fate=Fate.SKIPPED).count() == 2
    assert "more than once" in notes_of(run, "post:4#2")


# --- Pause, kill, undo -----------------------------------------------------------------------------------------------


def test_a_run_pauses_and_goes_on_where_it_was(brought, monkeypatch):
    monkeypatch.setattr(working, "HELD", 0)
    monkeypatch.setattr(working, "SLICE", 0)
    run = brought(*map(article, range(1, 6)))
    working.start(run, {}, by=run.by)
    for _slice in range(8):
        monkeypatch.setattr(working, "SLICE", 0.001)
        working.work(run.pk)
    assert working.pause(run)
    stored = Article.objects.count()
    working.work(run.pk)
    assert Article.objects.count() == stored
    assert working.resume(run)
    monkeypatch.setattr(working, "SLICE", 4)
    run = finished(run)
    assert (run.standing, run.done, Article.objects.live().count()) == (Standing.DONE, run.total, 5)


def test_a_pause_in_the_middle_of_a_slice_is_obeyed(brought, monkeypatch):
    run = brought(*map(article, range(1, 6)))
    working.start(run, {}, by=run.by)
    monkeypatch.setattr(working, "store_some", lambda run, items, here: working.pause(run))
    working.work(run.pk)
    run.refresh_from_db()
    assert run.standing == Standing.PAUSED
    assert not Article.objects.exists()


def test_a_worker_that_dies_between_two_items_leaves_nothing_half_and_nothing_twice(brought, monkeypatch):
    run = brought(*map(article, range(1, 8)))
    working.start(run, {}, by=run.by)
    count, seen = working.count, []

    def dies(run, items):
        seen.append(len(items))
        if len(seen) % 2:
            raise KeyboardInterrupt  # after the items were stored, before the transaction ends
        count(run, items)

    monkeypatch.setattr(working, "count", dies)
    monkeypatch.setattr(working, "HELD", 0)
    for _attempt in range(60):
        ImportRun.objects.filter(pk=run.pk).update(leased_until=None)  # as if two minutes had passed
        with contextlib.suppress(KeyboardInterrupt):
            working.work(run.pk)
    run.refresh_from_db()
    assert (run.standing, run.done) == (Standing.DONE, run.total)
    assert Article.objects.live().count() == Article.objects.count() == 7
    assert Origin.objects.count() == run.items.filter(is_done=True).count()


def test_a_picture_inside_our_own_network_is_never_asked_for(brought):
    body = {"body": '<p>文</p><p><img src="http://127.0.0.1:9/a.png" alt="x"></p><img src="http://169.254.1.1/b.png">'}
    run = finished(brought(article(1, fields=body)), fetch=True)
    assert run.items.filter(kind="library.picture", fate=Fate.MISSING).count() == 2
    assert "not one that we ask" in notes_of(run, "http://127.0.0.1:9/a.png")
    assert Article.objects.live().count() == 1


def test_a_file_that_is_far_too_large_is_refused_unread(lines, chief, monkeypatch):
    monkeypatch.setattr(running, "MOST_BYTES", 3)
    with pytest.raises(Unreadable, match="larger"):
        running.bring("x.lines", io.BytesIO(b"long"), by=chief)


def test_what_somebody_else_holds_is_left_alone(brought):
    run = brought(article(1))
    working.start(run, {}, by=run.by)
    ImportRun.objects.filter(pk=run.pk).update(leased_until=timezone.now() + timezone.timedelta(minutes=1))
    working.work(run.pk)
    assert not Article.objects.exists()


def test_undoing_takes_back_exactly_what_the_run_made(brought, lines):
    builders.article("現有", live=True)
    before = everything()
    lines.files = {"a.png": png(7)}
    body = {"body": '<p><img src="a.png" alt="山"></p><p>文</p>'}
    run = finished(brought(article(1, fields=body), article(2, state="draft")))
    assert everything() != before
    run = undone(run)
    assert run.standing == Standing.UNDONE
    assert everything() == before
    assert not Origin.objects.exists()


def test_undoing_an_update_brings_back_the_row_and_the_draft_as_they_were(brought):
    finished(brought(article(1), article(2, state="draft")))
    before = everything(but=("publishing_revision",))
    run = finished(brought(article(1, fields={"summary": "新"}), article(2, state="draft", fields={"summary": "新"})))
    assert everything(but=("publishing_revision",)) != before
    undone(run)
    assert everything(but=("publishing_revision",)) == before
    again = brought(article(1), article(2, state="draft"))
    assert fates(again)["post:1"] == Fate.SAME


def test_undoing_leaves_what_was_edited_since_and_says_so(brought, chief):
    run = finished(brought(article(1), article(2)))
    edited = Article.objects.get(title__contains="2")
    data = edited.working_copy()
    data["fields"]["summary"] = "編輯改過。"
    edited.save_revision(data, by=chief, token=edited.edit_token(edited.draft()))
    run = undone(run)
    assert Article.objects.get() == edited
    assert Channel.objects.exists()
    assert "edited" in notes_of(run, "post:2")
    assert fates(run)["post:1"] == Fate.UNDONE


def test_a_paused_run_can_be_taken_back(brought, monkeypatch):
    run = brought(*map(article, range(1, 4)))
    before = everything()
    working.start(run, {}, by=run.by)
    monkeypatch.setattr(working, "SLICE", 0.001)
    for _slice in range(4):
        working.work(run.pk)
    working.pause(run)
    monkeypatch.setattr(working, "SLICE", 4)
    undone(run)
    assert everything() == before


KEPT = ("pagecache_", "publishing_auditentry", "reach_import", "reach_origin", "search_", "django_", "auth_", "people_")


def everything(but=()) -> dict[str, list]:
    """A hash of every row of every table of content; search by what it would answer with."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(KEPT + tuple(but)) or "grams" in table:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(hashlib.sha256(repr(row).encode()).hexdigest() for row in cursor.fetchall())
    found["search"] = sorted(SearchDocument.objects.values_list("content_type", "object_id", "folded"))
    return found
