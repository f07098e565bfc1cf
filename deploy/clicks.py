"""Play an editor's commonest jobs in a real browser, and print clicks, keys and seconds for each.

    .venv/bin/python deploy/clicks.py --site http://127.0.0.1:8000 --passwords var/demo_passwords.json

The site is one with the demo, as `make run` makes it; the jobs write into it. A click is a click, a key is a key that
does something, such as a shortcut or Enter; text that is typed is counted as signs, since it is the same everywhere.
Seconds are those of the machine, without anybody thinking, until the answer is on the screen. Each job begins on the
first page of the admin, and is a function under `@job`.
"""

import argparse
import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError


@dataclass
class Hand:
    """A person's hand: everything that a job does goes through it and is counted."""

    page: Page
    site: str
    clicks: int = 0
    keys: int = 0
    signs: int = 0
    notes: dict = field(default_factory=dict)

    def click(self, selector: str, **options) -> None:
        self.page.locator(selector).first.click(**options)
        self.clicks += 1

    def press(self, keys: str) -> None:
        self.page.keyboard.press(keys)
        self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)
        self.signs += len(text)

    def into(self, selector: str, text: str) -> None:
        """Click into a field and type."""
        self.click(selector)
        self.type(text)

    def choose(self, field: str, text: str) -> None:
        """Pick from a list that is searched: a click, some signs, a click."""
        self.click(f".field-{field} .select2-selection")
        self.page.locator(".select2-search__field:visible").last.press_sequentially(text)
        self.signs += len(text)
        self.click(f".select2-results__option:has-text('{text}')")

    def in_text(self) -> None:
        """Click into the rich text, at its end."""
        self.page.wait_for_function("Object.values(CKEDITOR.instances).every(one => one.status === 'ready')")
        self.page.frame_locator(".cke_wysiwyg_frame").first.locator("body p").first.click()
        self.clicks += 1

    def said(self, selector: str) -> None:
        """Wait until this is on the screen."""
        self.page.locator(selector).first.wait_for()


@dataclass(frozen=True)
class Job:
    """What is done, and by whom."""

    do: Callable[[Hand], None]
    person: str


JOBS: dict[str, Job] = {}


def job(name: str, person: str = "editor"):
    """Register the decorated function as a job of this person; it begins on the first page."""

    def register(function):
        JOBS[name] = Job(function, person)
        return function

    return register


MENU = "#nav-sidebar a[href='{}'], aside a[href='{}'], nav a[href='{}']"


def menu(hand: Hand, address: str) -> None:
    hand.click(MENU.format(address, address, address))
    hand.page.wait_for_url(f"**{address}")


def open_first(hand: Hand) -> None:
    hand.click("#result_list tbody tr th a")
    hand.page.wait_for_url("**/change/")


def open_from_the_desk(hand: Hand) -> None:
    """The first article that the first page names."""
    after(hand, lambda: hand.click(".desk-panel a[href*='/articles/article/'][href$='/change/']"))


def after(hand: Hand, deed: Callable[[], None]) -> None:
    """Do this, and wait for the page that answers."""
    with hand.page.expect_navigation():
        deed()
    hand.page.wait_for_load_state("load")


@job("Write and publish an article")
def write_and_publish(hand):
    after(hand, lambda: hand.click(".desk-panels a[href$='/articles/article/add/']"))
    hand.into("#id_title", f"點擊測試 {time.time_ns()}")
    hand.in_text()
    hand.type("第一段。")
    hand.choose("channel", "內容")
    after(hand, lambda: hand.click("button[name=_publish]"))
    hand.said(".state-published")


@job("Begin with a template and save the draft")
def begin_with_a_template(hand):
    menu(hand, "/admin/articles/article/")
    after(hand, lambda: hand.click("button[form=begin-with]"))
    hand.in_text()
    hand.type("填好的第一句。")
    after(hand, lambda: hand.press("Control+s"))
    hand.said(".state-draft")


@job("Correct a word in a live article")
def correct_a_word(hand):
    open_from_the_desk(hand)
    hand.in_text()
    hand.type("改")
    after(hand, lambda: hand.click("button[name=_publish]"))
    hand.said(".state-published")


@job("Put a picture into an article and save the draft")
def add_a_picture(hand):
    open_from_the_desk(hand)
    hand.in_text()
    hand.click(".cke_button__ridgelinepicture")
    hand.click("dialog[open] label:has(input[type=radio]), [role=dialog] label:has(input[type=radio])")
    hand.click("dialog[open] button[type=submit], [role=dialog] button[data-insert]")
    after(hand, lambda: hand.press("Control+s"))
    hand.said(".state-changed, .state-draft")


