"""Exports of WordPress: what becomes of posts, pages, files, terms, authors and dates."""

import io
import json
from datetime import UTC, datetime

import pytest

from reach.entries import DRAFT, PUBLISHED, Entry
from reach.importing.readers.wxr import WordPress
from reach.importing.sources import Source, Unreadable, reader_of
from tests.reach.importing.wordpress import (
    SITE,
    attachment,
    author,
    category,
    comment,
    entries,
    export,
    item,
    one,
    source,
    tag,
    things,
    under,
)

pytestmark = pytest.mark.usefixtures("in_english")

UPLOADS = f"{SITE}/wp-content/uploads"


def notes(entry) -> str:
    return " ".join(entry.notes)


# --- What it is ----------------------------------------------------------------------------------------------------


def test_an_export_is_known_by_what_stands_in_it_whatever_its_encoding():
    assert WordPress().recognises(source(export()))
    assert WordPress().recognises(source(export().encode("utf-16")))
    assert isinstance(reader_of(source(export(), "backup.XML")), WordPress)
    assert not WordPress().recognises(source("<rss><channel/></rss>"))
    assert not WordPress().recognises(source(export(), "wordpress.txt"))


def test_the_same_site_is_known_again_by_its_own_address_also_in_a_network():
    assert WordPress().origin(source(export(item()))) == SITE
    assert WordPress().origin(source(export(item(), site="https://other.example/"))) == "https://other.example"
    without = export(item()).replace("wp:base_blog_url", "wp:nothing").replace("wp:base_site_url", "wp:nothing")
    assert WordPress().origin(source(without)) == SITE


def test_a_post_becomes_an_article_with_everything_that_it_has():
    entry = one(
        item(
            12,
            "品牌 &amp; 策略",
            "第一段\n\n第二段",
            slug="brand-strategy",
            excerpt="兩句話\n的<em>摘要</em>",
            more=under("category", "news", "消息") + under("post_tag", "seo", "SEO"),
            meta={"_thumbnail_id": "30", "_yoast_wpseo_title": "搜尋標題", "_yoast_wpseo_metadesc": "搜尋說明"},
        ),
        attachment(30, "2019/05/cover.jpg"),
        head=author(),
    )
    assert (entry.kind, entry.key) == ("articles.article", "post:12")
    assert (entry.state, entry.live_from) == (PUBLISHED, "2019-05-01T02:00:00+00:00")
    assert entry.addresses == [f"{SITE}/2019/05/brand-strategy/", f"{SITE}/?p=12"]
    assert entry.fields == {
        "title": "品牌 & 策略",
        "slug": "brand-strategy",
        "summary": "兩句話 的 摘要",
        "body": "<p>第一段</p>\n<p>第二段</p>",
        "channel": {"name": "消息", "slug": "news"},
        "tags": [{"name": "SEO", "slug": "seo"}],
        "author": {"name": "林美", "slug": "amy"},
        "cover": f"{UPLOADS}/2019/05/cover.jpg",
        "seo_title": "搜尋標題",
        "seo_description": "搜尋說明",
    }
    assert entry.notes == []


def test_a_page_becomes_a_page_with_its_text_in_one_section_below_its_parent():
    parent, child = things(
        item(5, "關於", "字", kind="page", link=f"{SITE}/about/", slug="about", creator=""),
        item(6, "團隊", kind="page", link=f"{SITE}/about/team/", slug="team", parent=5),
    )
    assert (parent.kind, parent.key) == ("pages.page", "page:5")
    assert parent.parts == {"sections": [{"content": {"kind": "text", "body": "<p>字</p>"}}]}
    assert f"{SITE}/?page_id=5" in parent.addresses
    assert child.fields == {"title": "團隊", "slug": "team", "parent": f"{SITE}/about/"}
    assert child.parts == {}


def test_a_parent_may_stand_after_its_child():
    child = things(
        item(6, kind="page", slug="team", parent=5), item(5, kind="page", link=f"{SITE}/about/", slug="about")
    )[0]
    assert child.fields["parent"] == f"{SITE}/about/"


