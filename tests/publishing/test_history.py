"""The history of a thing: who saved and did what, two versions compared, an old one brought back; for its editors."""

import copy
import json
import re
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from cms.publishing import timeline
from cms.publishing.models import AuditEntry, Draft, Revision
from demo import builders
from tests.forms import opened
from tests.reading import words_of
from tests.richtext import vectors

SORTS = {"sqlite": "USE TEMP B-TREE", "postgresql": "Sort Key"}
MANY = 50_000


def page_of(thing, name, *args):
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{name}", args=[thing.pk, *args])


@pytest.fixture
def article(editor):
    return builders.article("第一個標題", live=True, by=editor, body="<p>公開的正文。</p>")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def save(thing, by, reason="", **fields):
    """Save a draft as the form does."""
    thing = type(thing)._base_manager.get(pk=thing.pk)
    data = copy.deepcopy(thing.working_copy())
    data["fields"] |= fields
    return thing.save_revision(data, by=by, token=thing.edit_token(thing.draft()), reason=reason)


def planted(thing, data, **fields):
    """A revision as no form would make it."""
    return Revision.objects.create(**thing.key, data=data, digest=uuid.uuid4().hex, by=None, **fields)


# --- What happened -------------------------------------------------------------------------------------------------


def test_the_history_tells_of_versions_and_deeds_newest_first(desk, article, editor):
    save(article, editor, "改了標題", title="第二個標題")
    article.unpublish(by=editor)
    article.trash(by=editor)
    moments = timeline.page(article).moments
    told = [moment.entry.verb if moment.entry else moment.revision.reason for moment in moments]
    assert told == ["trash", "unpublish", "改了標題", "publish", ""]
    page = words_of(desk.get(page_of(article, "history")))
    assert (
        page.index("put into the trash") < page.index("taken back") < page.index("改了標題") < page.index("published")
    )
    assert "Asia/Shanghai" in page


def test_what_was_never_saved_by_a_form_has_an_empty_history(desk, editor):
    never = builders.article("程式建立的", by=editor)
    assert timeline.page(never).moments == []
    assert desk.get(page_of(never, "history")).status_code == 200


def test_the_history_says_what_is_live_and_what_is_the_working_copy(desk, article, editor):
    made = save(article, editor, title="第二個標題")
    page = words_of(desk.get(page_of(article, "history")))
    live, working = page.index(f"<b>#{article.live_revision_id}</b>"), page.index(f"<b>#{made.pk}</b>")
    assert working < page.index("working copy", working) < live < page.index("live", live)


def test_a_working_copy_that_no_version_holds_is_told(desk, article, editor):
    data = copy.deepcopy(article.working_copy())
    data["fields"]["title"] = "自動存下的標題"
    article.save_draft(data, by=editor, token=article.edit_token(None))
    assert "not kept as a version yet" in words_of(desk.get(page_of(article, "history")))


def test_an_editor_may_say_what_changed(desk, article):
    values = opened(desk, article.get_edit_url()) | {"title": "新的", "_reason": "  換了\n標題 "}
    desk.post(article.get_edit_url(), values)
    assert Revision.objects.of(article).first().reason == "換了 標題"
    assert "換了 標題" in words_of(desk.get(page_of(article, "history")))


def test_a_reason_without_a_change_is_kept_too(article, editor):
    first = save(article, editor, title="新的")
    assert save(article, editor) == first
    assert save(article, editor, "看過了").reason == "看過了"
    assert len(save(article, editor, "長" * 900).reason) == 200


def test_paging_shows_each_moment_once(article, editor):
    for number in range(40):
        save(article, editor, title=f"第{number}個標題")
        if number % 3 == 0:
            AuditEntry.objects.record(article, "expire", by=editor)
    seen, page = [], timeline.page(article, per_page=7)
    while True:
        seen += [("r", moment.revision.pk) if moment.revision else ("e", moment.entry.pk) for moment in page.moments]
        if page.next is None:
            break
        page = timeline.page(article, timeline.Mark.read(str(page.next)), per_page=7)
    assert len(seen) == len(set(seen)) == Revision.objects.of(article).count() + 15
    keys = [key for kind, key in seen if kind == "r"]
    assert keys == sorted(keys, reverse=True)


