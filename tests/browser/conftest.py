"""A real Chromium in front of a real server, with static files collected and served as in production.

`CHROMIUM` names the browser, else the system's is used, else Playwright's own.
"""

import os
import shutil
from unittest.mock import patch

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from services.models import Service

# Playwright's sync API runs an event loop in this thread, which Django would take for an async view.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

MANIFEST = {"BACKEND": "cms.desk.static.ManifestStorage"}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {
        **browser_type_launch_args,
        **({"executable_path": found} if found else {}),
        "args": ["--no-sandbox"] if is_root else [],
    }


@pytest.fixture(scope="session")
def collected(tmp_path_factory):
    """The folder of collected static files: a few seconds, once."""
    root = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=root, STORAGES={**django_settings.STORAGES, "staticfiles": MANIFEST}):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


@pytest.fixture(scope="session")
def live_server(collected):
    """pytest-django's, where WhiteNoise alone serves static files."""
    with (
        override_settings(STATIC_ROOT=collected),
        patch("django.test.testcases._StaticFilesHandler", lambda application: application),
    ):
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def production_static_files(settings, collected, cheap_settings):
    settings.STATIC_ROOT = collected
    settings.STORAGES = {**settings.STORAGES, "staticfiles": MANIFEST}


@pytest.fixture(scope="session")
def kept_browser(browser, browser_context_args):
    """A browser that has fetched and compiled the scripts before, and the blank page that it keeps open."""
    context = browser.new_context(**browser_context_args)
    yield context, context.new_page()
    context.close()


@pytest.fixture
def context(request, new_context, live_server, kept_browser):
    """The kept browser, which remembers nothing of the test before but files; a new one where a test wants it other."""
    if request.node.get_closest_marker("browser_context_args"):
        yield new_context()
        return
    context, blank = kept_browser
    yield context
    for opened in set(context.pages) - {blank}:
        opened.close()
    context.set_offline(False)
    context.unroute_all()
    context.clear_permissions()
    context.clear_cookies()
    storage = context.new_cdp_session(blank)
    storage.send("Storage.clearDataForOrigin", {"origin": live_server.url, "storageTypes": "all"})
    storage.detach()


@pytest.fixture
def page(page):
    """Fails the test when a script stumbles, a static file is missing, or the content policy stops something."""
    faults = []
    # Going from a page with view transitions to one without is no fault, though Chromium calls it one.
    page.on("pageerror", lambda error: "Transition was" not in str(error) and faults.append(str(error)))
    page.on("console", lambda message: "Content Security Policy" in message.text and faults.append(message.text))
    page.on("response", lambda answer: "/static/" in answer.url and answer.status >= 400 and faults.append(answer.url))
    page.set_default_timeout(15_000)
    yield page
    assert faults == []


@pytest.fixture
def sign_in(client, live_server, context):
    """`sign_in(user)`: the browser's next request is theirs."""

    def as_user(user):
        client.force_login(user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([cookie])

    return as_user


@pytest.fixture
def open_editor(page, live_server, sign_in, editor):
    """`open_editor(thing)`: the editor's change form of it, with CKEditor ready to write in."""
    sign_in(editor)

    def opened(thing, field="body"):
        kind = thing._meta
        page.goto(f"{live_server.url}/admin/{kind.app_label}/{kind.model_name}/{thing.pk}/change/")
        page.wait_for_function(f"window.CKEDITOR?.instances.id_{field}?.status === 'ready'")
        return page

    return opened


@pytest.fixture
def demo_site_live(transactional_db, monkeypatch, request):
    """The demo behind the live server, and an address of each kind of page."""
    request.getfixturevalue("demo_site")
    article = Article.objects.live().order_by("title").first()
    case = article.services.first().casestudies.live().first()
    return [
        "/",
        "/news/",
        "/services/",
        "/cases/",
        "/about/",
        "/contact/",
        "/search/?q=內容",
        article.get_absolute_url(),
        case.get_absolute_url() if case else "/cases/",
        "/contact/thanks/",
        "/privacy/",
        "/nothing-here/",
        article.channel.get_absolute_url(),
        article.author.get_absolute_url(),
        Service.objects.live().order_by("position").first().get_absolute_url(),
    ]
