"""Pages get a parent, a path and sections; the next two migrations fill them and then hold them to it."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import cms.library.fields


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial"), ("pages", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="page",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                help_text="The page whose address stands before this one's. Moving a page moves what is below it.",
                limit_choices_to={"kind": "standard", "trashed_at": None},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="pages.page",
                verbose_name="below",
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="path",
            field=models.CharField(default="", editable=False, max_length=300, verbose_name="path"),
        ),
        migrations.AlterField(
            model_name="page",
            name="cover",
            field=cms.library.fields.PictureField(
                blank=True,
                help_text="Shown in lists and when shared.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="library.picture",
                verbose_name="cover",
            ),
        ),
        migrations.AlterField(
            model_name="page",
            name="kind",
            field=models.CharField(
                choices=[("standard", "page"), ("home", "home page")],
                default="standard",
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="page",
            name="slug",
            field=models.CharField(
                blank=True,
                help_text="The last piece of the web address. Left empty, it is made from the title in pinyin.",
                max_length=100,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z0-9]+(-[a-z0-9]+)*\\Z",
                        "Use small letters, digits and single hyphens between them, as in brand-strategy.",
                    )
                ],
                verbose_name="address",
            ),
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("content", models.JSONField(default=dict, verbose_name="content")),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="pages.page"
                    ),
                ),
            ],
            options={
                "verbose_name": "section",
                "verbose_name_plural": "sections",
                "ordering": ["position", "id"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
    ]
