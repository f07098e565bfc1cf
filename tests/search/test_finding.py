"""Search: what is live and says the words, wherever they stand in it, in either script; nobody's mark-up."""

import random
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from cms.publishing.models import Publishable
from cms.search.finding import LONGEST, extract, find, mark, tidy
from cms.search.models import SearchDocument
from demo import builders
from services.models import CaseStudy, Service

pytestmark = pytest.mark.django_db


def search(query, *models):
    return find(query, [model.objects.live() for model in models or (Article, Service, CaseStudy)])


def titles(query):
    found = search(query)
    assert found.count() == len(found[0:1000])
    return [hit.model.objects.get(pk=hit.pk).title for hit in found[0:1000]]


def words(pieces):
    return [piece.text for piece in pieces if piece.is_match]


def test_matches_in_titles_come_first_and_the_newest_of_every_kind_before_the_older():
    now = timezone.now()
    builders.article("文中有", body="<p>留存率</p>", live=True, at=now - timedelta(hours=1))
    builders.article("舊的留存", live=True, at=now - timedelta(hours=3))
    builders.service("新的留存", live=True, at=now - timedelta(hours=2))
    assert titles("留存") == ["新的留存", "舊的留存", "文中有"]


def test_what_is_not_live_is_not_found_nor_what_a_live_thing_says_in_its_draft():
    builders.article("草稿留存")
    builders.article("明天的留存", live=True, at=timezone.now() + timedelta(days=1))
    builders.article("收回的留存", live=True).unpublish(by=None)
    builders.article("丟掉的留存", live=True).trash(by=None)
    article = builders.article("公開", live=True)
    data = article.working_copy()
    data["fields"]["body"] = "<p>留存</p>"
    article.save_revision(data, by=None, token=article.edit_token(None))
    assert titles("留存") == []
    article.publish_working_copy(by=None)
    assert titles("留存") == ["公開"]


def test_a_later_publication_is_found_by_its_new_words_and_no_more_by_the_old():
    article = builders.article("公開", body="<p>舊說法</p>", live=True)
    data = article.working_copy()
    data["fields"]["body"] = "<p>新說法</p>"
    article.save_revision(data, by=None, token=article.edit_token(None))
    article.publish_working_copy(by=None)
    assert (titles("舊說"), titles("新說")) == ([], ["公開"])
    assert SearchDocument.objects.count() == 1


def test_mark_up_and_what_is_not_for_readers_are_nobodys_words():
    builders.article("一篇", body="<p><strong>粗</strong></p>", seo_title="引擎看的", live=True)
    builders.case_study("案例", permission_note="王總電話同意", live=True)
    assert titles("strong") == titles("王總") == titles("引擎看") == []


def test_words_of_parts_are_found():
    builders.article("一篇", citations=[{"title": "個人資料保護指引"}], live=True)
    assert titles("保護指引") == ["一篇"]


@pytest.mark.parametrize("query", ["優化", "优化", "化", "優", "ｓｅｏ", "Seo 優", "優化 引擎", "搜尋 引擎", "擎,優"])
def test_any_piece_is_found_in_either_script_across_signs_and_spaces(query):
    builders.article("一篇", body="<p>SEO 優化與搜尋引擎，優化</p>", live=True)
    assert titles(query) == ["一篇"]


def test_all_words_must_occur_and_pairs_alone_do_not_make_a_word():
    builders.article("一篇", body="<p>內容行銷。銷內與容行</p>", live=True)
    assert titles("內容 行銷") == ["一篇"]
    assert titles("內容 品牌") == titles("容行銷內") == []


def test_a_query_finds_what_the_other_region_would_have_written():
    builders.article("一篇", body="<p>搜尋引擎最佳化</p>", live=True)
    builders.article("二篇", body="<p>搜索引擎優化</p>", live=True)
    assert sorted(titles("搜索引擎优化")) == sorted(titles("搜尋引擎最佳化")) == ["一篇", "二篇"]


def test_title_and_text_are_not_read_as_one():
    builders.article("開頭", summary="結尾", live=True)
    assert titles("頭結") == []


@pytest.mark.parametrize("query", ["", " ", "\0", "%", "_", "'", '"', "*", "a AND", "NEAR(", "\ud800", "(", "\\", "😀"])
def test_odd_queries_find_what_they_say_and_break_nothing(query):
    builders.article("一篇", body="<p>沒有</p>", live=True)
    assert titles(query) == []


def test_a_narrowed_queryset_is_never_widened():
    one = builders.article("一篇留存", live=True)
    builders.article("二篇留存", live=True, channel=builders.channel("別的"))
    found = find("留存", [Article.objects.live().in_channel(one.channel)])
    assert [hit.pk for hit in found[0:9]] == [one.pk]
    assert found.by_kind == {Article: 1}


def test_a_text_of_two_hundred_thousand_characters_is_found_by_its_end():
    chance = random.Random(7)
    text = "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(200_000))
    thing = builders.article("長文", live=True)
    SearchDocument.objects.put(thing, thing.title, text)
    assert titles(text[-7:]) == ["長文"]
    assert words(search(text[-7:])[0:1][0].extract) == [text[-7:]]


def test_every_substring_of_every_live_text_of_the_demo_finds_it(demo_site):
    chance = random.Random(11)
    documents = list(SearchDocument.objects.all())
    kinds = Publishable.__subclasses__()
    assert len(documents) > 10
    for document in chance.choices(documents, k=60):
        text = chance.choice([line for line in document.text.split("\n") if line])
        length = chance.randint(1, min(20, len(text)))
        start = chance.randint(0, len(text) - length)
        piece = text[start : start + length]
        keys = {(hit.model, hit.pk) for hit in find(piece, [model.objects.live() for model in kinds])[0:1000]}
        thing = document.content_type.get_object_for_this_type(pk=document.object_id)
        assert not tidy(piece) or (type(thing), thing.pk) in keys, piece


