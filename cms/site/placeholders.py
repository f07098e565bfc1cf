"""Contact channels inside a text: `{phone}` or `{電話}` stands for the record, and is filled in when a page is made.

The text is never joined from pieces of HTML: a placeholder becomes one character that no text keeps, the text is
rendered as always, and each such character then becomes what a template says of the channel.
"""

import re

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from cms.richtext import tree
from cms.richtext.rendering import render
from cms.richtext.text import plain

PLACEHOLDER = re.compile(r"\{(\w{1,20})\}")
KINDS = {
    "phone": "phone",
    "電話": "phone",
    "wechat": "wechat",
    "电话": "phone",
    "微信": "wechat",
    "email": "email",
    "郵件": "email",
    "邮件": "email",
    "address": "address",
    "地址": "address",
    "hours": "hours",
    "時間": "hours",
    "时间": "hours",
}
_MARKS = {kind: chr(0xE000 + number) for number, kind in enumerate(dict.fromkeys(KINDS.values()))}
_NO_MARKS = dict.fromkeys(map(ord, _MARKS.values()))
_BARE = {"a", "caption", "figcaption"}  # a link holds no other, and captions are names in attributes too
_BLOCKS = {"p", "li", "h2", "h3", "h4", "dt", "dd", "td", "th", "figcaption", "summary", "caption"}


def unknown(html: str) -> list[str]:
    """What stands in braces and names no kind of channel."""
    return [name for name in PLACEHOLDER.findall(plain(html)) if name not in KINDS]


def fill(html: str, channels, *, is_preview: bool = False) -> SafeString:
    """The text for a page, each placeholder replaced by the first channel of its kind.

    A paragraph or list item that names a channel which is not valid now is left out.
    """
    first = {channel.kind: channel for channel in reversed(channels)}
    root = tree.parse(html.translate(_NO_MARKS))
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        element.text = _marked(element, element.text, first)
        around = element.getparent()
        if around is not None:
            element.tail = _marked(around, element.tail, first)
    for element in [element for element in root.iter() if element.get("data-out")]:
        element.drop_tree()
    shown = str(render(tree.write(root), is_preview=is_preview))
    for kind, channel in first.items():
        if _MARKS[kind] in shown:
            inline = render_to_string("partials/channel_inline.html", {"channel": channel}).strip()
            shown = shown.replace(_MARKS[kind], inline)
    return mark_safe(shown)  # noqa: S308 (rendered by the two lines above, which escape)


def _marked(element, text, first):
    """The text of an element with marks for placeholders; within a link or a caption, the bare value."""
    if not text or "{" not in text:
        return text
    line = [element, *element.iterancestors()]
    is_bare = any(around.tag in _BARE for around in line)

    def replaced(match):
        kind = KINDS.get(match[1])
        if kind is None:
            return match[0]
        if kind not in first:
            block = next((around for around in line if around.tag in _BLOCKS), None)
            if block is not None:
                block.set("data-out", "1")
            return ""
        return first[kind].value if is_bare else _MARKS[kind]

    return PLACEHOLDER.sub(replaced, text)
