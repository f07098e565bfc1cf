"""From a brief to the thing: who plans for whom, how it is begun, and when it is done."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from cms.calendar.models import Plan
from cms.outbox import worker
from demo import builders
from tests.forms import opened
from tests.reading import words_of

ADD = reverse("admin:calendar_plan_add")


def plan(title="留存率的三種算法", *, owner=None, kind="articles.article", **fields):
    day = timezone.localdate() + timedelta(days=3)
    return Plan.objects.create(title=title, owner=owner, kind=kind, **({"due_on": day} | fields))


def begun(client, made, user):
    """Save the form that the plan opens, as it is."""
    url = made.begin_url(user)
    client.post(url, opened(client, url) | {"channel": builders.channel().pk})
    return Article.objects.last()


def test_an_editor_plans_for_others_and_an_author_for_herself(client, editor, author):
    typed = {"title": "計畫", "kind": "articles.article", "due_on": "2027-01-05"}
    client.force_login(editor)
    client.post(ADD, opened(client, ADD) | typed | {"owner": author.pk})
    assert Plan.objects.get().owner == author
    client.force_login(author)
    assert "計畫" in words_of(client.get(reverse("admin:calendar_plan_changelist")))
    client.post(ADD, opened(client, ADD) | typed | {"title": "自己的", "owner": editor.pk})
    assert Plan.objects.get(title="自己的").owner == author


def test_an_author_can_plan_only_what_she_may_write(client, author):
    client.force_login(author)
    assert "articles.article" in words_of(client.get(ADD))
    assert "pages.page" not in words_of(client.get(ADD))
    typed = {"title": "頁面", "kind": "pages.page", "due_on": "2027-01-05"}
    client.post(ADD, opened(client, ADD) | typed)
    assert not Plan.objects.exists()


def test_beginning_opens_the_form_with_what_the_plan_knows_and_ties_what_is_saved(client, author):
    made = plan(owner=author, keyword="留存率", note="<b>給誰看</b>")
    client.force_login(author)
    article = begun(client, made, author)
    made.refresh_from_db()
    assert article.title == "留存率的三種算法"
    assert made.thing() == article
    page = words_of(client.get(article.get_edit_url()))
    assert "&lt;b&gt;給誰看&lt;/b&gt;" in page
    assert made.begin_url(author) == ""


def test_beginning_twice_ties_the_first(client, author):
    made = plan(owner=author)
    client.force_login(author)
    url = made.begin_url(author)
    first = begun(client, made, author)
    client.post(url, opened(client, url) | {"channel": builders.channel().pk})
    made.refresh_from_db()
    assert Article.objects.count() == 2
    assert made.thing() == first


def test_nobody_ties_a_plan_of_somebody_else_or_to_another_kind(client, author, editor):
    theirs, page = plan(owner=editor), plan(owner=author, kind="pages.page")
    client.force_login(author)
    for key in (theirs.pk, page.pk, "x", "9" * 30):
        url = f"/admin/articles/article/add/?plan={key}"
        client.post(url, opened(client, url) | {"title": "文章", "channel": builders.channel().pk})
    assert Article.objects.count() == 4
    assert not Plan.objects.exclude(object_id=None).exists()


def test_what_is_public_is_done_by_itself(client, author, editor):
    made = plan(owner=author)
    client.force_login(author)
    begun(client, made, author).publish_working_copy(by=editor)
    worker.run_once()
    made.refresh_from_db()
    assert made.standing[0] == "done"


def test_plans_due_stand_on_the_desk_of_their_people(client, author, editor):
    plan("快到期", owner=author, due_on=timezone.localdate() - timedelta(days=1))
    plan("別人的", owner=editor)
    plan("還久", owner=author, due_on=timezone.localdate() + timedelta(days=30))
    client.force_login(author)
    page = words_of(client.get("/admin/"))
    assert "Plans due" in page
    assert "快到期" in page
    assert "overdue" in page
    assert "別人的" not in page
    assert "還久" not in page


def test_a_plan_outlives_the_thing_that_was_begun_for_it(client, author, editor):
    made = plan(owner=author)
    client.force_login(author)
    article = begun(client, made, author)
    article.trash(by=editor)
    article.purge()
    made.refresh_from_db()
    assert made.thing() is None
    assert client.get(made.get_edit_url()).status_code == 200
