"""Shortcodes, `[gallery ids="1,2"]`: those that we know are answered, others leave what they enclose.

WordPress knows a shortcode by the plugins that are there; we have only the text. So square brackets are a shortcode
if the name is a usual one, if an end of it stands in the text, or if it has attributes; everything else is words.
"""

import re
from collections.abc import Callable, Mapping
from html import unescape

from cms.richtext.vocabulary import words

_USUAL = words(
    """caption wp_caption gallery embed video audio playlist youtube vimeo contact-form contact-form-7 contact_form
    gravityform gravityforms ninja_form wpforms formidable toc ez-toc elementor-template products product
    recent_products add_to_cart woocommerce_cart woocommerce_checkout woocommerce_my_account rev_slider layerslider
    smartslider3 ngg nggallery tablepress table instagram-feed twitter-timeline mailpoet_form mc4wp_form divider
    spacer clear column row button googlemap google_maps sitemap posts recent-posts social-icons addtoany
    jetpack-related-posts jetpack_subscription_form slideshow polldaddy poll members ultimatemember"""
)
_FAMILIES = ("vc_", "et_pb_", "fusion_", "su_", "av_", "mk_", "wpforms", "elementor-", "woocommerce_", "ux_", "fl_")
# A tag ends before the next "[", in quotes too, so that a text of brackets takes no more than linear time.
_TAG = re.compile(
    r"(?P<open>\[?)\[(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9_-]*)(?=[\s/=\]])"
    r"(?P<said>(?:[^\[\]\"']|\"[^\"\[]*\"|'[^'\[]*')*+)\](?P<close>\]?)"
)
_SAID = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))|\"([^\"]*)\"|'([^']*)'|([^\s\"'=/]+\S*)")
_HAS_ATTRIBUTES = re.compile(r"\s[\w-]+=[\"'\w/#]")
_ENDS = re.compile(r"\[/([A-Za-z][A-Za-z0-9_-]*)\]")

Handler = Callable[[dict[str, str], str], str]


def ends_in(text: str) -> frozenset[str]:
    return frozenset(name.lower() for name in _ENDS.findall(text))


def answered(text: str, handlers: Mapping[str, Handler], ends: frozenset[str], unknown: Callable[[str], None]) -> str:
    """The text with what `handlers` answer to their attributes and what they enclose; `unknown` hears of the others.

    `ends` are the names of which an end stands anywhere in the whole text.
    """
    frames: list[tuple[str, dict[str, str], list[str]]] = [("", {}, [])]
    place = 0
    for found in _TAG.finditer(text):
        frames[-1][2].append(text[place : found.start()])
        place = found.end()
        answer = _one(found, frames, handlers, ends, unknown)  # which may end the frame
        frames[-1][2].append(answer)
    frames[-1][2].append(text[place:])
    while len(frames) > 1:
        _name, _said, inner = frames.pop()
        frames[-1][2].extend(inner)
    return "".join(frames[0][2])


def _one(found, frames, handlers, ends, unknown) -> str:
    name, inner = found["name"].lower(), found[0]
    if found["open"] and found["close"]:
        return inner[1:-1] if is_shortcode(name, found["said"], ends) else inner
    before, after = found["open"], found["close"]
    if not is_shortcode(name, found["said"], ends):
        return inner
    if found["end"]:
        if frames[-1][0] == name:
            _name, said, enclosed = frames.pop()
            return before + handlers[name](said, "".join(enclosed)) + after
        answer = ""
    elif name in handlers and name in ends and not found["said"].endswith("/"):
        frames[-1][2].append(before)
        frames.append((name, attributes(found["said"]), []))
        return after
    elif name in handlers:
        answer = handlers[name](attributes(found["said"]), "")
    else:
        unknown(name)
        answer = ""
    return before + answer + after


def is_shortcode(name: str, said: str, ends: frozenset[str]) -> bool:
    if name in _USUAL or name in ends or "_" in name or name.startswith(_FAMILIES):
        return True
    return _HAS_ATTRIBUTES.search(said) is not None


def attributes(said: str) -> dict[str, str]:
    """What a tag says by name; the first thing without a name as ""."""
    found: dict[str, str] = {}
    for name, *values in _SAID.findall(said):
        found.setdefault(name.lower(), unescape("".join(values)))
    return found
