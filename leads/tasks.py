"""What the worker does for the lead desk: sweep files, make tables, forget what is kept long enough."""

import json
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cms.library.storage import private, put
from cms.outbox.worker import Work, register
from leads import exporting, importing
from leads.forgetting import let_go, scrub
from leads.models import Erasure, Export, ExportPlan, Import, LeadWords, RetentionRule
from leads.models.files import FOLDER, EnquiryFile

PATIENCE = timedelta(hours=1)  # longer than any enquiry takes to be stored
DAY = 86_400


def overdue_rules():
    """Each rule that has something to forget, with the lead where it goes on, so that a rule comes back until done."""
    for rule in RetentionRule.objects.filter(is_on=True):
        first = rule.due().values_list("pk", flat=True).first()
        if first is not None:
            yield rule.pk, first


def forget_overdue(key) -> None:
    rule = RetentionRule.objects.filter(pk=key[0], is_on=True).first()
    if rule:
        let_go(rule)


def put_aside(pk: int) -> None:
    """A copy outside of the database, which forgets once more after a backup was put back."""
    erasure = Erasure.objects.get(pk=pk)
    put(private, f"erasures/{erasure}.json", json.dumps(erasure.record()).encode())
    Erasure.objects.filter(pk=pk).update(is_copied=True)
    LeadWords.grams().press()
    transaction.on_commit(scrub, robust=True)


def left_behind() -> list[str]:
    """Files that no enquiry names: a process was killed before it wrote the row, or after it had deleted it."""
    try:
        months, _files = private.listdir(FOLDER)
    except FileNotFoundError:
        return []
    names = [f"{FOLDER}/{month}/{name}" for month in months for name in private.listdir(f"{FOLDER}/{month}")[1]]
    edge = timezone.now() - PATIENCE
    known = set(EnquiryFile.objects.values_list("file", flat=True)) if names else set()
    return [name for name in names if name not in known and private.real.get_modified_time(name) < edge][:100]


def sweep(name: str) -> None:
    if not EnquiryFile.objects.filter(file=name).exists():
        private.delete(name)


register(
    Work(
        name="make exports",
        due=lambda: Export.objects.due().values_list("pk", flat=True)[:5],
        do=exporting.make,
        every=2,
    )
)
register(
    Work(
        name="look through imports",
        due=lambda: Import.objects.unseen().values_list("pk", flat=True)[:5],
        do=importing.look_through,
        every=2,
    )
)
register(
    Work(
        name="store imports",
        due=lambda: [(pk, done) for pk, done in Import.objects.due().values_list("pk", "done")[:5]],
        do=importing.go_on,
        every=2,
    )
)
register(
    Work(
        name="ask for scheduled exports",
        due=lambda: ExportPlan.objects.filter(is_on=True, next_at__lte=timezone.now()).values_list("pk", flat=True),
        do=exporting.run_plan,
        every=60,
    )
)
register(
    Work(
        name="delete files of exports",
        due=lambda: Export.objects.ended().values_list("pk", flat=True)[:50],
        do=lambda pk: exporting.end_file(Export, pk),
        every=20,
    )
)
register(
    Work(
        name="delete files of imports",
        due=lambda: Import.objects.ended().values_list("pk", flat=True)[:50],
        do=lambda pk: exporting.end_file(Import, pk),
        every=20,
    )
)
register(Work(name="forget leads by rule", due=overdue_rules, do=forget_overdue, every=DAY))
register(
    Work(
        name="put certificates aside",
        due=lambda: Erasure.objects.filter(is_copied=False).values_list("pk", flat=True)[:50],
        do=put_aside,
        every=10,
    )
)
register(Work(name="sweep files of enquiries", due=left_behind, do=sweep, every=3600))