@pytest.mark.parametrize("mark", ["x", "1-2", "1-2-3-4", "-1-2-3", "9" * 40, "1-2-٣", ""])
def test_a_made_up_page_is_not_found(desk, article, mark):
    assert desk.get(page_of(article, "history"), {"before": mark}).status_code == 404


# --- A long one ----------------------------------------------------------------------------------------------------


@pytest.fixture
def long_history(article, editor):
    now, key = timezone.now(), article.key
    Revision.objects.bulk_create(
        [Revision(**key, data={}, digest=f"{number}", by=editor) for number in range(MANY)], batch_size=2_000
    )
    others = ({**key, "object_id": article.pk + 1 + number % 2_000} for number in range(4_000))
    Revision.objects.bulk_create([Revision(**other, data={}, digest="", by=editor) for other in others])
    AuditEntry.objects.bulk_create(
        [AuditEntry(**key, verb="save", by=editor, at=now - timedelta(hours=number)) for number in range(MANY)],
        batch_size=2_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return article


def queries_of(client, url, **values):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url, values).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def test_a_history_of_fifty_thousand_versions_walks_its_index(desk, long_history):
    how = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    page = timeline.page(long_history)
    asked = queries_of(desk, page_of(long_history, "history"), before=str(page.next))
    lists = [sql for sql in asked if re.search('FROM "publishing_(revision|auditentry)".* LIMIT', sql)]
    assert len(lists) >= 2
    for sql in lists:
        with connection.cursor() as cursor:
            cursor.execute(f"{how} {sql}")
            plan = "\n".join(str(line) for line in cursor.fetchall())
        # Deeds are cut by the time of the page's versions first, and the few that are left may be sorted.
        assert "auditentry" in sql or SORTS[connection.vendor] not in plan, plan
        # PostgreSQL may walk the keys where nearly all rows are of this one thing.
        assert re.search("publishing_(history|audit|revision_pkey)", plan), plan
        assert '"publishing_revision"."data"' not in sql


def test_queries_do_not_grow_with_the_history(desk, article, editor):
    save(article, editor, title="新的")
    few = len(queries_of(desk, page_of(article, "history")))
    for number in range(25):
        save(article, editor, title=f"第{number}個")
    assert len(queries_of(desk, page_of(article, "history"))) == few
    older, newer = Revision.objects.of(article).values_list("pk", flat=True)[:2]
    many = len(queries_of(desk, page_of(article, "compare"), **{"from": older, "to": newer}))
    assert many <= few + 4


# --- Comparing -----------------------------------------------------------------------------------------------------


def test_the_draft_is_compared_with_what_is_live_unless_told_otherwise(desk, article, editor):
    save(article, editor, title="第二個標題")
    page = words_of(desk.get(page_of(article, "compare")))
    assert '<del class="diff">一</del>' in page or '<del class="diff">第一個</del>' in page
    assert '<ins class="diff">' in page


def test_any_two_ticked_versions_are_compared_the_older_first(desk, article, editor):
    first, second = save(article, editor, title="甲標題"), save(article, editor, title="乙標題")
    page = words_of(desk.get(page_of(article, "compare"), {"with": [second.pk, first.pk]}))
    assert page.index('<del class="diff">甲</del>') < page.index('<ins class="diff">乙</ins>')


@pytest.mark.parametrize("ticked", [[1], [1, 2, 3]])
def test_ticking_other_than_two_says_what_to_do(desk, article, ticked):
    response = desk.get(page_of(article, "compare"), {"with": ticked}, follow=True)
    assert "Tick two versions" in words_of(response)


@pytest.mark.parametrize("name", ["0", "-1", "x", "9" * 30, "٣"])
def test_comparing_with_what_is_no_version_is_not_found(desk, article, name):
    assert desk.get(page_of(article, "compare"), {"from": name, "to": "live"}).status_code == 404


