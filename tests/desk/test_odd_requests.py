"""What no browser sends of itself gets an answer, in the admin and before Django has a request at all."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client

from articles.models import Article
from cms.wsgi import application
from demo import builders
from tests.conftest import person
from tests.forms import add_row, opened, problems_of


@pytest.mark.parametrize(
    "url",
    [
        "search/?s=a&page=abc",
        "search/?s=a&page=999",
        "search/?s=a&page=-1",
        "search/?s=%00",
        "leads/lead/abc/change/",
        "leads/lead/%00/change/",
        "leads/lead/99999999999999999999/change/",
        "articles/article/99999999999999999999/change/",
        "leads/lead/?stage=%00",
        "library/picture/?licence=%00",
        "autocomplete/?app_label=articles&model_name=article&field_name=tags&term=%00",
        "r/99999999999999999999/1/",
        "r/1/abc/",
    ],
)
def test_an_odd_address_of_the_admin_is_no_server_error(client, administrator, url):
    client.force_login(administrator)
    assert client.get(f"/admin/{url}").status_code < 500


@pytest.mark.parametrize("url", ["/admin/", "/admin/login/", "/admin/password_reset/", "/preview/components/"])
def test_a_nul_in_a_quoted_cookie_names_no_session(client, db, url):
    cookies = 'sessionid="abcdefgh\\000"; csrftoken="\\000"'
    assert client.get(url, headers={"Cookie": cookies}).status_code in {200, 302}


@pytest.mark.parametrize("key", ["abc", "99999999999999999999", "\0"])
def test_an_action_on_an_impossible_key_is_no_server_error(client, editor, key):
    client.force_login(editor)
    sent = {"action": "publish_selected", "_selected_action": [key]}
    assert client.post("/admin/articles/article/", sent).status_code == 404


@pytest.mark.parametrize("key", ["x", "9" * 21, "\0"])
@pytest.mark.parametrize("field", ["channel", "tags", "services", "cover", "target"])
def test_a_key_that_no_row_can_have_is_a_wrong_choice_and_said_at_its_field(client, editor, field, key):
    client.force_login(editor)
    url = f"/admin/articles/article/{builders.article(channel=builders.channel()).pk}/change/"
    sent = opened(client, url)
    if field == "target":
        add_row(sent, "pins", target=key)
    else:
        sent[field] = key
    response = client.post(url, sent)
    assert response.status_code == 200
    assert any(field in problem for problem in [response.context["adminform"].form.errors, *problems_of(response)])


@pytest.mark.parametrize("key", ["x", "9" * 21, "1,x"])
def test_a_form_opened_with_an_impossible_choice_is_no_server_error(client, editor, key):
    client.force_login(editor)
    assert client.get(f"/admin/articles/article/add/?channel={key}&tags={key}&cover={key}").status_code == 200


@pytest.mark.parametrize(
    "content_type",
    ["text/plain; charset=hex", "multipart/form-data; boundary=x; charset=idna", "text/html; a*=none'en'%41"],
)
def test_a_content_type_that_names_no_encoding_for_text_is_no_server_error(db, content_type):
    environ = Client().generic("GET", "/healthz?a=1").wsgi_request.environ
    environ |= {"CONTENT_TYPE": content_type, "wsgi.input": BytesIO(), "HTTP_HOST": "localhost"}
    statuses = []
    application(environ, lambda status, headers, *rest: statuses.append(status))
    assert statuses == ["200 OK"]


@pytest.mark.django_db(transaction=True)
def test_saving_the_same_new_thing_twice_at_once_is_no_server_error():
    editor = person("editor")
    channel = builders.channel()
    first = Client()
    first.force_login(editor)
    sent = opened(first, "/admin/articles/article/add/") | {"title": "同時", "channel": channel.pk}

    def save(_number):
        client = Client()
        client.force_login(editor)
        try:
            return client.post("/admin/articles/article/add/", sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(save, range(4)))
    assert 302 in answers
    assert answers <= {302, 200}  # 200: the form again, with a sentence
    assert Article.objects.exists()
