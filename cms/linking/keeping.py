"""Writing the links of a thing, in the transaction of whatever changed it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from cms.linking import inside
from cms.linking.extracting import Found, links_in
from cms.linking.models import Address, Link, digest_of
from cms.publishing import snapshots
from cms.publishing.kinds import publishable_models
from cms.publishing.models import Draft, State

AT_ONCE = 200

others: list[Callable[[], None]] = []
"""Each writes the links of everything of a kind that is not publishable, such as the menu."""


def keep(thing) -> None:
    """The rows of `Link` say from now on what the public version and the working copy of this thing link to."""
    write(thing, wanted_of(thing, thing.draft()))


def wanted_of(thing, draft) -> set[tuple[bool, Found]]:
    """Of what lies in the trash nothing; of what is not published the working copy alone."""
    if thing.trashed_at:
        return set()
    wanted = set()
    model, is_published = type(thing), thing.state == State.PUBLISHED
    if is_published and thing.live_revision:
        wanted |= {(True, found) for found in links_in(model, thing.live_revision.data)}
    if draft or not is_published:
        data = draft.data if draft else snapshots.take(thing)
        wanted |= {(False, found) for found in links_in(model, data)}
    return wanted


@transaction.atomic
def write(source, wanted: set[tuple[bool, Found]]) -> None:
    """Make the links of `source` these; what stays the same is not written again."""
    standing = {}
    for link in Link.objects.of(source).select_related("address"):
        url = link.address.url if link.address else ""
        found = Found(link.place, link.words, link.target_type_id, link.target_id, url)
        standing[link.is_published, found] = link.pk
    gone = [pk for key, pk in standing.items() if key not in wanted]
    if gone:
        Link.objects.filter(pk__in=gone).delete()
    new = sorted(wanted - standing.keys(), key=str)
    known = addresses_at({found.url for _is_published, found in new} - {""})
    key = {"content_type": ContentType.objects.get_for_model(source), "object_id": source.pk}
    Link.objects.bulk_create(
        Link(
            **key,
            is_published=is_published,
            place=found.place,
            words=found.words,
            target_type_id=found.target_type_id,
            target_id=found.target_id,
            address=known.get(found.url),
        )
        for is_published, found in new
    )


def addresses_at(urls: set[str]) -> dict[str, Address]:
    """The row of each address, made where it is new; our own paths are looked at there and then."""
    if not urls:
        return {}
    digests = {digest_of(url): url for url in urls}
    known = set(Address.objects.filter(digest__in=digests).values_list("digest", flat=True))
    new = [made(url, digest) for digest, url in digests.items() if digest not in known]
    Address.objects.bulk_create(new, ignore_conflicts=True)
    rows = {digests[row.digest]: row for row in Address.objects.filter(digest__in=digests)}
    for row in rows.values():
        if row.is_own and row.state != Address.State.FINE:
            inside.look(row)
    return rows


def made(url: str, digest: str) -> Address:
    is_own = url.startswith("/")
    return Address(url=url, digest=digest, is_own=is_own, host="" if is_own else (urlsplit(url).hostname or "")[:255])


def rebuild(progress: Callable[[str, int, int], None] = lambda kind, done, total: None) -> int:
    """Write the links of everything anew, a batch at a time, while people go on working; how many things there were."""
    written = 0
    for model in publishable_models():
        last, done, total = 0, 0, model._base_manager.count()
        while keys := list(
            model._base_manager.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
        ):
            _renew(model, keys)
            last, done = keys[-1], done + len(keys)
            progress(str(model._meta.verbose_name_plural), done, total)
        kind = ContentType.objects.get_for_model(model)
        Link.objects.filter(content_type=kind).exclude(object_id__in=model._base_manager.values("pk")).delete()
        written += done
    for write_all in others:
        write_all()
    Address.objects.forgettable().delete()
    return written


@transaction.atomic
def _renew(model, keys) -> None:
    # Held until commit, so that nobody's save in this moment is overwritten by what was read before it.
    things = model._base_manager.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys)
    drafts = Draft.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)
    waiting = {draft.object_id: draft for draft in drafts}
    for thing in things.select_related("live_revision"):
        write(thing, wanted_of(thing, waiting.get(thing.pk)))
