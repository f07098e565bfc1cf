"""The picture field of a form: what is chosen, and the way into the library."""

from django import forms
from django.template.loader import render_to_string

from cms.library.models import Picture


class PictureChooser(forms.Widget):
    """A thumbnail with “choose” and “take away”; without scripts it keeps what is chosen."""

    template_name = "library/picture_field.html"

    class Media:
        css = {"all": ["css/library.css"]}
        js = [forms.Script("js/library-chooser.js", type="module")]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        pk = str(value or "")
        context["picture"] = Picture.objects.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
        return context

    def _render(self, template_name, context, renderer=None):
        """From the site's templates, which form renderers do not look into."""
        return render_to_string(template_name, context)

    def id_for_label(self, id_, index=0):
        """The label belongs to the button, since the field itself is hidden."""
        return f"{id_}_choose" if id_ else id_

    def value_omitted_from_data(self, data, files, name):
        return name not in data
