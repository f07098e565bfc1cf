import pytest

from cms.outbox import deliveries, subscribers, topics
from cms.people.models import User
from tests.outbox.listening import Listener


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


@pytest.fixture(autouse=True)
def nobody_left_alone(monkeypatch):
    """Who kept us waiting in another test is asked as if nothing had been."""
    monkeypatch.setattr(deliveries, "_left_alone", {})


@pytest.fixture
def listener(settings):
    """A receiver on this machine, to which the site may speak."""
    settings.OUTBOUND_LOOPBACK = True
    receiver = Listener()
    yield receiver
    receiver.end()


@pytest.fixture
def topic(monkeypatch):
    """One kind of event that receivers may choose, about any row."""
    monkeypatch.setattr(topics, "_topics", {})
    return topics.offer(
        topics.Topic(
            verb="thing.made",
            label="A thing was made",
            data=lambda event: {"stage": event.payload.get("stage", "new")} if event.obj else None,
            contact=lambda event: {"email": event.obj.email},
            words=lambda event, with_contact: (
                topics.Words(
                    "新的東西",
                    [("名稱", event.obj.username), ("郵件", event.obj.email if with_contact else "")],
                    "https://www.example.com/admin/",
                    "打開",
                )
                if event.obj
                else None
            ),
        )
    )
