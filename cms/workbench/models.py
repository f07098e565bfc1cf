"""What editors keep for the next time: beginnings of things, and ways to look at a list."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.publishing.kinds import publishable_model
from cms.workbench import copying

LONGEST_QUERY = 1000


class TemplateQuerySet(models.QuerySet["Template"]):
    def of_kind(self, model):
        """The templates for things of this kind, in the order of the desk; their content is not loaded."""
        return self.filter(kind=model._meta.label_lower).order_by("position", "pk").defer("data")

    def save_from(self, thing, *, by, name: str, description="") -> "Template":
        """Keep what the working copy says as a template; one of this kind and name gives way to it."""
        kind = thing._meta.label_lower
        last = self.filter(kind=kind).aggregate(models.Max("position", default=0))["position__max"]
        data = copying.made_anew(thing.working_copy(), type(thing))
        kept = {"data": data, "description": description, "made_by": by}
        return self.update_or_create(
            kind=kind, name=name, defaults=kept, create_defaults=kept | {"position": last + 1}
        )[0]


class Template(models.Model):
    """A beginning for a common kind of thing: headings and prompts to fill in, kept as a snapshot."""

    kind = models.CharField(_("for"), max_length=100, editable=False)
    name = models.CharField(_("name"), max_length=60)
    description = models.CharField(
        _("description"), max_length=200, blank=True, help_text=_("When to take it, in one sentence.")
    )
    data = models.JSONField(editable=False)
    position = models.PositiveIntegerField(_("order"), default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("saved"), auto_now=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name"],
                name="workbench_template_name_once",
                violation_error_message=_("Another template for the same kind has this name."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def model(self):
        """The kind of thing that begins with it; None if this site no longer has it."""
        return publishable_model(self.kind)

    @property
    def kind_name(self) -> str:
        return str(self.model._meta.verbose_name) if self.model else self.kind

    def begin(self, *, by, key=None):
        """A new draft that begins with this template."""
        if self.model is None:
            raise ValidationError(_("This kind is no longer known."))
        return copying.begin(self.model, self.data, by=by, verb="from template", note=self.name, key=key)


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def for_list(self, model, user):
        """What this person sees above the list: one's own, then those that colleagues share."""
        mine = models.Case(models.When(owner=user, then=0), default=1)
        seen = models.Q(owner=user) | models.Q(is_shared=True)
        return self.filter(seen, kind=model._meta.label_lower).select_related("owner").order_by(mine, "name", "pk")


class SavedFilter(models.Model):
    """A way to look at a list: its filters, words and order, under a name."""

    kind = models.CharField(_("list"), max_length=100)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=LONGEST_QUERY)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    is_shared = models.BooleanField(_("colleagues see it too"), default=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "kind", "name"], name="workbench_filter_name_once")]

    def __str__(self):
        return self.name

    def may_be_removed_by(self, user) -> bool:
        return self.owner_id == user.pk or user.has_perm("workbench.delete_savedfilter")
