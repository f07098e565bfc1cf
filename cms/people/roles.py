"""Roles are groups, and each app says in its own `roles.py` what they may do with its models.

`ROLES = {"editor": ["articles.add_article", ...]}`; the administrator gets every permission without being listed, and
a role that `INCLUDES` another gets all that the other is granted, in whichever app. The groups are brought up to date
after each migrate, so a role is changed in code and reviewed like code.
"""

from importlib import import_module
from importlib.util import find_spec

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_noop

EDITOR, CHIEF_EDITOR = gettext_noop("editor"), gettext_noop("chief editor")
ADMINISTRATOR = gettext_noop("administrator")
ROLE_NAMES = (
    gettext_noop("author"),
    EDITOR,
    CHIEF_EDITOR,
    gettext_noop("salesperson"),
    gettext_noop("analyst"),
    ADMINISTRATOR,
)
INCLUDES = {CHIEF_EDITOR: EDITOR, ADMINISTRATOR: CHIEF_EDITOR}

ROLES: dict[str, list[str]] = {}


def roles_of(app_config) -> dict[str, list[str]]:
    """What one app grants: role name to permissions as "app_label.codename"."""
    name = f"{app_config.name}.roles"
    return getattr(import_module(name), "ROLES", {}) if find_spec(name) else {}


def with_included(role: str) -> list[str]:
    """The role and every role that it includes."""
    return [role, *(with_included(INCLUDES[role]) if role in INCLUDES else [])]


def heirs(role: str) -> list[str]:
    """The role and every role that includes it."""
    return [name for name in ROLE_NAMES if role in with_included(name)]


def held_by(user) -> set[str]:
    """The names of all roles that a person holds, those included; a superuser is an administrator."""
    names = [group.name for group in user.groups.all()] + [ADMINISTRATOR] * user.is_superuser
    return {held for name in names for held in with_included(name)}


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
        wanted = set(available) if role == ADMINISTRATOR else granted_to(role, granted)
        if unknown := wanted - set(available):
            raise LookupError(f"{sender.name}.roles names permissions that do not exist: {sorted(unknown)}")
        group.permissions.remove(*(available[name] for name in set(available) - wanted))
        group.permissions.add(*(available[name] for name in wanted))


def granted_to(role: str, granted: dict[str, list[str]]) -> set[str]:
    return {name for held in with_included(role) for name in granted.get(held, ())}
