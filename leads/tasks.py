"""What the worker does for people's data: forget what is kept long enough, and put certificates aside."""

import json

from cms.library.storage import private, put
from cms.outbox.worker import Work, register
from leads.forgetting import let_go
from leads.models import Erasure, RetentionRule

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


register(Work(name="forget leads by rule", due=overdue_rules, do=forget_overdue, every=DAY))
register(
    Work(
        name="put certificates aside",
        due=lambda: Erasure.objects.filter(is_copied=False).values_list("pk", flat=True)[:50],
        do=put_aside,
        every=10,
    )
)
