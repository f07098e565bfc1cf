"""What tests share saves time only: nothing that one leaves in the browser is there for the next."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEAVE = "localStorage.setItem('left', '1'), sessionStorage.setItem('left', '1'), document.cookie = 'left=1'"
FOUND = "[localStorage.length, sessionStorage.length, document.cookie]"


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_finds_an_empty_browser(page, live_server, turn):
    page.goto(f"{live_server.url}/robots.txt")
    assert page.evaluate(FOUND) == [0, 0, ""]
    assert len(page.context.pages) == 2  # with the blank one
    page.evaluate(LEAVE)
    page.context.new_page()
    page.context.set_offline(True)
