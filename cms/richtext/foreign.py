"""Pictures of other sites in pasted text: fetched into the library at once, or a note in the text that says why not.

WeChat's and most other hosts refuse to show their pictures elsewhere, and showing them would tell those hosts who
reads ours. So they become pictures of the library: fetched by `cms.outbox.fetch`, admitted by the library's gate,
known again by their bytes. Someone is waiting for the answer, so there are limits for each paste; the words are
never lost, whatever happens to the pictures.
"""

import base64
import binascii
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from cms.library.models import Picture
from cms.outbox.fetch import FetchError, Forbidden, fetch
from cms.richtext import links, tree, vocabulary
from cms.richtext.sanitiser import clean
from cms.richtext.vocabulary import words

MOST = 40
MOST_BYTES, MOST_BYTES_EACH = 40 * 1024 * 1024, 10 * 1024 * 1024
SECONDS, SECONDS_EACH = 12, 6
AT_ONCE = 4
ENCLOSED = "https://enclosed.invalid/"  # stands for a picture that came inside the text; nobody can be asked by it

_DATA = re.compile(r"""(?<=[\s"'/])src\s*=\s*(["'])data:image/[a-z.+-]+;base64,([A-Za-z0-9+/=\s]+)\1""", re.IGNORECASE)
_SAYS_NOTHING = words("image img photo picture pic 图片 圖片 图像 圖像 照片")


class NotTaken(Exception):
    """Why a picture stays away, as a sentence for the writer."""


@dataclass(frozen=True)
class Taken:
    """The text with its pictures in the library, and how many are missing."""

    html: str
    missing: int


def cleaned(html: str, *, by) -> Taken:
    """Pasted HTML as it would be stored, its pictures taken into the library in the name of `by`, within SECONDS."""
    html, enclosed = _without_enclosed(html)
    root = tree.parse(clean(html))
    _know_our_own(root)
    images = []
    for image in root.iter("img"):
        if links.is_external(image.get("src", "")):
            if {image.get("width"), image.get("height")} & {"0", "1"}:
                tree.discard(image)  # made to count readers
            else:
                images.append(image)
    tree.sweep(root)
    if not images:
        return Taken(clean(tree.write(root)), 0)
    results = _results(list(dict.fromkeys(image.get("src") for image in images)), enclosed, by)
    missing = 0
    for image in images:
        found = results[image.get("src")]
        if isinstance(found, Picture):
            _show(image, found)
        else:
            missing += 1
            _say(image, found)
    return Taken(clean(tree.write(root)), missing)


def _without_enclosed(html: str) -> tuple[str, list[str]]:
    """The text with addresses of ours where pictures stood whole, and those pictures."""
    enclosed: list[str] = []

    def take(found):
        enclosed.append(found[2])
        return f'src="{ENCLOSED}{len(enclosed) - 1}"'

    return _DATA.sub(take, html), enclosed


def _know_our_own(root):
    """What was copied from a page of ours is in the library already."""
    tokens = {}
    for image in root.iter("img"):
        path = links.own_path(image.get("src", "")) or ""
        if found := re.match(re.escape(settings.MEDIA_URL) + "([0-9a-f]{32})[-.]", path):
            tokens[image] = found[1]
    known = {picture.token: picture for picture in Picture.objects.filter(token__in=tokens.values())} if tokens else {}
    for image, token in tokens.items():
        if token in known:
            _show(image, known[token])


def _results(addresses: list[str], enclosed: list[str], by) -> dict[str, Picture | NotTaken]:
    """What became of each address: a picture of the library, or why not."""
    if not by.has_perm("library.add_picture"):
        return dict.fromkeys(addresses, NotTaken(_("you may not add pictures to the library")))
    deadline = time.monotonic() + SECONDS
    results: dict[str, Picture | NotTaken] = {}
    for address in addresses[MOST:]:
        results[address] = NotTaken(_("more than %(count)s pictures at once") % {"count": MOST})
    total = 0
    for address, found in _contents(addresses[:MOST], enclosed, deadline):
        if isinstance(found, bytes):
            total += len(found)
            if total > MOST_BYTES:
                found = NotTaken(_("too much at once"))
            elif time.monotonic() > deadline:
                found = NotTaken(_("it took too long"))
        results[address] = _kept(address, found, by) if isinstance(found, bytes) else found
    return {address: results.get(address) or NotTaken(_("it took too long")) for address in addresses}


