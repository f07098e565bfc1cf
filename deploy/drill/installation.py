"""A whole installation in a folder: the site with its database, a mail server, receivers, and who works there."""

import http.client
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import psycopg2

from cms.outbox.management.commands.serve import web
from deploy.drill.faults import CALM
from deploy.drill.processes import Process
from deploy.drill.receivers import HOOKS, ROBOTS
from deploy.run_tests import free_port, newest_postgresql

ROOT = Path(__file__).resolve().parent.parent.parent
WORKER_BEGINS = 4  # seconds until a worker that was started is taken to be at work
NOT_OURS = {"DATABASE_URL", "REDIS_URL", "PYTHONDONTWRITEBYTECODE"}
SALESPEOPLE = ["lin@drill.example", "chen@drill.example"]
FURNISH = """
import json
from django.contrib.auth.models import Group
from django.test import Client
from cms.intake.signals import stamp
from cms.outbox.models import Robot, Webhook
from cms.people.models import User
from leads.models import Acknowledgement, Form, FormQuestion

for address in {salespeople}:
    person = User.objects.create_user(address.partition("@")[0], address, is_staff=True)
    person.groups.add(Group.objects.get(name="salesperson"))
for name in {hooks}:
    verbs = ["lead.received", "lead.moved"] if name == "honest" else ["lead.moved"]
    Webhook.objects.create(name=name, url=f"{there}/{{name}}", verbs=verbs, secret="whsec_drill")
for kind, path in {robots}.items():
    secret = "" if kind == "wecom" else f"SEC{{kind}}"
    Robot.objects.create(name=kind, kind=kind, address="{there}" + path, secret=secret, verbs=["lead.moved"])
Acknowledgement(is_on=True).save()
form = Form.objects.create(name="Brief", key="brief", title="Brief")
question = FormQuestion.objects.create(form=form, kind="file", label="File")
form.renew(by=person)
client = Client()
client.force_login(person)
session = {{name: cookie.value for name, cookie in client.cookies.items()}}
print(json.dumps({{"stamp": stamp(), "question": f"q{{question.pk}}", "session": session}}))
"""


class Installation:
    """What both databases share. `begins_as` is the file of a migrated SQLite database, where there is one already."""

    def __init__(self, folder: Path, seed: int, *, stalls: bool = True, begins_as: bytes | None = None):
        self.folder, self.seed, self.stalls, self.begins_as = folder, seed, stalls, begins_as
        self.port, mail, there = free_port(), free_port(), free_port()
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in NOT_OURS},
            "DATA_DIR": str(folder / "site"),
            "EMAIL_URL": f"smtp://127.0.0.1:{mail}",
            "LOG_LEVEL": "WARNING",
            "OUTBOUND_LOOPBACK": "1",
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "TRUSTED_PROXIES": "1",
        }
        if os.environ.get("PYTHONDONTWRITEBYTECODE") and "PYTHONPYCACHEPREFIX" not in os.environ:
            self.environment["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")  # else each start compiles everything
        self.there = f"http://127.0.0.1:{there}"
        secrets = {"webhook": "whsec_drill", "dingtalk": "SECdingtalk", "feishu": "SECfeishu"}
        (folder / "secrets.json").write_text(json.dumps(secrets))
        (folder / "site").mkdir()
        self.servers: list[Process] = []
        self.mail = self.other_side("mail_server", mail)
        self.receivers = self.other_side("receivers", there)
        own = {"environment": self.environment, "log": folder / "site.log"}
        self.web = self.program("web", web(self.port), lambda _self: is_healthy(self.port), **own)
        self.worker = self.program(
            "worker", worker_command(), lambda me: time.monotonic() - me.started > WORKER_BEGINS, **own
        )

    def program(self, name, command, is_up, *, environment=None, log=None, user=None) -> Process:
        log = log or self.folder / f"{name}.log"
        return Process(name, command, log=log, is_up=is_up, user=user, cwd=ROOT, env=environment)

    def other_side(self, module: str, port: int) -> Process:
        command = [sys.executable, "-m", f"deploy.drill.{module}", self.folder, port, f"{self.seed}"]
        command += [] if self.stalls else ["--no-stalls"]
        return self.program(module, command, lambda _self: listens(port), environment=self.environment)

    @property
    def programs(self) -> list[Process]:
        return [*self.servers, self.mail, self.receivers, self.web, self.worker]

    @property
    def victims(self) -> dict[str, list[Process]]:
        """Who may be killed, alone or together."""
        found = {process.name: [process] for process in (*self.servers, self.mail, self.web, self.worker)}
        return found | {"all at once": [*self.servers, self.mail, self.web, self.worker]}

    def set_up(self) -> dict:
        """Bring it to life; what visitors and the salesperson need to know of it."""
        self.begin_database()
        if self.begins_as is None:
            self.manage("collect_if_changed")  # for pages with an error on them, which a small drill does not meet
        words = {"salespeople": SALESPEOPLE, "hooks": HOOKS, "robots": ROBOTS, "there": self.there}
        told = json.loads(self.manage("shell", "-v0", "-c", FURNISH.format(**words)).splitlines()[-1])
        for process in self.programs:
            process.start()
        self.wait_until_up()
        return told

    def begin_database(self) -> None:
        self.manage("migrate", "-v0")

    def manage(self, *words) -> str:
        command = [sys.executable, ROOT / "manage.py", *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, cwd=ROOT)
        if done.returncode:
            sys.exit(f"manage.py {words[0]} failed:\n{done.stderr}")
        return done.stdout

    def wait_until_up(self, seconds: float = 120) -> None:
        """All of them, started again where they are down."""
        deadline = time.monotonic() + seconds
        while not all(process.is_up for process in self.programs):
            for process in self.programs:
                process.tend()
            if time.monotonic() > deadline:
                down = [process.name for process in self.programs if not process.is_up]
                sys.exit(f"Not up within {seconds} s: {', '.join(down)}; see {self.folder}")
            time.sleep(0.05)

    def be_calm(self) -> None:
        """The other side answers as it should from now on."""
        (self.folder / CALM).touch()

    def end(self) -> None:
        for process in reversed(self.programs):
            process.kill()

    def ask(self, sql: str) -> list[tuple]:
        """Rows, without the product's code in between."""
        raise NotImplementedError

    def integrity(self) -> str:
        """What the database says of its own files: "ok" or what is wrong."""
        raise NotImplementedError


