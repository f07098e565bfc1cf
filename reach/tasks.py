"""What the worker does here: draw share pictures, and take content out."""

from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from cms.library.storage import public, put
from cms.outbox.subscribers import subscribe
from cms.outbox.worker import Work, register
from cms.publishing.kinds import publishable_models
from cms.publishing.models import Publishable
from cms.site.models import Identity
from reach import drawing, sharing
from reach.exporting import making
from reach.models import ContentExport, ContentExportPlan, ShareDrawing

AT_ONCE = 5
NEWEST = 50  # of each kind are looked at each minute, so that what was missed, or imported, is drawn too


@subscribe("published")
@subscribe("unpublished")
def settle(event) -> None:
    """What became public may need a drawing; what is public no more must lose it."""
    if isinstance(event.obj, Publishable):
        ShareDrawing.objects.settle(event.obj)


def draw(pk: int) -> None:
    """Make the public storage hold what should be there for one thing; whoever dies in the middle leaves it due."""
    row = ShareDrawing.objects.due().filter(pk=pk).first()
    if row is None:
        return
    wait = timedelta(minutes=2**row.attempts)
    ShareDrawing.objects.filter(pk=pk).update(attempts=row.attempts + 1, try_after=timezone.now() + wait)
    thing = row.thing
    if row.wanted and thing is not None:
        seed, hue, title = sharing.subject(thing)
        name = Identity.current().name
        put(public, sharing.file_of(row.wanted), drawing.share_picture(seed, hue, title, name))
    if row.name and row.name != row.wanted:
        public.delete(sharing.file_of(row.name))
    if row.wanted:
        done = ShareDrawing.objects.filter(pk=pk, wanted=row.wanted)  # else it changed meanwhile, and is due again
        done.update(name=row.wanted, attempts=0, try_after=None)
    else:
        ShareDrawing.objects.filter(pk=pk, wanted="").delete()


def missed() -> list[tuple[int, int]]:
    """(kind, key) of things that are live without the drawing that they should have, or have one and are not live."""
    found = []
    for model in publishable_models():
        kind = ContentType.objects.get_for_model(model)
        rows = ShareDrawing.objects.filter(content_type=kind)
        over = rows.exclude(wanted="").exclude(object_id__in=model.objects.live().values("pk"))
        found += [(kind.pk, key) for key in over.values_list("object_id", flat=True)[:500]]
        needed = [name for name in ("slug", "title", "share_picture", "cover") if hasattr(model, name)]
        newest = {thing.pk: thing for thing in model.objects.live().newest_first().only(*needed)[:NEWEST]}
        known = dict(rows.filter(object_id__in=newest).values_list("object_id", "wanted"))
        for key, thing in newest.items():
            if known.get(key, "") != sharing.wanted_of(thing):
                found.append((kind.pk, key))
    return found


def notice(key: tuple[int, int]) -> None:
    content_type, object_id = key
    model: Any = ContentType.objects.get_for_id(content_type).model_class()
    thing = model._base_manager.filter(pk=object_id).first()
    if thing is not None:
        ShareDrawing.objects.settle(thing)
    else:
        ShareDrawing.objects.filter(content_type=content_type, object_id=object_id).update(wanted="")


register(
    Work(
        name="draw share pictures",
        due=lambda: list(ShareDrawing.objects.due().values_list("pk", flat=True)[:AT_ONCE]),
        do=draw,
        every=3,
    )
)
register(Work(name="notice missing share pictures", due=missed, do=notice, every=60))
register(
    Work(
        name="export content",
        due=lambda: ContentExport.objects.due().values_list("pk", flat=True)[:1],
        do=making.make,
        every=2,
        lane="moving",
    )
)
register(
    Work(
        name="ask for scheduled exports of content",
        due=lambda: ContentExportPlan.objects.filter(is_on=True, next_at__lte=timezone.now()).values_list(
            "pk", flat=True
        ),
        do=making.run_plan,
        every=60,
    )
)
register(
    Work(
        name="delete files of exports of content",
        due=lambda: ContentExport.objects.ended().values_list("pk", flat=True)[:50],
        do=making.end_file,
        every=60,
    )
)