@pytest.mark.parametrize("view", ["", "beside"])
@pytest.mark.parametrize("vector", ["".join(vectors.SCRIPTS.values()), "".join(reversed(vectors.SCRIPTS.values()))])
def test_markup_planted_in_a_version_is_harmless_in_the_comparison(desk, article, vector, view):
    data, vector = copy.deepcopy(article.working_copy()), vector.replace("\0", "")  # PostgreSQL keeps none
    data["fields"] |= {"title": vector, "body": vector, "summary": vector, "slug": vector, "never": vector}
    data["parts"]["faqs"] = [{"id": vector, "question": vector, "answer": vector}]
    bad = planted(article, data, reason=vector[:200])
    address = page_of(article, "compare")
    page = words_of(desk.get(address, {"from": "live", "to": bad.pk, "view": view}))
    told = page[page.index("compare-heads") : page.index("compare-same")]
    for live in ("<script", "<img", "<svg", "<iframe", "<style", "<math", "<form", "<object", "<video", "<a href='"):
        assert live not in told.lower().replace('<img src="/admin/', "")


def test_a_long_text_is_compared_within_seconds_of_work(desk, article, editor):
    body = "".join(f"<p>第{number}段說的是{number * 7}件事，各不相同。</p>" for number in range(3_000))
    save(article, editor, body=body)
    save(article, editor, body=body.replace("各不相同", "大同小異", 900))
    assert len(desk.get(page_of(article, "compare")).content) < 3_000_000


# --- Bringing back -------------------------------------------------------------------------------------------------


def test_an_old_version_becomes_the_working_copy_as_a_new_version(desk, article, editor):
    first = article.live_revision
    save(article, editor, title="第二個標題")
    response = desk.post(page_of(article, "restore", first.pk), follow=True)
    newest = Revision.objects.of(article).first()
    assert (newest.data, newest.by) == (first.data, editor)
    assert f"#{first.pk}" in newest.reason
    assert "is the working copy again" in words_of(response)
    assert Article.objects.get(pk=article.pk).title == "第一個標題"
    assert Revision.objects.of(article).count() == 3


def test_a_working_copy_that_was_only_autosaved_is_kept_before_an_old_one_takes_its_place(article, editor):
    data = copy.deepcopy(article.working_copy())
    data["fields"]["title"] = "自動存下的標題"
    article.save_draft(data, by=editor, token=article.edit_token(None))
    article.restore(article.live_revision, by=editor)
    assert "自動存下的標題" in [revision.data["fields"]["title"] for revision in Revision.objects.of(article)]


def test_what_was_deleted_since_is_named(desk, article, editor):
    picture = builders.picture(by=editor)
    old = save(article, editor, cover=picture.pk, body=f'<p><img src="x" data-picture="{picture.pk}"></p>')
    save(article, editor, cover=None, body="<p>沒有圖了。</p>")
    picture.delete()
    page = words_of(desk.post(page_of(article, "restore", old.pk), follow=True))
    assert "Left out:" in page
    assert "deleted since" in page
    assert "no longer in the library" in page


OLD = {
    "fields that are gone": {
        "format": 0,
        "fields": {"title": "很久以前", "gone": 1},
        "m2m": {"gone": [1]},
        "parts": {"x": []},
    },
    "fields that are missing": {"fields": {"title": "很久以前"}},
    "values of another type": {
        "fields": {"title": "很久以前", "channel": "運營", "is_noindex": {"a": 1}, "cover": [3]},
        "m2m": {"tags": "甲", "services": [None, 10**30]},
        "parts": {"citations": [None, {"id": "x", "title": 3}], "faqs": {"a": 1}},
    },
}


@pytest.mark.parametrize("old", OLD.values(), ids=OLD)
def test_a_version_from_before_a_migration_opens_compares_and_comes_back(desk, article, old):
    revision = planted(article, old)
    assert "很久以前" in words_of(desk.get(article.get_preview_url(revision)))
    assert desk.get(page_of(article, "look"), {"revision": revision.pk}).status_code == 200
    assert "很久以前" in words_of(desk.get(page_of(article, "compare"), {"from": revision.pk, "to": "live"}))
    desk.post(page_of(article, "restore", revision.pk))
    assert Revision.objects.of(article).first().data["fields"]["title"] == "很久以前"
    assert desk.get(article.get_edit_url()).status_code == 200


