"""Keys that no row can have, sent in every field of every form of the admin that chooses rows."""

import pytest
from django import forms
from django.contrib import admin

from cms.people.models import User
from tests.forms import add_row, opened

KEYS = ["x", "9" * 21, "-1", "1,x", "\0", "²", "00000000-0000-0000-0000-00000000000\0"]
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label_lower)


def addresses(client, model, row):
    """The forms of this model that an administrator may open: for a new one and, if there is one, for `row`."""
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    found = [f"{base}add/", f"{base}{row.pk}/change/"] if row else [f"{base}add/"]
    return [address for address in found if "adminform" in (client.get(address).context or {})]


def choosing(response) -> list[str]:
    """The names of what chooses rows in a form as it was opened, the empty row of each inline included as `@`."""
    all_forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        all_forms += [inline.formset.empty_form, *inline.formset.forms]
    return [
        form.add_prefix(name)
        for form in all_forms
        for name, field in form.fields.items()
        if isinstance(field, forms.ModelChoiceField)
    ]


def forged(sent, names, key) -> dict:
    """The form with this key in all of these fields, in a new row where the field belongs to an inline."""
    sent, rows = dict(sent), {}
    for name in names:
        prefix, _row, field = name.rpartition("-__prefix__-")
        if prefix:
            rows.setdefault(prefix, {})[field] = key
        else:
            sent[name] = key
    for prefix, fields in rows.items():
        add_row(sent, prefix, **fields)
    return sent


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_a_forged_key_anywhere_is_no_server_error(client, demo_site, model):
    client.force_login(User.objects.get(username="administrator"))
    client.raise_request_exception = False
    answers = {}
    for address in addresses(client, model, model._default_manager.first()):
        sent, names = opened(client, address), choosing(client.get(address))
        for key in KEYS if names else ():
            answers[address, key] = client.post(address, forged(sent, names, key)).status_code
    assert [case for case, status in answers.items() if status >= 500] == []
