"""A server on loopback that stands for other sites. Production never asks such an address: tests open it by name."""

import io
import threading
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from PIL import Image

from cms.outbox.fetch import fetch


def picture(colour="#2f5d50", kind="PNG", size=(64, 40)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind)
    return buffer.getvalue()


class Handler(BaseHTTPRequestHandler):
    """Answers what the test put under the path: (status, headers, body)."""

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.server.asked.append(self.path)
        status, headers, body = self.server.answers.get(self.path.partition("?")[0], (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.url = [], f"http://127.0.0.1:{server.server_port}"
    server.answers = {"/green.png": (200, {}, picture()), "/red.jpg": (200, {}, picture("#b5371f", "JPEG"))}
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def opened(monkeypatch):
    """Let pasted pictures be fetched from loopback, by the client's own hook for tests."""
    monkeypatch.setattr("cms.richtext.foreign.fetch", partial(fetch, is_allowed=lambda address: True))
