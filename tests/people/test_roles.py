"""Who may open what in the admin, over every URL that it has; a URL that nobody has classified fails.

Each list of letters is what a role may do with a model: v(iew), a(dd), c(hange), d(elete). The author's rights over
articles cover her own only, which tests below show.
"""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cms.calendar.models import Plan
from cms.desk.menu import for_request
from cms.linking.models import Link
from cms.people.roles import held_by
from cms.publishing.extending import registered
from cms.publishing.kinds import publishable_models
from cms.publishing.models import Publishable
from demo import builders
from leads.models import Contact, Hold
from tests.forms import opened

ROLES = ("author", "editor", "chief", "analyst", "salesperson", "administrator", "outsider")

# model: what (author, editor, salesperson) may do; the administrator may do all, the outsider nothing, a chief editor
# what an editor may and CHIEF_TOO, an analyst only look at ANALYST
ACCESS = {
    "articles.article": ("vacd", "vacd", ""),
    "articles.series": ("v", "vacd", ""),
    "articles.channel": ("v", "vacd", ""),
    "articles.tag": ("va", "vacd", ""),
    "articles.author": ("v", "vacd", ""),
    "articles.source": ("v", "vacd", ""),
    "articles.question": ("", "vcd", ""),
    "services.service": ("v", "vacd", ""),
    "services.casestudy": ("v", "vacd", ""),
    "services.industry": ("", "vacd", ""),
    "pages.page": ("", "vacd", ""),
    "site.identity": ("", "vc", ""),
    "site.menuitem": ("", "vacd", ""),
    "site.contactchannel": ("", "vacd", ""),
    "site.snippet": ("", "vacd", ""),
    "site.promotion": ("", "vacd", ""),
    "calendar.plan": ("vacd", "vacd", ""),
    "publishing.auditentry": ("", "", ""),
    "publishing.redirect": ("", "vacd", ""),
    "publishing.missing": ("", "vd", ""),
    "publishing.trashed": ("v", "v", ""),
    "linking.link": ("", "v", ""),
    "people.user": ("", "", ""),
    "library.picture": ("vac", "vacd", ""),
    "library.document": ("vac", "vacd", ""),
    "intake.consenttext": ("", "", ""),
    "leads.lead": ("", "", "vc"),
    "leads.contact": ("", "", "vc"),
    "leads.company": ("", "", "vc"),
    "leads.acknowledgement": ("", "vc", ""),
    "leads.form": ("", "vacd", "v"),
    "leads.assignmentrule": ("", "", ""),
    "leads.disclosure": ("", "", ""),
    "leads.erasure": ("", "", ""),
    "leads.export": ("", "", ""),
    "leads.exportplan": ("", "", ""),
    "leads.hold": ("", "", ""),
    "leads.import": ("", "", ""),
    "leads.retentionrule": ("", "", ""),
    "leads.workingtime": ("", "", ""),
    "leads.specialday": ("", "", ""),
    "outbox.delivery": ("", "", ""),
    "reach.contentexport": ("", "", ""),
    "reach.contentexportplan": ("", "", ""),
    "reach.importrun": ("", "", ""),
    "outbox.event": ("", "", ""),
    "outbox.webhook": ("", "", ""),
    "outbox.robot": ("", "", ""),
    "review.approvalrule": ("", "", ""),
    "workbench.template": ("", "vacd", ""),
}
CHIEF_TOO = {
    "review.approvalrule": "vacd",
    "publishing.auditentry": "v",
    "reach.contentexport": "v",
    "reach.importrun": "v",
}
ANALYST = {
    *(f"articles.{model}" for model in ("article", "series", "channel", "tag", "author", "source")),
    *("services.service", "services.casestudy", "services.industry", "pages.page", "publishing.auditentry"),
}
# What even an administrator may not do by hand, since the system alone does it.
NEVER = {
    "publishing.auditentry": "acd",
    "publishing.missing": "ac",
    "publishing.trashed": "acd",
    "linking.link": "acd",
    "site.identity": "ad",
    "workbench.template": "a",
    "articles.question": "a",
    **dict.fromkeys(("leads.disclosure", "leads.erasure", "leads.export", "leads.hold", "leads.import"), "acd"),
    "leads.lead": "a",
    "leads.contact": "a",
    "leads.company": "a",
    "leads.acknowledgement": "ad",
    "outbox.delivery": "ad",
    "reach.contentexport": "acd",
    "reach.importrun": "acd",
    "outbox.event": "ad",
}
# Pages of every publishable kind; tests/publishing/test_bulk.py and tests/linking/test_leaving.py have the roles.
OF_EACH_KIND = ("bulk", "bulk_result", "autosave_new")
VERB_OF = {"changelist": "v", "add": "a", "change": "v", "history": "v", "delete": "d"}
# URLs beside the five of each model: name to the roles that a GET lets in.
EVERYBODY = set(ROLES)
OTHERS = {
    "index": EVERYBODY,
    "login": EVERYBODY,
    "logout": set(),  # POST only
    "password_change": EVERYBODY,
    "password_change_done": EVERYBODY,
    "autocomplete": set(),  # 403 without a field; the lists that it offers are tested below
    "jsi18n": EVERYBODY,
    "view_on_site": {"administrator"},
    "search": EVERYBODY,
    "auth_user_password_change": {"administrator"},
    "library_picture_choose": {"author", "editor", "administrator"},
    "library_picture_dialog": {"author", "editor", "administrator"},
    "library_picture_file": {"author", "editor", "administrator"},
    "library_document_file": {"author", "editor", "administrator"},
    "library_picture_upload": set(),  # POST only
    "publishing_redirect_import": {"editor", "administrator"},
    "publishing_redirect_export": {"editor", "administrator"},
    "library_picture_words": {"author", "editor", "administrator"},
    "leads_lead_board": {"salesperson", "administrator"},
    "leads_lead_numbers": {"analyst", "salesperson", "administrator"},
    "leads_lead_open_board": set(),  # leads on to the board
    "leads_lead_file": None,  # of one lead; tests/leads/test_forms.py has the roles
    "leads_contact_join": None,  # of one contact; tests/leads/test_contacts_admin.py has the roles
    "leads_contact_part": None,
    "outbox_webhook_secret": None,  # of one webhook; tests/outbox/test_receivers_admin.py has the roles
    "outbox_delivery_at_a_glance": set(),  # leads on to the overview
    # Of one person; tests/leads/test_rights.py and tests/leads/test_masking.py have the roles.
    **dict.fromkeys([f"leads_contact_{page}" for page in ("rights", "erase", "everything", "reveal")]),
    "leads_lead_reveal": None,
    "articles_question_reveal": None,  # of one question; tests/articles/test_questions.py has the roles
    "leads_erasure_certificate": None,
    "leads_retentionrule_preview": None,
    "leads_export_ask": {"administrator"},
    "leads_export_progress": None,  # of one table; tests/leads/test_exports.py and test_imports.py have the roles
    "leads_export_file": None,
    "leads_import_new": {"administrator"},
    "leads_import_look": None,
    "reach_contentexport_ask": {"chief", "administrator"},
    "reach_contentexport_progress": None,  # of one export; tests/reach/exporting/test_desk.py has the roles
    "reach_contentexport_file": None,
    "reach_importrun_new": {"chief", "administrator"},
    "reach_importrun_report": None,  # of one run; tests/reach/importing/test_desk.py has the roles
    "pages_page_choose": set(),  # 404 without a kind; tests/pages/test_sections.py has the roles
    "publishing_trash_undo": set(),  # POST only; tests/publishing/test_undo.py has the roles
    "publishing_trash_take_out": set(),
    "publishing_trash_purge": set(),
    "app_list": None,  # one for each app; shows what the models allow
    None: None,  # the catch-all
}


