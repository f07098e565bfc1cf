"""A change form of the admin as it was posted: bound, checked, and read into a snapshot; nothing is saved here."""

import copy

from django.contrib.admin.utils import flatten_fieldsets
from django.forms import all_valid
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from cms.publishing import snapshots
from cms.publishing.models import Part

NOT_TYPED = {"csrfmiddlewaretoken", "draft_token"}


class Posted:
    """A form and its lists of parts, checked; what they say can be read from the form's object."""

    def __init__(self, form, formsets):
        self.form, self.formsets = form, formsets
        self.is_valid = form.is_valid()  # first, since the parts ask the thing
        self.is_valid = all_valid(formsets) and self.is_valid

    @classmethod
    def bound(cls, model_admin, request, thing=None):
        """What somebody posted for a thing (None: a new one), bound to it in memory."""
        change = thing is not None
        fields = flatten_fieldsets(model_admin.get_fieldsets(request, thing))
        form_class = model_admin.get_form(request, thing, change=change, fields=fields)
        form = form_class(request.POST, {}, instance=thing)
        formsets, _inlines = model_admin._create_formsets(request, form.instance, change=change)
        return cls(form, formsets)

    @property
    def is_valid_but_for_its_version(self) -> bool:
        problems = [error.code for errors in self.form.errors.as_data().values() for error in errors]
        return set(problems) <= {"conflict"} and all_valid(self.formsets)

    def snapshot(self) -> dict:
        collect(self.form, self.formsets)
        return snapshots.take(self.form.instance)


def collect(form, formsets):
    """Put relations and parts, as far as they were filled in well, into the form's object in memory."""
    thing = form.instance
    for field in snapshots.content_m2m(type(thing)):
        if field.name in form.cleaned_data:
            rows = form.cleaned_data[field.name]
            found = field.related_model._default_manager.filter(pk__in=[row.pk for row in rows])
            snapshots.remember(thing, field.name, found, rows)
    for formset in lists_of_parts(formsets):
        if formset.is_valid():
            formset.new_objects = formset.changed_objects = formset.deleted_objects = []
            formset.save(commit=False)
        snapshots.remember(thing, formset.accessor, snapshots.DraftRows(formset.model), formset.kept())


def lists_of_parts(formsets) -> list:
    return [formset for formset in formsets if issubclass(formset.model, Part)]


def body_of(post: QueryDict) -> dict:
    """What was typed, and nothing of the sending: `{name: [values]}`, as the database can keep it."""
    typed = {name: values for name, values in post.lists() if name not in NOT_TYPED and not name.startswith("_")}
    return {name.replace("\0", ""): [value.replace("\0", "") for value in values] for name, values in typed.items()}


def as_if_posted(request, body: dict, **more: str):
    """The request, as if this body had been posted to the same address."""
    _ = request.FILES  # parsed now: a first look after this would replace what is posted
    shown = copy.copy(request)
    shown.method = "POST"
    shown._files = MultiValueDict()
    shown.POST = QueryDict(mutable=True)
    for name, values in body.items():
        if isinstance(values, list):
            shown.POST.setlist(name, [str(value) for value in values])
    for name, value in more.items():
        shown.POST[name] = value
    return shown
