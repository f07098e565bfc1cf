"""Which form stands below an article is the editor's choice, drafted and published like the rest of it."""

import pytest
from django.urls import reverse
from lxml import html

from articles.models import Article
from cms.publishing.comparing import compare
from cms.site.forms_below import NONE
from demo import builders, forms
from demo.content.forms import PAPER, PAPER_QUESTIONS
from leads.models import Enquiry, Form
from tests.forms import opened, problems_of
from tests.leads.conftest import HONEST

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(editor):
    return forms.make(PAPER, PAPER_QUESTIONS, editor)


@pytest.fixture
def article(editor, paper):
    return builders.article("一年四遍", live=True, by=editor, body="<p>正文。</p>")


def addresses(client, thing, url=""):
    page = client.get(url or thing.get_absolute_url())
    return html.fromstring(page.content.decode()).xpath("//form[@id='ask']/@action")


def choose(article, value, editor):
    data = article.working_copy()
    data["fields"]["form_below"] = value
    article.save_draft(data, by=editor, token=article.edit_token(article.draft()))
    return article


@pytest.fixture
def chosen(article, editor):
    """Put this form below the article, and publish."""

    def put(value):
        choose(article, value, editor).publish_working_copy(by=editor)
        return article

    return put


def test_without_a_choice_the_short_form_stands_there(client, article):
    assert addresses(client, article) == ["/contact/send/"]


def test_the_chosen_form_is_drafted_previewed_and_published_with_the_article(client, article, editor):
    choose(article, "white-paper", editor)
    assert addresses(client, article) == ["/contact/send/"]
    client.force_login(editor)
    assert addresses(client, article, article.get_preview_url()) == ["/contact/send/white-paper/"]
    Article.objects.get(pk=article.pk).publish_working_copy(by=editor)
    assert addresses(client, article) == ["/contact/send/white-paper/"]


def test_an_enquiry_by_it_knows_its_article(client, chosen, typed):
    article = chosen("white-paper")
    page = html.fromstring(client.get(article.get_absolute_url()).content.decode())
    hidden = {one.name: one.value or "" for one in page.xpath("//form[@id='ask']//input[@type='hidden']")}
    fields = {**typed, **hidden, "message": ""}
    assert client.post("/contact/send/white-paper/", fields, **HONEST).status_code == 303
    enquiry = Enquiry.objects.get()
    assert (enquiry.about, enquiry.path, enquiry.version.form.key) == (
        article,
        article.get_absolute_url(),
        "white-paper",
    )


def test_without_a_form_the_closing_button_leads_to_the_contact_page(client, chosen):
    builders.page("聯繫我們", slug="contact", kind="contact", live=True)
    builders.snippet("結尾", live=True, placement="closing", body="<p>以上。</p>", action_label="諮詢")
    article = chosen(NONE)
    assert addresses(client, article) == []
    page = html.fromstring(client.get(article.get_absolute_url()).content.decode())
    assert page.xpath("//aside[contains(@class,'closing-words')]//a[@class='button']/@href") == ["/contact/#ask"]


def test_without_a_form_and_a_contact_page_there_is_no_button(client, chosen):
    builders.snippet("結尾", live=True, placement="closing", body="<p>以上。</p>", action_label="諮詢")
    page = html.fromstring(client.get(chosen(NONE).get_absolute_url()).content.decode())
    assert page.xpath("//aside[contains(@class,'closing-words')]//a[@class='button']") == []


def test_a_form_that_is_gone_leaves_the_short_one_and_stops_no_publication(client, chosen, article, paper, editor):
    chosen("white-paper")
    Form.objects.get(pk=paper.pk).delete()
    assert addresses(client, article) == ["/contact/send/"]
    article = Article.objects.get(pk=article.pk)
    choose(article, "white-paper", editor).publish_working_copy(by=editor)
    assert addresses(client, article) == ["/contact/send/"]


def test_the_editors_form_offers_what_there_is_and_refuses_the_rest(client, article, editor):
    client.force_login(editor)
    url = reverse("admin:articles_article_change", args=[article.pk])
    values = opened(client, url)
    offered = client.get(url).context["adminform"].form.fields["form_below"].choices
    assert [value for value, _words in offered] == ["", NONE, "white-paper"]
    assert client.post(url, values | {"form_below": "white-paper", "_continue": ""}).status_code == 302
    assert Article.objects.get(pk=article.pk).working_copy()["fields"]["form_below"] == "white-paper"
    refused = client.post(url, opened(client, url) | {"form_below": "../x", "_continue": ""})
    assert "../x" in str(problems_of(refused))


def test_a_change_of_the_form_is_told_in_words(chosen, article):
    before = Article.objects.get(pk=article.pk).working_copy()
    chosen("white-paper")
    after = Article.objects.get(pk=article.pk).working_copy()
    [change] = compare(before, after, Article).changes
    assert (change.old, change.new) == ("", "白皮書索取")
