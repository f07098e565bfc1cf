"""Videos in texts: which hosts may be shown, how their addresses are read, and where their players are.

A text stores the host and the id alone, `<figure data-video="bilibili:BV…">`, never an address that somebody typed.
Without Django's apps, since the settings need the players' origins. docs/recipes.md says how to allow another host.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Host:
    """`addresses` are patterns of what people copy, host first, with {} where the id, a match of `id`, stands."""

    name: str | Promise
    id: str
    addresses: tuple[str, ...]
    page: str
    player: str


HOSTS = {
    "bilibili": Host(
        name="Bilibili",
        id=r"BV[0-9A-Za-z]{10}",
        addresses=(r"(?:www\.|m\.)?bilibili\.com/video/{}", r"player\.bilibili\.com/player\.html\?(?:[^#]*&)?bvid={}"),
        page="https://www.bilibili.com/video/{}/",
        player="https://player.bilibili.com/player.html?bvid={}&autoplay=1",
    ),
    "youtube": Host(
        name="YouTube",
        id=r"[0-9A-Za-z_-]{11}",
        addresses=(
            r"(?:www\.|m\.)?youtube\.com/watch\?(?:[^#]*&)?v={}",
            r"(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:embed|shorts|live)/{}",
            r"youtu\.be/{}",
        ),
        page="https://www.youtube.com/watch?v={}",
        player="https://www.youtube-nocookie.com/embed/{}?autoplay=1",
    ),
    "tencent": Host(
        name=_("Tencent Video"),
        id=r"[0-9A-Za-z]{11}",
        addresses=(
            r"(?:m\.)?v\.qq\.com/x/(?:m/)?(?:page|cover/[0-9A-Za-z]+)/{}\.html",
            r"(?:m\.)?v\.qq\.com/[^#]*[?&]vid={}",
        ),
        page="https://v.qq.com/x/page/{}.html",
        player="https://v.qq.com/txp/iframe/player.html?vid={}&autoplay=true",
    ),
    "youku": Host(
        name=_("Youku"),
        id=r"X[0-9A-Za-z]{8,20}={0,2}",
        addresses=(
            r"(?:v|m)\.youku\.com/(?:v_show|video)/id_{}",
            r"v\.youku\.com/video\?(?:[^#]*&)?vid={}",
            r"player\.youku\.com/embed/{}",
        ),
        page="https://v.youku.com/v_show/id_{}.html",
        player="https://player.youku.com/embed/{}?autoplay=true",
    ),
    "vimeo": Host(
        name="Vimeo",
        id=r"[1-9][0-9]{5,11}",
        addresses=(r"(?:www\.)?vimeo\.com/(?:channels/[a-z0-9]+/)?{}", r"player\.vimeo\.com/video/{}"),
        page="https://vimeo.com/{}",
        player="https://player.vimeo.com/video/{}?autoplay=1&dnt=1",
    ),
}
FRAMES = sorted({f"https://{urlsplit(host.player).netloc}" for host in HOSTS.values()})
"""The only origins that a public page may open in a frame."""

LONGEST = 2000
_EMBED_CODE = re.compile(r"""<iframe\b[^>]*?\bsrc\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)


@dataclass(frozen=True)
class Video:
    """One video at a host that we allow."""

    host: str
    id: str

    @property
    def host_name(self):
        return HOSTS[self.host].name

    @property
    def page(self) -> str:
        """Where people see it at its host."""
        return HOSTS[self.host].page.format(self.id)

    @property
    def player(self) -> str:
        return HOSTS[self.host].player.format(self.id)

    def __str__(self):
        return f"{self.host}:{self.id}"


def stored(value: str) -> Video | None:
    """The video of a `data-video`; None unless the host is ours and the id has its form, to the letter."""
    name, _colon, identity = value.partition(":")
    host = HOSTS.get(name)
    return Video(name, identity) if host and re.fullmatch(host.id, identity, re.ASCII) else None


def known(value: str) -> str | None:
    """The `data-video` as it may be stored."""
    return value if stored(value) else None


def recognised(address: str) -> Video | None:
    """The video behind what an editor pasted: the address of its page, or the code for embedding it."""
    if len(address) > LONGEST:
        return None
    if found := _EMBED_CODE.search(address):
        address = found[1].replace("&amp;", "&")
    rest = re.sub(r"^(?:https?:)?//", "", unquote(address.strip()), flags=re.IGNORECASE)
    for name, host in HOSTS.items():
        for pattern in host.addresses:
            whole = pattern.replace("{}", f"(?-i:({host.id}))") + r"(?=[/?#&.]|$)"
            if match := re.match(whole, rest, re.IGNORECASE | re.ASCII):
                return Video(name, match[1])
    return None
