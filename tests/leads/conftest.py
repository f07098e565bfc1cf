import re

import pytest
from django.contrib.auth.models import Group

from cms.intake.signals import stamp
from cms.people.models import User

HONEST = {
    "HTTP_SEC_FETCH_SITE": "same-origin",
    "HTTP_ORIGIN": "http://testserver",
    "HTTP_ACCEPT_LANGUAGE": "zh-TW",
    "HTTP_USER_AGENT": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
}


@pytest.fixture
def person(db):
    """Make somebody of a role."""

    def make(role, name=""):
        somebody = User.objects.create_user(name or role, f"{name or role}@example.com", is_staff=True)
        somebody.groups.add(Group.objects.get_or_create(name=role)[0])
        return somebody

    return make


@pytest.fixture
def typed():
    """What an honest prospect sends from a page of ours, with JavaScript."""
    return {
        "name": "林小姐",
        "contact": "138 1234 5678",
        "message": "想把門店的新媒體重新做一次。\r\n預算下季決定。",
        "company": "",
        "consent": "on",
        "consent_version": "1",
        "path": "/news/three-decisions/",
        "about": "",
        "stamp": stamp(),
        "browser": "0123456789abcdef0123456789abcdef",
        "website": "",
    }


@pytest.fixture
def send(client, typed, db):
    """Post the form as a browser does; arguments replace fields, `None` leaves one out."""

    def post(headers=HONEST, **changes):
        fields = {name: value for name, value in {**typed, **changes}.items() if value is not None}
        return client.post("/contact/send/", fields, **headers)

    return post


@pytest.fixture
def error_of():
    """The sentence under a field of an answered page."""

    def find(response, field):
        found = re.search(rf'id="ask-{field}-error">(.*?)</span>', response.content.decode(), re.DOTALL)
        return found and found[1]

    return find


@pytest.fixture
def signed_in(client, person):
    def sign_in(role):
        client.force_login(person(role))
        return client

    return sign_in
