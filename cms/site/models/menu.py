"""The main menu."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from cms.pagecache.models import Observed, ObservedQuerySet
from cms.publishing import addresses
from cms.richtext import links

WEB_ADDRESS = re.compile(r"https?://[^\s/?#@\\\[\]]+([/?#]\S*)?")


class MenuItemQuerySet(ObservedQuerySet["MenuItem"]):
    def broken(self) -> list["MenuItem"]:
        """The entries that visitors see without a link, or whose link leads to no page of this site."""
        items = list(self)
        paths = addresses.live_addresses({item.target_ref for item in items} - {""})
        return [item for item in items if not item.leads_somewhere(paths)]


class MenuItem(Observed):
    """An entry of the main menu, labelled twice: in Chinese and, small above it, in Latin letters."""

    label = models.CharField(_("label"), max_length=20)
    second_label = models.CharField(_("small label"), max_length=20, blank=True, help_text=_("Such as SERVICE."))
    address = models.CharField(
        _("address"),
        max_length=300,
        help_text=_("A path of this site such as /services/, or a full address. It follows a page that moves."),
    )
    target_ref = models.CharField(max_length=80, blank=True, editable=False)
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        limit_choices_to={"parent": None},
        verbose_name=_("below"),
        help_text=_("Left empty, it stands in the first row; else in the list that opens below that entry."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = MenuItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("menu entry")
        verbose_name_plural = _("menu")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.label

    def clean(self):
        if self.parent_id and self.parent_id == self.pk:
            raise ValidationError({"parent": _("An entry cannot stand below itself.")})
        if self.parent_id and self.pk and self.children.exists():
            raise ValidationError({"parent": _("Entries stand below this one, so it stays in the first row.")})
        if self.address.startswith("/") and not self.address.startswith("//"):
            if not self.is_known():
                raise ValidationError({"address": _("Nothing on this site answers at this path.")})
        elif not WEB_ADDRESS.fullmatch(self.address):
            raise ValidationError({"address": _("Begin with / for this site or https:// for another.")})

    def is_known(self) -> bool:
        """Whether something stands, is drafted or once stood at the address; the home page always does."""
        path = self.address.partition("?")[0].partition("#")[0]
        try:
            resolve(path)
        except Resolver404:
            return False
        return path == "/" or bool(self.target_ref) or addresses.reference_behind(self.address) is not None

    def save(self, *args, **kwargs):
        target = addresses.reference_of(self.address)
        if target is not None:  # else what it led to has moved, and the older reference still knows it
            self.target_ref = target
        super().save(*args, **kwargs)

    def current_address(self, paths) -> str | None:
        """Where it leads now; None if that is not live. `paths` is what `live_addresses` says of its target."""
        if not self.target_ref:
            return self.address
        path = paths[self.target_ref]
        return links.moved_to(path, self.address) if path else None

    def leads_somewhere(self, paths) -> bool:
        """Whether a click on it opens a page; other sites are believed. `paths` as for `current_address`."""
        if self.target_ref:
            return paths[self.target_ref] is not None
        return not self.address.startswith("/") or addresses.answers(self.address)
