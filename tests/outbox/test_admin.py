"""Administrators see what could not be sent, read it safely, and try again; nobody else does."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cms.outbox.models import Delivery, Event
from cms.people.models import User

LIST = "/admin/outbox/delivery/"


@pytest.fixture
def signed_in(client, db):
    """Sign in as somebody of a role."""

    def sign_in(role):
        person = User.objects.create_user(role, f"{role}@example.com", is_staff=True)
        person.groups.add(Group.objects.get(name=role))
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def dead(db):
    (delivery,) = Delivery.objects.send_mail(
        to=["a@example.com"], subject="<script>alert(1)</script>", text="<script>alert(2)</script>你好"
    )
    Delivery.objects.update(state=Delivery.State.DEAD, attempts=7, last_error="550 <b>no such user</b>")
    delivery.refresh_from_db()
    return delivery


def test_the_list_says_what_to_whom_and_why_it_fails(signed_in, dead):
    page = signed_in("administrator").get(LIST).content.decode()
    for words in ("a@example.com", "550 &lt;b&gt;no such user", "&lt;script&gt;alert(1)"):
        assert words in page
    assert "<script>alert(1)" not in page


def test_the_body_is_readable_and_harmless(signed_in, dead):
    page = signed_in("administrator").get(f"{LIST}{dead.pk}/change/").content.decode()
    assert "&lt;script&gt;alert(2)&lt;/script&gt;你好" in page
    assert "<script>alert(2)" not in page


def test_the_selected_ones_are_tried_again(signed_in, dead):
    client = signed_in("administrator")
    client.post(LIST, {"action": "try_again", "_selected_action": [dead.pk]})
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == (Delivery.State.WAITING, 0)


def test_the_button_tries_one_again(signed_in, dead):
    client = signed_in("administrator")
    client.post(f"{LIST}{dead.pk}/change/", {"outbox_delivery_try_this_again": "1"})
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == (Delivery.State.WAITING, 0)


def test_opening_the_page_changes_nothing(signed_in, dead):
    signed_in("administrator").get(f"{LIST}{dead.pk}/change/?outbox_delivery_try_this_again=1")
    dead.refresh_from_db()
    assert dead.state == Delivery.State.DEAD


def test_an_event_that_was_given_up_can_be_tried_again(signed_in, dead):
    event = Event.objects.record(dead, "published")
    Event.objects.update(state=Event.State.DEAD)
    signed_in("administrator").post("/admin/outbox/event/", {"action": "try_again", "_selected_action": [event.pk]})
    event.refresh_from_db()
    assert event.state == Event.State.WAITING


def test_nothing_can_be_added_or_deleted_by_hand(signed_in, dead):
    client = signed_in("administrator")
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{dead.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("role", ["author", "editor", "salesperson"])
def test_other_roles_see_nothing_of_it(signed_in, dead, role):
    client = signed_in(role)
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{dead.pk}/change/").status_code == 403
    assert client.post(LIST, {"action": "try_again", "_selected_action": [dead.pk]}).status_code == 403
    assert "a@example.com" not in client.get(reverse("admin:index")).content.decode()


def test_the_first_page_shows_trouble(signed_in, dead):
    page = signed_in("administrator").get(reverse("admin:index")).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert f"{LIST}{dead.pk}/change/" in page


def test_the_first_page_is_silent_when_all_is_well(signed_in, dead):
    Delivery.objects.update(state=Delivery.State.SENT)
    assert LIST + str(dead.pk) not in signed_in("administrator").get(reverse("admin:index")).content.decode()


def test_the_outbox_costs_the_same_whatever_its_length(signed_in, dead, django_assert_max_num_queries):
    client = signed_in("administrator")
    for n in range(20):
        Delivery.objects.send_mail(to=[f"{n}@example.com"], subject="News", text="…")
    with django_assert_max_num_queries(10):
        client.get(LIST)
