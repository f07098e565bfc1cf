"""Accessibility: the rules of axe find nothing on any kind of public page, light or dark, wide or narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

# As Lighthouse asks: the rules that are on by default, and the size of what a finger must hit.
ALL = {"rules": {"target-size": {"enabled": True}}}
OF_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}  # all that another scheme can change


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_no_violation(browser, live_server, demo_site_live, width):
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    found = []
    for url in demo_site_live:
        page.emulate_media(color_scheme="light")
        page.goto(live_server.url + url)
        violations = [("light", rule) for rule in Axe().run(page, options=ALL).response["violations"]]
        page.emulate_media(color_scheme="dark")
        violations += [("dark", rule) for rule in Axe().run(page, options=OF_COLOURS).response["violations"]]
        for scheme, rule in violations:
            found += [
                f"{url} {scheme} {rule['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
                for node in rule["nodes"]
            ]
    context.close()
    assert not found, "\n".join(found)
