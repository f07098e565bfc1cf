"""Form fields with which a section names other things: one that narrows a list, or several by hand and in order."""

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.publishing import addresses
from cms.publishing.models import Publishable
from cms.richtext import links

MOST_PICKED = 24


class KeyField(forms.ModelChoiceField):
    """The key of one row of a model, chosen from all of them; None for none."""

    def __init__(self, model, **options):
        rows = model._default_manager.all()
        rows = rows.kept().order_by("title") if issubclass(model, Publishable) else rows
        super().__init__(rows, **{"required": False, **options})

    def to_python(self, value):
        row = super().to_python(value)
        return row.pk if row else None

    def validate(self, value):
        forms.Field.validate(self, value)

    def has_changed(self, initial, data):
        return str(initial or "") != str(data or "")


class RuleField(KeyField):
    """The key of a row that narrows a list by this verb of its queryset, such as `about`; None for none."""

    def __init__(self, model, verb, **options):
        self.verb = verb
        super().__init__(model, **options)

    def narrow(self, live, key):
        """Those of the rows that the rule lets stand; the row of the key itself is not loaded."""
        return getattr(live, self.verb)(self.queryset.model(pk=key))


class PickedWidget(forms.Textarea):
    """Addresses, one a line; `js/composer.js` makes a list of it that is searched, ordered and cleared."""

    template_name = "admin/pages/picked.html"

    def __init__(self, model, **options):
        super().__init__(**options)
        self.model = model

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        lines = [line for line in (context["widget"]["value"] or "").splitlines() if line.strip()]
        context["chosen"] = [{"ref": line, **self.told(line)} for line in lines]
        context["search"] = f"{reverse('admin:pages_page_choose')}?kind={self.model._meta.label_lower}"
        return context

    def _render(self, template_name, context, renderer=None):
        """From the site's templates, which form renderers do not look into."""
        return render_to_string(template_name, context)

    def told(self, line) -> dict:
        key = key_behind(self.model, line)
        row = self.model._base_manager.filter(pk=key).first() if key else None
        return {"title": str(row) if row else line, "is_live": bool(row and row.is_live)}


class PickedField(forms.CharField):
    """Several rows of a publishable model in the order in which they were picked: a list of keys.

    What is posted are addresses or `articles.article:42`, one a line, so that the field can be filled in by hand.
    """

    def __init__(self, model, **options):
        told = _("Picked by hand, shown in this order. Left empty, the rule below fills the section.")
        super().__init__(**{"required": False, "help_text": told, "widget": PickedWidget(model), **options})
        self.model = model

    def prepare_value(self, value):
        if isinstance(value, list):
            return "\n".join(f"{self.model._meta.label_lower}:{key}" for key in value)
        return value

    def to_python(self, value):
        if isinstance(value, list):
            return [key for key in value if isinstance(key, int) and not isinstance(key, bool)][:MOST_PICKED]
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        found = {line: key_behind(self.model, line) for line in lines[: MOST_PICKED + 1]}
        if lost := [line for line, key in found.items() if key is None]:
            raise ValidationError(
                _("This is no address of what can stand here: %(lines)s"), params={"lines": "、".join(lost)[:300]}
            )
        if len(found) > MOST_PICKED:
            raise ValidationError(_("At most %(most)s can stand here."), params={"most": MOST_PICKED})
        return list(dict.fromkeys(found.values()))

    def run_validators(self, value):
        """Nothing that a validator of texts expects is left."""

    def links_in(self, value):
        kind = self.model._meta.label_lower
        return [links.Written("", "", f"{kind}:{key}") for key in value if isinstance(key, int)]

    def has_changed(self, initial, data):
        return self.prepare_value(initial) != "\n".join((data or "").split())


def key_behind(model, line: str) -> int | None:
    """The key that a line names, written as an address or as `articles.article:42`; None if it names no such row."""
    label, _colon, key = line.strip().partition(":")
    if label != model._meta.label_lower:
        label, _colon, key = (addresses.reference_behind(line.strip()) or "").partition(":")
    is_one = label == model._meta.label_lower and key.isascii() and key.isdecimal() and len(key) < 19
    return int(key) if is_one and model._base_manager.filter(pk=key).exists() else None
