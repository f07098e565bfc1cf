"""Leads by the thousand, for measuring: people, what they asked and how far it went, written around `receive()`.

No mail goes out for them, no page says more because of them, and each can be worked on like any other. A third is
open; the rest was won or lost over six years, as at an agency that nobody has tidied up.
"""

import random
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article
from cms.intake.models import ConsentText
from demo.content import grammar
from leads.assignment import workers
from leads.models import Company, Contact, Enquiry, Entry, Lead, LeadWords, Touch, Way
from services.models import CaseStudy, Service

BATCH = 2_000
YEARS = 6
SURNAMES = "王李張劉陳楊黃趙吳周徐孫馬朱胡林郭何高羅鄭梁謝宋唐許鄧馮韓曹曾彭蕭蔡潘田董袁于余葉蔣杜蘇魏程呂丁沈任姚盧"
GIVEN = "志明雅婷家豪淑芬俊宏怡君建國美玲子軒欣怡浩宇詩涵文傑思穎冠廷佳蓉宗翰曉雯柏翰靜宜博文雨桐"
STAGES = {"new": 4, "contacted": 12, "qualified": 9, "proposal": 8, "won": 22, "lost": 45}
ASKED = (
    "我們做{trade}，想請你們看看{thing}該怎麼改，{place}來的詢問一直不多。",
    "看了你們的文章。我們是{trade}，現在{metric}很難看，{who}說是{thing}的問題，想約個時間談。",
    "{trade}，要做{thing}和{place}，預算還沒定，先問報價怎麼算、多久交。",
    "請問{thing}可以單獨做嗎？我們只有{who}一個人在管{place}。",
)
SOURCES: tuple[dict, ...] = (
    {},
    {},
    {"referrer": "www.baidu.com"},
    {"referrer": "www.google.com"},
    {"referrer": "mp.weixin.qq.com"},
    {"source": "newsletter", "medium": "email", "campaign": "spring"},
    {"source": "baidu", "medium": "cpc", "campaign": "naming", "click": "bd_vid"},
)


def queue(count: int, tell: Callable[[int], None] = lambda made: None) -> None:
    """Add `count` leads to those that are there; `tell` hears after each batch how many are made."""
    first = Lead.objects.count() + 1
    made = 0
    while made < count:
        numbers = range(first + made, first + min(made + BATCH, count))
        write(numbers)
        made += len(numbers)
        tell(made)


@transaction.atomic
def write(numbers) -> None:
    """Store the leads with these numbers at once, as `receive()` and the verbs of the pipeline would have."""
    made = [Prospect(number) for number in numbers]
    domains = {prospect.domain: Company(name=prospect.company, domain=prospect.domain) for prospect in made}
    Company.objects.bulk_create(domains.values(), ignore_conflicts=True)
    companies = Company.objects.in_bulk(list(domains), field_name="domain")
    people = [Contact(name=one.name, company=companies[one.domain], created_at=one.received_at) for one in made]
    contacts = Contact.objects.bulk_create(people)
    Way.objects.bulk_create(
        Way(contact=contact, kind=kind, value=value, typed=value)
        for one, contact in zip(made, contacts, strict=True)
        for kind, value in one.ways
    )
    desk = Desk()
    leads = Lead.objects.bulk_create(desk.lead(*pair) for pair in zip(made, contacts, strict=True))
    enquiries = Enquiry.objects.bulk_create(desk.enquiry(*pair) for pair in zip(made, leads, strict=True))
    Touch.objects.bulk_create(touch for pair in zip(made, enquiries, strict=True) for touch in desk.touches(*pair))
    date_back(leads, enquiries, made)
    Entry.objects.bulk_create(entry for pair in zip(made, leads, strict=True) for entry in desk.entries(*pair))
    LeadWords.objects.write(Lead.objects.filter(pk__in=[lead.pk for lead in leads]))


