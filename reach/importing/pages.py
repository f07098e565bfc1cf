"""A saved web page: where its title, time, author and text are, by rules that an editor can correct.

A rule is a CSS selector, with `@name` behind it where the words stand in an attribute. For each field there is a list
of rules, the surest first; the first that finds something is offered. Only when no rule finds the text is it looked
for by how much of it stands where, as readers' modes of browsers do.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from cssselect import SelectorError
from lxml import etree, html
from lxml.cssselect import CSSSelector

from reach.importing.sources import Unreadable

RULES: dict[str, tuple[str, ...]] = {
    "title": (
        "#activity-name",
        "meta[property='og:title']@content",
        "article h1",
        "[itemprop~=headline]",
        ".article-title, .arc-title, .content-title, .news-title, .entry-title, .post-title",
        "h1",
        "title",
    ),
    "time": (
        "#publish_time",
        "meta[property='article:published_time']@content",
        "[itemprop~=datePublished]@content",
        "[itemprop~=datePublished]@datetime",
        "meta[name=pubdate]@content, meta[name=publishdate]@content, meta[name=PubDate]@content",
        "article time@datetime",
        "time@datetime",
        ".pubtime, .pub-time, .publish-time, .post-date, .entry-date, .article-time, .date, .time, .info, .source-info",
    ),
    "author": (
        "meta[name=author]@content",
        "[itemprop~=author]",
        "[rel~=author]",
        ".author, .byline, .editor, .writer",
    ),
    "source": ("#js_name", "meta[property='og:site_name']@content", ".source, .from, .origin, .laiyuan"),
    "reads": (".reads, .views, .view-count, .read-count, .click, #click, .hits, #hits, .pv",),
    "cover": ("meta[property='og:image']@content", "link[rel=image_src]@href"),
    "summary": ("meta[property='og:description']@content", "meta[name=description]@content"),
    "body": (
        "#js_content",
        "[itemprop~=articleBody]",
        ".article-content, .article_content, .article-body, .entry-content, .post-content, .news-content, .arc-content",
        ".TRS_Editor, #zoom, #artibody, #content_main, .content_txt, .arcbody, .con_text",
        "article",
        "#content .content, #article, .article, #content, .content, main",
    ),
}
LEFT_OUT = (
    "script, style, noscript, nav, aside, form, button, iframe, .share, .social, .sns, .bdsharebuttonbox, .related, "
    ".recommend, .recommended, .ad, .ads, .advert, .adsbygoogle, .comments, .comment, #comments, .pagination, "
    ".prev-next, .pre_next, .breadcrumb, .toolbar, .copyright-share, .qr_code_pc, .reward, .tags-share"
)
LEAST = 80  # signs of text, below which what a rule found is not the text of an article
REFERENCES = re.compile(
    r"[【\[]?\s*(?:參考資料|参考资料|參考文獻|参考文献|參考來源|引用來源|References|Sources)\s*[】\]]?\s*[:：]?",
    re.IGNORECASE,
)
MOST_REFERENCES = 100
LABELS = re.compile(
    r"^(?:來源|来源|作者|編輯|编辑|文|發布時間|发布时间|時間|时间|日期|閱讀|阅读|瀏覽|浏览|點擊|点击)\s*[:：/]\s*"
)
DAY = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}[^\n<|]{0,20}")
COUNT = re.compile(r"\d[\d,]*(?:\.\d+)?\s*[萬万kK]?\+?")


class Page:
    """A page as a tree that no script, entity or other site had a part in."""

    def __init__(self, text: str):
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
        parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
        try:
            self.root = html.document_fromstring(text, parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
            raise Unreadable("") from None
        self.data = dict(reversed(list(linked_data(self.root))))

    def found(self, rule: str) -> str:
        """The words of the first element that a rule names and that has some."""
        for selector, attribute in split(rule):
            for element in selected(self.root, selector):
                words = element.get(attribute, "") if attribute else element.text_content()
                if said := " ".join(words.split()):
                    return said
        return ""

    def element(self, rule: str):
        """The one with the most text among those that the rule names; None if it names none."""
        found = [one for selector, _attribute in split(rule) for one in selected(self.root, selector)]
        return max(found, key=length, default=None)

    def rule_for(self, name: str) -> str:
        """The first rule that finds something fit for this field; empty if none does."""
        for rule in RULES[name]:
            if name == "body":
                element = self.element(rule)
                if element is not None and length(element) >= LEAST:
                    return rule
            elif fit(name, self.found(rule)):
                return rule
        return ""

    def densest(self):
        """The element that holds the most text in paragraphs of its own, less what is in links."""
        scores: dict[Any, float] = {}
        for paragraph in self.root.iter("p", "td", "div", "section"):
            own = len("".join([paragraph.text or "", *(child.tail or "" for child in paragraph)]).strip())
            if paragraph.tag == "p":
                own = length(paragraph) - sum(length(link) for link in paragraph.iter("a"))
            if own < 20:
                continue
            holder = paragraph.getparent() if paragraph.tag == "p" else paragraph
            if holder is not None:
                scores[holder] = scores.get(holder, 0) + own
        return max(scores, key=scores.__getitem__, default=self.root.find("body"))


def linked_data(root) -> Iterator[tuple[str, str]]:
    """What JSON-LD says of an article; the first article of a page."""
    for script in list(root.iter("script"))[:50]:
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph", data) if isinstance(data, dict) else data
        for one in graph if isinstance(graph, list) else [graph]:
            if isinstance(one, dict) and re.search("Article|Posting", str(one.get("@type"))):
                yield from said_by(one)


def said_by(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    names = {
        "headline": "title",
        "datePublished": "time",
        "author": "author",
        "publisher": "source",
        "description": "summary",
    }
    for theirs, ours in names.items():
        value = data.get(theirs)
        value = value[0] if isinstance(value, list) and value else value
        value = value.get("name") if isinstance(value, dict) else value
        if isinstance(value, str) and value.strip():
            yield ours, " ".join(value.split())


def fit(name: str, words: str) -> bool:
    """Whether these words can be what the field holds."""
    if name == "time":
        return bool(DAY.search(words) or re.match(r"\d{4}-?\d\d-?\d\d", words))
    if name == "reads":
        return bool(COUNT.search(words))
    if name in {"author", "source"}:
        return 0 < len(without_label(words)) <= 60
    return bool(words)


def without_label(words: str) -> str:
    return LABELS.sub("", words).strip()


def length(element) -> int:
    return len("".join(element.text_content().split()))


def split(rule: str) -> list[tuple[str, str]]:
    """The selectors of a rule, each with the attribute in which the words stand."""
    pairs = (piece.strip().partition("@") for piece in re.split(r",(?![^\[(]*[\])])", rule) if piece.strip())
    return [(selector.strip(), attribute.strip()) for selector, _at, attribute in pairs]


@lru_cache(maxsize=500)
def compiled(selector: str) -> CSSSelector | None:
    try:
        return CSSSelector(selector, translator="html")
    except (SelectorError, etree.XPathError):
        return None


def selected(root, selector: str) -> list:
    made = compiled(selector)
    return made(root) if made is not None else []


def is_rule(rule: str) -> bool:
    return all(selector and compiled(selector) is not None for selector, _attribute in split(rule))


# --- The text --------------------------------------------------------------------------------------------------------


def text_of(element, left_out: str) -> str:
    """The HTML of an element without what stands around texts everywhere."""
    for selector, _attribute in split(left_out):
        for one in selected(element, selector):
            if one is not element and one.getparent() is not None:
                one.drop_tree()
    for image in element.iter("img"):
        for name in ("data-src", "data-original", "data-lazy-src", "data-actualsrc", "_src"):
            if address := image.attrib.pop(name, ""):
                image.set("src", address)
    return html.tostring(element, encoding="unicode", with_tail=False)


def references_in(element) -> list[dict[str, str]]:
    """What is listed below “參考資料” at the end, taken out of the text."""
    heads = [
        one
        for one in element.iter("h1", "h2", "h3", "h4", "h5", "p", "strong", "b", "div")
        if REFERENCES.fullmatch(" ".join(one.text_content().split()))
    ]
    if not heads:
        return []
    head = heads[-1]
    while head.getparent() is not None and head.getparent() is not element and head.getnext() is None:
        head = head.getparent()
    listed = list(head.itersiblings())
    found = []
    for one in listed[:MOST_REFERENCES]:
        for item in list(one.iter("li")) or [one]:
            if citation := cited(item):
                found.append(citation)
    if not found or sum(map(length, listed)) > 8_000:
        return []
    for one in [head, *listed]:
        one.drop_tree()
    return found[:MOST_REFERENCES]


def cited(item) -> dict[str, str] | None:
    link = next((one for one in item.iter("a") if (one.get("href") or "").startswith(("http://", "https://"))), None)
    words = re.sub(r"^\s*(?:\[?\d{1,3}[\].、)]|[-•·])\s*", "", " ".join(item.text_content().split()))
    address = link.get("href") if link is not None else (re.findall(r"https?://[^\s，。；)）]+", words) or [""])[0]
    title = words.replace(address, "").strip(" ：:，,。-") if address else words
    return {"title": (title or address)[:200], "url": address[:500]} if title or address else None
