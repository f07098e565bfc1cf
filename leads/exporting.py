"""Leads as a table: which columns there are, who is in it, and how the worker makes it."""

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import phonenumbers
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.intake.texts import one_line
from cms.library.storage import private
from cms.masking import mask
from cms.outbox.models import Delivery
from leads.models import Disclosure, Enquiry, Export, ExportPlan, Lead, Way
from leads.models.exchange import LEASE, Work
from leads.models.privacy import REVEAL
from leads.sight import seen
from leads.spreadsheets import WRITERS

CHUNK = 1000
MAINLAND = re.compile(r"\+86(\d{3})(\d{4})(\d{4})")


@dataclass(frozen=True)
class Column:
    """One column: its heading, and what it says of a lead."""

    title: object
    value: Callable[[Lead], object]


def day(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def label(choices, value: str) -> str:
    """What `get_…_display` says, which makes a table of all choices for each row."""
    return str(choices(value).label) if value else ""


def spelled(way: Way) -> str:
    """`+86 138 0013 8000`, an address or an id."""
    if way.kind != Way.Kind.PHONE:
        return way.value
    if known := MAINLAND.fullmatch(way.value):  # most are, and to read one as a number of the world takes long
        return "+86 {} {} {}".format(*known.groups())
    try:
        number = phonenumbers.parse(way.value)
    except phonenumbers.NumberParseException:
        return way.value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL).replace("-", " ")


def reached(kind: str) -> Callable[[Lead], str]:
    def value(lead: Lead) -> str:
        ways = [way for way in lead.contact.ways.all() if way.kind == kind]
        return ", ".join(spelled(way) if lead.is_shown else mask(way.kind, way.value) for way in ways)

    return value


def newest(lead: Lead, name: str) -> str:
    enquiry = next(iter(lead.enquiries.all()), None)
    return seen(getattr(enquiry, name), lead) if enquiry else ""


COLUMNS = {
    "id": Column(gettext_lazy("number"), lambda lead: lead.pk),
    "received": Column(gettext_lazy("received"), lambda lead: day(lead.received_at)),
    "name": Column(gettext_lazy("name"), lambda lead: seen(lead.name, lead)),
    "phone": Column(gettext_lazy("phone"), reached(Way.Kind.PHONE)),
    "wechat": Column(gettext_lazy("WeChat"), reached(Way.Kind.WECHAT)),
    "email": Column(gettext_lazy("e-mail"), reached(Way.Kind.EMAIL)),
    "company": Column(gettext_lazy("company"), lambda lead: lead.contact.company or newest(lead, "company")),
    "message": Column(gettext_lazy("message"), lambda lead: newest(lead, "message")),
    "page": Column(gettext_lazy("page"), lambda lead: newest(lead, "path")),
    "stage": Column(gettext_lazy("stage"), lambda lead: label(Lead.Stage, lead.stage)),
    "lost": Column(gettext_lazy("why it was lost"), lambda lead: label(Lead.Reason, lead.lost_reason)),
    "owner": Column(gettext_lazy("owner"), lambda lead: lead.owner or ""),
    "amount": Column(gettext_lazy("amount"), lambda lead: "" if lead.amount is None else lead.amount),
    "currency": Column(gettext_lazy("currency"), lambda lead: lead.currency),
    "expected": Column(gettext_lazy("expected on"), lambda lead: lead.expected_on or ""),
    "next": Column(gettext_lazy("next step"), lambda lead: seen(lead.next_step, lead)),
    "answered": Column(gettext_lazy("first answered"), lambda lead: day(lead.answered_at)),
    "closed": Column(gettext_lazy("closed"), lambda lead: day(lead.closed_at)),
}


def filtered(query: str, user):
    """The leads of the desk's list under this filter, as this person may see them."""
    request = HttpRequest()
    request.method, request.user = "GET", user
    request.GET = QueryDict(query)
    desk = admin.site.get_model_admin(Lead)
    if not desk.has_view_permission(request):
        raise PermissionDenied
    try:
        rows = desk.get_changelist_instance(request).get_queryset(request)
    except (IncorrectLookupParameters, SuspiciousOperation, ValidationError):
        raise ValueError(_("The filter is not one of the list of leads.")) from None
    found = rows.filter(forgotten_at=None).order_by("pk").prefetch_related(None)
    sent = Prefetch("enquiries", Enquiry.objects.only("lead", "company", "message", "path", "received_at"))
    return found.select_related("contact__company").prefetch_related("contact__ways", "owner", sent)