class OnSQLite(Installation):
    name = "SQLite"

    @property
    def file(self) -> Path:
        return self.folder / "site" / "db.sqlite3"

    def begin_database(self):
        if self.begins_as:
            self.file.write_bytes(self.begins_as)
        else:
            super().begin_database()

    def ask(self, sql):
        with closing(sqlite3.connect(self.file, timeout=20)) as database, database:
            return database.execute(sql).fetchall()

    def integrity(self):
        return " ".join(row[0] for row in self.ask("PRAGMA integrity_check")) + self.foreign_keys()

    def foreign_keys(self) -> str:
        broken = self.ask("PRAGMA foreign_key_check")
        return f"; foreign keys broken: {broken[:5]}" if broken else ""


class OnPostgreSQL(Installation):
    """With Redis, and both of them may be killed."""

    name = "PostgreSQL with Redis"

    def __init__(self, folder, seed, **options):
        super().__init__(folder, seed, **options)
        self.programs_of_postgresql = newest_postgresql()
        if not (self.programs_of_postgresql and shutil.which("redis-server")):
            sys.exit("The drill needs the programs of PostgreSQL and redis-server.")
        self.database_port, redis = free_port(), free_port()
        self.user = "postgres" if os.geteuid() == 0 else None
        self.data = folder / "postgresql"
        self.url = f"postgres://postgres@127.0.0.1:{self.database_port}/postgres"
        self.environment |= {"DATABASE_URL": self.url, "REDIS_URL": f"redis://127.0.0.1:{redis}/0"}
        options = ["-c", "listen_addresses=127.0.0.1", "-k", self.data]
        command = [self.programs_of_postgresql / "postgres", "-D", self.data, "-p", self.database_port, *options]
        self.servers = [
            self.program("database", command, lambda _self: self.answers(), user=self.user),
            self.program(
                "redis",
                ["redis-server", "--port", redis, "--bind", "127.0.0.1", "--save", "", "--dir", folder],
                lambda _self: listens(redis),
            ),
        ]

    def begin_database(self):
        self.data.mkdir(mode=0o700)
        as_user = {"user": self.user, "group": self.user, "extra_groups": []} if self.user else {}
        if self.user:
            self.folder.chmod(0o755)
            shutil.chown(self.data, self.user, self.user)
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"]
        initdb = [self.programs_of_postgresql / "initdb", "-D", self.data, *options]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **as_user)
        for server in self.servers:
            server.options["cwd"] = self.folder
            server.start()
        while not all(server.is_up for server in self.servers):
            for server in self.servers:
                server.tend()
            time.sleep(0.05)
        super().begin_database()

    def answers(self) -> bool:
        with suppress(psycopg2.Error):
            return self.ask("SELECT 1") == [(1,)]
        return False

    def ask(self, sql):
        with closing(psycopg2.connect(self.url, connect_timeout=3)) as database, database, database.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def integrity(self):
        """Every table and index looked through, by `pg_amcheck` where it is installed."""
        program = self.programs_of_postgresql / "pg_amcheck"
        if not program.exists():
            return "not looked at: there is no pg_amcheck"
        options = ["--install-missing", "--heapallindexed", "-h", "127.0.0.1", "-p", str(self.database_port)]
        command = [program, *options, "-U", "postgres", "postgres"]
        done = subprocess.run(command, capture_output=True, text=True)
        return "ok" if done.returncode == 0 else (done.stdout + done.stderr)[:500]


def worker_command() -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), "worker"]


def listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    with suppress(OSError, http.client.HTTPException), closing(connection):
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    return False
