"""Leads from a table: columns guessed, rows looked at without storing anything, then stored batch by batch.

A row is stored once, however often its file comes: its enquiry has a key made of what it says. A worker that is killed
leaves off at the end of a batch, where the next one goes on.
"""

import functools
import itertools
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.intake import contacts
from cms.intake.models import ConsentText
from cms.library.storage import private
from leads.models import Circumstances, Contact, Disclosure, Enquiry, Entry, Import, Lead, Submission, Way
from leads.models.exchange import LEASE, LOOKING, Work
from leads.spreadsheets import Unreadable, read

BATCH = 100
AT_ONCE, SHOWN = 1000, 100  # rows that are looked through while somebody waits, and rows that are shown
LOOK = 500
MOST_PROBLEMS = 200

FIELDS = {
    "name": gettext_lazy("name"),
    "contact": gettext_lazy("contact, of any kind"),
    "phone": gettext_lazy("phone"),
    "wechat": gettext_lazy("WeChat"),
    "email": gettext_lazy("e-mail"),
    "company": gettext_lazy("company"),
    "message": gettext_lazy("message"),
    "stage": gettext_lazy("stage"),
    "amount": gettext_lazy("amount"),
    "currency": gettext_lazy("currency"),
}
HEADINGS = {
    "name": r"name|姓名|名字|名稱|名称|稱呼|称呼|聯絡人|联系人",
    "contact": r"contact|聯絡方式|联系方式|聯繫方式",
    "phone": r"phone|mobile|tel|電話|电话|手機|手机",
    "wechat": r"wechat|weixin|微信",
    "email": r"e-?mail|郵箱|邮箱|郵件|邮件|信箱",
    "company": r"company|公司|企業|企业|單位|单位",
    "message": r"message|note|remark|需求|備註|备注|內容|内容|留言",
    "stage": r"stage|status|階段|阶段|狀態|状态",
    "amount": r"amount|金額|金额|value",
    "currency": r"currency|幣別|币种|貨幣|货币",
}
WAYS = ("phone", "email", "wechat")


def guess(header: list[str]) -> dict[str, int]:
    """Which column is which, by its heading; what fits nothing stays out."""
    found: dict[str, int] = {}
    for name, pattern in HEADINGS.items():
        exact = [n for n, title in enumerate(header) if re.fullmatch(pattern, title.strip(), re.I)]
        loose = [n for n, title in enumerate(header) if re.search(pattern, title, re.I)]
        free = [n for n in exact + loose if n not in found.values()]
        if free:
            found[name] = free[0]
    return found


@dataclass
class Row:
    """One row as it would be stored, or the sentence that says why it is not."""

    number: int
    values: dict[str, str]
    reached: list = field(default_factory=list)  # (contact, as typed), the first is the one it is known by
    problem: str = ""
    fate: str = ""  # new, joins, known, twice, error

    @property
    def submission(self) -> Submission:
        """What is stored as typed. Without a browser's id the hour would count; this one is the same for ever."""
        return Submission(
            name=self.values.get("name", "")[:200],
            company=self.values.get("company", "")[:200],
            contact=self.reached[0][1][:200],
            message=self.values.get("message", ""),
            form="import",
            browser="import",
        )


def understood(number: int, cells: list[str], mapping: dict[str, int]) -> Row:
    """A row read by its columns."""
    values = {name: cells[column] if column < len(cells) else "" for name, column in mapping.items()}
    values = {name: text[1:] if re.match(r"'[=+\-@]", text) else text for name, text in values.items()}
    row = Row(number, values)
    try:
        row.reached = list(ways_in(values))
        if not row.reached:
            raise ValidationError(_("There is no way to reach this person."))
        if values.get("stage") and stage_of(values["stage"]) is None:
            raise ValidationError(_("There is no such stage."))
        if values.get("amount"):
            amount_of(values["amount"])
    except ValidationError as error:
        row.problem, row.fate = " ".join(error.messages), "error"
    return row


def ways_in(values):
    """Every way that the row names, each read as what its column says it is."""
    for name in (*WAYS, "contact"):
        typed = values.get(name, "")
        if not typed:
            continue
        found = contacts.read(f"微信 {typed}" if name == "wechat" and not typed.startswith("微信") else typed)
        if name != "contact" and found.kind != name:
            raise ValidationError(_("“%s” holds something else.") % FIELDS[name])
        yield found, typed


