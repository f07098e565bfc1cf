"""A text of the author's, and the rule of its channel."""

import pytest
from django.contrib.contenttypes.models import ContentType

from cms.publishing.models import Revision
from cms.review.models import ApprovalRule, Submission
from demo import builders


@pytest.fixture(autouse=True)
def everything_in_english(in_english):
    """Threads have a language of their own, and say so where they need this one."""


def rule(thing, role="chief editor", *, scope=None):
    kind = ContentType.objects.get_for_model(thing)
    return ApprovalRule.objects.create(content_type=kind, scope=scope, role=role)


def write(thing, by, **fields):
    """Save the form with these fields: the new revision."""
    thing = type(thing)._base_manager.get(pk=thing.pk)
    data = thing.working_copy()
    data["fields"] |= fields
    return thing.save_revision(data, by=by, token=thing.edit_token(thing.draft()))


def hand_in(thing, by, revision=None):
    revision = revision or Revision.objects.record(thing, thing.working_copy(), by=by)
    return Submission.objects.submit(thing, revision, by=by)


@pytest.fixture
def article(author):
    return builders.article("作者的文章", by=author, body="<p>第一段。</p><p>第二段。</p>")


@pytest.fixture
def as_user(client):
    """`as_user(editor)`: the client, signed in as this person."""

    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in
