"""The kinds of publishable things, whichever app they come from."""

from django.apps import apps

from cms.publishing.models import Publishable


def publishable_models() -> list[type[Publishable]]:
    """Every publishable model, in the order of the installed apps."""
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


def publishable_model(label: str) -> type[Publishable] | None:
    """The publishable model called `articles.article`; None for any other name."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    return model if issubclass(model, Publishable) else None


def kinds_for(user):
    """The publishable models that this person may edit, each with the rows that are theirs to see."""
    for model in publishable_models():
        app, name = model._meta.app_label, model._meta.model_name
        if user.has_perm(f"{app}.change_{name}"):
            rows = model.objects.kept()
            yield model, rows if user.has_perm(f"{app}.publish_{name}") else rows.filter(created_by=user)
