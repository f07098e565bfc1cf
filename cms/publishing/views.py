"""The base of every public detail page, and the preview that shows it with a draft."""

import re

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import resolve
from django.utils.cache import add_never_cache_headers
from django.views import View
from django.views.generic import DetailView

from cms.library.fields import PictureField
from cms.library.models import Picture
from cms.publishing import contents
from cms.publishing.kinds import publishable_model
from cms.publishing.models import Publishable, Revision
from cms.richtext import links
from cms.search.finding import tidy


class PublishableDetail(DetailView):
    """One live thing as the public sees it; 410 when it was public once, 404 when it never was.

    Preview makes the same view with `previewed`, so what an editor checks is what a visitor will get.
    """

    previewed: Publishable | None = None

    def get_queryset(self):
        return self.model._default_manager.live()

    def get_object(self, queryset=None):
        return self.previewed or super().get_object(queryset)

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            if self.is_gone():
                return gone(request)
            raise

    def is_gone(self) -> bool:
        """Whether what was asked for was public once."""
        found = self.find(self.kwargs)
        return bool(found and found.has_been_live)

    @classmethod
    def find(cls, kwargs):
        """The row behind the address with these arguments, live or not; None if there is none."""
        return cls.model._base_manager.filter(slug=kwargs.get(cls.slug_url_kwarg)).first()

    def get_context_data(self, **kwargs):
        contents.load_parts(self.object)
        contents.set_ids_apart(self.object)
        pictures, paths = self.load_pictures(self.object), links.paths(contents.refs_of(self.object))
        if self.previewed is not None:
            kwargs |= {"is_preview": True, "edit_url": self.previewed.get_edit_url()}
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


class Preview(View):
    """The working copy, or one revision, with the public templates; for the people who may edit it, and no cache."""

    def get(self, request, kind, uuid, revision=None):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        model = publishable_model(kind)
        if model is None:
            raise Http404
        thing = get_object_or_404(model._base_manager, uuid=uuid)
        if not (request.user.is_staff and thing.may_be_edited_by(request.user)):
            raise Http404
        data = get_object_or_404(Revision.objects.of(thing), pk=revision).data if revision else thing.working_copy()
        thing = thing.as_of(data)
        response = self.show(request, thing)
        add_never_cache_headers(response)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def show(self, request, thing, **around):
        """Through the view that visitors get; what has no page of its own shows a specimen."""
        if not thing.has_page:
            context = {"is_preview": True, "edit_url": thing.get_edit_url(), "thing": thing, **thing.specimen()}
            return render(request, thing.specimen_template, context | around)
        match = resolve(thing.get_absolute_url())
        options = match.func.view_initkwargs | {"extra_context": around} if around else match.func.view_initkwargs
        show = match.func.view_class.as_view(**options, previewed=thing)
        return show(request, *match.args, **match.kwargs)
