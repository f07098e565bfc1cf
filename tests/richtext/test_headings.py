"""Ids that others link to survive rewording, and the contents list follows the headings."""

from cms.richtext.headings import contents, identify, ids_apart
from cms.richtext.sanitiser import clean
from cms.richtext.storing import storable
from cms.richtext.tree import parse

TEXT = "<h2>一、品牌</h2><p>文</p><h3>定位</h3><h3>對象</h3><h2>二、行銷</h2><h4>跳一級</h4>"


def ids(html):
    return [heading.get("id") for heading in parse(html).iter("h2", "h3", "h4")]


def test_every_heading_gets_an_id_with_our_prefix_once():
    found = ids(identify(TEXT + TEXT))
    assert len(set(found)) == len(found) == 10
    assert all(each.startswith("s-") for each in found)


def test_an_id_survives_a_reworded_heading():
    before = identify(TEXT)
    after = identify(before.replace("一、品牌", "一、什麼是品牌？"))
    assert ids(after) == ids(before)


def test_a_heading_put_before_others_takes_no_id_from_them():
    before = identify("<h2>問</h2>")
    after = identify("<h2>問</h2>" + before)
    assert ids(after)[1] == ids(before)[0]
    assert ids(after)[0] != ids(after)[1]


def test_a_copied_heading_gets_an_id_of_its_own():
    once = identify("<h2>問</h2>")
    first, second = ids(identify(once + once))
    assert first == ids(once)[0]
    assert second != first


def test_texts_of_one_page_share_no_id_and_links_within_a_text_follow():
    first = identify("<h2>問</h2>")
    [own] = ids(first)
    linking = f'<h2>問</h2><p><a href="#{own}">上面</a> <a href="/a/#{own}">別處</a></p>'
    taken = set()
    shown = [ids_apart(identify(text), taken) for text in (first, linking, first)]
    assert [ids(text) for text in shown] == [[own], [f"{own}-2"], [f"{own}-3"]]
    assert [link.get("href") for link in parse(shown[1]).iter("a")] == [f"#{own}-2", f"/a/#{own}"]


def test_the_same_text_always_gets_the_same_ids():
    assert identify(TEXT) == identify(TEXT)
    assert identify(identify(TEXT)) == identify(TEXT)


def test_what_is_stored_is_clean_and_stable():
    stored = storable(TEXT + "<script>x</script>")
    assert clean(stored) == stored == storable(stored)


def test_contents_are_nested_by_level():
    listed = contents(identify(TEXT))
    assert [heading.text for heading in listed] == ["一、品牌", "二、行銷"]
    assert [child.text for child in listed[0].children] == ["定位", "對象"]
    assert [child.text for child in listed[1].children] == ["跳一級"]


def test_a_text_that_starts_below_the_top_level_loses_no_heading():
    listed = contents(identify("<h3>甲</h3><h2>乙</h2>"))
    assert [heading.text for heading in listed] == ["甲", "乙"]


def test_entries_show_words_only():
    assert contents(identify("<h2>一 <em>個</em><br>題 &amp; 目</h2>"))[0].text == "一 個 題 & 目"
