"""Measure what an editor waits for in a large site, in process: the server's own time, without network and browser.

    DATA_DIR=var/large .venv/bin/python manage.py migrate
    DATA_DIR=var/large .venv/bin/python manage.py demo --articles 100000
    DATA_DIR=var/large .venv/bin/python manage.py collectstatic --noinput
    DATA_DIR=var/large .venv/bin/python deploy/measure_desk.py

Each job is a request through everything a real one passes, by a person of the demo who may publish; it is made ROUNDS
times after one that does not count, and the median is printed, as time on the wall and of the processor, with the
queries of the last one and the most memory that Python held. The jobs write into the site.
"""

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django.setup()

from django.conf import settings  # noqa: E402  (the settings first)
from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment, teardown_test_environment  # noqa: E402

from articles.models import Article  # noqa: E402
from cms.people.models import User  # noqa: E402
from tests.forms import opened  # noqa: E402

ROUNDS = 20
SENTENCE = "品牌不是一句口號，而是讀者每一次遇見你時心裡留下的那個印象。"  # 30 signs, 90 bytes
TWENTY_KB = "".join(f"<p>第{number}段。{SENTENCE * 4}</p>" for number in range(54))
LIST = "/admin/articles/article/"


def measure(name: str, job: Callable, rounds: int = ROUNDS) -> None:
    """Print the medians of a job, which is given the number of its round."""
    walls, processors = [], []
    for number in range(rounds + 1):
        reset_queries()
        connection.force_debug_cursor = number == rounds
        wall, processor = time.perf_counter(), time.process_time()
        answer = job(number)
        walls.append((time.perf_counter() - wall) * 1000)
        processors.append((time.process_time() - processor) * 1000)
        if answer.status_code not in {200, 302}:
            raise SystemExit(f"{name}: HTTP {answer.status_code}")
    medians = [statistics.median(found[1:-1] or found) for found in (walls, processors)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(  # noqa: T201  (what it is for)
        f"| {name} | {medians[0]:.0f} | {medians[1]:.0f} | {len(connection.queries)} | {memory} |", flush=True
    )


def main() -> None:
    desk = Client()
    desk.force_login(User.objects.filter(groups__name="chief editor").first())
    article = Article.objects.live().order_by("-pk")[1]
    form = article.get_edit_url()
    setup_test_environment()  # so that the form can be read from the answer; it costs time, so not for what follows
    values = opened(desk, form) | {"body": TWENTY_KB}
    teardown_test_environment()
    settings.ALLOWED_HOSTS = ["testserver"]
    print(f"{Article.objects.count():,} articles, a text of {len(TWENTY_KB.encode()):,} bytes, {connection.vendor}")  # noqa: T201
    print("| Job | ms | of these processor | queries | MB |\n|---|---:|---:|---:|---:|")  # noqa: T201

    def send(address=form, **more):
        values["draft_token"] = opened_token()
        return desk.post(address, values | more)

    def opened_token():
        row = Article.objects.get(pk=article.pk)
        return row.edit_token(row.draft())

    autosave = form.replace("/change/", "/autosave/")
    measure("Save itself", lambda number: send(autosave, title=f"自己存 {number}"))
    measure("Save the draft", lambda number: send(title=f"草稿 {number}", _continue=""))
    measure("Publish", lambda number: send(title=f"發布 {number}", _publish=""))
    measure("Open the form", lambda number: desk.get(form))
    measure("Open the list", lambda number: desk.get(LIST))
    measure("Open the first page", lambda number: desk.get("/admin/"))
    replace = "/admin/replace/"
    find = {"words": "品牌", "replacement": "牌子", "groups": ["title", "summary", "text", "parts"]}
    measure("Find a frequent word", lambda number: desk.get(replace, find), rounds=3)
    measure("Find a rare word", lambda number: desk.get(replace, find | {"words": "草稿 20"}), rounds=3)
    newest = list(Article.objects.live().order_by("-pk").values_list("pk", flat=True)[10:210])
    for verb, action in (("publish", "publish_selected"), ("trash", "delete_selected")):
        asked = {"action": action, "_selected_action": newest}
        measure(f"Preview of 200 rows: {verb}", lambda number, asked=asked: desk.post(LIST, asked), rounds=2)


if __name__ == "__main__":
    main()
