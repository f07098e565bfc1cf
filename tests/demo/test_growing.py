"""Articles made by the thousand are articles like any other: listed, dated, found, edited, and never in production."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from cms.chinese.measure import count_characters
from cms.pagecache.models import TagVersion
from cms.publishing import contents
from cms.richtext.storing import storable
from cms.search.models import SearchDocument
from demo import growing


def grown(count):
    growing.grow(count)
    return list(Article.objects.filter(slug__startswith=growing.PREFIX).order_by("slug"))


def test_generated_articles_are_public_and_spread_over_places_and_years(demo_site, client):
    made = grown(60)
    assert len(made) == 60
    assert all(article.is_live and article.first_published_at == article.live_from for article in made)
    for places in ({article.channel_id for article in made}, {article.author_id for article in made}):
        assert len(places) >= 4
    assert len({f"{article.live_from:%Y-%m}" for article in made}) > 20
    assert all(article.tags.count() for article in made)
    assert client.get(made[0].get_absolute_url()).status_code == 200


def test_generated_texts_are_chinese_of_an_article_s_length_and_differ(demo_site):
    made = grown(40)
    lengths = [count_characters("".join(growing.text(number).words)) for number in range(1, 41)]
    assert all(600 <= length <= 1_300 for length in lengths)
    assert len({article.title for article in made}) > 30
    assert len({article.body for article in made}) == 40


def test_a_generated_text_is_stored_as_the_editor_would_store_it(demo_site):
    for article in grown(10):
        assert article.body == storable(article.body)
        assert "{" not in article.title + article.summary + article.body


def test_search_knows_what_publishing_would_have_told_it(demo_site):
    article = grown(1)[0]
    words = contents.words_of(article.working_copy(), Article, without=["title"])
    document = SearchDocument.objects.about(Article).get(object_id=article.pk)
    assert document.text == words


def test_an_editor_changes_and_publishes_a_generated_article(demo_site):
    article = grown(1)[0]
    article.title = "改過的標題"
    article.save()
    article.publish_working_copy(by=None)
    assert SearchDocument.objects.about(Article).get(object_id=article.pk).folded.startswith("改过的标题")


def test_growing_twice_adds_others(demo_site):
    assert len(grown(3)) == 3
    made = grown(4)
    assert len(made) == 7
    assert len({article.title + article.summary for article in made}) == 7


def test_pages_that_list_articles_are_old_after_growing(demo_site):
    before = TagVersion.objects.current()
    article = grown(1)[0]
    assert TagVersion.objects.current() > before
    listed = article.page_tags() - {article.page_tag}
    versions = dict(TagVersion.objects.values_list("tag", "version"))
    assert all(versions.get(tag, 0) > before for tag in listed if ":service:" not in tag)


def test_a_batch_costs_the_same_queries_whatever_its_size(demo_site, monkeypatch):
    # Writing the index is one statement for each text; everything else is counted.
    monkeypatch.setattr("cms.search.models.engine", lambda *names: type("Engine", (), {"put": staticmethod(list)}))
    growing.grow(1)
    counts = []
    for size in (5, 50):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            growing.grow(size)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 2


def test_the_command_says_how_it_goes(demo_site, monkeypatch, settings):
    settings.IS_PRODUCTION = False
    monkeypatch.setattr(growing, "BATCH", 2)
    out = io.StringIO()
    call_command("demo", "--articles", "3", stdout=out)
    assert "2 of 3 articles" in out.getvalue()
    assert "3 of 3 articles" in out.getvalue()


@pytest.mark.parametrize("said", ["0", "-1", "many", "1e9", "٣", "1000001"])
def test_the_command_refuses_what_is_no_count(said):
    with pytest.raises(CommandError):
        call_command("demo", f"--articles={said}")


def test_production_refuses_generated_articles(settings, db):
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("demo", "--articles", "3")
    assert not Article.objects.exists()
