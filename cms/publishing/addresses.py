"""How text points to things: `articles.article:42` to an address and back, for links that survive a rename."""

from collections import defaultdict
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve

from cms.publishing.kinds import publishable_model
from cms.publishing.models import Redirect
from cms.publishing.views import PublishableDetail

MOST_COLUMNS = 2


def live_addresses(refs):
    """For each reference the address where the public finds it now, or None; one query for all of them.

    What is asked for is noted whether it is live or not, since a link appears as soon as its target does.
    """
    keys_by_model = defaultdict(set)
    for ref in refs:
        kind, _colon, key = ref.partition(":")
        model = publishable_model(kind)
        if model is not None and key.isdecimal() and len(key) < 19:
            keys_by_model[model].add(int(key))
    queries = [_addressed(model, keys) for model, keys in keys_by_model.items()]
    rows = queries[0].union(*queries[1:], all=True) if queries else ()
    return dict.fromkeys(refs) | {f"{kind}:{pk}": _address(kind, pk, values) for kind, pk, *values in rows}


def current_address(path):
    """Where the public finds now what stands, or once stood, at this path; None if it is not live."""
    ref = reference_behind(path)
    return live_addresses({ref})[ref] if ref else None


def reference_behind(address):
    """As `reference_of`, and what once stood at the address if nothing does now."""
    ref = reference_of(address)
    path = urlsplit(address).path if ref is None else ""
    if path and (moved := Redirect.objects.filter(path=path, object_id__isnull=False).first()):
        ref = f"{moved.content_type.app_label}.{moved.content_type.model}:{moved.object_id}"
    return ref


def _addressed(model, keys):
    """(kind, key, and the columns that its address is made of) of the live ones; of one width for every model."""
    columns = [Cast(name, CharField()) for name in model.address_fields]
    columns += [Value("")] * (MOST_COLUMNS - len(columns))
    live = model._default_manager.live().with_keys(keys).order_by()
    return live.values_list(Value(model._meta.label_lower), "pk", *columns)


def _address(kind, pk, values):
    model = apps.get_model(kind)
    return model(pk=pk, **dict(zip(model.address_fields, values, strict=False))).get_absolute_url()


def reference_of(address):
    """The reference of the thing whose page has this address.

    "" if the address is not that of a thing, such as a list's or another site's; None if it is that of a thing and
    none has it now, since it moved or was deleted.
    """
    return references_of({address})[address]


def references_of(addresses) -> dict[str, str | None]:
    """For each address what `reference_of` says; one query for each kind of page, whatever their number."""
    named = {address: _page_at(address) for address in addresses}
    asked = defaultdict(list)
    for view, kwargs in filter(None, named.values()):
        asked[view].append(kwargs)
    found = {view: view.find_many(each) for view, each in asked.items()}
    known: dict[str, str | None] = {}
    for address, page in named.items():
        row = found[page[0]].get(page[1].get(page[0].lookup)) if page else None
        missing = None if page else ""
        known[address] = f"{row._meta.label_lower}:{row.pk}" if row else missing
    return known


def _page_at(address):
    """The view of the thing's page that this address is of, and its arguments; None if it is of no such page."""
    try:
        parts = urlsplit(address)
        is_ours = parts.netloc in {"", urlsplit(settings.SITE_URL).netloc}
        match = resolve(parts.path) if is_ours else None
    except (ValueError, Resolver404):
        return None
    view = getattr(match.func, "view_class", None) if match else None
    return (view, match.kwargs) if view is not None and issubclass(view, PublishableDetail) else None


def answers(path: str) -> bool:
    """Whether a page of this site is at the path now, such as the list of a channel that may have been deleted."""
    try:
        match = resolve(path.partition("?")[0].partition("#")[0])
        if not match.kwargs:
            return True
        request = HttpRequest()
        request.method, request.path = "GET", path
        return match.func(request, *match.args, **match.kwargs).status_code < 400
    except Http404:  # Resolver404 is one of them
        return False
