"""Preview and run: what would be replaced, place by place, and the doing of it, thing by thing."""

from copy import deepcopy
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.publishing import snapshots
from cms.publishing.models import AuditEntry, Conflict, Publishable, State
from cms.workbench.replacing import texts
from cms.workbench.replacing.candidates import Candidates, Looked
from cms.workbench.replacing.leaves import leaves
from cms.workbench.replacing.searching import Search

PER_PAGE = 50  # things looked at for one page
MOST_PLACES = 40  # of one thing on a page, more need another round


@dataclass(frozen=True)
class Place:
    """One match as the preview shows it; `key` names it for the run, `problem` says why it cannot be replaced."""

    key: str
    label: str
    match: texts.Match
    problem: str = ""


@dataclass
class Found:
    """A thing that holds the words, with its places."""

    looked: Looked
    places: list[Place] = field(default_factory=list)

    @property
    def shown(self):
        return self.places[:MOST_PLACES]

    @property
    def more(self) -> int:
        return max(0, len(self.places) - MOST_PLACES)

    @property
    def kind_name(self) -> str:
        return str(self.looked.thing._meta.verbose_name)

    @property
    def title(self) -> str:
        return self.looked.data["fields"].get("title") or str(self.looked.thing)


@dataclass(frozen=True)
class Result:
    """What became of one thing: done, published, kept as a draft only, skipped or refused, and why."""

    thing: Publishable
    state: str
    label: str
    sentences: tuple[str, ...] = ()


def preview(search: Search, kinds, page: int) -> tuple[list[Found], int, int, int]:
    """What holds the words among one page of candidates: the finds, the first and the last looked at, all there are."""
    candidates = Candidates(search, kinds)
    total = len(candidates)
    first = min(max(0, page - 1) * PER_PAGE, max(0, (total - 1) // PER_PAGE * PER_PAGE))
    looked = candidates[first : first + PER_PAGE]
    found = [Found(one, list(places(search, one.data, type(one.thing)))) for one in looked]
    return [one for one in found if one.places], first + bool(looked), first + len(looked), total


def places(search: Search, data: dict, model):
    """Every match in the content of a thing."""
    for leaf in leaves(data, model):
        if leaf.group not in search.groups and not (leaf.is_address and search.in_addresses):
            continue
        reading = texts.read(leaf, search)
        for match in reading.matches:
            problem = _("Not replaced: formatting in between.") if match.is_split else ""
            if not problem:
                problem = problem_with(leaf, reading, {match.number})
            yield Place(f"{leaf.path}#{match.number}", leaf.label, match, problem)


def problem_with(leaf, reading, numbers) -> str:
    if isinstance(reading, texts.Rich) and reading.is_address_lost(numbers):
        return _("This would no longer be an address.")
    return leaf.problem_with(reading.replaced(numbers)) if not leaf.is_rich else ""


def run(search: Search, thing: Publishable, token: str, chosen: set[str], *, by, publish=False) -> Result:
    """Replace the chosen places of one thing: its working copy changes, as a new revision.

    What changed since `token` was shown is left alone. With `publish`, what is public and had no working copy is
    published too, if nothing stands in the way.
    """
    had_draft = thing.draft() is not None
    try:
        revision = change(search, thing, token, chosen, by=by)
    except Conflict:
        return Result(thing, "failed", _("Skipped"), (_("It changed since you looked. Look again."),))
    except ValidationError as error:
        return Result(thing, "failed", _("Not changed"), tuple(error.messages))
    row = type(thing)._base_manager.get(pk=thing.pk)
    if row.state != State.PUBLISHED:
        return Result(row, "done", _("Changed"))
    if not publish:
        return Result(row, "changed", _("Changed, as a draft"), (_("Not public before it is published."),))
    if had_draft:
        return Result(
            row, "changed", _("Changed, as a draft"), (_("It had unpublished changes, so it was not published."),)
        )
    try:
        row = row.publish(revision, by=by)
    except ValidationError as error:
        return Result(row, "changed", _("Changed, as a draft"), (_("Not published:"), *error.messages))
    return Result(row, "published", _("Changed and published"))


@transaction.atomic
def change(search: Search, thing: Publishable, token: str, chosen: set[str], *, by):
    """The new revision; raises Conflict or ValidationError, and then nothing is changed."""
    row = thing.lock()
    draft = row.draft()
    if row.trashed_at or row.edit_token(draft) != token:
        raise Conflict(draft)
    row.require_finished()
    data = deepcopy(draft.data) if draft else snapshots.take(row)
    if not put(search, data, type(row), chosen):
        raise Conflict(draft)
    data = snapshots.take(row.as_of(data))  # once more through the gates
    revision = row.save_revision(data, by=by, token=token, reason=_("Replaced %(what)s") % {"what": str(search)[:150]})
    AuditEntry.objects.record(row, "replace", by=by, note=str(search)[:500])
    return revision


def put(search: Search, data: dict, model, chosen: set[str]) -> int:
    """Replace the chosen places in the snapshot; how many there were. Raises ValidationError where one cannot be."""
    done = 0
    for leaf in list(leaves(data, model)):
        numbers = {int(key.rpartition("#")[2]) for key in chosen if key.rpartition("#")[0] == leaf.path}
        if not numbers:
            continue
        reading = texts.read(leaf, search)
        numbers &= {match.number for match in reading.matches if not match.is_split}
        value = reading.replaced(numbers)
        if problem := problem_with(leaf, reading, numbers) or leaf.problem_with(value):
            raise ValidationError(f"{leaf.label}: {problem}")
        leaf.holder[leaf.key] = value
        done += len(numbers)
    return done
