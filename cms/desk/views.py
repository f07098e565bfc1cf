"""What a load balancer asks, the editors' handbook, and two views of the admin that answer more carefully."""

from functools import cache as kept

from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.cache import cache
from django.core.paginator import InvalidPage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import permission_denied
from markdown_it import MarkdownIt


@never_cache
@require_safe
def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request):
    """The process can do its work: the database answers, its tables are those of this code, the cache keeps."""
    checks = {"database": database_is_ready(), "cache": cache_is_ready()}
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


def database_is_ready() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def cache_is_ready() -> bool:
    try:
        cache.set("readyz", 1, timeout=10)
        return cache.get("readyz") == 1
    except Exception:  # each cache client has errors of its own, and all of them mean "not ready"
        return False


def view_on_site(request, content_type_id, object_id):
    """Lead to a thing's public page. Django's own tells anybody on the staff the address of a colleague's draft."""
    model = get_object_or_404(ContentType, pk=content_type_id).model_class()
    model_admin = admin.site._registry.get(model)
    thing = model_admin and model_admin.get_object(request, object_id)
    if not thing or not model_admin.has_view_permission(request, thing):
        raise Http404
    return shortcut(request, content_type_id, object_id)


def forbidden(request, exception):
    """Who is signed in stays in the admin when something is not for them; everybody else gets the public page."""
    if request.path.startswith("/admin/") and admin.site.has_permission(request):
        context = admin.site.each_context(request) | {"title": _("Not for your role")}
        return render(request, "admin/403.html", context, status=403)
    return permission_denied(request, exception)


def search(request):
    """Unfold's search in the menu, which knows no page numbers but its own."""
    try:
        return admin.site.search(request)
    except (InvalidPage, ValueError):
        raise Http404 from None


def handbook(request):
    """docs/handbook.md, in the admin."""
    context = admin.site.each_context(request) | {"title": _("Handbook"), "text": handbook_text()}
    return render(request, "admin/handbook.html", context)


@kept
def handbook_text():
    source = (settings.BASE_DIR / "docs" / "handbook.md").read_text(encoding="utf-8")
    source = source.partition("\n")[2]  # the page has its own heading
    return mark_safe(MarkdownIt("commonmark", {"html": False}).render(source))  # noqa: S308 our own file
