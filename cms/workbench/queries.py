"""What the address of a list asks of it, as far as the list of today knows what that means."""

from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.http import QueryDict

ENDINGS = ("exact", "id__exact", "pk__exact", "isnull", "id__in", "exact__in", "gte", "lt")


def known(query: str, model_admin, request) -> QueryDict:
    """The query without pages, pop-ups, and filters that this list does not have, or no longer."""
    asked = QueryDict(query.replace("\0", ""), mutable=True)
    names = names_of(model_admin, request)
    for name in list(asked):
        if name not in names or not any(asked.getlist(name)):
            del asked[name]
    return asked


def names_of(model_admin, request) -> set[str]:
    """The parameters that the filters, the search and the order of this list may have."""
    names = {SEARCH_VAR, ORDER_VAR, "live_from__gte", "live_from__lt"}
    for entry in model_admin.get_list_filter(request):
        if isinstance(entry, str):
            names |= {f"{entry}__{ending}" for ending in ENDINGS}
        elif parameter := getattr(entry, "parameter_name", None):
            names.add(parameter)
    return names
