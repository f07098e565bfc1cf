import django.db.models.deletion
from django.db import migrations, models

from cms.search.engines import ENGINES


def create(apps, schema_editor):
    for statement in ENGINES[schema_editor.connection.vendor].create:
        schema_editor.execute(statement)


def destroy(apps, schema_editor):
    for statement in ENGINES[schema_editor.connection.vendor].destroy:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    initial = True

    dependencies = [("contenttypes", "0002_remove_content_type_name")]

    operations = [
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.PositiveBigIntegerField()),
                ("text", models.TextField()),
                ("folded", models.TextField()),
                ("title_length", models.PositiveIntegerField()),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("content_type", "object_id"), name="search_one_document")
                ],
            },
        ),
        migrations.RunPython(create, destroy),
    ]
