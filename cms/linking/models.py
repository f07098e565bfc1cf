"""Links as rows: from which thing, in which words, to which thing or address; and what is known of each address.

`Link` rows are written by `keeping`, in the transaction that saves or publishes their source. Of a thing there are the
links of its live revision (`is_published`) and those of its working copy; older revisions have none, since nobody reads
them. An address that is no thing of ours, such as a list or another site, is one `Address` for all links to it.
"""

import hashlib
from datetime import timedelta

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.publishing.kinds import publishable_models

LONGEST_WORDS = 200


def digest_of(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


class AddressQuerySet(models.QuerySet["Address"]):
    def due(self):
        """What is to be looked at now: of other sites only where their host may be asked again."""
        now = timezone.now()
        resting = Host.objects.filter(next_at__gt=now).values("name")
        return self.filter(due_at__lte=now).exclude(is_own=False, host__in=resting).order_by("due_at", "pk")

    def forgettable(self):
        """Addresses that no link leads to any more."""
        return self.filter(links=None)


class Address(models.Model):
    """An address that is no thing of ours, and whether somebody answers there; one row for all links to it."""

    class State(models.TextChoices):
        NEW = "new", _("not looked at yet")
        FINE = "fine", _("answers")
        UNSURE = "unsure", _("does not let us look")
        FAILING = "failing", _("failed lately")
        BROKEN = "broken", _("broken")

    url = models.TextField(_("address"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    host = models.CharField(max_length=255, db_index=True, editable=False)
    is_own = models.BooleanField(default=False, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.NEW, db_index=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    by_get = models.BooleanField(default=False, editable=False)  # HEAD was no answer, so GET comes next
    fine_in_a_row = models.PositiveSmallIntegerField(default=0, editable=False)
    failed_days = models.PositiveSmallIntegerField(default=0, editable=False)
    failed_on = models.DateField(null=True, editable=False)
    checked_at = models.DateTimeField(_("looked at"), null=True)
    due_at = models.DateTimeField(null=True, db_index=True, default=timezone.now, editable=False)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("linked address")
        verbose_name_plural = _("linked addresses")

    def __str__(self):
        return self.url


class HostQuerySet(models.QuerySet["Host"]):
    def claim(self, name: str, *, rest: timedelta) -> bool:
        """Whether this host may be asked now; whoever gets True is the only one to ask it until it has rested."""
        now = timezone.now()
        _host, is_new = self.get_or_create(name=name, defaults={"next_at": now + rest})
        return is_new or bool(self.filter(name=name, next_at__lte=now).update(next_at=now + rest))


class Host(models.Model):
    """Another site, and when it may be asked next."""

    name = models.CharField(max_length=255, unique=True)
    next_at = models.DateTimeField()

    objects = HostQuerySet.as_manager()

    def __str__(self):
        return self.name


class LinkQuerySet(models.QuerySet["Link"]):
    def of(self, thing):
        """The links that stand in this thing."""
        return self.filter(content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk)

    def to(self, thing):
        """The links that lead to this thing, from others."""
        kind = ContentType.objects.get_for_model(thing)
        leads_here = Q(target_type=kind, target_id=thing.pk)
        path = "" if hasattr(thing, "uuid") else thing.get_absolute_url()
        if path:
            leads_here |= Q(address__digest=digest_of(path))
        return self.filter(leads_here).exclude(content_type=kind, object_id=thing.pk)

    def public(self):
        """The links that readers may meet now."""
        return self.filter(Q(is_published=True), live_among("content_type", "object_id") | ~is_publishable())

    def broken_inside(self):
        """Links to things of ours that readers do not find, now or at a set time, and to paths where nothing is."""
        lost = Q(target_id__isnull=False) & ~live_among("target_type", "target_id", verb="expected")
        return self.filter(lost | Q(address__is_own=True, address__state=Address.State.BROKEN))

    def broken_outside(self):
        return self.filter(address__is_own=False, address__state=Address.State.BROKEN)

    def unsure_outside(self):
        """Links to other sites that failed lately, or do not let us look."""
        return self.filter(address__is_own=False, address__state__in=[Address.State.FAILING, Address.State.UNSURE])

    def for_report(self):
        """What readers meet comes first; with what a line of the report shows."""
        return self.select_related("content_type", "target_type", "address").order_by("-is_published", "-pk")


class Link(models.Model):
    """A link that stands in a thing: where in it, in which words, and what it leads to."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name=_("kind"))
    object_id = models.PositiveBigIntegerField()
    source = GenericForeignKey("content_type", "object_id")
    is_published = models.BooleanField(_("in what is published"))
    place = models.CharField(max_length=120)  # the column that it stands in, as articles.article.body
    words = models.CharField(_("words"), max_length=LONGEST_WORDS, blank=True)
    target_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    target_id = models.PositiveBigIntegerField(null=True)
    target = GenericForeignKey("target_type", "target_id")
    address = models.ForeignKey(Address, models.CASCADE, null=True, related_name="links", verbose_name=_("address"))

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="linking_source"),
            models.Index(fields=["target_type", "target_id"], name="linking_target"),
        ]
        constraints = [
            models.CheckConstraint(
                name="linking_thing_or_address",
                condition=Q(address=None, target_id__isnull=False) | Q(address__isnull=False, target_id=None),
            )
        ]

    def __str__(self):
        return f"{self.words} → {self.target_id or self.address_id}"


def live_among(type_column: str, key_column: str, *, verb="live") -> Q:
    """The condition that the thing which two columns name is live, whatever its kind (or as another verb says)."""
    found = Q(pk__in=())
    for model in publishable_models():
        kind = ContentType.objects.get_for_model(model)
        found |= Q(**{type_column: kind, f"{key_column}__in": getattr(model._default_manager, verb)().values("pk")})
    return found


def is_publishable() -> Q:
    """The condition that a link stands in something publishable, not in the menu or the like."""
    return Q(content_type__in=[ContentType.objects.get_for_model(model) for model in publishable_models()])


def orphans(model):
    """Live rows of a kind to which no link leads that readers may meet; lists and search aside."""
    kind = ContentType.objects.get_for_model(model)
    linked = Link.objects.public().filter(target_type=kind).exclude(content_type=kind, object_id=F("target_id"))
    return model._default_manager.live().exclude(model.always_reached).exclude(pk__in=linked.values("target_id"))
