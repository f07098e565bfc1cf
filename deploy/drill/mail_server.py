"""A mail server that writes down what it takes before it says so, and answers as the dice have it.

python -m deploy.drill.mail_server FOLDER PORT SEED
"""

import argparse
import email
import email.policy
import re
import socketserver
import time
from pathlib import Path

from deploy.drill import faults
from deploy.drill.journal import Journal

MARK = re.compile(r"編號 (\d{6})")


class Conversation(socketserver.StreamRequestHandler):
    """As much SMTP as a client needs to hand over one message after the other."""

    def handle(self):
        self.say("220 drill ESMTP")
        receiver = ""
        for line in self.rfile:
            verb, _space, rest = line.decode("utf-8", "replace").strip().partition(" ")
            match verb.upper():
                case "EHLO" | "HELO":
                    self.say("250-drill\r\n250-8BITMIME\r\n250 SMTPUTF8")
                case "RCPT":
                    receiver = rest.partition(":")[2].partition(">")[0].strip("<> ")
                    self.say("250 ok")
                case "DATA":
                    self.say("354 go on")
                    if not self.take(self.content(), receiver):
                        return
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 ok")

    def say(self, words: str, ending="\r\n") -> None:
        self.wfile.write((words + ending).encode())

    def content(self) -> bytes:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def take(self, raw: bytes, receiver: str) -> bool:
        """Whether the conversation goes on."""
        how = self.server.faults.pick()
        if how in faults.TAKEN:
            self.server.journal.write(how=how, to=receiver, **described(raw))
        match how:
            case faults.FINE:
                self.say("250 taken")
            case faults.REFUSES | faults.ERRS_AFTERWARDS:
                self.say("451 not now")
            case faults.DROPS:
                self.say("250 taken")
                return False
            case faults.HALF:
                self.say("25", ending="")
                return False
            case faults.STALLS:
                time.sleep(faults.STALL)
                return False
            case _:
                return False
        return True


def described(raw: bytes) -> dict:
    """By what a message is known again, and which enquiry it tells of."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    body = message.get_body(("plain",))
    marks = MARK.findall(body.get_content()) if body else []
    return {"id": str(message["Message-ID"]), "subject": str(message["Subject"]), "marks": sorted(set(marks))}


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folder: Path, port: int, dice: faults.Faults):
        super().__init__(("127.0.0.1", port), Conversation)
        self.faults, self.journal = dice, Journal(folder / "mail.jsonl")

    def handle_error(self, request, client_address):
        """Somebody was killed in the middle of a sentence, which is what this is for."""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    parser.add_argument("seed")
    parser.add_argument("--no-stalls", action="store_true")
    given = parser.parse_args()
    weights = faults.WITHOUT_STALLS if given.no_stalls else faults.USUAL
    # After each kill other dice, or the same first answers would come again and again.
    seed = f"{given.seed} {time.time_ns()}"
    MailServer(given.folder, given.port, faults.Faults(given.folder, seed, weights)).serve_forever()


if __name__ == "__main__":
    main()
