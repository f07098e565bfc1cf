"""What is kept of a page is made anew when something that it was made of changes, and only then."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Author, Channel, Series
from articles.models.questions import Question
from cms.library.models import Picture
from cms.pagecache.models import TagVersion, memo
from cms.pagecache.notes import note, note_behind
from cms.site.models import ContactChannel, Identity, MenuItem, Promotion, Snippet
from demo import builders
from pages.models import Page
from services.models import CaseStudy, Industry, Service


@pytest.fixture(autouse=True)
def kept_at_once(monkeypatch):
    """Tests run in a transaction, in which nothing is kept."""
    monkeypatch.setattr("cms.pagecache.models.in_transaction", lambda: False)


@pytest.fixture
def article(demo_site):
    """The article with the most around it."""
    return Article.objects.live().filter(questions__isnull=False, tags__isnull=False, services__isnull=False).first()


def retitle(model, name="title"):
    thing = model.objects.live().first() if hasattr(model.objects, "live") else model.objects.first()
    if not hasattr(thing, "publish"):
        setattr(thing, name, "改過的名字")
        return thing.save()
    data = thing.working_copy()
    data["fields"][name] = "改過的題目"
    revision = thing.save_revision(data, by=None, token=thing.edit_token(thing.draft()))
    return thing.publish(revision, by=None)


def rename_a_tag(article):
    tag = article.tags.first()
    tag.name = "改過的標籤"
    tag.save()


def a_neighbour():
    """A new article that comes after the newest of its channel and has nothing else in common with it."""
    builders.article("年終休假公告", channel=newest().channel, live=True)


def newest():
    return Article.objects.live().newest_first().first()


def more_about(article):
    """A new article that is recommended with this one, in a channel of its own."""
    tags, services = list(article.tags.all()), list(article.services.all())
    words = {"title": f"{article.title}，續", "summary": article.summary}
    builders.article(**words, channel=builders.channel("別處"), tags=tags, services=services, live=True)


def take_back(things):
    things.live().first().unpublish(by=None)


def ask(article):
    asked = Question.objects.create(article=article, text="新的問題？", key="k", answer="<p>答。</p>")
    asked.answered_by = Author.objects.first()
    asked.publish(by=None)


def describe(article):
    cover = Picture.objects.get(pk=article.cover_id)
    cover.alt = "改過的說明"
    cover.save()


CHANGES = {
    "an article is retitled": lambda article: retitle(Article),
    "a neighbour is published": lambda article: a_neighbour(),
    "something alike is published": more_about,
    "an article is taken back": lambda article: take_back(Article.objects.exclude(pk=article.pk)),
    "a tag is renamed": rename_a_tag,
    "a channel is renamed": lambda article: retitle(Channel, "name"),
    "an author is renamed": lambda article: retitle(Author, "name"),
    "a question is answered": ask,
    "a picture is described": describe,
    "a service is retitled": lambda article: retitle(Service),
    "a service is taken back": lambda article: take_back(Service.objects),
    "a case is retitled": lambda article: retitle(CaseStudy),
    "a case is taken back": lambda article: take_back(CaseStudy.objects),
    "an industry is renamed": lambda article: retitle(Industry, "name"),
    "a series is retitled": lambda article: retitle(Series),
    "a page is retitled": lambda article: retitle(Page),
    "the contact page is taken back": lambda article: Page.objects.get(path="contact").unpublish(by=None),
    "the menu changes": lambda article: retitle(MenuItem, "label"),
    "the agency is renamed": lambda article: retitle(Identity, "name"),
    "a way to reach us changes": lambda article: ContactChannel.objects.update(label="改過的說明"),
    "a snippet is taken back": lambda article: take_back(Snippet.objects),
    "a promotion is taken back": lambda article: take_back(Promotion.objects),
}


def test_after_any_change_a_kept_page_is_the_page_made_anew(client, article):
    case = CaseStudy.objects.live().exclude(industry=None).first()
    shown = [article, newest(), article.services.live().first(), case, case.industry]
    urls = ["/", "/news/", "/services/", "/cases/", "/news/archive/", *(thing.get_absolute_url() for thing in shown)]
    for url in urls:
        client.get(url)
    for name, change in CHANGES.items():
        before = TagVersion.objects.current()
        change(article)
        assert TagVersion.objects.current() != before, name
        kept = {url: client.get(url).content for url in urls}
        cache.clear()
        for url in urls:  # which fills the cache again for the next change
            assert client.get(url).content == kept[url], f"{url} after {name}"


@pytest.mark.django_db
def test_a_change_elsewhere_costs_a_memo_one_query_and_only_once(django_assert_num_queries):
    made = []

    def make():
        note("article:1")
        note_behind("article:channel:1")
        return made.append(1)

    memo("one", make)
    TagVersion.objects.bump("article:2")
    for queries in (2, 1):
        with django_assert_num_queries(queries):
            memo("one", make)
    assert made == [1]
    for tag in ("article:1", "article:channel:1"):
        made.clear()
        TagVersion.objects.bump(tag)
        memo("one", make)
        assert made == [1]


@pytest.mark.django_db
def test_what_changed_while_it_was_made_is_not_kept():
    made = []

    def make():
        TagVersion.objects.bump("article:1")
        return made.append(1)

    memo("one", make)
    memo("one", make)
    assert len(made) == 2


@pytest.mark.django_db
def test_a_memo_within_a_memo_makes_both_old():
    words = ["甲"]

    def inner():
        note_behind("article:list")
        return words[0]

    memo("outer", lambda: memo("inner", inner))
    words[0] = "乙"
    assert memo("outer", lambda: memo("inner", inner)) == "甲"
    TagVersion.objects.bump("article:list")
    assert memo("outer", lambda: memo("inner", inner)) == "乙"


@pytest.mark.django_db
def test_no_memo_outlives_an_hour(time_machine):
    made, start = [], timezone.now()
    for minutes in (0, 40, 80):
        time_machine.move_to(start + timedelta(minutes=minutes))
        TagVersion.objects.bump("article:2")
        memo("one", lambda: made.append(1))
    assert len(made) == 2


def test_an_article_costs_a_visitor_little_after_something_else_was_published(client, article):
    client.get(article.get_absolute_url())
    builders.article("別處的新文章", channel=builders.channel("別的頻道"), live=True)
    with CaptureQueriesContext(connection) as captured:
        client.get(article.get_absolute_url())
    assert len(captured) <= 10, "\n".join(query["sql"][:150] for query in captured.captured_queries)


def test_an_article_hangs_on_no_list_of_what_belongs_to_other_things(client, article):
    tags = client.get(article.get_absolute_url())["Surrogate-Key"].split()
    lists = {"service:list", "menuitem:list", "contactchannel:list", "snippet:list", "promotion:list"}
    lists |= {"identity:list", "consenttext:list"}
    assert {tag for tag in tags if tag.endswith(":list")} <= lists
    before = TagVersion.objects.of(tags)
    builders.article("別處的新文章", channel=builders.channel("別的頻道"), live=True).citations.create(title="出處")
    builders.picture()
    assert TagVersion.objects.of(tags) == before
