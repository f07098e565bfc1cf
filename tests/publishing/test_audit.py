"""Who did what, as administrators read it."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from cms.people.models import User
from cms.publishing.admin.audit import DEEDS
from cms.publishing.models import AuditEntry


@pytest.mark.django_db
def test_every_deed_is_named_and_can_be_filtered_for(client):
    chief = User.objects.create_superuser("chief", "chief@example.com", "x")
    client.force_login(chief)
    kind = ContentType.objects.get_for_model(User)
    for verb in DEEDS:
        AuditEntry.objects.create(content_type=kind, object_id=chief.pk, label="x", verb=verb, by=chief)
    url = reverse("admin:publishing_auditentry_changelist")
    assert re.search(r'class="field-deed[^>]*>\s*移到回收桶\s*<', client.get(url).content.decode())
    assert [entry.verb for entry in client.get(url, {"verb": "trash"}).context["cl"].result_list] == ["trash"]
