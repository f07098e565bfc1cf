"""The one way to ask another server for something: short, small, and never inside our own network.

A host name is resolved once, every address it has must be public, and the connection goes to that very address, so
a name that answers differently the second time gains nothing. The same holds after each redirect. No cookies, no
proxy from the environment, no credentials in the address.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

MOST_REDIRECTS = 3
MOST_ADDRESSES = 3  # tried, one after the other, of those that a name has
CHUNK = 64 * 1024
AGENT = "Ridgeline"
REDIRECTS = {301, 302, 303, 307, 308}
# Addresses that reach an IPv4 address by another name, or that Python counts as global although nobody should ask them.
NEVER = [
    ipaddress.ip_network(network)
    for network in ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")
]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class FetchError(Exception):
    """It could not be fetched, now; trying again may help."""


class Forbidden(FetchError):
    """This address is not one that we ask, now or later."""


class TooSlow(FetchError):
    """It did not answer in the time that it was given."""


class TooLarge(FetchError):
    """It is there, and larger than was asked for."""


@dataclass(frozen=True)
class Answer:
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def is_public(address: Address) -> bool:
    """Whether the address belongs to the open internet, under whichever name it comes."""
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "teredo", None)
    if mapped or any(address in network for network in NEVER if network.version == address.version):
        return False
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
        or address.is_unspecified
        or getattr(address, "is_site_local", False)
    )


def fetch(
    url: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    max_bytes: int = 2 * 1024 * 1024,
    timeout: float = 10,
    is_allowed: Callable[[Address], bool] = is_public,
    cut_short: bool = False,
) -> Answer:
    """The answer of `url`, whatever its status, within `timeout` seconds and `max_bytes` bytes in all.

    Redirects are followed for GET and HEAD only, and headers of the caller go to the first host alone. With
    `cut_short` the status is what counts: of a body that is long, late or broken off, the beginning will do.
    Raises `Forbidden` for what we never ask and `FetchError` for what went wrong.
    """
    deadline = time.monotonic() + timeout
    first = _target(url)
    for _hop in range(MOST_REDIRECTS + 1):
        target = _target(url)
        own = dict(headers or {}) if target[:3] == first[:3] else {}
        answer = _ask(target, url, method, body, own, max_bytes, deadline, is_allowed, cut_short)
        onward = answer.headers.get("location") if answer.status in REDIRECTS else None
        if onward is None or method not in {"GET", "HEAD"}:
            return answer
        url = urljoin(url, onward)
    raise FetchError(f"More than {MOST_REDIRECTS} redirects.")


def _target(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path with query; refuses whatever has a second reading."""
    if not url.isprintable() or any(character in url for character in " \\"):
        raise Forbidden("The address holds characters that no address holds.")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (
            (parts.hostname or "").encode("idna").decode("ascii")
            if ":" not in (parts.hostname or "")
            else parts.hostname
        )
    except ValueError as error:
        raise Forbidden(f"This is not an address: {error}") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise Forbidden("Only http:// and https:// addresses are asked.")
    if parts.username is not None or parts.password is not None:
        raise Forbidden("An address with a user name or password in it is not asked.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path


def _resolve(host: str, port: int, is_allowed) -> list[str]:
    """The addresses behind a name, once; one forbidden address forbids the name."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"{host} has no address: {error}") from error
    addresses = list(dict.fromkeys(str(row[4][0]) for row in found))
    for address in addresses:
        if not is_allowed(ipaddress.ip_address(address)):
            raise Forbidden(f"{host} is at {address}, which is not on the open internet.")
    return addresses[:MOST_ADDRESSES]


def _connect(scheme: str, host: str, port: int, addresses: list[str], deadline: float) -> http.client.HTTPConnection:
    """A connection to one of the addresses that were checked; the name serves for TLS and the Host header only."""
    last: OSError | None = None
    for address in addresses:
        try:
            plain = socket.create_connection((address, port), timeout=_left(deadline))
            if scheme == "http":
                connection = http.client.HTTPConnection(host, port)
                connection.sock = plain
            else:
                connection = http.client.HTTPSConnection(host, port)
                connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            return connection
        except OSError as error:
            last = error
    _left(deadline)
    raise FetchError(f"{host} does not answer: {last}")


def _ask(target, url, method, body, headers, max_bytes, deadline, is_allowed, cut_short) -> Answer:
    scheme, host, port, path = target
    connection = _connect(scheme, host, port, _resolve(host, port, is_allowed), deadline)
    # A socket's timeout starts anew with each byte; cutting the line at the deadline does not.
    cut = threading.Timer(_left(deadline), _cut, [connection.sock])
    cut.daemon = True
    cut.start()
    try:
        sent = {"User-Agent": AGENT, "Accept-Encoding": "identity", **headers, "Connection": "close"}
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        if cut_short:
            return Answer(url, response.status, found, _beginning(response, max_bytes))
        content = _read(response, found.get("content-encoding", "identity").lower(), max_bytes)
        _left(deadline)
    except (OSError, http.client.HTTPException, ValueError) as error:
        _left(deadline)
        raise FetchError(f"{host} broke off: {type(error).__name__} {error}") from error
    finally:
        cut.cancel()
        connection.close()
    return Answer(url, response.status, found, content)


def _read(response, encoding: str, max_bytes: int) -> bytes:
    """The body, unpacked if it came packed all the same; stops as soon as it is too much, packed or not."""
    if encoding not in {"identity", "gzip", "deflate"}:
        raise FetchError(f"The answer is packed as {encoding!r}, which was not asked for.")
    unpack = zlib.decompressobj(wbits=47) if encoding != "identity" else None  # 47: gzip or zlib, whichever it is
    content, raw = bytearray(), 0
    while chunk := response.read(CHUNK):
        raw += len(chunk)
        try:
            content += unpack.decompress(chunk, max_bytes + 1 - len(content)) if unpack else chunk
        except zlib.error as error:
            raise FetchError("The answer cannot be unpacked.") from error
        if max(raw, len(content)) > max_bytes:
            raise TooLarge(f"The answer is larger than {max_bytes} bytes.")
    return bytes(content)


def _beginning(response, max_bytes: int) -> bytes:
    """What comes first, as it comes."""
    try:
        return response.read1(max_bytes)
    except (OSError, http.client.HTTPException, ValueError):
        return b""


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TooSlow("It took too long.")
    return left


def _cut(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        sock.close()
