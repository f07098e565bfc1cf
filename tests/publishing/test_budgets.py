"""The list and the form with everything that rooms add cost the same with three rows as with three hundred."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from cms.calendar.models import Plan
from cms.publishing.models import AuditEntry, Draft, Revision
from cms.workbench.models import SavedFilter
from demo import builders
from tests.review.conftest import hand_in, rule

LIST = "/admin/articles/article/"


def queries_of(desk, address) -> list[str]:
    desk.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(address).status_code == 200
    return [query["sql"] for query in asked.captured_queries]


@pytest.fixture
def article(editor, author):
    made = builders.article("一篇", live=True, by=editor, body="<p>一</p>")
    data = made.working_copy()
    data["fields"]["summary"] = "新"
    revision = made.save_revision(data, by=author, token=made.edit_token(made.draft()))
    rule(made)
    hand_in(made, author, revision)
    return made


def grow(article, editor, number):
    """More of everything: articles with drafts, versions, entries, links to the article, plans, filters."""
    first = Article.objects.count()
    body = f'<p><a href="{article.get_absolute_url()}">字</a></p>'
    for place in range(first, first + 3):
        other = builders.article(f"別篇 {place}", by=editor, body=body)
        data = other.working_copy()
        data["fields"]["summary"] = "新"
        other.save_revision(data, by=editor, token=other.edit_token(other.draft()))
    rows = [
        Article(title=f"多{place}", slug=f"more-{place}", channel=article.channel, created_by=editor)
        for place in range(first + 3, first + number)
    ]
    made = Article._base_manager.bulk_create(rows)
    kind, data = article.key["content_type"], article.working_copy()
    now = timezone.now()
    Draft.objects.bulk_create(
        Draft(content_type=kind, object_id=row.pk, data=data, by=editor, saved_at=now, token=f"t{row.pk}")
        for row in made
    )
    for place in range(number):
        Revision.objects.record(article, data | {"more": place}, by=editor)
        AuditEntry.objects.record(article, "save", by=editor)
    today = timezone.localdate()
    Plan.objects.bulk_create(
        Plan(title=f"{place}", kind="articles.article", due_on=today + timedelta(days=3)) for place in range(number)
    )
    SavedFilter.objects.bulk_create(
        SavedFilter(kind="articles.article", name=f"{first} {place}", query="q=x", owner=editor) for place in range(9)
    )


@pytest.mark.parametrize("role", ["editor", "chief"])
def test_list_and_form_ask_no_more_with_three_hundred_rows_than_with_three(request, article, editor, role):
    desk = Client()
    desk.force_login(request.getfixturevalue(role))
    grow(article, editor, 3)
    addresses = [LIST, f"{LIST}?standing=changed", article.get_edit_url(), f"{LIST}add/"]
    before = [queries_of(desk, address) for address in addresses]
    grow(article, editor, 300)
    after = [queries_of(desk, address) for address in addresses]
    for address, earlier, later in zip(addresses, before, after, strict=True):
        assert len(later) <= len(earlier), (address, [sql[:300] for sql in later])
    assert max(map(len, after)) <= 60