def test_files_are_known_by_their_address_and_bring_their_words():
    picture, document = things(
        attachment(30, "2019/05/山.jpg", alt="一座 &amp; 山", caption="說明"), attachment(31, "price.PDF")
    )
    assert (picture.kind, picture.key) == ("library.picture", f"{UPLOADS}/2019/05/山.jpg")
    assert picture.fields == {"original_name": "山.jpg", "alt": "一座 & 山"}
    assert f"{SITE}/?attachment_id=30" in picture.addresses
    assert (document.kind, document.fields) == ("library.document", {"original_name": "price.PDF"})


def test_files_that_are_neither_pictures_nor_documents_are_counted():
    read = source(export(attachment(30, "film.mp4"), attachment(31, "a.jpg"), attachment(32, "a.jpg")))
    assert [entry.key for entry in WordPress().read(read)] == [f"{UPLOADS}/a.jpg"]
    assert any("stand here twice, not taken: 2" in note for note in read.notes)


# --- Terms and people ----------------------------------------------------------------------------------------------


def test_categories_tags_and_authors_come_first_with_their_addresses():
    head = (
        author()
        + category("news", "消息", number=3, description="關於<b>一切</b>")
        + category("%e5%93%81%e7%89%8c", "品牌", "news", 4)
        + tag("seo", "SEO &amp; 搜尋")
    )
    person, above, below, word = entries(head=head)
    assert (person.kind, person.key, person.fields) == (
        "articles.author",
        "author:amy",
        {"name": "林美", "slug": "amy"},
    )
    assert person.addresses == [f"{SITE}/author/amy/", f"{SITE}/?author=2"]
    assert (above.kind, above.key) == ("articles.channel", "category:news")
    assert above.fields == {"name": "消息", "slug": "news", "description": "關於 一切"}
    assert above.addresses == [f"{SITE}/category/news/", f"{SITE}/?cat=3"]
    assert below.fields == {"name": "品牌"}
    assert below.addresses[0] == f"{SITE}/category/news/%e5%93%81%e7%89%8c/"
    assert "below 消息" in notes(below)
    assert (word.kind, word.fields) == ("articles.tag", {"name": "SEO & 搜尋", "slug": "seo"})


def test_categories_below_each_other_in_a_circle_do_no_harm():
    found = entries(head=category("a", "甲", "b") + category("b", "乙", "a"))
    assert [entry.fields["name"] for entry in found] == ["甲", "乙"]


def test_terms_that_only_the_general_list_has_are_found_too():
    term = (
        "<wp:term><wp:term_id>9</wp:term_id><wp:term_taxonomy><![CDATA[{}]]></wp:term_taxonomy>"
        "<wp:term_slug><![CDATA[{}]]></wp:term_slug><wp:term_name><![CDATA[{}]]></wp:term_name></wp:term>\n"
    )
    found = entries(
        head=term.format("category", "a", "甲") + term.format("post_tag", "b", "乙") + term.format("x", "c", "丙")
    )
    assert [(entry.kind, entry.fields["name"]) for entry in found] == [
        ("articles.channel", "甲"),
        ("articles.tag", "乙"),
    ]


def test_of_several_categories_the_first_is_the_channel_and_the_others_become_tags():
    more = under("category", "a", "甲") + under("category", "b", "乙") + under("post_tag", "c", "丙")
    entry = one(item(more=more + under("post_tag", "b", "乙") + under("post_format", "post-format-aside", "Aside")))
    assert entry.fields["channel"]["name"] == "甲"
    assert [row["name"] for row in entry.fields["tags"]] == ["丙", "乙"]
    assert "became tags: 乙" in notes(entry)
    assert "format" not in notes(entry)


def test_the_category_that_was_chosen_as_chief_is_the_channel():
    more = under("category", "a", "甲") + under("category", "b", "乙")
    head = category("a", "甲", number=3) + category("b", "乙", number=4)
    for name in ("_yoast_wpseo_primary_category", "rank_math_primary_category"):
        assert one(item(more=more, meta={name: "4"}), head=head).fields["channel"]["name"] == "乙"


