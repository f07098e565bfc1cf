"""Moving out at the desk: who may ask and fetch, what the worker does, and exports made again and again."""

import errno
import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.library.storage import private
from cms.outbox.worker import run_once
from cms.publishing.models import AuditEntry
from demo import builders
from leads.models.exchange import Work
from reach.exporting import making
from reach.models import ContentExport, ContentExportPlan
from tests.conftest import person

pytestmark = pytest.mark.django_db
ASK = "/admin/reach/contentexport/ask/"


@pytest.fixture
def desk(client, chief):
    client.force_login(chief)
    builders.article("題目", slug="one")
    return client


def work() -> None:
    """Slices, until nothing is due; the worker's other duties are not asked."""
    while keys := list(ContentExport.objects.due().values_list("pk", flat=True)):
        for key in keys:
            making.make(key)


def url(name, row):
    return reverse(f"admin:reach_contentexport_{name}", args=[row.pk])


def test_the_chief_editor_asks_waits_and_fetches(desk):
    assert "Markdown" in desk.get(ASK).content.decode()
    answer = desk.post(ASK, {"format": "markdown", "with_drafts": "on"})
    row = ContentExport.objects.get()
    assert answer["Location"] == url("progress", row)
    assert desk.get(url("progress", row))["Refresh"] == "3"
    assert desk.get(url("file", row)).status_code == 404
    work()
    row.refresh_from_db()
    assert (row.state, row.done) == ("done", row.total)
    page = desk.get(url("progress", row))
    assert "Refresh" not in page
    assert url("file", row) in page.content.decode()
    answer = desk.get(url("file", row))
    assert "no-store" in answer["Cache-Control"]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert "article/one.md" in archive.namelist()
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))[-2:] == ["export", "fetch"]
    assert "markdown" in desk.get("/admin/reach/contentexport/").content.decode().lower()


@pytest.mark.parametrize("role", ["outsider", "salesperson", "analyst", "author", "editor"])
def test_nobody_else_asks_or_fetches(desk, role):
    desk.post(ASK, {"format": "csv"})
    work()
    row = ContentExport.objects.get()
    other = Client()
    other.force_login(person(role))
    for address in (ASK, url("progress", row), url("file", row), "/admin/reach/contentexport/"):
        assert other.get(address).status_code == 403
    assert other.post(ASK, {"format": "csv"}).status_code == 403
    assert ContentExport.objects.count() == 1
    assert Client().get(url("file", row)).status_code == 302


def test_an_address_is_only_for_a_copy_of_the_site(desk):
    answer = desk.post(ASK, {"format": "csv", "base": "https://example.com"})
    assert answer.status_code == 422
    assert not ContentExport.objects.exists()


def test_slices_are_short_and_go_on_after_a_kill(desk, monkeypatch):
    monkeypatch.setattr(making, "SLICE", 0.000001)
    monkeypatch.setattr("reach.exporting.everything.AT_ONCE", 1)
    row = making.ask(by=None, format="csv")
    making.make(row.pk)
    row.refresh_from_db()
    assert row.state == Work.WAITING
    assert 0 < row.done < row.total
    # A worker that is killed in its slice leaves the row in work; it is due once its lease is over.
    ContentExport.objects.update(state=Work.WORKING, leased_until=timezone.now() + timedelta(minutes=1))
    making.make(row.pk)
    assert ContentExport.objects.get().done == row.done
    ContentExport.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    work()
    row.refresh_from_db()
    assert row.state == Work.DONE
    assert private.listdir("exports/content")[1] == [f"{row.uuid}.zip"]
    assert not private.exists(f"{row.folder}/state.json")


def test_a_full_disk_is_said_and_nothing_is_offered(desk, monkeypatch):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    row = making.ask(by=None, format="csv")
    monkeypatch.setattr(making, "_save", full)
    work()
    row.refresh_from_db()
    assert row.state == Work.FAILED
    assert row.error
    assert not row.has_file
    assert row.error in desk.get(url("progress", row)).content.decode()


def test_half_a_file_is_taken_away(db):
    class Full:
        gone = ""

        def save(self, name, file):
            raise OSError(errno.ENOSPC, "No space left on device")

        def delete(self, name):
            self.gone = name

    storage = Full()
    with pytest.raises(OSError, match="No space"):
        making._save(storage, "x.zip", io.BytesIO(b"x"))
    assert storage.gone == "x.zip"


def test_the_file_ends_after_a_week(desk):
    row = making.ask(by=None, format="csv")
    work()
    row.refresh_from_db()
    ContentExport.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert desk.get(url("file", row)).status_code == 404
    run_once()
    assert not private.exists(row.file)
    assert ContentExport.objects.get().state == Work.GONE


@pytest.fixture
def place(settings, tmp_path):
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {
        **settings.STORAGES,
        "exports": {"BACKEND": backend, "OPTIONS": {"location": tmp_path / "out"}},
    }
    return storages["exports"]


def test_a_plan_carries_its_files_and_lets_the_oldest_go(desk, place):
    plan = ContentExportPlan.objects.create(title="每日", every="day", format="csv", keep=2)
    place.save(f"{plan.prefix}20200101-000000.zip", io.BytesIO(b"old"))
    place.save(f"{plan.prefix}20200102-000000.zip", io.BytesIO(b"newer"))
    place.save("somebody-elses.zip", io.BytesIO(b"kept"))
    making.run_plan(plan.pk)
    making.run_plan(plan.pk)  # its time has not come again
    work()
    names = sorted(place.listdir("")[1])
    assert len(names) == 3
    assert names[0] == f"{plan.prefix}20200102-000000.zip"
    assert names[2] == "somebody-elses.zip"
    assert zipfile.ZipFile(place.path(names[1])).namelist()
    plan.refresh_from_db()
    assert plan.next_at > timezone.now()


def test_a_plan_that_fails_stands_on_the_desk(desk):
    plan = ContentExportPlan.objects.create(title="夜裡的", every="day", format="csv")
    making.run_plan(plan.pk)
    work()
    row = ContentExport.objects.get()
    assert row.state == Work.FAILED
    assert "EXPORT_FOLDER" in row.error
    assert "夜裡的" in desk.get("/admin/").content.decode()


def test_only_an_administrator_makes_plans(desk, administrator):
    assert desk.get("/admin/reach/contentexportplan/").status_code == 403
    other = Client()
    other.force_login(administrator)
    page = other.get("/admin/reach/contentexportplan/add/").content.decode()
    assert "EXPORT_FOLDER" in page