def date_back(leads, enquiries, made) -> None:
    """What says “now” by itself when a row is made."""
    for rows in (leads, enquiries):
        table, field = connection.ops.quote_name(rows[0]._meta.db_table), rows[0]._meta.get_field("received_at")
        dated = [
            (field.get_db_prep_save(one.received_at, connection), row.pk) for row, one in zip(rows, made, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET received_at = %s WHERE id = %s", dated)  # noqa: S608 (ours)


class Prospect:
    """Somebody who asked: the number decides everything, so that the same number is the same person."""

    def __init__(self, number: int):
        self.number = number
        self.lot = lot = random.Random(f"prospect-{number}")  # noqa: S311 (nothing here is a secret)
        self.trade = lot.choice(grammar.WORDS["trade"])
        self.name = lot.choice(SURNAMES) + "".join(lot.sample(GIVEN, 2)) + f"（示例{number}）"
        self.company, self.domain = f"{self.trade}示例{number // 3}", f"c{number // 3}.example.com"
        self.message = lot.choice(ASKED).format(**{name: lot.choice(of) for name, of in grammar.WORDS.items()})
        self.stage = lot.choices(list(STAGES), list(STAGES.values()))[0]
        self.is_quarantined = self.stage == "new" and lot.random() < 0.2
        # What is still new came lately; what is in work is of the last year.
        days = {"new": 10, "contacted": 120, "qualified": 240, "proposal": 365}.get(self.stage, YEARS * 365)
        self.received_at: datetime = timezone.now() - timedelta(minutes=lot.randrange(30, days * 24 * 60))
        self.ways = [("phone", f"+86190{number:08d}"), ("email", f"p{number}@{self.domain}")]


class Desk:
    """Who works, and which pages enquiries come from."""

    def __init__(self):
        self.people = list(workers())
        self.consent = ConsentText.objects.current().keep()
        self.pages = []
        for model, most in ((Service, 8), (CaseStudy, 12), (Article, 200)):
            kind = ContentType.objects.get_for_model(model)
            self.pages += [(kind, thing.pk, thing.get_absolute_url()) for thing in model.objects.live()[:most]]

    def lead(self, one: Prospect, contact: Contact) -> Lead:
        lot, is_new = one.lot, one.stage == "new"
        is_closed = one.stage in Lead.CLOSED
        answered_at = None if is_new else one.received_at + timedelta(minutes=lot.randrange(5, 3 * 24 * 60))
        is_planned = not is_closed and lot.random() < 0.5
        is_priced = one.stage in {"proposal", "won"} or lot.random() < 0.2
        return Lead(
            contact=contact,
            stage=one.stage,
            lost_reason=lot.choice(Lead.Reason.values) if one.stage == "lost" else "",
            owner=lot.choice(self.people) if self.people and not one.is_quarantined else None,
            amount=Decimal(lot.randrange(8, 400) * 1000) if is_priced else None,
            currency=lot.choices(["CNY", "HKD", "TWD"], [8, 1, 1])[0],
            next_step="再打一次電話" if is_planned else "",
            next_step_at=timezone.now() + timedelta(hours=lot.randrange(-48, 400)) if is_planned else None,
            is_quarantined=one.is_quarantined,
            answer_due_at=one.received_at + timedelta(hours=8),
            answered_at=answered_at,
            closed_at=answered_at + timedelta(days=lot.randrange(1, 60)) if answered_at and is_closed else None,
        )

    def enquiry(self, one: Prospect, lead: Lead) -> Enquiry:
        kind, key, path = one.lot.choice(self.pages)
        return Enquiry(
            lead=lead,
            key=uuid.UUID(int=one.lot.getrandbits(128)).hex,
            form="lead",
            name=one.name,
            contact=one.ways[0][1],
            company=one.company,
            message=one.message,
            path=path,
            content_type=kind,
            object_id=key,
            consent=self.consent,
        )

    def touches(self, one: Prospect, enquiry: Enquiry):
        """Of two thirds of them, who agreed to tell: how they first came, and what they read until they asked."""
        if one.number % 3 == 0:
            return
        lot = random.Random(f"journey-{one.number}")  # noqa: S311 (nothing here is a secret)
        read = [lot.choice(self.pages) for _page in range(lot.randrange(4))]
        pages = [*read, (enquiry.content_type, enquiry.object_id, enquiry.path)]
        for position, (kind, key, path) in enumerate(pages):
            said = lot.choice(SOURCES) if position == 0 else {}
            at = one.received_at - timedelta(minutes=5 * (len(pages) - position))
            place = {"position": position, "is_last": position == len(pages) - 1, "path": path, "at": at}
            yield Touch(enquiry=enquiry, content_type=kind, object_id=key, **place, **said)

    def entries(self, one: Prospect, lead: Lead):
        """One for each stage that it has passed."""
        if lead.stage == "new":
            return
        passed = ["new", "contacted", "qualified", "proposal", lead.stage]
        passed = passed[: passed.index(lead.stage) + 1]
        if lead.stage in Lead.CLOSED:
            passed = [*passed[: one.lot.randrange(1, 5)], lead.stage]
        for at, (was, now) in enumerate(zip(passed, passed[1:], strict=False)):
            moment = (lead.answered_at or one.received_at) + timedelta(days=3 * at)
            yield Entry(lead=lead, kind=Entry.Kind.STAGE, was=was, now=now, by=lead.owner, at=moment)
