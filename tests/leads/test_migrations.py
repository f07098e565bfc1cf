"""What earlier leads held is moved to their contacts and timelines, and back again."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

BEFORE, AFTER = [("leads", "0001_initial")], [("leads", "0004_contacts_are_needed")]


def migrated(target):
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.fixture
def old_leads(transactional_db):
    """Two leads of one person, one of them ended, as they stood before contacts were known."""
    old = migrated(BEFORE).get_model("leads", "Lead")
    common = {"contact_kind": "phone", "contact_value": "+8613812345678", "company": "示例公司"}
    old.objects.create(name="林小姐", contact="138 1234 5678", stage="closed", notes="已結案", **common)
    old.objects.create(name="林", contact="13812345678", stage="new", **common)
    yield
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    migrated(latest).get_model("leads", "Contact").objects.all().delete()


def test_leads_of_one_number_become_leads_of_one_contact_and_lose_nothing(old_leads):
    Lead = migrated(AFTER).get_model("leads", "Lead")
    first, second = Lead.objects.order_by("pk")
    assert first.contact_id == second.contact_id
    assert (first.stage, first.lost_reason, second.stage) == ("lost", "other", "new")
    assert [entry.text for entry in first.entries.filter(kind="note")] == ["已結案"]
    assert first.closed_at <= timezone.now()
    old = migrated(BEFORE).get_model("leads", "Lead").objects.order_by("pk")
    assert [(lead.contact, lead.stage, lead.notes) for lead in old] == [
        ("138 1234 5678", "closed", "已結案"),
        ("138 1234 5678", "new", ""),
    ]
