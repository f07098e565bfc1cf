"""Programs and group chats that listen: they check what is documented, write down what they take, and answer by dice.

Three webhooks: `honest` takes what is signed rightly; `strict` goes by an old secret and refuses everything until it is
calm; `silent` never answers until then. Three robots check what their makers document. Said once more here, on purpose:
the code under test is not its own witness.

    python -m deploy.drill.receivers FOLDER PORT SEED     (FOLDER/secrets.json: {"webhook": …, "dingtalk": …, …})
"""

import argparse
import base64
import hashlib
import hmac
import json
import re
import socket
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from deploy.drill import faults
from deploy.drill.journal import Journal

LEAD = re.compile(r"/admin/leads/lead/(\d+)/")
TOKEN = "5e6f00001111abcd"  # noqa: S105 (in the addresses of robots that are here)
HOOKS = ("honest", "strict", "silent")
ROBOTS = {
    "wecom": f"/cgi-bin/webhook/send?key={TOKEN}",
    "dingtalk": f"/robot/send?access_token={TOKEN}",
    "feishu": f"/open-apis/bot/v2/hook/{TOKEN}",
}
PAST = 3600  # seconds by which a stamp may be off, as DingTalk and Feishu document
WRONG = {
    "wecom": {"errcode": 93000, "errmsg": "invalid webhook url"},
    "dingtalk": {"errcode": 310000, "errmsg": "sign not match"},
    "feishu": {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"},
}
TAKEN = {
    "wecom": {"errcode": 0, "errmsg": "ok"},
    "dingtalk": {"errcode": 0, "errmsg": "ok"},
    "feishu": {"code": 0, "msg": "success", "data": {}},
}


def is_signed_hook(secret: str, headers, body: bytes) -> bool:
    stamp = headers.get("X-Ridgeline-Timestamp", "")
    expected = "v1=" + hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    is_ours = hmac.compare_digest(expected, headers.get("X-Ridgeline-Signature", ""))
    return is_ours and abs(time.time() - int(stamp)) < 300


def is_signed_robot(name: str, secret: str, query: dict, said: dict) -> bool:
    match name:
        case "wecom":
            return query.get("key") == TOKEN and said.get("msgtype") == "markdown"
        case "dingtalk":
            stamp = query.get("timestamp", "0")
            expected = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
            is_new, sign = abs(time.time() - int(stamp) / 1000) < PAST, query.get("sign")
        case _:
            stamp = said.get("timestamp", "0")
            expected = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
            is_new, sign = abs(time.time() - int(stamp)) < PAST, said.get("sign")
    return is_new and sign == base64.b64encode(expected).decode()


class Answering(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        place = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(place.query).items()}
        said = json.loads(body)
        robot = next((name for name, path in ROBOTS.items() if urlsplit(path).path == place.path), None)
        if robot:
            self.answer_robot(robot, query, said)
        else:
            self.answer_hook(place.path.strip("/"), body, said)

    def answer_hook(self, name: str, body: bytes, said: dict) -> None:
        is_right = is_signed_hook(self.server.secrets["webhook"], self.headers, body)
        is_right = is_right and self.headers.get("X-Ridgeline-Event") == said["event"]
        how = self.server.faults.pick()
        if name != "honest" and not self.server.faults.is_over:
            how = faults.REFUSES if name == "strict" else self.server.silence
        told = {"id": said["event"], "verb": said["verb"], "enquiry": said["data"].get("enquiry")}
        self.take(name, how if is_right else faults.REFUSES, is_right, b"{}", **told, lead=said["data"].get("lead"))

    def answer_robot(self, name: str, query: dict, said: dict) -> None:
        is_right = is_signed_robot(name, self.server.secrets.get(name, ""), query, said)
        how = self.server.faults.pick() if is_right else faults.REFUSES
        lead = LEAD.search(json.dumps(said))
        answer = json.dumps(WRONG[name] if how in {faults.REFUSES, faults.ERRS_AFTERWARDS} else TAKEN[name])
        if how == faults.DROPS:
            how = faults.HALF  # of a robot's answer every byte counts
        self.take(name, how, is_right, answer.encode(), lead=int(lead[1]) if lead else None)

    def take(self, name: str, how: str, is_right: bool, answer: bytes, **told) -> None:
        self.server.journal.write(to=name, how=how, is_signed=is_right, **told)
        match how:
            case faults.FINE | faults.DROPS:
                self.give(200, answer, promised=len(answer) + (99 if how == faults.DROPS else 0))
            case faults.REFUSES | faults.ERRS_AFTERWARDS:
                self.give(200 if name in ROBOTS else 500 if is_right else 401, answer, promised=len(answer))
            case faults.HALF if name in ROBOTS:
                self.give(200, answer[:7], promised=len(answer))
            case faults.HALF:
                self.wfile.write(b"HTTP/1.1 2")
            case faults.STALLS:
                time.sleep(faults.STALL)
        self.break_off()

    def give(self, status: int, body: bytes, promised: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(promised))
        self.end_headers()
        self.wfile.write(body)

    def break_off(self) -> None:
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


class Receivers(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folder: Path, port: int, dice: faults.Faults, silence: str):
        super().__init__(("127.0.0.1", port), Answering)
        self.silence = silence
        self.faults, self.journal = dice, Journal(folder / "calls.jsonl")
        self.secrets = json.loads((folder / "secrets.json").read_text())

    def handle_error(self, request, client_address):
        """Somebody was killed in the middle of a sentence, which is what this is for."""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    parser.add_argument("seed")
    parser.add_argument("--no-stalls", action="store_true")
    given = parser.parse_args()
    weights, silence = (faults.WITHOUT_STALLS, faults.MUTE) if given.no_stalls else (faults.USUAL, faults.STALLS)
    Receivers(given.folder, given.port, faults.Faults(given.folder, given.seed, weights), silence).serve_forever()


if __name__ == "__main__":
    main()
