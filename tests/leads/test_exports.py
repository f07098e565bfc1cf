"""Leads as a table: what the filter and the rights say, harmless to spreadsheets, written down, and gone soon."""

import csv
import gc
import io
import tracemalloc
import zipfile
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from cms.library.storage import private
from cms.outbox.models import Delivery
from cms.outbox.worker import run_once
from leads import exporting
from leads.forgetting import erase
from leads.models import Contact, Disclosure, Export, ExportPlan, Lead, Way
from leads.spreadsheets import MAIN, harmless, write_csv, write_xlsx
from tests.conftest import person as colleague

pytestmark = pytest.mark.django_db
ASK = "/admin/leads/export/ask/"


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def ask(client, query="", **told):
    body = {"query": query, "columns": list(exporting.COLUMNS), "format": "csv", **told}
    response = client.post(ASK, body)
    assert response.status_code == 302, response.status_code
    run_once()
    return Export.objects.first()


def rows_of(export):
    return list(csv.DictReader(io.StringIO(private.open(export.file).read().decode("utf-8-sig"))))


def test_a_table_in_clear_has_readable_phones_kept_as_text(send, desk):
    send(contact="13800138000")
    [row] = rows_of(ask(desk))
    assert row["phone"] == "'+86 138 0013 8000"
    assert row["name"] == "林小姐"


def test_contacts_are_masked_if_that_was_asked_for_or_who_asks_may_not_see_them(send, desk, client):
    send(message="打 13812345678")
    ask(desk, is_masked="on")
    somebody = colleague("outsider", "masked")
    names = ["export_leads", "view_lead"]
    somebody.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(somebody)
    ask(client)
    for export in Export.objects.all():
        text = private.open(export.file).read().decode()
        assert export.is_masked
        assert "13812345678" not in text
        assert "138****5678" in text


def test_the_filter_of_the_list_applies(send, desk):
    send()
    send(name="王先生", contact="wang@example.com", message="另一件事")
    Lead.objects.filter(contact__name="王先生").update(stage="qualified")
    assert [row["name"] for row in rows_of(ask(desk, "stage__exact=qualified"))] == ["王先生"]
    assert [row["name"] for row in rows_of(ask(desk, "q=wang@example.com"))] == ["王先生"]


@pytest.mark.parametrize("query", ["nonsense=1", "stage__exact=x&owner__password__startswith=a"])
def test_a_filter_that_the_list_does_not_know_makes_no_table(send, desk, query):
    send()
    assert ask(desk, query).state == "failed"


def test_only_the_chosen_columns_are_in_it(send, desk):
    send()
    [row] = rows_of(ask(desk, columns=["stage", "amount"]))
    assert len(row) == 2


def test_it_is_written_down_who_took_what(send, desk, administrator):
    send()
    export = ask(desk, "stage__exact=new")
    desk.get(reverse("admin:leads_export_file", args=[export.pk]))
    download, made = Disclosure.objects.all()
    assert (made.kind, made.by, made.rows, made.is_masked) == ("export", administrator, 1, False)
    assert made.details["filter"] == "stage__exact=new"
    assert download.kind == "download"


def test_the_link_ends_and_the_file_with_it(send, desk):
    send()
    export = ask(desk)
    address = reverse("admin:leads_export_file", args=[export.pk])
    assert "no-store" in desk.get(address)["Cache-Control"]
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert desk.get(address).status_code == 404
    run_once()
    assert not private.exists(export.file)


@pytest.mark.parametrize("role", ["author", "editor", "analyst", "salesperson", "outsider"])
def test_nobody_else_exports_or_fetches(send, desk, client, request, role):
    send()
    export = ask(desk)
    client.force_login(request.getfixturevalue(role))
    assert client.get(ASK).status_code == 403
    assert client.post(ASK, {"columns": ["name"], "format": "csv"}).status_code == 403
    for name in ("file", "progress"):
        assert client.get(reverse(f"admin:leads_export_{name}", args=[export.pk])).status_code == 403
    assert Export.objects.count() == 1


def test_what_somebody_else_asked_for_is_not_fetched(send, desk, client):
    send()
    export = ask(desk)
    client.force_login(colleague("administrator", "other"))
    assert client.get(reverse("admin:leads_export_file", args=[export.pk])).status_code == 404