def test_a_section_of_a_kind_that_is_gone_opens_compares_and_comes_back(desk, editor):
    page = builders.page("關於", slug="about", by=editor, body="<p>字</p>")
    data = page.working_copy()
    old = json.loads(json.dumps(data))
    old["parts"]["sections"].insert(
        0, {"id": str(uuid.uuid4()), "position": 0, "content": {"kind": "carousel", "n": 3}}
    )
    revision = planted(page, old)
    assert desk.get(page.get_preview_url(revision)).status_code == 200
    newer = save(page, editor, summary="新的")
    told = words_of(desk.get(page_of(page, "compare"), {"from": revision.pk, "to": newer.pk}))
    assert "carousel" in told
    desk.post(page_of(page, "restore", revision.pk))
    assert desk.get(page.get_edit_url()).status_code == 200


# --- Who may, and what may not --------------------------------------------------------------------------------------


def test_history_is_never_rewritten(article, editor):
    revision = save(article, editor, title="新的")
    for deed in (revision.delete, revision.save, Revision.objects.of(article).delete):
        with pytest.raises(TypeError):
            deed()
    article.trash(by=editor)
    article.purge()
    assert not Revision.objects.filter(**article.key).exists()


def test_a_version_of_something_else_is_not_brought_back(desk, article, editor):
    other = builders.article("別的", live=True, by=editor)
    assert desk.post(page_of(article, "restore", other.live_revision_id)).status_code == 404
    assert desk.get(page_of(article, "look"), {"revision": other.live_revision_id}).status_code == 404
    with pytest.raises(ValueError, match="belongs to something else"):
        article.restore(other.live_revision, by=editor)


def test_what_lies_in_the_trash_is_looked_at_but_not_brought_back(desk, article, editor):
    article.trash(by=editor)
    response = desk.post(page_of(article, "restore", article.live_revision_id), follow=True)
    assert "in the trash" in words_of(response)
    assert not Draft.objects.filter(**article.key).exists()
    with pytest.raises(ValidationError):
        article.restore(article.live_revision, by=editor)


PAGES = ["history", "compare", "look"]


@pytest.mark.parametrize("role", ["author", "salesperson", "outsider", "anonymous"])
def test_nobody_else_sees_the_history_or_brings_back(request, client, article, role):
    if role != "anonymous":
        client.force_login(request.getfixturevalue(role))
    save(article, None, title="祕密的標題")
    refused = {302} if role == "anonymous" else {403, 404}
    for name in PAGES:
        response = client.get(page_of(article, name))
        assert response.status_code in refused
        assert "祕密的標題" not in words_of(response)
    assert client.post(page_of(article, "restore", article.live_revision_id)).status_code in refused
    assert Revision.objects.of(article).first().data["fields"]["title"] == "祕密的標題"


def test_an_author_has_the_history_of_what_is_their_own(client, author):
    own = builders.article("自己的", live=True, by=author)
    client.force_login(author)
    save(own, author, title="自己改的")
    for name in PAGES:
        assert client.get(page_of(own, name)).status_code == 200
    assert client.post(page_of(own, "restore", own.live_revision_id)).status_code == 302


@pytest.mark.parametrize("method", ["get", "put", "delete", "head"])
def test_bringing_back_is_a_post(desk, article, method):
    assert getattr(desk, method)(page_of(article, "restore", article.live_revision_id)).status_code == 405


@pytest.mark.parametrize("name", PAGES)
def test_looking_changes_nothing(desk, article, name):
    assert desk.post(page_of(article, name)).status_code == 405


def test_bringing_back_needs_the_forms_own_token(client, article, editor):
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(page_of(article, "restore", article.live_revision_id)).status_code == 403


KINDS = [builders.article, builders.series, builders.service, builders.case_study, builders.page]


@pytest.mark.parametrize("build", KINDS, ids=lambda build: build.__name__)
def test_everything_publishable_has_a_history(desk, editor, build):
    thing = build("一樣東西", by=editor)
    save(thing, editor, title="改過一次")
    save(thing, editor, title="改過兩次")
    for name in PAGES:
        assert desk.get(page_of(thing, name)).status_code == 200
