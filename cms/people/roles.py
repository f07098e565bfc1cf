"""Roles are groups, and each app says in its own `roles.py` what they may do with its models.

`ROLES = {"editor": ["articles.add_article", ...]}`; the administrator gets every permission without being listed.
The groups are brought up to date after each migrate, so a role is changed in code and reviewed like code.
"""

from importlib import import_module
from importlib.util import find_spec

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_noop

ADMINISTRATOR = gettext_noop("administrator")
ROLE_NAMES = (gettext_noop("author"), gettext_noop("editor"), gettext_noop("salesperson"), ADMINISTRATOR)

ROLES: dict[str, list[str]] = {}


def roles_of(app_config) -> dict[str, list[str]]:
    """What one app grants: role name to permissions as "app_label.codename"."""
    name = f"{app_config.name}.roles"
    return getattr(import_module(name), "ROLES", {}) if find_spec(name) else {}


def bring_groups_up_to_date(sender, using, **kwargs):
    """Make the groups hold exactly what `sender`, an app, grants; runs after each app is migrated."""
    available = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.using(using)
        .filter(content_type__app_label=sender.label)
        .select_related("content_type")
    }
    granted = roles_of(sender)
    for role in ROLE_NAMES:
        group, _created = Group.objects.using(using).get_or_create(name=role)
        wanted = set(available) if role == ADMINISTRATOR else set(granted.get(role, ()))
        if unknown := wanted - set(available):
            raise LookupError(f"{sender.name}.roles names permissions that do not exist: {sorted(unknown)}")
        group.permissions.remove(*(available[name] for name in set(available) - wanted))
        group.permissions.add(*(available[name] for name in wanted))