def test_who_has_lost_the_right_gets_no_table(send, desk, administrator):
    send()
    desk.post(ASK, {"columns": ["name"], "format": "csv"})
    administrator.groups.clear()
    run_once()
    assert Export.objects.get().state == "failed"
    assert Export.objects.get().error


def test_somebody_who_is_forgotten_takes_the_files_with_them(send, desk, administrator):
    send()
    export = ask(desk)
    erase(Contact.objects.get(), by=administrator, reason="request")
    assert desk.get(reverse("admin:leads_export_file", args=[export.pk])).status_code == 404
    run_once()
    assert not private.exists(export.file)


def test_a_table_that_was_in_work_meanwhile_is_given_to_nobody(send, desk, administrator, monkeypatch):
    send()
    desk.post(ASK, {"columns": ["name"], "format": "csv"})

    def table(*args, **kwargs):
        erase(Contact.objects.get(), by=administrator, reason="request")
        yield ["林小姐"]

    monkeypatch.setattr(exporting, "table", table)
    run_once()
    assert Export.objects.get().state == "gone"
    assert Export.objects.get().file == ""


def test_a_worker_that_was_killed_leaves_the_table_to_the_next(send, desk):
    send()
    desk.post(ASK, {"columns": ["name"], "format": "csv"})
    Export.objects.update(state="working", leased_until=timezone.now() - timedelta(seconds=1))
    run_once()
    assert Export.objects.get().state == "done"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", " =1", "=cmd|' /C calc'!A0"])
def test_nothing_in_a_table_begins_like_a_formula(text):
    assert harmless(text) == f"'{text}"
    for write in (write_csv, write_xlsx):
        write(file := io.BytesIO(), [[text]])
        assert cells_of(file) == [f"'{text}"] or (write is write_xlsx and text == "\rx")


def cells_of(file):
    file.seek(0)
    if not zipfile.is_zipfile(file):
        return next(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")))
    sheet = etree.fromstring(zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml"))
    assert not sheet.findall(f".//{MAIN}f")
    return [element.text for element in sheet.iter(MAIN + "t")]


def test_xlsx_keeps_phones_leading_zeros_and_odd_signs_as_text():
    write_xlsx(file := io.BytesIO(), [["+86 138 0013 8000", "0571", "a\x0bb<&", "林"]])
    assert cells_of(file) == ["+86 138 0013 8000", "0571", "ab<&", "林"]


def test_a_long_table_takes_no_more_memory_than_a_short_one(administrator, tmp_path):
    contacts = Contact.objects.bulk_create(Contact(name=f"人 {n}") for n in range(6000))
    Way.objects.bulk_create(
        Way(contact=one, kind="phone", value=f"+86138{n:08}", typed="x") for n, one in enumerate(contacts)
    )
    Lead.objects.bulk_create(Lead(contact=one) for one in contacts)
    peaks = []
    for most in (2000, 6000):
        leads = exporting.filtered("", administrator).filter(pk__lte=Lead.objects.order_by("pk")[most - 1].pk)
        tracemalloc.start()
        with (tmp_path / "x").open("wb") as file:
            told = {"is_masked": False, "tell": lambda number: gc.collect()}
            write_csv(file, exporting.table(leads, list(exporting.COLUMNS), **told))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.3


def test_a_scheduled_export_tells_its_people_by_a_link_alone(send, administrator, client):
    send()
    other = colleague("administrator", "other")
    plan = ExportPlan.objects.create(title="每週", by=administrator, is_masked=False, every="week")
    plan.people.add(other)
    plan.next_at = timezone.now() - timedelta(days=15)
    plan.save()
    run_once()
    run_once()
    export = Export.objects.get()  # one, although two weeks were missed
    plan.refresh_from_db()
    assert plan.next_at > timezone.now()
    letter = Delivery.objects.get(receiver=other.email, key__startswith="export-")
    assert reverse("admin:leads_export_progress", args=[export.pk]) in letter.payload["text"]
    assert "林小姐" not in str(letter.payload)
    client.force_login(other)
    assert client.get(reverse("admin:leads_export_file", args=[export.pk])).status_code == 200
