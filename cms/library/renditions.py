"""Smaller copies of pictures, made by the worker: AVIF and WebP in a few widths, and a fallback that all can show.

A page never waits for them: until they exist it shows the original. All of a picture's renditions appear with one
commit, under names that follow from its token, so whoever dies in the middle leaves nothing that the next try does not
overwrite. A picture that cannot be rendered is tried `ATTEMPTS` times, ever more rarely, and then waits for a person.
"""

import io
import logging
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from PIL import Image

from cms.library.copies import delete_files
from cms.library.models import Picture, Rendition
from cms.library.storage import private, put

logger = logging.getLogger(__name__)

WIDTHS = (480, 960, 1600)
FALLBACK_WIDTH = 1200
ATTEMPTS = 5
# At these qualities AVIF and WebP differ from the original by as much; docs/decisions/0016-library.md has the figures.
WEBP: dict = {"format": "WEBP", "quality": 80}
AVIF: dict = {"format": "AVIF", "quality": 50, "speed": 8, "max_threads": 1}
AVIF_PIXELS = 4_000_000  # its encoder holds some 30 bytes for each
WORTHWHILE = 0.9
"""AVIF is kept where it has at most this share of WebP's bytes; flat drawings are as small in WebP."""


def due(limit: int = 10) -> list[int]:
    """The pictures that wait for their renditions, longest first."""
    waiting = Picture.objects.filter(Q(try_after=None) | Q(try_after__lte=timezone.now()))
    waiting = waiting.filter(rendered_at=None, failed_at=None).order_by("uploaded_at")
    return list(waiting.values_list("pk", flat=True)[:limit])


def make(pk: int) -> None:
    """Make what is missing of one picture, once, whoever else is asked to."""
    now = timezone.now()
    mine = Picture.objects.filter(Q(try_after=None) | Q(try_after__lte=now), pk=pk, rendered_at=None, failed_at=None)
    picture = mine.first()
    if picture is None:
        return
    if picture.attempts >= ATTEMPTS:
        fail(picture, picture.problem or "The worker died each time it tried.", for_good=True)
        return
    # The attempt counts before it begins, or a picture that kills the worker would kill it for ever.
    wait = timedelta(minutes=2**picture.attempts)
    picture.attempts += 1
    if not mine.filter(attempts=picture.attempts - 1).mark(attempts=picture.attempts, try_after=now + wait):
        return  # another worker was quicker
    try:
        made = render(picture)
    except Exception as error:  # the disk, the storage, a decoder: all are told to a person in the list
        logger.exception("Picture %s could not be rendered", pk)
        fail(picture, f"{type(error).__name__}: {error}", for_good=picture.attempts >= ATTEMPTS)
        return
    with transaction.atomic():
        old = {row.name: row.private_name for row in Rendition.objects.filter(picture=picture)}
        Rendition.objects.filter(picture=picture).delete()
        Rendition.objects.bulk_create(made)
        Picture.objects.filter(pk=pk).mark(rendered_at=timezone.now(), try_after=None, problem="")
        left_over = {name: where for name, where in old.items() if name not in {row.name for row in made}}
        transaction.on_commit(partial(delete_files, left_over), robust=True)


def fail(picture: Picture, problem: str, *, for_good: bool) -> None:
    failed_at = timezone.now() if for_good else None
    Picture.objects.filter(pk=picture.pk).mark(problem=problem[:300], failed_at=failed_at)


def try_again(pictures) -> int:
    """Forget the failures of these pictures, so that the worker takes them up at once."""
    return pictures.filter(rendered_at=None).mark(attempts=0, try_after=None, failed_at=None, problem="")


def widths(width: int) -> list[int]:
    """Which WebP widths a picture of this width gets; never more than it has."""
    return sorted({*(wanted for wanted in WIDTHS if wanted < width), min(width, max(WIDTHS))})


def render(picture: Picture) -> list[Rendition]:
    """Write every rendition's file; the rows are for the caller to save."""
    with private.open(str(picture.file.name)) as file, Image.open(file, formats=["JPEG", "PNG"]) as source:
        source.load()
        has_alpha = source.mode == "RGBA"
        fallback: dict = {"format": "PNG"} if has_alpha else {"format": "JPEG", "quality": 82, "progressive": True}
        made = [encode(picture, source, width, WEBP) for width in widths(picture.width)]
        made += smaller_avif(picture, source, sum(rendition.byte_size for rendition, _content in made))
        made.append(encode(picture, source, min(picture.width, FALLBACK_WIDTH), fallback))
    for rendition, content in made:
        put(private, rendition.private_name, content)
    return [rendition for rendition, _content in made]


def smaller_avif(picture: Picture, source: Image.Image, webp_size: int) -> list[tuple[Rendition, bytes]]:
    """The AVIF renditions, all of them or, where they save too little or need too much memory, none."""
    wanted = widths(picture.width)
    if wanted[-1] ** 2 * source.height / source.width > AVIF_PIXELS:
        return []
    made = [encode(picture, source, width, AVIF) for width in wanted]
    return made if sum(rendition.byte_size for rendition, _content in made) <= webp_size * WORTHWHILE else []


def encode(picture: Picture, source: Image.Image, width: int, options: dict) -> tuple[Rendition, bytes]:
    """One rendition, not saved, and its bytes."""
    height = max(round(source.height * width / source.width), 1)
    image = source if width == source.width else source.resize((width, height), Image.Resampling.LANCZOS)
    encoded = io.BytesIO()
    image.save(encoded, **options)
    extension = {"AVIF": "avif", "WEBP": "webp", "JPEG": "jpg", "PNG": "png"}[options["format"]]
    made = Rendition(
        picture=picture,
        name=f"{picture.token}-{width}.{extension}",
        format=options["format"].lower(),
        width=width,
        height=height,
        byte_size=encoded.tell(),
    )
    return made, encoded.getvalue()
