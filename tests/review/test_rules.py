"""An approval rule never comes to mean more than somebody said."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from articles.models import Article
from cms.review.models import ApprovalRule
from demo import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule():
    kind = ContentType.objects.get_for_model(Article)
    return ApprovalRule.objects.create(content_type=kind, scope=builders.channel("運營方法").pk, role="editor")


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def form_of(rule):
    return reverse("admin:review_approvalrule_change", args=[rule.pk])


def test_deleting_a_channel_deletes_the_rules_for_it_and_no_other(rule):
    kind = ContentType.objects.get_for_model(Article)
    other = ApprovalRule.objects.create(content_type=kind, scope=builders.channel("別的").pk, role="editor")
    everything = ApprovalRule.objects.create(content_type=kind, role="chief editor")
    builders.channel("運營方法").delete()
    assert set(ApprovalRule.objects.all()) == {other, everything}


def test_saving_a_rule_whose_channel_is_gone_keeps_it_narrow(desk, rule):
    ApprovalRule.objects.update(scope=987654)  # from before rules went with their channel
    form = desk.get(form_of(rule)).context["adminform"].form
    assert form["what"].value() == "articles.article:987654"
    assert 'value="articles.article:987654" selected' in str(form["what"])
    desk.post(form_of(rule), {"what": form["what"].value(), "role": "chief editor"})
    rule.refresh_from_db()
    assert (rule.scope, rule.role) == (987654, "chief editor")


def test_a_new_rule_is_for_nothing_until_somebody_says_for_what(desk):
    form = desk.get("/admin/review/approvalrule/add/").context["adminform"].form
    assert form["what"].value() in (None, "")
    assert form.fields["what"].choices[0][0] == ""
    desk.post("/admin/review/approvalrule/add/", {"what": "", "role": "editor"})
    assert not ApprovalRule.objects.exists()


@pytest.mark.parametrize("what", ["", "articles.article:", "articles.article:0", "articles.article:x", "auth.user"])
def test_a_forged_kind_changes_nothing(desk, rule, what):
    before = rule.scope
    desk.post(form_of(rule), {"what": what, "role": "editor"})
    rule.refresh_from_db()
    assert (rule.scope, rule.role) == (before, "editor")
