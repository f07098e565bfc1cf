"""Every link of a live revision and of a working copy is a row, written with the change."""

import pytest
from django.core.exceptions import ValidationError

from articles.models import Article
from cms.linking import keeping
from cms.linking.models import Address, Link
from demo import builders

pytestmark = pytest.mark.django_db


def told(thing, *, is_published=True):
    """What stands in a thing: (words, target or address)."""
    links = Link.objects.of(thing).filter(is_published=is_published)
    return {(link.words, str(link.target or link.address)) for link in links}


def rewritten(thing, editor, **fields):
    """The thing with a working copy that says something else."""
    data = thing.working_copy()
    data["fields"] |= fields
    thing.save_revision(data, by=editor, token=thing.edit_token(thing.draft()))
    return thing


def test_a_published_text_has_a_row_for_each_link_with_its_words():
    target = builders.article("去處", live=True)
    body = f'<p><a href="{target.get_absolute_url()}">看這裡</a> <a href="https://example.com/a#b">外面</a></p>'
    article = builders.article(body=body, live=True)
    assert told(article) == {("看這裡", "去處"), ("外面", "https://example.com/a")}


def test_a_working_copy_has_rows_of_its_own_and_the_live_ones_stay(editor):
    article = builders.article(body='<p><a href="https://example.com/">舊</a></p>', live=True)
    rewritten(article, editor, body='<p><a href="/news/">新</a></p>')
    assert told(article) == {("舊", "https://example.com/")}
    assert told(article, is_published=False) == {("新", "/news/")}


def test_publishing_makes_the_rows_of_the_draft_those_of_the_page(editor):
    article = builders.article(body='<p><a href="https://example.com/">舊</a></p>', live=True)
    rewritten(article, editor, body='<p><a href="/news/">新</a></p>').publish_working_copy(by=editor)
    assert told(article) == {("新", "/news/")}
    assert told(article, is_published=False) == set()


def test_what_is_chosen_on_a_form_is_a_link_too():
    service, other = builders.service(live=True), builders.article("另一篇", live=True)
    article = builders.article(services=[service], pins=[other], live=True)
    assert told(article) == {("", "服務"), ("", "另一篇")}


def test_sections_of_pages_have_their_links_read():
    target = builders.case_study("案例甲", live=True)
    sections = [
        {"kind": "cases", "picked": [target.pk]},
        {"kind": "call", "heading": "問", "button": "去", "link": {"href": "/contact/", "to": None}},
    ]
    page = builders.page(sections=sections, live=True)
    assert told(page) == {("", "案例甲"), ("", "/contact/")}


def test_a_citation_a_promotion_and_the_button_of_a_snippet_are_read():
    article = builders.article(citations=[{"title": "書", "url": "https://book.example/"}], live=True)
    assert told(article) == {("", "https://book.example/")}
    assert told(builders.promotion(live=True)) == {("", "https://example.com/tool")}
    assert told(builders.snippet(action_label="去", action_address="/news/", live=True)) == {("", "/news/")}


def test_a_link_follows_a_redirect_to_what_it_means_today(editor):
    target = builders.article("去處", live=True)
    old = target.get_absolute_url()
    rewritten(target, editor, slug="elsewhere").publish_working_copy(by=editor)
    article = builders.article(body=f'<p><a href="{old}">看</a></p>', live=True)
    assert told(article) == {("看", "去處")}


@pytest.mark.parametrize(
    "href", ["#ask", "mailto:a@example.com", "tel:+8610", "javascript:alert(1)", "http://[::1", "//", "relative/"]
)
def test_what_leads_to_no_page_is_no_row(href):
    article = builders.article(body=f'<p><a href="{href}">看</a></p>', live=True)
    assert Link.objects.of(article).count() == 0


def test_hostile_words_and_endless_addresses_are_kept_short_and_plain():
    long = "https://example.com/" + "a" * 5000
    article = builders.article(body=f'<p><a href="{long}">{"字" * 900}<b>&lt;script&gt;</b></a></p>', live=True)
    [link] = Link.objects.of(article).select_related("address")
    assert len(link.words) == 200
    assert len(link.address.url) == 2000


def test_what_lies_in_the_trash_links_to_nothing_until_it_is_taken_out(editor):
    article = builders.article(body='<p><a href="/news/">新</a></p>', live=True)
    article.trash(by=editor)
    assert not Link.objects.exists()
    article.untrash(by=editor)
    assert told(article, is_published=False) == {("新", "/news/")}


def test_what_was_taken_back_is_read_as_a_working_copy(editor):
    article = builders.article(body='<p><a href="/news/">新</a></p>', live=True)
    article.unpublish(by=editor)
    assert told(article) == set()
    assert told(article, is_published=False) == {("新", "/news/")}


def test_saving_again_what_did_not_change_writes_nothing(editor, django_assert_num_queries):
    article = builders.article(body='<p><a href="/news/">新</a><a href="https://example.com/">外</a></p>', live=True)
    row = Article.objects.get()
    before = set(Link.objects.values_list("pk", flat=True))
    keeping.keep(row)
    assert set(Link.objects.values_list("pk", flat=True)) == before
    row = Article.objects.select_related("live_revision").get(pk=article.pk)
    with django_assert_num_queries(4):  # the draft, the rows, and a savepoint around them
        keeping.keep(row)


def test_a_failed_publication_leaves_the_rows_as_they_were(editor):
    article = builders.article(body='<p><a href="/news/">舊</a></p>', live=True)
    rewritten(article, editor, body='<p><a href="/cases/">新</a></p>', title="")
    with pytest.raises(ValidationError):
        article.publish_working_copy(by=editor)
    assert told(article) == {("舊", "/news/")}


def test_all_rows_can_be_written_anew_with_progress(editor):
    article = builders.article(body='<p><a href="/news/">新</a></p>', live=True)
    rewritten(article, editor, body='<p><a href="/cases/">稿</a></p>')
    Link.objects.all().delete()
    Address.objects.create(url="https://nobody.example/", digest="x", host="nobody.example")
    heard = []
    assert keeping.rebuild(lambda *step: heard.append(step)) == 1
    assert [step[1:] for step in heard] == [(1, 1)]
    assert told(article) == {("新", "/news/")}
    assert told(article, is_published=False) == {("稿", "/cases/")}
    assert not Address.objects.filter(digest="x").exists()