@job("Change the phone number of the site")
def change_the_phone(hand):
    menu(hand, "/admin/site/contactchannel/")
    after(
        hand,
        lambda: hand.click("#result_list tbody tr:has-text('電話') th a, #result_list tbody tr a[href*='/change/']"),
    )
    hand.click("#id_value", click_count=3)
    hand.type("400-000-0000")
    after(hand, lambda: hand.press("Control+s"))
    hand.said("#id_value")


@job("Find an article by a word of its title")
def find_an_article(hand):
    menu(hand, "/admin/articles/article/")
    hand.press("/")
    hand.type("留言")
    after(hand, lambda: hand.press("Enter"))
    hand.said("#result_list tbody tr")


@job("Duplicate an article")
def duplicate(hand):
    open_from_the_desk(hand)
    hand.click(".draft-bar-more summary")
    after(hand, lambda: hand.click("button[formaction$='/duplicate/']"))
    hand.said(".state-draft")


@job("See on a phone what is typed and not saved")
def preview(hand):
    open_from_the_desk(hand)
    hand.in_text()
    hand.type("看")
    hand.press("Control+Enter")
    hand.click(".look label:has([value='390'])")
    hand.said(".look iframe.is-ready")


@job("Schedule a new text in place of the public one")
def schedule(hand):
    open_from_the_desk(hand)
    hand.in_text()
    hand.type("排")
    hand.click(".draft-bar a[href='#publication']")
    hand.page.fill("#goes_at", f"{date.today() + timedelta(days=9)}T09:30")
    hand.clicks += 1
    hand.signs += 12
    after(hand, lambda: hand.click("button[name=_schedule]"))
    hand.said("#publication li a[href*='/when/']")


@job("Bring back an old version")
def restore(hand):
    open_from_the_desk(hand)
    after(hand, lambda: hand.click(".draft-bar a[href$='/history/']"))
    after(hand, lambda: hand.click(".timeline form button"))
    hand.said(".state-changed")


@job("Send for review", person="author")
def hand_in(hand):
    open_from_the_desk(hand)
    hand.in_text()
    hand.type("審")
    after(hand, lambda: hand.click("button[name=_submit]"))
    hand.said(".review-box .state-scheduled, .review-box .state-waiting")


@job("Replace a word everywhere, as drafts")
def replace_everywhere(hand):
    menu(hand, "/admin/replace/")
    hand.into("#id_words", "讀者")
    hand.into("#id_replacement", "讀者朋友")
    after(hand, lambda: hand.press("Enter"))
    hand.click("[data-everything]")
    after(hand, lambda: hand.click(".desk-run button"))
    hand.said("[role=status] li")


def sign_in(page: Page, site: str, person: str, password: str) -> None:
    page.goto(f"{site}/admin/login/")
    page.fill("[name=username]", person)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")


def play(page: Page, site: str, function) -> tuple[Hand, float]:
    """One job, from the first page; the seconds from the first click to the answer."""
    page.goto(f"{site}/admin/")
    hand = Hand(page, site)
    started = time.perf_counter()
    function(hand)
    return hand, time.perf_counter() - started


def seats(browser: Browser, site: str, passwords: dict[str, str]) -> dict[str, Page]:
    """A page for each person who does a job, signed in."""
    opened = {}
    for person in {job.person for job in JOBS.values()}:
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.set_default_timeout(30_000)
        page.on("dialog", lambda dialog: dialog.accept())
        sign_in(page, site, person, passwords[person])
        opened[person] = page
    return opened


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--site", default="http://127.0.0.1:8000")
    asked.add_argument("--passwords", type=Path, default=Path("var/demo_passwords.json"))
    asked.add_argument("--only", default="", help="jobs whose name holds this")
    options = asked.parse_args()
    passwords = json.loads(options.passwords.read_text())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pages = seats(browser, options.site, passwords)
        print(f"{'clicks':>7}{'keys':>6}{'signs':>7}{'seconds':>9}  job")
        for name, job in JOBS.items():
            if options.only not in name:
                continue
            try:
                hand, seconds = play(pages[job.person], options.site, job.do)
            except PlaywrightError as error:
                print(f"{'failed':>29}  {name}: {str(error).splitlines()[0]}", flush=True)
                continue
            print(f"{hand.clicks:>7}{hand.keys:>6}{hand.signs:>7}{seconds:>9.1f}  {name}", flush=True)
        browser.close()
        print(f"load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
