"""A salesperson's day in a real browser, on a desk and on a phone: from an enquiry to what it was won with."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cms.outbox.worker import run_once
from demo import builders
from leads.models import Disclosure, Enquiry, Entry, Lead, Touch
from tests.browser.test_editors_day import follow, seat  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
NUMBER, SPELLED = "138 1234 5678", "+86 13812345678"


@pytest.fixture
def article(db):
    builders.service("品牌策略", live=True)
    return builders.article("三種決策", slug="decisions", live=True, body="<p>正文。</p>")


def ask(reader, article, contact, message):
    """Come by a marked link, read, agree to send the journey, and ask."""
    reader.goto("/?utm_source=newsletter&utm_campaign=spring")
    reader.goto(article.get_absolute_url())
    reader.fill("#ask-name", "林小姐")
    reader.fill("#ask-contact", contact)
    reader.fill("#ask-message", message)
    reader.check("#ask-consent")
    reader.check("#ask-journey_consent")
    reader.click("#ask button")
    reader.wait_for_url("**/contact/thanks/")
    run_once()


def see_it_come_in(page):
    """On the first page, and from there to the lead, which says how they came and hides the number."""
    page.goto("/admin/")
    expect(page.locator("#content, main").first).to_contain_text("林小姐")
    follow(page, "林小姐")
    expect(page.locator("body")).to_contain_text("newsletter")
    expect(page.locator("body")).not_to_contain_text(NUMBER)


def reveal(page):
    page.get_by_label("Why, if you like").fill("回電")
    with page.expect_navigation():
        page.get_by_role("button", name="Show the contact").click()
    expect(page.locator("body")).to_contain_text(NUMBER)


def work(page):
    """A call is logged and the next step is set, in one save."""
    page.select_option("#id_entry_kind", "call")
    page.fill("#id_entry_text", "打過了，下週提案")
    page.fill("#id_next_step", "寄提案")
    later = timezone.localtime() + timedelta(days=3)
    page.fill("#id_next_step_at_0", f"{later:%Y-%m-%d}")
    page.fill("#id_next_step_at_1", "10:00")
    save(page)


def save(page):
    with page.expect_navigation():
        page.locator("[name=_continue]").first.click()
    expect(page.locator("body")).not_to_contain_text("Please correct")


def move_by_keyboard(page, lead, stage):
    page.goto("/admin/leads/lead/board/")
    card = page.locator(f"[data-lead='{lead.pk}']")
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    card.locator("select[name=stage]").select_option(stage)
    card.get_by_role("button", name="Move").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(f"[data-stage='{stage}'] [data-lead='{lead.pk}']")).to_be_visible()


def drag(page, lead, stage):
    page.locator(f"[data-lead='{lead.pk}']").drag_to(page.locator(f"[data-stage='{stage}'] h2"))
    expect(page.locator(f"[data-stage='{stage}'] [data-lead='{lead.pk}']")).to_be_visible()
    expect(page.locator(".board-said")).not_to_be_empty()


def win(page, lead):
    page.goto(f"/admin/leads/lead/{lead.pk}/change/")
    page.select_option("#id_stage", "won")
    page.fill("#id_amount", "68000")
    save(page)


@pytest.mark.parametrize("size", SIZES)
def test_a_salespersons_day(seat, article, salesperson, analyst, size):  # noqa: F811
    reader, page = seat(), seat(salesperson)
    page.set_viewport_size(SIZES[size])
    reader.set_viewport_size(SIZES[size])
    ask(reader, article, NUMBER, "想把門店的新媒體重新做一次。")
    lead = Lead.objects.get()
    assert list(Touch.objects.values_list("source", "path").order_by("position")) == [
        ("newsletter", "/"),
        ("", article.get_absolute_url()),
    ]
    see_it_come_in(page)
    reveal(page)
    work(page)
    expect(page.locator("body")).to_contain_text("打過了，下週提案")
    move_by_keyboard(page, lead, "qualified")
    if size == "desk":  # a finger scrolls; the small form does it there
        drag(page, lead, "proposal")
    ask(reader, article, SPELLED, "第二件事：還想改官網。")
    win(page, lead)
    expect(page.locator("body")).to_contain_text("還想改官網")  # the second enquiry has joined the first
    page.goto("/admin/leads/lead/?q=13812345678")
    follow(page, "林小姐")
    expect(page.locator("#id_stage")).to_have_value("won")
    lead = Lead.objects.get()
    assert (lead.stage, int(lead.amount), lead.next_step, lead.enquiries.count()) == ("won", 68000, "寄提案", 2)
    assert Entry.objects.filter(lead=lead, kind="call").count() == 1
    assert Disclosure.objects.get(kind="reveal").reason == "回電"
    counts = seat(analyst)
    counts.set_viewport_size(SIZES[size])
    counts.goto("/admin/leads/lead/numbers/")
    expect(counts.locator("body")).to_contain_text("newsletter · spring")
    expect(counts.locator("body")).not_to_contain_text("林小姐")
    assert counts.goto(f"/admin/leads/lead/{lead.pk}/change/").status == 403


def test_who_asks_not_to_be_tracked_is_offered_no_journey_and_nothing_is_kept(seat, article):  # noqa: F811
    reader = seat()
    reader.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {get: () => true})")
    reader.goto("/?utm_source=newsletter")
    reader.goto(article.get_absolute_url())
    expect(reader.locator("#ask-consent")).to_be_visible()
    expect(reader.locator("#ask-journey_consent")).to_be_hidden()
    assert reader.evaluate("localStorage.getItem('journey')") is None
    assert not Enquiry.objects.exists()
