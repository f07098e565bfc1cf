"""The words of the leads there are; a few hundred leads a second."""

from django.db import migrations

from cms.search.engines import KINDS, SEAM
from leads.models.words import words_of

AT_ONCE = 500


def fill(apps, schema_editor):
    leads = apps.get_model("leads", "Lead").objects.filter(forgotten_at=None).order_by("pk")
    words = apps.get_model("leads", "LeadWords")
    index = KINDS[schema_editor.connection.vendor]("leads_leadwords", "leads_grams")
    last = 0
    with index.made_anew():
        while rows := list(read(leads.filter(pk__gt=last))[:AT_ONCE]):
            last = rows[-1].pk
            told = [(lead.pk, *words_of(lead)) for lead in rows]
            index.put(
                words.objects.bulk_create(
                    words(lead_id=key, folded=f"{title}{SEAM}{text}", title_length=len(title))
                    for key, title, text in told
                    if title or text
                )
            )


def read(leads):
    return leads.select_related("contact__company").prefetch_related("contact__ways", "enquiries")


def empty(apps, schema_editor):
    apps.get_model("leads", "LeadWords").objects.all().delete()
    KINDS[schema_editor.connection.vendor]("leads_leadwords", "leads_grams").empty()


class Migration(migrations.Migration):
    dependencies = [("leads", "0011_words")]

    operations = [migrations.RunPython(fill, empty)]
