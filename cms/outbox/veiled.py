"""Messages hold contact data: who may not see that reads them masked, and does not search by it."""

import re

from django.conf import settings
from django.contrib import admin
from django.db.models import BooleanField, Value
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cms.masking import veil

TELLING = re.compile(r"\d{3}|@")


def said(row, text) -> str:
    return str(text) if getattr(row, "is_shown", False) else veil(str(text))


class Veiled:
    """Columns and fields of the outbox in clear for those with the permission, else masked."""

    def get_queryset(self, request):
        may = request.user.has_perm(settings.REVEAL_PERMISSION)
        return super().get_queryset(request).annotate(is_shown=Value(may, output_field=BooleanField()))

    def get_search_results(self, request, queryset, search_term):
        if TELLING.search(search_term) and not request.user.has_perm(settings.REVEAL_PERMISSION):
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("what"), ordering="summary")
    def what(self, row):
        return said(row, row.summary)

    @admin.display(description=_("to whom"), ordering="receiver")
    def to_whom(self, row):
        return said(row, row.receiver)

    @admin.display(description=_("last error"))
    def error(self, row):
        return said(row, row.last_error) or "—"

    @admin.display(description=_("why it fails"))
    def why(self, row):
        return said(row, row.last_error[:120]) or "—"

    @admin.display(description=_("content"))
    def body(self, row):
        """As text, whatever it holds; not at all for those who see no contacts, since an id has no shape to mask."""
        if not row.is_shown:
            return _("Not shown: it may hold contact data.")
        return format_html('<pre class="as-sent">{}</pre>', said(row, row.payload.get("text") or row.payload))
