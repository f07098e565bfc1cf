"""A client without an account sees one revision by a link, comments on it and signs it off; and nobody else does."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cms.publishing.models import AuditEntry
from cms.review import views
from cms.review.client_links import page_of
from cms.review.models import Comment, ReviewLink, SignOff
from cms.review.paragraphs import paragraphs_of
from demo import builders
from leads.models import Lead
from tests.reading import words_of
from tests.review.conftest import write


@pytest.fixture
def picture(db):
    return builders.picture()


@pytest.fixture
def opened_link(article, editor, picture):
    """(the link, its path) to a draft with a picture in its text."""
    body = f'<p>第一段。</p><figure><img data-picture="{picture.pk}" alt=""></figure><p>第二段。</p>'
    revision = write(article, editor, body=body, cover=picture.pk)
    link, token = ReviewLink.objects.make(article, revision, recipient="王小姐", days=7, by=editor)
    return link, f"/review/{token}/"


@pytest.fixture
def visitor():
    return Client(enforce_csrf_checks=True)


def test_a_client_sees_the_public_page_of_that_revision(visitor, opened_link, article, author):
    link, path = opened_link
    write(article, author, title="後來改的標題")
    page = words_of(visitor.get(path))
    assert "作者的文章" in page
    assert "後來改的標題" not in page
    assert "王小姐" in page
    assert 'class="masthead"' in page
    assert "/admin/" not in page


def test_the_page_is_kept_by_nobody_and_tells_nobody(visitor, opened_link):
    response = visitor.get(opened_link[1])
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in words_of(response)
    assert not response.cookies
    assert "Surrogate-Key" not in response


def test_the_token_stands_in_no_page_and_in_no_table(visitor, opened_link):
    link, path = opened_link
    token = path.split("/")[2]
    assert token not in words_of(visitor.get(path))
    visitor.post(path, {"deed": "comment", "name": "王小姐", "text": "很好"})
    kept = [str(row) for model in (ReviewLink, Comment, AuditEntry, Lead) for row in model.objects.values()]
    assert token not in " ".join(kept)


def test_the_form_for_enquiries_does_not_learn_the_address(visitor, opened_link, article):
    page = words_of(visitor.get(opened_link[1]))
    assert f'value="{article.get_absolute_url()}"' in page


def test_pictures_that_are_not_public_have_addresses_of_their_own(visitor, opened_link):
    link, path = opened_link
    page = words_of(visitor.get(path))
    [address] = set(views.re.findall(r'src="(/review/picture/[^"]+)"', page))
    response = visitor.get(address)
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "no-store, private"
    link.revoke(by=link.by)
    assert visitor.get(address).status_code == 410
    assert visitor.get("/review/picture/1-1:forged/").status_code == 404


@pytest.mark.parametrize("end", ["expired", "revoked", "closed"])
def test_a_link_that_ended_answers_410_to_everything(visitor, opened_link, article, editor, end):
    link, path = opened_link
    if end == "expired":
        ReviewLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif end == "revoked":
        link.revoke(by=editor)
    else:
        article.trash(by=editor)
    assert visitor.get(path).status_code == 410
    answer = visitor.post(path, {"deed": "approve", "name": "王小姐"})
    assert answer.status_code == 410
    assert answer["Cache-Control"] == "no-store, private"
    assert "作者的文章" not in words_of(answer)
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("token", ["0" * 64, "x", "0" * 63, "0" * 65, "é" * 64, "G" * 64])
def test_an_unknown_token_answers_404(visitor, db, token):
    response = visitor.get(f"/review/{token}/")
    assert response.status_code in {404, 301}
    assert visitor.post(f"/review/{token}/").status_code == 404


def test_a_client_comments_on_a_paragraph_once_however_often_it_is_sent(visitor, opened_link, article):
    link, path = opened_link
    anchor = paragraphs_of(article.as_of(link.revision.data))[-1].anchor
    told = {"deed": "comment", "name": "王小姐", "about": anchor, "text": "這裡請改。\r\n謝謝"}
    response = visitor.post(path, told)
    visitor.post(path, told)
    comment = Comment.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"{path}#review")
    assert (comment.quote, comment.text, comment.who) == ("第二段。", "這裡請改。\n謝謝", "王小姐")
    assert "這裡請改。" in words_of(visitor.get(path))


def test_a_client_does_not_see_what_colleagues_say(visitor, opened_link, article, editor):
    link, path = opened_link
    Comment.objects.write(article, link.revision, "客戶別看", by=editor)
    assert "客戶別看" not in words_of(visitor.get(path))


def test_a_sign_off_binds_the_content_and_is_the_last_word(visitor, opened_link):
    link, path = opened_link
    visitor.post(path, {"deed": "approve", "name": "王小姐"})
    visitor.post(path, {"deed": "changes", "name": "王小姐", "text": "又不要了"})
    signoff = SignOff.objects.get()
    assert (signoff.is_approval, signoff.digest) == (True, link.revision.digest)
    assert AuditEntry.objects.filter(verb="client_approved").count() == 1
    assert "signed this off" in words_of(visitor.get(path))


def test_who_asks_for_changes_says_which(visitor, opened_link):
    path = opened_link[1]
    response = visitor.post(path, {"deed": "changes", "name": "王小姐", "text": ""})
    assert response.status_code == 422
    assert "Please say what should change." in words_of(response)
    visitor.post(path, {"deed": "changes", "name": "王小姐", "text": "換一張圖"})
    assert SignOff.objects.get().text == "換一張圖"


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"deed": "publish"},
        {"deed": "comment", "name": "", "text": "沒有名字"},
        {"deed": "comment", "name": "王\0", "text": "NUL"},
        {"deed": "comment", "name": "王", "text": "長" * 4001},
        {"deed": "comment", "name": "王", "text": "x", "about": "no-such-paragraph"},
        {"deed": "approve", "name": "\n"},
        {"deed": "approve", "name": "長" * 81},
    ],
)
def test_odd_sendings_change_nothing_and_keep_the_text(visitor, opened_link, told):
    response = visitor.post(opened_link[1], told)
    assert response.status_code == 422
    assert (told.get("text") or "").replace("\0", "") in words_of(response)
    assert not Comment.objects.exists()
    assert not SignOff.objects.exists()


def test_another_site_cannot_sign_off(visitor, opened_link):
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert visitor.post(opened_link[1], {"deed": "approve", "name": "x"}, headers=headers).status_code == 403
    assert not SignOff.objects.exists()


def test_too_many_sendings_are_told_to_wait_with_their_text(visitor, opened_link, monkeypatch):
    monkeypatch.setattr(views, "is_within", lambda *about: False)
    response = visitor.post(opened_link[1], {"deed": "comment", "name": "王", "text": "第一千則"})
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert "第一千則" in words_of(response)


def test_only_the_first_and_the_last_time_of_opening_are_kept(visitor, opened_link):
    link, path = opened_link
    visitor.head(path)
    link.refresh_from_db()
    assert link.first_opened_at is None
    visitor.get(path)
    first = ReviewLink.objects.get().first_opened_at
    visitor.get(path)
    link.refresh_from_db()
    assert link.first_opened_at == first < link.last_opened_at


@pytest.mark.parametrize("make", ["series", "service", "case_study", "page", "snippet", "promotion"])
def test_every_kind_can_be_shown(visitor, editor, make):
    thing = getattr(builders, make)("別的東西", by=editor)
    link, token = ReviewLink.objects.make(thing, write(thing, editor), recipient="王小姐", days=7, by=editor)
    response = visitor.get(f"/review/{token}/")
    assert response.status_code == 200
    assert "別的東西" in words_of(response)
    assert "/admin/" not in words_of(response)


# --- The editors' side --------------------------------------------------------------------------------------------


def test_an_editor_makes_a_link_that_is_shown_once(as_user, article, editor, visitor):
    desk, url = as_user(editor), page_of(article)
    page = words_of(desk.post(url, {"recipient": "王小姐", "days": "7"}))
    [address] = views.re.findall(r"http://[^\"]+(/review/[0-9a-f]{64}/)", page)
    assert visitor.get(address).status_code == 200
    assert address not in words_of(desk.get(url))


def test_an_editor_sees_who_opened_and_revokes_with_one_click(as_user, opened_link, article, editor, visitor):
    link, path = opened_link
    visitor.get(path)
    desk, url = as_user(editor), page_of(article)
    assert "opened" in words_of(desk.get(url))
    desk.post(url, {"revoke": link.pk})
    assert visitor.get(path).status_code == 410
    assert AuditEntry.objects.filter(verb="revoke_link", by=editor).count() == 1


def test_an_author_makes_no_links(as_user, article, author):
    assert as_user(author).post(page_of(article), {"recipient": "王小姐", "days": "7"}).status_code == 403
    assert not ReviewLink.objects.exists()


def test_a_link_of_another_thing_is_not_revoked_through_this_one(as_user, opened_link, editor):
    other = builders.article("別的", by=editor)
    assert as_user(editor).post(page_of(other), {"revoke": opened_link[0].pk}).status_code == 404
    assert ReviewLink.objects.get().is_open


def test_nothing_is_left_of_a_link_when_its_thing_is_deleted_for_good(opened_link, article, editor, visitor):
    article.trash(by=editor)
    article.purge()
    assert visitor.get(opened_link[1]).status_code == 404
    assert not ReviewLink.objects.exists()
