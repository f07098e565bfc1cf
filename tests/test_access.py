"""Every address of the site, tried by every role: a route that stands in no table fails until somebody classifies it.

A new page of a thing (`extending.page`) is one line in `THING_PAGES`, any other guarded route one line in `GUARDED`,
a public one a name in `PUBLIC`. The lists and forms of the models are in tests/people/test_roles.py, whose table they
need.
"""

from dataclasses import dataclass, field

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from cms.publishing.extending import registered
from cms.publishing.kinds import publishable_models
from cms.publishing.models import AuditEntry, Draft, Revision
from cms.review.models import Comment, ReviewLink, Submission
from demo import builders
from tests.conftest import person
from tests.people.test_roles import OTHERS, standard_names

ROLES = ("visitor", "outsider", "salesperson", "analyst", "author", "editor", "chief", "administrator")
NOBODY: frozenset = frozenset()
EVERYBODY = frozenset(ROLES)
STAFF = EVERYBODY - {"visitor"}
WRITERS = frozenset({"author", "editor", "chief", "administrator"})  # an author to what is her own
EDITORS = WRITERS - {"author"}
ADMINISTRATORS = frozenset({"administrator"})


@dataclass(frozen=True)
class Access:
    """Who gets an answer to GET and POST; `body` is what a POST sends, `args` what the route needs beside the key."""

    get: frozenset = NOBODY
    post: frozenset = NOBODY
    body: dict = field(default_factory=dict)
    args: tuple = ()


# Pages of each publishable thing, by the name under which `extending.page` registers them.
THING_PAGES = {
    "review": Access(get=WRITERS, post=WRITERS, body={"deed": "comment", "text": "一句話"}),
    "review_links": Access(get=EDITORS, post=EDITORS, body={"recipient": "王小姐", "days": "7"}),
    "history": Access(get=WRITERS, post=WRITERS),
    "look": Access(get=WRITERS, post=WRITERS),
    "restore": Access(post=WRITERS, args=(1,)),
    "duplicate": Access(post=WRITERS),
    "template": Access(get=EDITORS, post=EDITORS, body={"name": "範本"}),
    "autosave": Access(post=WRITERS, body={"title": "打到一半"}),
    "presence": Access(post=WRITERS),
}
# Pages whose answer depends on more than who asks: the tests that have their roles, and a word of the address there.
ELSEWHERE = {
    "compare": ("tests/publishing/test_history.py", "compare"),  # of two revisions
    "take_back": ("tests/linking/test_leaving.py", "take-back"),  # of what is public
    "when": ("tests/publishing/test_timing.py", "when"),  # of a moment that is set
    "bulk": ("tests/publishing/test_bulk.py", "bulk"),
    "bulk_result": ("tests/publishing/test_bulk.py", "bulk"),
    "autosave_new": ("tests/publishing/test_autosave.py", "who_may_not_write_makes_nothing_new"),
    "calendar:move": ("tests/calendar/test_calendar.py", "move"),
    "calendar:done": ("tests/calendar/test_calendar.py", "done"),
    "workbench:begin": ("tests/workbench/test_templates.py", "begin"),
    "workbench:save-filter": ("tests/workbench/test_saved_filters.py", "save"),
    "workbench:remove-filter": ("tests/workbench/test_saved_filters.py", "remove"),
    "publishing:preview-new": ("tests/publishing/test_preview.py", "preview-new"),
}

# Routes outside of the admin's own, by name: who gets an answer. Things are named by `about`.
GUARDED = {
    "people:profile": Access(get=STAFF, post=STAFF),
    "people:telling": Access(get=STAFF, post=STAFF),
    "outbox-overview": Access(
        get=frozenset({"administrator"}), post=frozenset({"administrator"}), body={"deed": "retry"}
    ),
    "richtext:pasted": Access(post=STAFF, body={"html": "<p>x</p>"}),
    "richtext:video": Access(get=STAFF),
    "handbook": Access(get=STAFF, post=STAFF),
    "publishing:preview": Access(get=WRITERS, post=WRITERS),
    "publishing:preview-revision": Access(get=WRITERS, post=WRITERS),
    "pages:components": Access(get=STAFF),
    "calendar:month": Access(get=WRITERS),
    "calendar:week": Access(get=WRITERS),
    "calendar:day": Access(get=WRITERS),
    "workbench:replace": Access(get=EDITORS, post=EDITORS),
}

