"""The public site in a real browser: on a phone, in the dark, by keyboard, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from cms.site.models import ContactChannel, MenuItem
from demo import builders

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 640}
TITLE = "一篇文章到底值多少錢：我們把十四個月裡的文章和線索逐條對帳，看看哪些題目帶來生意"
PARAGRAPH = "<p>重決策的讀者會回來七次，第一次只是看你懂不懂他的處境。</p>"
BODY = "".join(f'<h2 id="s{n}">第{n}節</h2>' + PARAGRAPH * 12 for n in range(1, 5))


@pytest.fixture
def article(transactional_db):
    MenuItem.objects.create(label="首頁", second_label="HOME", address="/")
    MenuItem.objects.create(label="熱點資訊", second_label="NEWS", address="/news/", position=1)
    ContactChannel.objects.create(kind="phone", label="電話", value="000-0000-0000")
    builders.page("聯繫我們", slug="contact", live=True)
    return builders.article(TITLE, slug="worth", live=True, summary="閱讀量不等於生意。", body=BODY)


@pytest.fixture
def read(page, live_server, article):
    """`read(path)`: that page, or the article, in the browser."""

    def opened(path=None, viewport=None):
        page.set_viewport_size(viewport or {"width": 1440, "height": 900})
        page.goto(live_server.url + (path or article.get_absolute_url()))
        return page

    return opened


def test_menu_of_a_phone_opens_and_leads_on_without_javascript(browser, live_server, article):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(live_server.url + article.get_absolute_url())
    link = page.locator("#menu").get_by_text("熱點資訊")
    assert not link.is_visible()
    page.click(".menu-button")
    link.click()
    page.wait_for_url("**/news/")
    context.close()


def test_menu_of_a_phone_works_by_keyboard(read):
    page = read(viewport=PHONE)
    page.focus(".menu-button")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#menu') !== null")
    page.keyboard.press("Escape")
    assert not page.locator("#menu").is_visible()
    assert page.evaluate("document.activeElement.className") == "menu-button"


def test_escape_folds_the_list_below_a_menu_entry_until_focus_has_left_it(article, read):
    about = MenuItem.objects.create(label="關於", address="/about/")
    MenuItem.objects.create(label="團隊", address="/about/team/", parent=about)
    page = read()
    below = page.locator(".nav ul ul")
    folded = "list => getComputedStyle(list).clipPath !== 'none'"
    page.get_by_role("link", name="團隊").focus()
    assert not below.evaluate(folded)
    page.keyboard.press("Escape")
    assert below.evaluate(folded)
    assert page.evaluate("document.activeElement.textContent") == "關於"
    page.locator(".brand").focus()
    page.wait_for_function("() => !document.querySelector('.folded')")


def test_first_tab_leads_past_the_menu(read):
    page = read()
    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate("link => link.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_chosen_theme_is_there_before_any_module_has_run(read):
    page = read()
    page.click(".theme summary")
    page.check(".theme input[value=dark]")
    page.route("**/js/site*.js", lambda route: route.abort())
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 22, 28)"


def test_device_decides_again_when_asked_to(read):
    page = read()
    page.click(".theme summary")
    page.check(".theme input[value=dark]")
    page.check(".theme input[value='']")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") is None
    assert page.evaluate("localStorage.getItem('theme')") is None


def test_phone_number_is_copied_and_announced(read, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = read()
    page.click(".foot .copy")
    expect(page.locator("[data-announce]")).to_contain_text("000-0000-0000")
    assert page.evaluate("navigator.clipboard.readText()") == "000-0000-0000"


def test_contents_mark_the_section_being_read_both_ways(read):
    page = read()
    current = page.locator("aside [aria-current]")
    page.evaluate("document.querySelectorAll('.prose h2')[2].scrollIntoView()")
    expect(current).to_have_text("第3節")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(current).to_have_text("第4節")
    page.evaluate("scrollTo(0, 0)")
    expect(current).to_have_text("第1節")


@pytest.mark.parametrize("path", ["/", "/news/", "/news/worth/", "/contact/", "/search/?q=文章", "/nowhere/"])
def test_page_never_scrolls_sideways_on_the_smallest_phone(read, path):
    page = read(path, viewport=SMALLEST)
    assert page.evaluate("document.documentElement.scrollWidth") == SMALLEST["width"]


def test_contact_bar_covers_no_text_at_the_end_of_the_page(read):
    page = read(viewport=PHONE)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    bar, last = page.locator(".bar").bounding_box(), page.locator(".legal").bounding_box()
    assert last["y"] + last["height"] <= bar["y"]
    assert bar["y"] + bar["height"] == pytest.approx(PHONE["height"], abs=1)


def test_heading_breaks_between_words_on_a_phone(read):
    page = read(viewport=PHONE)
    pieces = page.evaluate(
        """[...document.querySelector("h1").childNodes].filter((node) => node.nodeType === 3).map((node) => {
            const range = document.createRange();
            range.selectNodeContents(node);
            return [node.textContent, new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size];
        })"""
    )
    assert "".join(text for text, _lines in pieces) == TITLE
    assert {lines for _text, lines in pieces} == {1}
    assert page.locator("h1").bounding_box()["height"] > 80  # so it did break


def test_everything_to_press_is_large_enough_for_a_thumb(read):
    page = read(viewport=PHONE)
    small = page.evaluate(
        """[...document.querySelectorAll(
            ".masthead :is(a, button, summary), .foot :is(a, button), .bar a, .fold summary")]
            .map((target) => [target.textContent.trim(), target.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 24 || box.width < 24)).map(([text]) => text)"""
    )
    assert small == []


def test_nothing_moves_after_the_first_paint(read, page):
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.moved += entry.value; }))
            .observe({ type: "layout-shift", buffered: true });"""
    )
    read(viewport=PHONE).wait_for_load_state("networkidle")
    assert page.evaluate("window.moved") < 0.02


def test_paper_shows_no_empty_list_of_questions(read):
    questions = read().locator("#questions")
    expect(questions).to_be_visible()
    questions.page.emulate_media(media="print")
    expect(questions).to_be_hidden()


def test_five_steps_stand_in_one_row_and_six_in_two_equal_ones(read):
    page = read()
    for count, rows in ((5, [5]), (6, [3, 3])):
        page.evaluate(
            "n => document.querySelector('main').innerHTML = "
            "`<div class=wrap><ol class=steps>${'<li><h3>一步</h3></li>'.repeat(n)}</ol></div>`",
            count,
        )
        tops = page.locator(".steps li").evaluate_all("all => all.map(one => one.offsetTop)")
        assert [tops.count(top) for top in sorted(set(tops))] == rows


def test_admin_without_javascript_says_what_it_needs(browser, live_server, transactional_db):
    context = browser.new_context(java_script_enabled=False, locale="zh-TW")
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/login/")
    expect(page.locator("#login-form")).to_be_visible()
    context.close()


@pytest.mark.browser_context_args(timezone_id="America/New_York")
def test_day_has_no_warning_of_another_time_zone_and_an_hour_has_one(
    live_server, transactional_db, editor, sign_in, page
):
    sign_in(editor)
    page.goto(f"{live_server.url}/admin/services/casestudy/add/")
    shown = "all => all.map(one => [one.checkVisibility(), one.closest('.datetime') !== null])"
    page.locator(".timezonewarning").first.wait_for(state="attached")
    warnings = page.locator(".timezonewarning").evaluate_all(shown)
    assert [False, False] in warnings
    assert [True, False] not in warnings
