"""Accessibility: the rules of axe find nothing on any kind of public page, light or dark, wide or narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

# As Lighthouse asks: the rules that are on by default, and the size of what a finger must hit.
ALL = {"rules": {"target-size": {"enabled": True}}}


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser, live_server, demo_site_live, width, scheme):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    found = []
    for url in demo_site_live:
        page.goto(live_server.url + url)
        for rule in Axe().run(page, options=ALL).response["violations"]:
            found += [
                f"{url} {rule['id']}: {node['html'][:160]} {node['failureSummary'][:300]}" for node in rule["nodes"]
            ]
    context.close()
    assert not found, "\n".join(found)
