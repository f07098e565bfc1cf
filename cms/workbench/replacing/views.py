"""Find and replace: look, tick, run, and what became of each."""

from collections import defaultdict

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cms.desk import menu
from cms.desk.admin import state_badge
from cms.publishing.admin.publishables import STANDINGS
from cms.publishing.kinds import publishable_model, publishable_models
from cms.workbench.replacing import deeds
from cms.workbench.replacing.forms import SearchForm


def kinds_for(user) -> list:
    """The kinds of which this person may edit and publish everything."""
    return [
        model
        for model in publishable_models()
        if all(
            user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}") for verb in ("change", "publish")
        )
    ]


menu.add("content", _("Find and replace"), "find_replace", "workbench:replace", place=85, is_for=kinds_for)


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request):
    """GET looks, with everything in the address; POST replaces what is ticked, and says what became of each."""
    models = kinds_for(request.user)
    if not models:
        raise PermissionDenied
    form = SearchForm(request.GET or None, models=models)
    context = {**admin.site.each_context(request), "title": _("Find and replace"), "form": form}
    if form.is_bound and form.is_valid():
        if request.method == "POST":
            context["results"] = run_all(request, form)
        else:
            context |= look(request, form)
    asked = request.GET.copy()
    asked.pop("page", None)
    context["asked"] = asked.urlencode()
    return render(request, "workbench/replace.html", context, status=400 if form.errors else 200)


def badge(thing):
    return state_badge(thing.standing, str(STANDINGS[thing.standing]))


def look(request, form) -> dict:
    text = request.GET.get("page", "1")
    page = int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 9 else 1
    found, first, last, total = deeds.preview(form.search(), form.chosen_models(), page)
    page = (first - 1) // deeds.PER_PAGE + 1 if first else 1
    return {
        "found": [(one, badge(one.looked.thing)) for one in found],
        "first": first,
        "last": last,
        "total": total,
        "before": page - 1,
        "after": page + 1 if last < total else 0,
        "search": form.search(),
        "count": sum(len(one.places) for one in found),
    }


def run_all(request, form) -> list[deeds.Result]:
    """Each ticked thing in a transaction of its own, so that one refusal stops no other."""
    chosen = defaultdict(set)
    for text in request.POST.getlist("place"):
        ref, _bar, key = text.partition("|")
        number = key.rpartition("#")[2]
        if number.isdecimal() and number.isascii() and len(number) < 7:
            chosen[ref].add(key)
    allowed = form.chosen_models()
    results = []
    for ref, keys in list(chosen.items())[: deeds.PER_PAGE]:
        label, _colon, pk = ref.partition(":")
        model = publishable_model(label)
        is_key = pk.isascii() and pk.isdecimal() and len(pk) < 19
        thing = model.objects.kept().filter(pk=pk).first() if model and model in allowed and is_key else None
        if thing:
            token = request.POST.get(f"token-{ref}", "")
            is_public_too = "publish_too" in request.POST
            results.append(deeds.run(form.search(), thing, token, keys, by=request.user, publish=is_public_too))
    return results
