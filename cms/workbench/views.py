"""Begin with a template; save and remove ways to look at a list."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cms.publishing.admin.publishables import uuid_in
from cms.publishing.kinds import publishable_model
from cms.workbench import queries
from cms.workbench.forms import SavedFilterForm
from cms.workbench.models import SavedFilter, Template
from cms.workbench.saving import KeepsFilters


def admin_of(label: str):
    """The admin of this kind of publishable thing; 404 for any other name."""
    model = publishable_model(label)
    if model is None or not admin.site.is_registered(model):
        raise Http404
    return admin.site.get_model_admin(model)


def list_admin(label: str):
    """The admin whose list has saved filters under this name; 404 for any other name."""
    keepers = (entry for entry in admin.site._registry.values() if isinstance(entry, KeepsFilters))
    return next((entry for entry in keepers if entry.opts.label_lower == label), None) or admin_of(label)


def list_of(model_admin, query: str = "") -> str:
    opts = model_admin.opts
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist") + (f"?{query}" if query else "")


@require_POST
def begin(request, pk):
    """A new draft that begins with this template, and its form."""
    template = get_object_or_404(Template, pk=pk)
    model_admin = admin_of(template.kind)
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    try:
        thing = template.begin(by=request.user, key=uuid_in(request.POST.get("key")))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(list_of(model_admin))
    messages.success(
        request,
        _("Begun with “%(name)s”. Fill in what is asked, and take out what you do not need.") % {"name": template},
    )
    return HttpResponseRedirect(thing.get_edit_url())


@require_POST
def save_filter(request, kind):
    """Keep what the list shows under a name; the same name again takes its place."""
    model_admin = list_admin(kind)
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    form = SavedFilterForm(request.POST)
    asked = queries.known(request.POST.get("query", ""), model_admin, request).urlencode()
    if not form.is_valid() or not asked:
        messages.error(
            request, _("Not saved: it needs a name, and something that the list is filtered, searched or ordered by.")
        )
        return HttpResponseRedirect(list_of(model_admin, asked))
    kept = {"query": asked, "is_shared": form.cleaned_data["is_shared"]}
    key = {"owner": request.user, "kind": kind, "name": form.cleaned_data["name"]}
    SavedFilter.objects.update_or_create(**key, defaults=kept)
    messages.success(request, _("Saved. It stands above the list from now on."))
    return HttpResponseRedirect(list_of(model_admin, asked))


@require_POST
def remove_filter(request, pk):
    row = get_object_or_404(SavedFilter.objects.filter(pk=pk))
    if not row.may_be_removed_by(request.user):
        raise Http404 if not row.is_shared else PermissionDenied
    row.delete()
    messages.success(request, _("The saved filter “%(name)s” is gone; what it showed is not.") % {"name": row})
    return HttpResponseRedirect(list_of(list_admin(row.kind)))
