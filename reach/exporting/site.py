"""The public site as files that any web server shows by itself.

Its pages are asked for in this process as a visitor would, from the first page, the feeds and the sitemap on along
every link; each becomes `path/index.html`, the second page of a list `path/page/2/index.html`. Links stay from the
root, so the copy stands at the root of a domain. What needs a server, a form or the search, gives its place to a
sentence that says how to reach us instead.
"""

import base64
import io
import re
import zipfile
from collections import deque
from collections.abc import Iterator
from html import escape, unescape
from itertools import islice
from typing import IO
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils import translation
from django.utils.translation import gettext as _

from cms.library.storage import public
from cms.publishing.models import Redirect
from cms.site.models import ContactChannel
from reach.exporting.pieces import Bench, Format, Piece, Pieces, add

AT_ONCE = 20
FIRST = ("/", "/sitemap.xml", "/robots.txt", "/llms.txt", "/feeds/news.xml", "/feeds/news.rss", "/site.webmanifest")
FIRST_FILES = ("/favicon.ico", "/apple-touch-icon.png", "/search/")
NOT_FOUND = "/404/of-the-copy/"
NOT_TAKEN = ("/admin/", "/preview/", "/review/", "/api/", "/healthz", "/readyz")
LOST = "lost:"  # before the address of what is linked and does not answer
ATTRIBUTE = re.compile(r'(\s(?:href|src|poster|content|data-url)=")([^"]*)(")')
SRCSET = re.compile(r'(\ssrcset=")([^"]*)(")')
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
LOCATION = re.compile(r"<(?:loc|image:loc)>([^<]+)</")
IN_CSS = re.compile(r"""url\(["']?([^"')]+)["']?\)""")
MOVED = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{to}</title>
<meta http-equiv="refresh" content="0; url={to}"><link rel="canonical" href="{to}"></head>
<body><p><a href="{to}">{to}</a></p></body></html>
"""


def path_of(address: str) -> str | None:
    """The path of this site that a link leads to, the pages of a list as paths; None for other sites."""
    parts = urlsplit(address)
    if parts.netloc and f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
        return None
    if parts.scheme not in {"", "http", "https"} or (parts.netloc and not parts.scheme):
        return None
    path = parts.path or "/"
    number = parse_qs(parts.query).get("page", ["1"])[0]
    is_page = number.isdecimal() and number != "1" and path.endswith("/")
    return f"{path}page/{number}/" if is_page else path


def is_root(base: str) -> bool:
    """Whether a copy can stand there: its links begin at the root."""
    parts = urlsplit(base)
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and parts.path in {"", "/"} and not parts.query


def address_of(path: str) -> str:
    """What is asked for to make the file at this path."""
    found = re.fullmatch(r"(/.*?)page/(\d+)/", path)
    return f"{found[1]}?page={found[2]}" if found else path


def file_of(path: str) -> str:
    """Where the file stands in the copy."""
    name = unquote(path).lstrip("/")
    return f"{name}index.html" if not name or name.endswith("/") else name


class Unmade(Exception):
    """A page that this site itself cannot show."""


class Site(Format):
    """A zip of files. With a `base`, whole addresses of this site become addresses there."""

    name = "site"

    def __init__(self, options):
        super().__init__(options)
        self.base = (options.get("base") or settings.SITE_URL).rstrip("/")
        self.handler = WSGIHandler()

    def steps(self, bench: Bench) -> Iterator[tuple[int, int]]:
        seen, waiting = self._begun(bench)
        with translation.override(settings.LANGUAGE_CODE):
            self.instead = instead_of_forms()
            while waiting:
                taken = [waiting.popleft() for _number in range(min(AT_ONCE, len(waiting)))]
                pieces = [self.piece_at(path) for path in taken]
                for link in (link for piece in pieces for link in piece.links if link not in seen):
                    seen.add(link)
                    waiting.append(link)
                bench.keep(pieces, with_links=True, done=len(seen) - len(waiting), total=len(seen))
                yield bench.state["done"], bench.state["total"]

    def _begun(self, bench: Bench) -> tuple[set[str], deque[str]]:
        """Which paths are known, and those of them that are still to be made."""
        made: set[str] = set()
        linked = dict.fromkeys([*FIRST, *FIRST_FILES, NOT_FOUND])
        for name, links in bench.links():
            made.add(name.removeprefix(LOST))
            linked |= dict.fromkeys(links)
        return set(linked), deque(path for path in linked if file_of(path) not in made and path not in made)

    # --- One address -------------------------------------------------------------------------------------------------

    def piece_at(self, path: str) -> Piece:
        name = file_of(path)
        if path.startswith(settings.STATIC_URL):
            return self.static_file(path, name)
        if path.startswith(settings.MEDIA_URL) and public.exists(name.removeprefix("media/")):
            return Piece(name, file=f"public:{name.removeprefix('media/')}")
        response = self.asked(address_of(path))
        status = response.status_code
        if status in {301, 302} and not path.startswith(settings.MEDIA_URL):
            return self.moved(name, urljoin(path, response["Location"]))
        if status in {301, 302}:
            response = self.asked(response["Location"])
            status = response.status_code
        if status >= 500:
            raise Unmade(_("The page %(path)s could not be made; the log of the server says why.") % {"path": path})
        if path == NOT_FOUND:
            name = "404.html"
        elif status != 200:
            return Piece(f"{LOST}{path}")
        return self.written(path, name, response)

    def asked(self, address: str):
        parts = urlsplit(settings.SITE_URL)
        asked = urlsplit(address)
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(asked.path).encode().decode("latin-1"),
            "QUERY_STRING": asked.query,
            "SERVER_NAME": parts.hostname or "",
            "SERVER_PORT": str(parts.port or (443 if parts.scheme == "https" else 80)),
            "HTTP_HOST": parts.netloc,
            "HTTP_X_FORWARDED_PROTO": parts.scheme,
            "wsgi.url_scheme": parts.scheme,
            "wsgi.input": io.BytesIO(),
        }
        return self.handler.get_response(WSGIRequest(environ))

    def written(self, path: str, name: str, response) -> Piece:
        content = b"".join(response.streaming_content) if response.streaming else response.content
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind == "text/html":
            text, links = self.page(content.decode(), address_of(path) if name != "404.html" else "/")
            return Piece(name, text=text, links=links)
        if not (kind.startswith("text/") or kind.endswith(("xml", "json"))):
            return Piece(name, data=base64.b64encode(content).decode())
        text = content.decode()
        links = wanted(path_of(unescape(found)) for found in LOCATION.findall(text))
        if kind.endswith("json"):
            links = wanted(re.findall(r'"src": ?"(/[^"]+)"', text))
        return Piece(name, text=self.rebased(text), links=links)

    def static_file(self, path: str, name: str) -> Piece:
        piece = Piece(name, file=f"static:{name.removeprefix('static/')}")
        file = piece.opened()
        if file is None:
            return Piece(f"{LOST}{path}")
        with file:
            if name.endswith(".css"):
                found = IN_CSS.findall(file.read().decode("utf-8", "replace"))
                piece.links = wanted(path_of(urljoin(path, one)) for one in found if not one.startswith("data:"))
        return piece

    def moved(self, name: str, to: str) -> Piece:
        path = path_of(to)
        target = escape(path + fragment(to) if path else to)
        text = MOVED.format(language=settings.LANGUAGE_CODE, to=target)
        return Piece(name, text=text, links=wanted([path]))

    # --- A page ------------------------------------------------------------------------------------------------------

    def page(self, html: str, address: str) -> tuple[str, list[str]]:
        """The page for the copy, and what it leads to."""
        found: list[str | None] = []

        def link(value: str) -> str:
            if not value or value.startswith(("#", "data:", "mailto:", "tel:")):
                return value
            path = path_of(urljoin(address, value))
            if path is None:
                return value
            found.append(path)
            is_whole = bool(urlsplit(value).netloc)
            return (settings.SITE_URL if is_whole else "") + path + fragment(value)

        def attribute(match) -> str:
            value = unescape(match[2])
            is_address = match[1].lstrip().startswith(("href", "src", "poster")) or value.startswith(settings.SITE_URL)
            return match[1] + escape(link(value)) + match[3] if is_address else match[0]

        def srcset(match) -> str:
            each = (one.split() for one in unescape(match[2]).split(",") if one.strip())
            return match[1] + escape(", ".join(" ".join([link(one[0]), *one[1:]]) for one in each)) + match[3]

        html = FORM.sub(lambda match: self.instead["search" if 'role="search"' in match[0] else "form"], html)
        html = SRCSET.sub(srcset, ATTRIBUTE.sub(attribute, html))
        return self.rebased(html), wanted(found)

    def rebased(self, text: str) -> str:
        return text if self.base == settings.SITE_URL else text.replace(settings.SITE_URL, self.base)

    # --- Together ----------------------------------------------------------------------------------------------------

    def join(self, pieces: Pieces, file: IO[bytes]) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            names: set[str] = set()
            for piece in pieces():
                if piece.name not in names and not piece.name.startswith(LOST):
                    names.add(piece.name)
                    add(archive, piece)
            rules = []
            for redirect in Redirect.objects.order_by("path").prefetch_related("target").iterator(chunk_size=500):
                to, name = redirect.destination, file_of(redirect.path)
                status = "404" if not to else "302" if redirect.is_temporary else "301"
                rules.append(f"{redirect.path} {to or '/404.html'} {status}\n")
                if to and name not in names and not any(above in names for above in folders_of(name)):
                    names.add(name)
                    add(archive, self.moved(name, to))
            archive.writestr("_redirects", "".join(rules))


def folders_of(name: str) -> list[str]:
    """The folders in which a file stands, any of which may be a file already."""
    pieces = name.split("/")
    return ["/".join(pieces[:length]) for length in range(1, len(pieces))]


def fragment(address: str) -> str:
    part = urlsplit(address).fragment
    return f"#{part}" if part else ""


def wanted(paths) -> list[str]:
    """The paths that belong into the copy, each once."""
    return [path for path in dict.fromkeys(paths) if path and path.startswith("/") and not path.startswith(NOT_TAKEN)]


def instead_of_forms() -> dict[str, str]:
    """What stands in the place of a form, and of the search."""
    ways = []
    for channel in islice((one for one in ContactChannel.objects.live() if one.href), 4):
        ways.append(f'<a href="{escape(channel.href)}">{escape(channel.value)}</a>')
    form = escape(_("This copy of the site has no forms."))
    if ways:
        form += " " + escape(_("Reach us here:")) + " " + "、".join(ways)
    search = escape(_("This copy of the site has no search."))
    return {"form": f'<div class="prose"><p>{form}</p></div>', "search": f"<p>{search}</p>"}
