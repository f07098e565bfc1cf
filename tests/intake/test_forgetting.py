"""Every table that can hold a person is answered for: a new model fails here until somebody has classified it."""

import logging

import pytest
from django.apps import apps

from cms.intake import forgetting
from cms.intake.forgetting import Holder
from cms.logs import JsonLines, NamesNobody

# Models without a holder, and why nothing of a person who asked is in them.
COLLEAGUES = {
    *("people.user", "auth.group", "auth.permission", "sessions.session", "axes.accessattempt", "axes.accesslog"),
    *("axes.accessfailurelog", "axes.accessattemptexpiration"),
    *("leads.assignmentrule", "leads.workingtime", "leads.specialday", "leads.retentionrule", "leads.exportplan"),
    *("calendar.plan", "workbench.savedfilter", "workbench.template", "workbench.beginning"),
    *("leads.form", "leads.formquestion", "leads.formversion", "leads.acknowledgement"),
    *("outbox.webhook", "outbox.robot", "people.telling", "people.preference"),
    *("publishing.presence", "review.approvalrule", "review.submission", "review.decision"),
}
# Certificates name nobody: counts, and hashes under a secret by which a person is forgotten again after a restore.
NAMELESS = {"leads.erasure", "intake.counter", "intake.consenttext"}
# What editors write for the public, and what the machine makes of it. A person who is named in an article is named by
# the editors: that is for them to change.
CONTENT = {
    *("articles", "services", "pages", "site", "library", "search", "pagecache", "reach", "linking", "publishing"),
    *("contenttypes", "review", "workbench", "calendar"),
}


def classified(model) -> bool:
    label = model._meta.label_lower
    return label in forgetting.covered() | COLLEAGUES | NAMELESS or model._meta.app_label in CONTENT


def test_every_model_that_may_hold_a_person_is_answered_for():
    models = apps.get_models(include_auto_created=True)
    assert [model._meta.label_lower for model in models if not classified(model) and not model._meta.auto_created] == []


TELLING = ("mail", "phone", "wechat", "contact", "receiver", "browser", "typed")


def test_no_content_has_a_field_for_contact_data_that_no_holder_covers():
    found = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        if model._meta.label_lower not in forgetting.covered() | COLLEAGUES | NAMELESS
        for field in model._meta.get_fields()
        if getattr(field, "concrete", False) and not field.is_relation and any(word in field.name for word in TELLING)
    }
    assert found == set()


def test_what_holders_cover_is_there():
    assert forgetting.covered() <= {model._meta.label_lower for model in apps.get_models()}


def test_two_holders_of_one_name_are_refused():
    with pytest.raises(ValueError, match="Two holders"):
        forgetting.register(Holder("outbox", (), kept=lambda person: [], forget=lambda person: {}))


@pytest.mark.parametrize(
    "text",
    [
        "New from 138 1234 5678",
        "call +8613812345678 now",
        "lin.mei+ads@example.com refused",
        "0571-8888 8888",
        "DETAIL:  Key (kind, value)=(wechat, lin_mei_88) already exists.",
    ],
)
def test_no_log_line_holds_a_way_to_reach_somebody(text):
    try:
        raise ValueError(text)
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "said: %s", (text,), (type(error), error, None))
    assert NamesNobody().filter(record)
    line = JsonLines().format(record)
    for part in ("1234 5678", "13812345678", "lin.mei", "8888 8888", "lin_mei_88"):
        assert part not in line


def test_every_handler_keeps_contact_data_out(settings):
    assert all("nobody" in handler["filters"] for handler in settings.LOGGING["handlers"].values())
