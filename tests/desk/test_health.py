"""What a load balancer asks is answered honestly, and never from a cache."""

import pytest
from django.db import DatabaseError


def test_a_process_that_answers_is_healthy_without_asking_the_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def test_it_is_ready_when_database_and_cache_are(client, db):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"database": True, "cache": True})


def test_it_is_not_ready_while_the_database_is_away(client, db, monkeypatch):
    def away(*args):
        raise DatabaseError("gone")

    monkeypatch.setattr("cms.desk.views.MigrationExecutor", away)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["database"]) == (503, False)


def test_it_is_not_ready_while_a_migration_waits(client, db, monkeypatch):
    monkeypatch.setattr("cms.desk.views.MigrationExecutor.migration_plan", lambda *args: ["0002"])
    assert client.get("/readyz").status_code == 503


def test_it_is_not_ready_while_the_cache_is_away(client, db, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError("gone")

    monkeypatch.setattr("cms.desk.views.cache.set", away)
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_only_reading_is_answered(path, client, db):
    assert client.post(path).status_code == 405
