"""Before something that others lead to leaves the public, the question says who, and offers what stands instead."""

import pytest
from django.contrib.contenttypes.models import ContentType

from articles.models import Article, Channel, Tag
from cms.publishing.models import Redirect
from demo import builders
from tests.forms import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def target(db):
    return builders.article("去處", live=True)


@pytest.fixture
def source(target):
    return builders.article("來源", body=f'<p><a href="{target.get_absolute_url()}">字</a></p>', live=True)


def question(thing) -> str:
    return f"/admin/{thing._meta.app_label}/{thing._meta.model_name}/{thing.pk}/delete/"


def test_the_question_before_the_trash_names_who_links_there(desk, target, source):
    page = desk.get(question(target)).text
    assert "Linked from 1, 1 of them public" in page
    assert source.get_edit_url() in page
    assert 'name="lead_to"' in page


def test_readers_of_a_trashed_thing_are_led_to_what_was_chosen(desk, client, target):
    other = builders.article("新的", live=True)
    desk.post(question(target), {"post": "yes", "lead_to": other.get_absolute_url()})
    answer = client.get(f"{target.get_absolute_url()}?utm_source=x")
    assert (answer.status_code, answer["Location"]) == (301, f"{other.get_absolute_url()}?utm_source=x")


def test_without_a_choice_it_is_gone(desk, client, target):
    desk.post(question(target), {"post": "yes", "lead_to": " "})
    assert client.get(target.get_absolute_url()).status_code == 410


@pytest.mark.parametrize(
    "typed", ["/nothing/", "https://evil.example/", "javascript:alert(1)", "//evil.example", "itself", '"><script>']
)
def test_a_choice_that_leads_nowhere_is_refused_and_nothing_is_done(desk, target, typed):
    typed = target.get_absolute_url() if typed == "itself" else typed
    page = desk.post(question(target), {"post": "yes", "lead_to": typed})
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    assert '"><script>' not in page.text
    assert Article.objects.get(pk=target.pk).is_live
    assert not Redirect.objects.exists()


def test_older_addresses_of_it_lead_there_too(desk, client, target, editor):
    old = target.get_absolute_url()
    data = target.working_copy()
    data["fields"]["slug"] = "renamed"
    target.save_revision(data, by=editor, token=target.edit_token(None))
    target = target.publish_working_copy(by=editor)
    desk.post(question(target), {"post": "yes", "lead_to": "/news/"})
    assert client.get(old)["Location"] == "/news/"
    Article.objects.get(pk=target.pk).purge()
    assert client.get(old)["Location"] == "/news/"
    assert client.get(target.get_absolute_url())["Location"] == "/news/"


def test_publishing_it_again_ends_the_redirect(desk, client, target, editor):
    desk.post(question(target), {"post": "yes", "lead_to": "/news/"})
    target.untrash(by=editor)
    target.publish_working_copy(by=editor)
    assert client.get(target.get_absolute_url()).status_code == 200
    assert not Redirect.objects.exists()


def test_taking_back_what_others_link_to_is_asked_about_first(desk, client, target, source):
    edit = target.get_edit_url()
    answer = desk.post(edit, opened(desk, edit) | {"_unpublish": ""})
    assert answer["Location"] == edit.replace("change/", "take-back/")
    assert Article.objects.get(pk=target.pk).is_live
    assert "Linked from 1" in desk.get(answer["Location"]).text
    desk.post(answer["Location"], {"lead_to": "/news/"})
    assert Article.objects.get(pk=target.pk).standing == "retired"
    assert client.get(target.get_absolute_url())["Location"] == "/news/"


def test_taking_back_what_nobody_links_to_is_done_at_once(desk, target):
    edit = target.get_edit_url()
    desk.post(edit, opened(desk, edit) | {"_unpublish": ""})
    assert Article.objects.get(pk=target.pk).standing == "retired"


def test_a_wrong_choice_before_taking_back_is_said_and_nothing_is_done(desk, target, source):
    page = desk.post(target.get_edit_url().replace("change/", "take-back/"), {"lead_to": "/nothing/"})
    assert 'role="alert"' in page.text
    assert Article.objects.get(pk=target.pk).is_live


@pytest.mark.parametrize("who", ["author", "salesperson", "outsider"])
def test_only_who_may_publish_takes_back(client, request, target, who):
    client.force_login(request.getfixturevalue(who))
    url = target.get_edit_url().replace("change/", "take-back/")
    assert client.get(url).status_code in {403, 404}
    assert client.post(url).status_code in {403, 404}
    assert Article.objects.get(pk=target.pk).is_live


def test_deleting_a_channel_or_a_tag_names_who_links_to_its_list_and_leads_on(desk, client):
    for thing in (Channel.objects.create(name="舊頻道", slug="old"), Tag.objects.create(name="舊標籤", slug="old")):
        path = thing.get_absolute_url()
        builders.article(f"談{thing}", body=f'<p><a href="{path}">字</a></p>', live=True)
        assert f"談{thing}" in desk.get(question(thing)).text
        desk.post(question(thing), {"post": "yes", "lead_to": "/news/"})
        assert not type(thing).objects.filter(pk=thing.pk).exists()
        assert client.get(path)["Location"] == "/news/"


def test_a_picture_in_use_says_where_and_is_not_deleted(desk):
    picture = builders.picture()
    builders.article("用圖的", cover=picture, live=True)
    page = desk.get(f"/admin/library/picture/{picture.pk}/change/").text
    assert "用圖的" in page
    assert desk.get(f"/admin/library/picture/{picture.pk}/delete/").status_code == 403


# --- Redirects that a person laid ------------------------------------------------------------


def lay(path, target=None, to="", **more):
    kind = ContentType.objects.get_for_model(target) if target else None
    key = target.pk if target else None
    return Redirect.objects.create(path=path, content_type=kind, object_id=key, to=to, **{"is_by_hand": True, **more})


def test_the_question_names_old_addresses_that_a_person_led_here(desk, target):
    lay("/flyer/", target)
    lay("/poster/", to=f"{target.get_absolute_url()}#figures")
    lay("/elsewhere/", to="/news/")
    page = desk.get(question(target)).text
    assert "Linked from 2" in page
    assert "/flyer/" in page
    assert "/poster/" in page
    assert "/elsewhere/" not in page


def test_its_own_old_addresses_are_no_sources(desk, target):
    lay("/news/earlier/", target, is_by_hand=False)
    assert "/news/earlier/" not in desk.get(question(target)).text


def test_the_form_says_that_an_old_address_leads_here(desk, target):
    lay("/flyer/", target)
    assert "/flyer/" in desk.get(target.get_edit_url()).text