# A token or a signature is the whole authority: nobody is asked who they are. tests/review/test_links.py and
# tests/people/test_doors.py have what tokens open, tests/leads/test_downloads.py what a signature does.
BY_TOKEN = {
    *("review:client", "review:picture", "people:invitation", "people:new-address", "leads:download"),
    *("admin_password_reset", "password_reset_done", "password_reset_complete", "password_reset_confirm"),
}

PUBLIC = {
    *("healthz", "readyz", "library:media", "site:page-code", "leads:send", "leads:thanks"),
    *(f"leads:{name}" for name in ("send-form", "thanks-for", "thanks-mailed")),
    *(f"reach:{name}" for name in ("robots", "llms", "manifest", "favicon", "touch-icon", "drawn", "markdown")),
    *(f"reach:{name}" for name in ("sitemap", "sitemap-lists", "sitemap-news", "sitemap-of")),
    *(f"reach:{name}" for name in ("feed", "feed-rss", "channel-feed", "channel-feed-rss")),
    *(f"services:{name}" for name in ("list", "detail", "cases", "cases-by-service", "cases-by-industry")),
    "services:case-detail",
    *(f"articles:{name}" for name in ("list", "channel", "tag", "author", "archive", "month", "series")),
    *(f"articles:{name}" for name in ("series-detail", "ask", "asked", "detail")),
    *(f"pages:{name}" for name in ("home", "search", "detail")),
}
NAMELESS = {"/admin/r/<int:content_type_id>/<path:object_id>/", "/admin/search/"}  # in tests/people/test_roles.py


