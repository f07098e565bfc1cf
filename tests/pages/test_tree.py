"""Pages below pages: addresses follow a move, old ones lead on, and nothing stands where it may not."""

import pytest
from django.core.exceptions import ValidationError

from cms.site.models import MenuItem
from demo import builders
from pages.models import RESERVED, Page
from tests.forms import opened
from tests.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def about():
    return builders.page("關於我們", slug="about", live=True)


@pytest.fixture
def team(about):
    return builders.page("團隊", slug="team", parent=about, live=True)


def move(page, **fields):
    data = page.working_copy()
    data["fields"].update(fields)
    return page.save_revision(data, by=None, token=page.edit_token(page.draft()))


def test_a_page_stands_below_its_parent(client, team):
    assert team.get_absolute_url() == "/about/team/"
    assert client.get("/about/team/").status_code == 200
    assert client.get("/team/").status_code == 404


def test_its_breadcrumbs_lead_up(client, team, about):
    html = words_of(client.get("/about/team/"))
    assert 'href="/about/"' in html.partition("<h1")[0].rpartition("crumbs")[2]
    about.unpublish(by=None)
    crumbs = words_of(client.get("/about/team/")).partition("<h1")[0].rpartition("crumbs")[2]
    assert 'href="/about/"' not in crumbs


def test_two_pages_may_share_a_slug_below_different_parents(client, team):
    other = builders.page("新媒體", slug="new-media", live=True)
    builders.page("團隊", slug="team", parent=other, live=True)
    assert client.get("/new-media/team/").status_code == 200


def test_renaming_moves_what_is_below_and_leaves_redirects(client, about, team):
    deep = builders.page("主編", slug="chief", parent=team, live=True)
    revision = move(about, slug="who-we-are")
    assert client.get("/about/team/").status_code == 200  # nothing moves before it is published
    about.publish(revision, by=None)
    for old, new in {"/about/": "/who-we-are/", "/about/team/chief/": "/who-we-are/team/chief/"}.items():
        assert client.get(new).status_code == 200
        assert client.get(old)["Location"] == new
    deep.refresh_from_db()
    assert deep.path == "who-we-are/team/chief"


def test_moving_below_another_page_and_back_leaves_no_circle(client, about, team):
    other = builders.page("新媒體", slug="new-media", live=True)
    team.publish(move(team, parent=other.pk), by=None)
    assert client.get("/about/team/")["Location"] == "/new-media/team/"
    team = Page.objects.get(pk=team.pk)
    team.publish(move(team, parent=about.pk), by=None)
    assert client.get("/about/team/").status_code == 200
    assert client.get("/new-media/team/")["Location"] == "/about/team/"


def test_a_page_cannot_stand_below_itself(about, team):
    with pytest.raises(ValidationError):
        about.publish(move(about, parent=team.pk), by=None)


def test_a_draft_that_was_never_public_leaves_no_redirect(client, about):
    draft = builders.page("草稿", slug="draft", parent=about)
    about.publish(move(about, slug="who-we-are"), by=None)
    draft.refresh_from_db()
    assert draft.path == "who-we-are/draft"
    assert client.get("/about/draft/").status_code == 404


@pytest.mark.parametrize("slug", [*sorted(RESERVED), "contact"])
def test_a_first_piece_that_belongs_to_something_else_is_refused(slug, client, editor):
    builders.page("聯繫", slug="contact", live=True)
    client.force_login(editor)
    url = "/admin/pages/page/add/"
    client.post(url, opened(client, url) | {"title": "頁面", "slug": slug})
    assert Page.objects.count() == 1


def test_below_a_page_an_address_of_something_else_is_refused_too():
    contact = builders.page("聯繫", slug="contact", live=True)
    with pytest.raises(ValidationError):
        builders.page("謝謝", slug="thanks", parent=contact, live=True)
    assert builders.page("新聞", slug="news", parent=contact, live=True).path == "contact/news"


def test_what_stood_below_a_page_that_is_deleted_for_good_moves_up(client, about, team):
    about.trash(by=None)
    assert client.get("/about/").status_code == 410
    assert client.get("/about/team/").status_code == 200
    about.purge()
    assert client.get("/team/").status_code == 200
    assert client.get("/about/team/")["Location"] == "/team/"


def test_a_page_is_put_into_the_menu_once(client, editor, team):
    client.force_login(editor)
    post = {"action": "put_into_menu", "_selected_action": [team.pk]}
    client.post("/admin/pages/page/", post)
    client.post("/admin/pages/page/", post)
    [item] = MenuItem.objects.all()
    assert (item.label, item.address) == ("團隊", "/about/team/")
    assert 'href="/about/team/"' in words_of(client.get("/news/"))


def test_the_admin_refuses_an_address_that_is_taken(client, editor, about):
    client.force_login(editor)
    url = "/admin/pages/page/add/"
    response = client.post(url, opened(client, url) | {"title": "頁面", "slug": "about"})
    assert "slug" in response.context["adminform"].form.errors


def test_the_admin_refuses_a_page_below_its_own_child(client, editor, about, team):
    client.force_login(editor)
    url = f"/admin/pages/page/{about.pk}/change/"
    client.post(url, opened(client, url) | {"parent": team.pk, "_publish": "1"})
    about.refresh_from_db()
    assert about.parent_id is None
    assert client.get("/about/team/").status_code == 200


def test_a_circle_is_refused_with_a_sentence_and_what_was_typed_is_kept(client, editor, about, team):
    client.force_login(editor)
    url = f"/admin/pages/page/{about.pk}/change/"
    typed = {"parent": team.pk, "summary": "這段話寫了很久，不能不見。"}
    answer = client.post(url, opened(client, url) | typed | {"_publish": "1"}, follow=True)
    assert "A page cannot stand below itself." in words_of(answer)
    assert "這段話寫了很久，不能不見。" in words_of(answer)
    about.refresh_from_db()
    assert about.parent_id is None
    assert "不能不見" not in words_of(client.get("/about/"))


def test_a_circle_that_two_drafts_make_together_is_refused_when_the_second_is_published(client, editor, about):
    other = builders.page("別的", slug="other", live=True)
    client.force_login(editor)
    for page, parent in ((about, other), (other, about)):
        url = f"/admin/pages/page/{page.pk}/change/"
        assert client.post(url, opened(client, url) | {"parent": parent.pk}).status_code == 302
    about.refresh_from_db()
    about.publish_working_copy(by=editor)
    other.refresh_from_db()
    with pytest.raises(ValidationError, match="自己下面"):
        other.publish_working_copy(by=editor)
    assert client.get("/other/about/").status_code == client.get("/other/").status_code == 200
    answer = client.get(f"/admin/pages/page/{other.pk}/change/")
    assert answer.context["adminform"].form["parent"].value() == about.pk  # the draft is kept, to be mended
