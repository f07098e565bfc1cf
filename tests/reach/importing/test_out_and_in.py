"""All of the demo, and what the demo has none of, taken out and read into an empty installation: equal, field by field.

What differs on purpose is named here: the keys and the public names of files, who made a thing and when its row was
made. What stays behind on purpose, such as leads and people, is not told by an export at all.
"""

import io
import shutil
from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage
from django.utils import timezone

from articles.models import Article, Author, Tag
from cms.library.models import Picture
from cms.linking.models import Address
from cms.people.models import User
from cms.publishing import snapshots
from cms.publishing.kinds import publishable_models
from cms.publishing.models import Redirect
from cms.site.models import ContactChannel, Identity, MenuItem
from demo import builders
from leads.models import Form
from reach.exporting.everything import What, batches, models_of
from reach.exporting.formats import gone_on, prepared, put_together
from reach.exporting.pieces import Bench
from reach.importing import running
from reach.models import Fate, Standing
from tests.conftest import person
from tests.kept_rows import KeptRows
from tests.reach.importing.conftest import finished, read, undone
from tests.reach.importing.test_run import everything

pytestmark = pytest.mark.django_db
TAKEN_BACK = "It was public and has been taken back."
MADE_ANEW = {"id", "created_at", "created_by", "live_revision", "published_at", "first_published_at"}


@pytest.fixture
def empty_rows(db):
    """Before anything is loaded."""
    return KeptRows()


@pytest.fixture
def whole_site(empty_rows, demo_site):
    """The demo, and beside it whatever a thing may be that the demo has none of."""
    editor = User.objects.get(username="editor")
    now = timezone.now()
    common = {"live": True, "by": editor, "channel": Article.objects.first().channel}
    one = builders.article("改過的", slug="changed", body="<p>舊</p>", **common)
    Article.objects.filter(pk=one.pk).update(updated_at=now - timedelta(hours=1))
    data = one.working_copy()
    data["fields"]["summary"] = "還沒公開的摘要。"
    one.save_draft(data, by=editor, token=one.edit_token(one.draft()))
    one.refresh_from_db()
    one.slug = "moved"
    one.save()
    ended = builders.article("結束了", slug="ended", by=editor, channel=common["channel"])
    ended.publish_working_copy(by=editor, at=now - timedelta(days=9))
    ended.expire_at(now - timedelta(days=1), by=editor)
    builders.article("草稿", slug="a-draft", by=editor, channel=common["channel"])
    later = builders.article("以後", slug="later", by=editor, channel=common["channel"])
    later.publish_working_copy(by=editor, at=now + timedelta(days=3))
    builders.article("收回了", slug="taken-back", **common).unpublish(by=editor)
    Tag.objects.create(name="沒人用")
    Author.objects.create(name="沒有文章的人", role="顧問", bio="一句話。")
    Redirect.objects.create(path="/by-hand/", to="/services/", is_temporary=True, is_by_hand=True)
    Redirect.objects.gone("/news/gone-for-good/")
    Picture.objects.filter(pk=Picture.objects.first().pk).update(
        credit="阿明", licence="stock", licence_note="編號 7", licence_ends_on="2031-01-31", focal_x=20, focal_y=80
    )
    MenuItem.objects.create(label="下層", address="/news/moved/", parent=MenuItem.objects.first(), position=1)


def written(folder, format) -> io.BytesIO:
    bench = Bench(FileSystemStorage(folder / format), "")
    made = prepared(format, {"kinds": [], "with_drafts": True}, bench)
    list(gone_on(made, bench))
    file = io.BytesIO()
    put_together(made, bench, file)
    file.seek(0)
    return file


def told() -> dict:
    """All that is there, without a key of the database."""
    found = {}
    for entry in (entry for batch in batches(What(with_drafts=True)) for entry in batch.entries):
        if entry.kind.startswith("library."):
            entry.addresses = []
        if TAKEN_BACK in entry.notes:  # comes as a draft that never was public, at an address that is gone
            entry.notes.remove(TAKEN_BACK)
            entry.live_from = ""
        found[entry.kind, entry.key] = entry.as_json()
    return found


def columns() -> dict:
    """What stands beside the content of things: times, states, addresses."""
    found = {}
    for model in publishable_models():
        skipped = MADE_ANEW | {one.name for one in snapshots.content_fields(model)}
        kept = [one for one in model._meta.concrete_fields if one.name not in skipped]
        for row in model._base_manager.all():
            told = {one.name: one.value_to_string(row) for one in kept}
            if row.state == "retired":
                told |= {"state": "draft", "live_from": ""}
            found[model._meta.label_lower, str(row.uuid)] = told
    for row in Form.objects.all():
        found["leads.form", row.key] = [(row.version.number, [q["label"] for q in row.version.questions])]
    return found