@functools.cache
def stage_of(text: str) -> str | None:
    """A stage by its name in any of the admin's languages."""
    named = {value: value for value in Lead.Stage.values}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            named |= {str(label).casefold(): value for value, label in Lead.Stage.choices}
    stage = named.get(text.strip().casefold())
    return None if stage == Lead.Stage.LOST else stage  # which needs a reason that no column has


def amount_of(text: str) -> Decimal:
    try:
        amount = Decimal(re.sub(r"[,\s¥￥$]", "", text))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 <= amount < 10**10:
        raise ValidationError(_("The amount is no number that fits."))
    return amount.quantize(Decimal("0.01"))


def rows_of(table: Import):
    """The rows below the heading."""
    with private.open(table.file) as file:
        lines = read(file, table.name)
        next(lines, None)
        for number, cells in enumerate(lines, 2):
            if any(cells):
                yield understood(number, cells, table.mapping)


def upload(file, *, by, basis: str) -> Import:
    """Keep the file and read it once from end to end; Unreadable if it is none of ours."""
    lines = read(file, file.name)
    header = next(lines, [])
    total = sum(1 for cells in lines if any(cells))
    if not any(header) or not total:
        raise Unreadable(_("There are no rows below a heading."))
    row = Import(by=by, name=file.name[-120:], header=header, mapping=guess(header), basis=basis, total=total)
    row.state = Work.READY
    file.seek(0)
    row.file = private.save(f"imports/{row.uuid}", File(file))
    row.save()
    return row


@dataclass
class Judge:
    """Says what would become of rows, a batch at a time; remembers what it has seen of a table, at most 50,000 rows."""

    keys: set[str] = field(default_factory=set)
    ways: set[tuple[str, str]] = field(default_factory=set)

    def judge(self, rows: list[Row]) -> None:
        """Give each row its fate; two queries."""
        good = [row for row in rows if not row.fate]
        keys = [row.submission.keys()[0] for row in good]
        known = set(Enquiry.objects.filter(key__in=keys).values_list("key", flat=True))
        values = [row.reached[0][0].value for row in good]
        ways = set(Way.objects.filter(value__in=values).values_list("kind", "value"))
        for row, key in zip(good, keys, strict=True):
            row.fate = self.fate(row, key, known, ways)

    def fate(self, row: Row, key: str, known: set[str], ways: set[tuple[str, str]]) -> str:
        first = (str(row.reached[0][0].kind), row.reached[0][0].value)
        if key in self.keys:
            return "twice"
        self.keys.add(key)
        if key in known:
            return "known"
        is_met = first in ways or first in self.ways
        self.ways.update((str(reached.kind), reached.value) for reached, _typed in row.reached)
        return "joins" if is_met else "new"


def batches(rows, size: int):
    return iter(lambda: list(itertools.islice(rows, size)), [])


def first_rows(table: Import) -> list[Row]:
    """The first of them, each with its fate."""
    rows = list(itertools.islice(rows_of(table), SHOWN))
    Judge().judge(rows)
    return rows


def look(table: Import) -> None:
    """Find out what would become of each row, without storing any: at once where they are few, else by the worker."""
    ready = Import.objects.filter(pk=table.pk, state=Work.READY)
    if ready.update(state=LOOKING, mapping=table.mapping, report={}, leased_until=None) and table.total <= AT_ONCE:
        look_through(table.pk)
    table.refresh_from_db()


def look_through(pk) -> None:
    """Look at every row of a table and keep the report; a worker that is killed begins anew, as nothing is stored."""
    if not Import.objects.unseen().filter(pk=pk).update(leased_until=timezone.now() + LEASE):
        return
    table = Import.objects.select_related("by").get(pk=pk)
    mine = Import.objects.filter(pk=pk, state=LOOKING)
    judge, fates, problems, looked = Judge(), Counter[str](), [], 0
    try:
        with translation.override(table.by.language if table.by else settings.LANGUAGE_CODE):
            for batch in batches(rows_of(table), LOOK):
                judge.judge(batch)
                fates.update(row.fate for row in batch)
                problems += [[row.number, row.problem] for row in batch if row.problem]
                del problems[MOST_PROBLEMS:]
                looked += len(batch)
                if not mine.update(report={"looked": looked}, leased_until=timezone.now() + LEASE):
                    return
    except (Unreadable, OSError) as error:
        mine.update(state=Work.FAILED, error=str(error)[:300])
        return
    report = {"looked": looked, "fates": dict(fates), "problems": problems}
    mine.update(state=Work.READY, report=report, leased_until=None)


