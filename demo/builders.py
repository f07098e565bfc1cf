"""Tiny builders, shared by the demo and the tests: one call makes one thing, with sensible words where none are given.

`live=True` publishes it, at `at` if that is given; else it stays a draft.
"""

from datetime import time
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils import timezone
from PIL import Image

from articles.models import Article, Channel, Series
from cms.library.models import Document, Picture
from cms.site.models import Promotion, Snippet
from pages.models import Page
from services.models import CaseStudy, Service


def channel(name="運營方法", **fields):
    return Channel.objects.get_or_create(name=name, defaults=fields)[0]


def article(title="文章", *, live=False, by=None, at=None, tags=(), services=(), pins=(), **fields):
    """An article; `pins` are articles, `citations`, `faqs` and `variants` dictionaries of their fields."""
    parts = {name: fields.pop(name, ()) for name in ("citations", "faqs", "variants")}
    made = Article.objects.create(
        title=title, channel=fields.pop("channel", None) or channel(), created_by=by, **fields
    )
    made.tags.set(tags)
    made.services.set(services)
    parts["pins"] = [{"target": target} for target in pins]
    for name, rows in parts.items():
        for position, values in enumerate(rows):
            getattr(made, name).create(position=position, **values)
    return published(made, live, by, at)


def series(title="專題", *articles, live=False, by=None, at=None, **fields):
    """A series of these articles, in this order."""
    made = Series.objects.create(title=title, created_by=by, **fields)
    for position, entry in enumerate(articles):
        made.entries.create(position=position, article=entry)
    return published(made, live, by, at)


def service(title="服務", *, live=False, by=None, at=None, steps=(), packages=(), faqs=(), **fields):
    """A service; `steps`, `packages` and `faqs` are dictionaries of their fields."""
    made = Service.objects.create(title=title, created_by=by, **fields)
    for name, rows in (("steps", steps), ("packages", packages), ("faqs", faqs)):
        for position, values in enumerate(rows):
            getattr(made, name).create(position=position, **values)
    return published(made, live, by, at)


def case_study(title="案例", *, live=False, by=None, at=None, services=(), results=(), gallery=(), **fields):
    """A case study, a made-up example unless a permission is given; `results` are dictionaries of their fields."""
    fields.setdefault("is_example", not fields.get("permission"))
    made = CaseStudy.objects.create(title=title, client=fields.pop("client", "示例客戶"), created_by=by, **fields)
    made.services.set(services)
    for position, values in enumerate(results):
        made.results.create(position=position, **values)
    for position, shown in enumerate(gallery):
        made.gallery.create(position=position, picture=shown)
    return published(made, live, by, at)


SECTIONS = {
    "home": [{"kind": kind, "limit": 4} for kind in ("services", "cases", "news")],
    "contact": [{"kind": "form", "has_channels": True}],
}


def page(title="頁面", *, kind="standard", live=False, by=None, at=None, sections=None, body="", **fields):
    """A page; `sections` are contents with their `kind`, `body` stands for one of text.

    A home page has its lists unless told otherwise; of the kind "contact" is a page with the form and the channels.
    """
    made = Page.objects.create(title=title, kind="home" if kind == "home" else "standard", created_by=by, **fields)
    sections = SECTIONS.get(kind, []) if sections is None else sections
    sections = [*sections, {"kind": "text", "body": body}] if body else sections
    for position, content in enumerate(sections):
        made.sections.create(position=position, content=content)
    return published(made, live, by, at)


def snippet(title="開場白", *, live=False, by=None, at=None, placement="lead_in", body="<p>大家好。</p>", **fields):
    made = Snippet.objects.create(title=title, placement=placement, body=body, created_by=by, **fields)
    return published(made, live, by, at)


def promotion(title="示例工具", *, live=False, by=None, at=None, placement="after_body", **fields):
    fields = {"text": "一句話說明。", "link": "https://example.com/tool"} | fields
    return published(Promotion.objects.create(title=title, placement=placement, created_by=by, **fields), live, by, at)


def picture(name="picture.png", *, size=(640, 400), colour="#2f5d50", **fields):
    """A picture of one colour, through the upload gate."""
    data = BytesIO()
    Image.new("RGB", size, colour).save(data, "PNG")
    fields.setdefault("alt", "一片松綠")
    return Picture.objects.receive(SimpleUploadedFile(name, data.getvalue()), **fields)


def document(name="notes.txt", text="備註\n", **fields):
    return Document.objects.receive(SimpleUploadedFile(name, text.encode()), **fields)


def published(thing, live, by, at):
    return thing.publish_working_copy(by=by, at=at) if live else thing


def any_row(model):
    """One saved row of any model, with made-up values where it demands some; for tests over all models."""
    values = {}
    for field in model._meta.concrete_fields:
        if (
            field.primary_key
            or field.blank
            or field.null
            or field.has_default()
            or getattr(field, "auto_now_add", False)
        ):
            continue
        if field.is_relation:
            values[field.name] = field.related_model._default_manager.first() or any_row(field.related_model)
        elif field.choices:
            values[field.name] = field.choices[0][0]
        elif isinstance(field, models.DateTimeField):
            values[field.name] = timezone.now()
        elif isinstance(field, models.DateField):
            values[field.name] = timezone.localdate()
        elif isinstance(field, models.TimeField):
            values[field.name] = time(9 + len(values))  # each later than the one before it
        elif isinstance(field, models.IntegerField):
            values[field.name] = 1
        elif isinstance(field, models.JSONField):
            values[field.name] = {}
        else:
            values[field.name] = f"/{model._meta.model_name}/"
    return model._default_manager.create(**values)