def admin_patterns():
    [root] = [
        resolver
        for resolver in get_resolver().url_patterns
        if isinstance(resolver, URLResolver) and resolver.namespace == "admin"
    ]

    def walk(resolver, prefix):
        for entry in resolver.url_patterns:
            route = prefix + str(entry.pattern)
            if isinstance(entry, URLPattern):
                yield entry.name, route
            else:
                yield from walk(entry, route)

    return list(walk(root, "/admin/"))


def model_urls():
    """(label, kind) of each of the five standard URLs of each registered model."""
    for model in admin.site._registry:
        for kind in VERB_OF:
            yield model._meta.label_lower, kind


def standard_names():
    return {
        f"{model._meta.app_label}_{model._meta.model_name}_{kind}" for model in admin.site._registry for kind in VERB_OF
    }


def test_every_registered_model_is_classified():
    assert {model._meta.label_lower for model in admin.site._registry} == set(ACCESS)


def test_every_other_url_is_classified():
    found = {name for name, _route in admin_patterns()} - standard_names() - names_of_thing_pages()
    kinds = [f"{model._meta.app_label}_{model._meta.model_name}" for model in publishable_models()]
    assert found - set(OTHERS) - {f"{kind}_{name}" for kind in kinds for name in OF_EACH_KIND} == set()


