"""An address that cannot be one is explained where it was written, and takes nothing else with it."""

import pytest

from articles.models import Article
from demo import builders
from tests.forms import opened

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("build", [builders.article, builders.service, builders.page, builders.case_study])
@pytest.mark.parametrize("address", ["壞 的/網址", "長" * 300, "..", "?", "a\x00b"])
def test_the_form_of_something_public_comes_back_with_all_that_was_typed(client, editor, build, address):
    thing = build(live=True)
    client.force_login(editor)
    url = thing.get_edit_url()
    answer = client.post(url, opened(client, url) | {"summary": "打好的摘要", "slug": address})
    assert answer.status_code == 200
    assert "slug" in answer.context["adminform"].form.errors
    assert answer.context["adminform"].form["summary"].value() == "打好的摘要"


def test_the_way_to_the_public_page_is_the_one_that_the_public_takes(client, editor):
    article = builders.article(live=True, slug="old")
    client.force_login(editor)
    url = article.get_edit_url()
    client.post(url, opened(client, url) | {"slug": "new"})
    answer = client.get(url)
    assert 'href="/news/old/"' in answer.content.decode()
    assert 'href="/news/new/"' not in answer.content.decode()
    assert Article.objects.get().slug == "old"