def piecewise(leads) -> Iterator[Lead]:
    """One after the other, some at a time: an open cursor would keep SQLite from writing how far this is."""
    last = 0
    while chunk := list(leads.filter(pk__gt=last)[:CHUNK]):
        yield from chunk
        last = chunk[-1].pk


def table(leads, columns, *, is_masked: bool, tell=None) -> Iterator[list]:
    """The heading and a row for each lead; `tell` hears now and then how many there are by now."""
    chosen = [COLUMNS[name] for name in columns if name in COLUMNS]
    yield [str(column.title) for column in chosen]
    for number, lead in enumerate(piecewise(leads), 1):
        lead.is_shown = not is_masked
        yield [column.value(lead) for column in chosen]
        if tell and number % CHUNK == 0:
            tell(number)


def ask(*, by, query, columns, format, is_masked, plan=None) -> Export:
    """Let the worker make a table; in clear only for those who may see contacts, now and when it is made."""
    masked = is_masked or not by.has_perm(REVEAL)
    return Export.objects.create(by=by, query=query, columns=columns, format=format, is_masked=masked, plan=plan)


def make(pk: int) -> None:
    """Make one export, if no other worker has it; a worker that is killed leaves it to the next."""
    if not Export.objects.claim(pk):
        return
    row = Export.objects.select_related("by", "plan").get(pk=pk)
    try:
        fill(row)
    except (ValueError, PermissionDenied, OSError) as error:
        said = str(error) or _("Whoever asked for it may not export leads any more.")
        Export.objects.filter(pk=pk, state=Work.WORKING).update(state=Work.FAILED, error=said[:300])


def fill(row: Export) -> None:
    if row.by is None or not row.by.is_active or not row.by.has_perm("leads.export_leads"):
        raise PermissionDenied
    is_masked = row.is_masked or not row.by.has_perm(REVEAL)
    leads = filtered(row.query, row.by)
    total = leads.count()
    mine = Export.objects.filter(pk=row.pk, state=Work.WORKING)
    name = f"exports/{row.uuid}.{row.format}"
    mine.update(total=total, done=0, file=name)  # known before it is there: what a killed worker leaves is swept too

    def tell(number):
        mine.update(done=number, leased_until=timezone.now() + LEASE)

    with tempfile.TemporaryFile() as file, translation.override(row.by.language):
        WRITERS[row.format](file, table(leads, row.columns, is_masked=is_masked, tell=tell))
        file.seek(0)
        private.delete(name)
        private.save(name, File(file))
    with transaction.atomic():
        # Somebody may have been forgotten meanwhile: then this table is not for anybody either.
        if not mine.update(state=Work.DONE, done=total, is_masked=is_masked):
            if not Export.objects.filter(pk=row.pk, state=Work.DONE).exists():  # else another worker was faster
                transaction.on_commit(lambda: private.delete(name))
            return
        details = {"filter": row.query, "columns": row.columns, "format": row.format}
        told = {"by": row.by, "rows": total, "is_masked": is_masked, "details": details}
        Disclosure.objects.create(kind=Disclosure.Kind.EXPORT, **told)
        if row.plan:
            announce(row, row.plan)


def announce(row: Export, plan: ExportPlan) -> None:
    """Tell the people of a plan that its table is there; the mail holds a link and nothing else."""
    url = settings.SITE_URL + reverse("admin:leads_export_progress", args=[row.pk])
    for person in plan.people.filter(is_active=True).exclude(email=""):
        with translation.override(person.language):
            Delivery.objects.send_mail(
                to=[person.email],
                subject=_("The export “%(title)s” is ready") % {"title": one_line(plan.title)},
                text=render_to_string("emails/export_ready.txt", {"url": url, "export": row}),
                key=f"export-{row.uuid}",
            )


@transaction.atomic
def run_plan(pk: int) -> None:
    """Ask for the table of a plan whose time has come; the next time is the first one that is still ahead."""
    plan = ExportPlan.objects.select_for_update().get(pk=pk)
    now = timezone.now()
    if not plan.is_on or plan.next_at > now:
        return
    ask(by=plan.by, query=plan.query, columns=list(COLUMNS), format=plan.format, is_masked=plan.is_masked, plan=plan)
    steps = (now - plan.next_at) // plan.step + 1
    ExportPlan.objects.filter(pk=pk).update(next_at=plan.next_at + steps * plan.step)


def end_file(model, pk: int) -> None:
    """Delete the file of an export or an import that has ended; the row stays, to say that it was there."""
    row = model.objects.ended().filter(pk=pk).first()
    if row:
        private.delete(row.file)
        is_done = model is not Export and row.state == Work.DONE  # of an import what it did is what counts
        model.objects.filter(pk=pk).update(file="", state=Work.DONE if is_done else Work.GONE)
