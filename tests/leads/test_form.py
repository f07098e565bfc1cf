"""A prospect sends the form: it is stored once, answered at once, and nothing typed is ever lost."""

import re

import pytest
from django.db import OperationalError

from cms.intake.models import ConsentText
from cms.outbox.models import Event
from demo import builders
from leads.models import Enquiry, Lead

pytestmark = pytest.mark.django_db


def test_an_enquiry_is_stored_and_answered_with_the_thank_you_page(send, client):
    response = send()
    assert (response.status_code, response["Location"]) == (303, "/contact/thanks/")
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex"
    assert "noindex" in page.content.decode()
    lead = Lead.objects.get()
    assert (lead.contact.first_way.kind, lead.contact.first_way.value, lead.stage) == ("phone", "+8613812345678", "new")
    assert Event.objects.filter(verb="lead.received", object_id=lead.pk).count() == 1


def test_the_record_holds_what_was_typed_and_where(send):
    send(message="  兩個空格開頭\r\n第二行 ", company="示例公司")
    enquiry = Enquiry.objects.get()
    assert enquiry.message == "  兩個空格開頭\n第二行 "
    assert enquiry.contact == "138 1234 5678"
    assert enquiry.company == "示例公司"
    assert enquiry.path == "/news/three-decisions/"
    assert enquiry.browser == "0123456789abcdef0123456789abcdef"
    assert enquiry.consent.version == 1


def test_nobody_needs_javascript(send):
    assert send(browser=None).status_code == 303
    assert not Lead.objects.get().is_quarantined


def test_neither_cookie_nor_session_comes_of_it(send, client):
    response = send()
    assert not response.cookies
    assert not client.get("/contact/thanks/").cookies


def test_a_record_cannot_be_changed(send):
    send()
    enquiry = Enquiry.objects.get()
    enquiry.message = "changed"
    with pytest.raises(TypeError):
        enquiry.save()


@pytest.mark.parametrize("field", ["name", "contact", "message", "consent"])
@pytest.mark.parametrize("value", [None, "", " \u3000\n"])
def test_a_missing_field_is_named_and_the_rest_is_kept(send, error_of, field, value):
    if field == "consent" and value:
        value = "false"
    response = send(**{field: value})
    page = response.content.decode()
    assert response.status_code == 422
    assert error_of(response, field)
    assert f'href="#ask-{field}"' in page
    assert re.search(rf'<(?:input|textarea)[^>]*aria-describedby="ask-{field}-error"', page)
    assert 'aria-invalid="true"' in page
    for kept in {"林小姐", "138 1234 5678", "預算下季決定。", "/news/three-decisions/"}:
        assert kept in page or {"name": "林", "contact": "138", "message": "預算"}.get(field, "?") in kept
    assert not Lead.objects.exists()


def test_a_wrong_number_is_kept_and_explained(send, error_of):
    response = send(contact="1388")
    assert response.status_code == 422
    assert 'value="1388"' in response.content.decode()
    assert error_of(response, "contact")


def test_the_tick_is_kept_when_something_else_is_wrong(send):
    page = send(contact="1388").content.decode()
    assert re.search(r'<input[^>]*name="consent"[^>]*checked', page)


def test_a_form_shown_again_is_accepted_when_corrected(send, client):
    page = send(contact="1388").content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert send(**fields, contact="13812345678").status_code == 303


def test_four_thousand_characters_fit_whatever_they_are(send):
    message = ("長文🙂\n" * 1000)[:4000]
    assert send(message=message.replace("\n", "\r\n")).status_code == 303
    assert Enquiry.objects.get().message == message


def test_more_than_that_is_explained_and_comes_back_whole(send, error_of):
    message = "字" * 4001
    response = send(message=message)
    assert response.status_code == 422
    assert "4000" in error_of(response, "message")
    assert message in response.content.decode()


