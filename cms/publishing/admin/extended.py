"""The admin of publishable things with what rooms above registered for it (`cms.publishing.extending`)."""

import uuid
from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import path

from cms.publishing.extending import in_order, registered


class Extended:
    """Boxes, links, buttons, scripts, list actions and pages of rooms above, on every form and list."""

    change_form_outer_before_template = "publishing/boxes_above.html"
    change_form_outer_after_template = "publishing/boxes_below.html"
    list_before_template = "publishing/above_list.html"

    def get_urls(self):
        """Django's, and before them the pages of rooms above."""
        prefix = f"{self.opts.app_label}_{self.opts.model_name}"
        kind_pages = [
            path(
                f"add/{page.route}",
                self.admin_site.admin_view(partial(page.view, model_admin=self)),
                name=f"{prefix}_{page.name}",
            )
            for page in registered.kind_pages
        ]
        pages = [
            path(
                f"<path:object_id>/{page.route}",
                self.admin_site.admin_view(partial(self.page_of_thing, page=page)),
                name=f"{prefix}_{page.name}",
            )
            for page in registered.pages
        ]
        return [*kind_pages, *pages, *super().get_urls()]

    def page_of_thing(self, request, object_id, page, **rest):
        thing = self.get_queryset(request).filter(pk=object_id).first() if is_key(object_id) else None
        if thing is None:
            raise Http404
        may = self.has_view_permission if page.is_for_viewers else self.has_change_permission
        if not may(request, thing):
            raise PermissionDenied
        return page.view(request, self, thing, **rest)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Django's, with everything that stands on the form."""
        context |= {
            "buttons": [button for button in self.buttons_for(request, obj) if button.is_in_row],
            "form_scripts": registered.scripts,
            "deed_key": uuid.uuid4(),  # what is begun from this page twice, by a double click, is begun once
            "show_history": False,  # the bar leads to the history, and once is enough
        }
        if obj is None:
            context |= self.boxes_among(registered.boxes_for_new, request)
        else:
            links = [link for links in registered.links for link in links(self, request, obj)]
            context |= self.boxes_among(registered.boxes, request, obj) | {
                "bar_links": [link for link in links if not link.is_rare],
                "rare_links": [link for link in links if link.is_rare],
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def boxes_among(self, boxes, request, *about):
        """Those above, those below, and those without a frame."""
        framed = [box for box in boxes if not box.is_bare]
        return {
            "boxes_above": self.filled([box for box in framed if not box.is_below], request, *about),
            "boxes_below": self.filled([box for box in framed if box.is_below], request, *about),
            "boxes_bare": self.filled([box for box in boxes if box.is_bare], request, *about),
        }

    def filled(self, boxes, request, *about):
        filled = [(box.template, box.fill(self, request, *about)) for box in in_order(boxes)]
        return [render_to_string(name, context, request) for name, context in filled if context is not None]

    def changelist_view(self, request, extra_context=None):
        """Django's, with what stands above the list."""
        boxes = self.filled(registered.boxes_above_list, request) if request.method == "GET" else []
        return super().changelist_view(request, {"list_boxes": boxes} | (extra_context or {}))

    def get_list_filter(self, request):
        """Django's, and the filters of rooms above."""
        return [*super().get_list_filter(request), *registered.filters]

    def buttons_for(self, request, thing):
        return [button for button in in_order(registered.buttons) if button.is_for(self, request, thing)]

    def button_pressed(self, request, row):
        """The button of a room above that sent this form, if it is for this person."""
        return next((button for button in self.buttons_for(request, row) if button.name in request.POST), None)

    def get_actions(self, request):
        """Django's, and those of rooms above."""
        actions = super().get_actions(request)
        for action in in_order(registered.actions):
            if actions and action.is_for(self, request):
                actions[action.name] = (action.do, action.name, action.label)
        return actions


def is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
