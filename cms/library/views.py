"""`/media/<name>`: what live things use, to anybody who asks by its name."""

import logging
import re

from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.http import Http404
from django.views.decorators.http import require_safe

from cms.library import serving
from cms.library.models import Asset, Usage
from cms.library.storage import private, public

logger = logging.getLogger(__name__)

NAME = re.compile(r"([0-9a-f]{32})(?:-[0-9]{1,5})?\.[a-z]{3,4}")


@require_safe
def media(request, name):
    """The file, never changing under its name, while something live uses it; else 404.

    In production the server in front looks into the public storage first. Here the database decides and the private
    storage gives the bytes, so a page just published has its pictures before the worker has carried them over; when
    the database is away, what already is in the public storage goes on being served.
    """
    found = NAME.fullmatch(name)
    if not found:
        raise Http404
    asset, storage, file_name, download_name = None, public, name, ""
    try:
        if (asset := asset_in_use(found[1])) is None:
            raise Http404
        storage, file_name, download_name = private, asset.public_files().get(name), asset.download_name
    except (OperationalError, InterfaceError):
        logger.warning("The database is away; %s is served only if it already is in the public storage", name)
    if not file_name:
        raise Http404
    options = {"etag": name, "cache": serving.FOR_EVER, "download_name": download_name}
    try:
        response = serving.respond(request, storage, file_name, **options)
    except FileNotFoundError:
        raise Http404 from None
    if asset:
        response.headers["Surrogate-Key"] = asset.page_tag  # streamed, so the middleware leaves it alone
    return response


def asset_in_use(token: str) -> Asset | None:
    """The picture or document of this token, if something that the public may see uses it."""
    usage = (
        Usage.objects.in_force()
        .filter(Q(picture__token=token) | Q(document__token=token))
        .select_related("picture", "document")
        .first()
    )
    return usage and (usage.picture or usage.document)
