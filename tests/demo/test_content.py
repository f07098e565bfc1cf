"""The demo's texts keep their word: every reference leads somewhere, every figure adds up, every character is right."""

import re
from dataclasses import asdict
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import opencc
import pytest

from cms.chinese.measure import count_characters
from cms.people.roles import ROLE_NAMES
from demo.content import articles, cases, leads, pages, people, services, shapes, site
from demo.pictures import PICTURES
from leads.models import Lead

SCRIPT_TWINS = set("台群划斗吃床")  # good Traditional as they stand; OpenCC alone would write 臺羣劃鬥喫牀
HAN = r"[\u3400-\u9fff]"
BODIES = {
    **{f"articles/{text.slug}": text.body for text in articles.ARTICLES},
    **{f"services/{text.slug}": text.body for text in services.SERVICES},
    **{
        f"services/{text.slug}/{number}": faq.answer
        for text in services.SERVICES
        for number, faq in enumerate(text.faqs)
    },
    **{f"cases/{text.slug}/problem": text.problem for text in cases.CASES},
    **{f"cases/{text.slug}/action": text.action for text in cases.CASES},
    **{f"pages/{text.slug}": text.body for text in pages.PAGES},
}
RECORDS = [
    *articles.CHANNELS, *articles.TAGS, *articles.AUTHORS, *articles.SOURCES, *articles.ARTICLES,
    *services.SERVICES, *cases.INDUSTRIES, *cases.CASES, *pages.PAGES, *leads.ENQUIRIES, *people.PEOPLE,
    site.IDENTITY, *site.MENU, *site.CHANNELS, site.CONSENT,
]  # fmt: skip


def slugs(records) -> set[str]:
    return {record.slug for record in records}


def prose(html: str) -> str:
    """What is read, without markup and white space, and without code."""
    return re.sub(r"\s", "", re.sub(r"<[^>]+>", "", re.sub(r"<pre>.*?</pre>", "", html, flags=re.S)))


