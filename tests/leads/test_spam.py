"""How many of a thousand posts of machines come through, and how many of two hundred people are kept waiting.

`pytest tests/leads/test_spam.py -s` prints the table of docs/decisions/0027-spam.md.
"""

from collections import Counter

import pytest
from django.http import HttpResponse

from leads.models import Enquiry, Lead
from tests.leads import posts

pytestmark = pytest.mark.django_db


@pytest.fixture
def fate(client, monkeypatch, settings):
    """What becomes of a post: accepted, quarantined or refused (the text comes back)."""
    settings.REDIS_URL = "counted in the cache of this process, which is quicker, and forgets nothing meanwhile"
    here = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 1_000_000}}
    settings.CACHES = {**settings.CACHES, "default": here}
    # What a refusal says is another test's; drawing it a thousand times would take most of the time.
    monkeypatch.setattr("cms.intake.views.render", lambda *about, status: HttpResponse(status=status))
    monkeypatch.setattr("cms.intake.views.HONEST", [])  # how many one address may send is another test's too

    def send(post):
        response = client.post("/contact/send/", post.fields, REMOTE_ADDR=post.address, **post.headers)
        if response.status_code != 303:
            assert response.status_code == 429, (post, response.status_code)
            return "refused"
        enquiry = Enquiry.objects.select_related("lead").latest("pk")
        if enquiry.lead.is_quarantined and post.style in {"people", "company again", "long"}:
            print([(s["name"], s["points"]) for s in enquiry.signals], enquiry.message[:60])  # noqa: T201
        return "quarantined" if enquiry.lead.is_quarantined else "accepted"

    return send


def table(counts):
    styles = dict.fromkeys(style for style, _fate in counts)
    fates = ("accepted", "quarantined", "refused")
    head = f"{'':24}" + "".join(f"{fate:>14}" for fate in fates)
    return "\n".join([head, *(f"{s:24}" + "".join(f"{counts[s, f]:>14}" for f in fates) for s in styles)])


def measured(fate, sent):
    counts = Counter((post.style, fate(post)) for post in sent)
    print("\n" + table(counts))  # noqa: T201 (asked for with -s)
    totals = Counter()
    for (_style, what), number in counts.items():
        totals[what] += number
    return totals


def test_of_a_thousand_posts_of_machines_two_in_a_hundred_at_most_come_through(fate):
    totals = measured(fate, posts.machines())
    assert totals.total() >= 1000
    assert totals["accepted"] <= 0.02 * totals.total()
    assert Lead.objects.for_desk().count() <= totals["accepted"]


def test_of_two_hundred_people_one_in_a_hundred_at_most_waits_and_none_is_refused(fate):
    totals = measured(fate, posts.people())
    assert totals.total() >= 200
    assert totals["quarantined"] <= 0.01 * totals.total()
    assert totals["refused"] == 0


def test_people_are_heard_on_a_day_full_of_machines(fate):
    for n, post in enumerate(posts.machines()):
        if n % 8 == 0:
            fate(post)
    totals = measured(fate, posts.people())
    assert totals["quarantined"] <= 0.01 * totals.total()
