"""What needs care among the things of a kind: the same questions for the list's filter and for the first page."""

from datetime import timedelta

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.publishing import extending

DAYS_A_MONTH = 30


def has_cover(model) -> bool:
    try:
        model._meta.get_field("cover")
    except FieldDoesNotExist:
        return False
    return True


def untouched_since():
    """The moment before which the last publication counts as long ago."""
    return timezone.now() - timedelta(days=DAYS_A_MONTH * settings.CARE_AFTER_MONTHS)


def questions(model) -> dict[str, Q]:
    """What is asked of the live things of a kind, under the names that the filter has."""
    live = model.objects.live().order_by()
    twice = live.values("title").annotate(times=Count("pk")).filter(times__gt=1).values("title")
    asked = {"no_description": Q(summary="", seo_description="")}
    if has_cover(model):
        asked["no_cover"] = Q(cover=None)
    return asked | {"same_title": Q(title__in=twice), "old": Q(published_at__lt=untouched_since())}


WORDS = {
    "no_description": _("Without description"),
    "no_cover": _("Without cover"),
    "same_title": _("Same title as another"),
    "old": _("Not published anew for long"),
}


@extending.list_filter
class CareFilter(admin.SimpleListFilter):
    """What is public and could be better."""

    title = _("needs care")
    parameter_name = "care"

    def __init__(self, request, params, model, model_admin):
        self.model = model
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        return [(name, WORDS[name]) for name in questions(model_admin.model)] if model_admin.model.has_page else []

    def queryset(self, request, rows):
        if self.value() not in dict(self.lookup_choices):
            return rows
        live = self.model.objects.live().filter(questions(self.model)[self.value()])
        return rows.filter(pk__in=live.values("pk"))
