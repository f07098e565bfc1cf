"""What was put straight into the database, past every form, is shown as words and stops no page."""

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from lxml import etree, html

from articles.models import Article
from cms.calendar.models import Plan
from cms.publishing.models import Draft, Revision
from cms.workbench.models import SavedFilter, Template
from demo import builders
from tests.forms import opened
from tests.review.conftest import rule
from tests.richtext.vectors import SCRIPTS

VECTORS = "".join(SCRIPTS.values()).replace("\0", "")
MARK = "<script>alert('mark')</script>"
ODD = ["", None, 7, [], {}, "x" * 100_000, "\ud7ff", MARK]


@pytest.fixture
def desk(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def article(editor):
    made = builders.article("一篇", live=True, by=editor, body="<p>一</p>")
    data = made.working_copy()
    data["fields"]["summary"] = "新"
    made.save_revision(data, by=editor, token=made.edit_token(made.draft()))
    return made


def address(thing, name, *args):
    return reverse(f"admin:articles_article_{name}", args=[thing.pk, *args])


def is_harmless(text: str) -> bool:
    """Whether no element of the page would run what the vectors want to run."""
    page = html.fromstring(text or "<p></p>")
    scripts = [script for script in page.iter("script") if "alert(" in (script.text or "")]
    attributes = [pair for element in page.iter(etree.Element) for pair in element.items()]
    events = [name for name, value in attributes if name.startswith("on") and "alert" in value]
    addresses = [value for name, value in attributes if name in {"href", "src"} and "script:alert" in value]
    return not (scripts or events or addresses)


@pytest.mark.parametrize("field", ["title", "summary", "body", "seo_title"])
def test_vectors_in_a_revision_are_harmless_in_every_view_of_it(desk, article, field):
    revision = Revision.objects.of(article).first()
    data = revision.data
    data["fields"][field] = MARK + VECTORS
    QuerySet(Revision).filter(pk=revision.pk).update(data=data)
    Draft.objects.update(data=data)
    places = [
        article.get_edit_url(),
        address(article, "history"),
        address(article, "compare") + f"?from=live&to={revision.pk}",
        address(article, "review"),
        article.get_preview_url(),
        article.get_preview_url(revision),
    ]
    for place in places:
        answer = desk.get(place)
        assert answer.status_code == 200, place
        assert is_harmless(answer.text), place
    assert desk.post(address(article, "restore", revision.pk)).status_code in {200, 302}
    assert is_harmless(article.draft().data["fields"]["body"])


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:12])
def test_a_template_of_any_shape_begins_nothing_worse_than_a_draft(desk, article, odd):
    template = Template.objects.save_from(article, by=None, name="起頭", description="")
    for field in ("title", "body", "slug"):
        data = dict(template.data, fields=template.data["fields"] | {field: odd})
        Template.objects.filter(pk=template.pk).update(data=data)
        answer = desk.post(reverse("workbench:begin", args=[template.pk]))
        assert answer.status_code in {200, 302, 400}, (field, odd)
        assert is_harmless(desk.get("/admin/articles/article/").text)


def test_names_full_of_markup_are_words_wherever_they_stand(desk, article, editor):
    Template.objects.save_from(article, by=editor, name=MARK[:60], description=MARK)
    SavedFilter.objects.create(kind="articles.article", name=MARK[:60], query="standing=draft", owner=editor)
    Plan.objects.create(title=MARK, kind="articles.article", due_on="2026-12-01", owner=editor)
    for place in ("/admin/", "/admin/articles/article/", "/admin/articles/article/add/", "/admin/calendar/plan/"):
        answer = desk.get(place)
        assert answer.status_code == 200, place
        assert MARK not in answer.text, place


@pytest.mark.parametrize("query", ["x" * 400, "standing=" + MARK, "%00=%00&q=%00", "q=%ED%A0%80", "p=-1&o=9999.x"])
def test_a_filter_of_any_shape_leaves_the_list_standing(desk, editor, query):
    SavedFilter.objects.create(kind="articles.article", name="亂", query=query, owner=editor)
    answer = desk.get("/admin/articles/article/")
    assert answer.status_code == 200
    assert MARK not in answer.text


@pytest.mark.parametrize("name", ["x" * 1_000_000, "a\0b", MARK, "\u202egnp.exe", " " * 500])
def test_names_that_nobody_would_type_are_no_server_error(desk, article, name):
    asked = {"name": name, "query": "standing=draft"}
    assert desk.post(reverse("workbench:save-filter", args=["articles.article"]), asked).status_code < 500
    told = {"name": name, "description": name}
    assert desk.post(address(article, "template"), told).status_code < 500
    plan = opened(desk, "/admin/calendar/plan/add/") | {"title": name, "brief": name, "due_on": "2026-12-01"}
    assert desk.post("/admin/calendar/plan/add/", plan).status_code < 500
    for place in ("/admin/", "/admin/articles/article/", "/admin/calendar/plan/"):
        answer = desk.get(place)
        assert answer.status_code == 200
        assert MARK not in answer.text


FORGED = {
    "override": "我說了算",
    "_override": "",
    "_override_reason": "x",
    "by": "1",
    "reason": "x",
    "state": "published",
}


@pytest.mark.parametrize("button", ["_publish", "_schedule", "_override", "_continue"])
def test_an_override_forged_into_the_form_publishes_nothing_over_a_rule(desk, article, button):
    rule(article)
    values = (
        opened(desk, article.get_edit_url()) | FORGED | {button: "", "title": "偷渡", "goes_at": "2030-01-01T09:00"}
    )
    desk.post(article.get_edit_url(), values)
    row = Article.objects.get(pk=article.pk)
    assert row.title == "一篇"
    assert row.live_revision_id == article.live_revision_id
