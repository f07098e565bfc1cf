"""Run the drill and say the truth by the exit code.

DRILL_KILLS (200), DRILL_POSTS (5000), DRILL_SEED (at random) and DRILL_DATABASES (sqlite,postgresql) set its size.
"""

import hashlib
import os
import random
import signal
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deploy.drill import journal, proof
from deploy.drill.desk import Salesperson
from deploy.drill.installation import SALESPEOPLE, WORKER_BEGINS, Installation, OnPostgreSQL, OnSQLite
from deploy.drill.killing import Killer
from deploy.drill.visitors import Crowd, Site, posts

DATABASES: dict[str, type[Installation]] = {"sqlite": OnSQLite, "postgresql": OnPostgreSQL}
LEFT = """
    SELECT (SELECT count(*) FROM outbox_delivery WHERE state = 'waiting') +
           (SELECT count(*) FROM outbox_event WHERE state = 'waiting' AND due_at <= CURRENT_TIMESTAMP)"""
AT_LAST = proof.IN_TIME + 120  # seconds, after which it is said what has not come
# What a worker that is dead by now had in hand is due at once, as after five minutes, and so is what makes a pause.
LEASE = timedelta(minutes=5)
HURRY = [
    "UPDATE outbox_delivery SET leased_until = NULL WHERE state = 'waiting' AND leased_until < '{edge}'",
    "UPDATE outbox_delivery SET next_attempt_at = CURRENT_TIMESTAMP WHERE state = 'waiting' AND leased_until IS NULL",
]


def main():
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit("Stopped."))  # and everything that was started with it
    seed = int(os.environ.get("DRILL_SEED", "0")) or random.randrange(1, 10**6)
    kills, count = int(os.environ.get("DRILL_KILLS", "200")), int(os.environ.get("DRILL_POSTS", "5000"))
    passed = True
    for name in os.environ.get("DRILL_DATABASES", "sqlite,postgresql").split(","):
        with tempfile.TemporaryDirectory(prefix="ridgeline-drill-", ignore_cleanup_errors=True) as folder:
            installation = DATABASES[name.strip()](Path(folder), seed)
            passed &= drill(installation, kills=kills, count=count)
    sys.exit(not passed)


def drill(installation: Installation, *, kills: int, count: int, hurries: bool = False) -> bool:
    """Whether everything is there. `hurries` does not wait for leases and pauses to end, and so proves no times."""
    seed = installation.seed
    say(f"{installation.name}: {kills} kills, {count} posts, DRILL_SEED={seed}")
    try:
        evidence = gather(installation, kills, count, hurries=hurries)
    finally:
        installation.end()
    verdict = proof.prove(evidence)
    report(installation, evidence, verdict)
    return not verdict.findings


def gather(installation: Installation, kills: int, count: int, *, hurries: bool) -> proof.Evidence:
    """Let it happen, wait until all is calm, and collect what there is."""
    seed = installation.seed
    told = installation.set_up()
    killer = Killer(installation, kills, count, seed=seed)
    sent = list(posts(count, random.Random(f"{seed} posts")))
    site = Site(installation.port, told["stamp"], told["question"])
    crowd = Crowd(site, sent, pace=killer.pace, seed=seed)
    salesperson = Salesperson(installation, told["session"], seed=seed, until=crowd.is_over)
    at_work = [threading.Thread(target=busy.run, daemon=True) for busy in (crowd, salesperson)]
    at_work.append(threading.Thread(target=progress, args=[crowd, killer], daemon=True))
    for thread in at_work:
        thread.start()
    try:
        killer.run(crowd.is_over)
    finally:
        killer.give_up()
        crowd.goes_home.set()
    for thread in at_work:
        thread.join()
    installation.wait_until_up()
    installation.be_calm()
    ended = time.time()
    say(f"calm; {installation.ask(LEFT)[0][0]} messages and events wait")
    wait_for_the_outbox(installation, hurries=hurries)
    folder = installation.folder
    return proof.Evidence(
        posts=sent,
        enquiries=installation.ask(proof.ENQUIRIES),
        deliveries=installation.ask(proof.DELIVERIES),
        events=installation.ask(proof.EVENTS),
        doubled_leads=installation.ask(proof.DOUBLED),
        files={digest(path) for path in (folder / "site" / "private" / "leads").rglob("*") if path.is_file()},
        moved=salesperson.moved,
        mails=journal.read(folder / "mail.jsonl"),
        calls=journal.read(folder / "calls.jsonl"),
        kills=killer.kills,
        salespeople=SALESPEOPLE,
        ended=ended,
        integrity=installation.integrity(),
        fallen=[process.name for process in installation.programs for _time in range(process.ended)],
    )


def wait_for_the_outbox(installation: Installation, *, hurries: bool) -> None:
    deadline, next_word = time.monotonic() + AT_LAST, time.monotonic() + 30
    while (left := installation.ask(LEFT)[0][0]) and time.monotonic() < deadline:
        if time.monotonic() > next_word:
            say(f"{left} still wait")
            next_word += 30
        if hurries:
            begun = datetime.fromtimestamp(installation.worker.up_at - WORKER_BEGINS, UTC)
            for sql in HURRY:
                installation.ask(sql.format(edge=f"{begun + LEASE:%Y-%m-%d %H:%M:%S}"))
        time.sleep(0.5)


def progress(crowd: Crowd, killer: Killer) -> None:
    while not crowd.is_over.wait(20):
        say(f"{crowd.finished} of {len(crowd.posts)} posts, {len(killer.kills)} kills")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def report(installation: Installation, evidence: proof.Evidence, verdict: proof.Verdict) -> None:
    by_whom: dict[str, int] = {}
    for kill in evidence.kills:
        by_whom[kill.whom] = by_whom.get(kill.whom, 0) + 1
    requests = sum(sum(post.answers.values()) for post in evidence.posts)
    print(
        f"\n{installation.name}, DRILL_SEED={installation.seed}\n"
        f"  kills     N={len(evidence.kills)}: {', '.join(f'{whom} {n}' for whom, n in sorted(by_whom.items()))}\n"
        f"  posts     N={len(evidence.posts)} in {requests} requests, "
        f"confirmed {verdict.confirmed}, stored {verdict.stored}\n"
        f"  lost      {verdict.lost} of {verdict.confirmed}; stored twice {verdict.twice}\n"
        f"  database  {evidence.integrity}"
    )
    for copies in verdict.copies:
        print(f"  {copies.line()}")
    for finding in verdict.findings:
        print(f"  FOUND: {finding}")
    print("  passed" if not verdict.findings else "  FAILED", flush=True)


def say(sentence: str) -> None:
    print(f"── {time.strftime('%H:%M:%S')} {sentence}", flush=True)


if __name__ == "__main__":
    main()
