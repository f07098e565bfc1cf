"""The order of a list is dragged by two people at once: nobody's order is overwritten unseen."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from lxml import html

from articles.models import Channel
from cms.site.models import ContactChannel, MenuItem

LISTS = [
    (MenuItem, {"address": "/"}, "label"),
    (ContactChannel, {"kind": "phone", "value": "1"}, "label"),
    (Channel, {}, "name"),
]


def make(model, fields, name):
    for position, word in enumerate("甲乙丙"):
        model.objects.create(**fields, **{name: word}, position=position)
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def opened(client, url):
    """What the browser would send with the list as it was opened."""
    [form] = html.fromstring(client.get(url).content).xpath("//form[@id='changelist-form']")
    sent = {field.get("name"): field.get("value", "") for field in form.xpath(".//input[@name][not(@type='checkbox')]")}
    return sent | {"_save": "1"}


def turned(sent):
    return sent | {"form-0-position": "2", "form-1-position": "1", "form-2-position": "0"}


def names(model, name):
    return "".join(model.objects.order_by("position").values_list(name, flat=True))


def said(answer):
    return "".join(message.message for message in get_messages(answer.wsgi_request))


@pytest.mark.parametrize(("model", "fields", "name"), LISTS)
def test_rows_stand_as_they_were_dragged(client, administrator, model, fields, name):
    client.force_login(administrator)
    url = make(model, fields, name)
    client.post(url, turned(opened(client, url)))
    assert names(model, name) == "丙乙甲"


@pytest.mark.parametrize(("model", "fields", "name"), LISTS)
def test_the_second_of_two_who_arrange_is_told_and_shown_the_list(client, administrator, model, fields, name):
    client.force_login(administrator)
    url = make(model, fields, name)
    mine = opened(client, url) | {"form-0-position": "5"}
    client.post(url, turned(opened(client, url)))
    answer = client.post(url, mine)
    assert names(model, name) == "丙乙甲"
    assert answer["Location"] == url
    assert "Somebody changed this list" in said(answer)


def test_a_row_deleted_meanwhile_is_said_and_is_no_error(client, administrator):
    client.force_login(administrator)
    url = make(*LISTS[0])
    mine = turned(opened(client, url))
    MenuItem.objects.get(label="乙").delete()
    assert client.post(url, mine).status_code == 302
    assert names(MenuItem, "label") == "甲丙"


@pytest.mark.parametrize("key", ["", "-1", "x", "9" * 21, "\0", "²"])
def test_forged_keys_in_a_list_are_refused(client, administrator, key):
    client.force_login(administrator)
    url = make(*LISTS[0])
    assert client.post(url, turned(opened(client, url)) | {"form-0-id": key}).status_code in {200, 302}
    assert names(MenuItem, "label") == "甲乙丙"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_arrange_at_the_same_moment_one_is_told(administrator):
    url, start, keys = make(*LISTS[0]), Barrier(2), sorted(MenuItem.objects.values_list("pk", flat=True))

    def arrange(keys):
        client = Client()
        client.force_login(administrator)
        sent = opened(client, url)
        sent |= {f"form-{row}-id": key for row, key in enumerate(keys)}
        sent |= {f"form-{row}-position": row + 5 for row in range(3)}
        start.wait(10)
        try:
            return said(client.post(url, sent))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(arrange, [keys, keys[::-1]]))
    assert sum("Somebody changed this list" in answer for answer in answers) == 1
