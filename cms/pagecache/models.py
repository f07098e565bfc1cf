"""Models that say so when a page shows them, and the versions that tell when a page is old."""

import logging
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import models, transaction
from django.utils import timezone

from cms.pagecache.notes import note, noting, once, replay

logger = logging.getLogger(__name__)

ANYTHING = "*"
LONGEST_KEPT = timedelta(hours=1)


class TagVersionQuerySet(models.QuerySet):
    def bump(self, *tags: str) -> None:
        """Mark everything made of these tags as old; belongs in the transaction of the change itself."""
        now = time.time_ns()
        rows = [self.model(tag=tag, version=now) for tag in sorted({*tags, ANYTHING})]
        self.bulk_create(rows, update_conflicts=True, unique_fields=["tag"], update_fields=["version"])

    def current(self) -> int:
        """The version of the site as a whole: changes whenever anything that a page may show changes."""
        return self.of([ANYTHING]).get(ANYTHING, 0)

    def of(self, tags) -> dict[str, int]:
        """The version of each of these tags that ever changed."""
        return dict(self.filter(tag__in=tags).values_list("tag", "version"))


class TagVersion(models.Model):
    """When what a tag stands for last changed, in nanoseconds since 1970."""

    tag = models.CharField(max_length=120, primary_key=True)
    version = models.BigIntegerField()

    objects = TagVersionQuerySet.as_manager()

    def __str__(self):
        return self.tag


def in_transaction() -> bool:
    return transaction.get_connection().in_atomic_block


@dataclass(frozen=True)
class Kept:
    """What a memo keeps: the value, what it was made of, and the versions at which it was true."""

    value: Any
    tags: set[str]
    behind: set[str]
    timed: set[Any]
    until: datetime
    site: int  # the version of the site
    versions: dict[str, int]  # of its own tags, which tell whether a change of the site was one of this

    def is_true(self, site: int) -> bool:
        return timezone.now() < self.until and (
            self.site == site or self.versions == TagVersion.objects.of(self.tags | self.behind)
        )


def memo(name: str, make):
    """`make()`, kept until something that it was made of changes or the clock changes what it showed.

    One query for all the memos of a page while nothing on the site changed, one for each after a change elsewhere.
    """
    key, site = f"memo:{name}", once("version", TagVersion.objects.current)
    kept: Kept | None = at_best(cache.get, key)
    if kept and kept.is_true(site):
        replay(kept.tags, kept.behind, kept.timed)
        if kept.site != site:
            keep(key, replace(kept, site=site))
        return kept.value
    with noting() as notes:
        value = make()
    if in_transaction():  # a change not yet committed must not be kept
        return value
    versions = TagVersion.objects.of(notes.tags | notes.behind | {ANYTHING})
    if versions.pop(ANYTHING, 0) == site:  # else something changed meanwhile, and nobody can tell what was read
        until = min(filter(None, [notes.deadline(), timezone.now() + LONGEST_KEPT]))
        keep(key, Kept(value, notes.tags, notes.behind, notes.timed, until, site, versions))
    return value


def keep(key: str, kept: Kept) -> None:
    at_best(cache.set, key, kept, timeout=LONGEST_KEPT.total_seconds())


def at_best(ask, *args, **options):
    """What the cache answers, or None while it is away: pages go on without it."""
    try:
        return ask(*args, **options)
    except Exception as error:  # each way for a cache to be away has an error of its own
        logger.warning("The cache is away (%s); pages are made without it.", type(error).__name__)
        return None


class ObservedQuerySet(models.QuerySet):
    """Rows that are noted when a page asks for them, and whose bulk changes are not missed."""

    _scopes: frozenset[str] = frozenset()
    _is_by_key = False

    def _clone(self):
        clone = super()._clone()
        clone._scopes, clone._is_by_key = self._scopes, self._is_by_key
        return clone

    def scoped(self, *scopes: str):
        """Say which narrower list this is, as `channel:3`; the page then hangs on that list, not on all rows."""
        clone = self.all()
        clone._scopes = self._scopes | frozenset(scopes)
        return clone

    def with_keys(self, keys):
        """The rows with these keys; the page hangs on each of them, there or not, and on no list."""
        note(*(f"{self.model._meta.model_name}:{key}" for key in keys))
        return self.filter(pk__in=keys).reached()

    def reached(self):
        """Rows that something on the page names; it hangs on each that is there, and on no list."""
        clone = self.all()
        clone._is_by_key = True
        return clone

    def _note_list(self):
        if self.model.is_listed and not self._is_by_key:
            note(*(f"{self.model._meta.model_name}:{scope}" for scope in self._scopes or {"list"}))

    def noted(self):
        """Say that the page hangs on this list, for whoever reads it as a part of another query."""
        self._note_list()
        return self

    def _fetch_all(self):
        if self._result_cache is None:
            self._note_list()
        super()._fetch_all()

    def get(self, *args, **kwargs):
        return super(ObservedQuerySet, self.reached()).get(*args, **kwargs)

    def iterator(self, *args, **kwargs):
        self._note_list()
        return super().iterator(*args, **kwargs)

    def aggregate(self, *args, **kwargs):
        self._note_list()
        return super().aggregate(*args, **kwargs)

    def count(self):
        self._note_list()
        return super().count()

    def exists(self):
        self._note_list()
        return super().exists()

    def update(self, **kwargs):
        with transaction.atomic(using=self.db, savepoint=False):
            keys = bump_tags_of(self.order_by())
            if not keys:
                return 0
            changed = super().update(**kwargs)
            bump_tags_of(self.model._base_manager.filter(pk__in=keys))  # they may be in other lists now
            return changed

    # Django's own marks on these verbs, which an override loses: templates may not call them.
    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self):
        with transaction.atomic(using=self.db, savepoint=False):
            bump_tags_of(self.order_by())
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs, *args, **kwargs):
        with transaction.atomic(using=self.db, savepoint=False):
            made = super().bulk_create(objs, *args, **kwargs)
            bump_tags_of(made)
            return made


def bump_tags_of(rows) -> list:
    """Make old what shows these rows or may come to show them; their keys."""
    rows = list(rows)
    if not rows:
        return []
    TagVersion.objects.bump(*(tag for row in rows for tag in row.page_tags()))
    return [row.pk for row in rows]


class Observed(models.Model):
    """A row that a public page may show: loading it is noted, changing it makes such pages old."""

    is_listed = True  # False for what pages only reach from a row that they show: they hang on no list of it

    objects = ObservedQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        note(row.page_tag)
        return row

    @property
    def page_tag(self) -> str:
        """`article:42`."""
        return f"{self._meta.model_name}:{self.pk}"

    def page_tags(self) -> set[str]:
        """Everything that a change of this row makes old: itself and the lists that it is or may be in."""
        return {self.page_tag, *([f"{self._meta.model_name}:list"] if self.is_listed else [])}

    def save(self, *args, **kwargs):
        with transaction.atomic(using=kwargs.get("using"), savepoint=False):
            super().save(*args, **kwargs)
            TagVersion.objects.bump(*self.page_tags())

    def delete(self, *args, **kwargs):
        with transaction.atomic(using=kwargs.get("using"), savepoint=False):
            TagVersion.objects.bump(*self.page_tags())
            return super().delete(*args, **kwargs)
