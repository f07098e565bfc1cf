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
