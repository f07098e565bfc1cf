"""The enquiry form's way in, and the page after it."""

from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from cms.intake.models import ConsentText
from cms.intake.views import Intake
from cms.site.context import SiteForRequest
from leads.forms import LeadForm
from leads.models import Circumstances, Lead


class SendEnquiry(Intake):
    """From the form to a lead."""

    form_class = LeadForm
    form_page = "leads/form_page.html"
    scope = "enquiry"

    def get(self, request):
        """Somebody has reloaded or typed the address: the contact page has the form, wherever it stands now."""
        return redirect(SiteForRequest(request).pages["contact"] or "/")

    def make_form(self, data):
        return LeadForm(data, consent_text=ConsentText.objects.current())

    def again(self, form, status, said=""):
        form.renew_consent()
        return super().again(form, status, said)

    def is_known(self, submission):
        return Lead.objects.of(submission) is not None

    def keep(self, form, submission, found):
        circumstances = Circumstances(form.agreed, form.cleaned_data["about"], found)
        Lead.objects.receive(submission, form.reached, circumstances)

    def thanks(self):
        return reverse("leads:thanks")


class Thanks(TemplateView):
    """What everybody sees whose enquiry is stored."""

    template_name = "leads/thanks.html"

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response
