"""The enquiry form's way in, and the page after it."""

from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from cms.intake.limits import Limit, is_within
from cms.intake.models import ConsentText
from cms.intake.views import BIGGEST_BODY, Intake, unavailable
from cms.library import serving
from cms.library.storage import private
from cms.site.context import SiteForRequest
from leads import downloads
from leads.forms import LeadForm
from leads.models import Form, Lead, Way
from leads.models.forms import MOST_FILES
from leads.questions import BIGGEST_FILE

SOME_FILES = [Limit(most=60, seconds=60), Limit(most=600, seconds=3600)]  # each is opened and looked through


class SendEnquiry(Intake):
    """From the form to a lead."""

    form_class = LeadForm
    form_page = "leads/form_page.html"
    scope = "enquiry"

    def get(self, request, **kwargs):
        """Somebody has reloaded or typed the address: the contact page has the form, wherever it stands now."""
        return redirect(SiteForRequest(request).pages["contact"] or "/")

    def make_form(self, data):
        consents = ConsentText.objects.current_texts()
        texts = {"consent_text": consents["enquiry"], "journey_text": consents["journey"]}
        self.form = LeadForm(data, self.request.FILES, **texts, **self.asking(data))
        return self.form

    def asking(self, data) -> dict:
        """Whose questions were on the page."""
        return {}

    def again(self, form, status, said=""):
        form.renew_consent()
        return super().again(form, status, said)

    def is_known(self, submission):
        return Lead.objects.of(submission) is not None

    def keep(self, form, submission, found):
        Lead.objects.receive(submission, form.reached, form.circumstances(found))

    def thanks(self):
        return reverse("leads:thanks")


class SendForm(SendEnquiry):
    """The same for a form of an editor's, which may bring questions and files."""

    @property
    def asked(self) -> Form | None:
        if not hasattr(self, "_asked"):
            self._asked = Form.objects.called(self.kwargs["key"])
        return self._asked

    def biggest_body(self):
        """Room for files where they are asked for; while nobody can tell, so that the text comes back."""
        try:
            files = max((version.file_count for version in self.asked.versions.all()), default=0) if self.asked else 0
        except (OperationalError, InterfaceError):
            files = MOST_FILES
        return BIGGEST_BODY + min(files, MOST_FILES) * BIGGEST_FILE

    def take(self, request, data):
        if self.asked is None:  # deleted while somebody was writing: the text still comes back
            if not data.get("message") and not self.more_typed(data):
                raise Http404
            response = unavailable(LeadForm, data, self.more_typed(data))
            response.status_code = 410
            return response
        if request.FILES and not is_within("files", request, SOME_FILES):
            said = _("Many files came from your network just now. Please wait a minute and send it again.")
            return self.again(self.make_form(data), 429, said)
        return super().take(request, data)

    def asking(self, data):
        number = data.get("form_version", "")
        is_number = number.isascii() and number.isdigit() and len(number) < 9
        then = self.asked.versions.filter(number=number).first() if is_number else None
        version = then or self.asked.version
        version.form = self.asked
        return {"version": version}

    def more_typed(self, data):
        """Answers whose questions cannot be asked for now."""
        names = (name for name in data if name[:1] == "q" and name[1:].isascii() and name[1:].isdigit())
        return [(_("Your answer"), "\n".join(data.getlist(name))) for name in names if data.get(name)]

    def thanks(self):
        is_mailed = self.asked.document_id and self.form.reached.kind == Way.Kind.EMAIL
        return reverse("leads:thanks-mailed" if is_mailed else "leads:thanks-for", args=[self.asked.key])


class Thanks(TemplateView):
    """What everybody sees whose enquiry is stored."""

    template_name = "leads/thanks.html"
    is_mailed = False

    def get_context_data(self, **kwargs):
        key = self.kwargs.get("key")
        asked = get_object_or_404(Form.objects.select_related("document"), key=key) if key else None
        return super().get_context_data(asked=asked, is_mailed=self.is_mailed, **kwargs)

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response


class Download(View):
    """A file of the library for whoever asked for it; the signature of the link is the whole authority."""

    http_method_names = ["get", "head"]

    def get(self, request, token):
        try:
            promised = downloads.behind(token)
        except downloads.Over as over:
            return self.gone(request, over.page)
        if promised is None:
            raise Http404
        document = promised.document
        options = {"etag": document.token, "cache": "private, no-store", "download_name": document.download_name}
        try:
            response = serving.respond(request, private, str(document.file.name), **options)
        except FileNotFoundError:
            return self.gone(request, "")
        if request.method == "GET":
            promised.count()
        return self.kept_apart(response)

    def gone(self, request, page):
        return self.kept_apart(render(request, "leads/download_over.html", {"page": page}, status=410))

    def kept_apart(self, response):
        """Neither kept nor indexed, and the address goes to no other site."""
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
