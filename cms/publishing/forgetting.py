"""What the audit log may hold about a person: the label of a thing that was theirs, and words in a note."""

from cms.intake.forgetting import Holder, Person, register
from cms.intake.holders import about, naming
from cms.publishing.models import AuditEntry


def entries(person: Person):
    return AuditEntry.objects.filter(about(person) | naming(person, "label", "note"))


def kept(person: Person):
    for row in entries(person).iterator():
        yield {"what": "deed", "verb": row.verb, "at": row.at, "of": row.label}


def forget(person: Person) -> dict[str, int]:
    """That somebody did something stays; to what and with which words does not."""
    return {"audit entries": entries(person).update(label="", note="")}


register(Holder(name="audit log", covers=("publishing.auditentry",), kept=kept, forget=forget, order=10))
