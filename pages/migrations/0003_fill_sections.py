"""What stood in a page's text becomes its sections, in rows, drafts and revisions; the lists of the old home too."""

import uuid

from django.db import migrations

LISTS = [{"kind": "hero"}, *({"kind": kind, "limit": 4} for kind in ("services", "cases", "news"))]


def contents_for(kind, body):
    """The sections that show what a page of this kind with this text showed."""
    if kind == "home":
        return LISTS + ([{"kind": "text", "body": body, "is_statement": True}] if body else [])
    if kind == "contact":
        return [{"kind": "form", "body": body, "has_channels": True}]
    return [{"kind": "text", "body": body, "has_contents": True}] if body else []


def fill(apps, schema_editor):
    Page, Section = apps.get_model("pages", "Page"), apps.get_model("pages", "Section")
    for page in Page._base_manager.all():
        for position, content in enumerate(contents_for(page.kind, page.body)):
            row = Section._base_manager.create(page=page, position=position)
            update(row, content=content)
        is_home = page.kind == "home"
        update(page, path="" if is_home else page.slug, kind="home" if is_home else "standard")
    for name in ("Draft", "Revision"):
        model = apps.get_model("publishing", name)
        for kept in model._base_manager.filter(content_type__app_label="pages", content_type__model="page"):
            model._base_manager.filter(pk=kept.pk).update(data=with_sections(kept.data))


def update(row, **values):
    """Around the fields' own gates: they ask today's tables, which may have columns that are not there yet."""
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def with_sections(data):
    fields = dict(data["fields"])
    kind, body = fields.get("kind"), fields.pop("body", "")
    fields |= {"kind": "home" if kind == "home" else "standard", "parent": None}
    rows = [
        {"id": str(uuid.uuid4()), "position": position, "content": content}
        for position, content in enumerate(contents_for(kind, body))
    ]
    return data | {"fields": fields, "parts": {**data["parts"], "sections": rows}}


def empty(apps, schema_editor):
    """Back: the texts of the sections one below the other; addresses without their slashes."""
    for page in apps.get_model("pages", "Page")._base_manager.all():
        contents = [row.content for row in page.sections.order_by("position")]
        body = "".join(content.get("body") or "" for content in contents)
        update(page, body=body, slug=page.path.replace("/", "-") or page.slug)


class Migration(migrations.Migration):
    dependencies = [("pages", "0002_sections"), ("publishing", "0001_initial")]

    operations = [migrations.RunPython(fill, empty)]
