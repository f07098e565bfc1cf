"""Whether something answers at a path of this site; asked of the site's own views, without a request over the net."""

import logging
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop

from cms.linking.models import Address, digest_of
from cms.publishing import addresses
from cms.publishing.models import Redirect
from cms.publishing.redirects import RESERVED

logger = logging.getLogger(__name__)

AGAIN = timedelta(hours=6)
NOTHING_THERE = gettext_noop("No page is at this address.")


def look(row: Address) -> None:
    """Say whether readers find something at this path of ours, and when to look again."""
    is_there = answers(row.url)
    row.state = Address.State.FINE if is_there else Address.State.BROKEN
    row.problem = "" if is_there else NOTHING_THERE
    row.checked_at = timezone.now()
    row.due_at = row.checked_at + AGAIN
    row.save(update_fields=["state", "problem", "checked_at", "due_at"])


def answers(path: str) -> bool:
    """A page, or a redirect that leads on; what is not for readers, such as the admin, is believed."""
    if path.startswith(RESERVED):
        return True
    try:
        if addresses.answers(path):
            return True
    except Exception:  # a view that stumbles over a bare request says nothing about the link
        logger.warning("Could not tell whether something answers at %s.", path, exc_info=True)
        return True
    other = path.rstrip("/") if path.endswith("/") else f"{path}/"
    found = Redirect.objects.filter(path__in=[path, other]).prefetch_related("target")
    return any(leads_on(redirect) for redirect in found)


def leads_on(redirect: Redirect) -> bool:
    return bool(redirect.to) or bool(redirect.target and redirect.target.is_live)


def due():
    own = Address.objects.filter(is_own=True, due_at__lte=timezone.now())
    return own.order_by("due_at").values_list("pk", flat=True)[:100]


def forgettable():
    """Keys of addresses that no link leads to any more; what was just written may be about to get its link."""
    old = Address.objects.forgettable().filter(checked_at__lt=timezone.now() - AGAIN)
    return old.values_list("pk", flat=True)[:100]


def forget(key) -> None:
    Address.objects.forgettable().filter(pk=key).delete()


def look_at(key) -> None:
    row = Address.objects.filter(pk=key).first()
    if row:
        look(row)


def look_again(sender, instance, **kwargs) -> None:
    """After something that is public on save, such as a channel, was saved or deleted: is it where links lead?"""
    row = Address.objects.filter(digest=digest_of(instance.get_absolute_url())).first()
    if row:
        look(row)
