"""Redirects that people lay: one by one and from spreadsheets, never in circles, never over a page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.publishing import redirects
from cms.publishing.models import Missing, Redirect
from demo import builders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

ADD, IMPORT, EXPORT = (f"/admin/publishing/redirect/{name}/" for name in ("add", "import", "export"))


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def thing(editor):
    return builders.article("文章", live=True, by=editor, slug="here")


def lay(path, to="", status="301", instance=None):
    form = redirects.RedirectForm({"path": path, "to": to, "status": status}, instance=instance)
    assert form.is_valid(), form.errors
    redirect = form.save()
    redirects.lead_on(redirect)
    return redirect


def problems(path, to="", status="301") -> dict:
    form = redirects.RedirectForm({"path": path, "to": to, "status": status})
    assert not form.is_valid()
    return {name: " ".join(messages) for name, messages in form.errors.items()}


def spreadsheet(text: str, encoding="utf-8") -> dict:
    return {"file": SimpleUploadedFile("redirects.csv", text.encode(encoding))}


# --- What readers get --------------------------------------------------------------------------------------------


def test_a_reader_is_led_to_a_page_and_goes_on_being_led_when_it_moves(client, thing):
    lay("/old-page/", "/news/here/")
    response = client.get("/old-page/?utm_source=x")
    assert (response.status_code, response["Location"]) == (301, "/news/here/?utm_source=x")
    thing.slug = "there"
    thing.save()
    assert client.get("/old-page/")["Location"] == "/news/there/"


def test_for_now_is_302_and_gone_is_410(client, thing):
    lay("/summer/", "/news/here/", "302")
    lay("/never-again/", "", "410")
    assert client.get("/summer/").status_code == 302
    assert client.get("/never-again/").status_code == 410


def test_a_list_and_a_place_on_a_page_can_be_led_to(client, thing):
    lay("/blog/", "/news/")
    lay("/faq/", "/news/here/#questions")
    assert client.get("/blog/?a=1")["Location"] == "/news/?a=1"
    assert client.get("/faq/?a=1")["Location"] == "/news/here/?a=1#questions"


def test_the_slash_at_the_end_makes_no_difference(client, thing):
    lay("/one", "/news/here/")
    lay("/two/", "/news/here/")
    assert client.get("/one/")["Location"] == "/news/here/"
    assert client.get("/two")["Location"] == "/news/here/"


def test_a_chinese_address_works_as_typed_and_as_copied_from_a_browser(client, thing):
    lay("/舊文章/", "/news/here/")
    assert client.get("/舊文章/").status_code == 301
    redirect = lay("/%E8%88%8A%E9%A0%81/", "/news/here/")
    assert redirect.path == "/舊頁/"


def test_our_own_full_address_is_understood(settings, thing):
    settings.SITE_URL = "https://ridgeline.example"
    redirect = lay("https://ridgeline.example/old/", "https://ridgeline.example/news/here/")
    assert (redirect.path, redirect.target) == ("/old/", thing)


# --- What is refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["", "old", "//evil.example/", "https://evil.example/x/", "/\\evil", "/a\nb/", "/a/../b/", "/?page=1", "/",
     "/admin/", "/media/x.jpg", "/news/", "/" + "x" * 600, "/%ff/", "http://[", "javascript:alert(1)", "/a\0b/",
     "/a%0d%0ab/", "/%5cevil.example/"],
)  # fmt: skip
def test_an_old_address_that_cannot_be_led_on_gets_a_sentence(path, thing):
    assert "path" in problems(path, "/news/here/")


@pytest.mark.parametrize(
    "to",
    ["", "here", "//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil", "/nothing/at/all/",
     "=HYPERLINK(1)", "/news/not-there/", "/x" * 400, "/news/channel/a%0d%0aSet-Cookie:b/", "/news/tag/a%5cb/"],
)  # fmt: skip
def test_a_destination_that_is_not_there_gets_a_sentence(to, thing):
    assert "to" in problems("/old/", to)


def test_a_live_page_is_never_hidden_and_a_draft_never_led_to(thing, editor):
    assert "There is a page" in problems("/news/here/", "/news/")["path"]
    builders.article("草稿", by=editor, slug="draft")
    assert "not public" in problems("/old/", "/news/draft/")["to"]


def test_circles_are_refused_however_long(thing):
    assert "circle" in problems("/a/", "/a/")["to"]
    lay("/a/", "/news/")
    Redirect.objects.create(path="/b/", to="/c/", is_by_hand=True)
    assert "circle" in problems("/c/", "/b/")["to"]


def test_chains_are_made_flat_in_both_directions(thing):
    lay("/b/", "/news/here/")
    assert lay("/a/", "/b/").target == thing
    first = Redirect.objects.create(path="/x/", to="/y/", is_by_hand=True)
    lay("/y/", "/news/here/")
    first.refresh_from_db()
    assert (first.target, first.to) == (thing, "")


def test_gone_with_a_destination_is_a_contradiction(thing):
    assert "to" in problems("/old/", "/news/here/", "410")


# --- The admin ---------------------------------------------------------------------------------------------------


def test_an_editor_lays_changes_and_removes_one(desk, client, thing):
    assert desk.post(ADD, {"path": "/old/", "to": "/news/here/", "status": "301"}).status_code == 302
    redirect = Redirect.objects.get()
    url = f"/admin/publishing/redirect/{redirect.pk}/change/"
    assert 'value="/news/here/"' in desk.get(url).content.decode()
    assert desk.post(url, {"path": "/old/", "to": "", "status": "410"}).status_code == 302
    assert desk.get("/old/").status_code == 410
    assert desk.post(url.replace("change", "delete"), {"post": "yes"}).status_code == 302
    assert desk.get("/old/").status_code == 404


def test_an_author_lays_none(client, author):
    client.force_login(author)
    for url in (ADD, IMPORT, EXPORT):
        assert client.get(url).status_code == 403
    assert client.post(IMPORT, {"text": "/a/,/news/"}).status_code == 403


def test_from_an_address_not_found_it_is_one_click_to_the_filled_in_form(desk, thing):
    Missing.objects.add({"/lost page/": (2, thing.created_at, "")})
    page = desk.get("/admin/publishing/missing/").content.decode()
    assert f"{ADD}?path=%2Flost+page%2F" in page
    assert 'value="/lost page/"' in desk.get(f"{ADD}?path=%2Flost+page%2F").content.decode()
    desk.post(ADD, {"path": "/lost page/", "to": "/news/here/", "status": "301"})
    assert not Missing.objects.exists()


# --- Spreadsheets ------------------------------------------------------------------------------------------------

THREE = "from,to,status\n/a/,/news/here/,301\n/b/,/news/,302\n/c/,,410\n"


def test_every_line_is_shown_before_any_is_taken_and_then_all_are(desk, thing):
    page = desk.post(IMPORT, spreadsheet(THREE))
    assert page.status_code == 200
    assert not Redirect.objects.exists()
    assert "/b/" in page.content.decode()
    assert desk.post(IMPORT, {"text": page.context["text"]}).status_code == 302
    assert Redirect.objects.count() == 3


def test_each_line_is_laid_once_and_is_missed_no_longer(desk, thing):
    Missing.objects.add({"/a/": (2, thing.created_at, ""), "/z/": (1, thing.created_at, "")})
    with CaptureQueriesContext(connection) as queries:
        desk.post(IMPORT, {"text": THREE})
    assert sum('INSERT INTO "publishing_redirect"' in query["sql"] for query in queries) == 3
    assert [missing.path for missing in Missing.objects.all()] == ["/z/"]


def test_one_bad_line_is_named_and_nothing_is_taken(desk, thing):
    for sent in (spreadsheet(THREE + "/d/,/nowhere/\n"), {"text": THREE + "/d/,/nowhere/\n"}):
        page = desk.post(IMPORT, sent)
        assert page.status_code == 400
        assert [bool(row.problems) for row in page.context["rows"]] == [False, False, False, True]
    assert not Redirect.objects.exists()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (THREE, "utf-8-sig"),
        (THREE, "utf-16"),
        ("舊網址,新網址\n/舊/,/news/here/\n", "gbk"),
        ("舊網址,新網址\n/舊/,/news/here/\n", "utf-8"),
        (THREE.replace(",", ";"), "utf-8"),
        (THREE.replace(",", "\t").replace("\n", "\r\n"), "utf-8"),
        ('"/a/","/news/here/"\n\n', "utf-8"),
    ],
)
def test_files_of_every_usual_program_are_read(desk, thing, text, encoding):
    page = desk.post(IMPORT, spreadsheet(text, encoding))
    assert page.status_code == 200, [row.problems for row in page.context["rows"]]


@pytest.mark.parametrize("text", ["", "from,to\n", "\0", '"/a/', "x" * 1_100_000, "/a/,/news/\n" * 1001])
def test_what_is_no_list_of_redirects_gets_a_sentence(desk, text):
    page = desk.post(IMPORT, spreadsheet(text) if text else {})
    assert page.status_code == 400
    assert page.context["problem"]


def test_a_formula_is_text_that_is_refused_and_shown_harmlessly(desk, thing):
    page = desk.post(IMPORT, spreadsheet('"=HYPERLINK(""http://evil.example"")",<script>x</script>\n'))
    assert page.status_code == 400
    assert "<script>x" not in page.content.decode()


def test_a_line_that_repeats_an_address_names_the_line_where_it_stands(thing):
    rows = redirects.take("/a/,/news/here/\n/b/,\n/a/,/news/\n")
    assert [bool(row.problems) for row in rows] == [False, False, True]
    assert "1" in rows[2].problems[0]
    assert not Redirect.objects.exists()


def test_lines_may_lead_through_each_other_and_repeat_what_stands(desk, thing):
    lay("/a/", "/news/")
    rows = redirects.take("/a/,/news/here/\n/z/,/a/\n")
    assert [row.problems for row in rows] == [[], []]
    assert {redirect.target for redirect in Redirect.objects.all()} == {thing}


def test_what_is_exported_can_be_imported_again(desk, thing):
    redirects.take(THREE)
    text = desk.get(EXPORT).content.decode("utf-8")
    assert text.startswith("\ufeff")
    before = list(Redirect.objects.order_by("path").values_list("path", "to", "object_id", "is_temporary"))
    Redirect.objects.all().delete()
    assert not any(row.problems for row in redirects.take(text.removeprefix("\ufeff")))
    assert list(Redirect.objects.order_by("path").values_list("path", "to", "object_id", "is_temporary")) == before