def differences(before: dict, after: dict) -> list:
    both = before.keys() & after.keys()
    lines = [(key, "only on one side") for key in sorted(before.keys() ^ after.keys())]
    return lines + [(key, before[key], after[key]) for key in sorted(both) if before[key] != after[key]]


@pytest.fixture
def emptied(empty_rows, tmp_path, monkeypatch):
    """A function that makes the installation a new one, with an administrator."""

    def empty():
        empty_rows.put_back()
        for folder in ("private", "public"):
            shutil.rmtree(tmp_path / folder, ignore_errors=True)
        return person("administrator")

    return empty


@pytest.mark.parametrize("format", ["markdown", "wxr"])
def test_everything_comes_back_equal_field_by_field(whole_site, emptied, tmp_path, settings, client, format):
    settings.LANGUAGE_CODE = "en"
    folder = tmp_path / "bench"
    media = written(folder, "markdown")
    names = {"markdown": "export.zip", "wxr": "export.xml"}
    source = media if format == "markdown" else written(folder, "wxr")
    before = told(), columns()
    assert {kind for kind, _key in before[0]} == {model._meta.label_lower for model in models_of()}
    boss = emptied()
    assert not Article.objects.exists()
    beside = None if format == "markdown" else media
    run = read(running.bring(names[format], source, by=boss, media=beside))
    run = finished(run)
    assert (run.standing, run.notes) == (Standing.DONE, [])
    assert not run.items.exclude(fate=Fate.CREATE)
    noted = {note for item in run.items.exclude(notes=[]) for note in item.notes}
    assert noted == {"Unpublished changes to what is at /news/moved/", TAKEN_BACK}
    assert differences(before[0], told()) == []
    assert differences(before[1], columns()) == []
    assert client.get("/news/taken-back/").status_code == 410
    again = read(running.bring(names[format], source, by=boss, media=beside))
    assert set(again.items.values_list("fate", flat=True)) <= {Fate.SAME, Fate.CREATE}


def test_taken_back_the_empty_installation_is_empty_again(whole_site, emptied, tmp_path, settings):
    settings.LANGUAGE_CODE = "en"
    source = written(tmp_path / "bench", "markdown")
    boss = emptied()
    before = everything()
    run = finished(read(running.bring("export.zip", source, by=boss)))
    assert everything() != before
    run = undone(run)
    assert [(i.kind, i.key, i.title, i.notes, i.fate) for i in run.items.exclude(fate=Fate.UNDONE)] == []
    Address.objects.forgettable().delete()  # as the worker does: what no text links to needs no asking
    assert everything() == before


def entry(kind, key, parts=None, /, **fields) -> dict:
    return {"kind": kind, "key": key, "fields": fields, "parts": parts or {}}


IDENTITY = entry("site.identity", "identity", name="別家")
PHONE = entry("site.contactchannel", "phone:1", kind="phone", label="電話", value="021 1")
MENU = entry("site.menuitem", "/:首頁", {"children": [{"label": "下", "address": "/news/"}]}, label="首頁", address="/")
FORM = entry(
    "leads.form",
    "brief",
    {"questions": [{"kind": "short", "label": "預算？", "position": 0}]},
    name="需求",
    key="brief",
    title="需求",
)


def test_a_site_that_says_who_it_is_keeps_its_identity_its_channels_and_its_menu(brought):
    Identity.objects.create(name="我們")
    ContactChannel.objects.create(kind="phone", label="電話", value="021 9")
    MenuItem.objects.create(label="新聞", address="/news/")
    run = brought(IDENTITY, PHONE, MENU, FORM)
    kept = run.items.filter(fate=Fate.KEPT)
    assert {item.kind for item in kept} | {"site.identity"} == {"site.identity", "site.contactchannel", "site.menuitem"}
    finished(run)
    assert Identity.current().name == "我們"
    assert (ContactChannel.objects.get().value, MenuItem.objects.get().label) == ("021 9", "新聞")
    assert Form.objects.get().version.questions[0]["label"] == "預算？"


def test_undoing_leaves_an_identity_and_a_form_that_somebody_edited_since(brought):
    run = finished(brought(IDENTITY, PHONE, MENU, FORM))
    Identity.objects.update(name="改了")
    Form.objects.get().questions.update(label="改了")
    run = undone(run)
    assert Identity.current().name == "改了"
    assert Form.objects.get().questions.get().label == "改了"
    assert not MenuItem.objects.exists()
    assert not ContactChannel.objects.exists()


def test_a_menu_entry_that_leads_nowhere_here_is_named_and_stops_no_other(brought):
    nowhere = entry("site.menuitem", "/none/:無", label="無", address="/none/")
    run = finished(brought(nowhere, MENU))
    assert run.items.get(key="/none/:無").fate == Fate.FAILED
    assert [item.label for item in MenuItem.objects.filter(parent=None)] == ["首頁"]
