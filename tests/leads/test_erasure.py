"""A person is forgotten everywhere, at once or not at all; the figures stay, and a certificate says what was done."""

import json
import sqlite3

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles.models.questions import Question
from cms.intake import forgetting as registry
from cms.library.storage import private
from cms.outbox.models import Delivery, Event
from cms.outbox.worker import run_once
from demo import builders
from leads.forgetting import erase, person, preview, replay
from leads.models import Company, Contact, Enquiry, Entry, Erasure, Hold, Lead, Merge, Way

pytestmark = pytest.mark.django_db
TRACES = ("林小姐", "13812345678", "138 1234 5678", "lin@lin-design.com", "門店的新媒體", "lin_mei_88", "想聽價錢")


@pytest.fixture
def contact(send, salesperson):
    """Somebody with traces everywhere: two ways joined by a merge, notes, mails, a question, the admin's own log."""
    send()
    send(contact="lin@lin-design.com", message="門店的新媒體，再問一次", company="林設計")
    first, second = Contact.objects.order_by("pk")
    first.absorb(second, by=salesperson)
    run_once()
    lead = first.leads.first()
    lead.move_to("contacted", by=salesperson)
    lead.note(Entry.Kind.CALL, "林小姐想聽價錢，微信 lin_mei_88", by=salesperson)
    lead.plan("回電 13812345678", timezone.now(), by=salesperson)
    Delivery.objects.send_mail(to=["lin@lin-design.com"], subject="收到了", text="林小姐您好")
    kind = ContentType.objects.get_for_model(Lead)
    LogEntry.objects.create(user=salesperson, content_type=kind, object_id=lead.pk, object_repr="林小姐", action_flag=2)
    Question.objects.create(
        article=builders.article("文"), key="k", text="問 13812345678", name="林小姐", email="LIN@lin-design.com"
    )
    return Contact.objects.get(pk=first.pk)


def everything_stored() -> str:
    """Every text of every table."""
    rows = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label_lower not in {"pagecache.tagversion"}:
            rows += [str(row) for row in model._base_manager.values_list()]
    return "\n".join(rows)


def test_the_traces_are_there_before(contact):
    stored = everything_stored()
    assert [trace for trace in TRACES if trace not in stored] == []


def test_afterwards_no_table_holds_a_trace(contact, administrator):
    erase(contact, by=administrator, reason="request", reference="R-17")
    stored = everything_stored()
    assert [trace for trace in TRACES if trace in stored] == []
    assert not Way.objects.exists()
    assert not Merge.objects.exists()
    assert not Company.objects.exists()
    assert not Question.objects.exists()


def test_the_figures_stay(contact, administrator):
    Lead.objects.filter(contact=contact).update(amount=68000, stage="won", closed_at=timezone.now())
    stages = Entry.objects.filter(kind="stage").count()
    erase(contact, by=administrator, reason="request")
    assert Lead.objects.filter(stage="won", amount=68000).count() == 2
    assert Enquiry.objects.filter(path="/news/three-decisions/").count() == 2
    assert Entry.objects.filter(kind="stage").count() == stages
    assert not Entry.objects.exclude(text="").exists()


def test_a_company_with_others_stays(contact, administrator):
    other = Contact.objects.create(name="同事", company=Company.objects.get())
    erase(contact, by=administrator, reason="request")
    other.refresh_from_db()
    assert other.company is not None


def test_others_lose_nothing(contact, send, administrator):
    send(name="王先生", contact="wang@example.com", message="另一個人")
    run_once()
    told = Delivery.objects.filter(event__object_id=Lead.objects.get(contact__name="王先生").pk)
    mails = told.count()
    erase(contact, by=administrator, reason="request")
    assert Enquiry.objects.filter(name="王先生", message="另一個人").exists()
    assert told.count() == mails > 0


def test_nothing_is_told_of_somebody_forgotten_before_it_went_out(send, administrator):
    send()
    erase(Contact.objects.get(), by=administrator, reason="request")
    run_once()
    assert not Delivery.objects.exists()
    assert set(Event.objects.values_list("state", flat=True)) == {"superseded"}


def test_the_preview_counts_what_is_done_and_does_nothing(contact, administrator):
    before = everything_stored()
    counts = preview(contact)
    assert everything_stored() == before
    assert erase(contact, by=administrator, reason="request").counts == counts
    assert counts["leads made nameless"] == 2
    assert counts["ways to reach them"] == 2


