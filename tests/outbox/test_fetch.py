"""The outbound client asks the open internet only, and never waits or reads for ever."""

import gzip
import ipaddress
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cms.outbox.fetch import FetchError, Forbidden, fetch, is_public


def anywhere(address):
    """The hook for tests: the loopback server below stands for the internet."""
    return True


class Site(BaseHTTPRequestHandler):
    """Answers by path, and writes down what it was asked."""

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        getattr(self, self.path.strip("/").partition("/")[0].partition("?")[0])()

    def do_POST(self):
        self.server.asked.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        self.redirect() if "redirect" in self.path else self.plain()

    def answer(self, body=b"", status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def plain(self):
        self.answer(b"hello")

    def big(self):
        self.answer(b"x" * 300_000)

    def bomb(self):
        self.answer(gzip.compress(b"x" * 50_000_000), Content_Encoding="gzip")

    def packed(self):
        self.answer(gzip.compress("你好".encode()), Content_Encoding="gzip")

    def odd(self):
        self.answer(b"?", Content_Encoding="br")

    def redirect(self):
        self.answer(status=302, Location=self.server.onward)

    def loop(self):
        self.answer(status=302, Location="/loop/")

    def drip(self):
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            pass

    def garbage(self):
        self.wfile.write(b"\x00\xff\r\n\r\n")


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.onward = [], "/plain/"
    server.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


PRIVATE = """
    127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 100.127.255.254 192.0.0.8
    192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 fe80::1 fc00::1
    fd12::1 fec0::1 ff02::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1:: 2001:0:7f00:1::
    2001:db8::1 fe80::1%1"""
OUR_OWN = "127.0.0.1 localhost 2130706433 0x7f.1 127.1 [::1] [::ffff:127.0.0.1] 0 017700000001"


@pytest.mark.parametrize("address", PRIVATE.split())
def test_an_address_that_is_not_public_is_told(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "114.114.114.114", "2606:4700:4700::1111", "2400:3200::1"])
def test_a_public_address_is_told(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", OUR_OWN.split())
def test_our_own_machine_is_never_asked_under_any_name(site, host):
    with pytest.raises(FetchError):
        fetch(f"http://{host}:{site.server_port}/plain/", timeout=3)
    assert site.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/",
        "gopher://example.com/",
        "//example.com/",
        "example.com",
        "",
        "http://",
        "http://user:password@example.com/",
        "http://@example.com/",
        "http://example.com\\@127.0.0.1/",
        "http://example.com/\r\nX: y",
        "http://exa mple.com/",
        "http://example.com:99999/",
        "http://[::1/",
        "http://" + "a" * 64 + ".example/",
    ],
)
def test_an_address_with_a_second_reading_is_forbidden(url):
    with pytest.raises(Forbidden):
        fetch(url)


def test_a_public_page_is_read(site):
    answer = fetch(f"{site.url}/plain/?q=%E4%BD%A0", is_allowed=anywhere)
    assert (answer.status, answer.body) == (200, b"hello")
    path, headers = site.asked[0]
    assert path == "/plain/?q=%E4%BD%A0"
    assert "Cookie" not in headers
    assert "Authorization" not in headers


def test_a_redirect_is_followed(site):
    assert fetch(f"{site.url}/redirect/", is_allowed=anywhere).body == b"hello"


def test_a_redirect_into_our_network_is_forbidden(site):
    site.onward = f"http://[::1]:{site.server_port}/plain/"
    with pytest.raises(Forbidden):
        fetch(f"{site.url}/redirect/", is_allowed=lambda address: str(address) == "127.0.0.1")
    assert [path for path, _ in site.asked] == ["/redirect/"]


def test_a_redirect_to_a_file_is_forbidden(site):
    site.onward = "file:///etc/passwd"
    with pytest.raises(Forbidden):
        fetch(f"{site.url}/redirect/", is_allowed=anywhere)


def test_endless_redirects_end(site):
    with pytest.raises(FetchError, match="redirects"):
        fetch(f"{site.url}/loop/", is_allowed=anywhere)
    assert len(site.asked) == 4


def test_headers_of_the_caller_do_not_follow_to_another_host(site):
    site.onward = f"http://localhost:{site.server_port}/plain/"
    fetch(f"{site.url}/redirect/", headers={"X-Token": "secret"}, is_allowed=anywhere)
    assert [headers.get("X-Token") for _, headers in site.asked] == ["secret", None]


def test_a_post_is_sent_and_its_redirect_is_not_followed(site):
    assert fetch(f"{site.url}/plain/", method="POST", body=b"{}", is_allowed=anywhere).status == 200
    assert fetch(f"{site.url}/redirect/", method="POST", body=b"{}", is_allowed=anywhere).status == 302
    assert len(site.asked) == 2


def test_a_name_is_resolved_once_and_that_address_is_asked(site, monkeypatch):
    """A name that shows a public address first and a private one afterwards reaches nothing private."""
    answers = ["127.0.0.1", "10.0.0.1"]

    def resolve(host, port, *args, **kwargs):
        if host != "rebind.example":
            return real(host, port, *args, **kwargs)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), port))]

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    fetch(f"http://rebind.example:{site.server_port}/plain/", is_allowed=lambda address: str(address) == "127.0.0.1")
    assert answers == ["10.0.0.1"]
    assert site.asked[0][1]["Host"] == f"rebind.example:{site.server_port}"


def test_a_name_with_one_private_address_is_forbidden(monkeypatch):
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: rows)
    with pytest.raises(Forbidden, match=r"10\.0\.0\.1"):
        fetch("http://mixed.example/")


def test_an_answer_that_is_too_big_is_not_kept(site):
    with pytest.raises(FetchError, match="larger"):
        fetch(f"{site.url}/big/", max_bytes=100_000, is_allowed=anywhere)


def test_an_answer_that_unpacks_too_big_is_not_kept(site):
    with pytest.raises(FetchError, match="larger"):
        fetch(f"{site.url}/bomb/", max_bytes=1_000_000, is_allowed=anywhere)


def test_an_answer_that_came_packed_is_unpacked(site):
    assert fetch(f"{site.url}/packed/", is_allowed=anywhere).body.decode() == "你好"


def test_an_answer_packed_in_a_way_not_asked_for_is_refused(site):
    with pytest.raises(FetchError, match="br"):
        fetch(f"{site.url}/odd/", is_allowed=anywhere)


def test_a_server_that_drips_is_cut_off_in_time(site):
    began = time.monotonic()
    with pytest.raises(FetchError, match="too long"):
        fetch(f"{site.url}/drip/", timeout=0.4, is_allowed=anywhere)
    assert time.monotonic() - began < 2


def test_a_server_that_talks_nonsense_is_an_error_of_ours(site):
    with pytest.raises(FetchError):
        fetch(f"{site.url}/garbage/", is_allowed=anywhere)


def test_nobody_there_is_an_error_of_ours():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(FetchError, match="does not answer"):
            fetch(f"http://127.0.0.1:{taken.getsockname()[1]}/", is_allowed=anywhere)
