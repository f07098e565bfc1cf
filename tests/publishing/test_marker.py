"""A word that stands in everything unpublished, in every place where such words are kept, is met through no door."""

import re
from collections import deque
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from cms.calendar.models import Plan
from cms.publishing.models import Redirect, Schedule
from cms.review.models import Comment, ReviewLink, Submission
from cms.workbench import copying
from cms.workbench.models import Template
from demo import builders
from tests.reading import words_of

MARKER = "未刊密語"
KINDS = ("article", "series", "service", "case_study", "page", "snippet", "promotion")
# Nothing of it is the author's own. The names of templates are for everybody who may begin with one.
WRONG_ROLES = ("visitor", "outsider", "salesperson", "author", "analyst")


def marked(data) -> dict:
    """The same content with the marker in every text that the editor types."""
    fields = {name: mark(name, value) for name, value in data["fields"].items()}
    return data | {"fields": fields}


def mark(name, value):
    if name in {"title", "summary", "seo_title", "seo_description"}:
        return f"{MARKER} {name}"
    return f"<p>{MARKER} {name}</p>" if name in {"body", "problem"} else value


def hide(thing, editor, chief):
    """Leave the marker in everything that may be kept of a live thing and is not public."""
    token = thing.edit_token(thing.draft())
    revision = thing.save_revision(marked(thing.working_copy()), by=editor, token=token, reason=f"{MARKER} 理由")
    Submission.objects.submit(thing, revision, by=editor, note=f"{MARKER} 附言")
    Comment.objects.write(thing, revision, f"{MARKER} 意見", by=chief)
    _link, token = ReviewLink.objects.make(thing, revision, recipient=f"{MARKER} 客戶", days=3, by=editor)
    Schedule.objects.record(thing, revision, at=timezone.now() + timedelta(hours=1), by=editor)
    Template.objects.save_from(thing, by=editor, name="範本")  # named for everybody who begins one
    copy = copying.duplicate(thing, by=editor)
    trashed = copying.duplicate(thing, by=editor).trash(by=editor)
    body = {"title": [""], "summary": [f"{MARKER} 未完"], "body": [f"<p>{MARKER} 未完</p>"]}
    thing.keep_unfinished(body, by=editor, token=thing.edit_token(thing.draft()))
    return [thing, copy, trashed], revision, token


@pytest.fixture
def hidden(author, editor, chief):
    """What the doors are tried with: (things with the marker, their revisions, paths of their links)."""
    made = {name: getattr(builders, name)(f"公開的{name}", live=True, by=editor) for name in KINDS}
    made["page"].sections.create(position=0, content={"kind": "text", "body": "<p>公開的字</p>"})
    for at, name in (("old-news", "article"), ("old-service", "service")):
        Redirect.objects.create(path=f"/{at}/", target=copying.duplicate(made[name], by=editor))
    Plan.objects.create(title=f"{MARKER} 計畫", kind="articles.article", owner=editor, due_on="2027-01-01", note=MARKER)
    things, revisions, tokens = [], [], []
    for thing in made.values():
        found, revision, token = hide(thing, editor, chief)
        things, revisions, tokens = [*things, *found], [*revisions, revision], [*tokens, token]
    builders.article(f"{MARKER} 沒寫完", by=editor, cover=builders.picture(alt=MARKER))
    return things, revisions, tokens


def doors(things, revisions, tokens):
    """Addresses that a curious person may try, beside those that links lead to."""
    wrong = tokens[0][:-1] + ("0" if tokens[0][-1] != "0" else "1")
    yield from (
        "/",
        "/sitemap.xml",
        "/robots.txt",
        "/llms.txt",
        "/feeds/news.xml",
        "/feeds/news.rss",
        "/sitemap-news.xml",
    )
    yield from (f"/search/?q={MARKER[:3]}", "/news/archive/", "/old-news/", "/old-service/")
    yield f"/review/{wrong}/"
    for thing, revision in [(thing, None) for thing in things] + [(things[0], one) for one in revisions]:
        yield thing.get_preview_url(revision)
        if thing.has_page:
            yield thing.get_absolute_url()
            yield f"{thing.get_absolute_url().rstrip('/')}.md"


def admin_doors(things):
    for thing in things:
        kind = f"admin:{thing._meta.app_label}_{thing._meta.model_name}"
        for page in ("change", "history", "compare", "look", "review", "review_links", "template", "delete"):
            yield reverse(f"{kind}_{page}", args=[thing.pk])
        yield reverse(f"{kind}_changelist")
        yield f"{reverse(f'{kind}_changelist')}?q={MARKER[:3]}"
        yield f"{reverse(f'{kind}_changelist')}?standing=trashed"
        yield reverse(f"{kind}_add")
    names = ("calendar_plan", "workbench_template", "linking_link", "publishing_trashed", "review_approvalrule")
    yield from (reverse(f"admin:{name}_changelist") for name in names)
    yield from ("/admin/", "/admin/calendar/", "/admin/replace/", f"/admin/search/?s={MARKER[:3]}")


def links_in(url, response, body):
    kind = response.headers.get("Content-Type", "")
    found = html.fromstring(body.encode()).xpath("//a/@href | //link/@href") if "html" in kind and body.strip() else []
    found += re.findall(r"<(?:loc|id)>(?:https?://[^/<]+)?(/[^<]*)", body) if "xml" in kind else []
    for link in found:
        parts = urlsplit(urljoin(f"http://testserver{url}", link))
        if parts.netloc in {"testserver", "127.0.0.1:8000"} and not parts.path.startswith(("/static/", "/media/")):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def met(client, first, *, follows=True) -> list[str]:
    """The addresses that tell the marker."""
    waiting, seen, found = deque(first), set(), []
    while waiting:
        url = waiting.popleft()
        if url in seen or len(seen) > 900 or "logout" in url:
            continue
        seen.add(url)
        response = client.get(url)
        assert response.status_code < 500, url
        body = "" if response.headers.get("Content-Type", "").startswith("image/") else words_of(response)
        if MARKER in body or MARKER in str(response.headers):
            found.append(url)
        if follows:
            waiting.extend(link for link in links_in(url, response, body) if not link.startswith("/admin/"))
    return found


@pytest.mark.parametrize("role", WRONG_ROLES)
def test_nobody_meets_it_who_should_not(request, hidden, role):
    things, revisions, tokens = hidden
    client = Client()
    if role != "visitor":
        client.force_login(request.getfixturevalue(role))
    assert met(client, doors(things, revisions, tokens)) == []
    told = met(client, admin_doors(things), follows=False)
    assert told == []


def test_it_is_there_for_its_editors(hidden, editor):
    things, _revisions, _tokens = hidden
    client = Client()
    client.force_login(editor)
    told = met(client, admin_doors(things), follows=False)
    assert len(told) > len(things)
