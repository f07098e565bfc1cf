"""What stands around an article: parts, neighbours, series, share; and the lists of the news."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from lxml import html

from articles.models import Article, Source, Tag
from demo import builders
from tests.reading import words_of


def live(title, days, **fields):
    return builders.article(title, live=True, at=timezone.now() - timedelta(days=days), **fields)


@pytest.fixture
def three(db):
    return [live("第一篇", 3), live("第二篇", 2), live("第三篇", 1)]


def links(page, css_class):
    return html.fromstring(page).xpath(f"//*[contains(concat(' ', @class, ' '), ' {css_class} ')]//a")


def links_in(page, css_class) -> list[str]:
    return [link.text_content() for link in links(page, css_class)]


def page_of(client, thing) -> str:
    response = client.get(thing.get_absolute_url())
    assert response.status_code == 200
    return words_of(response)


def test_subtitle_questions_and_answered_phrasings_are_read_and_bare_phrasings_are_not(client, db):
    article = live(
        "怎麼估決策週期",
        1,
        subtitle="問十位客戶就夠",
        faqs=[{"question": "要問幾位？", "answer": "<p>十位。</p>"}],
        variants=[{"text": "客戶要想多久", "answer": "看 <價格>"}, {"text": "決策週期是什麼"}],
    )
    page = page_of(client, article)
    assert "問十位客戶就夠" in page
    assert "要問幾位？" in page
    assert "客戶要想多久" in page
    assert "看 &lt;價格&gt;" in page
    assert "決策週期是什麼" not in page


def test_neighbours_are_the_live_ones_before_and_after_in_the_channel(client, three):
    builders.article("草稿")
    live("別的頻道", 2, channel=builders.channel("別處"))
    assert links_in(page_of(client, three[1]), "neighbours") == ["第一篇", "第三篇"]
    assert links_in(page_of(client, three[2]), "neighbours") == ["第二篇"]


def test_articles_of_one_moment_are_neighbours_in_the_order_of_their_making(client, db):
    at = timezone.now() - timedelta(days=1)
    same = [builders.article(f"同時{number}", live=True, at=at) for number in range(3)]
    assert links_in(page_of(client, same[1]), "neighbours") == ["同時0", "同時2"]


def test_an_article_says_its_place_in_a_series_among_the_live_ones(client, three, editor):
    draft = builders.article("還在寫")
    series = builders.series("從頭到尾", three[0], draft, three[1], three[2], live=True)
    page = page_of(client, three[1])
    assert links_in(page, "place") == ["從頭到尾", "第一篇", "第三篇"]
    assert "第 2 篇，共 3 篇" in page
    assert links_in(page_of(client, series), "parts") == ["第一篇", "第二篇", "第三篇"]
    draft.publish_working_copy(by=editor)
    assert "第 3 篇，共 4 篇" in page_of(client, three[1])
    series.unpublish(by=editor)
    assert not links_in(page_of(client, three[1]), "place")
    assert client.get(series.get_absolute_url()).status_code == 410


def test_an_article_put_into_a_series_makes_only_the_pages_of_its_articles_old(client, three, editor):
    series = builders.series("新專題", three[0], live=True)
    tags = client.get(three[0].get_absolute_url())["Surrogate-Key"].split()
    assert f"series:article:{three[0].pk}" in tags
    assert f"series:article:{three[0].pk}" in series.page_tags()
    assert "series:list" not in tags


def test_a_page_hangs_on_its_neighbours_and_on_no_list_of_articles(client, three):
    tags = client.get(three[1].get_absolute_url())["Surrogate-Key"].split()
    assert {f"article:{three[0].pk}", f"article:{three[2].pk}"} <= set(tags)
    assert not {tag for tag in tags if tag.startswith(("article:list", "article:channel"))}


def test_the_draft_in_preview_has_its_own_questions_and_pins(client, three, editor):
    article = three[0]
    data = article.working_copy()
    data["fields"]["subtitle"] = "新的副標題"
    article.save_draft(data, by=editor, token=article.edit_token(None))
    client.force_login(editor)
    assert "新的副標題" in words_of(client.get(article.get_preview_url()))
    assert "新的副標題" not in page_of(client, article)


def test_a_reprint_names_source_licence_and_original_and_points_search_engines_there(client, db):
    source = Source.objects.create(name="示例週刊", url="https://weekly.example.com/", licence="經授權轉載")
    address = "https://weekly.example.com/1/"
    page = page_of(client, live("轉載", 1, origin="reprint", source=source, canonical_url=address))
    for words in ("示例週刊", "經授權轉載", f'href="{address}"', f'<link rel="canonical" href="{address}">'):
        assert words in page


def test_a_reprint_without_a_source_is_not_published(db, editor):
    with pytest.raises(ValidationError, match="出處"):
        builders.article("轉載", live=True, origin="reprint")


@pytest.mark.parametrize("slug", ["archive", "series"])
def test_the_lists_of_the_news_keep_their_addresses(slug, client, db):
    made = builders.article(slug, live=True)
    assert made.slug != slug
    assert client.get(f"/news/{slug}/").status_code == 200
    with pytest.raises(ValidationError, match="列表"):
        Article(title="x", slug=slug, channel=builders.channel()).full_clean()


def test_the_archive_counts_live_articles_by_month_and_leads_to_them(client, three):
    builders.article("草稿")
    page = page_of_url(client, "/news/archive/")
    assert sum(int(link.text_content().split()[-2]) for link in links(page, "year")) == len(three)
    for link in links(page, "year"):
        assert client.get(link.get("href")).status_code == 200


def page_of_url(client, url) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return words_of(response)


def test_an_author_has_a_page_with_portrait_role_and_words(client, demo_site):
    article = Article.objects.live().filter(author__portrait__isnull=False).first()
    page = page_of(client, article.author)
    for words in (article.author.role, article.author.bio, "profile"):
        assert words in page


def test_empty_lists_say_what_to_do(client, db):
    for url in ("/news/", "/news/archive/", "/news/series/", Tag.objects.create(name="空").get_absolute_url()):
        assert "empty" in page_of_url(client, url)


def test_the_code_of_a_page_is_a_picture_of_its_own_address(client, db):
    response = client.get("/qr/news/abc.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert b"xmlns" in response.content
    for bad in ("/qr/%00.svg", "/qr/" + "x" * 400 + ".svg", "/qr/新聞.svg"):
        assert client.get(bad).status_code == 404


def test_deleting_a_tag_names_the_articles_that_lose_it(client, administrator, db):
    tag = Tag.objects.create(name="線索")
    live("留下來的文章", 1, tags=[tag])
    client.force_login(administrator)
    page = client.get(f"/admin/articles/tag/{tag.pk}/delete/").text
    assert "留下來的文章" in page
    assert "Article_tags" not in page
    client.post(f"/admin/articles/tag/{tag.pk}/delete/", {"post": "yes"})
    assert Article.objects.get().title == "留下來的文章"


@pytest.mark.parametrize("kind", ["channel", "tag", "author", "source"])
def test_the_form_of_what_signs_and_orders_articles_asks_for_the_name_first(client, administrator, kind):
    client.force_login(administrator)
    form = client.get(f"/admin/articles/{kind}/add/").context["adminform"]
    assert next(field.field.name for line in next(iter(form)) for field in line) == "name"


def test_the_form_of_an_article_hides_nothing_behind_tabs_below_its_text(client, administrator):
    client.force_login(administrator)
    form = client.get("/admin/articles/article/add/").context["adminform"]
    assert not any("tab" in fieldset.classes for fieldset in form)