def test_ways_of_filing_that_we_do_not_have_are_named():
    assert "not known here: series" in notes(one(item(more=under("series", "x", "系列"))))


def test_an_author_is_named_as_readers_saw_them_else_as_they_signed_in():
    assert one(item(creator="bob"), head=author()).fields["author"] == {"name": "bob", "slug": "bob"}
    assert one(item(creator="王小明")).fields["author"] == {"name": "王小明"}
    assert "author" not in one(item(creator="")).fields
    assert "author" not in one(export_item_without("dc:creator")).fields


def export_item_without(name: str) -> str:
    return "\n".join(line for line in item().splitlines() if f"<{name}>" not in line)


# --- Dates, states, slugs --------------------------------------------------------------------------------------------


def test_a_time_without_its_utc_is_read_on_the_clocks_of_the_site():
    entry = one(item(gmt="0000-00-00 00:00:00"))
    assert datetime.fromisoformat(entry.live_from).astimezone(UTC) == datetime(2019, 5, 1, 2, tzinfo=UTC)


def test_without_both_the_feed_says_when():
    assert one(item(gmt="0000-00-00 00:00:00", date="0000-00-00 00:00:00")).live_from == "2019-05-01T02:00:00+00:00"


@pytest.mark.parametrize(
    "said", ["-0001-11-30 00:00:00", "2019-13-45 99:00:00", "yesterday", "9999-99-99", "2019-02-30 00:00:00"]
)
def test_a_time_that_is_none_stops_nothing(said):
    assert one(item(gmt=said, date=said)).live_from == "2019-05-01T02:00:00+00:00"


@pytest.mark.parametrize(
    ("status", "state", "note"),
    [
        ("publish", PUBLISHED, ""),
        ("future", PUBLISHED, ""),
        ("draft", DRAFT, ""),
        ("pending", DRAFT, "waited for review"),
        ("private", DRAFT, "was private"),
        ("archived", DRAFT, "“archived”"),
    ],
)
def test_each_state_is_kept_or_becomes_a_draft_with_the_reason(status, state, note):
    entry = one(item(status=status))
    assert entry.state == state
    assert bool(entry.live_from) == (state == PUBLISHED)
    assert note in notes(entry)


def test_what_had_a_password_becomes_a_draft_that_says_so_and_when_it_was():
    entry = one(item(password="secret"))
    assert entry.state == DRAFT
    assert "had a password" in notes(entry)
    assert "2019-05-01" in notes(entry)
    assert "secret" not in json.dumps(entry.as_json())


def test_what_comes_later_keeps_its_time():
    assert one(item(status="future", gmt="2039-05-01 02:00:00")).live_from.startswith("2039-05-01T02:00")


def test_the_trash_and_what_was_never_saved_stay_behind_and_are_counted():
    read = source(export(item(1, status="trash"), item(2, status="auto-draft"), item(3)))
    assert [entry.key for entry in WordPress().read(read)] == ["post:3"]
    assert any("trash or never saved, not taken: 2" in note for note in read.notes)


def test_other_kinds_of_items_are_counted_by_their_kind_once_however_often_it_is_read():
    kinds = ["revision", "nav_menu_item", "nav_menu_item", "custom_css", "wp_block", "product"]
    read = source(export(*(item(number, kind=kind) for number, kind in enumerate(kinds, 1))))
    assert list(WordPress().read(read)) == list(WordPress().read(read)) == []
    assert sum("“nav_menu_item”, not taken: 2" in note for note in read.notes) == 1
    assert len(read.notes) == 5


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("brand-strategy", "brand-strategy"),
        ("%e5%93%81%e7%89%8c%e7%ad%96%e7%95%a5", None),
        ("品牌", None),
        ("my_post", "my-post"),
        ("a--b-", "a-b"),
        ("", None),
        ("x" * 120, None),
    ],
)
def test_a_slug_is_kept_where_addresses_here_can_be_like_it(said, kept):
    assert one(item(slug=said, link=f"{SITE}/{said}/")).fields.get("slug") == kept


