"""The real worker and the real server, as processes that are killed."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
import uuid
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection

from tests.outbox.listening import Listener, silent, with_status


class Site:
    """An installation of its own: a SQLite file and a mail folder, spoken to through manage.py."""

    migrated = b""  # the file as it begins, made once

    def __init__(self, folder):
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}},
            "DATA_DIR": str(folder),
            "LOG_LEVEL": "WARNING",
        }
        folder.mkdir()
        if not self.migrated:
            Site.migrated = self.migrate()
        (folder / "db.sqlite3").write_bytes(self.migrated)

    def command(self, *words):
        return [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]

    def manage(self, *words, **kwargs):
        done = subprocess.run(
            self.command(*words), env=self.environment, check=True, capture_output=True, text=True, timeout=60, **kwargs
        )
        return done.stdout

    def migrate(self) -> bytes:
        """The tests' own database serves as the beginning where it is SQLite's, on disk or in memory."""
        if connection.vendor == "sqlite" and connection.connection:
            return connection.connection.serialize()
        self.manage("migrate", "-v0")
        return (self.folder / "db.sqlite3").read_bytes()

    def ask(self, sql):
        """One answer of the database, without starting a process for it; a change is committed."""
        with closing(sqlite3.connect(self.folder / "db.sqlite3", timeout=20)) as database, database:
            return database.execute(sql).fetchone()

    def python(self, code):
        return self.manage("shell", "-v0", "-c", "from cms.outbox.models import *\n" + code)

    def start(self, *words, **environment):
        return subprocess.Popen(
            self.command(*words),
            env=self.environment | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def mails(self):
        return [path.read_text() for path in self.folder.glob("mail/*")]


@pytest.fixture
def site(tmp_path, django_db_setup):
    return Site(tmp_path / "site")


def wait_for(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert found, "it did not happen in time"
    return found


def end(process, number=signal.SIGTERM):
    process.send_signal(number)
    return process.wait(timeout=30)


WRITE = 'Delivery.objects.send_mail(to=["sales@example.com"], subject="Lead", text="body")'


def test_a_worker_killed_while_it_sends_loses_no_mail(site):
    """Killed inside the mail server's answer; after the lease the next worker sends it, with the same id."""
    site.python(WRITE)
    with socket.create_server(("127.0.0.1", 0)) as silent_mail_server:
        worker = site.start("worker", EMAIL_URL=f"smtp://127.0.0.1:{silent_mail_server.getsockname()[1]}")
        silent_mail_server.settimeout(20)
        silent_mail_server.accept()
        end(worker, signal.SIGKILL)
    assert site.mails() == []
    site.ask("UPDATE outbox_delivery SET leased_until = '2020-01-01 00:00:00'")
    worker = site.start("worker")
    wait_for(site.mails)
    assert end(worker) == 0
    (mail,) = site.mails()
    identity, state = site.ask("SELECT uuid, state FROM outbox_delivery")
    assert str(uuid.UUID(identity)) in mail
    assert state == "sent"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).status == 200
    except OSError:
        return False


def children(process):
    listed = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(process.pid)], capture_output=True, text=True)
    return dict(line.split(None, 1) for line in listed.stdout.splitlines())


def is_alive(pid):
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    return True


def test_serve_runs_both_and_stops_both(site):
    port = free_port()
    serve = site.start("serve", "--port", str(port))
    wait_for(lambda: answers(port))
    pids = children(serve)
    site.python(WRITE)
    wait_for(site.mails)
    assert end(serve) == 0
    assert not answers(port)
    assert not any(is_alive(pid) for pid in pids)


@pytest.mark.parametrize("victim", ["granian", "worker"])
def test_when_one_dies_the_other_is_stopped_and_the_exit_code_says_so(site, victim):
    port = free_port()
    serve = site.start("serve", "--port", str(port))
    wait_for(lambda: answers(port))
    pids = children(serve)
    (pid,) = [pid for pid, args in pids.items() if victim in args.partition("cms.wsgi")[0].replace("--workers", "")]
    os.kill(int(pid), signal.SIGKILL)
    assert serve.wait(timeout=30) != 0
    assert not any(is_alive(pid) for pid in pids)
    wait_for(lambda: not answers(port))


def test_a_port_that_is_taken_is_said_in_one_sentence(site):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            site.command("serve", "--port", str(port)), env=site.environment, capture_output=True, text=True, timeout=60
        )
    assert done.returncode != 0
    assert f"already listens on port {port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_worker_killed_while_a_webhook_answers_tells_it_once_more_with_the_same_id(site):
    """Killed after the other side has read everything; what it took is told again, and can be recognised."""
    listener = Listener()
    listener.answers = [silent, with_status(204)]
    try:
        site.python(
            "from cms.outbox.telling import write_test\n"
            f'write_test(Webhook.objects.create(name="CRM", url="{listener.address}/", verbs=["test"]))'
        )
        worker = site.start("worker", OUTBOUND_LOOPBACK="1")
        wait_for(lambda: listener.asked, seconds=60)
        end(worker, signal.SIGKILL)
        site.ask("UPDATE outbox_delivery SET leased_until = '2020-01-01 00:00:00'")
        worker = site.start("worker", OUTBOUND_LOOPBACK="1")
        wait_for(lambda: site.ask("SELECT state FROM outbox_delivery") == ("sent",), seconds=60)
        assert end(worker) == 0
    finally:
        listener.end()
    assert len(listener.asked) == 2
    assert len({request.headers["X-Ridgeline-Event"] for request in listener.asked}) == 1
