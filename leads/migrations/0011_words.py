"""A table for what leads are found by, and its index."""

import django.db.models.deletion
from django.db import migrations, models

from cms.search.engines import KINDS

INDEX = ("leads_leadwords", "leads_grams")


def create(apps, schema_editor):
    for statement in KINDS[schema_editor.connection.vendor](*INDEX).create:
        schema_editor.execute(statement)


def destroy(apps, schema_editor):
    for statement in KINDS[schema_editor.connection.vendor](*INDEX).destroy:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("leads", "0010_exchange"), ("search", "0002_live_from_and_triples")]

    operations = [
        migrations.CreateModel(
            name="LeadWords",
            fields=[
                ("folded", models.TextField()),
                ("title_length", models.PositiveIntegerField()),
                (
                    "lead",
                    models.OneToOneField(
                        db_column="id",
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="leads.lead",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(create, destroy),
    ]