def _contents(addresses, enclosed, deadline) -> Iterator[tuple[str, bytes | NotTaken]]:
    """The bytes behind each address, as they come in; what has not come by the deadline does not appear."""
    asked = []
    for address in addresses:
        number = address.removeprefix(ENCLOSED)
        if number != address and number.isascii() and number.isdigit() and int(number) < len(enclosed):
            yield address, _unpacked(enclosed[int(number)])
        else:
            asked.append(address)
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pasted-pictures")
    try:
        waiting = {pool.submit(_fetched, address, deadline): address for address in asked}
        for future in as_completed(waiting, timeout=max(deadline - time.monotonic(), 0)):
            yield waiting[future], future.result()
    except TimeoutError:
        pass
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _unpacked(text: str) -> bytes | NotTaken:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return NotTaken(_("it cannot be read"))


def _fetched(address: str, deadline: float) -> bytes | NotTaken:
    """Runs in a thread of its own, so it touches no database."""
    patience = min(SECONDS_EACH, deadline - time.monotonic())
    if patience <= 0:
        return NotTaken(_("it took too long"))
    try:
        answer = fetch(address, timeout=patience, max_bytes=MOST_BYTES_EACH)
    except Forbidden:
        return NotTaken(_("this address is not one that we ask"))
    except FetchError:
        return NotTaken(_("the other site did not answer, or with too much"))
    if answer.status != 200:
        return NotTaken(_("the other site answered with error %(status)s") % {"status": answer.status})
    return answer.body


def _kept(address: str, content: bytes, by) -> Picture | NotTaken:
    """The picture of these bytes: the one that the library has already, or a new one with its origin noted."""
    parts = urlsplit(address)
    is_enclosed = address.startswith(ENCLOSED)
    name = "" if is_enclosed else unquote(parts.path.rstrip("/").rpartition("/")[2])
    origin = "" if is_enclosed else _("Pasted from %(address)s") % {"address": address}
    try:
        upload = ContentFile(content, name=name or "pasted")
        credit = "" if is_enclosed else parts.hostname or ""
        return Picture.objects.receive(upload, by=by, licence_note=tree.readable(origin)[:300], credit=credit[:200])
    except ValidationError as error:
        return NotTaken(" ".join(error.messages))


def _show(image, picture):
    """The image as one of the library; a description that says nothing is left for the writer to give."""
    alt = (image.get("alt") or "").strip()
    image.attrib.clear()
    image.set("data-picture", str(picture.pk))
    if alt and alt.lower() not in _SAYS_NOTHING:
        image.set("alt", alt)
    image.set("src", vocabulary.PICTURE_PATH.format(picture.pk))
    if image.getparent().tag == "body":
        tail, image.tail = image.tail, None
        tree.wrap(image, "figure").tail = tail


def _say(image, problem):
    """In place of the picture, where it was and why it is not here; the writer sees it and can follow it."""
    address = image.get("src")
    is_enclosed = address.startswith(ENCLOSED)
    host = _("the clipboard") if is_enclosed else urlsplit(address).hostname
    note = tree.new("mark")
    is_linked = is_enclosed or any(around.tag == "a" for around in image.iterancestors())
    said = tree.new("span") if is_linked else tree.new("a", href=address)
    said.text = _("[Picture missing, from %(host)s: %(problem)s]") % {"host": host, "problem": problem}
    note.append(said)
    around = image.getparent()
    tree.replace(image, note)
    if around.tag in {"body", "figure"}:
        tail, note.tail = note.tail, None
        tree.wrap(note, "p").tail = tail
