"""What this room adds to the form and the list of everything publishable."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from cms.publishing import extending
from cms.publishing.admin.publishables import uuid_in
from cms.workbench import copying, measuring, saving
from cms.workbench.forms import TemplateForm
from cms.workbench.models import Template

MOST_COPIED = 50

extending.script("js/desk-measure.js")


def may_keep_templates(request) -> bool:
    return request.user.has_perm("workbench.add_template")


@extending.bar_links
def links_in_the_bar(model_admin, request, thing):
    """To begin something of the same kind with this, now or again and again."""
    here = f"admin:{thing._meta.app_label}_{thing._meta.model_name}"
    found = []
    if model_admin.has_change_permission(request, thing) and not thing.trashed_at:
        if model_admin.has_add_permission(request):
            url = reverse(f"{here}_duplicate", args=[thing.pk])
            found.append(extending.Link(_("Duplicate"), url, is_deed=True, is_rare=True))
        if may_keep_templates(request):
            url = reverse(f"{here}_template", args=[thing.pk])
            found.append(extending.Link(_("Save as template"), url, is_rare=True))
    return found


# --- Copies ----------------------------------------------------------------------------------------------------------


@extending.page("duplicate", "duplicate/")
@require_POST
def duplicate(request, model_admin, thing):
    """A copy as a new draft, and its form."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    copy = copying.duplicate(thing, by=request.user, key=uuid_in(request.POST.get("key")))
    messages.success(
        request, _("This is a copy, and a draft: nobody outside sees it. What is saved of the original was copied.")
    )
    return HttpResponseRedirect(copy.get_edit_url())


@extending.action(
    "duplicate", _("Duplicate"), is_for=lambda model_admin, request: model_admin.has_add_permission(request)
)
def duplicate_selected(model_admin, request, queryset):
    """A copy of each that this person may edit."""
    things = [thing for thing in queryset[:MOST_COPIED] if model_admin.has_change_permission(request, thing)]
    copies = [copying.duplicate(thing, by=request.user) for thing in things]
    links = format_html_join("、", '<a href="{}">{}</a>', ((copy.get_edit_url(), copy) for copy in copies))
    messages.success(request, format_html("{} {}", _("Copied, as drafts: %(n)s.") % {"n": len(copies)}, links))
    if (left := queryset.count() - len(copies)) > 0:
        messages.warning(request, _("Not copied: %(n)s. At most 50 are copied at once.") % {"n": left})


# --- Templates -------------------------------------------------------------------------------------------------------


@extending.page("template", "template/")
@require_http_methods(["GET", "HEAD", "POST"])
def save_as_template(request, model_admin, thing):
    """Ask for a name, then keep the working copy as a template."""
    if not may_keep_templates(request):
        raise PermissionDenied
    form = TemplateForm(request.POST or None, initial={"name": str(thing)[:60]})
    if request.method == "POST" and form.is_valid():
        kept = Template.objects.save_from(thing, by=request.user, **form.cleaned_data)
        messages.success(
            request,
            _("Saved as the template “%(name)s”. It stands above the list and above every empty form.")
            % {"name": kept},
        )
        return HttpResponseRedirect(thing.get_edit_url())
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Save as template"),
        "opts": thing._meta,
        "original": thing,
        "thing": thing,
        "form": form,
        "names": Template.objects.of_kind(type(thing)),
    }
    return render(request, "workbench/save_template.html", context, status=400 if form.errors else 200)


def beginnings(model_admin, request):
    """The templates that this person may begin with; None if there are none."""
    templates = list(Template.objects.of_kind(model_admin.model)) if model_admin.has_add_permission(request) else []
    if not templates:
        return None
    return {"templates": templates, "may_change": request.user.has_perm("workbench.change_template"), "key": uuid4()}


@extending.box_for_new("workbench/beginnings.html", order=10)
def beginnings_of_a_new_thing(model_admin, request):
    return beginnings(model_admin, request) if "_popup" not in request.GET else None


# --- Above the list --------------------------------------------------------------------------------------------------


@extending.box_above_list("workbench/above_list.html", order=10)
def above_the_list(model_admin, request):
    """Templates to begin with, and the saved filters."""
    if "_popup" in request.GET:
        return None
    kept, shown = saving.saved_filters(model_admin, request), beginnings(model_admin, request)
    return (shown or {}) | (kept or {}) if kept or shown else None


# --- How long it is --------------------------------------------------------------------------------------------------


@extending.box("workbench/measure.html", is_bare=True)
def measured(model_admin, request, thing):
    return {"measure": measuring.told(type(thing))} if model_admin.has_change_permission(request, thing) else None


@extending.box_for_new("workbench/measure.html", is_bare=True)
def measured_new(model_admin, request):
    return {"measure": measuring.told(model_admin.model)}
