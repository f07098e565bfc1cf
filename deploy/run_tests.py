"""Run every check and every test: on SQLite, and on PostgreSQL with Redis where they can be had.

A server that already answers on its usual local port is used; else one is started from installed programs in a
temporary folder; else, with CI=true, it is installed with apt, and otherwise that part is skipped with a sentence.
The same goes for Chromium.
"""

import argparse
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parent.parent
CI = os.environ.get("CI") == "true"
MEMORY_FOR_FILES = 2 << 30  # bytes; the tests write some hundred megabytes
CHECKS = [
    ["ruff", "check", "--quiet", "."],
    ["ruff", "format", "--quiet", "--check", "."],
    ["djlint", "--quiet", "--lint", "templates"],
    ["lint-imports", "--no-cache"],
    ["python", "manage.py", "makemigrations", "--check", "--dry-run", "-v", "0"],
    ["python", "manage.py", "check", "--fail-level", "WARNING"],
    ["mypy", "--no-error-summary", "cms", "services", "articles", "leads", "pages", "reach", "demo"],
]
PRODUCTION = {
    "SITE_URL": "https://www.example.com",
    "SECRET_KEY": "only-for-this-check-" + "x1y2z3-" * 8,
    "DATABASE_URL": "sqlite://:memory:",
    "EMAIL_URL": "smtp+tls://user:password@smtp.example.com:587",
    "DEFAULT_FROM_EMAIL": "hello@example.com",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checks-only", action="store_true", help="style, types, layers and settings, no tests")
    if parser.parse_args().checks_only:
        sys.exit(not run_checks())
    has_browser = find_chromium()
    passed = run_checks()
    tests = ["python", "-m", "pytest", "-n", os.environ.get("TEST_PROCESSES", "2"), "--dist", "loadgroup"]
    tests += [] if has_browser else ["-m", "not browser"]
    with contextlib.ExitStack() as servers:
        folder = quick_folder(servers)
        # Many tests start processes; each would compile all packages anew where nothing compiled is kept.
        files = {"TMPDIR": folder, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
        passed &= run(tests, "tests on SQLite", files)
        addresses = {
            "DATABASE_URL": postgresql(servers),
            "REDIS_URL": redis(servers),
        }
        if all(addresses.values()):
            again = [*tests, "-m", "not browser", "--asking-databases"]
            passed &= run(again, "tests on PostgreSQL with Redis", files | addresses)
        else:
            say("SKIPPED: the tests on PostgreSQL with Redis, since one of them cannot be had here.")
    say("Everything passed." if passed else "Something failed; see above.")
    sys.exit(not passed)


def run_checks() -> bool:
    """All of them, as many at once as there are processors; each says what it has to say when its turn comes."""
    deploy = ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    checks = [(command, " ".join(command[:3]), {}) for command in CHECKS] + [(deploy, "check --deploy", PRODUCTION)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = [pool.submit(run, *check, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for check in checks]
    return all(result.result() for result in results)


def run(command, title, environment=None, **streams) -> bool:
    """Run one command from the virtual environment and say how it went."""
    if not streams:
        say(title)
    started = time.monotonic()
    words = [BIN / command[0], *command[1:]]
    done = subprocess.run(words, cwd=ROOT, env=os.environ | (environment or {}), **streams)
    said = (done.stdout or b"").decode(errors="replace").rstrip()
    went = "FAILED:" if done.returncode else f"ok, {time.monotonic() - started:.0f} s:"
    say("\n".join(filter(None, [f"{went} {title}", said])))
    return done.returncode == 0


def quick_folder(servers) -> str:
    """A folder for the files of the tests, in memory where there is room; deleted at the end."""
    memory = Path("/dev/shm")
    has_room = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > MEMORY_FOR_FILES
    return servers.enter_context(
        tempfile.TemporaryDirectory(prefix="ridgeline-tests-", dir=memory if has_room else None)
    )


def say(sentence):
    print(f"── {sentence}", flush=True)


def installed(*packages) -> bool:
    """Install Debian packages when this is CI and apt is here; else say no."""
    if not (CI and shutil.which("apt-get") and os.geteuid() == 0):
        return False
    say(f"installing {' '.join(packages)}")
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], check=True, **quiet)
    return True


def find_chromium() -> bool:
    """Whether the browser tests can run; installs a browser in CI."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    if any(name and shutil.which(name) for name in names) or installed("chromium", "fonts-noto-cjk"):
        return True
    if CI:
        sys.exit("CI runs the browser tests too, and no Chromium can be had here.")
    say("SKIPPED: the browser tests, since there is no Chromium here. Set CHROMIUM to its path if there is one.")
    return False


def answers(port) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def postgresql(servers) -> str:
    """The address of a PostgreSQL for the tests, or nothing."""
    if os.environ.get("TEST_DATABASE_URL"):
        return os.environ["TEST_DATABASE_URL"]
    usual = "postgres://postgres@127.0.0.1:5432/postgres"
    if answers(5432) and can_connect(usual):
        return usual
    programs = newest_postgresql() or (installed("postgresql") and newest_postgresql())
    if not programs:
        return missing("PostgreSQL")
    folder = Path(servers.enter_context(tempfile.TemporaryDirectory(prefix="ridgeline-pg-")))
    folder.chmod(0o755)
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    data = folder / "data"
    data.mkdir()
    if as_user:
        shutil.chown(data, "postgres")
        shutil.chown(folder, "postgres")
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
    initdb = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"]
    subprocess.run([*as_user, *initdb], **quiet)
    port = free_port()
    options = f"-k {folder} -p {port} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
    control = [*as_user, programs / "pg_ctl", "-D", data]
    subprocess.run([*control, "-w", "-l", folder / "log", "-o", options, "start"], **quiet)
    servers.callback(subprocess.run, [*control, "-m", "immediate", "stop"], stdout=subprocess.DEVNULL)
    return f"postgres://postgres@127.0.0.1:{port}/postgres"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def newest_postgresql() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def can_connect(url) -> bool:
    script = "import sys, psycopg2; psycopg2.connect(sys.argv[1], connect_timeout=3).close()"
    address = url.replace("postgres://", "postgresql://")
    return subprocess.run([sys.executable, "-c", script, address], stderr=subprocess.DEVNULL).returncode == 0


def redis(servers) -> str:
    """The address of a Redis for the tests, or nothing."""
    if os.environ.get("TEST_REDIS_URL"):
        return os.environ["TEST_REDIS_URL"]
    if answers(6379):
        return "redis://127.0.0.1:6379/9"
    if not (shutil.which("redis-server") or installed("redis-server")):
        return missing("Redis")
    folder = servers.enter_context(tempfile.TemporaryDirectory(prefix="ridgeline-redis-"))
    path = f"{folder}/redis.sock"
    command = ["redis-server", "--port", "0", "--unixsocket", path, "--save", "", "--appendonly", "no", "--dir", folder]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    servers.callback(lambda: (server.terminate(), server.wait(10)))
    for _attempt in range(50):
        if Path(path).exists():
            return f"unix://{path}?db=0"
        time.sleep(0.1)
    return missing("Redis")


def missing(name) -> str:
    if CI:
        sys.exit(f"CI runs the tests with {name} too, and it cannot be had here.")
    return ""


if __name__ == "__main__":
    main()
