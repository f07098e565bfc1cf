"""A person's rights, on their page: what they agreed to, what is held, a legal hold, and being forgotten."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.desk.admin import ModelAdmin, state_badge
from cms.intake.models import ConsentText
from cms.intake.texts import one_line
from leads import access, consents, forgetting
from leads.admin.sight import MaskedContacts
from leads.models import Disclosure, Erasure, Hold, Lead, Withdrawal
from leads.sight import seen

PERMISSIONS = {"erase": "leads.erase_contact", "hold": "leads.hold_contact", "access": "leads.answer_access"}


class ErasureForm(forms.ModelForm):
    """Why, and by which request."""

    reason = forms.ChoiceField(
        label=gettext_lazy("reason"),
        choices=[choice for choice in Erasure.Reason.choices if choice[0] not in {"retention", "replay"}],
    )

    class Meta:
        model = Erasure
        fields = ["reason", "reference"]


class HoldForm(forms.ModelForm):
    class Meta:
        model = Hold
        fields = ["reason", "until"]
        widgets = {"until": forms.DateInput(attrs={"type": "date"})}


class WithdrawalForm(forms.ModelForm):
    purpose = forms.ChoiceField(label=gettext_lazy("purpose"), choices=ConsentText.Purpose.choices)

    class Meta:
        model = Withdrawal
        fields = ["purpose", "how"]


class PrivateContact(MaskedContacts):
    """What `ContactAdmin` has beside its form."""

    def get_urls(self):
        def route(name, view):
            return path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"leads_contact_{name}")

        mine = [
            route("rights", self.rights),
            route("erase", self.erase),
            route("everything", self.everything),
        ]
        return [*mine, *super().get_urls()]

    def get_fields(self, request, obj=None):
        """A name that is itself a number or an address is shown masked, and is not for typing."""
        fields = list(super().get_fields(request, obj))
        if obj is None or seen(obj.name, obj) == obj.name:
            return fields
        return ["who" if name == "name" else name for name in fields]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "who"]

    @admin.display(description=gettext_lazy("consent"))
    def consents(self, contact):
        context = {"history": consents.history(contact), "is_withdrawn": consents.is_withdrawn(contact)}
        return render_to_string("admin/leads/consents.html", context)

    def page(self, request, contact, template, status=200, **context):
        context = {"contact": contact, "title": _("Rights of this person"), "opts": self.opts, **context}
        context["held"] = Hold.objects.on(contact).select_related("by")
        return render(request, template, self.admin_site.each_context(request) | context, status=status)

    def rights(self, request, pk):
        """Everything about the rights of one person; a POST withdraws a consent, or sets or lifts a hold."""
        contact = self.contact_for(request, pk)
        may = {name: request.user.has_perm(permission) for name, permission in PERMISSIONS.items()}
        deed = request.POST.get("deed", "")
        deeds = {"withdraw": self.withdraw, "hold": self.hold, "lift": self.lift}
        bound = {}
        if request.method == "POST":
            if deed not in deeds or (deed in {"hold", "lift"} and not may["hold"]):
                raise PermissionDenied
            form = deeds[deed](request, contact)
            if form is None:
                return HttpResponseRedirect(request.path)
            bound[deed] = form
        seen_by = contact.disclosures.select_related("by")[:50]
        return self.page(
            request,
            contact,
            "admin/leads/rights.html",
            422 if bound else 200,
            may=may,
            seen_by=seen_by,
            history=consents.history(contact),
            is_withdrawn=consents.is_withdrawn(contact),
            withdraw=bound.get("withdraw", WithdrawalForm()),
            hold=bound.get("hold", HoldForm()),
        )

    def withdraw(self, request, contact):
        form = WithdrawalForm(request.POST)
        if not form.is_valid():
            return form
        consents.withdraw(contact, form.cleaned_data["purpose"], how=form.cleaned_data["how"], by=request.user)
        messages.success(request, _("Written down. This person gets no more mail but what is needed."))
        return None

    def hold(self, request, contact):
        form = HoldForm(request.POST, instance=Hold(contact=contact, by=request.user))
        if not form.is_valid():
            return form
        with transaction.atomic():  # an erasure that runs just now ends first
            if forgetting.locked(contact).forgotten_at:
                form.add_error(None, _("This person is forgotten already."))
                return form
            form.save()
        messages.success(request, _("While the hold stands, nothing of this person is deleted."))
        return None

    def lift(self, request, contact):
        number = request.POST.get("hold", "")
        key = int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else 0
        row = Hold.objects.filter(pk=key, contact__in=contact.family).first()
        if row is None:
            raise Http404
        row.lift(by=request.user)
        messages.success(request, _("The hold is lifted."))

    def erase(self, request, pk):
        """What would go and what stays; a POST does it and leads to the certificate."""
        contact = self.contact_for(request, pk)
        if not request.user.has_perm(PERMISSIONS["erase"]):
            raise PermissionDenied
        form = ErasureForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                row = forgetting.erase(contact, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("This person is forgotten. This is the certificate."))
                return HttpResponseRedirect(reverse("admin:leads_erasure_certificate", args=[row.pk]))
        refused = forgetting.refusal(contact)
        told = {"form": form, "refused": refused, "counts": {} if refused else forgetting.preview(contact)}
        told["stays"] = Lead.objects.filter(contact__in=contact.family).select_related("owner")
        return self.page(request, contact, "admin/leads/erase.html", 422 if form.errors else 200, **told)

    def everything(self, request, pk):
        """All that is held about this person, as a zip for them; written down."""
        contact = self.contact_for(request, pk)
        if not request.user.has_perm(PERMISSIONS["access"]):
            raise PermissionDenied
        if request.method != "POST":
            raise Http404
        content = access.packed(contact, by=request.user)
        response = HttpResponse(content, content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="person-{contact.uuid}.zip"'
        response["Cache-Control"] = "no-store"
        return response


class ReadOnly(ModelAdmin):
    """Rows that code writes and people only read."""

    form = forms.ModelForm

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Erasure)
class ErasureAdmin(ReadOnly):
    """Certificates, to be shown to whoever asks what became of a request."""

    menu, icon, place = "leads", "verified_user", 70
    list_display = ["__str__", "at", "reason", "reference", "by_name", "soundness"]
    list_filter = ["reason"]
    search_fields = ["reference"]
    fields = ["at", "reason", "reference", "by_name", "summary", "sealed", "soundness", "paper"]
    readonly_fields = ["summary", "sealed", "soundness", "paper"]

    def get_urls(self):
        view = self.admin_site.admin_view(self.certificate)
        return [path("<int:pk>/certificate/", view, name="leads_erasure_certificate"), *super().get_urls()]

    def certificate(self, request, pk):
        """The certificate to print, or as plain text."""
        row = Erasure.objects.filter(pk=pk).first()
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        context = {"erasure": row, "counts": row.counts}
        if request.GET.get("as") == "text":
            text = render_to_string("admin/leads/certificate.txt", context)
            response = HttpResponse(text, content_type="text/plain; charset=utf-8")
            response["Content-Disposition"] = f'attachment; filename="{row}.txt"'
            return response
        context |= {"title": str(row), "opts": self.opts}
        return render(request, "admin/leads/certificate.html", self.admin_site.each_context(request) | context)

    @admin.display(description=gettext_lazy("what was forgotten"))
    def summary(self, row):
        return render_to_string("admin/leads/counts.html", {"counts": row.counts})

    @admin.display(description="SHA-256")
    def sealed(self, erasure):
        return format_html('<code class="desk-seal">{}</code>', erasure.seal)

    @admin.display(description=gettext_lazy("seal"))
    def soundness(self, row):
        return state_badge("done", _("unbroken")) if row.is_sound else state_badge("late", _("broken"))

    @admin.display(description=gettext_lazy("certificate"))
    def paper(self, row):
        return render_to_string("admin/leads/certificate_link.html", {"erasure": row})


@admin.register(Disclosure)
class DisclosureAdmin(ReadOnly):
    """Who has seen or taken contact data."""

    menu, icon, place = "leads", "visibility", 71
    list_display = ["at", "by", "kind", "whom", "rows", "is_masked", "reason"]
    list_filter = ["kind", "by"]
    list_select_related = ["by", "contact"]
    date_hierarchy = "at"
    fields = ["at", "by", "kind", "whom", "lead", "rows", "is_masked", "reason", "details"]
    readonly_fields = ["whom"]

    @admin.display(description=gettext_lazy("contact"))
    def whom(self, row):
        return one_line(str(row.contact)) if row.contact else "—"


@admin.register(Hold)
class HoldAdmin(ReadOnly):
    """Whose data must be kept, and why; set and lifted on the page of the contact."""

    menu, icon, place = "leads", "gavel", 72
    list_display = ["contact", "reason", "until", "by", "at", "lifted_at"]
    list_select_related = ["contact", "by"]
    fields = ["contact", "reason", "until", "by", "at", "lifted_at", "lifted_by"]
