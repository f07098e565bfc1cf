"""Recommended reading: what an editor pinned, then what shares tags, services, channel and words with an article.

A tag or service weighs the more the fewer articles have it. Below FLOOR nothing is recommended: no recommendation is
better than one that has nothing to do with the text. Candidates come from the newest rows of each tag and service, by
index, so the cost does not grow with the number of articles; tests/articles/labelled.py holds what the weights are
measured by.
"""

from collections import defaultdict
from math import log

from django.db.models import Value

from articles.models import Article
from cms.chinese.words import content_words, likeness
from cms.pagecache.notes import note_behind

SHOWN = 4
FLOOR = 1.0
TAG, SERVICE, CHANNEL, WORDS = 1.0, 0.4, 0.3, 2.0

NEWEST = 200  # rows looked at for each tag and service
CLOSEST = 40  # candidates whose words are compared
FEWEST = 20  # on a smaller site hardly anything would count as rare
ENOUGH = 5_000  # beyond this many articles a rare tag is rare


def related_to(article) -> list[int]:
    """The keys of what is recommended below this article, the best first; pins count as such while they are live."""
    pinned = [pin.target_id for pin in article.pins.all()]
    pinned = [key for key in Article.objects.live().keys_among(pinned) if key != article.pk]
    computed = [key for key, score in scores(article) if score >= FLOOR and key not in pinned]
    return [*pinned, *computed][: max(SHOWN, len(pinned))]


def scores(article) -> list[tuple[int, float]]:
    """The live candidates with their scores, the best first; in three queries."""
    total = max(FEWEST, Article.objects.live().count_up_to(ENOUGH))
    shared = shared_with(article, total)
    closest = sorted(shared, key=lambda key: (-shared[key], -key))[:CLOSEST]
    own = content_words(f"{article.title} {article.summary}")
    found = []
    for key, channel, title, summary in Article.objects.live().words_of(closest):
        score = shared[key] + WORDS * likeness(own, content_words(f"{title} {summary}"))
        found.append((key, score + CHANNEL * (channel == article.channel_id)))
    return sorted(found, key=lambda pair: (-pair[1], -pair[0]))


def shared_with(article, total: int) -> dict[int, float]:
    """For each article that shares a tag or service with this one, what these weigh together."""
    holders = defaultdict(list)
    for relation, scope, key in holders_of(article):
        holders[relation, scope].append(key)
    weights: dict[int, float] = defaultdict(float)
    for (relation, _scope), keys in holders.items():
        weight = {"tags": TAG, "services": SERVICE}[relation] * rarity(len(keys), total)
        for key in keys:
            if key != article.pk:
                weights[key] += weight
    return weights


def holders_of(article):
    """(relation, tag or service, article) of the newest articles of each tag and service of this one; one query."""
    parts = []
    for relation in ("tags", "services"):
        manager = getattr(article, relation)
        through, scope = manager.through, manager.target_field_name
        for row in manager.all():
            note_behind(f"article:{scope}:{row.pk}")
            newest = through.objects.filter(**{scope: row.pk}).order_by("-article_id").values("pk")[:NEWEST]
            rows = through.objects.filter(pk__in=newest)
            parts.append(rows.values_list(Value(relation), scope, "article_id"))
    return parts[0].union(*parts[1:], all=True) if parts else []


def rarity(count: int, total: int) -> float:
    """1 for what one article alone has, 0 for what all have."""
    return max(0.0, log(total / count) / log(total))
