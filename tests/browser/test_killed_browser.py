"""`kill -9` of the browser in the middle of a word: at most the last five seconds of typing are gone."""

import os
import re
import signal
import time
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import expect

from articles.models import Article
from cms.richtext.text import plain
from demo import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ALLOWED = 5.0  # seconds of typing that may be lost
WORD = re.compile(r"w\d{3}")


class Mortal:
    """A Chromium with a profile of its own, which is killed and started again."""

    def __init__(self, browser_type, arguments, profile, address, user):
        self.launch = lambda: browser_type.launch_persistent_context(profile, **arguments)
        self.profile, self.address, self.user = str(profile), address, user
        self.context = None

    def start(self, path):
        """The browser, signed in again, at this page."""
        client = Client()
        client.force_login(self.user)
        self.context = self.launch()
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.address}
        self.context.add_cookies([cookie])
        page = self.context.pages[0]
        page.set_default_timeout(15_000)
        page.goto(f"{self.address}{path}")
        page.wait_for_function("window.CKEDITOR?.instances.id_body?.status === 'ready'")
        return page

    def kill(self):
        """SIGKILL to its whole group, as when the power goes, and wait until nothing of it is left."""
        own = [pid for pid in map(int, filter(str.isdecimal, os.listdir("/proc"))) if self.profile in command_of(pid)]
        groups = {os.getpgid(pid) for pid in own} - {os.getpgid(0)}
        assert len(groups) == 1
        os.killpg(groups.pop(), signal.SIGKILL)
        until = time.monotonic() + 10
        while any(self.profile in command_of(pid) for pid in own):
            assert time.monotonic() < until
            time.sleep(0.05)
        self.context = None


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


@pytest.fixture
def mortal(browser_type, browser_type_launch_args, tmp_path, live_server, editor):
    arguments = {"locale": "en-US", **browser_type_launch_args}
    made = Mortal(browser_type, arguments, tmp_path / "profile", live_server.url, editor)
    yield made
    if made.context:
        made.context.close()


def keep_typing(page, seconds):
    """Numbered words into the title and the text in turn, and when each was typed."""
    typed = {}
    begun = time.monotonic()
    body = page.frame_locator(".cke_wysiwyg_frame").locator("body")
    while time.monotonic() - begun < seconds:
        if len(typed) % 8 == 0:
            (page.locator("#id_title") if len(typed) % 16 == 0 else body).click()
            page.keyboard.press("End")
        word = f"w{len(typed):03d}"
        page.keyboard.type(f" {word}", delay=20)
        typed[word] = time.monotonic()
    return typed


def given_back(page, article):
    """The words in the form, after what the browser offers was taken back; an empty one if nothing was offered."""
    offer = page.locator(".autosave-offer")
    page.wait_for_load_state("networkidle")
    if offer.is_visible():
        page.get_by_role("button", name="Take it back").click()
        expect(page.locator(".autosave-note")).to_contain_text("not saved yet")
        page.wait_for_function("window.CKEDITOR?.instances.id_body?.status === 'ready'")
    shown = page.input_value("#id_title") + plain(page.evaluate("CKEDITOR.instances.id_body.getData()"))
    return set(WORD.findall(shown))


def lost(typed, found, killed_at):
    """How many seconds of typing before the kill are not there any more."""
    missing = [at for word, at in typed.items() if word not in found]
    return killed_at - min(missing) if missing else 0.0


@pytest.mark.parametrize("is_online", [True, False])
def test_at_most_five_seconds_of_typing_are_lost(mortal, editor, is_online):
    article = builders.article("舊題", by=editor)
    page = mortal.start(article.get_edit_url())
    mortal.context.set_offline(not is_online)
    typed = keep_typing(page, seconds=8)
    killed_at = time.monotonic()
    mortal.kill()
    assert (article.draft() is not None) is is_online
    found = given_back(mortal.start(article.get_edit_url()), article)
    assert lost(typed, found, killed_at) <= ALLOWED


@pytest.mark.parametrize("is_online", [True, False])
def test_a_new_article_is_there_again_too(mortal, is_online):
    builders.channel("運營方法")
    add = "/admin/articles/article/add/"
    page = mortal.start(add)
    page.locator(".field-channel .select2-selection").click()
    page.locator(".select2-results__option", has_text="運營方法").click()
    mortal.context.set_offline(not is_online)
    typed = keep_typing(page, seconds=8)
    killed_at = time.monotonic()
    mortal.kill()
    made = Article.objects.first()
    assert (made is not None) is is_online
    found = given_back(mortal.start(made.get_edit_url() if made else add), made)
    assert lost(typed, found, killed_at) <= ALLOWED
