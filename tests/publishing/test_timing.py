"""Editors say on the form when a thing is public; what was missed is said to them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from articles.models import Article
from cms.outbox.models import Event
from cms.publishing import moments
from cms.publishing.middleware import PutInPlace
from cms.publishing.models import AuditEntry, Schedule
from demo import builders
from tests.forms import opened
from tests.publishing.schedules import HOUR, make_due, newer, waiting
from tests.publishing.test_visibility import BUILDERS, KINDS
from tests.reading import words_of

LOOK = PutInPlace.look  # before the tests take it away


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def looking(monkeypatch):
    """As in a real process, with no worker beside it."""
    monkeypatch.setattr(PutInPlace, "look", LOOK)


def soon(hours=2):
    return moments.typed(timezone.now() + hours * HOUR)


def press(client, thing, name, **typed):
    values = opened(client, thing.get_edit_url())
    return client.post(thing.get_edit_url(), values | {name: ""} | typed, follow=True)


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model._meta.label)
def test_a_first_publication_of_every_kind_is_scheduled_on_its_form(model, desk, editor):
    thing, at = BUILDERS[model]("草稿", by=editor), soon()
    assert "It becomes public on" in words_of(press(desk, thing, "_schedule", goes_at=at))
    thing.refresh_from_db()
    assert thing.standing == "scheduled"
    assert moments.typed(thing.live_from) == at


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model._meta.label)
def test_a_replacement_of_every_kind_is_scheduled_on_its_form(model, desk, editor):
    thing, at = BUILDERS[model]("舊版", live=True, by=editor), soon()
    page = words_of(press(desk, thing, "_schedule", title="新版", goes_at=at))
    assert "takes the place of the public one" in page
    assert "Asia/Shanghai" in page
    made = Schedule.objects.get()
    thing.refresh_from_db()
    assert thing.title == "舊版"
    assert made.revision.data["fields"]["title"] == "新版"
    assert (moments.typed(made.at), made.by) == (at, editor)


def test_a_past_time_is_refused_and_shown_again(desk, editor):
    thing = builders.article("草稿", by=editor)
    page = words_of(press(desk, thing, "_schedule", goes_at="2020-01-01T09:00"))
    assert "2020-01-01 09:00 is past" in page
    assert 'value="2020-01-01T09:00"' in page
    thing.refresh_from_db()
    assert thing.state == "draft"


def test_begin_and_end_typed_together_both_take_effect(desk, editor):
    thing = builders.promotion("活動", by=editor)
    begins, ends = soon(1), soon(5)
    press(desk, thing, "_schedule", goes_at=begins, ends_at=ends)
    thing.refresh_from_db()
    assert (moments.typed(thing.live_from), moments.typed(thing.live_until)) == (begins, ends)


def test_an_end_is_set_moved_and_taken_away(desk, editor):
    thing = builders.snippet("開場", live=True, by=editor)
    ends = soon(5)
    press(desk, thing, "_end", ends_at=ends)
    thing.refresh_from_db()
    assert moments.typed(thing.live_until) == ends
    press(desk, thing, "_end", ends_at="")
    thing.refresh_from_db()
    assert thing.live_until is None


def test_who_typed_a_time_and_presses_publish_is_asked_first(desk, editor):
    thing = builders.article("草稿", by=editor)
    assert "You typed a time for it" in words_of(press(desk, thing, "_publish", goes_at=soon()))
    thing.refresh_from_db()
    assert thing.state == "draft"


def test_publish_now_does_not_wait_for_an_old_schedule(desk, editor):
    thing = builders.article("草稿", by=editor)
    at = soon()
    press(desk, thing, "_schedule", goes_at=at)
    assert "Publish now" in words_of(desk.get(thing.get_edit_url()))
    press(desk, thing, "_publish", goes_at=at)
    thing.refresh_from_db()
    assert thing.is_live


def test_publishing_newer_content_says_that_the_replacement_stays_and_offers_to_cancel_it(desk, editor):
    schedule = waiting(editor)
    page = words_of(press(desk, schedule.thing(), "_publish", title="插隊"))
    assert "A scheduled replacement stays" in page
    assert when(schedule) in page
    assert schedule.thing().title == "插隊"


def when(schedule, what=None):
    return reverse("admin:articles_article_when", args=[schedule.object_id, what or schedule.pk])


def test_a_replacement_is_moved_with_its_old_and_its_new_time_in_sight(desk, editor):
    schedule = waiting(editor)
    day = (timezone.localtime(schedule.at) + timedelta(days=3)).date()
    page = words_of(desk.get(when(schedule), {"to": day.isoformat()}))
    assert moments.written(schedule.at) in page
    assert f'value="{day}T{moments.typed(schedule.at)[11:]}"' in page
    desk.post(when(schedule), {"to": f"{day}T09:30", "_move": ""})
    schedule.refresh_from_db()
    assert moments.typed(schedule.at) == f"{day}T09:30"


def test_moving_into_the_past_is_refused(desk, editor):
    schedule = waiting(editor)
    assert "is past" in words_of(desk.post(when(schedule), {"to": "2020-01-01T09:00", "_move": ""}))
    at = schedule.at
    schedule.refresh_from_db()
    assert schedule.at == at


@pytest.mark.parametrize("what", ["begin", "end", "schedule"])
def test_each_moment_can_be_moved_and_cancelled(desk, editor, what):
    thing = builders.article("草稿", live=what != "begin", by=editor)
    if what == "begin":
        thing.go_public_at(newer(thing, by=editor), at=timezone.now() + HOUR, by=editor)
    if what == "end":
        thing.end_at(timezone.now() + HOUR, by=editor)
    key = waiting(editor, thing=thing).pk if what == "schedule" else what
    url = reverse("admin:articles_article_when", args=[thing.pk, key])
    to = soon(9)
    assert desk.post(url, {"to": to, "_move": ""}).status_code == 302
    assert to in words_of(desk.get(url))
    assert desk.post(url, {"to": "", "_cancel": ""}).status_code == 302
    assert desk.get(url).status_code == 404


def test_the_way_back_leads_nowhere_else(desk, editor):
    schedule = waiting(editor)
    for back in ("https://evil.example/admin/", "//evil.example", "/\\evil.example"):
        answer = desk.post(when(schedule), {"to": soon(3), "back": back})
        assert answer["Location"] == schedule.thing().get_edit_url()


@pytest.mark.parametrize("who", ["author", "salesperson", "outsider"])
def test_only_who_may_publish_schedules_moves_or_cancels(request, client, editor, who):
    person = request.getfixturevalue(who)
    thing = builders.article("舊版", live=True, by=editor)
    type(thing).objects.filter(pk=thing.pk).update(created_by=person)
    schedule = waiting(editor, thing=thing)
    thing.end_at(timezone.now() + 9 * HOUR, by=editor)
    client.force_login(person)
    for what in ("begin", "end", str(schedule.pk)):
        url = when(schedule, what)
        assert client.get(url).status_code in {403, 404}
        for name in ("_move", "_cancel", "_retry"):
            assert client.post(url, {"to": soon(5), name: ""}).status_code in {403, 404}
    at = schedule.at
    schedule.refresh_from_db()
    assert schedule.at == at


def test_a_forged_button_of_an_author_schedules_nothing(client, author):
    thing = builders.article("我的", by=author)
    client.force_login(author)
    page = words_of(client.get(thing.get_edit_url()))
    assert "goes_at" not in page
    press(client, thing, "_schedule", goes_at=soon())
    press(client, thing, "_end", ends_at=soon())
    thing.refresh_from_db()
    assert (thing.state, thing.live_until) == ("draft", None)


def test_a_schedule_of_another_thing_is_not_found_under_this_one(desk, editor):
    schedule, other = waiting(editor), builders.article("別篇", live=True, by=editor)
    assert desk.get(reverse("admin:articles_article_when", args=[other.pk, schedule.pk])).status_code == 404
    for odd in ("0", "-1", "9" * 30, "x", "ⅷ"):
        assert desk.get(when(schedule, odd)).status_code == 404


# --- Missed ----------------------------------------------------------------------------------------------------------


def test_a_refused_replacement_is_on_the_desk_and_on_the_form_until_somebody_deals_with_it(
    client, editor, administrator
):
    schedule = waiting(editor)
    editor.is_active = False
    editor.save()
    Schedule.objects.apply(make_due(schedule).pk)
    schedule.refresh_from_db()
    client.force_login(administrator)
    for url in ("/admin/", schedule.thing().get_edit_url(), when(schedule)):
        assert schedule.problem in words_of(client.get(url))
    assert client.post(when(schedule), {"_retry": ""}).status_code == 302
    assert schedule.thing().title == "新版"
    assert "Missed" not in words_of(client.get("/admin/"))
    assert AuditEntry.objects.filter(verb="publish", by=administrator).exists()


def test_what_is_overdue_or_came_late_is_on_the_desk(desk, editor):
    schedule = make_due(waiting(editor), since=timedelta(minutes=3))
    assert "is overdue" in words_of(desk.get("/admin/"))
    Schedule.objects.apply_due()
    for url in ("/admin/", schedule.thing().get_edit_url()):
        assert "came late" in words_of(desk.get(url))


def test_what_came_in_time_is_no_news(desk, editor):
    Schedule.objects.apply(make_due(waiting(editor)).pk)
    assert "Missed" not in words_of(desk.get("/admin/"))


def test_a_silent_worker_is_on_the_desk(desk, editor):
    builders.article("公開", live=True, by=editor)
    assert "has been silent" not in words_of(desk.get("/admin/"))
    ago = timezone.now() - timedelta(minutes=3)
    Event.objects.update(recorded_at=ago, due_at=ago, next_attempt_at=ago)
    assert "has been silent" in words_of(desk.get("/admin/"))


def test_an_author_hears_of_what_was_missed_of_her_own_things_only(client, editor, author):
    for name, person in (("自己的", author), ("別人的", editor)):
        thing = builders.article(name, live=True, by=editor)
        type(thing).objects.filter(pk=thing.pk).update(created_by=person)
        make_due(waiting(editor, thing=thing), since=HOUR)
    client.force_login(author)
    page = words_of(client.get("/admin/"))
    assert "自己的" in page
    assert "別人的" not in page


def test_replacements_and_ends_stand_in_what_goes_live_next(desk, editor):
    thing = waiting(editor).thing()
    thing.end_at(timezone.now() + 9 * HOUR, by=editor)
    page = words_of(desk.get("/admin/"))
    assert "is replaced" in page
    assert "ends" in page


# --- Without a worker ------------------------------------------------------------------------------------------------


def test_a_web_process_applies_what_is_due_before_it_makes_the_page(client, editor, looking):
    schedule = make_due(waiting(editor))
    assert "新版" in client.get(schedule.thing().get_absolute_url()).content.decode()


def test_a_process_looks_once_a_second_with_one_query(editor, looking, time_machine, django_assert_num_queries):
    look = PutInPlace(lambda request: "page")
    asked = type("Request", (), {"method": "GET"})
    with django_assert_num_queries(1):
        assert [look(asked) for _time in range(50)] == ["page"] * 50
    look.next_look = 0
    with django_assert_num_queries(1):
        look(asked)


def test_a_post_looks_for_nothing(editor, looking, django_assert_num_queries):
    with django_assert_num_queries(0):
        PutInPlace(lambda request: "page")(type("Request", (), {"method": "POST"}))


def test_a_page_is_made_whatever_the_look_meets(client, editor, looking, monkeypatch):
    article = builders.article("照樣", live=True, by=editor)
    monkeypatch.setattr(Schedule.objects.all().__class__, "apply_due", lambda self: 1 / 0)
    assert client.get(article.get_absolute_url()).status_code == 200


def test_a_sentence_about_a_refusal_is_in_the_sites_language(editor):
    schedule = waiting(editor)
    editor.is_active = False
    editor.save()
    with translation.override("en"):
        Schedule.objects.apply(make_due(schedule).pk)
    schedule.refresh_from_db()
    with translation.override("zh-hant"):
        assert schedule.problem


# --- On the form for something new ------------------------------------------------------------

ADD = "/admin/articles/article/add/"


def new(desk, **more):
    return opened(desk, ADD) | {"title": "新文章", "body": "<p>正文。</p>", "channel": builders.channel().pk} | more


def test_a_new_article_is_scheduled_from_the_form_it_is_written_in(desk, db):
    at = soon()
    page = desk.post(ADD, new(desk, _schedule="", goes_at=at), follow=True)
    made = Article.objects.get()
    assert "It becomes public on" in words_of(page)
    assert (made.standing, moments.typed(made.live_from)) == ("scheduled", at)


def test_a_new_article_is_published_with_an_end_from_the_form_it_is_written_in(desk, db):
    at = soon(30)
    desk.post(ADD, new(desk, _publish="", goes_at="", ends_at=at))
    made = Article.objects.get()
    assert made.is_live
    assert moments.typed(made.live_until) == at


def test_a_time_that_is_refused_is_shown_again_and_the_new_article_is_a_draft(desk, db):
    page = desk.post(ADD, new(desk, _schedule="", goes_at="2001-01-01T09:00"), follow=True)
    assert "The draft is saved, but it is not scheduled" in words_of(page)
    assert 'value="2001-01-01T09:00"' in page.text
    assert Article.objects.get().state == "draft"


def test_times_typed_into_a_new_form_with_mistakes_stand_there_again(desk, db):
    at = soon()
    page = desk.post(ADD, new(desk, title="", _schedule="", goes_at=at, ends_at='"><script>'))
    assert f'value="{at}"' in page.text
    assert 'value="&quot;&gt;&lt;script&gt;"' in page.text


def test_an_author_finds_no_times_on_the_form_and_forging_them_schedules_nothing(client, author):
    client.force_login(author)
    assert "goes_at" not in client.get(ADD).text
    client.post(ADD, new(client, _schedule="", goes_at=soon(), ends_at=soon(9)))
    made = Article.objects.get()
    assert (made.state, made.live_from, made.live_until) == ("draft", None, None)
