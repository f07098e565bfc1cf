import pytest

from cms.outbox import deliveries, subscribers
from cms.people.models import User


@pytest.fixture
def thing(db):
    """Any row may be what an event is about; a person is one that this room may know."""
    return User.objects.create_user("thing", "thing@example.com", "a long password")


@pytest.fixture
def only_subscribers(monkeypatch):
    """No app's own subscribers take part."""
    monkeypatch.setattr(subscribers, "_subscribers", [])


@pytest.fixture
def senders(monkeypatch):
    """Senders registered in a test end with it."""
    monkeypatch.setattr(deliveries, "_senders", dict(deliveries._senders))
