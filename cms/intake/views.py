"""The way in of every anonymous form: POST, store, 303 to a thank-you page. Whatever goes wrong, the text comes back.

No session and no token: a form asks for nothing in anybody's name. Where it comes from is checked instead.
"""

import logging
from abc import ABC, abstractmethod

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from cms.intake import signals
from cms.intake.forms import IntakeForm
from cms.intake.limits import Limit, is_within
from cms.intake.texts import TypedField

logger = logging.getLogger(__name__)

BIGGEST_BODY = 1024 * 1024  # 4,000 characters need 50 kB; what is longer by mistake still comes back with its text
HONEST = [Limit(most=120, seconds=60), Limit(most=1200, seconds=3600)]  # a school or an office behind one address
SUSPECT = [Limit(most=6, seconds=60), Limit(most=60, seconds=3600)]


@method_decorator(csrf_exempt, name="dispatch")
class Intake(View, ABC):
    """Takes one kind of form; a subclass says how it is made, how it is known again and how it is kept."""

    http_method_names = ["get", "head", "post"]
    form_class: type[IntakeForm]
    form_page = ""  # the template that shows the form again
    scope = ""  # whose limits are counted together

    def post(self, request, *args, **kwargs):
        try:
            data = read(request, self.biggest_body())
        except (MultiPartParserError, UnreadablePostError):
            return render(request, "400.html", status=400)
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return render(request, "413.html", status=413)
        try:
            return self.take(request, data)
        except (OperationalError, InterfaceError, OSError) as error:  # the disk may be full where files come along
            logger.error("A form could not be stored (%s); its text went back.", type(error).__name__)
            return unavailable(self.form_class, data, self.more_typed(data))

    def biggest_body(self) -> int:
        """How many bytes are read; more where files come along."""
        return BIGGEST_BODY

    def more_typed(self, data) -> list[tuple]:
        """(label, text) of what was typed beyond the fields that every such form has."""
        return []

    def take(self, request, data):
        form = self.make_form(data)
        if signals.is_from_elsewhere(request):
            said = _("This was sent from another website. Please send it once more, here.")
            return self.again(form, 403, said)
        if not form.is_valid():
            return self.again(form, 422)
        submission = form.submission()
        if not self.is_known(submission):
            found = weigh(request, form, submission)
            if not may_send(self.scope, request, found):
                said = _("Many messages came from your network just now. Please wait a minute and send it again.")
                return self.again(form, 429, said)
            self.keep(form, submission, found)
        response = redirect(self.thanks())
        response.status_code = 303
        return response

    def again(self, form, status: int, said: str = ""):
        """The form with everything that was typed, and what to do about it."""
        context = {"form": form, "said": said, **self.around()}
        response = render(self.request, self.form_page, context, status=status)
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cache-Control"] = "no-store"
        if status == 429:
            response.headers["Retry-After"] = "60"
        return response

    def around(self) -> dict:
        """What the page with the form shows besides it."""
        return {}

    def make_form(self, data) -> IntakeForm:
        return self.form_class(data)

    @abstractmethod
    def is_known(self, submission) -> bool:
        """Whether this very sending has been kept already."""

    @abstractmethod
    def keep(self, form, submission, found) -> None:
        """Store what was sent, once; `found` are the signs that a machine sent it."""

    @abstractmethod
    def thanks(self) -> str:
        """Where people go whose sending is kept."""


def read(request, most: int = BIGGEST_BODY):
    """The posted fields, unless there is more of them than any honest form has."""
    told = request.META.get("CONTENT_LENGTH") or ""
    if told.isascii() and told.isdigit() and int(told[:12]) > most:
        raise RequestDataTooBig
    if request.content_type == "application/x-www-form-urlencoded":
        # Django reads bytes that are not UTF-8 as Latin-1; here they are to be noticed by the form.
        return QueryDict(request.body.decode("utf-8", "replace"), encoding="utf-8")
    return request.POST


def weigh(request, form, submission):
    sending = signals.Sending(
        name=submission.keys()[0],
        message=submission.message,
        honeypot=form.honeypot,
        page_stamp=form.cleaned_data["stamp"],
        has_run_script=bool(submission.browser),
        seconds_taken=form.seconds_taken,
        short_texts=form.short_texts(),
        contact=form.contact_typed(),
    )
    return signals.weigh(request, sending)


def may_send(scope, request, found) -> bool:
    """Everybody within reason; what looks like a machine's work, a few times."""
    if signals.score(found) >= signals.QUARANTINE_AT:
        signals.remember_caught(request)
        if not is_within("suspect", request, SUSPECT):
            return False
    return is_within(scope, request, HONEST)


def unavailable(form_class, data, more=()):
    """The text, to be copied, on a page that asks neither the database nor anything else."""
    labels = ((name, field.label) for name, field in form_class.base_fields.items() if isinstance(field, TypedField))
    typed = [*((label, data[name]) for name, label in labels if data.get(name)), *more]
    response = HttpResponse(render_to_string("intake/unavailable.html", {"typed": typed}), status=503)
    response.headers["Retry-After"] = "30"
    response.headers["Cache-Control"] = "no-store"
    return response
