"""Who saw the thank-you page has a stored lead, though server and worker are killed at random moments.

A small run for every day; `KILLS=200 POSTS=5000` is the whole drill. The seed is printed and can be given as SEED.
"""

import os
import random
import signal
import time
import urllib.error
import urllib.parse
import urllib.request

from tests.outbox.test_processes import Site, answers, children, free_port, wait_for

KILLS = int(os.environ.get("KILLS", "3"))
POSTS = int(os.environ.get("POSTS", "60"))
SEED = int(os.environ.get("SEED", "0")) or random.randrange(10**6)


class Straight(urllib.request.HTTPRedirectHandler):
    """The 303 is the answer that counts."""

    def redirect_request(self, *args):
        return None


def post(port, number):
    """Whether the visitor was told that enquiry `number` is stored."""
    fields = {"name": f"訪客 {number}", "contact": f"visitor{number}@example.com", "message": f"第 {number} 則諮詢"}
    fields |= {"consent": "on", "consent_version": "1", "path": "/contact/", "browser": f"{number:032x}"}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/contact/send/",
        urllib.parse.urlencode(fields).encode(),
        {
            "X-Forwarded-For": f"10.0.{number // 250}.{number % 250}",
            "Accept-Language": "zh",
            "User-Agent": "Mozilla/5.0 (X11; Linux x64) Chrome/131.0",  # of a program's post nobody would be told
            "Sec-Fetch-Site": "same-origin",
        },
    )
    try:
        urllib.request.build_opener(Straight).open(request, timeout=30)
    except urllib.error.HTTPError as answer:
        return answer.code == 303
    except OSError:
        return False
    return False


def kill_all(serve):
    """As when the power goes: server, its worker processes and ours, none of them asked."""
    for pid in children(serve):
        os.killpg(int(pid), signal.SIGKILL)
    serve.kill()
    serve.wait()


def test_no_confirmed_enquiry_and_no_mail_is_lost(tmp_path, db):
    print(f"SEED={SEED}")  # noqa: T201
    dice = random.Random(SEED)
    site = Site(tmp_path / "site")
    site.environment |= {"TRUSTED_PROXIES": "1"}
    site.python(
        "from cms.people.models import User; from django.contrib.auth.models import Group\n"
        "User.objects.create_user('sales', 'sales@example.com').groups.add(Group.objects.get(name='salesperson'))"
    )
    port, confirmed, number = free_port(), [], 0
    for kill in range(KILLS + 1):
        serve = site.start("serve", "--port", str(port))
        wait_for(lambda: answers(port))
        end = time.monotonic() + dice.uniform(0.2, 2)
        share = POSTS if kill == KILLS else POSTS * (kill + 1) // (KILLS + 1)
        while number < share and (kill == KILLS or time.monotonic() < end):
            number += 1
            if post(port, number):
                confirmed.append(number)
        if kill < KILLS:
            kill_all(serve)
    site.python("Delivery.objects.filter(state='waiting').update(leased_until=None)")  # as after five minutes
    left = "print(Event.objects.due().count() + Delivery.objects.exclude(state='sent').count())"
    wait_for(lambda: site.python(left).strip() == "0", seconds=60)
    serve.terminate()
    assert serve.wait(timeout=30) == 0
    stored = site.python(
        "from leads.models import Enquiry; print(*Enquiry.objects.values_list('contact', flat=True))"
    ).split()
    assert len(confirmed) > POSTS // 2
    assert {f"visitor{n}@example.com" for n in confirmed} <= set(stored)
    assert len(stored) == len(set(stored))
    mails = "".join(site.mails())
    sent = site.python("print(*Delivery.objects.values_list('uuid', flat=True))").split()
    assert len(sent) == len(stored)
    for uuid in sent:
        assert 1 <= mails.count(f"<{uuid}@") <= 1 + KILLS
