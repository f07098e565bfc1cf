"""The library in the admin: who may do what, what is demanded, what is refused."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.library import renditions, uses
from cms.library.models import Document, Picture, Usage
from tests.library.pictures import encoded, gradient, pdf, photo, upload

pytestmark = pytest.mark.django_db

CHOOSE, UPLOAD = "/admin/library/picture/choose/", "/admin/library/picture/upload/"
WORDS = "/admin/library/picture/words/"
LIST, ADD = "/admin/library/picture/", "/admin/library/picture/add/"


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def change(picture) -> str:
    return reverse(f"admin:library_{picture._meta.model_name}_change", args=[picture.pk])


def words(**said) -> dict:
    return {"alt": "", "credit": "", "licence": "", "licence_note": "", **said}


# --- Roles -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["author", "editor", "administrator"])
def test_people_who_write_see_choose_and_upload(client, request, picture, role):
    client.force_login(request.getfixturevalue(role))
    assert client.get(LIST).status_code == 200
    assert client.get(ADD).status_code == 200
    assert client.get(change(picture)).status_code == 200
    assert client.get(picture.staff_url).status_code == 200
    assert client.get(CHOOSE).json()["results"]
    assert client.post(UPLOAD, {"upload": photo()}).status_code == 201


@pytest.mark.parametrize("role", ["salesperson", "outsider"])
def test_people_who_do_not_write_get_nothing(client, request, picture, role):
    client.force_login(request.getfixturevalue(role))
    for url in (LIST, ADD, change(picture), picture.staff_url, CHOOSE, "/admin/library/picture/dialog/"):
        assert client.get(url).status_code == 403
    assert client.post(UPLOAD, {"upload": photo()}).status_code == 403
    assert client.post(ADD, {"upload": photo()}).status_code == 403
    assert Picture.objects.count() == 1


def test_a_visitor_is_asked_to_sign_in_and_told_so_in_json(client, picture):
    assert client.get(picture.staff_url).status_code == 302
    for response in (client.get(CHOOSE), client.post(UPLOAD, {"upload": photo()})):
        assert response.status_code == 401
        assert response.json()["error"]["message"]


def test_an_author_deletes_nothing_and_an_editor_what_is_not_used(client, author, editor, picture):
    client.force_login(author)
    assert client.post(change(picture).replace("change", "delete"), {"post": "yes"}).status_code == 403
    client.force_login(editor)
    assert client.post(change(picture).replace("change", "delete"), {"post": "yes"}).status_code == 302
    assert not Picture.objects.exists()


def test_an_upload_without_its_token_is_refused(editor):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(UPLOAD, {"upload": photo()}).status_code == 403
    assert not Picture.objects.exists()


# --- What the editor and the dialog ask --------------------------------------------------------------------------


def test_an_upload_answers_in_the_shape_that_the_editor_expects(desk, editor):
    answer = desk.post(UPLOAD, {"upload": photo(640, 480, "晨霧.jpg"), "alt": "山稜上的晨霧"}).json()
    picture = Picture.objects.get()
    assert answer["uploaded"] == 1
    assert (answer["id"], answer["url"], answer["fileName"]) == (picture.pk, picture.staff_url, "晨霧.jpg")
    assert (answer["width"], answer["height"]) == (640, 480)
    assert (picture.alt, picture.uploaded_by) == ("山稜上的晨霧", editor)


@pytest.mark.parametrize(
    "file",
    [
        upload(b"<html><script>alert(1)</script></html>", "x.html"),
        upload(b"<svg><script>alert(1)</script></svg>", "x.svg"),
        upload(b"", "x.jpg"),
        upload(encoded()[:100], "x.jpg"),
    ],
)
def test_a_refused_upload_says_why_in_json_and_leaves_no_row(desk, file):
    file.seek(0)
    response = desk.post(UPLOAD, {"upload": file})
    assert response.status_code == 400
    assert response.json()["uploaded"] == 0
    assert len(response.json()["error"]["message"]) > 20
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    "sent", [{}, {"upload": "text"}, {"file": photo()}, {"upload": photo(), "alt": "x" * 301}, {"upload": ""}]
)
def test_an_odd_post_gets_a_sentence_and_no_error(desk, sent):
    response = desk.post(UPLOAD, sent)
    assert response.status_code == 400
    assert response.json()["error"]["message"]
    assert desk.get(UPLOAD).status_code == 405


def test_a_nul_in_the_words_is_left_out_since_postgresql_cannot_keep_it(desk):
    assert desk.post(UPLOAD, {"upload": photo(), "alt": "晨\0霧"}).status_code == 201
    assert Picture.objects.get().alt == "晨霧"


def test_a_name_full_of_tricks_is_only_a_label(desk):
    desk.post(UPLOAD, {"upload": photo(name="..\\..\\<img src=x onerror=alert(1)>.html")})
    picture = Picture.objects.get()
    assert picture.file.name == f"pictures/{picture.token[:2]}/{picture.token}.jpg"
    for url in (LIST, change(picture)):
        assert b"<img src=x" not in desk.get(url).content


def test_an_animation_is_taken_with_a_word_about_what_was_left_out(desk):
    moving = encoded(gradient(), "GIF", save_all=True, append_images=[gradient().rotate(180)])
    answer = desk.post(UPLOAD, {"upload": upload(moving, "x.gif")}).json()
    assert answer["uploaded"] == 1
    assert "first" in answer["error"]["message"]


def test_the_chooser_pages_through_the_library_newest_first(desk):
    made = [Picture.objects.create(alt=f"picture {n}", file=f"{n}.jpg") for n in range(30)]
    first = desk.get(CHOOSE).json()
    assert [row["id"] for row in first["results"]] == [picture.pk for picture in reversed(made)][:24]
    assert first["next"] == 2
    assert desk.get(CHOOSE, {"page": 2}).json()["next"] is None
    assert len(desk.get(CHOOSE, {"page": 2}).json()["results"]) == 6


def test_the_chooser_finds_by_every_word_of_text_name_or_credit(desk, picture):
    Picture.objects.create(alt="辦公室", original_name="office.jpg", credit="Lin", file="x.jpg")
    assert [row["alt"] for row in desk.get(CHOOSE, {"q": "晨霧 photo"}).json()["results"]] == ["山稜上的晨霧"]
    assert [row["alt"] for row in desk.get(CHOOSE, {"q": "lin OFFICE"}).json()["results"]] == ["辦公室"]
    assert desk.get(CHOOSE, {"q": "lin 晨霧"}).json()["results"] == []


@pytest.mark.parametrize("query", ["page=-1", "page=0", "page=x", "page=١", "page=99999999999", "page=999999", "q=%00"])
def test_an_odd_question_to_the_chooser_gets_an_answer(desk, picture, query):
    assert desk.get(f"{CHOOSE}?{query}").status_code == 200


@pytest.mark.parametrize("url", [CHOOSE, LIST])
def test_chooser_and_list_cost_the_same_however_many_pictures_there_are(desk, url):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            desk.get(url)
        return len(found)

    Picture.objects.create(file="0.jpg")
    before = queries()
    for n in range(20):
        Picture.objects.create(file=f"{n}.jpg")
    assert queries() == before


def test_a_thumbnail_is_the_smallest_rendition_that_is_wide_enough(desk, picture):
    renditions.make(picture.pk)
    assert desk.get(f"{picture.staff_url}?width=480")["Content-Type"] == "image/webp"
    assert desk.get(f"{picture.staff_url}?width=5000")["Content-Type"] == "image/jpeg"
    assert desk.get(f"{picture.staff_url}?width=x")["Content-Type"] == "image/jpeg"
    answer = desk.get(picture.staff_url)
    assert answer["Cache-Control"] == "no-store, private"
    assert "sandbox" in answer["Content-Security-Policy"]


# --- Forms -------------------------------------------------------------------------------------------------------


def test_several_pictures_go_in_at_once_and_wait_for_their_words(desk):
    response = desk.post(ADD, {"upload": [photo(name="a.jpg"), photo(name="b.jpg")]})
    assert response.status_code == 302
    ids = sorted(Picture.objects.values_list("pk", flat=True))
    assert response["Location"] == f"{WORDS}?ids={ids[0]},{ids[1]}"
    assert len(ids) == 2


def test_after_one_picture_its_form_opens(desk):
    response = desk.post(ADD, {"upload": photo()})
    assert response["Location"] == change(Picture.objects.get())


def test_of_several_the_good_ones_are_kept_and_the_bad_one_is_named(desk):
    response = desk.post(ADD, {"upload": [photo(name="good.jpg"), upload(b"<svg/>", "logo.svg")]})
    assert response.status_code == 400
    assert "logo.svg: SVG" in response.content.decode()
    assert "good.jpg" in response.content.decode()
    assert Picture.objects.count() == 1
    assert desk.post(ADD).status_code == 400


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (words(), "Say what the picture shows"),
        (words(alt="  "), "Say what"),
        (words(alt="x", is_decorative="on"), "untick"),
    ],
)
def test_a_picture_is_described_or_decorative_and_not_both(desk, picture, said, sentence):
    response = desk.post(change(picture), said)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    picture.refresh_from_db()
    assert picture.alt == "山稜上的晨霧"


def test_a_picture_can_become_decorative(desk, picture):
    assert desk.post(change(picture), words(is_decorative="on")).status_code == 302
    picture.refresh_from_db()
    assert (picture.alt, picture.is_decorative) == ("", True)


def test_the_list_says_in_words_which_picture_has_no_text_yet(desk, picture):
    bare = Picture.objects.receive(photo(name="bare.jpg"))
    page = desk.get(LIST).content.decode()
    assert "Text missing" in page
    assert "Described" in page
    only = desk.get(f"{LIST}?alt_state=missing").content.decode()
    assert f"/{bare.pk}/change/" in only
    assert f"/{picture.pk}/change/" not in only
    assert "No picture fits" in desk.get(f"{LIST}?q=zzz").content.decode()


def test_the_form_names_what_uses_a_picture_and_then_nobody_deletes_it(desk, picture, shower, administrator):
    Usage.objects.replace(shower, [picture.pk])
    page = desk.get(change(picture)).content.decode()
    assert str(shower) in page
    assert "cannot be deleted" in page
    desk.force_login(administrator)
    assert desk.post(change(picture).replace("change", "delete"), {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": [picture.pk], "post": "yes"}
    assert str(shower) in desk.post(LIST, action).content.decode()
    assert Picture.objects.filter(pk=picture.pk).exists()


def test_another_app_may_say_that_a_draft_uses_a_picture(desk, picture, shower, monkeypatch):
    monkeypatch.setattr(uses, "finders", [lambda asset: [shower]])
    assert [(use.label, use.is_live) for use in uses.where_used(picture)] == [(str(shower), False)]
    assert desk.post(change(picture).replace("change", "delete"), {"post": "yes"}).status_code == 403


def test_a_document_comes_in_through_its_own_gate(desk, editor):
    add = "/admin/library/document/add/"
    said = {"credit": "", "licence": "", "licence_note": ""}
    acting = upload(pdf(b"1 0 obj << /S /JavaScript >> endobj\n"), "a.pdf")
    assert "holds scripts" in desk.post(add, {"title": "", "upload": acting, **said}).content.decode()
    assert desk.post(add, {"title": "", "upload": upload(pdf(), "brochure.pdf"), **said}).status_code == 302
    document = Document.objects.get()
    assert (document.title, document.uploaded_by, document.format) == ("brochure.pdf", editor, "pdf")
    assert desk.get(change(document)).status_code == 200
    assert desk.get(document.staff_url)["Content-Disposition"].startswith("attachment")
    assert desk.post(change(document), {"title": "提案", **said}).status_code == 302
    document.refresh_from_db()
    assert (document.title, document.byte_size) == ("提案", len(pdf()))


def test_a_person_can_ask_for_the_sizes_again(desk, picture):
    Picture.objects.filter(pk=picture.pk).mark(attempts=5, failed_at=picture.uploaded_at, problem="the disk was full")
    assert "the disk was full" in desk.get(LIST).content.decode()
    desk.post(LIST, {"action": "make_sizes_again", "_selected_action": [picture.pk]})
    assert renditions.due() == [picture.pk]
