"""Words around articles: inserted when a page is made, never a part of the text; promotions always marked."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from lxml import html

from cms.publishing import moments
from cms.search.models import SearchDocument
from cms.site import placeholders, voices
from cms.site.models import ContactChannel, Promotion, Snippet
from demo import builders
from tests.forms import opened
from tests.reading import words_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def article(db):
    return builders.article("三種決策", live=True, body="<p>正文。</p>", summary="摘要。")


def page_of(client, article):
    return words_of(client.get(article.get_absolute_url()))


def phone(**fields):
    return ContactChannel.objects.create(kind="phone", label="電話", value="000-0000-0000", **fields)


# --- Snippets --------------------------------------------------------------------------------------------------------


def test_lead_in_and_closing_stand_around_the_text_of_every_article(client, article):
    builders.snippet("開場", live=True, body="<p>大家好，我是小編。</p>")
    builders.snippet("結尾", live=True, placement="closing", body="<p>以上就是全部。</p>", action_label="免費諮詢")
    page = page_of(client, article)
    assert page.index("大家好，我是小編") < page.index("正文。") < page.index("以上就是全部")
    [button] = html.fromstring(page).xpath("//aside[contains(@class,'closing-words')]//a[@class='button']")
    assert (button.text, button.get("href")) == ("免費諮詢", "#ask")


def test_it_is_in_no_body_list_feed_count_or_search(client, article, editor):
    snippet = builders.snippet("開場", live=True, body="<p>大家好，我是小編。" + "很長的話。" * 400 + "</p>")
    article.refresh_from_db()
    assert "小編" not in article.body
    assert article.reading_minutes == 1
    for url in ("/news/", "/feeds/news.xml", "/search/?q=小編"):
        assert "我是小編" not in words_of(client.get(url)), url
    assert not SearchDocument.objects.about(Snippet).exists()
    assert snippet.has_been_live


def test_a_draft_shows_nowhere_and_what_is_taken_back_disappears(client, article, editor):
    snippet = builders.snippet("開場", live=True, by=editor, body="<p>舊的話。</p>")
    data = snippet.working_copy()
    data["fields"]["body"] = "<p>還沒公開的話。</p>"
    snippet.save_revision(data, by=editor, token=snippet.edit_token(None))
    assert "舊的話" in page_of(client, article)
    assert "還沒公開" not in page_of(client, article)
    snippet.publish_working_copy(by=editor)
    assert "還沒公開的話" in page_of(client, article)
    Snippet.objects.get().unpublish(by=editor)
    assert "還沒公開" not in page_of(client, article)


@pytest.mark.django_db(transaction=True)
def test_it_appears_and_ends_on_its_minute_even_where_it_is_kept(client, article, editor, time_machine):
    start = timezone.now()
    snippet = builders.snippet("開場", live=True, by=editor, at=start + HOUR, body="<p>限時的話。</p>")
    snippet.expire_at(start + 2 * HOUR, by=editor)
    for moment, is_there in ((start, False), (start + HOUR, True), (start + 2 * HOUR, False)):
        time_machine.move_to(moment + timedelta(seconds=1))
        assert ("限時的話" in page_of(client, article)) is is_there


def test_one_that_is_narrowed_to_the_channel_wins_there_and_shows_nowhere_else(client, article):
    builders.snippet("這一欄", live=True, body="<p>給運營的。</p>", scope=f"articles.channel:{article.channel_id}")
    builders.snippet("全站", live=True, body="<p>給所有人的。</p>")
    other = builders.article("另一欄", live=True, channel=builders.channel("別的"))
    assert "給運營的" in page_of(client, article)
    assert "給所有人的" not in page_of(client, article)
    assert "給所有人的" in page_of(client, other)
    assert "給運營的" not in page_of(client, other)


def test_a_placeholder_becomes_the_record_with_link_and_copy_button(client, article):
    channel = phone()
    builders.snippet("結尾", live=True, placement="closing", body="<p>請撥 {電話}，或 {phone}。</p>")
    tree = html.fromstring(page_of(client, article))
    links = tree.xpath("//aside[contains(@class,'closing-words')]//a/@href")
    assert links == ["tel:00000000000"] * 2
    assert tree.xpath("//aside[contains(@class,'closing-words')]//button/@data-copy") == ["000-0000-0000"] * 2
    channel.value = "000-1111-1111"
    channel.save()
    assert "000-1111-1111" in page_of(client, article).partition("正文。")[2].partition("</aside>")[0]


def test_a_paragraph_whose_channel_is_not_valid_is_left_out(client, article):
    phone(valid_until=timezone.now() - HOUR)
    builders.snippet("結尾", live=True, placement="closing", body="<p>以上。</p><p>請撥 {phone}。</p><p>再會。</p>")
    page = page_of(client, article)
    assert "請撥" not in page
    assert "以上。" in page
    assert "再會。" in page


@pytest.mark.parametrize(
    "html_text",
    [
        '<p><a href="https://example.com/{phone}">{phone}</a></p>',
        '<p><img src="/x.png" alt="{phone}"></p>',
        "<h2>{phone}</h2><p>\ue000{phone}</p>",
        "<p>{phone}{unknown}{{phone}}</p>",
        "<table><caption>{phone}</caption><tbody><tr><td>1</td></tr></tbody></table>",
        '<figure data-video="youtube:abcdefghijk"><figcaption>{phone}</figcaption></figure>',
    ],
)
def test_placeholders_are_safe_wherever_they_stand(html_text):
    evil = ContactChannel(kind="phone", label="<i>", value='0"><script>alert(1)</script>')
    shown = placeholders.fill(html_text, [evil])
    assert "<script" not in shown
    tree = html.fromstring(f"<div>{shown}</div>")
    assert not tree.xpath("//a//a | //@*[starts-with(name(), 'on')]")
    assert not any("<" in value for value in tree.xpath("//@href"))
    assert not any("<span" in value for value in tree.xpath("//@*"))


def test_an_unknown_placeholder_is_refused_before_it_is_public(editor):
    snippet = builders.snippet("結尾", body="<p>請撥 {fax}。</p>")
    with pytest.raises(ValidationError, match="fax"):
        snippet.publish_working_copy(by=editor)


def test_snippets_cost_a_warm_page_no_query(article, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("cms.pagecache.models.in_transaction", lambda: False)
    phone()
    builders.snippet("開場", live=True, body="<p>{phone}</p>")
    builders.promotion(live=True)
    voices.snippet_for("lead_in", article)
    with django_assert_num_queries(2):  # the version of the site, which every page asks once anyway
        assert voices.snippet_for("lead_in", article)
        assert voices.promotion_for("after_body")


# --- Promotions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("placement", "url"), [("after_body", None), ("in_list", "/news/")])
def test_a_promotion_is_marked_and_its_link_sponsored(client, article, placement, url):
    for number in range(3):
        builders.article(f"第 {number} 篇", live=True)
    builders.promotion("示例工具", live=True, placement=placement)
    tree = html.fromstring(words_of(client.get(url or article.get_absolute_url())))
    [shown] = tree.xpath("//aside[@class='promotion']")
    assert "廣告" in shown.text_content()
    [link] = shown.xpath(".//a")
    assert {"sponsored", "nofollow"} <= set(link.get("rel").split())
    assert link.get("href") == "https://example.com/tool"


def test_a_promotion_ends_by_itself_and_is_in_no_feed_and_no_search(client, article, editor, time_machine):
    promotion = builders.promotion("示例工具", live=True, by=editor)
    promotion.expire_at(timezone.now() + HOUR, by=editor)
    assert "示例工具" in page_of(client, article)
    for url in ("/feeds/news.xml", "/sitemap.xml", "/search/?q=示例工具"):
        assert 'class="promotion"' not in words_of(client.get(url))
    assert not SearchDocument.objects.about(Promotion).exists()
    time_machine.move_to(timezone.now() + 2 * HOUR)
    assert "示例工具" not in page_of(client, article)


# --- The desk --------------------------------------------------------------------------------------------------------


def test_an_editor_writes_previews_publishes_and_ends_a_promotion(client, editor):
    client.force_login(editor)
    add = "/admin/site/promotion/add/"
    typed = {
        "title": "示例工具",
        "placement": "after_body",
        "text": "一句話。",
        "link": "https://example.com/",
    }
    assert client.post(add, opened(client, add) | typed).status_code == 302
    promotion = Promotion.objects.get()
    ends = moments.typed(timezone.now() + 48 * HOUR)
    edit = promotion.get_edit_url()
    assert client.post(edit, opened(client, edit) | {"ends_at": ends, "_publish": ""}).status_code == 302
    promotion.refresh_from_db()
    assert promotion.is_live
    assert moments.typed(promotion.live_until) == ends
    preview = client.get(promotion.get_preview_url())
    assert "廣告" in words_of(preview)
    assert "no-store" in preview["Cache-Control"]
    assert client.get(promotion.get_edit_url()).status_code == 200


def test_a_snippet_is_narrowed_by_choosing_and_previewed(client, editor, article):
    phone()
    snippet = builders.snippet("開場", by=editor, body="<p>大家好，{phone}</p>")
    client.force_login(editor)
    form = words_of(client.get(snippet.get_edit_url()))
    assert f'value="articles.channel:{article.channel_id}"' in form
    assert "tel:00000000000" in words_of(client.get(snippet.get_preview_url()))


def test_what_was_thrown_away_leaves_no_redirect(editor, time_machine):
    snippet = builders.snippet("開場", live=True, by=editor)
    snippet.trash(by=editor)
    snippet.purge()
    assert not Snippet.objects.exists()


def test_what_a_promotion_will_say_is_seen_in_its_preview_and_nowhere_else(client, article, editor):
    promotion = builders.promotion("示例工具", live=True, by=editor)
    never = builders.promotion("還沒有的廣告", by=editor)
    data = promotion.working_copy()
    data["fields"]["text"] = "草稿裡的賣點。"
    promotion.save_revision(data, by=editor, token=promotion.edit_token(None))
    public = ["/", "/news/", article.get_absolute_url(), f"{article.get_absolute_url()[:-1]}.md", "/feeds/news.xml"]
    for url in [*public, "/search/?q=賣點", "/search/?q=還沒有"]:
        assert "草稿裡的賣點" not in words_of(client.get(url)), url
        assert "還沒有的廣告" not in words_of(client.get(url)), url
    assert client.get(promotion.get_preview_url()).status_code == 302  # to the login
    client.force_login(editor)
    assert "草稿裡的賣點" in words_of(client.get(promotion.get_preview_url()))
    assert "還沒有的廣告" in words_of(client.get(never.get_preview_url()))
    assert "草稿裡的賣點" not in words_of(client.get(article.get_absolute_url()))  # nor for those who may preview it
