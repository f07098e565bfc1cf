"""Licences that end: nothing new goes out under one that is over, and the desk shows what is out."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from cms.library.models import Picture
from demo import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def days(number: int):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def test_a_licence_holds_through_its_last_day(picture):
    for day, state in [(None, (False, False)), (days(-1), (True, False)), (days(0), (False, True))]:
        picture.licence_ends_on = day
        assert (picture.licence_has_ended, picture.licence_ends_soon) == state
    picture.licence_ends_on = days(31)
    assert not picture.licence_ends_soon


def test_nothing_new_goes_public_with_a_picture_whose_licence_is_over(editor, picture):
    Picture.objects.update(licence_ends_on=days(-1))
    thing = builders.article("新文章", by=editor, cover=picture)
    with pytest.raises(ValidationError, match="licence"):
        thing.publish_working_copy(by=editor)
    thing.refresh_from_db()
    assert not thing.is_live


def test_a_publication_set_for_after_the_end_is_refused_now(editor, picture):
    Picture.objects.update(licence_ends_on=days(3))
    thing = builders.article("新文章", by=editor, cover=picture)
    with pytest.raises(ValidationError, match="licence"):
        thing.publish_working_copy(by=editor, at=timezone.now() + timedelta(days=9))
    assert thing.publish_working_copy(by=editor, at=timezone.now() + timedelta(days=1))


def test_what_shows_it_already_may_be_corrected_with_a_warning(desk, editor, picture):
    thing = builders.article("文章", by=editor, cover=picture, live=True)
    Picture.objects.update(licence_ends_on=days(-1))
    url = reverse("admin:articles_article_change", args=[thing.pk])
    form = desk.get(url).context["adminform"].form
    values = {name: "" if value is None else value for name, value in form.initial.items() if name in form.fields}
    values |= {"title": "改正了的題目", "_publish": "", "services": [], "tags": []}
    for formset in desk.get(url).context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        values |= {f"{prefix}-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
    page = desk.post(url, {name: value for name, value in values.items() if value is not None}, follow=True)
    thing.refresh_from_db()
    assert thing.title == "改正了的題目"
    assert "The licence of" in page.content.decode()


def test_what_was_taken_back_does_not_go_public_again_with_it(editor, picture):
    thing = builders.article("文章", by=editor, cover=picture, live=True)
    Picture.objects.update(licence_ends_on=days(-1))
    thing.unpublish(by=editor)
    with pytest.raises(ValidationError, match="licence"):
        thing.publish_working_copy(by=editor)


def test_the_desk_reports_what_is_public_and_ends_and_nothing_else(desk, editor, picture):
    builders.article("文章", by=editor, cover=picture, live=True)
    unused = builders.picture(alt="沒人用的圖", licence_ends_on=days(-5))
    front = reverse("admin:index")
    assert "Licences that end" not in desk.get(front).content.decode()
    Picture.objects.filter(pk=picture.pk).update(licence_ends_on=days(20))
    page = desk.get(front).content.decode()
    assert picture.edit_url in page
    assert "Licence ended" not in page
    assert unused.edit_url not in page
    Picture.objects.filter(pk=picture.pk).update(licence_ends_on=days(-1))
    assert "Licence ended" in desk.get(front).content.decode()


def test_lists_forms_and_the_chooser_say_that_a_licence_is_over(desk, picture):
    Picture.objects.update(licence_ends_on=days(-1))
    assert "Licence ended" in desk.get(picture.edit_url).content.decode()
    listed = "/admin/library/picture/"
    assert picture.edit_url in desk.get(f"{listed}?licence_end=ended").content.decode()
    assert picture.edit_url not in desk.get(f"{listed}?licence_end=soon").content.decode()
    assert desk.get(f"{listed}choose/").json()["results"][0]["licence_has_ended"] is True