def names_of_thing_pages():
    """The pages that rooms add to each publishable thing; tests/test_access.py classifies them."""
    kinds = [f"{model._meta.app_label}_{model._meta.model_name}" for model in publishable_models()]
    return {f"{kind}_{page.name}" for kind in kinds for page in registered.pages}


@pytest.fixture
def things(db, editor):
    """One object of each model that has an admin."""
    made = {
        "articles.article": builders.article("別人的", live=True, by=editor),
        "articles.series": builders.series("專題", live=True, by=editor),
        "services.service": builders.service("服務", live=True, by=editor),
        "services.casestudy": builders.case_study("案例", live=True, by=editor),
        "pages.page": builders.page("頁面", live=True, by=editor),
        "people.user": editor,
        "calendar.plan": Plan.objects.create(
            title="別人的計畫", kind="articles.article", owner=editor, due_on="2027-01-01"
        ),
    }
    builders.article("有連結", body='<p><a href="https://example.com/">字</a></p>', live=True, by=editor)
    made["linking.link"] = Link.objects.get()
    held = Contact.objects.create(name="訴訟中的")  # whoever is held is deleted by nobody
    made["leads.hold"] = Hold.objects.create(contact=held, reason="訴訟")
    made["leads.contact"] = Contact.objects.create(name="某人")
    for label in ACCESS:
        if label not in made:
            made[label] = builders.any_row(apps.get_model(label))
    return made


