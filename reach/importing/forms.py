"""What people say about a run: the source, and on the report how it is to be stored."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models import Author, Channel, Source
from reach.importing import writing
from reach.importing.resolving import NOBODY
from reach.models import Fate, ImportRun

ASKED = {model._meta.label_lower: model for model in (Channel, Author, Source)}
MOST_NAMES = 300


class SourceForm(forms.Form):
    """The file, and the pictures beside it."""

    file = forms.FileField(label=_("file to move in"), max_length=300)
    pictures = forms.FileField(
        label=_("zip of pictures"),
        required=False,
        max_length=300,
        help_text=_("If you have the folder of uploads as a zip: then nothing is asked of the old site."),
    )


class ChoicesForm(forms.Form):
    """How a source that was read is to be stored."""

    state = forms.ChoiceField(
        label=_("publish"),
        widget=forms.RadioSelect,
        initial=writing.AS_SOURCE,
        choices=[
            (
                writing.AS_SOURCE,
                _("What was public there is public here, at its old date; what does not say becomes a draft"),
            ),
            (writing.AS_DRAFT, _("Everything comes as a draft")),
            (writing.AS_PUBLISHED, _("Everything is published, drafts too")),
        ],
    )
    channel = forms.ModelChoiceField(Channel.objects, label=_("channel for articles without one"), required=False)
    fetch = forms.BooleanField(
        label=_("fetch pictures that the source does not hold from their old address"), required=False, initial=True
    )
    is_told = forms.BooleanField(
        label=_("tell webhooks and robots of every article that becomes public"), required=False
    )

    def __init__(self, data=None, *, run: ImportRun):
        super().__init__(data)
        self.names = {}
        new = run.items.filter(kind__in=ASKED, fate=Fate.CREATE).order_by("kind", "pk")[:MOST_NAMES]
        here = {kind: [(str(row.pk), str(row)) for row in model.objects.all()[:500]] for kind, model in ASKED.items()}
        for item in new:
            nobody = [] if item.kind == "articles.channel" else [(NOBODY, _("leave out"))]
            choices = [("", _("make it anew")), *here[item.kind], *nobody]
            kind = ASKED[item.kind]._meta.verbose_name
            self.fields[f"name-{item.pk}"] = forms.ChoiceField(
                label=f"{kind}：{item.title}", choices=choices, required=False
            )
            fields = item.entry.get("fields", {})
            self.names[f"name-{item.pk}"] = f"{item.kind}:{fields.get('name') or fields.get('slug') or item.title}"

    def chosen(self) -> dict:
        """As the run keeps it; after `is_valid()`."""
        said = self.cleaned_data
        named = {key: said[field] for field, key in self.names.items() if said.get(field)}
        channel = said["channel"].pk if said["channel"] else None
        return {"named": named, "channel": channel, **{name: said[name] for name in ("state", "fetch", "is_told")}}