def test_a_draft_has_no_slug_and_an_untitled_post_is_called_by_its_first_words():
    entry = one(item(7, "", "第一句話。\n\n第二句", slug="", link=f"{SITE}/?p=7", status="draft"))
    assert entry.fields["title"].startswith("第一句話。")
    assert entry.addresses == [f"{SITE}/?p=7"]
    assert one(item(7, "", "")).fields["title"] == "Untitled 7"


def test_an_earlier_slug_is_an_earlier_address():
    entry = one(item(slug="new", meta={"_wp_old_slug": "old"}))
    assert f"{SITE}/2019/05/old/" in entry.addresses


def test_comments_and_a_place_before_all_others_are_told_of():
    more = comment(1) + comment(2) + comment(3, approved="spam") + comment(4, kind="pingback")
    read = source(export(item(more=more, sticky=1)))
    (entry,) = WordPress().read(read)
    assert "not taken over: 2" in notes(entry)
    assert "sticky" in notes(entry)
    assert any("Comments, not taken: 2" in note for note in read.notes)


def test_fields_of_plugins_are_named_and_serialised_ones_do_no_harm():
    read = source(export(item(meta={"price": 'a:1:{i:0;s:3:"x]]>";}', "_hidden": "1"}), item(2, meta={"price": "2"})))
    list(WordPress().read(read))
    assert any("price (2)" in note and "_hidden" not in note for note in read.notes)


# --- Search engines --------------------------------------------------------------------------------------------------


def test_templates_of_plugins_are_not_taken_for_titles():
    meta = {
        "_yoast_wpseo_title": "%%title%% %%sep%%",
        "rank_math_title": "%title% %sep%",
        "rank_math_description": "說明",
    }
    entry = one(item(meta=meta))
    assert "seo_title" not in entry.fields
    assert entry.fields["seo_description"] == "說明"


def test_what_search_engines_were_kept_from_stays_hidden_and_another_original_stays_named():
    meta = {"_yoast_wpseo_meta-robots-noindex": "1", "_yoast_wpseo_canonical": "https://else.example/a/"}
    entry = one(item(meta=meta))
    assert entry.fields["is_noindex"] is True
    assert entry.fields["canonical_url"] == "https://else.example/a/"
    own = one(
        item(meta={"rank_math_robots": 'a:1:{i:0;s:7:"noindex";}', "_yoast_wpseo_canonical": f"{SITE}/2019/05/one/"})
    )
    assert own.fields["is_noindex"] is True
    assert "canonical_url" not in own.fields


# --- Numbers ---------------------------------------------------------------------------------------------------------


def test_of_two_items_with_one_number_both_are_kept_and_the_second_says_so():
    first, second = things(item(1, "甲"), item(1, "乙"))
    assert (first.key, second.key) == ("post:1", "post:1:2")
    assert first.notes == []
    assert "same number" in notes(second)


def test_items_without_a_number_are_known_by_what_they_say():
    without = [
        item(1, title, link=f"{SITE}/{title}/").replace("<wp:post_id>1</wp:post_id>", "") for title in ("甲", "乙")
    ]
    first, again = things(*without), things(*reversed(without))
    assert [entry.key for entry in first] == [entry.key for entry in reversed(again)]
    assert len({entry.key for entry in first}) == 2


def test_a_cover_may_stand_after_its_article_and_a_missing_one_is_named():
    assert one(item(meta={"_thumbnail_id": "30"}), attachment(30, "a.jpg")).fields["cover"] == f"{UPLOADS}/a.jpg"
    assert "featured picture is not in this export" in notes(one(item(meta={"_thumbnail_id": "31"})))


# --- Versions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_every_version_says_the_same(version):
    more = under("category", "a", "甲") + under("post_tag", "b", "乙")
    assert one(item(more=more), version=version, head=author()) == one(item(more=more), head=author())


