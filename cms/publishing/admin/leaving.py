"""What is asked before something leaves the public: by deletion, by the trash, or by being taken back.

Rooms above register what stands on the question (`extending.leaving`), such as who links to the thing, and do their
part in the transaction of the deed, such as laying a redirect.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from cms.publishing.extending import page, registered
from cms.publishing.models import State


class AsksBeforeLeaving:
    """Confirmations with what rooms above have to say, which may refuse."""

    def asides(self, request, things) -> list[str]:
        """What stands on the confirmation about these things."""
        filled = [(entry.template, entry.fill(self, request, things)) for entry in registered.leavings]
        return [render_to_string(name, context, request) for name, context in filled if context is not None]

    def leave(self, request, thing) -> None:
        """The part of the rooms above, just before the deed and in its transaction; raises ValidationError."""
        for entry in registered.leavings:
            entry.do(self, request, thing)

    def is_asked_first(self, request, thing) -> bool:
        return any(entry.is_asked(self, request, thing) for entry in registered.leavings)

    def render_delete_form(self, request, context):
        thing = context.get("object")
        asides = self.asides(request, [thing]) if thing is not None and not context.get("protected") else []
        return super().render_delete_form(request, context | {"asides": asides})

    def delete_view(self, request, object_id, extra_context=None):
        """Django's; what a room above refuses is said on the question itself, with what was typed."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as error:
            request.refusal, request.typed = " ".join(error.messages), request.POST
            request.POST = QueryDict()
            return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request, obj):
        self.leave(request, obj)
        super().delete_model(request, obj)


@page("take_back", "take-back/")
def take_back(request, model_admin, thing):
    """Before something that others lead to is taken back from the public: who they are, and what stands instead."""
    if not model_admin.may("publish", request):
        raise PermissionDenied
    form = HttpResponseRedirect(thing.get_edit_url())
    if thing.state != State.PUBLISHED:
        messages.info(request, _("It is not public."))
        return form
    if request.method == "POST":
        try:
            with transaction.atomic():
                model_admin.leave(request, thing)
                thing.unpublish(by=request.user)
        except ValidationError as error:
            request.refusal, request.typed = " ".join(error.messages), request.POST
        else:
            messages.success(request, _("Taken back: the public no longer sees it. Your draft is kept."))
            return form
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Take back from the public"),
        "opts": model_admin.opts,
        "thing": thing,
        "asides": model_admin.asides(request, [thing]),
    }
    return render(request, "publishing/take_back.html", context)
