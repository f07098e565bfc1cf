"""The preview of what stands in a form: posted as it is, shown with the public templates, and never kept."""

from copy import copy

from django.contrib.admin import site
from django.http import Http404
from django.shortcuts import render
from django.utils import translation

from cms.publishing.admin import unsaved
from cms.publishing.views import Preview, model_called


class PreviewOfForm(Preview):
    """What is saved, or with POST the form of a thing as it stands now."""

    def post(self, request, kind, uuid, revision=None):
        if revision is not None:
            raise Http404
        return self.tell(request, self.find(request, kind, uuid))

    def tell(self, request, row, model=None):
        """What the form says, with what saving would refuse in the language of who wrote it."""
        with translation.override(request.user.language):
            thing, problems = unsaved.told(site.get_model_admin(model or type(row)), request, row)
        if thing is None:
            context = {"is_preview": True, "is_unsaved": True, "unsaved_problems": problems}
            return render(request, "publishing/cannot_show.html", context)
        asked = copy(request)
        asked.method = "GET"  # which is all that a public page answers
        return self.show(asked, thing)


class PreviewOfNew(PreviewOfForm):
    """The form for a new thing as it stands, for who may make one."""

    http_method_names = ["post", "options"]

    def post(self, request, kind):
        model = model_called(kind)
        if not (request.user.is_staff and site.get_model_admin(model).has_add_permission(request)):
            raise Http404
        return self.tell(request, None, model)
