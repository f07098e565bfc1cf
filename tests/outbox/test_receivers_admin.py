"""Administrators say who else is told; a secret that was typed or made is shown once at most."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from cms.outbox.models import Delivery, Robot, Webhook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("topic")]
KEY = "1a2b3c4d-5e6f-0000-1111-222233334444"
ADDRESS = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"
HOOK = {"name": "CRM", "url": "https://crm.example.com/in", "verbs": ["thing.made"], "is_on": "on"}
ROBOT = {"name": "群", "kind": "wecom", "address": ADDRESS, "secret": "", "verbs": ["thing.made"], "is_on": "on"}


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def change(client, row, **fields):
    url = reverse(f"admin:outbox_{row._meta.model_name}_change", args=[row.pk])
    seen = client.get(url).context["adminform"].form.initial["seen"]
    return client.post(url, fields | {"seen": seen}, follow=True)


def everything_kept_of(row):
    return " ".join(map(str, LogEntry.objects.values_list("object_repr", "change_message")))


def test_a_new_secret_is_shown_once(desk):
    page = desk.post(reverse("admin:outbox_webhook_add"), HOOK, follow=True)
    hook = Webhook.objects.get()
    assert hook.secret in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert hook.secret not in desk.get(page.request["PATH_INFO"]).content.decode()
    form = desk.get(reverse("admin:outbox_webhook_change", args=[hook.pk])).content.decode()
    assert hook.secret not in form + everything_kept_of(hook)


def test_a_lost_secret_is_replaced_by_a_new_one(desk):
    hook = Webhook.objects.create(name="CRM", url=HOOK["url"], verbs=["thing.made"])
    page = change(desk, hook, **HOOK, outbox_webhook_renew_secret="1")
    old = hook.secret
    hook.refresh_from_db()
    assert hook.secret != old
    assert hook.secret in page.content.decode()
    assert hook.secret not in everything_kept_of(hook)


@pytest.mark.parametrize(
    "url", ["http://crm.example.com/", "https://", "ftp://x.example", "https://a:b@crm.example.com/", "https://[/", "x"]
)
def test_an_address_must_be_one_that_can_be_told(desk, url):
    assert desk.post(reverse("admin:outbox_webhook_add"), HOOK | {"url": url}).status_code == 200
    assert not Webhook.objects.exists()


def test_only_events_that_are_offered_can_be_chosen(desk):
    desk.post(reverse("admin:outbox_webhook_add"), HOOK | {"verbs": ["people.digest"]})
    assert not Webhook.objects.exists()


def test_the_address_and_secret_of_a_robot_are_never_shown_again(desk):
    desk.post(reverse("admin:outbox_robot_add"), ROBOT)
    robot = Robot.objects.get()
    assert robot.address == ADDRESS
    for url in (reverse("admin:outbox_robot_changelist"), reverse("admin:outbox_robot_change", args=[robot.pk])):
        assert KEY not in desk.get(url).content.decode()
    assert KEY not in everything_kept_of(robot)


def test_left_empty_they_stay_and_typed_anew_they_are_replaced(desk):
    desk.post(reverse("admin:outbox_robot_add"), ROBOT)
    robot = Robot.objects.get()
    change(desk, robot, **ROBOT | {"address": "", "name": "新群"})
    robot.refresh_from_db()
    assert (robot.name, robot.address) == ("新群", ADDRESS)
    assert "address" not in LogEntry.objects.latest("pk").change_message
    other = ADDRESS.replace("1a2b", "9999")
    page = change(desk, robot, **ROBOT | {"address": other})
    robot.refresh_from_db()
    assert robot.address == other
    assert other not in page.content.decode()


def test_a_wrong_address_is_said_without_repeating_it(desk):
    page = desk.post(reverse("admin:outbox_robot_add"), ROBOT | {"address": "https://evil.example/?key=s3cr3t"})
    assert "https://qyapi.weixin.qq.com/" in page.content.decode()
    assert "s3cr3t" not in page.content.decode()


@pytest.mark.parametrize(("model", "fields"), [(Webhook, HOOK), (Robot, ROBOT)])
def test_the_button_sends_a_test_message(desk, model, fields):
    row = model.objects.create(**{**fields, "is_on": True})
    change(desk, row, **fields, **{f"outbox_{model._meta.model_name}_test_this": "1"})
    assert Delivery.objects.get().receiver == row.shown


@pytest.mark.parametrize("role", ["editor", "salesperson", "author", "analyst"])
def test_nobody_else_sees_or_changes_them(client, request, role):
    hook = Webhook.objects.create(name="CRM", url=HOOK["url"], verbs=["thing.made"])
    client.force_login(request.getfixturevalue(role))
    for name, args in (("webhook_add", []), ("webhook_change", [hook.pk]), ("webhook_secret", [hook.pk])):
        assert client.get(reverse(f"admin:outbox_{name}", args=args)).status_code == 403
    assert client.post(reverse("admin:outbox_robot_add"), ROBOT).status_code == 403