def expected(label, kind, role) -> bool:
    is_drafted = issubclass(apps.get_model(label), Publishable)
    verb = "c" if kind == "history" and is_drafted else VERB_OF[kind]  # drafts are for those who write
    if role == "outsider" or verb in NEVER.get(label, ""):
        return False
    if role == "administrator":
        return True
    if role == "analyst":
        return verb == "v" and label in ANALYST
    if role == "chief":
        return verb in ACCESS[label][1] + CHIEF_TOO.get(label, "")
    return verb in ACCESS[label][("author", "editor", "salesperson").index(role)]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_it_may_and_nothing_else(role, client, things, request):
    client.force_login(request.getfixturevalue(role))
    wrong = []
    for label, kind in model_urls():
        thing = things[label]
        arguments = [thing.pk] if kind in {"change", "history", "delete"} else []
        url = reverse(f"admin:{label.replace('.', '_')}_{kind}", args=arguments)
        response = client.get(url)
        # A thing outside of the person's own list is told apart from a forbidden page only by its redirect.
        let_in = response.status_code == 200 or (
            label in {"site.identity", "leads.acknowledgement"} and kind == "changelist" and response.status_code == 302
        )
        own_only = role == "author" and label in {"articles.article", "calendar.plan"} and arguments
        if let_in != (expected(label, kind, role) and not own_only):
            wrong.append((url, response.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_other_admin_pages(role, client, request, db):
    client.force_login(request.getfixturevalue(role))
    files = {"library_picture_file": builders.picture(), "library_document_file": builders.document()}
    for name, allowed in OTHERS.items():
        if allowed is None or name in {"autocomplete", "logout", "view_on_site", "auth_user_password_change", "login"}:
            continue
        arguments = [files[name].pk] if name in files else []
        allowed = allowed | {"chief"} if "editor" in allowed else allowed
        assert (client.get(reverse(f"admin:{name}", args=arguments)).status_code == 200) == (role in allowed), name


def test_a_visitor_is_sent_to_sign_in_from_every_admin_page(client, db):
    for name, route in admin_patterns():
        if name in {"login", "logout", "jsi18n", None} or "<" in route or "(?P" in route:
            continue
        response = client.get(route)
        assert response.status_code in {302, 401, 405}, route
        if response.status_code == 302:
            assert "/admin/login/" in response["Location"], route


@pytest.mark.parametrize("role", ROLES)
def test_pasted_text_is_cleaned_for_those_who_sign_in_only(role, client, request, db):
    url = reverse("richtext:pasted")
    assert client.post(url, {"html": "<b>x</b>"}).status_code in {302, 401, 403}
    client.force_login(request.getfixturevalue(role))
    assert client.get(url).status_code == 405
    assert client.post(url, {"html": "<b>x</b>"}).status_code == 200


def test_an_author_edits_her_own_articles_but_cannot_publish_them(client, author):
    own = builders.article("我的", by=author)
    client.force_login(author)
    url = reverse("admin:articles_article_change", args=[own.pk])
    page = client.get(url)
    assert page.status_code == 200
    assert 'name="_publish"' not in page.content.decode()
    assert client.get(own.get_preview_url()).status_code == 200


def test_an_author_who_posts_the_publish_button_all_the_same_only_saves(client, author):
    own = builders.article("我的", by=author)
    client.force_login(author)
    url = reverse("admin:articles_article_change", args=[own.pk])
    assert client.post(url, opened(client, url) | {"title": "改了", "_publish": ""}).status_code == 302
    own.refresh_from_db()
    assert (own.title, own.state) == ("改了", "draft")


def test_an_author_sees_neither_the_draft_nor_the_preview_of_somebody_else(client, author, editor):
    other = builders.article("別人的草稿", by=editor)
    client.force_login(author)
    assert client.get(other.get_preview_url()).status_code == 404
    assert "別人的草稿" not in client.get(reverse("admin:articles_article_changelist")).content.decode()
    query = "?app_label=articles&model_name=article&field_name=services&term="
    builders.service("還沒公開的服務", by=editor)
    assert "還沒公開的服務" not in client.get(reverse("admin:autocomplete") + query).content.decode()


@pytest.mark.parametrize("role", ["salesperson", "outsider", "analyst"])
def test_people_without_content_rights_get_no_preview(role, client, request, editor):
    client.force_login(request.getfixturevalue(role))
    assert client.get(builders.article("草稿", by=editor).get_preview_url()).status_code == 404


def test_a_visitor_who_knows_the_preview_address_must_sign_in(client, editor):
    response = client.get(builders.article("草稿", by=editor).get_preview_url())
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_a_revoked_role_is_void_at_the_next_request(client, editor):
    client.force_login(editor)
    url = reverse("admin:articles_article_changelist")
    assert client.get(url).status_code == 200
    editor.groups.clear()
    assert client.get(url).status_code == 403


def test_a_chief_editor_holds_everything_that_an_editor_holds(editor, chief):
    assert editor.get_all_permissions() < chief.get_all_permissions()
    assert held_by(chief) == {"chief editor", "editor"}


# What stands in the menu of each role, beside today's desk and the handbook.
TOOLS = {"calendar", "linking", "replace", "workbench"}
MENUS = {
    "author": {"articles", "services", "library", "publishing", "calendar"},
    "editor": {"articles", "services", "pages", "library", "site", "publishing", "leads"} | TOOLS,
    "chief": {"articles", "services", "pages", "library", "site", "publishing", "reach", "review", "leads"} | TOOLS,
    "analyst": {"articles", "services", "pages", "publishing", "leads"},
    "salesperson": {"leads"},
    "outsider": set(),
}


@pytest.mark.parametrize("role", MENUS)
def test_the_menu_of_each_role_holds_its_rooms(role, client, request, db):
    client.force_login(request.getfixturevalue(role))
    response = client.get(reverse("admin:index"))
    links = [item["link"] for section in for_request(response.wsgi_request) for item in section["items"]]
    rooms = {str(link).split("/")[2] for link in links} - {"", "handbook"}
    assert rooms == MENUS[role]


def test_each_role_sees_its_own_menu_only(client, salesperson, editor):
    client.force_login(salesperson)
    assert "/admin/articles/article/" not in client.get(reverse("admin:index")).content.decode()
    client.force_login(editor)
    page = client.get(reverse("admin:index")).content.decode()
    assert "/admin/articles/article/" in page
    assert "/admin/people/user/" not in page
