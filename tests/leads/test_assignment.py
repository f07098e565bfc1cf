"""A new lead goes to whoever the rules say, else in turn, and wants its answer within working hours."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.outbox.models import Delivery
from cms.outbox.worker import run_once
from demo import builders
from leads.hours import Hours
from leads.models import AssignmentRule, Lead, SpecialDay, WorkingTime

pytestmark = pytest.mark.django_db


def at(day, hour, minute=0):
    return timezone.make_aware(datetime(2026, 11, day, hour, minute))


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (at(27, 10), at(27, 14)),  # Friday morning
        (at(27, 16), at(30, 11)),  # Friday afternoon, over the weekend
        (at(28, 23), at(30, 13)),  # Saturday night
        (at(27, 7), at(27, 13)),  # before opening
        (at(27, 14), at(27, 18)),  # to the very end of the day
    ],
)
def test_only_working_time_counts(asked, due):
    assert Hours().after(asked, timedelta(hours=4)) == due


def test_holidays_and_make_up_workdays_count_as_the_table_says():
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    saturday = monday + timedelta(days=5)
    SpecialDay.objects.create(on=monday)
    SpecialDay.objects.create(on=saturday, is_working=True, like_weekday=0)
    hours = Hours()
    assert hours.of(monday) == []
    assert hours.of(saturday) == [(time(9), time(18))]


def test_where_nobody_ever_works_plain_time_counts():
    WorkingTime.objects.all().delete()
    assert Hours().after(at(27, 10), timedelta(hours=4)) == at(27, 14)


def test_leads_are_shared_out_in_turn(send, person):
    anna, ben = person("salesperson", "anna"), person("salesperson", "ben")
    for number in range(4):
        send(contact=f"someone-{number}@example.com")
        run_once()
    owners = list(Lead.objects.order_by("pk").values_list("owner__username", flat=True))
    assert owners == [anna.username, ben.username] * 2


def test_a_rule_by_service_comes_first_and_holds_for_articles_about_it_too(send, person):
    person("salesperson", "anna")
    expert = person("salesperson", "expert")
    service = builders.service("品牌策劃", live=True)
    article = builders.article("文章", live=True, services=[service])
    AssignmentRule.objects.create(service=service, owner=expert)
    send(about=f"articles.article:{article.pk}")
    run_once()
    assert Lead.objects.get().owner == expert
    assert [mail.receiver for mail in Delivery.objects.all()] == [expert.email]


def test_a_rule_by_region_looks_at_the_phone_number(send, person):
    person("salesperson", "anna")
    abroad = person("salesperson", "abroad")
    AssignmentRule.objects.create(region="+852", owner=abroad)
    send(contact="+852 2345 6789")
    run_once()
    assert Lead.objects.get().owner == abroad


def test_who_left_is_given_nothing(send, person):
    anna, gone = person("salesperson", "anna"), person("salesperson", "gone")
    AssignmentRule.objects.create(region="+86", owner=gone)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    send()
    run_once()
    assert Lead.objects.get().owner == anna


@pytest.mark.parametrize("region", ["852", "+", "+85a", "+٨٥"])
def test_a_region_is_a_plus_and_digits(salesperson, region):
    with pytest.raises(ValidationError):
        AssignmentRule(region=region, owner=salesperson).full_clean()


def test_a_lead_says_until_when_it_wants_its_answer_and_is_overdue_after(send, salesperson):
    send()
    run_once()
    lead = Lead.objects.get()
    assert lead.answer_due_at == Hours().after(lead.received_at, timedelta(hours=4))
    Lead.objects.update(answer_due_at=timezone.now() - timedelta(minutes=1))
    assert list(Lead.objects.overdue()) == [lead]
    assert Lead.objects.get().is_overdue
    lead.move_to(Lead.Stage.CONTACTED, by=salesperson)
    assert not Lead.objects.overdue().exists()
    assert not Lead.objects.get().is_overdue


def test_the_day_of_a_rule_is_a_date():
    assert str(SpecialDay(on=date(2026, 10, 1), name="國慶")) == "2026-10-01 國慶"