def test_rebuilding_gives_what_publishing_wrote(demo_site, capsys):
    def written():
        return sorted(SearchDocument.objects.values_list("content_type", "object_id", "folded", "text"))

    before = written()
    SearchDocument.objects.filter(pk__in=SearchDocument.objects.values("pk")[:3]).forget_all()
    gone = builders.article("不在了")
    SearchDocument.objects.put(gone, "不在了", "")
    call_command("rebuild_search")
    assert written() == before
    assert f"Indexed: {len(before)}." in capsys.readouterr().out


def test_a_match_is_cut_out_exactly_and_marked_wherever_it_stands():
    assert words(mark("A 優化 b 优化", (("优化",),))) == ["優化", "优化"]
    assert words(mark("ABC", (("b", "c"),))) == ["B", "C"]
    pieces = extract("前" * 100 + "中間" + "後" * 200, (("中间",),))
    assert words(pieces) == ["中間"]
    assert pieces[0].text.startswith("…前")
    assert pieces[-1].text.endswith("後…")
    assert extract("無", (("有",),)) == mark("無", ())


def test_an_extract_begins_with_a_sentence_and_cuts_no_latin_word():
    def said(text, word):
        return "".join(piece.text for piece in extract(text, ((word,),)))

    assert said("很早的一句。" * 9 + "標題\n這一句從這裡講到中間" + "後" * 200, "中间").startswith("很早的一句。很早")
    assert said("無句號" * 15 + "完。\n這一句從這裡講到中間", "中间") == "這一句從這裡講到中間"
    assert said("brand " * 20 + "中間 " + "ridgeline " * 20, "中间").startswith("… brand brand")
    assert said("brand " * 20 + "中間 " + "ridgeline " * 20, "中间").endswith(" ridgeline …")
    assert said("a" * 50 + "中間" + "b" * 200, "中间") == "…中間…"


def test_a_query_is_freed_of_what_nobody_typed_and_of_what_nobody_reads():
    assert tidy("  a\0\u200b  b \n") == "a b"
    assert len(tidy("長" * 10_000)) == LONGEST


def test_up_to_three_signs_are_answered_by_the_index_alone():
    def checks_texts(folded):
        return "folded" in str(SearchDocument.objects.holding(folded).values("pk").query).lower()

    assert not checks_texts("留")
    assert not checks_texts("留存")
    assert not checks_texts("留存率")
    assert checks_texts("次月留存率")


def test_a_documents_time_orders_and_never_shows_what_is_not_live():
    now = timezone.now()
    article = builders.article("到期的留存", live=True)
    article.expire_at(now + timedelta(hours=1), by=None)
    coming = builders.article("將來的留存", live=True, at=now + timedelta(hours=2))
    SearchDocument.objects.update(live_from=now - timedelta(days=9))  # as if the index were wrong about both
    assert titles("留存") == ["到期的留存"]
    with travelled(hours=3):
        assert [hit.pk for hit in search("留存")[0:9]] == [coming.pk]


@contextmanager
def travelled(**ahead):
    with time_machine.travel(timezone.now() + timedelta(**ahead), tick=False):
        yield


def test_of_a_common_word_the_first_are_counted_and_all_can_be_paged_through(monkeypatch):
    monkeypatch.setattr("cms.search.finding.COUNTED", 3)
    now = timezone.now()
    for hour in range(1, 6):
        builders.article(
            f"留存{hour}" if hour == 5 else f"{hour}", summary="留存", live=True, at=now - timedelta(hours=hour)
        )
    builders.service("服務", summary="留存", live=True, at=now - timedelta(days=9))

    def found(depth):
        found = find("留存", [Article.objects.live(), Service.objects.live()], depth)
        return found, [hit.model.objects.get(pk=hit.pk).title for hit in found[0:9]]

    first, shown = found(3)
    assert (first.count(), first.has_more, shown) == (3, True, ["留存5", "1", "2"])
    assert first.by_kind == {Article: 3, Service: 1}
    assert (first.has_more_of(Article), first.has_more_of(Service)) == (True, False)
    whole, shown = found(6)
    assert (whole.count(), whole.has_more, shown) == (6, False, ["留存5", "1", "2", "3", "4", "服務"])


def test_the_newest_are_taken_from_the_index_in_order_and_nothing_is_sorted(monkeypatch):
    builders.article("留存", live=True)
    with CaptureQueriesContext(connection) as captured:
        assert search("次月留存率").count() == 0
    [sql] = [query["sql"] for query in captured if "UNION ALL" in query["sql"]]
    assert len(captured) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = "\n".join(row[3] for row in cursor.fetchall())
        assert plan.count("SCAN search_grams VIRTUAL TABLE") == plan.count("SEARCH d USING INTEGER PRIMARY KEY") == 6
        assert "TEMP B-TREE" not in plan
        assert "SCAN articles_article" not in plan


def test_a_publication_at_another_time_moves_its_place_in_the_index():
    article = builders.article("留存一", live=True)
    builders.article("留存二", live=True, at=timezone.now() - timedelta(days=1))
    assert titles("留存") == ["留存一", "留存二"]
    article.trash(by=None)
    type(article)._base_manager.filter(pk=article.pk).update(live_from=timezone.now() - timedelta(days=2))
    article.refresh_from_db()
    article.untrash(by=None)
    article.refresh_from_db()
    article.publish_working_copy(by=None)
    assert titles("留存") == ["留存二", "留存一"]
    assert titles("存一") == ["留存一"]
