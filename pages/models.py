"""Standing pages: a tree of addresses, each page made of ordered sections."""

import re

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _

from cms.library.fields import PictureField
from cms.publishing.models import Faq, Part, Publishable, Redirect
from cms.publishing.models.addresses import MAX_SLUG, free_slug, is_a_slug
from cms.publishing.models.visibility import PublishableQuerySet
from pages import sections
from pages.sections import SectionField

# First pieces of addresses that belong to something else, now or soon.
RESERVED = {
    *("admin", "api", "cases", "feeds", "go", "healthz", "media", "news", "preview", "readyz", "review", "search"),
    *("services", "static", "well-known", "webhooks", "zh-hans", "zh-hant"),
}
LONGEST_PATH = 300
PATH = r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*"


class PageQuerySet(PublishableQuerySet):
    def above(self, page):
        """The pages on the way down to this one, from the top."""
        pieces = page.path.split("/")
        paths = ["/".join(pieces[:length]) for length in range(1, len(pieces))]
        return self.filter(path__in=paths).order_by("path").scoped(*(f"at:{path}" for path in paths))


class Page(Publishable):
    """A page that stands by itself, or below another."""

    class Kind(models.TextChoices):
        STANDARD = "standard", _("page")
        HOME = "home", _("home page")

    address_fields = ("path",)
    always_reached = models.Q(kind="home")
    not_content = Publishable.not_content | {"path"}
    not_copied = Publishable.not_copied | {"kind"}  # there is one home page

    slug = models.CharField(
        _("address"),
        max_length=MAX_SLUG,
        blank=True,
        validators=[is_a_slug],
        help_text=_("The last piece of the web address. Left empty, it is made from the title in pinyin."),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        limit_choices_to={"kind": "standard", "trashed_at": None},
        verbose_name=_("below"),
        help_text=_("The page whose address stands before this one's. Moving a page moves what is below it."),
    )
    path = models.CharField(_("path"), max_length=LONGEST_PATH, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.STANDARD)
    cover = PictureField(verbose_name=_("cover"), related_name="+", help_text=_("Shown in lists and when shared."))

    objects = PageQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(kind="home"),
                name="pages_one_home",
                violation_error_message=_("There is a home page already."),
            )
        ]

    def get_absolute_url(self):
        return reverse("pages:detail", args=[self.path]) if self.path else reverse("pages:home")

    def page_tags(self):
        return super().page_tags() | {f"page:at:{self.path}"}

    # --- The address -------------------------------------------------------------------------------------------

    def wanted_path(self) -> str:
        """Where the page belongs by its slug and its parent; the home page has no path."""
        if self.kind == self.Kind.HOME:
            return ""
        above = Page._base_manager.filter(pk=self.parent_id).first() if self.parent_id else None
        return f"{above.path}/{self.slug}" if above else self.slug

    def clean(self):
        super().clean()
        if self.kind == self.Kind.HOME:
            self.parent = None
            return
        path = self.wanted_path()
        self._refuse_what_is_below()
        if len(path) > LONGEST_PATH:
            raise ValidationError({"slug": _("Too deep: the whole address would be too long.")})
        if path.partition("/")[0] in RESERVED or not leads_to_a_page(path):
            raise ValidationError({"slug": _("This address belongs to another part of the site.")})
        if Page._base_manager.filter(path=path).exclude(pk=self.pk).exists():
            raise ValidationError({"slug": _("Another page has this address.")})

    def _refuse_what_is_below(self):
        above = Page._base_manager.filter(pk=self.parent_id).first() if self.parent_id else None
        if above is None:
            return
        if above.kind == self.Kind.HOME:
            raise ValidationError({"parent": _("Pages below the home page are simply at the top.")})
        own = Page._base_manager.filter(pk=self.pk).values_list("path", flat=True).first() if self.pk else None
        if own and (above.path == own or above.path.startswith(f"{own}/")):
            raise ValidationError({"parent": _("A page cannot stand below itself.")})

    def save(self, *args, **kwargs):
        """Keep the path true, for this page and for all below it, with redirects from where they were."""
        self.fill_slug()
        with transaction.atomic():
            before = Page._base_manager.filter(pk=self.pk).values_list("path", flat=True).first() if self.pk else None
            self.path = self.wanted_path()
            super().save(*args, **kwargs)
            if before and before != self.path:
                self._take_along(before)

    def _take_along(self, before):
        below = Page._base_manager.select_for_update(no_key=True).filter(path__startswith=f"{before}/")
        for page in below.order_by("path"):
            old = page.public_path()
            page.path = self.path + page.path[len(before) :]
            Page.objects.filter(pk=page.pk).update(path=page.path)
            if old:
                Redirect.objects.moved(page, old)

    def purge(self, *, by=None):
        """What stood below moves up, so that nothing is lost with its parent."""
        with transaction.atomic():
            if self.lock().trashed_at:
                for page in Page._base_manager.select_for_update(no_key=True).filter(parent=self):
                    page.parent_id = self.parent_id
                    if Page._base_manager.filter(path=page.wanted_path()).exclude(pk=page.pk).exists():
                        page.slug = free_slug(Page, page.slug)
                    page.save()
            super().purge(by=by)

    def settle_address(self):
        super().settle_address()
        self.path = self.wanted_path()

    # --- What it shows -----------------------------------------------------------------------------------------

    def shown_sections(self, pictures, paths) -> list:
        """The sections that have something to show, with the pictures and paths that the view has loaded for all."""
        return sections.shown(self.sections.all(), pictures, paths)

    @property
    def visible_texts(self) -> list[str]:
        """Its running texts, in their order."""
        return [row.content["body"] for row in self.sections.all() if row.content.get("kind") == "text"]

    @property
    def visible_faqs(self) -> list[Faq]:
        """The questions and answers of all its sections."""
        kinds = sections.KINDS
        known = (row.content for row in self.sections.all() if row.content.get("kind") in kinds)
        return [faq for content in known for faq in kinds[content["kind"]].faqs(content)]


class Section(Part):
    """A piece of a page; its content says of which kind it is and what it holds."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="sections")
    content = SectionField(_("content"))

    class Meta(Part.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self):
        kind = sections.KINDS.get(self.content.get("kind"))
        return str(kind.label) if kind else self.content.get("kind", "")


def leads_to_a_page(path: str) -> bool:
    """Whether the site's addresses leave this path to standing pages."""
    if not re.fullmatch(PATH, path):
        return True  # the slug's own validator says what is wrong
    try:
        return resolve(f"/{path}/").view_name == "pages:detail"
    except Resolver404:
        return False
