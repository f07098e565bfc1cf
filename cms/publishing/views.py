"""The base of every public detail page, and the preview that shows it with a draft."""

import re

from csp.constants import SELF
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import resolve
from django.utils.cache import add_never_cache_headers
from django.views import View
from django.views.generic import DetailView

from cms.library.fields import PictureField
from cms.library.models import Picture
from cms.publishing import contents, snapshots
from cms.publishing.kinds import publishable_model
from cms.publishing.models import Publishable, Redirect, Revision
from cms.richtext import links
from cms.search.finding import tidy


class PublishableDetail(DetailView):
    """One live thing as the public sees it; 410 when it was public once, 404 when it never was.

    Preview makes the same view with `previewed`, so what an editor checks is what a visitor will get.
    """

    previewed: Publishable | None = None
    lookup: str | None = "slug"  # what its address names: a column, and an argument of the same name; None for one page

    def get_queryset(self):
        return self.model._default_manager.live()

    def get_object(self, queryset=None):
        return self.previewed or super().get_object(queryset)

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            if self.is_gone() and not Redirect.objects.leading_on(request.path):
                return gone(request)
            raise

    def is_gone(self) -> bool:
        """Whether what was asked for was public once."""
        found = self.find(self.kwargs)
        return bool(found and found.has_been_live)

    @classmethod
    def find(cls, kwargs):
        """The row behind the address with these arguments, live or not; None if there is none."""
        return cls.find_many([kwargs]).get(kwargs.get(cls.lookup))

    @classmethod
    def find_many(cls, asked):
        """The rows behind addresses with these arguments, by what each names; one query."""
        rows = cls.model._base_manager.filter(**{f"{cls.lookup}__in": {kwargs.get(cls.lookup) for kwargs in asked}})
        return {getattr(row, cls.lookup): row for row in rows}

    def get_context_data(self, **kwargs):
        contents.load_parts(self.object)
        contents.set_ids_apart(self.object)
        pictures, paths = self.load_pictures(self.object), links.paths(contents.refs_of(self.object))
        if self.previewed is not None:
            kwargs |= preview_context(self.previewed)
        return super().get_context_data(pictures=pictures, paths=paths, **kwargs)

    def load_pictures(self, thing):
        """Every picture that the thing and its parts show, in their columns and their texts, by one query."""
        pictures = Picture.objects.shown(contents.files_of(thing)[0])
        for row, fields in contents.rows_of(thing):
            for field in fields:
                if isinstance(field, PictureField):
                    setattr(row, field.name, pictures.get(getattr(row, field.attname)))
        return pictures


def not_found(request, exception=None):
    """The page for what is not here, with a search that already holds the words of the address."""
    return render(request, "404.html", {"query": words_of_path(request.path)}, status=404)


def words_of_path(path: str) -> str:
    """What somebody may have been looking for: the words of the last piece of an address."""
    last = path.rstrip("/").rpartition("/")[2].removesuffix(".html")
    return tidy(" ".join(re.findall(r"[^\W_]+", last)))


def gone(request):
    """The page for what was here once."""
    return render(request, "410.html", status=410)


def preview_context(thing) -> dict:
    """What base.html says above the page: whose draft it is, or that it is not even saved."""
    is_saved = thing.unsaved_problems is None
    return {
        "is_preview": True,
        "edit_url": thing.get_edit_url() if is_saved else "",
        "is_unsaved": not is_saved,
        "unsaved_problems": thing.unsaved_problems,
    }


class Preview(View):
    """The working copy, or one revision, with the public templates; for the people who may edit it, and no cache."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return private(super().dispatch(request, *args, **kwargs))

    def get(self, request, kind, uuid, revision=None):
        thing = self.find(request, kind, uuid)
        data = self.revision(thing, revision).data if revision is not None else thing.working_copy()
        return self.show(request, snapshots.leave_out_the_gone(thing.as_of(data), thing, []))

    def find(self, request, kind, uuid):
        """The row, for who may edit it; 404 for everybody else."""
        thing = get_object_or_404(model_called(kind)._base_manager, uuid=uuid)
        if not (request.user.is_staff and thing.may_be_edited_by(request.user)):
            raise Http404
        return thing

    def revision(self, thing, number):
        return get_object_or_404(Revision.objects.of(thing), pk=number if snapshots.is_key(number) else 0)

    def show(self, request, thing, **around):
        """Through the view that visitors get; what has no page of its own shows a specimen."""
        if not thing.has_page:
            context = {**preview_context(thing), "thing": thing, **thing.specimen()}
            return render(request, thing.specimen_template, context | around)
        match = resolve(thing.get_absolute_url())
        options = match.func.view_initkwargs | {"extra_context": around} if around else match.func.view_initkwargs
        show = match.func.view_class.as_view(**options, previewed=thing)
        return show(request, *match.args, **match.kwargs)


def model_called(kind):
    model = publishable_model(kind)
    if model is None:
        raise Http404
    return model


def private(response):
    """For one person: kept nowhere, found by nobody, and framed by the admin alone."""
    add_never_cache_headers(response)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if response.status_code == 200:
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response._csp_replace = {"frame-ancestors": [SELF]}
    return response
