"""The field: only clean text is stored, opened or restored, and migrations know nothing of the editor."""

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import modelform_factory

from articles.models import Article
from cms.richtext import sanitiser
from cms.richtext.fields import RichTextField, RichTextFormField
from cms.richtext.widgets import RichTextWidget

SCRIPT = "<h2>題</h2><p onclick=x>文<script>alert(1)</script></p>"


def test_the_row_keeps_clean_text_only():
    field, article = Article._meta.get_field("body"), Article(body=SCRIPT)
    stored = field.pre_save(article, add=True)
    assert "script" not in stored
    assert "onclick" not in stored
    assert article.body == stored


def test_full_clean_and_restoring_clean_too():
    assert "script" not in Article._meta.get_field("body").to_python(SCRIPT)


def test_an_old_vector_is_cleaned_before_the_editor_opens_it():
    form = modelform_factory(Article, fields=["body"])(instance=Article(body=SCRIPT))
    assert "alert" not in str(form["body"])


@pytest.mark.django_db
def test_a_form_that_fails_shows_what_was_typed_cleaned():
    form = modelform_factory(Article, fields=["body"])(data={"body": SCRIPT})
    assert "alert" not in str(form["body"])


def test_opening_and_saving_unchanged_text_is_no_change():
    field = RichTextFormField(required=False)
    assert not field.has_changed("<p>文</p>", "<p>文</p>\n<p>&nbsp;</p>")
    assert field.has_changed("<p>文</p>", "<p>字</p>")


def test_headings_get_ids_on_the_way_in():
    assert '<h2 id="s-' in RichTextFormField().clean(SCRIPT)


@pytest.mark.parametrize("empty", ["", "<p>&nbsp;</p>", "<p><br></p>"])
def test_nothing_but_residue_is_empty(empty):
    assert RichTextFormField(required=False).clean(empty) == ""


def test_even_when_asked_for_another_widget_the_field_brings_its_editor():
    class PlainArea:
        pass

    assert isinstance(RichTextField().formfield(widget=PlainArea).widget, RichTextWidget)


def test_migrations_name_our_field_and_nothing_of_the_editor():
    _name, path, args, kwargs = RichTextField("text", blank=True).deconstruct()
    assert path == "cms.richtext.fields.RichTextField"
    assert "editor" not in f"{args}{kwargs}".lower()
    assert isinstance(RichTextField(), models.TextField)


@pytest.mark.django_db
def test_the_editors_own_upload_and_browse_views_are_not_mounted(client):
    for path in ("/ckeditor/upload/", "/ckeditor/browse/", "/admin/ckeditor/upload/"):
        assert client.get(path).status_code in {302, 404}
        assert client.post(path).status_code in {302, 404, 405}  # 405: only a page could stand there


@pytest.fixture
def short_most(monkeypatch):
    monkeypatch.setattr(sanitiser, "MOST_CHARACTERS", 100)
    return "<p>" + "長" * 100 + "<script>alert(1)</script></p>"


@pytest.mark.django_db
def test_a_text_that_is_too_long_is_refused_in_the_form_and_shown_again_as_words(short_most):
    form = modelform_factory(Article, fields=["body"])(data={"body": short_most})
    assert [error.code for error in form.errors.as_data()["body"]] == ["too_long"]
    assert form.has_changed()
    shown = form["body"].value()
    assert "長" * 100 in shown
    assert "<" not in shown


def test_a_text_that_is_too_long_never_reaches_the_row(short_most):
    with pytest.raises(ValidationError):
        Article._meta.get_field("body").pre_save(Article(body=short_most), add=True)


def test_a_text_as_long_as_allowed_is_kept(short_most):
    assert RichTextFormField().clean("<p>" + "長" * 93 + "</p>") == "<p>" + "長" * 93 + "</p>"
