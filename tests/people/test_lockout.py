"""Who guesses passwords is slowed down, whatever spelling and whichever door they try; others are not."""

import pytest
from django.test import Client
from django.urls import reverse

TRIES = 8


@pytest.fixture
def sign_in(settings, editor):
    settings.AXES_ENABLED = True

    def attempt(name, password="wrong", **headers):
        return Client().post(reverse("admin:login"), {"username": name, "password": password}, **headers).status_code

    return attempt


def test_other_spellings_of_one_address_are_no_new_attempts(sign_in):
    spellings = ["editor", *("editor@example.com"[:at] + "editor@example.com"[at:].upper() for at in range(TRIES))]
    assert [sign_in(name) for name in spellings][-1] == 429


def test_behind_a_proxy_a_stranger_locks_only_himself_out(sign_in, settings):
    settings.TRUSTED_PROXIES = 1
    for _number in range(TRIES + 1):
        last = sign_in("editor", HTTP_X_FORWARDED_FOR="203.0.113.5")
    assert last == 429
    assert sign_in("editor", "a long pass phrase", HTTP_X_FORWARDED_FOR="2001:db8::7") == 302


def test_without_a_proxy_a_forged_address_is_no_new_attempt(sign_in):
    assert [sign_in("editor", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}") for n in range(TRIES + 1)][-1] == 429


@pytest.mark.parametrize("name", ["x" * 5000, "\0", "a\0@example.com", "@", "İ" * 250])
def test_an_odd_name_is_refused_like_any_other(sign_in, name):
    assert sign_in(name) == 200
    assert sign_in(name, REMOTE_ADDR="") == 200