def store(row: Row, consent: ConsentText, *, by) -> str:
    """Keep one row, once; what became of it. Nobody is told by mail: they are old acquaintances. In a transaction."""
    submission = row.submission
    if Enquiry.objects.filter(key=submission.keys()[0]).exists():
        return "known"
    reached, typed = row.reached[0]
    fate = "joins" if Way.objects.filter(kind=reached.kind, value=reached.value).exists() else "new"
    name = row.values.get("name", "")
    contact = Contact.objects.reached_by(reached, typed=typed[:200], name=name, company=row.values.get("company", ""))
    for other, spelled in row.reached[1:]:
        Way.objects.get_or_create(
            kind=other.kind, value=other.value, defaults={"contact": contact, "typed": spelled[:200]}
        )
    lead = Lead.objects.open().filter(contact=contact).order_by("pk").last()
    lead = lead or Lead.objects.create(contact=contact, **worth(row))
    Enquiry.objects.record(lead, submission, Circumstances(consent))
    lead.write(Entry.Kind.ENQUIRY, by=by, text=_("taken over from a table"))
    return fate


def worth(row: Row) -> dict[str, object]:
    stage = stage_of(row.values.get("stage", "")) or Lead.Stage.NEW
    told: dict[str, object] = {"stage": stage, "closed_at": timezone.now() if stage in Lead.CLOSED else None}
    if row.values.get("amount"):
        told["amount"] = amount_of(row.values["amount"])
    currency = row.values.get("currency", "").upper()
    return told | ({"currency": currency} if currency in {"CNY", "HKD", "TWD", "USD"} else {})


def consent_for(table: Import) -> ConsentText:
    """By which right these are kept, as a consent text of its own; the same words are the same text."""
    purpose = ConsentText.Purpose.IMPORTED
    text = table.basis[:500]
    known = ConsentText.objects.filter(purpose=purpose, text=text).first()
    if known is None:
        known = ConsentText(purpose=purpose, text=text)
        known.save()
    return known.keep()


def begin(table: Import, mapping: dict[str, int]) -> bool:
    """Let the worker store it by these columns; False if that was said before."""
    ready = Import.objects.filter(pk=table.pk, state=Work.READY)
    return bool(ready.update(mapping=mapping, state=Work.WAITING))


def go_on(key) -> None:
    """Store an import from where it stands to its end; the key says where, so that a run comes back after a fault."""
    pk, _done = key
    if not Import.objects.claim(pk):
        return
    table = Import.objects.select_related("by").get(pk=pk)
    try:
        with translation.override(table.by.language if table.by else settings.LANGUAGE_CODE):
            rows = itertools.islice(rows_of(table), table.done, None)
            for batch in batches(rows, BATCH):
                if not keep(table, batch):
                    return
            finish(table)
    except (Unreadable, OSError) as error:
        Import.objects.filter(pk=pk, state=Work.WORKING).update(state=Work.FAILED, error=str(error)[:300])


@transaction.atomic
def keep(table: Import, batch: list[Row]) -> bool:
    """One batch with how far we are, together; False if somebody has ended the import meanwhile."""
    row = Import.objects.select_for_update().get(pk=table.pk)
    if row.state != Work.WORKING or row.done != table.done:
        return False
    consent, counts = consent_for(table), Counter(row.counts)
    for entry in batch:
        counts[entry.fate or store(entry, consent, by=table.by)] += 1
        if entry.problem and len(row.problems) < MOST_PROBLEMS:
            row.problems.append([entry.number, entry.problem])
    row.done += len(batch)
    row.counts, row.leased_until = dict(counts), timezone.now() + LEASE
    row.save(update_fields=["done", "counts", "problems", "leased_until"])
    table.done = row.done
    return True


@transaction.atomic
def finish(table: Import) -> None:
    """All rows are stored: the file is not needed any more, and that it came is written down."""
    over = {"state": Work.DONE, "expires_at": timezone.now() - timedelta(seconds=1)}
    if Import.objects.filter(pk=table.pk, state=Work.WORKING).update(**over):
        counts = Import.objects.get(pk=table.pk).counts
        told = {"by": table.by, "rows": table.done, "details": {"counts": counts}}
        Disclosure.objects.create(kind=Disclosure.Kind.IMPORT, **told)
