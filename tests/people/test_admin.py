"""People are shown with their roles in words."""

import pytest
from django.urls import reverse

from cms.people.models import User


@pytest.mark.django_db
def test_roles_are_named_in_the_language_of_the_administrator(client):
    client.force_login(User.objects.create_superuser("chief", "chief@example.com", "x"))
    for page in ("changelist", "add"):
        html = client.get(reverse(f"admin:people_user_{page}")).content.decode()
        assert "業務" in html
        assert "salesperson" not in html