def test_the_first_version_names_each_term_three_times():
    more = (
        "<category><![CDATA[甲]]></category>\n" + under("category", "a", "甲")
        + "<category><![CDATA[乙]]></category>\n" + '<category domain="tag"><![CDATA[乙]]></category>\n'
        + under("tag", "b", "乙")
    )  # fmt: skip
    entry = one(item(more=more), version="1.0")
    assert entry.fields["channel"] == {"name": "甲", "slug": "a"}
    assert entry.fields["tags"] == [{"name": "乙", "slug": "b"}]
    assert entry.notes == []


def test_a_feed_without_ways_of_filing_still_has_a_channel():
    assert one(item(more="<category>甲</category>")).fields["channel"] == {"name": "甲"}


# --- Our own ---------------------------------------------------------------------------------------------------------


def own(**more) -> str:
    return json.dumps({"kind": "services.service", "key": "services.service:4", "fields": {"title": "服務"}, **more})


def test_what_our_own_export_wrote_beside_an_item_is_used_as_it_is():
    entry = one(item(kind="service", status="draft", meta={"_ridgeline": own(live_from="2020-01-01T00:00:00+08:00")}))
    assert entry == Entry(
        "services.service", "services.service:4", {"title": "服務"}, live_from="2020-01-01T00:00:00+08:00"
    )


@pytest.mark.parametrize(
    "said",
    ["", "[]", "{", '"x"', "{}", own(kind=3), own(kind="auth.User;"), own(fields=[]), own(parts={"faqs": [1]}),
     own(notes=[{}]), own(state="gone"), own(key=""), "[" * 100_000],
)  # fmt: skip
def test_what_does_not_have_its_shape_is_passed_over(said):
    assert one(item(12, "一篇", meta={"_ridgeline": said})).key == "post:12"


def test_what_our_own_export_wrote_beside_a_category_is_used_too():
    said = own(kind="articles.channel", key="channel:news", fields={"name": "消息", "hue": 20})
    meta = f"<wp:meta_key>_ridgeline</wp:meta_key><wp:meta_value><![CDATA[{said}]]></wp:meta_value>"
    ending = f"<wp:termmeta>{meta}</wp:termmeta></wp:category>"
    (entry,) = entries(head=category("news", "消息").replace("\t</wp:category>", ending))
    assert (entry.key, entry.fields["hue"]) == ("channel:news", 20)


# --- The whole file --------------------------------------------------------------------------------------------------


def test_nothing_is_told_of_a_file_that_ends_in_the_middle():
    text = export(*(item(number) for number in range(1, 400)))
    reading = WordPress().read(source(text[: len(text) - 500]))
    with pytest.raises(Unreadable, match=r"ends in the middle, in line \d{4,}"):
        next(reading)


def test_a_broken_item_has_its_own_note_and_the_others_none():
    text = export(item(1, "好"), item(2, "壞\x08了", "a\x01\x02"), item(3, "好")).encode()
    found = list(WordPress().read(source(text)))
    assert [entry.fields["title"] for entry in found] == ["好", "壞了", "好"]
    assert [bool(entry.notes) for entry in found] == [False, True, False]
    assert "left out: 3" in notes(found[1])


def test_windows_line_ends_emoji_and_split_cdata_arrive_whole():
    entry = one(item(title="🙂 完", body="一\r\n\r\n二 ]]> 三"))
    assert entry.fields["title"] == "🙂 完"
    assert entry.fields["body"] == "<p>一</p>\n<p>二 ]]> 三</p>"


def test_it_is_the_same_whenever_it_is_read():
    read = source(export(item(1), item(1), attachment(30, "a.jpg"), head=author() + category("a", "甲")))
    assert list(WordPress().read(read)) == list(WordPress().read(read))


def test_an_export_of_nothing_is_no_mistake():
    assert entries() == []


def test_a_file_object_that_stands_anywhere_is_read_from_its_beginning():
    file = io.BytesIO(export(item()).encode())
    file.read(100)
    assert len(list(WordPress().read(Source("a.xml", file)))) == 1