def routes(resolver=None, prefix="/", space=""):
    """(name, route) of everything that the site answers."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield space + (entry.name or ""), route
        else:
            yield from routes(entry, route, space + (f"{entry.namespace}:" if entry.namespace else ""))


def names_of_thing_pages():
    kinds = [f"{model._meta.app_label}_{model._meta.model_name}" for model in publishable_models()]
    names = [*(page.name for page in registered.pages), *(name for name in ELSEWHERE if ":" not in name)]
    return {f"admin:{kind}_{name}" for kind in kinds for name in names}


def test_every_route_is_classified():
    in_the_admin = {f"admin:{name}" for name in (*standard_names(), *OTHERS) if name} | {"admin:"}
    known = in_the_admin | names_of_thing_pages() | set(GUARDED) | BY_TOKEN | PUBLIC | set(ELSEWHERE)
    assert {(name, route) for name, route in routes() if name not in known and route not in NAMELESS} == set()


def test_every_page_of_a_thing_is_classified():
    assert {page.name for page in registered.pages} <= set(THING_PAGES) | set(ELSEWHERE)


@pytest.mark.parametrize(("path", "word"), ELSEWHERE.values())
def test_what_is_tried_elsewhere_is_named_there(settings, path, word):
    assert word in (settings.BASE_DIR / path).read_text()


def test_nothing_is_classified_that_is_not_there():
    found = {name for name, _route in routes()}
    assert set(GUARDED) | BY_TOKEN | PUBLIC <= found


# --- Things that are one's own, another's, public, in the trash, or not there ---------------------------------------


def things(author, editor):
    """{what it is: (an article or None, whether it is the author's)}"""
    other = person("author", "colleague")
    trashed = builders.article("回收桶裡的", by=author).trash(by=editor)
    gone = builders.article("刪掉的", by=author)
    gone.trash(by=editor)
    gone.purge()
    return {
        "own draft": (builders.article("自己的", by=author), True),
        "own trashed": (trashed, True),
        "another's draft": (builders.article("別人的", by=other), False),
        "another's live": (builders.article("別人公開的", by=other, live=True), False),
        "deleted": (gone, None),
    }


def state_of_everything():
    return [model.objects.count() for model in (AuditEntry, Draft, Revision, Comment, ReviewLink, Submission)]


def signed_in(request, role) -> Client:
    client = Client()
    if role != "visitor":
        client.force_login(request.getfixturevalue(role))
    return client


def is_let_in(roles, role, is_own) -> bool:
    return is_own is not None and role in roles and (role != "author" or is_own)


@pytest.mark.parametrize("role", ROLES)
def test_a_page_of_a_thing_opens_for_its_people_only(request, author, editor, role):
    client, tried, wrong = signed_in(request, role), things(author, editor), []
    for name, access in THING_PAGES.items():
        for what, (thing, is_own) in tried.items():
            address = reverse(f"admin:articles_article_{name}", args=[thing.pk, *access.args])
            if (client.get(address).status_code == 200) != is_let_in(access.get, role, is_own):
                wrong.append(("GET", name, what))
            if not is_let_in(access.post, role, is_own) and not is_refused(client, address, access.body):
                wrong.append(("POST", name, what))
    assert wrong == []


def is_refused(client, address, body) -> bool:
    before = state_of_everything()
    return client.post(address, body).status_code in {302, 403, 404, 405} and before == state_of_everything()


@pytest.mark.parametrize("role", ROLES)
def test_the_pages_of_every_kind_are_closed_to_those_without_it(request, editor, role):
    client, wrong = signed_in(request, role), []
    made = {model: getattr(builders, builder)("東西", by=editor) for builder, model in BUILDERS.items()}
    for thing in made.values():
        meta = thing._meta
        for name, access in THING_PAGES.items():
            address = reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=[thing.pk, *access.args])
            if (client.get(address).status_code == 200) != (role in access.get and role != "author"):
                wrong.append(address)
    assert wrong == []


BUILDERS = {
    "series": "series",
    "service": "service",
    "case_study": "casestudy",
    "page": "page",
    "snippet": "snippet",
    "promotion": "promotion",
}


@pytest.mark.parametrize("role", ROLES)
def test_a_preview_opens_for_its_people_only(request, author, editor, role):
    client, wrong = signed_in(request, role), []
    for what, (thing, is_own) in things(author, editor).items():
        revision = Revision.objects.record(thing, thing.working_copy(), by=editor) if is_own is not None else None
        for name, rest in (("preview", []), ("preview-revision", [revision.pk if revision else 1])):
            address = reverse(f"publishing:{name}", args=["articles.article", thing.uuid, *rest])
            access = GUARDED[f"publishing:{name}"]
            if (client.get(address).status_code == 200) != is_let_in(access.get, role, is_own):
                wrong.append(("GET", what))
            if not is_let_in(access.post, role, is_own) and not is_refused(client, address, {}):
                wrong.append(("POST", what))
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_a_revision_of_one_thing_is_not_shown_through_another(request, author, editor, role):
    own, other = builders.article("自己的", by=author), builders.article("別人的", by=editor)
    revision = Revision.objects.record(other, other.working_copy(), by=editor)
    address = reverse("publishing:preview-revision", args=["articles.article", own.uuid, revision.pk])
    assert signed_in(request, role).get(address).status_code in {302, 404}


@pytest.mark.parametrize("role", ROLES)
def test_a_guarded_route_answers_its_people_only(request, db, role):
    client, wrong = signed_in(request, role), []
    for name, access in GUARDED.items():
        for method, roles, told in (("get", access.get, {}), ("post", access.post, access.body)):
            if name.startswith("publishing:"):
                continue  # tried above, with things
            status = getattr(client, method)(reverse(name, args=access.args), told).status_code
            if status not in ({200, 302, 400, 422} if role in roles else {302, 401, 403, 404, 405}):
                wrong.append((name, method, status))
    assert wrong == []


def test_every_list_and_form_of_the_admin_is_tried_elsewhere():
    assert len(admin.site._registry) * 5 == len(standard_names())
