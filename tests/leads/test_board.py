"""The board shows open leads by stage; a lead is moved by dragging or by its form, by those who work leads."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from leads.models import Contact, Lead

pytestmark = pytest.mark.django_db
BOARD = "/admin/leads/lead/board/"


@pytest.fixture
def desk(client, salesperson):
    client.force_login(salesperson)
    return client


def leads(number, **fields):
    return [Lead.objects.create(contact=Contact.objects.create(name=f"訪客{n}"), **fields) for n in range(number)]


def test_open_leads_stand_under_their_stage_with_what_they_are_worth(desk):
    leads(2, stage="proposal", amount=4000)
    leads(1, stage="won")
    columns = {column.stage: column for column in desk.get(BOARD).context["columns"]}
    assert (columns["proposal"].count, columns["proposal"].worth) == (2, ["8,000 CNY"])
    assert "won" not in columns


def test_what_is_quarantined_is_not_on_the_board(desk):
    leads(1, is_quarantined=True)
    assert "訪客0" not in desk.get(BOARD).content.decode()


def test_the_form_of_a_card_moves_it(desk):
    [lead] = leads(1)
    assert desk.post(BOARD, {"lead": lead.pk, "stage": "qualified"}).status_code == 302
    assert Lead.objects.get().stage == "qualified"


def test_dragging_is_answered_in_json(desk):
    [lead] = leads(1)
    answer = desk.post(BOARD, {"lead": lead.pk, "stage": "qualified"}, headers={"accept": "application/json"})
    assert (answer.status_code, "訪客0" in answer.json()["said"]) == (200, True)


def test_lost_without_a_reason_is_refused_with_a_sentence(desk):
    [lead] = leads(1)
    answer = desk.post(BOARD, {"lead": lead.pk, "stage": "lost"}, headers={"accept": "application/json"})
    assert (answer.status_code, Lead.objects.get().stage) == (422, "new")


@pytest.mark.parametrize("forged", [{"lead": "x"}, {"lead": "9" * 30}, {"lead": "\u0661"}, {"stage": "king"}, {}])
def test_forged_moves_move_nothing(desk, forged):
    [lead] = leads(1)
    assert desk.post(BOARD, {"lead": lead.pk, "stage": ""} | forged).status_code == 404
    assert Lead.objects.get().stage == "new"


@pytest.mark.parametrize("role", ["author", "editor", "outsider"])
def test_other_roles_have_no_board(client, request, role):
    [lead] = leads(1)
    client.force_login(request.getfixturevalue(role))
    assert client.get(BOARD).status_code == 403
    assert client.post(BOARD, {"lead": lead.pk, "stage": "won"}).status_code == 403


def test_who_may_only_look_moves_nothing(client, outsider):
    outsider.user_permissions.set(Group.objects.get(name="salesperson").permissions.filter(codename="view_lead"))
    [lead] = leads(1)
    client.force_login(outsider)
    assert 'draggable="true"' not in client.get(BOARD).content.decode()
    assert client.post(BOARD, {"lead": lead.pk, "stage": "won"}).status_code == 403


def test_what_is_overdue_says_so(desk):
    leads(1, next_step="回電", next_step_at=timezone.now() - timedelta(hours=1))
    assert "is-late" in desk.get(BOARD).content.decode()


def test_the_board_costs_the_same_however_many_leads_there_are(desk, django_assert_max_num_queries):
    leads(60)
    with django_assert_max_num_queries(22):
        assert desk.get(BOARD).context["columns"][0].more == 40


def test_names_are_shown_as_text(desk):
    Lead.objects.create(contact=Contact.objects.create(name="<script>alert(1)</script>"))
    assert "<script>alert(" not in desk.get(BOARD).content.decode()