ODD_NAMES = [
    "林",
    "O'Brien-Śmith",
    "阿卜杜拉·買買提",
    "🙂🙂",
    "a" * 200,
    "\u202egnp.exe",
    "Null",
    "<b>x</b>",
    "{{ 7 }}",
    "𠮷",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_name_is_stored_as_typed(send, name):
    assert send(name=name).status_code == 303
    assert Enquiry.objects.get().name == name


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x\x00y"),
        ("name", "林\r\nBcc: victim@example.com"),
        ("name", "林\nBcc: victim@example.com"),
        ("name", "a" * 201),
        ("name", "\x1b[31m"),
        ("name", "line\u2028separator"),
        ("contact", "a@example.com\r\nBcc: victim@example.com"),
        ("contact", "13812345678\x00"),
        ("contact", "1" * 5000),
        ("contact", "@" * 150),
        ("company", "x\x00"),
        ("message", "x\x00y"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence_at_its_field(send, error_of, field, value):
    response = send(**{field: value})
    assert response.status_code == 422
    assert error_of(response, field)
    assert not Lead.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"name=%FF%FE&contact=13812345678&message=x&consent=on&consent_version=1",
        b"name=\xff\xfe&contact=13812345678&message=x&consent=on&consent_version=1",
        b"name=%ED%A0%80&contact=13812345678&message=x&consent=on&consent_version=1",
    ],
)
def test_bytes_that_are_no_text_are_refused_with_a_sentence(client, error_of, body):
    response = client.post("/contact/send/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422
    assert error_of(response, "name")


PART = b"--x\r\nContent-Disposition: form-data; %s\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"name[]=a&name[x][y]=b&message[$ne]=1", "application/x-www-form-urlencoded"),
        (b'{"name": ["a"]}', "application/json"),
        (b"", "application/x-www-form-urlencoded"),
        (b"%", "application/x-www-form-urlencoded"),
        (b"=&=&;;&&", "application/x-www-form-urlencoded"),
        (b"name=x", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"name=x", "application/x-www-form-urlencoded; charset=nothing"),
        (b"name=x", "text/plain"),
        (b"no boundary", "multipart/form-data"),
        (PART % b'name="name"' + b"\x00\r\n", "multipart/form-data; boundary=x"),
        (PART % b'name="name"; filename="\x00"' + b"x\r\n--x--", "multipart/form-data; boundary=x"),
        (b"&".join(b"f%d=1" % n for n in range(6000)), "application/x-www-form-urlencoded"),
        (b"name=" + b"x" * 2_000_000, "application/x-www-form-urlencoded"),
        (b"name=" + b"x" * 900_000, "application/x-www-form-urlencoded"),
    ],
)
def test_nonsense_is_answered_with_4xx(client, body, content_type):
    client.raise_request_exception = False
    response = client.generic("POST", "/contact/send/", body, content_type=content_type)
    assert 400 <= response.status_code < 500
    assert not Lead.objects.exists()


NASTY = [
    "\x00",
    "\ufffe",
    "x" * 10_000,
    "-1",
    "9" * 400,
    "١",
    "a:b:c",
    "services.service:" + "9" * 30,
    "//x",
    "../",
    "{}",
]


@pytest.mark.parametrize("field", ["path", "about", "stamp", "browser", "consent_version", "website", "consent"])
@pytest.mark.parametrize("value", NASTY)
def test_what_is_hidden_in_the_form_may_be_anything(send, field, value):
    """A hidden field is a hint: a wrong one is dropped or weighed, and the enquiry is kept or comes back."""
    assert send(**{field: value}).status_code in {303, 422}


@pytest.mark.parametrize("about", ["people.user:1", "auth.group:1", "nothing.there:1", "x", ":", "articles.article:x"])
def test_only_content_can_be_what_a_page_is_about(send, about):
    assert send(about=about).status_code == 303
    assert Enquiry.objects.get().content_type is None


def test_the_object_of_the_page_is_remembered(send):
    send(about="services.service:7")
    enquiry = Enquiry.objects.get()
    assert (enquiry.content_type.model, enquiry.object_id) == ("service", 7)
    assert enquiry.page.title == "/news/three-decisions/"


def test_a_link_to_the_page_never_leaves_this_site(send):
    send(path="//evil.example/")
    assert Enquiry.objects.get().page.url == ""


# Consent


def test_the_consent_of_the_page_is_stored_word_for_word(send):
    old = ConsentText.objects.create(text="舊的一句")
    ConsentText.objects.create(text="新的一句")
    assert send(consent_version=str(old.version)).status_code == 303
    assert Enquiry.objects.get().consent.text == "舊的一句"


def test_a_consent_text_that_never_was_is_asked_again(send, error_of):
    response = send(consent_version="99")
    assert response.status_code == 422
    assert error_of(response, "consent")
    assert not re.search(r'<input[^>]*name="consent"[^>]*checked', response.content.decode())


def test_another_text_on_the_page_shown_again_unticks_it(send):
    old = ConsentText.objects.create(text="舊的一句")
    ConsentText.objects.create(text="新的一句")
    page = send(consent_version=str(old.version), contact="1388").content.decode()
    assert "新的一句" in page
    assert 'name="consent_version" value="2"' in page
    assert not re.search(r'<input[^>]*name="consent"[^>]*checked', page)


# Where it comes from


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "http://testserver.evil.example"},
        {"HTTP_ORIGIN": "not an origin"},
        {"HTTP_ORIGIN": "http://["},
    ],
)
def test_another_website_cannot_send_it_but_the_person_can_from_here(send, headers):
    response = send(headers=headers)
    assert response.status_code == 403
    assert "預算下季決定。" in response.content.decode()
    assert not Lead.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"HTTP_ORIGIN": "null"}, {"HTTP_SEC_FETCH_SITE": "none"}])
def test_a_browser_that_does_not_say_is_believed(send, headers):
    assert send(headers=headers).status_code == 303
    assert not Lead.objects.get().is_quarantined


def test_reloading_the_address_leads_to_the_contact_page(client):
    builders.page("聯繫", slug="contact", live=True)
    assert client.get("/contact/send/")["Location"] == "/contact/"


def test_reloading_the_address_leads_home_while_there_is_no_contact_page(client):
    assert client.get("/contact/send/")["Location"] == "/"


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)("/contact/send/").status_code == 405


# The database is away


def test_without_a_database_the_text_comes_back_to_be_copied(send, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", away)
    response = send(name="<b>林</b>")
    page = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"]
    for kept in ("&lt;b&gt;林&lt;/b&gt;", "138 1234 5678", "預算下季決定。"):
        assert kept in page
    assert "<b>林" not in page
