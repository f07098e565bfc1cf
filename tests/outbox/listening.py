"""A receiver on loopback that takes, refuses, stalls and lies as a test tells it."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Request:
    """What came in: its path, query, headers and body."""

    def __init__(self, path, headers, body):
        parts = urlsplit(path)
        self.path, self.headers, self.body = parts.path, headers, body
        self.query = {name: values[0] for name, values in parse_qs(parts.query).items()}

    @property
    def said(self):
        return json.loads(self.body)


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = Request(self.path, dict(self.headers), body)
        self.server.asked.append(request)
        answers = self.server.answers
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        answer(self, request)

    do_GET = do_POST

    def give(self, body=b"", status=200, **headers):
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


def with_status(status, body=b"", **headers):
    return lambda handler, request: handler.give(body, status, **headers)


def with_json(said, status=200, **headers):
    return with_status(status, json.dumps(said).encode(), **headers)


def breaks_off(handler, request):
    """Takes the request and dies before it answers."""
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def dies_in_its_answer(handler, request):
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b'{"errco')
    handler.wfile.flush()
    breaks_off(handler, request)


def endless(handler, request):
    handler.send_response(200)
    handler.end_headers()
    try:
        for _part in range(200):
            handler.wfile.write(b"x" * 10_000)
    except OSError:
        pass


def trickling(handler, request):
    """A byte now and then, for as long as somebody listens."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    try:
        while not handler.server.over.wait(0.05):
            handler.wfile.write(b" ")
            handler.wfile.flush()
    except OSError:
        pass


def silent(handler, request):
    handler.server.over.wait(20)


class Listener(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.answers, self.over = [], [with_status(200)], threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def end(self):
        self.over.set()
        self.shutdown()
        self.server_close()
