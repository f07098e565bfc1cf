"""The base of every admin class: Unfold's, with a place in the menu."""

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import IntegrityError
from django.http import Http404
from django.utils.html import format_html
from unfold.admin import ModelAdmin as UnfoldModelAdmin


def state_badge(state: str, word: str):
    """A state as lists and forms show it: the word, in the colour that css/admin.css gives `state`."""
    return format_html('<span class="state state-{}">{}</span>', state, word)


class ModelAdmin(UnfoldModelAdmin):
    """What every list and form of the admin shares.

    `menu` names the section of the side menu, `icon` a Material symbol, `place` the order within the section.
    A class with `menu = None` is reachable, but not listed.
    """

    menu: str | None = None
    icon = "article"
    place = 50
    list_per_page = 50
    compressed_fields = False

    def response_action(self, request, queryset):
        """Django's; keys that no row can have are nothing to act on."""
        keys = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(key.isascii() and key.isdecimal() and len(key) < 19 for key in keys):
            raise Http404
        return super().response_action(request, queryset)

    def changeform_view(self, request, *args, **kwargs):
        """Django's; what others have taken while this was being saved is found by checking again."""
        for _other in range(4):
            try:
                return super().changeform_view(request, *args, **kwargs)
            except IntegrityError:
                continue
        return super().changeform_view(request, *args, **kwargs)
