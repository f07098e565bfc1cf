"""Leads and contacts in the admin, masked until revealed: lists, forms, search, and the button that reveals."""

import re
from collections.abc import Callable

from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cms.chinese.folding import fold
from cms.intake import contacts
from leads.consents import is_withdrawn
from leads.models import Contact, Hold
from leads.models.privacy import REVEAL
from leads.sight import reveal, shown_to

COUNTED = 300  # leads of a search
TELLING = re.compile(r"\d{3}|@")  # a part of a number or an address: asking for it piece by piece would tell the whole


class Masked:
    """Rows as this person may see them; `way_path` leads from a row to the ways of its contact."""

    way_path = "ways"
    open_search_fields: list[str] = []  # what may be searched by those who see no contact data
    change_form_outer_before_template = "admin/leads/reveal.html"

    def get_queryset(self, request):
        return shown_to(request.user, super().get_queryset(request))

    def has_delete_permission(self, request, obj=None):
        """As usual, but not past a legal hold."""
        if obj is not None and Hold.objects.on(getattr(obj, "contact", obj)).exists():
            return False
        return super().has_delete_permission(request, obj)

    def get_search_fields(self, request):
        return super().get_search_fields(request) if request.user.has_perm(REVEAL) else self.open_search_fields

    def get_search_results(self, request, queryset, search_term):
        """A whole number, address or id finds its person, however it is spelled; a part does not find who is masked."""
        if not request.user.has_perm(REVEAL):
            if TELLING.search(fold(search_term)):  # as it is compared: ①②③ is a number too, and so is “12 3”
                return queryset.none(), False
        elif (reached := read(search_term)) is not None:
            way = {f"{self.way_path}__kind": reached.kind, f"{self.way_path}__value": reached.value}
            if (exact := queryset.filter(**way)).exists():
                return exact, False
        return self.found(request, queryset, search_term)

    def found(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_reveal"
        return [path("<int:pk>/reveal/", self.admin_site.admin_view(self.reveal_one), name=name), *super().get_urls()]

    def reveal_one(self, request, pk):
        """Show this contact to this person for today, and write it down."""
        row = self.get_queryset(request).filter(pk=pk).first()
        if row is None or request.method != "POST":
            raise Http404
        if not (self.has_view_permission(request, row) and request.user.has_perm(REVEAL)):
            raise PermissionDenied
        reveal(row, by=request.user, reason=request.POST.get("reason", ""))
        return HttpResponseRedirect(reverse(f"admin:leads_{self.opts.model_name}_change", args=[pk]))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            contact = getattr(obj, "contact", obj)
            context["revealing"] = {
                "is_shown": obj.is_shown,
                "may": request.user.has_perm(REVEAL),
                "url": reverse(f"admin:leads_{self.opts.model_name}_reveal", args=[obj.pk]),
                "is_withdrawn": is_withdrawn(contact),
                "rights": request.user.has_perm("leads.change_contact")
                and reverse("admin:leads_contact_rights", args=[contact.pk]),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def read(term: str):
    try:
        return contacts.read(term)
    except ValidationError:
        return None


class MaskedLeads(Masked):
    way_path = "contact__ways"
    list_before_template = "admin/leads/tables_bar.html"
    open_search_fields = ["contact__name", "contact__company__name"]

    def get_paginator(self, request, queryset, per_page, *args, **kwargs):
        """What is searched for is counted as far as two pages behind the one that is shown, and to some hundred."""
        paginator = super().get_paginator(request, queryset, per_page, *args, **kwargs)
        if request.GET.get(SEARCH_VAR):
            asked = request.GET.get(PAGE_VAR, "")
            page = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 8 else 1
            paginator.depth = max(COUNTED, (page + 2) * per_page)
        return paginator

    def found(self, request, queryset, search_term):
        return queryset.saying(search_term, in_clear=request.user.has_perm(REVEAL)), False


class MaskedContacts(Masked):
    has_change_permission: Callable
    open_search_fields = ["name", "company__name"]

    def contact_for(self, request, pk) -> Contact:
        """A contact that this person may change; else 404 or 403."""
        contact = self.get_queryset(request).filter(pk=pk).first()
        if contact is None:
            raise Http404
        if not self.has_change_permission(request, contact):
            raise PermissionDenied(_("Changing contacts needs a permission."))
        return contact
