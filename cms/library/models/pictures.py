"""Pictures, and the smaller copies that are made of them."""

from collections import defaultdict

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.library import gate
from cms.library.models.assets import Asset, AssetQuerySet, printable
from cms.pagecache.models import Observed


class PictureQuerySet(AssetQuerySet):
    def receive(self, upload, *, by=None, alt="", is_decorative=False, **details):
        """The upload as a picture, through the gate; raises ValidationError with a sentence that helps.

        The same file again, or the same picture, gives the one that is here: `is_known` says so, and words are
        taken over only where it had none. `picture.notes` says what the uploader should know.
        """
        alt = "" if is_decorative else alt
        if known := self.known(gate.digest_of(upload)):
            return known.told_again(alt, is_decorative)
        admitted = gate.admit(upload)
        picture = self.model(alt=alt, is_decorative=is_decorative, uploaded_by=by, **details)
        picture.original_name = printable(upload.name)
        picture.width, picture.height = admitted.width, admitted.height
        kept = self.keep_once(picture, admitted)
        if kept is not picture:
            return kept.told_again(alt, is_decorative)
        picture.notes = [gate.NOTES[code] for code in admitted.notes]
        return picture

    def for_display(self):
        """With what `{% picture %}` needs: one more query, however many pictures."""
        return self.prefetch_related("renditions")

    def shown(self, ids) -> "dict[int, Picture]":
        """The pictures with these ids and what `{% picture %}` needs of them, by id; one query for everything."""
        if not ids:
            return {}
        own = [field.attname for field in Picture._meta.concrete_fields]
        made = [field.attname for field in Rendition._meta.concrete_fields]
        rows = self.with_keys(ids).values_list(*own, *(f"renditions__{name}" for name in made))
        found: dict[int, Picture] = {}
        renditions = defaultdict(list)
        for row in rows:
            key, values, rendition = row[0], row[: len(own)], row[len(own) :]
            found[key] = found.get(key) or Picture.from_db(self.db, own, values)
            if rendition[0] is not None:
                renditions[key].append(Rendition.from_db(self.db, made, rendition))
        for key, picture in found.items():
            kept = picture.renditions.all()
            kept._result_cache = renditions[key]
            picture.__dict__["_prefetched_objects_cache"] = {"renditions": kept}
        return found


class Picture(Asset):
    """A picture, already stripped of everything but its pixels."""

    folder = "pictures"
    notes: list = []
    is_known = False
    """Whether `receive()` found it in the library instead of adding it."""

    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What somebody who cannot see the picture must know, in one sentence."),
    )
    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("Nothing would be lost without it, so screen readers skip it."),
    )
    format = models.CharField(max_length=10, editable=False, default="")
    width = models.PositiveIntegerField(_("width"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height"), editable=False, default=0)
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, from the left"), default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, from the top"), default=50, validators=[MaxValueValidator(100)]
    )
    rendered_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    try_after = models.DateTimeField(null=True, editable=False)
    failed_at = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(_("problem"), max_length=300, blank=True, editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="library_picture_decorative_or_described",
                condition=Q(is_decorative=False) | Q(alt=""),
                violation_error_message=_("A decorative picture has no alternative text."),
            ),
            models.CheckConstraint(
                name="library_picture_focal_point_inside", condition=Q(focal_x__lte=100, focal_y__lte=100)
            ),
        ]
        indexes = [
            models.Index(
                fields=["try_after"], name="library_picture_unrendered", condition=Q(rendered_at=None, failed_at=None)
            )
        ]

    def __str__(self):
        return self.alt or self.original_name or f"{self._meta.verbose_name} {self.pk}"

    @property
    def needs_alt(self) -> bool:
        """Nobody has said yet what it shows, nor that it shows nothing of importance."""
        return not (self.alt or self.is_decorative)

    def told_again(self, alt: str, is_decorative: bool):
        """This picture for somebody who uploaded it again; their words count where nobody had said anything."""
        if self.needs_alt and (alt or is_decorative):
            self.alt, self.is_decorative = alt, is_decorative
            self.full_clean(exclude=["file"])
            self.save(update_fields=["alt", "is_decorative"])
        self.is_known = True
        self.notes = [gate.NOTES["known"]]
        return self

    def public_files(self):
        return super().public_files() | {made.name: made.private_name for made in self.renditions.all()}

    @property
    def staff_url(self) -> str:
        """Where people who may see the library see it, published or not."""
        return reverse("admin:library_picture_file", args=[self.pk])


class Rendition(Observed):
    """One smaller copy of a picture, in the private storage under `renditions/`."""

    is_listed = False

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")
    name = models.CharField(max_length=80, unique=True)
    format = models.CharField(max_length=10)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    byte_size = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        ordering = ["width"]
        constraints = [
            models.UniqueConstraint(fields=["picture", "format", "width"], name="library_rendition_once_per_width")
        ]

    def __str__(self):
        return self.name

    @property
    def page_tag(self):
        """A page that shows a rendition is a page that shows the picture."""
        return f"picture:{self.picture_id}"

    @property
    def private_name(self) -> str:
        return f"renditions/{self.name}"

    @property
    def public_url(self) -> str:
        return f"{settings.MEDIA_URL}{self.name}"
