"""Next steps whose time has come, and answers that are late: told by events that wait for their moment."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.intake.texts import one_line
from cms.outbox.subscribers import subscribe
from cms.people import telling
from cms.people.telling import Kind, Letter, Line
from leads.assignment import salespeople, workers
from leads.models import ANSWER_DUE, ANSWER_LONG_DUE, STEP_DUE, Lead
from leads.notifications import page_of, works_leads

STEP, LATE = "lead.step", "lead.late"


@subscribe(STEP_DUE)
def remind(event) -> None:
    """The owner, once for each planned step; who could take it up, where nobody owns it."""
    lead = Lead.objects.open().select_related("owner").filter(pk=event.object_id).first()
    if lead and is_planned_so(lead, event.payload["at"]):
        for person in [lead.owner] if lead.owner else salespeople():
            telling.tell(person, STEP, lead, key=event.key, data=event.payload, event=event)


def is_planned_so(lead: Lead, at: str) -> bool:
    """Whether the step is still the one that was planned for this moment."""
    return lead.next_step_at == datetime.fromisoformat(at)


@subscribe(ANSWER_DUE)
def tell_of_late_answer(event) -> None:
    """Whoever owns it; who could take it up, where nobody does."""
    if lead := unanswered(event.object_id):
        for person in [lead.owner] if lead.owner else salespeople():
            telling.tell(person, LATE, lead, key=event.verb, event=event)


@subscribe(ANSWER_LONG_DUE)
def tell_everybody_of_late_answer(event) -> None:
    """After twice the time, everybody who could answer, and the administrators."""
    if lead := unanswered(event.object_id):
        for person in workers().exclude(email="").order_by("pk"):
            telling.tell(person, LATE, lead, key=event.verb, event=event)


def unanswered(pk: int) -> Lead | None:
    return Lead.objects.open().with_contact().filter(pk=pk, answered_at=None).first()


def step_of(news) -> Lead | None:
    lead = Lead.objects.open().with_contact().filter(pk=news.object_id).first()
    return lead if lead and is_planned_so(lead, news.data["at"]) else None


def letter_of_step(news) -> Letter | None:
    lead = step_of(news)
    if lead is None:
        return None
    subject = _("Due now: %(step)s (%(name)s)") % words_of(lead)
    return reminder(lead, subject, _("The next step with %(name)s is due: %(step)s") % words_of(lead))


def line_of_step(news) -> Line | None:
    lead = step_of(news)
    return Line(_("%(when)s %(name)s: %(step)s") % words_of(lead), page_of(lead)) if lead else None


def letter_of_late(news) -> Letter | None:
    lead = unanswered(news.object_id)
    if lead is None:
        return None
    subject = _("Still unanswered: %(name)s") % words_of(lead)
    return reminder(lead, subject, _("%(name)s asked on %(asked)s and has no answer yet.") % words_of(lead))


def line_of_late(news) -> Line | None:
    lead = unanswered(news.object_id)
    return Line(_("%(name)s, asked on %(asked)s") % words_of(lead), page_of(lead)) if lead else None


def words_of(lead: Lead) -> dict[str, str]:
    when = f"{timezone.localtime(lead.next_step_at):%m-%d %H:%M}" if lead.next_step_at else ""
    asked = f"{timezone.localtime(lead.received_at):%Y-%m-%d %H:%M}"
    return {"name": one_line(lead.name), "step": one_line(lead.next_step, 80), "when": when, "asked": asked}


def reminder(lead: Lead, subject: str, sentence: str) -> Letter:
    context = {"sentence": sentence, "owner": lead.owner, "admin_url": settings.SITE_URL + page_of(lead)}
    text = render_to_string("emails/lead_reminder.txt", context)
    return Letter(subject, text, render_to_string("emails/lead_reminder.html", context))


telling.register(Kind(STEP, gettext_lazy("A next step that is due"), works_leads, letter_of_step, line_of_step))
telling.register(Kind(LATE, gettext_lazy("An answer that is late"), works_leads, letter_of_late, line_of_late))
