"""Who may do what to a text in which state: one table, tried by every role through the doors that they have.

What is not in the table is refused, with 403, 404 or a sentence, and changes nothing. Letters: a(uthor, whose text it
is), e(ditor), c(hief editor), m (administrator); analysts, salespeople and outsiders may do none of it. Without rules;
tests/review/test_guard.py has those.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cms.publishing.models import AuditEntry, Revision
from cms.review.client_links import page_of as links_page
from cms.review.models import Comment, ReviewLink, Submission
from cms.review.notices import page_of
from demo import builders
from tests.conftest import person
from tests.forms import opened
from tests.review.conftest import hand_in, write

ROLES = {"author": "a", "editor": "e", "chief": "c", "administrator": "m"}
ROLES |= dict.fromkeys(["analyst", "salesperson", "outsider"], "")
STATES = ("own draft", "another's draft", "in review", "approved", "live", "live with draft", "retired", "trashed")
W, E, NOBODY = "aecm", "ecm", ""
ALLOWED = {
    #             own  another's review approved live  +draft  retired trashed
    "save":      (W,   E,        W,     W,       W,    W,      W,      NOBODY),
    "submit":    (W,   E,        NOBODY, NOBODY, NOBODY, W,    W,      NOBODY),
    "approve":   (NOBODY, NOBODY, E,    NOBODY,  NOBODY, NOBODY, NOBODY, NOBODY),
    "send back": (NOBODY, NOBODY, E,    E,       NOBODY, NOBODY, NOBODY, NOBODY),
    "withdraw":  (NOBODY, NOBODY, W,    NOBODY,  NOBODY, NOBODY, NOBODY, NOBODY),
    "publish":   (E,   E,        E,     E,       E,    E,      E,      NOBODY),
    "unpublish": (NOBODY, NOBODY, NOBODY, NOBODY, E,   E,      NOBODY, NOBODY),
    "trash":     (W,   E,        W,     W,       E,    E,      W,      NOBODY),
    "untrash":   (NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, E),
    "restore":   (W,   E,        W,     W,       W,    W,      W,      NOBODY),
    "preview":   (W,   E,        W,     W,       W,    W,      W,      W),
    "comment":   (W,   E,        W,     W,       W,    W,      W,      W),
    "link":      (E,   E,        E,     E,       E,    E,      E,      NOBODY),
}  # fmt: skip


def in_state(state, author, editor):
    """A text of the author's in this state; "another's draft" is a colleague's."""
    owner = person("author", "colleague") if state == "another's draft" else author
    thing = builders.article(f"稿子：{state}", by=owner)
    revision = write(thing, owner, summary="摘要")
    if state in {"in review", "approved"}:
        submission = hand_in(thing, owner, revision)
        if state == "approved":
            submission.approve(by=editor)
    if state in {"live", "live with draft", "retired"}:
        thing.publish(revision, by=editor)
    if state == "live with draft":
        write(thing, owner, summary="新的摘要")
    if state == "retired":
        thing.unpublish(by=editor)
    if state == "trashed":
        thing.trash(by=editor)
    return type(thing)._base_manager.get(pk=thing.pk)


def fingerprint(thing):
    """Everything that a deed of the table changes."""
    row = type(thing)._base_manager.get(pk=thing.pk)
    draft = row.draft()
    submission = Submission.objects.of(row).first()
    seen_otherwise = ["save", "unpublish", "untrash"]  # by the draft and the state
    done = AuditEntry.objects.filter(**row.key).exclude(verb__in=seen_otherwise).values_list("verb", flat=True)
    marks = (row.state, row.trashed_at, draft and draft.token, submission and (submission.pk, submission.state))
    return (*marks, sorted(done), ReviewLink.objects.of(row).count(), Comment.objects.of(row).count())


def button(name):
    """Press this button of the form, with what the form holds and another title."""

    def press(client, thing, values):
        return client.post(thing.get_edit_url(), values | {"title": "改過的標題", name: ""})

    return press


def deed(name, **told):
    """Press this button of the review page."""

    def press(client, thing, values):
        submission = Submission.objects.of(thing).first()
        said = {"deed": name, "submission": submission.pk if submission else 0, **told}
        return client.post(page_of(thing), said)

    return press


def restore_url(thing):
    """Where the oldest version of it is brought back."""
    oldest = Revision.objects.of(thing).order_by("pk").first()
    name = f"admin:{thing._meta.app_label}_{thing._meta.model_name}_restore"
    return reverse(name, args=[thing.pk, oldest.pk])


DEEDS = {
    "save": button("_continue"),
    "submit": deed("submit"),
    "approve": deed("approve"),
    "send back": deed("send_back", reason="再想想"),
    "withdraw": deed("withdraw"),
    "publish": lambda client, thing, values: client.post(thing.get_edit_url(), values | {"_publish": ""}),
    "unpublish": lambda client, thing, values: client.post(thing.get_edit_url(), values | {"_unpublish": ""}),
    "trash": lambda client, thing, values: client.post(
        thing.get_edit_url().replace("/change/", "/delete/"), {"post": "yes"}
    ),
    "untrash": lambda client, thing, values: client.post(thing.get_edit_url(), values | {"_untrash": ""}),
    "restore": lambda client, thing, values: client.post(restore_url(thing)),
    "preview": lambda client, thing, values: client.get(thing.get_preview_url()),
    "comment": deed("comment", text="一句話"),
    "link": lambda client, thing, values: client.post(links_page(thing), {"recipient": "王小姐", "days": "7"}),
}
SAVES_TOO = {"publish", "unpublish", "untrash"}  # buttons of a form, which keep what it holds before anything else


def test_the_table_has_every_deed_in_every_state():
    assert set(ALLOWED) == set(DEEDS)
    assert {len(row) for row in ALLOWED.values()} == {len(STATES)}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_does_what_the_table_says_and_nothing_else(request, author, editor, chief, administrator, role):
    client, opener, wrong = Client(), Client(), []
    client.force_login(request.getfixturevalue(role))
    opener.force_login(administrator)
    for number, state in enumerate(STATES):
        thing = in_state(state, author, editor)
        values = opened(opener, thing.get_edit_url())
        for verb, columns in ALLOWED.items():
            status, is_done = tried(verb, client, thing, values)
            is_allowed = bool(ROLES[role]) and ROLES[role] in columns[number]
            if is_done != is_allowed or status not in {200, 302, 403, 404}:
                wrong.append((verb, state, status, is_done))
    assert wrong == []


def tried(verb, client, thing, values):
    """(the status of the answer, whether the deed was done), and all is as it was before."""
    with transaction.atomic():
        before = fingerprint(thing)
        response = DEEDS[verb](client, thing, values)
        is_done = response.status_code == 200 if verb == "preview" else has_happened(verb, before, fingerprint(thing))
        transaction.set_rollback(True)
    return response.status_code, is_done


def has_happened(verb, before, after) -> bool:
    """Whether anything changed; of a button that saves first, whether more than the draft did."""
    if verb not in SAVES_TOO:
        return before != after
    state, trashed_at, _token, submission, done, *counts = before
    return (state, trashed_at, submission, done, *counts) != (*after[:2], *after[3:])