def words_of(value) -> list[str]:
    """Every string inside a record."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = value.values()
    return [word for part in value for word in words_of(part)] if not isinstance(value, int | None) else []


TEXTS = {
    **BODIES,
    **{f"{type(said).__name__} {number}": "\n".join(words_of(asdict(said))) for number, said in enumerate(RECORDS)},
    **{f"picture {key}": picture["alt"] for key, picture in PICTURES.items()},
}


def for_each(names):
    """Make one test of a rule about each of these: hundreds of tests would take longer than what they read.

    Whatever breaks the rule is named, with what is wrong.
    """

    def all_of_them(rule):
        def follow_it():
            wrong = {name: said for name in names if (said := what_is_wrong(rule, name))}
            assert not wrong, "\n\n".join(f"{name}: {said}" for name, said in wrong.items())

        follow_it.__doc__ = rule.__doc__
        return follow_it

    return all_of_them


def what_is_wrong(rule, name) -> str:
    try:
        rule(name)
    except AssertionError as error:
        return str(error) or "broken"
    return ""


each_body, each_text = for_each(BODIES), for_each(TEXTS)


@cache
def converter(direction: str) -> opencc.OpenCC:
    return opencc.OpenCC(direction)


def is_simplified(character: str) -> bool:
    """Whether the character belongs to the Simplified script alone, or is a slip such as 于 or 后."""
    to_traditional, to_simplified = converter("s2t").convert, converter("t2s").convert
    changes = to_traditional(character) != character and to_simplified(character) == character
    return changes and character not in SCRIPT_TWINS


@each_text
def test_no_simplified_character_slips_in(name):
    assert {character for character in TEXTS[name] if is_simplified(character)} == set()


def test_the_script_test_sees_a_slip():
    assert [sign for sign in "关于后里於後裡關台" if is_simplified(sign)] == list("关于后里")


@each_text
def test_punctuation_beside_chinese_is_full_width(name):
    text = re.sub(r"<[^>]+>|https?://\S+", "", re.sub(r"<pre>.*?</pre>|<code>.*?</code>", "", TEXTS[name], flags=re.S))
    assert re.findall(rf"{HAN}[,;:!?()]|[,;!?(]{HAN}|[“”‘’]", text) == []


OUR_PROSE = [name for name in TEXTS if not name.startswith(("Identity", "Enquiry"))]  # prospects write as they like


@for_each(OUR_PROSE)
def test_latin_words_and_numbers_stand_apart_from_chinese_by_one_space(name):
    text = re.sub(r"<pre>.*?</pre>", "", TEXTS[name], flags=re.S)
    text = re.sub(r"</(td|th|li|p|h2|h3)>", "\n", text)
    text = re.sub(r"<[^>]+>", "", text)
    assert re.findall(rf"{HAN}[A-Za-z0-9]|[A-Za-z0-9%]{HAN}|{HAN}  +|[、，。：；「」（）] [A-Za-z0-9]", text) == []


@each_body
def test_every_picture_in_a_text_is_drawn_and_described(name):
    for tag in re.findall(r"<img[^>]*>", BODIES[name]):
        assert re.search(r'data-picture="([a-z-]+)"', tag)[1] in PICTURES
        assert len(re.search(r'alt="([^"]*)"', tag)[1]) >= 8


@each_body
def test_every_figure_has_a_caption(name):
    figures = re.findall(r"<figure.*?</figure>", BODIES[name], flags=re.S)
    assert all('class="picture"' in figure and "<figcaption>" in figure for figure in figures)
    assert len(figures) == BODIES[name].count("<img")


@each_body
def test_every_internal_link_has_a_target_in_the_demo(name):
    targets = {
        "articles.article": slugs(articles.ARTICLES),
        "services.service": slugs(services.SERVICES),
        "services.casestudy": slugs(cases.CASES),
        "pages.page": {page.path.strip("/") for page in pages.PAGES},
    }
    for kind, slug in re.findall(r'data-to="([^":]+):([^"]+)"', BODIES[name]):
        assert slug in targets[kind]
        assert not name.endswith(slug)  # no text leads to itself


@each_body
def test_every_element_that_is_opened_is_closed(name):
    open_elements = []
    for closing, element in re.findall(r"<(/?)([a-z0-9]+)[^>]*>", BODIES[name]):
        if closing:
            assert open_elements.pop() == element
        elif element != "img":
            open_elements.append(element)
    assert open_elements == []


@pytest.mark.parametrize("text", articles.ARTICLES, ids=lambda text: text.slug)
def test_an_article_is_long_enough_to_be_worth_opening_and_refers_to_what_exists(text):
    assert 800 <= count_characters(prose(text.body)) <= 2_500
    assert 70 <= len(text.summary) <= 120
    assert text.channel in slugs(articles.CHANNELS)
    assert set(text.tags) <= slugs(articles.TAGS)
    assert {text.author, text.reviewer or text.author} <= slugs(articles.AUTHORS)
    assert text.reviewer != text.author
    assert text.source in slugs(articles.SOURCES)
    assert set(text.services) <= slugs(services.SERVICES)
    assert text.body.count("<h2>") >= 4


def test_articles_differ_as_real_ones_do():
    lengths = [len(text.title) for text in articles.ARTICLES]
    assert min(lengths) <= 4
    assert max(lengths) >= 60
    assert sum(text.cover is None for text in articles.ARTICLES) >= 2
    for form in ("<table>", "<blockquote>", "<ol", "<ul>", "<figure", "<pre>"):
        assert 0 < sum(form in text.body for text in articles.ARTICLES) < len(articles.ARTICLES)
    assert len({text.at for text in articles.ARTICLES}) == len(articles.ARTICLES)
    assert {text.origin for text in articles.ARTICLES} == {"original", "reprint", "compiled"}
    assert {text.channel for text in articles.ARTICLES} == slugs(articles.CHANNELS)
    assert max(text.days_ago for text in articles.ARTICLES) <= 14 * 31


def test_the_news_are_24_articles_spread_over_five_channels_and_signed_by_five():
    assert len(articles.ARTICLES) == 24
    assert len(articles.CHANNELS) == 5
    for channel in articles.CHANNELS:
        assert 4 <= sum(text.channel == channel.slug for text in articles.ARTICLES) <= 7
    assert len({text.author for text in articles.ARTICLES}) == 5
    used = {tag for text in articles.ARTICLES for tag in text.tags}
    assert used == slugs(articles.TAGS)


@pytest.mark.parametrize("records", [articles.ARTICLES, services.SERVICES, cases.CASES])
def test_no_two_say_the_same_in_title_or_summary_or_open_alike(records):
    for said in ([text.title for text in records], [text.summary for text in records]):
        assert len(set(said)) == len(said)
    openings = [said[:6] for said in (text.summary for text in records)]
    assert len(set(openings)) == len(openings)


def test_no_sentence_stands_in_two_articles():
    seen: dict[str, str] = {}
    for text in articles.ARTICLES:
        for sentence in {
            said for said in re.split(r"[。！？：；\n]", re.sub(r"<[^>]+>", "\n", text.body)) if len(said) > 12
        }:
            assert seen.setdefault(sentence, text.slug) == text.slug


@each_text
def test_no_phrase_that_marks_machines_and_bad_copies(name):
    worn = (
        "聯(lián)系",
        "聯系",
        "小編",
        "大家好",
        "賦能",
        "總而言之",
        "值得注意的是",
        "讓我們",
        "在當今",
        "干貨",
        "不僅僅是",
    )
    quoted = {"小編": {"articles/comments-are-the-text", "articles/structured-data"}}
    assert [word for word in worn if word in TEXTS[name] and name not in quoted.get(word, ())] == []


def test_what_is_not_original_names_its_source():
    for text in articles.ARTICLES:
        assert (text.origin == "original") == (text.source == "ridgeline")
        if text.origin != "original":
            assert text.citations


@pytest.mark.parametrize("text", services.SERVICES, ids=lambda text: text.slug)
def test_a_service_says_for_whom_how_and_what_and_answers_questions(text):
    assert "<h2>你會拿到什麼</h2>" in text.body
    assert 2 <= len(text.for_whom) <= 5
    assert text.not_for
    assert 3 <= len(text.steps) <= 6
    assert 3 <= len(text.faqs) <= 6
    words = [text.body, *text.for_whom, *text.not_for, *(f"{step.title}{step.text}" for step in text.steps)]
    words += [f"{faq.question}{faq.answer}" for faq in text.faqs]
    assert 500 <= len(prose("".join(words))) <= 1_200


@pytest.mark.parametrize("text", services.SERVICES, ids=lambda text: text.slug)
def test_a_price_is_honest(text):
    assert text.price_note.startswith("以上為示例價格") or not text.packages
    for package in text.packages:
        assert bool(package.amount) != bool(package.price)
        assert package.included
        if package.is_from:
            assert package.note  # says what makes it dearer


@pytest.mark.parametrize("text", cases.CASES, ids=lambda text: text.slug)
def test_a_case_is_plainly_an_example_with_measured_results(text):
    assert text.is_example
    assert "示例" in text.client
    assert "示例" in text.client_words_by
    assert text.industry in slugs(cases.INDUSTRIES)
    assert set(text.services) <= slugs(services.SERVICES)
    assert 2 <= len(text.results) <= 4
    assert 2 <= len(text.gallery) <= 4
    assert all(len(caption) >= 12 for _key, caption in text.gallery)


def headline_of(result: shapes.Result) -> str:
    """The large figure that follows from before and after, in the form that the text chose."""
    before, after = (Decimal(figure.replace(",", "")) for figure in (result.before, result.after))
    if result.headline.endswith("×"):
        return f"{(after / before).quantize(Decimal('0.1'), ROUND_HALF_UP)}×"
    if result.headline[0] in "+−":
        change = ((after - before) / before * 100).quantize(Decimal(1), ROUND_HALF_UP)
        return f"{'−' if change < 0 else '+'}{abs(change)}%"
    return f"{after}{result.unit}"


@pytest.mark.parametrize("result", [result for text in cases.CASES for result in text.results], ids=lambda r: r.label)
def test_every_headline_follows_from_its_figures(result):
    assert result.headline == headline_of(result)
    assert result.evidence
    assert result.period


def test_the_funnel_that_the_article_draws_agrees_with_its_totals():
    body = next(text.body for text in articles.ARTICLES if text.slug == "what-an-article-earns")
    rows = [re.findall(r"<td>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", body)[1:]]
    count, opened, leads_made, _, deals = (
        sum(int(row[column].replace(",", "").replace("—", "0")) for row in rows) for column in range(1, 6)
    )
    assert (count, opened, leads_made, deals) == (126, 30_200, 412, 51)
    assert round(leads_made / opened * 10_000) == 136
    assert round(deals / opened * 10_000) == 17
    for row in rows[:3]:
        assert round(int(row[3]) / int(row[2].replace(",", "")) * 10_000) == int(row[4])


@pytest.mark.parametrize(
    "records", [articles.ARTICLES, articles.TAGS, articles.CHANNELS, articles.AUTHORS, services.SERVICES, cases.CASES]
)
def test_slugs_are_unique_and_ascii(records):
    assert len(slugs(records)) == len(records)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs(records))


def test_every_cover_portrait_and_share_picture_is_drawn():
    keys = {record.cover for record in (*articles.ARTICLES, *services.SERVICES, *cases.CASES)}
    keys |= {key for text in cases.CASES for key, _caption in text.gallery}
    keys |= {author.portrait for author in articles.AUTHORS} | {site.IDENTITY.share_picture, site.IDENTITY.logo}
    assert keys - {None} <= set(PICTURES)


@pytest.mark.parametrize("records", [services.SERVICES, cases.CASES], ids=["services", "cases"])
def test_no_two_of_a_short_list_share_a_cover(records):
    covers = [record.cover for record in records]
    assert len(set(covers)) == len(covers)


def test_no_text_repeats_its_cover():
    told = [(text.slug, text.cover, text.body) for text in (*articles.ARTICLES, *services.SERVICES)]
    told += [(text.slug, text.cover, text.problem + text.action) for text in cases.CASES]
    assert [slug for slug, cover, body in told if f'data-picture="{cover}"' in body] == []


def test_every_place_that_the_menu_and_the_enquiries_name_exists():
    places = {page.path for page in pages.PAGES} | {"/services/", "/cases/", "/news/"}
    places |= {f"/news/{slug}/" for slug in slugs(articles.ARTICLES)}
    places |= {f"/services/{slug}/" for slug in slugs(services.SERVICES)}
    places |= {f"/cases/{slug}/" for slug in slugs(cases.CASES)}
    assert {entry.path for entry in (*site.MENU, *leads.ENQUIRIES)} <= places


@each_text
def test_no_number_address_or_mailbox_could_be_somebodys(name):
    text = TEXTS[name]
    digits = re.sub(r"[\s()+-]", "", text)
    for number in re.findall(r"(?<![\d.,])\d{7,}", digits):
        assert set(number[:7]) == {"0"} or re.match(r"20\d{6}", number)  # dates lose their dashes here
    assert all(host.endswith(("example.com", "example.net")) for host in re.findall(r"[\w.]+@([\w.]+)", text))
    hosts = re.findall(r"https?://([\w.-]+)", text)
    known = ("example.com", "example.net", "schema.org", "www.w3.org", "developers.google.com", "www.rfc-editor.org")
    assert all(host.endswith(known) for host in hosts)


def test_there_is_one_person_for_each_role_and_one_spam_among_nine_enquiries():
    assert sorted(person.role for person in people.PEOPLE) == sorted(ROLE_NAMES)
    assert len({person.email for person in people.PEOPLE}) == len(ROLE_NAMES)
    assert len(leads.ENQUIRIES) == 9
    assert {enquiry.stage for enquiry in leads.ENQUIRIES} == set(Lead.Stage.values)
    assert sum(bool(text.faqs) for text in articles.ARTICLES) >= 8
    assert sum(enquiry.is_spam for enquiry in leads.ENQUIRIES) == 1


def test_the_consent_says_who_why_what_how_long_and_which_rights():
    for word in ("處理者", "目的", "資料", "期限", "權利", "刪除", "撤回"):
        assert word in site.CONSENT.notice
