"""What was published before search walked its index is found after it, and after going back and coming again."""

import pytest
from django.core.management import call_command

from articles.models import Article
from cms.search.finding import find
from cms.search.models import SearchDocument
from demo import builders


@pytest.mark.django_db(transaction=True)
def test_going_back_and_coming_again_keeps_every_document_and_its_time():
    article = builders.article("一篇留存", body="<p>次月留存率</p>", live=True)
    call_command("migrate", "search", "0001", verbosity=0)
    call_command("migrate", verbosity=0)  # rooms above have indexes too
    assert SearchDocument.objects.get().live_from == article.live_from
    for words in ("留", "次月", "留存率", "次月留存率"):
        assert [hit.pk for hit in find(words, [Article.objects.live()])[0:9]] == [article.pk], words
    article.unpublish(by=None)  # the index forgets what it was told
    assert not SearchDocument.objects.exists()
