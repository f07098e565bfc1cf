"""Who works leads joins two contacts that are one person, and parts them again; nobody else does."""

import pytest

from leads.models import Contact, Merge, Way

pytestmark = pytest.mark.django_db
LIST = "/admin/leads/contact/"


@pytest.fixture
def pair():
    """Two contacts of one name, each with a way of its own."""
    made = [Contact.objects.create(name="林小姐") for _ in range(2)]
    Way.objects.create(contact=made[0], kind="phone", value="+8613812345678", typed="138 1234 5678")
    Way.objects.create(contact=made[1], kind="email", value="lin@example.com", typed="lin@example.com")
    return made


@pytest.fixture
def desk(client, salesperson):
    client.force_login(salesperson)
    return client


def join(client, first, second):
    return client.post(f"{LIST}{first.pk}/join/", {"other": second.pk})


def test_the_form_of_a_contact_offers_those_of_the_same_name_and_asks_first(desk, pair):
    first, second = pair
    link = f"{LIST}{first.pk}/join/?other={second.pk}"
    assert link in desk.get(f"{LIST}{first.pk}/change/").content.decode()
    assert "l***@example.com" in desk.get(link).content.decode()
    assert not Merge.objects.exists()


def test_joined_contacts_share_their_ways_and_can_be_parted(desk, pair):
    first, second = pair
    join(desk, first, second)
    assert first.ways.count() == 2
    assert f"{LIST}{second.pk}/change/" not in desk.get(LIST).content.decode()
    desk.post(f"{LIST}merge/{Merge.objects.get().pk}/undo/")
    assert (first.ways.count(), second.ways.count()) == (1, 1)


def test_joining_twice_or_with_itself_changes_nothing(desk, pair):
    first, second = pair
    join(desk, first, second)
    for other in (second, first):
        assert join(desk, first, other).status_code == 302
    assert Merge.objects.count() == 1


@pytest.mark.parametrize("role", ["author", "editor", "outsider"])
def test_other_roles_join_and_part_nobody(client, request, pair, role):
    first, second = pair
    merge = first.absorb(second, by=None)
    client.force_login(request.getfixturevalue(role))
    assert join(client, first, second).status_code in {403, 404}
    assert client.post(f"{LIST}merge/{merge.pk}/undo/").status_code == 403
    assert first.ways.count() == 2


def test_a_link_parts_nobody(desk, pair):
    merge = pair[0].absorb(pair[1], by=None)
    assert desk.get(f"{LIST}merge/{merge.pk}/undo/").status_code == 404
    assert pair[0].ways.count() == 2
