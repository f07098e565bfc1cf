"""What is inside a thing: which pictures it shows, live or in a draft, and how much of it changed."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from articles.models import Author, Tag
from cms.library.models import Usage
from cms.library.uses import where_used
from cms.publishing.contents import changed_characters
from cms.publishing.models import Part, Publishable, Revision
from demo import builders

pytestmark = pytest.mark.django_db


def figure(picture):
    return f'<figure class="picture"><img data-picture="{picture.pk}" alt="x" src="{picture.staff_url}"></figure>'


def names(asset):
    return {use.label for use in where_used(asset)}


def test_a_picture_in_the_text_of_a_draft_is_in_use():
    picture, other = builders.picture(), builders.picture(colour="#a33")
    article = builders.article("公開的", live=True)
    data = article.working_copy()
    data["fields"]["body"] = figure(picture)
    article.save_revision(data, by=None, token=article.edit_token(None))
    assert names(picture) == {"公開的"}
    assert names(other) == set()


def test_a_cover_chosen_in_a_draft_is_in_use():
    picture = builders.picture()
    article = builders.article("公開的", live=True)
    data = article.working_copy()
    data["fields"]["cover"] = picture.pk
    article.save_revision(data, by=None, token=article.edit_token(None))
    assert names(picture) == {"公開的"}


def test_a_picture_in_a_gallery_is_used_by_the_case_itself():
    picture = builders.picture()
    builders.case_study("有圖的案例", gallery=[picture])
    [use] = where_used(picture, may_see=lambda obj: obj._meta.label == "services.CaseStudy")
    assert use.label == "有圖的案例"


def test_a_text_with_a_deleted_picture_is_not_published_and_the_sentence_names_the_text():
    picture = builders.picture()
    article = builders.article("圖已刪", body=figure(picture))
    picture.delete()
    with pytest.raises(ValidationError, match="內文.*圖片"):
        article.publish_working_copy(by=None)


@pytest.mark.parametrize(
    ("field", "choose", "named"),
    [
        ("channel", lambda: builders.channel("別的"), "頻道"),
        ("author", lambda: Author.objects.create(name="乙"), "作者"),
        ("cover", builders.picture, "圖片"),
    ],
)
def test_what_only_a_draft_names_may_be_deleted_and_the_draft_then_says_what_is_missing(field, choose, named):
    article, chosen = builders.article("公開的", live=True), choose()
    data = article.working_copy()
    data["fields"][field] = chosen.pk
    article.save_revision(data, by=None, token=article.edit_token(None))
    chosen.delete()
    with pytest.raises(ValidationError, match=f"{named}已經不在了"):
        article.publish_working_copy(by=None)
    assert article.is_live


def test_an_old_version_comes_back_without_what_was_deleted_since():
    cover, author = builders.picture(), Author.objects.create(name="乙")
    article = builders.article("草稿", cover=cover, author=author, tags=[Tag.objects.create(name="標")])
    old = Revision.objects.record(article, article.working_copy(), by=None)
    data = article.working_copy()
    data["fields"] |= {"cover": None, "author": None}
    data["m2m"]["tags"] = []
    article.save_revision(data, by=None, token=article.edit_token(article.draft()))
    cover.delete()
    author.delete()
    Tag.objects.all().delete()
    restored = article.restore(old, by=None).data
    assert (restored["fields"]["cover"], restored["fields"]["author"], restored["m2m"]["tags"]) == (None, None, [])
    article.refresh_from_db()
    assert article.title == "草稿"


def test_a_row_whose_picture_was_deleted_comes_back_and_waits_for_another():
    kept, gone = builders.picture(), builders.picture(colour="#a33")
    case = builders.case_study("案例", gallery=[kept, gone])
    old = Revision.objects.record(case, case.working_copy(), by=None)
    case.gallery.filter(picture=gone).delete()
    gone.delete()
    restored = case.restore(old, by=None).data["parts"]["gallery"]
    assert [row["picture"] for row in restored] == [kept.pk, None]


def test_publishing_opens_pictures_to_the_public_and_taking_back_closes_them(client):
    picture = builders.picture()
    article = builders.article("有圖", body=figure(picture))
    assert client.get(picture.public_url).status_code == 404
    article.publish_working_copy(by=None)
    assert client.get(picture.public_url).status_code == 200
    article.unpublish(by=None)
    assert client.get(picture.public_url).status_code == 404
    assert not Usage.objects.in_force().exists()


def test_a_draft_of_something_live_opens_no_picture(client):
    picture = builders.picture()
    article = builders.article("公開的", live=True)
    data = article.working_copy()
    data["fields"]["body"] = figure(picture)
    article.save_revision(data, by=None, token=article.edit_token(None))
    assert client.get(picture.public_url).status_code == 404
    assert client.get(picture.staff_url).status_code == 302


def test_the_portrait_of_an_author_is_public_as_soon_as_it_is_saved(client):
    author = builders.any_row(builders.Article._meta.get_field("author").related_model)
    author.portrait = builders.picture()
    author.save()
    assert client.get(author.portrait.public_url).status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [("", "", 0), ("甲乙丙", "甲丙", 1), ("甲乙丙", "甲丁丙", 2), ("a" * 9000, "b" * 9000, 18_000)],
)
def test_changed_characters_are_inserted_plus_deleted_ones(old, new, count):
    assert changed_characters(old, new) == count


def test_what_is_never_shown_is_never_counted_nor_found():
    for model in apps.get_models():
        if issubclass(model, Publishable | Part):
            private = {field.name for field in model._meta.fields if "Never shown to the public" in field.help_text}
            assert private <= model.not_words, model
