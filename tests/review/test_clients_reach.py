"""How far a client's link reaches: to the text and the pictures of one revision, and to nothing beside them."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cms.review.models import ReviewLink
from demo import builders
from tests.reading import words_of
from tests.review.conftest import write


def link_to(article, editor, **fields) -> tuple[ReviewLink, str]:
    revision = write(article, editor, **fields)
    link, token = ReviewLink.objects.make(article, revision, recipient="王小姐", days=7, by=editor)
    return link, f"/review/{token}/"


def signed_in(page: str) -> list[str]:
    """The addresses of pictures that this page was given."""
    return re.findall(r"/review/picture/[^\"'\s<&]+", page)


def test_a_client_gets_the_pictures_of_the_text(article, editor):
    _link, path = link_to(article, editor, cover=builders.picture().pk)
    client = Client()
    [address, *_rest] = signed_in(words_of(client.get(path)))
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("deed", ["comment", "changes"])
def test_a_client_who_writes_the_address_of_a_picture_gets_no_other(article, editor, deed):
    secret = builders.picture("secret.png", colour="#700")
    _link, path = link_to(article, editor, summary="給客戶看的")
    client, own = Client(), reverse("admin:library_picture_file", args=[secret.pk])
    client.post(path, {"deed": deed, "name": "王小姐", "text": f"看這張：{own}"})
    assert [
        address for address in signed_in(words_of(client.get(path))) if client.get(address).status_code == 200
    ] == []


def test_an_author_who_writes_the_address_of_a_picture_shows_the_client_no_other(article, author, editor):
    secret = builders.picture("secret.png", colour="#700")
    own = reverse("admin:library_picture_file", args=[secret.pk])
    _link, path = link_to(article, author, body=f"<p>{own}</p>", summary=own)
    assert signed_in(words_of(Client().get(path))) == []


def test_a_revision_whose_pictures_and_channel_were_deleted_still_opens(article, editor):
    picture, channel = builders.picture(), builders.channel("將被刪除")
    body = f'<p>還在的字</p><figure><img data-picture="{picture.pk}" alt=""></figure>'
    _link, path = link_to(article, editor, cover=picture.pk, body=body, channel=channel.pk)
    write(article, editor, cover=None, body="<p>新的</p>", channel=builders.channel().pk)
    picture.delete()
    channel.delete()
    response = Client().get(path)
    assert response.status_code == 200
    assert "還在的字" in words_of(response)
    assert Client().post(path, {"deed": "comment", "name": "王小姐", "text": "好"}).status_code == 303


def test_the_review_of_a_revision_whose_channel_was_deleted_still_opens(as_user, article, editor):
    channel = builders.channel("將被刪除")
    link, _path = link_to(article, editor, channel=channel.pk)
    write(article, editor, channel=builders.channel().pk)
    channel.delete()
    address = reverse("admin:articles_article_review", args=[article.pk])
    assert as_user(editor).get(f"{address}?revision={link.revision_id}").status_code == 200
