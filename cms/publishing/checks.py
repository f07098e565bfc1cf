"""Mistakes in models that would lose content without a sound."""

from django.apps import apps
from django.core.checks import Error, register

from cms.publishing.models import Part


@register
def parts_have_no_many_to_many(app_configs, **kwargs):
    """A snapshot holds the columns of a part; relations of its own would be dropped."""
    return [
        Error(
            f"{model._meta.label} is a Part and has a many-to-many field: snapshots would lose it.",
            hint="Move the relation to the publishable thing, or make each related row a Part.",
            obj=model,
            id="publishing.E001",
        )
        for model in apps.get_models()
        if issubclass(model, Part) and model._meta.many_to_many
    ]
