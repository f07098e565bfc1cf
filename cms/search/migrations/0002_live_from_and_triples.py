"""Documents know the time of their thing, and the index holds triples, titles and kinds, in the order of time."""

from django.contrib.contenttypes.models import ContentType
from django.db import migrations, models

from cms.search.engines import ENGINES, SEAM


def take_times(apps, schema_editor):
    documents, quote = apps.get_model("search", "SearchDocument"), schema_editor.quote_name
    for key in set(documents.objects.values_list("content_type", flat=True)):
        if model := ContentType.objects.get(pk=key).model_class():
            things = quote(model._meta.db_table)
            schema_editor.execute(
                f"UPDATE search_searchdocument SET live_from = (SELECT live_from FROM {things}"  # noqa: S608 (our names)
                f" WHERE {things}.id = search_searchdocument.object_id) WHERE content_type_id = {key}"
            )


def index_anew(apps, schema_editor):
    engine = ENGINES[schema_editor.connection.vendor]
    with engine.made_anew():
        engine.put(apps.get_model("search", "SearchDocument").objects.iterator(chunk_size=200))


def index_as_before(apps, schema_editor):
    """Signs and pairs alone, each under the document's key."""
    vendor = schema_editor.connection.vendor
    write = {
        "sqlite": "INSERT INTO search_grams(grams, rowid) VALUES (%s, %s)",
        "postgresql": "UPDATE search_searchdocument SET grams = %s WHERE id = %s",
    }[vendor]
    engine = ENGINES[vendor]
    with engine.made_anew(), schema_editor.connection.cursor() as cursor:
        for document in apps.get_model("search", "SearchDocument").objects.iterator(chunk_size=200):
            parts = document.folded.split(SEAM)
            found = {part[at : at + length] for part in parts for length in (1, 2) for at in range(len(part))}
            written = engine.written(sorted(found)) if vendor == "sqlite" else sorted(found)
            cursor.execute(write, [written, document.pk])


class Migration(migrations.Migration):
    dependencies = [("contenttypes", "0002_remove_content_type_name"), ("search", "0001_initial")]

    operations = [
        migrations.AddField("searchdocument", "live_from", models.DateTimeField(null=True)),
        migrations.RunPython(take_times, migrations.RunPython.noop),
        migrations.RunPython(index_anew, index_as_before),
        migrations.AddIndex(
            "searchdocument", models.Index(fields=["content_type", "-live_from", "-id"], name="search_newest")
        ),
    ]