def test_a_holder_that_fails_leaves_everything_as_it_was(contact, administrator, monkeypatch):
    def fails(person):
        raise RuntimeError

    last = registry.Holder("fails", (), kept=lambda person: [], forget=fails, order=99)
    monkeypatch.setattr(registry, "_holders", [*registry._holders, last])
    before = everything_stored()
    with pytest.raises(RuntimeError):
        erase(contact, by=administrator, reason="request")
    assert everything_stored() == before


def test_the_same_person_writing_again_is_somebody_new(contact, send, administrator):
    erase(contact, by=administrator, reason="request")
    send()
    assert Contact.objects.filter(forgotten_at=None).get().pk != contact.pk
    assert Lead.objects.filter(forgotten_at=None).get().contact_id != contact.pk


def test_a_legal_hold_forbids_it_until_it_ends(contact, administrator):
    Hold.objects.create(contact=contact.absorbed.get(), reason="訴訟", by=administrator)
    with pytest.raises(ValidationError, match=r".+"):
        erase(contact, by=administrator, reason="request")
    Hold.objects.get().lift(by=administrator)
    erase(contact, by=administrator, reason="request")


def test_a_hold_that_has_ended_forbids_nothing(contact, administrator):
    Hold.objects.create(contact=contact, reason="訴訟", until="2020-01-01")
    erase(contact, by=administrator, reason="request")


@pytest.mark.parametrize("reference", ["林小姐 的信", "13812345678", "LIN@lin-design.com"])
def test_the_reference_may_not_name_the_person(contact, administrator, reference):
    with pytest.raises(ValidationError):
        erase(contact, by=administrator, reason="request", reference=reference)
    assert not Erasure.objects.exists()


def test_certificates_are_numbered_and_sealed_one_to_the_next(contact, send, administrator):
    first = erase(contact, by=administrator, reason="request")
    send()
    second = erase(Contact.objects.get(forgotten_at=None), by=administrator, reason="withdrawn")
    assert (str(first), str(second)) == ("E-000001", "E-000002")
    assert first.is_sound
    assert second.is_sound
    Erasure.objects.filter(pk=first.pk).update(counts={"leads made nameless": 0})
    assert not Erasure.objects.get(pk=first.pk).is_sound


def test_forgetting_twice_is_refused(contact, administrator):
    erase(contact, by=administrator, reason="request")
    with pytest.raises(ValidationError):
        erase(Contact.objects.get(pk=contact.pk), by=administrator, reason="request")


def test_who_comes_back_with_a_backup_is_forgotten_again_and_who_wrote_later_is_not(send, administrator, tmp_path):
    send()
    erase(Contact.objects.get(), by=administrator, reason="request")
    run_once()
    record = json.loads(private.open("erasures/E-000001.json").read())
    assert record["keys"] == Erasure.objects.get().keys
    Lead.objects.all().delete()
    send()  # as if the backup had brought it back
    call_command("replay_erasures")
    assert Way.objects.count() == 1  # written after the erasure
    Way.objects.update(added_at=timezone.now() - timezone.timedelta(days=3))
    call_command("replay_erasures")
    assert not Way.objects.exists()
    assert Erasure.objects.first().reason == "replay"


def test_a_record_of_no_erasure_forgets_nobody(contact):
    assert replay([{"number": 1, "at": timezone.now().isoformat(), "keys": ["0" * 64]}]) == 0
    assert Way.objects.count() == 2


def test_the_person_is_found_by_every_spelling(contact):
    found = person(contact)
    assert {"13812345678", "138 1234 5678", "+8613812345678", "lin@lin-design.com"} <= found.spellings


def test_sqlite_overwrites_what_is_deleted(tmp_path, settings):
    """The file and its log, as an attacker would read them."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps dead rows until it vacuums: docs/operating.md")
    path = tmp_path / "x.sqlite3"
    held = sqlite3.connect(path, isolation_level=None)
    for pragma in settings.DATABASES["default"]["OPTIONS"]["init_command"].split(";"):
        held.execute(pragma)
    assert held.execute("PRAGMA secure_delete").fetchone() == (1,)
    held.execute("CREATE TABLE t (x TEXT)")
    held.executemany("INSERT INTO t VALUES (?)", [("lin@lin-design.com " * 40,)] * 50)
    held.execute("UPDATE t SET x = ''")
    held.execute("DELETE FROM t")
    held.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    written = b"".join(file.read_bytes() for file in tmp_path.glob("x.sqlite3*"))
    assert b"lin@lin-design" not in written
