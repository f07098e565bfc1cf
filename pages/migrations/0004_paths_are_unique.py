"""A path names one page, and texts stand in sections."""

from django.db import migrations, models

import pages.sections


class Migration(migrations.Migration):
    dependencies = [("pages", "0003_fill_sections")]

    operations = [
        migrations.AlterField(
            model_name="page",
            name="path",
            field=models.CharField(editable=False, max_length=300, unique=True, verbose_name="path"),
        ),
        migrations.RemoveField(model_name="page", name="body"),
        # Plain JSON until now: the texts were clean, and the gate would have asked tables as they are today.
        migrations.AlterField(
            model_name="section",
            name="content",
            field=pages.sections.SectionField(default=dict, verbose_name="content"),
        ),
    ]
