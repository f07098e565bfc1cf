"""Who gets which file: everybody what is live, staff the rest, and nobody anything else."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.library import copies, renditions, views
from cms.library.models import GRACE, Document, Picture, Usage
from cms.library.storage import private, public, put
from cms.outbox.worker import run_once
from tests.library.pictures import encoded, gradient, pdf, photo, upload

pytestmark = pytest.mark.django_db


def statuses(client, picture) -> set[int]:
    """What the public gets for the original and for every rendition."""
    picture = Picture.objects.get(pk=picture.pk)
    return {client.get(f"/media/{name}").status_code for name in picture.public_files()}


def files(storage) -> set[str]:
    return set(storage.listdir("")[1]) if storage.exists("") else set()


def test_a_picture_that_nothing_live_uses_is_served_to_nobody(client, picture):
    renditions.make(picture.pk)
    assert statuses(client, picture) == {404}
    put(public, picture.public_name, b"left behind by accident")
    assert statuses(client, picture) == {404}


def test_a_published_picture_is_there_at_once_before_any_worker_ran(client, picture, shower):
    Usage.objects.replace(shower, [picture.pk])
    response = client.get(picture.public_url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == private.open(picture.file.name).read()


def test_a_public_file_is_kept_for_ever_never_guessed_at_and_never_run(client, picture, shower):
    Usage.objects.replace(shower, [picture.pk])
    response = client.get(picture.public_url)
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Disposition"] == "inline"
    assert response["Surrogate-Key"] == f"picture:{picture.pk}"
    assert not response.cookies
    assert "Vary" not in response.headers or "Cookie" not in response["Vary"]


def test_who_has_it_already_is_told_so_and_head_says_how_large_it_is(client, picture, shower):
    Usage.objects.replace(shower, [picture.pk])
    etag = client.get(picture.public_url)["ETag"]
    assert client.get(picture.public_url, headers={"if-none-match": etag}).status_code == 304
    head = client.head(picture.public_url)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head["Content-Length"]) == picture.byte_size
    assert client.post(picture.public_url).status_code == 405


def test_a_document_is_an_attachment_under_the_name_it_came_with(client, shower):
    document = Document.objects.receive(upload(pdf(), "提案 2026.pdf.exe"), title="提案")
    Usage.objects.replace(shower, [], [document.pk])
    response = client.get(document.public_url)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Disposition"].endswith(".pdf")
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    "name",
    ["../secret_key", "..%2fsecret_key", "%2e%2e/x.jpg", "x.jpg", ".jpg", "a" * 32, "a" * 32 + ".jpg", "/etc/passwd"]
    + ["a" * 5000 + ".jpg", "%00.jpg", "pictures/aa/x.jpg", "١" * 32 + ".jpg", "A" * 32 + ".JPG"],
)
def test_no_trick_with_a_name_reaches_anything(client, name):
    private.save("secret.txt", ContentFile(b"secret"))
    assert client.get(f"/media/{name}", follow=True).status_code == 404


def test_another_pictures_name_under_a_public_token_is_not_there(client, picture, shower):
    Usage.objects.replace(shower, [picture.pk])
    for name in (
        f"{picture.token}.html",
        f"{picture.token}.png",
        f"{picture.token}-481.webp",
        f"{picture.token}-1.jpg",
    ):
        assert client.get(f"/media/{name}").status_code == 404


def test_names_say_nothing_of_the_upload_and_cannot_be_guessed(picture):
    assert picture.public_name == f"{picture.token}.jpg"
    assert len(picture.token) == 32
    assert Picture.objects.receive(photo(name="other.jpg")).token != picture.token


def test_what_is_withdrawn_is_gone_from_the_view_and_from_the_public_storage_with_the_commit(
    client, picture, shower, django_capture_on_commit_callbacks
):
    Usage.objects.replace(shower, [picture.pk])
    run_once()
    assert len(files(public)) == 8
    assert statuses(client, picture) == {200}
    with django_capture_on_commit_callbacks(execute=True):
        Usage.objects.replace(shower, [])
    assert statuses(client, picture) == {404}
    assert not files(public)


def test_a_process_that_dies_right_after_withdrawing_leaves_it_to_the_sweep(client, picture, shower):
    Usage.objects.replace(shower, [picture.pk])
    run_once()
    Usage.objects.replace(shower, [])  # the callbacks of the commit never run here
    assert files(public)
    run_once()
    assert not files(public)


def test_what_two_things_use_stays_when_one_of_them_goes(client, picture, shower, editor):
    Usage.objects.replace(shower, [picture.pk])
    Usage.objects.replace(editor, [picture.pk])
    Usage.objects.replace(shower, [])
    run_once()
    assert statuses(client, picture) == {200}
    assert files(public)


def test_what_a_new_version_no_longer_shows_stays_for_the_copies_of_the_old_page_and_then_goes(client, picture, shower):
    second = Picture.objects.receive(photo(name="second.jpg"))
    Usage.objects.replace(shower, [picture.pk])
    Usage.objects.replace(shower, [second.pk])
    assert statuses(client, picture) == {200}
    with time_machine.travel(timezone.now() + GRACE + timedelta(seconds=1)):
        assert statuses(client, picture) == {404}
        run_once()
        assert files(public) == set(Picture.objects.get(pk=second.pk).public_files())
        assert not picture.usages.exists()


def test_grace_is_not_prolonged_by_publishing_again_and_ends_when_the_picture_returns(client, picture, shower):
    second = Picture.objects.receive(photo(name="second.jpg"))
    Usage.objects.replace(shower, [picture.pk])
    Usage.objects.replace(shower, [second.pk])
    until = picture.usages.get().until
    Usage.objects.replace(shower, [second.pk])
    assert picture.usages.get().until == until
    Usage.objects.replace(shower, [picture.pk, second.pk])
    assert picture.usages.get().until is None


def test_a_picture_follows_the_live_times_of_what_shows_it(client, picture, shower):
    now = timezone.now()
    Usage.objects.replace(shower, [picture.pk], since=now + timedelta(hours=1), until=now + timedelta(hours=2))
    for minutes, status in ((0, 404), (61, 200), (121, 404)):
        with time_machine.travel(now + timedelta(minutes=minutes)):
            assert statuses(client, picture) == {status}


def test_an_object_deleted_without_a_word_keeps_no_picture_public(client, picture, shower):
    Usage.objects.replace(shower, [picture.pk])
    run_once()
    shower.delete()
    run_once()
    assert not Usage.objects.exists()
    assert statuses(client, picture) == {404}
    assert not files(public)


def test_ids_of_pictures_that_do_not_exist_are_left_out(picture, shower):
    Usage.objects.replace(shower, [picture.pk, 10**9], [10**9])
    assert [usage.picture for usage in Usage.objects.all()] == [picture]


def test_renditions_made_after_publication_reach_the_public_storage(picture, shower):
    Usage.objects.replace(shower, [picture.pk])
    copies.settle(("picture", picture.pk))
    assert files(public) == {picture.public_name}
    renditions.make(picture.pk)
    assert copies.due() == [("picture", picture.pk)]
    copies.settle(("picture", picture.pk))
    assert len(files(public)) == 8
    assert not copies.due()


def test_a_worker_killed_while_copying_copies_again(picture, shower, monkeypatch):
    renditions.make(picture.pk)
    Usage.objects.replace(shower, [picture.pk])

    def killed(storage, name, content):
        raise KeyboardInterrupt

    monkeypatch.setattr(copies, "put", killed)
    with pytest.raises(KeyboardInterrupt):
        copies.settle(("picture", picture.pk))
    monkeypatch.undo()
    run_once()
    assert len(files(public)) == 8


def test_what_is_withdrawn_while_it_is_copied_does_not_stay(picture, shower, monkeypatch):
    Usage.objects.replace(shower, [picture.pk])

    def withdrawn_meanwhile(storage, name, content):
        Usage.objects.replace(shower, [])
        put(storage, name, content)

    monkeypatch.setattr(copies, "put", withdrawn_meanwhile)
    copies.settle(("picture", picture.pk))
    assert not files(public)


def test_with_the_database_away_only_what_is_in_the_public_storage_is_served(client, picture, shower, monkeypatch):
    Usage.objects.replace(shower, [picture.pk])

    def away(token):
        raise OperationalError("no connection")

    monkeypatch.setattr(views, "asset_in_use", away)
    assert client.get(picture.public_url).status_code == 404
    copies.settle(("picture", picture.pk))
    assert client.get(picture.public_url).status_code == 200


def test_a_deleted_picture_leaves_no_file(picture, django_capture_on_commit_callbacks):
    renditions.make(picture.pk)
    assert len(files_below("renditions")) == 7
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert not files_below("renditions")
    assert not private.exists(picture.file.name)


def files_below(folder: str) -> list[str]:
    return private.listdir(folder)[1]


def test_serving_a_picture_asks_the_database_at_most_twice(client, picture, shower):
    renditions.make(picture.pk)
    Usage.objects.replace(shower, [picture.pk])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(picture.public_url)
    assert len(queries) <= 2


def test_the_row_that_cannot_be_written_leaves_no_file_behind(monkeypatch):
    def full(self, *args, **kwargs):
        raise OperationalError("disk full")

    monkeypatch.setattr(Picture, "save", full)
    with pytest.raises(OperationalError):
        Picture.objects.receive(upload(encoded(gradient())))
    assert not [name for folder in private.listdir("pictures")[0] for name in private.listdir(f"pictures/{folder}")[1]]
