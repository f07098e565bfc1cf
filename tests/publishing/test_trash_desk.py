"""The trash as the editor meets it: she is told what it means, finds it again, and is never told something untrue."""

import pytest

from articles.models import Article
from demo import builders


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def form_of(thing):
    return f"/admin/articles/article/{thing.pk}/change/"


def test_the_question_before_the_trash_says_that_it_can_be_undone(desk):
    article = builders.article("舊聞", live=True)
    asked = desk.get(f"/admin/articles/article/{article.pk}/delete/").text
    assert "Move this to the trash?" in asked
    assert "30 days" in asked
    assert "舊聞" in asked
    assert "Move to trash" in asked  # the button says what it does
    assert "sure" not in asked


def test_afterwards_a_link_leads_into_the_trash_and_a_button_undoes_it(desk):
    article = builders.article("舊聞", live=True)
    told = desk.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"}, follow=True).text
    assert "In the trash. Kept for 30 days." in told
    assert 'href="/admin/publishing/trashed/"' in told
    assert f'form="desk-undo" name="ref" value="articles.article:{article.pk}"' in told
    assert '<form id="desk-undo" method="post" action="/admin/publishing/trashed/undo/"' in " ".join(told.split())
    assert "舊聞" in desk.get("/admin/articles/article/?standing=trashed").text


def test_the_form_of_what_lies_there_says_when_it_goes_and_takes_it_out(desk, editor):
    article = builders.article("舊聞", live=True)
    article.trash(by=editor)
    page = desk.get(form_of(article))
    assert "deleted for good on" in page.text
    assert "The public sees exactly this" not in page.text
    values = {name: "" if value is None else value for name, value in page.context["adminform"].form.initial.items()}
    values |= {"draft_token": article.edit_token(None)}
    for formset in (inline.formset for inline in page.context["inline_admin_formsets"]):
        values |= {f"{formset.prefix}-{count}_FORMS": 0 for count in ("TOTAL", "INITIAL")}
    told = desk.post(form_of(article), values | {"_untrash": ""}, follow=True).text
    assert "Taken out of the trash" in told
    assert Article.objects.get(pk=article.pk).standing == "retired"


def test_the_form_of_a_retired_thing_does_not_say_that_the_public_sees_it(desk, editor):
    article = builders.article("舊聞", live=True)
    assert "The public sees exactly this" in desk.get(form_of(article)).text
    article.unpublish(by=editor)
    assert "The public sees exactly this" not in desk.get(form_of(article)).text
