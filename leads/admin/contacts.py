"""Who can be reached how, and for whom they work; two that are one person are joined here, and parted again."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cms.desk.admin import ModelAdmin
from cms.intake.texts import one_line
from leads.admin.privacy import PrivateContact
from leads.models import Company, Contact, Merge
from leads.sight import drawn, seen, shown_to


class OtherContact(forms.Form):
    """Which other contact is this person too."""

    other = forms.ModelChoiceField(Contact.objects.none())

    def __init__(self, data, *, contact):
        super().__init__(data)
        self.fields["other"].queryset = Contact.objects.filter(merged_into=None).exclude(pk=contact.pk)


@admin.register(Contact)
class ContactAdmin(PrivateContact, ModelAdmin):
    """People who asked."""

    menu, icon, place = "leads", "person", 20
    list_display = ["who", "company", "reach", "created_at"]
    list_select_related = ["company"]
    search_fields = ["name", "ways__value", "ways__typed", "company__name"]
    autocomplete_fields = ["company"]
    fields = ["name", "company", "reach", "their_leads", "merges", "consents"]
    readonly_fields = ["reach", "their_leads", "merges", "consents"]

    def has_add_permission(self, request):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).filter(merged_into=None, forgotten_at=None).prefetch_related("ways")

    def get_urls(self):
        part = self.admin_site.admin_view(self.part)
        join = self.admin_site.admin_view(self.join)
        return [
            path("<int:pk>/join/", join, name="leads_contact_join"),
            path("merge/<int:pk>/undo/", part, name="leads_contact_part"),
            *super().get_urls(),
        ]

    def join(self, request, pk):
        """Ask whether two are one; on POST they are."""
        contact = self.contact_for(request, pk)
        form = OtherContact(request.POST or request.GET, contact=contact)
        other = form.cleaned_data["other"] if form.is_valid() else None
        if other is None:
            messages.error(request, _("Choose the other contact of this person."))
        elif request.method == "POST":
            contact.absorb(other, by=request.user)
            messages.success(request, _("They are one contact now. It can be undone below."))
        else:
            both = Contact.objects.filter(pk__in=[contact.pk, other.pk])
            pair = shown_to(request.user, both).order_by("-pk" if contact.pk > other.pk else "pk")
            context = {"contact": contact, "other": other, "pair": pair, "title": _("One person?")}
            return render(request, "admin/leads/join.html", self.admin_site.each_context(request) | context)
        return HttpResponseRedirect(reverse("admin:leads_contact_change", args=[contact.pk]))

    def part(self, request, pk):
        """Undo a merge."""
        merge = Merge.objects.filter(pk=pk).first()
        if merge is None or request.method != "POST":
            raise Http404
        if not self.has_change_permission(request, merge.kept):
            raise PermissionDenied
        if merge.undo(by=request.user):
            messages.success(request, _("They are two contacts again."))
        return HttpResponseRedirect(reverse("admin:leads_contact_change", args=[merge.kept_id]))

    @admin.display(description=_("name"), ordering="name")
    def who(self, contact):
        return format_html("<bdi>{}</bdi>", one_line(seen(contact.name, contact)) or "—")

    @admin.display(description=_("contact"))
    def reach(self, contact):
        return drawn(contact)

    @admin.display(description=_("leads"))
    def their_leads(self, contact):
        return render_to_string("admin/leads/others.html", {"leads": contact.leads.with_contact()[:50]})

    @admin.display(description=_("joined contacts"))
    def merges(self, contact):
        merges = Merge.objects.filter(kept=contact, undone_at=None).select_related("gone", "by")
        namesakes = Contact.objects.filter(name=contact.name, merged_into=None).exclude(pk=contact.pk)[:5]
        return render_to_string("admin/leads/merges.html", {"contact": contact, "merges": merges, "like": namesakes})


@admin.register(Company)
class CompanyAdmin(ModelAdmin):
    """Whom contacts work for."""

    menu, icon, place = "leads", "business", 30
    list_display = ["name", "domain", "created_at"]
    search_fields = ["name", "domain"]
    fields = ["name", "domain", "people"]
    readonly_fields = ["domain", "people"]

    def has_add_permission(self, request):
        return False

    @admin.display(description=_("contacts"))
    def people(self, company):
        shown = company.contacts.filter(merged_into=None)[:50]
        return render_to_string("admin/leads/people.html", {"contacts": shown})
