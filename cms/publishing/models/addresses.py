"""Slugs, and the redirects that a changed one leaves behind."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from cms.chinese.slugs import pinyin_slug
from cms.pagecache.models import Observed, ObservedQuerySet
from cms.publishing.models.written import Written

MAX_SLUG = 100
is_a_slug = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Use small letters, digits and single hyphens between them, as in brand-strategy.")
)


def free_slug(model, wanted: str, *, pk=None) -> str:
    """`wanted` as a slug in pinyin that no other row of `model` has; numbered if it is taken."""
    stem = pinyin_slug(wanted, max_length=MAX_SLUG - 8) or model._meta.model_name
    taken = set(model._base_manager.filter(slug__startswith=stem).exclude(pk=pk).values_list("slug", flat=True))
    number = 1
    slug = stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


class Addressed(Written, Observed):
    """Something with an address of its own, made of a slug; an old address leads to the new one.

    Rows of this class are public as soon as they are saved; Publishable refines what "public" means.
    """

    slug = models.CharField(
        _("address"),
        max_length=MAX_SLUG,
        unique=True,
        blank=True,
        validators=[is_a_slug],
        help_text=_("The last piece of the web address. Left empty, it is made from the title in pinyin."),
    )
    slug_from = "name"
    address_fields: tuple[str, ...] = ("slug",)  # all that get_absolute_url() needs

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        raise TypeError(f"{type(self).__name__} needs get_absolute_url().")

    @property
    def is_live(self) -> bool:
        return True

    @property
    def has_been_live(self) -> bool:
        return True

    def clean(self):
        super().clean()
        self.fill_slug()

    def fill_slug(self):
        """Make the slug from the title or name if the editor left it empty."""
        if not self.slug:
            self.slug = free_slug(type(self), getattr(self, self.slug_from), pk=self.pk)

    def public_path(self) -> str | None:
        """The path where the public finds or found the saved row; None if it never did."""
        saved = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
        return saved.get_absolute_url() if saved and saved.has_been_live else None

    def save(self, *args, **kwargs):
        self.fill_slug()
        with transaction.atomic():
            before = self.public_path()
            super().save(*args, **kwargs)
            if before:
                Redirect.objects.moved(self, before)


BY_ITSELF = {"to": "", "is_temporary": False, "is_by_hand": False}
"""What the system's own redirects say in the columns that people fill."""


class RedirectQuerySet(ObservedQuerySet):
    def moved(self, thing, old_path: str) -> None:
        """Lead `old_path` to `thing`, wherever it is from now on.

        A redirect points to the object, so chains and loops cannot arise; one that stood at the object's new
        address is taken away, since a live page wins.
        """
        new_path = thing.get_absolute_url()
        if old_path == new_path:
            return
        self.filter(path=new_path).delete()
        self.update_or_create(
            path=old_path,
            defaults={**BY_ITSELF, "content_type": ContentType.objects.get_for_model(thing), "object_id": thing.pk},
        )

    def gone(self, path: str) -> None:
        """Remember that something public was at `path` and is gone for good; what leads on from there stays."""
        if self.leading_on(path):
            return
        self.update_or_create(path=path, defaults={**BY_ITSELF, "content_type": None, "object_id": None})

    def leading_on(self, path: str) -> bool:
        """Whether somebody chose what stands instead of what was at this path."""
        return self.filter(path=path).exclude(object_id=None, to="").exists()

    def instead_of(self, path: str, end: tuple) -> None:
        """Lead `path` to what somebody chose instead of what was there; `end` as `redirects.end_of` says it."""
        content_type, object_id, to = end
        said = {"content_type": content_type, "object_id": object_id, "to": to}
        self.update_or_create(path=path, defaults=said | {"is_temporary": False, "is_by_hand": True})

    def make_way(self, thing) -> None:
        """A page that is public again wins over what was to stand instead of it."""
        if path := thing.get_absolute_url():
            self.filter(path=path).delete()

    def lead_past(self, thing, path: str) -> None:
        """What led to `thing`, which is about to be deleted, leads where its own address leads, or is gone."""
        found: Redirect | None = Redirect.objects.filter(path=path).first()
        end: dict = {"content_type": None, "object_id": None, "to": ""}
        if found and (found.object_id or found.to):
            end = {"content_type": found.content_type, "object_id": found.object_id, "to": found.to}
        kind = ContentType.objects.get_for_model(thing)
        self.filter(content_type=kind, object_id=thing.pk).update(**end)


class Redirect(Observed):
    """An old address and what it leads to: an object, wherever that is, or a path; with neither it answers 410.

    The system lays them when an address changes; people lay them by hand, through `cms.publishing.redirects`.
    """

    path = models.CharField(_("old address"), max_length=500, unique=True)
    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True, blank=True, editable=False)
    object_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    target = GenericForeignKey()
    to = models.CharField(_("leads to"), max_length=500, blank=True)
    is_temporary = models.BooleanField(_("for now only"), default=False)
    is_by_hand = models.BooleanField(_("by hand"), default=False, editable=False)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        indexes = [models.Index(fields=["content_type", "object_id"], name="redirect_target")]

    def __str__(self):
        return self.path

    @property
    def destination(self) -> str:
        """Where it leads now; "" where something is gone."""
        return self.target.get_absolute_url() if self.target else self.to


def remember_what_is_gone(sender, instance, **kwargs) -> None:
    """After something with an address of its own is deleted: where the public found it, 410 is the answer."""
    if instance.has_been_live:
        Redirect.objects.gone(instance.get_absolute_url())
