"""Recommended reading: pins first, then what is to the point, and rather nothing than noise."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import related
from articles.models import Article, Tag
from demo import builders
from tests.articles import labelled
from tests.reading import words_of


@pytest.fixture
def labelled_site(db):
    """The labelled articles, live, the first the newest."""
    now = timezone.now()
    tags, services, rows = {}, {}, {}
    for number, text in enumerate(labelled.ARTICLES):
        for name in text.tags.split():
            tags.setdefault(name, Tag.objects.get_or_create(name=name)[0])
        for name in text.services.split():
            services.setdefault(name, services.get(name) or builders.service(name, live=True))
        rows[text.key] = builders.article(
            text.title,
            summary=text.summary,
            channel=builders.channel(text.channel),
            tags=[tags[name] for name in text.tags.split()],
            services=[services[name] for name in text.services.split()],
            live=True,
            at=now - timedelta(days=number),
        )
    return rows


def recommendations(rows) -> dict[str, list[str]]:
    keys = {row.pk: key for key, row in rows.items()}
    return {key: [keys[pk] for pk in related.related_to(row)] for key, row in rows.items()}


def precision(rows) -> float:
    """The share of what is recommended that a reader would be glad of."""
    wanted = labelled.relevant()
    judged = [other in wanted[key] for key, found in recommendations(rows).items() for other in found]
    return sum(judged) / len(judged)


def test_four_of_five_recommendations_are_to_the_point(labelled_site):
    found, wanted = recommendations(labelled_site), labelled.relevant()
    for key, others in found.items():
        print(key, *(f"{other}{'' if other in wanted[key] else ' (!)'}" for other in others), sep="  ")  # noqa: T201
    hits = sum(len(set(others) & wanted[key]) for key, others in found.items())
    possible = sum(min(len(others), related.SHOWN) for others in wanted.values())
    print(f"precision {precision(labelled_site):.2f}, recall {hits / possible:.2f}")  # noqa: T201
    assert precision(labelled_site) >= 0.8
    assert hits / possible >= 0.6
    assert sum(map(bool, found.values())) >= 30


def test_without_the_floor_or_the_weights_they_would_not_be(labelled_site, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(related, "FLOOR", 0.0)
        assert precision(labelled_site) < 0.8
    with monkeypatch.context() as patch:
        patch.setattr(related, "rarity", lambda count, total: 1.0)
        assert precision(labelled_site) < 0.8
    with monkeypatch.context() as patch:
        patch.setattr(related, "TAG", 0.0)
        assert sum(map(bool, recommendations(labelled_site).values())) < 10


def test_a_pin_comes_first_whatever_is_computed_and_a_draft_never(labelled_site, editor):
    article, far = labelled_site["naming"], labelled_site["sitemap"]
    draft = builders.article("還沒寫完")
    for position, target in enumerate([draft, far]):
        article.pins.create(position=position, target=target)
    assert recommendations(labelled_site | {"draft": draft})["naming"] == ["sitemap", "renaming"]
    far.unpublish(by=editor)
    assert recommendations(labelled_site)["naming"] == ["renaming"]


def test_an_article_never_recommends_itself(client, labelled_site, editor):
    article = labelled_site["naming"]
    assert article.pk not in related.related_to(article)
    pin = article.pins.model(article=article, target=article)
    with pytest.raises(ValidationError, match="自己"):
        pin.full_clean()


def test_what_has_nothing_in_common_is_not_recommended(client, labelled_site):
    loner = builders.article("年終休假公告", live=True, channel=builders.channel("公告"), tags=[])
    assert related.related_to(loner) == []
    assert "Recommended reading" not in client.get(loner.get_absolute_url()).text
    assert "推薦閱讀" not in client.get(loner.get_absolute_url()).text


def test_the_cost_does_not_grow_with_the_number_of_articles(labelled_site):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            related.related_to(Article.objects.get(pk=labelled_site["lead-cost"].pk))
        return len(captured)

    before = cost()
    for number in range(20):
        made = builders.article(f"又一篇 {number}", live=True)
        made.tags.set(labelled_site["lead-cost"].tags.all())
    assert cost() == before <= 8


def test_a_pin_in_a_draft_is_seen_in_the_preview_and_nowhere_else(client, db, editor):
    far = builders.article("毫不相干的一篇", channel=builders.channel("別處"), live=True)
    article = builders.article("一篇", live=True)
    data = article.working_copy()
    data["parts"]["pins"] = [{"target": far.pk, "position": 0}]
    article.save_revision(data, by=editor, token=article.edit_token(None))
    assert "毫不相干的一篇" not in words_of(client.get(article.get_absolute_url()))
    client.force_login(editor)
    assert "毫不相干的一篇" in words_of(client.get(article.get_preview_url()))
    assert "毫不相干的一篇" not in words_of(client.get(article.get_absolute_url()))
    article.publish_working_copy(by=editor)
    assert "毫不相干的一篇" in words_of(client.get(article.get_absolute_url()))


def test_a_pin_on_what_is_not_public_shows_nothing_of_it(client, db, editor):
    draft = builders.article("還沒公開的一篇")
    article = builders.article("一篇", pins=[draft], live=True)
    assert "還沒公開的一篇" not in words_of(client.get(article.get_absolute_url()))
