"""Titles and descriptions where the editors gave none: unlike any other page's, and never cut inside a word."""

from django.utils.translation import gettext as _

from articles.models import Author, Channel, Tag
from cms.richtext.fields import RichTextField
from cms.richtext.text import plain
from cms.richtext.tree import readable
from services.models import Service

LONGEST = 120
SHORTEST = 24  # a first sentence shorter than this says too little to stand alone
SENTENCE_ENDS = "。！？!?"
PAUSES = "，；、：,;: "
CLOSING = "」』”）)"


def one_line(text) -> str:
    """The text as machines take it: one line, without control characters."""
    return " ".join(readable(str(text or "")).split())


def opening(text: str, most: int = LONGEST) -> str:
    """The first sentences of a text, as many as fit; a long first sentence ends at a pause, with an ellipsis."""
    text = one_line(text)
    if len(text) <= most:
        return text
    cut = text[:most]
    end = max(cut.rfind(sign) for sign in SENTENCE_ENDS) + 1
    while end < most and cut[end : end + 1] and cut[end] in CLOSING:
        end += 1
    if end >= SHORTEST:
        return cut[:end]
    cut = text[: most - 1]
    pause = max(cut.rfind(sign) for sign in PAUSES)
    return (cut[:pause] if pause >= SHORTEST else cut) + "…"


def of_thing(thing) -> str:
    """What the editors wrote for search engines, else the summary, else how the text begins."""
    return opening(thing.seo_description) or shown_of_thing(thing)


def shown_of_thing(thing) -> str:
    """The summary, else how the text begins: words that stand on the page."""
    return opening(thing.summary) or next(filter(None, map(opening, texts_of(thing))), "")


def texts_of(thing):
    """The rich texts of a thing as plain ones, in their order; a page made of sections says which they are."""
    own = [field.attname for field in thing._meta.concrete_fields if isinstance(field, RichTextField)]
    for html in getattr(thing, "visible_texts", None) or (getattr(thing, name) for name in own):
        if html:
            yield plain(html)


def title_of_thing(thing) -> str:
    """What the editors wrote for search engines, else the title; a service shares its name with pages and channels."""
    if isinstance(thing, Service) and not thing.seo_title:
        name = one_line(thing.title)
        return name if name.endswith("服務") else _("%(name)s service") % {"name": name}
    return one_line(thing.seo_title or thing.title)


def title_of_list(heading: str, chosen, number: int) -> str:
    """What no other page is called: a tag, a channel and an author may share one name."""
    match chosen:
        case Tag():
            heading = _("Tagged “%(name)s”") % {"name": heading}
        case Channel():
            heading = _("News: %(name)s") % {"name": heading}
        case Author():
            heading = _("Articles by %(name)s") % {"name": heading}
    return one_line(heading) + (f" {_('(page %(number)s)') % {'number': number}}" if number > 1 else "")


def of_list(title: str, intro: str, rows, number: int) -> str:
    """The list's own words on its first page; else, and on every further page, what stands in it."""
    if intro and number == 1:
        return opening(intro)
    said = f"{title}："
    for row in rows:
        more = f"{said}「{one_line(row)}」"
        if len(more) > LONGEST and said.endswith("」"):
            break
        said = more
    return opening(said) if said.endswith("」") else title
