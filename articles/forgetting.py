"""What readers' questions hold about a person: an address that waits for its one mail, and what they wrote."""

from django.db.models import Q

from articles.models.questions import Question
from cms.intake.forgetting import Holder, Person, register
from cms.intake.holders import naming


def questions(person: Person):
    by_address = Q(pk__in=[])
    for address in person.emails:
        by_address |= Q(email__iexact=address)
    return Question.objects.filter(by_address | naming(person, "email", "text", "wording", "name"))


def kept(person: Person):
    for row in questions(person):
        yield {"what": "question", "name": row.name, "e-mail": row.email, "text": row.text, "at": row.asked_at}


def forget(person: Person) -> dict[str, int]:
    """What is not public is deleted; what is public stays as the site's text, without name, address and number."""
    counts = {"questions deleted": 0, "questions made nameless": 0}
    for row in questions(person):
        if row.state != Question.State.PUBLISHED:
            row.delete()
            counts["questions deleted"] += 1
            continue
        row.name = row.email = ""
        row.key = f"forgotten-{row.pk}"
        for spelling in sorted(person.spellings, key=len, reverse=True):
            row.text, row.wording = row.text.replace(spelling, "…"), row.wording.replace(spelling, "…")
        row.save()
        counts["questions made nameless"] += 1
    return counts


register(Holder(name="questions", covers=("articles.question",), kept=kept, forget=forget, order=20))
