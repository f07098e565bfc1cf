"""Give every lead its contact; its notes and its end become entries of the timeline."""

from django.db import migrations


def fill(apps, schema_editor):
    Lead, Contact, Way, Entry = (apps.get_model("leads", name) for name in ("Lead", "Contact", "Way", "Entry"))
    for lead in Lead.objects.order_by("pk").iterator():
        way, is_new = Way.objects.get_or_create(
            kind=lead.contact_kind, value=lead.contact_value, defaults={"typed": lead.contact_typed}
        )
        if is_new:
            way.contact = Contact.objects.create(name=lead.name)
            way.save()
        lead.contact = way.contact
        if lead.stage == "closed":  # which of the two it was, nobody has said
            lead.stage, lead.lost_reason, lead.closed_at = "lost", "other", lead.received_at
            Entry.objects.create(lead=lead, kind="stage", was="closed", now="lost", at=lead.received_at)
        if lead.notes:
            Entry.objects.create(lead=lead, kind="note", text=lead.notes, at=lead.received_at)
        lead.save()


def empty(apps, schema_editor):
    """Back to one row each: the columns are there again, and say what the contact says."""
    Lead, Way, Entry = (apps.get_model("leads", name) for name in ("Lead", "Way", "Entry"))
    for lead in Lead.objects.select_related("contact").order_by("pk").iterator():
        way = Way.objects.filter(contact_id=lead.contact_id).order_by("pk").first()
        notes = Entry.objects.filter(lead_id=lead.pk, kind="note").order_by("at").values_list("text", flat=True)
        lead.name, lead.notes = lead.contact.name, "\n\n".join(notes)
        if way:
            lead.contact_typed, lead.contact_kind, lead.contact_value = way.typed, way.kind, way.value
        if lead.stage not in {"new", "contacted"}:
            lead.stage, lead.lost_reason = "closed", ""
        lead.save()


class Migration(migrations.Migration):
    dependencies = [("leads", "0002_contacts")]

    operations = [migrations.RunPython(fill, empty)]
