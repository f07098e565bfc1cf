"""One sending is one lead, however often it arrives; different words are never merged."""

import threading

import pytest
import time_machine
from django.db import connection

from cms.outbox.models import Event
from leads.models import Contact, Enquiry, Lead, Submission


def in_parallel(times, action):
    """Run `action` in so many threads at once; what each returned."""
    start, results = threading.Barrier(times), []

    def run():
        start.wait()
        try:
            results.append(action())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("browser", ["0123456789abcdef", ""])
def test_twenty_parallel_posts_of_one_form_make_one_lead(send, browser):
    with time_machine.travel("2026-11-20T10:10:00Z"):
        answers = in_parallel(20, lambda: send(browser=browser).status_code)
    assert answers == [303] * 20
    assert (Lead.objects.count(), Enquiry.objects.count(), Event.objects.count()) == (1, 1, 1)
    assert not Lead.objects.get().is_quarantined


@pytest.mark.django_db(transaction=True)
def test_twenty_different_enquiries_of_one_person_at_once_are_all_kept_with_one_contact(send):
    numbers = iter(range(20))
    answers = in_parallel(20, lambda: send(message=f"第 {next(numbers)} 家門店").status_code)
    assert answers == [303] * 20
    assert (Enquiry.objects.count(), Contact.objects.count(), Lead.objects.count()) == (20, 1, 1)


@pytest.mark.django_db
def test_a_second_click_is_answered_like_the_first(send):
    assert [send().status_code, send().status_code] == [303, 303]
    assert Lead.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"name": "林先生"},
        {"contact": "13812345679"},
        {"message": "另一件事"},
        {"company": "示例公司"},
        {"path": "/contact/"},
        {"browser": "f" * 32},
        {"message": "想把門店的新媒體重新做一次。 預算下季決定！"},
    ],
)
def test_anything_different_is_another_enquiry(send, change):
    send()
    send(**change)
    assert Enquiry.objects.count() == 2


@pytest.mark.django_db
def test_without_javascript_the_half_hour_and_the_one_before_count_as_one(send):
    with time_machine.travel("2026-11-20T10:29:00Z", tick=False):
        send(browser=None)
    with time_machine.travel("2026-11-20T10:31:00Z", tick=False):
        send(browser=None)
    assert Enquiry.objects.count() == 1
    with time_machine.travel("2026-11-20T11:05:00Z", tick=False):
        send(browser=None)
    assert Enquiry.objects.count() == 2


def test_fields_cannot_run_into_each_other():
    one = Submission(name="a", contact="b c", message="d", browser="1")
    other = Submission(name="a b", contact="c", message="d", browser="1")
    assert one.keys() != other.keys()


def test_spaces_alone_make_no_difference():
    one = Submission(name="a  b ", contact="c", message="d\ne", browser="1")
    other = Submission(name="a b", contact="c", message="d e", browser="1")
    assert one.keys() == other.keys()
