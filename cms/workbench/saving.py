"""Saved filters above a list: ways to look at it, one's own and those that colleagues share."""

from django.template.loader import render_to_string

from cms.workbench import queries
from cms.workbench.forms import SavedFilterForm
from cms.workbench.models import SavedFilter


def saved_filters(model_admin, request) -> dict | None:
    """What `workbench/saved_filters.html` shows; None if nothing is saved and there is nothing to save."""
    asked = queries.known(request.META.get("QUERY_STRING", ""), model_admin, request)
    here = asked.urlencode()
    saved = [
        {
            "row": row,
            "query": (query := queries.known(row.query, model_admin, request).urlencode()),
            "is_on": query == here,
        }
        for row in SavedFilter.objects.for_list(model_admin.model, request.user)
    ]
    form = SavedFilterForm(initial={"query": here}, auto_id="id_filter_%s") if here else None
    if not (saved or form):
        return None
    removable = [entry["row"] for entry in saved if entry["is_on"] and entry["row"].may_be_removed_by(request.user)]
    return {
        "saved": saved,
        "form": form if not any(entry["is_on"] for entry in saved) else None,
        "removable": removable,
        "kind": model_admin.model._meta.label_lower,
        "user": request.user,
    }


class KeepsFilters:
    """For the admin of what is not publishable: its list has saved filters too."""

    list_before_template = "workbench/before_list.html"

    def changelist_view(self, request, extra_context=None):
        """Django's, with the saved filters above the list."""
        kept = saved_filters(self, request) if request.method == "GET" and "_popup" not in request.GET else None
        said = render_to_string("workbench/saved_filters.html", kept, request) if kept else ""
        return super().changelist_view(request, {"saved_filters": said} | (extra_context or {}))
