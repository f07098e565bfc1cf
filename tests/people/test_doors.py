"""Invitations, forgotten passwords and one's own profile: links that work once, for a while, for one person."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.utils import timezone

from cms.outbox.models import Delivery
from cms.people import letters
from cms.people.models import User

pytestmark = pytest.mark.django_db

ADD, RESET, PROFILE = "/admin/people/user/add/", "/admin/password_reset/", "/admin/profile/"
PASSWORD = "a long pass phrase"
NEW = "another long phrase"


@pytest.fixture
def chief(client, administrator):
    client.force_login(administrator)
    return client


def link_in_last_letter(receiver: str) -> str:
    text = Delivery.objects.filter(receiver=receiver).latest("pk").payload["text"]
    return re.search(r"https?://[^/\s]+(/admin/\S+)", text)[1]


def invited(chief, email="Lin@Example.com", role="author") -> User:
    role = Group.objects.get(name=role).pk
    sent = {"email": email, "display_name": "林小姐", "language": "en", "groups": [role]}
    response = chief.post(ADD, sent)
    assert response.status_code == 302, response.context["adminform"].form.errors
    chief.logout()
    return User.objects.get(email__iexact=email)


def chosen(password=NEW) -> dict:
    return {"new_password1": password, "new_password2": password}


# --- Invitations -------------------------------------------------------------------------------------------------


def test_who_is_invited_chooses_a_password_and_comes_in_with_the_role_that_was_given(chief, client):
    person = invited(chief)
    assert (person.is_active, person.has_usable_password(), person.is_staff) == (False, False, True)
    link = link_in_last_letter("Lin@example.com")
    assert "林小姐" in client.get(link).content.decode()
    assert client.post(link, chosen()).status_code == 302
    assert client.login(username="LIN@example.COM", password=NEW)
    person.refresh_from_db()
    assert person.is_active
    assert [group.name for group in person.groups.all()] == ["author"]
    assert client.get("/admin/articles/article/").status_code == 200
    assert client.get("/admin/people/user/").status_code == 403


def test_an_invitation_works_once(chief, client):
    person = invited(chief)
    link = link_in_last_letter(person.email)
    client.post(link, chosen())
    assert client.get(link).status_code == 410
    assert client.post(link, chosen("a third long phrase")).status_code == 410
    assert client.login(username=person.username, password=NEW)


def test_an_invitation_ends_after_a_week(chief, client):
    link = link_in_last_letter(invited(chief).email)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert client.get(link).status_code == 410
        assert client.post(link, chosen()).status_code == 410


def test_sending_it_again_voids_the_first(chief, client, administrator):
    person = invited(chief)
    first = link_in_last_letter(person.email)
    client.force_login(administrator)
    client.post("/admin/people/user/", {"action": "invite_again", "_selected_action": [person.pk, administrator.pk]})
    client.logout()
    second = link_in_last_letter(person.email)
    assert Delivery.objects.count() == 2  # none to the administrator, who is in
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_a_weak_password_is_refused_with_a_sentence_and_the_link_stays_good(chief, client):
    link = link_in_last_letter(invited(chief).email)
    page = client.post(link, chosen("short"))
    assert page.status_code == 200
    assert "too short" in page.content.decode()
    assert client.post(link, chosen()).status_code == 302


@pytest.mark.parametrize("token", ["x", "WzEsIngiXQ:1abc:def", "%00", "x" * 9000, "::", "٣"])
def test_a_made_up_invitation_is_void(client, token):
    assert client.get(f"/admin/invitation/{token}/").status_code in {404, 410}


def test_a_link_for_one_purpose_opens_no_other_door(chief, client, editor):
    person = invited(chief)
    token = letters.token_for(person, letters.NEW_ADDRESS)
    assert client.get(f"/admin/invitation/{token}/").status_code == 410


def test_who_was_locked_out_later_cannot_come_back_by_the_old_letter(chief, client):
    person = invited(chief)
    link = link_in_last_letter(person.email)
    client.post(link, chosen())
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.post(link, chosen("a third long phrase")).status_code == 410


def test_nobody_is_invited_twice_and_everybody_needs_a_role(chief, editor):
    role = Group.objects.get(name="author").pk
    taken = {"email": "EDITOR@example.com", "display_name": "", "language": "en", "groups": [role]}
    assert chief.post(ADD, taken).status_code == 200
    assert chief.post(ADD, {**taken, "email": "new@example.com", "groups": []}).status_code == 200
    assert not Delivery.objects.exists()


def test_two_people_with_the_same_name_before_the_at_get_names_of_their_own(chief, administrator, client):
    first = invited(chief, "lin@example.com")
    client.force_login(administrator)
    second = invited(chief, "lin@other.example")
    assert {first.username, second.username} == {"lin", "lin2"}


@pytest.mark.parametrize("role", ["author", "editor", "salesperson"])
def test_only_administrators_invite(client, request, role):
    client.force_login(request.getfixturevalue(role))
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, {"email": "x@example.com"}).status_code == 403


# --- Forgotten passwords -----------------------------------------------------------------------------------------


def test_who_forgot_the_password_chooses_a_new_one_by_mail_whatever_the_case_of_the_address(client, editor):
    assert client.post(RESET, {"email": "EDITOR@Example.COM"}).status_code == 302
    link = link_in_last_letter("editor@example.com")
    form = client.get(link, follow=True)
    where = form.redirect_chain[-1][0]
    assert client.post(where, chosen(), follow=True).status_code == 200
    assert client.login(username="editor", password=NEW)


def test_the_link_works_once_and_for_two_hours(client, editor):
    client.post(RESET, {"email": editor.email})
    link = link_in_last_letter(editor.email)
    with time_machine.travel(timezone.localtime() + timedelta(hours=3)):
        assert client.get(link, follow=True).status_code == 410
    where = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(where, chosen())
    assert client.get(link, follow=True).status_code == 410


@pytest.mark.parametrize("email", ["nobody@example.com", "editor@example.com"])
def test_the_answer_is_the_same_whether_somebody_has_the_address_or_not(client, editor, email):
    response = client.post(RESET, {"email": email})
    assert (response.status_code, response["Location"]) == (302, "/admin/password_reset/sent/")


def test_asking_again_and_again_sends_one_letter_each_five_minutes(client, editor):
    for _ in range(5):
        client.post(RESET, {"email": editor.email})
    assert Delivery.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        client.post(RESET, {"email": editor.email})
    assert Delivery.objects.count() == 2


def test_a_network_that_asks_for_many_people_is_asked_to_wait_and_others_are_not(client, editor):
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False):
        for number in range(10):
            assert client.post(RESET, {"email": f"guess{number}@example.com"}).status_code == 302
        refused = client.post(RESET, {"email": editor.email})
        assert (refused.status_code, refused["Retry-After"]) == (429, "600")
        assert editor.email in refused.content.decode()
        assert not Delivery.objects.exists()
        assert client.post(RESET, {"email": editor.email}, REMOTE_ADDR="203.0.113.9").status_code == 302
        assert Delivery.objects.count() == 1


def test_who_is_locked_or_not_in_yet_gets_no_letter(chief, client, editor):
    person = invited(chief)
    User.objects.filter(pk=editor.pk).update(is_active=False)
    Delivery.objects.all().delete()
    for email in (person.email, editor.email):
        assert client.post(RESET, {"email": email}).status_code == 302
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("email", ["", "x", "a\0b@example.com", "x" * 10_000, "a@b\r\nBcc: c@example.com"])
def test_an_odd_address_gets_an_answer_and_no_letter(client, editor, email):
    assert client.post(RESET, {"email": email}).status_code in {200, 302}
    assert not Delivery.objects.exists()


def test_the_sign_in_offers_it(client):
    assert RESET in client.get("/admin/login/").content.decode()


# --- One's own profile -------------------------------------------------------------------------------------------


def profile(**said) -> dict:
    return {"display_name": "沈硯秋", "language": "en", "email": "editor@example.com", "password": "", **said}


def test_the_menu_shows_the_display_name(client, editor):
    client.force_login(editor)
    assert client.post(PROFILE, profile()).status_code == 302
    page = client.get("/admin/").content.decode()
    assert "沈硯秋" in page
    assert PROFILE in page


def test_a_new_address_counts_once_it_is_confirmed_and_the_old_one_is_told(client, editor):
    client.force_login(editor)
    client.post(PROFILE, profile(email="New@example.com", password=PASSWORD))
    editor.refresh_from_db()
    assert editor.email == "editor@example.com"
    assert Delivery.objects.filter(receiver="editor@example.com").exists()
    link = link_in_last_letter("New@example.com")
    assert client.get(link).status_code == 200
    editor.refresh_from_db()
    assert editor.email == "editor@example.com"  # programs that open links in mails change nothing
    client.post(link)
    editor.refresh_from_db()
    assert editor.email == "New@example.com"
    assert client.post(link).status_code == 410


def test_somebody_else_cannot_confirm_it_nor_after_a_day(client, editor, author):
    client.force_login(editor)
    client.post(PROFILE, profile(email="new@example.com", password=PASSWORD))
    link = link_in_last_letter("new@example.com")
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        client.force_login(editor)
        assert client.post(link).status_code == 410
    client.force_login(author)
    assert client.post(link).status_code == 410


def test_an_address_that_was_taken_meanwhile_is_refused_with_a_sentence(client, editor, author):
    client.force_login(editor)
    client.post(PROFILE, profile(email="new@example.com", password=PASSWORD))
    link = link_in_last_letter("new@example.com")
    User.objects.filter(pk=author.pk).update(email="NEW@example.com")
    assert "Somebody already uses" in client.post(link, follow=True).content.decode()


@pytest.mark.parametrize(
    "said",
    [{"email": "new@example.com"}, {"email": "new@example.com", "password": "wrong"}, {"email": "x"},
     {"email": "author@example.com", "password": PASSWORD}, {"display_name": "x" * 61}, {"language": "tlh"}],
)  # fmt: skip
def test_a_mistake_in_the_profile_changes_nothing(client, editor, author, said):
    client.force_login(editor)
    assert client.post(PROFILE, profile(**said)).status_code == 400
    editor.refresh_from_db()
    assert (editor.email, editor.display_name, editor.new_email) == ("editor@example.com", "", "")
    assert not Delivery.objects.exists()


def test_nobody_guesses_the_password_there_nor_sends_letters_without_end(client, author):
    client.force_login(author)
    with time_machine.travel(timezone.now(), tick=False):
        for number in range(10):
            said = profile(email=f"new{number}@example.com", password=f"guess {number}")
            assert "type your password as well" in client.post(PROFILE, said).content.decode()
        refused = client.post(PROFILE, profile(email="new@example.com", password=PASSWORD))
        assert "try again in ten minutes" in refused.content.decode()
        assert client.post(PROFILE, profile(email=author.email)).status_code == 302
    assert not Delivery.objects.exists()


def test_nobody_gives_themselves_a_role(client, author):
    client.force_login(author)
    chief = Group.objects.get(name="administrator").pk
    sent = profile(email="author@example.com", groups=[chief], is_superuser="on")
    assert client.post(PROFILE, sent).status_code == 302
    author.refresh_from_db()
    assert [group.name for group in author.groups.all()] == ["author"]
    assert not author.is_superuser


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.get(PROFILE).status_code == 302
    assert client.get("/admin/profile/address/x/").status_code == 302
