"""Leads from a table: looked at first, stored once, and hostile files refused with a sentence."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.outbox.models import Delivery, Event
from cms.outbox.worker import run_once
from leads import importing
from leads.models import Contact, Disclosure, Enquiry, Import, Lead, Way
from leads.spreadsheets import Unreadable, read, write_xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NEW = "/admin/leads/import/new/"
TABLE = """姓名,手機,微信號,公司,需求,階段,金額
林小姐,138 1234 5678,,林設計,想做新媒體,qualified,"¥68,000"
王先生,,wang_88888,,網站,,
陳小姐,12345,,,電話少了,,
林小姐,13812345678,,林設計,第二件事,,
林小姐,138 1234 5678,,林設計,想做新媒體,qualified,"¥68,000"
"""


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def upload(client, content=TABLE, name="leads.csv", basis="2024 展會名片，同意聯絡"):
    content = content if isinstance(content, bytes) else content.encode("utf-8-sig")
    return client.post(NEW, {"file": SimpleUploadedFile(name, content), "basis": basis})


def store(client, response):
    address = response["Location"]
    page = client.get(address)
    values = {name: field.initial for name, field in page.context["form"].fields.items()}
    assert client.post(address, {**values, "store": ""}).status_code == 302
    run_once()
    return Import.objects.first()


def test_columns_are_guessed_by_their_headings(desk):
    upload(desk)
    assert Import.objects.get().mapping == {
        "name": 0, "phone": 1, "wechat": 2, "company": 3, "message": 4, "stage": 5, "amount": 6
    }  # fmt: skip


def test_looking_says_what_becomes_of_each_row_and_stores_nothing(desk):
    response = desk.get(upload(desk)["Location"])
    assert [row.fate for row in response.context["rows"]] == ["new", "new", "error", "joins", "twice"]
    assert "digits short" in response.content.decode()
    assert not Lead.objects.exists()


@pytest.mark.parametrize(
    "encoding", ["gbk", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-8-sig"]
)
def test_a_table_is_read_in_whichever_encoding_a_spreadsheet_writes(desk, encoding):
    table = store(desk, upload(desk, TABLE.replace("¥", "").encode(encoding)))
    assert table.counts == {"new": 2, "error": 1, "joins": 1, "known": 1}
    assert set(Contact.objects.values_list("name", flat=True)) == {"林小姐", "王先生"}


@pytest.fixture
def long():
    """More rows than anybody waits for: every tenth is wrong, and the last ones are there already in the file."""
    people = [f"人 {n},{'x' if n % 10 == 0 else f'person-{n}@example.com'}" for n in range(2000)]
    return "\n".join(["name,email", *people, people[1], people[2].replace("人", "另一句")])


def test_every_row_of_a_long_table_is_looked_at_by_the_worker(desk, long):
    address = upload(desk, long)["Location"]
    response = desk.get(address)
    assert (Import.objects.get().state, response["Refresh"]) == ("looking", "3")
    assert "Nothing is stored yet" in response.content.decode()
    run_once()
    response = desk.get(address)
    table = Import.objects.get()
    assert table.report["looked"] == table.total == 2002
    assert table.report["fates"] == {"new": 1800, "error": 200, "twice": 1, "joins": 1}
    assert [number for number, _said in table.report["problems"]] == list(range(2, 2002, 10))
    assert len(response.context["rows"]) == 100
    assert "Row 1992:" in response.content.decode()
    assert not Lead.objects.exists()


def test_what_was_foretold_is_what_is_stored(desk, long):
    response = upload(desk, long)
    desk.get(response["Location"])
    run_once()
    told = Import.objects.get().report["fates"]
    told["known"] = told.pop("twice")
    assert store(desk, response).counts == told


def test_looking_asks_as_much_of_a_batch_of_many_rows_as_of_one(desk, long, django_assert_max_num_queries):
    desk.get(upload(desk, long)["Location"])
    with django_assert_max_num_queries(4 + 5 * 3):  # 2,002 rows are five batches
        importing.look_through(Import.objects.get().pk)


def test_a_killed_worker_begins_to_look_anew_and_two_look_once(desk, long, monkeypatch):
    desk.get(upload(desk, long)["Location"])
    table, judge, calls = Import.objects.get(), importing.Judge.judge, []

    def killed(self, rows):
        calls.append(rows)
        importing.look_through(table.pk)  # a second worker finds it taken
        if len(calls) == 3:
            raise KeyboardInterrupt
        judge(self, rows)

    monkeypatch.setattr(importing.Judge, "judge", killed)
    with pytest.raises(KeyboardInterrupt):
        importing.look_through(table.pk)
    assert Import.objects.get().report == {"looked": 1000}
    monkeypatch.setattr(importing.Judge, "judge", judge)
    run_once()
    assert Import.objects.get().state == "looking"
    Import.objects.update(leased_until="2020-01-01T00:00Z")
    run_once()
    assert Import.objects.get().report["fates"] == {"new": 1800, "error": 200, "twice": 1, "joins": 1}


def test_other_columns_are_looked_at_anew_and_kept(desk):
    address = upload(desk, "name,a,b\n林,x,13812345678\n")["Location"]
    assert desk.post(address, {"name": "0", "contact": "1", "look": ""}).status_code == 302
    assert desk.get(address).context["table"].report["fates"] == {"error": 1}
    desk.post(address, {"name": "0", "contact": "2", "look": ""})
    assert desk.get(address).context["table"].report["fates"] == {"new": 1}
    assert Import.objects.get().mapping == {"name": 0, "contact": 2}


def test_a_table_whose_file_is_gone_while_it_is_looked_at_says_so(desk, long):
    address = upload(desk, long)["Location"]
    desk.get(address)
    importing.private.delete(Import.objects.get().file)
    run_once()
    assert Import.objects.get().state == "failed"
    assert desk.get(address).status_code == 200


def test_rows_become_leads_contacts_and_enquiries_and_nobody_gets_mail(desk):
    table = store(desk, upload(desk))
    assert (table.state, table.counts) == ("done", {"new": 2, "error": 1, "joins": 1, "known": 1})
    assert Contact.objects.count() == 2
    assert Lead.objects.get(contact__name="林小姐").enquiries.count() == 2
    assert str(Lead.objects.get(contact__name="林小姐").amount) == "68000.00"
    assert Lead.objects.get(contact__name="林小姐").stage == "qualified"
    assert {enquiry.consent.text for enquiry in Enquiry.objects.all()} == {"2024 展會名片，同意聯絡"}
    assert not Event.objects.exists()
    assert not Delivery.objects.exists()
    assert table.problems[0][0] == 4


def test_the_same_file_again_changes_nothing(desk):
    store(desk, upload(desk))
    before = list(Enquiry.objects.values()), list(Lead.objects.values()), list(Contact.objects.values())
    table = store(desk, upload(desk))
    assert table.counts == {"known": 4, "error": 1}
    assert (list(Enquiry.objects.values()), list(Lead.objects.values()), list(Contact.objects.values())) == before


def test_a_known_contact_is_joined_however_the_number_is_spelled(send, desk):
    send(contact="+86 138-1234-5678")
    store(desk, upload(desk))
    assert Way.objects.filter(value="+8613812345678").count() == 1
    assert Lead.objects.filter(contact__ways__value="+8613812345678").get().enquiries.count() == 3


def test_a_worker_that_is_killed_goes_on_where_it_stood(desk, monkeypatch):
    lines = "".join(f"人 {n},person-{n}@example.com\n" for n in range(250))
    address = upload(desk, f"name,email\n{lines}")["Location"]
    desk.post(address, {"name": "0", "email": "1", "store": ""})
    done, stored = [], importing.store

    def killed(*args, **kwargs):
        done.append(1)
        if len(done) == 150:
            raise KeyboardInterrupt
        return stored(*args, **kwargs)

    monkeypatch.setattr(importing, "store", killed)
    with pytest.raises(KeyboardInterrupt):
        importing.go_on((Import.objects.get().pk, 0))
    assert (Import.objects.get().done, Lead.objects.count()) == (100, 100)
    monkeypatch.setattr(importing, "store", stored)
    Import.objects.update(leased_until="2020-01-01T00:00Z")
    run_once()
    assert (Import.objects.get().counts, Lead.objects.count()) == ({"new": 250}, 250)


def test_the_file_is_deleted_once_it_is_stored_and_that_it_came_is_written_down(desk):
    table = store(desk, upload(desk))
    run_once()
    table.refresh_from_db()
    assert table.file == ""
    assert Disclosure.objects.get().kind == "import"


def test_what_was_exported_comes_back_as_it_was(desk):
    write_xlsx(file := io.BytesIO(), [["name", "phone", "message"], ["=林", "+86 138 0013 8000", "-1"]])
    store(desk, upload(desk, file.getvalue(), "leads.xlsx"))
    assert Enquiry.objects.values_list("name", "message").get() == ("=林", "-1")
    assert Way.objects.get().value == "+8613800138000"


def test_who_may_not_import_uploads_nothing(client, salesperson):
    client.force_login(salesperson)
    assert client.get(NEW).status_code == 403
    assert upload(client).status_code == 403
    assert not Import.objects.exists()


def test_without_saying_by_which_right_nothing_is_taken(desk):
    assert upload(desk, basis="").status_code == 422
    assert not Import.objects.exists()


def xlsx(sheet, **parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        archive.writestr("xl/worksheets/sheet1.xml", f"{parts.pop('before', '')}{head}{sheet}</sheetData></worksheet>")
    return file.getvalue()


BOMB = "<row><c t='inlineStr'><is><t>" + " " * 210_000_000
ENTITY = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
HOSTILE = {
    "no text": ("x.csv", bytes(range(128, 256)) + b"\n1,2\n"),
    "broken": ("x.csv", "姓名,手機\n林小姐,138\n".encode() + b"\xe6\x9e,139\n"),
    "half of UTF-16": ("x.csv", "姓名,手機\n林,138\n".encode("utf-16") + b"\xd8\x00\xd8"),
    "NUL": ("x.csv", b"name,phone\na\0b,1\n"),
    "rows": ("x.csv", b"name,phone\n" + b"a,1\n" * 100_000),
    "columns": ("x.csv", b"," * 100 + b"\n1\n"),
    "long": ("x.csv", b"name,phone\n" + b"a" * 9000 + b",1\n"),
    "quote": ("x.csv", b'name,phone\n"' + b"a" * 200_000),
    "heading": ("x.csv", b"name,phone\n"),
    "empty": ("x.csv", b""),
    "no zip": ("x.xlsx", b"PK nothing"),
    "zip as csv": ("x.csv", xlsx("")),
    "formula": ("x.xlsx", xlsx("<row><c><f>1+1</f><v>2</v></c></row>")),
    "damaged": ("x.xlsx", xlsx("<row><c>")),
    "entity": ("x.xlsx", xlsx("<row><c><v>&a;</v></c></row>", before=ENTITY)),
    "index": ("x.xlsx", xlsx("<row><c t='s'><v>99</v></c></row>")),
    "far": ("x.xlsx", xlsx("<row><c r='XFD1'><v>1</v></c></row>")),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_is_none_of_ours_is_refused_with_a_sentence(desk, kind):
    name, content = HOSTILE[kind]
    response = upload(desk, content, name)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not Import.objects.exists()


def test_a_bomb_is_refused_before_it_is_unpacked():
    file = io.BytesIO(xlsx(BOMB))
    assert len(file.getvalue()) < 1_000_000
    with pytest.raises(Unreadable, match="larger unpacked"):
        list(read(file, "x.xlsx"))


def test_every_page_of_an_import_is_its_owners(desk, client, administrator):
    address = upload(desk)["Location"]
    from_elsewhere = reverse("admin:leads_import_look", args=[999])
    assert desk.get(from_elsewhere).status_code == 404
    assert desk.get(address).status_code == 200
