"""The cells of a list as Unfold draws them, with what all cells of a column share worked out once for the list.

Unfold works out the headings of all columns, with their addresses, for each row anew, which was half of the time of a
page of fifty rows. What is drawn is the same, sign by sign: tests/desk/test_rows.py compares the two in every list.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from itertools import repeat
from typing import Any

from django.contrib.admin.templatetags.admin_list import result_hidden_fields
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import lookup_field
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.forms import ModelForm
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from unfold.templatetags.unfold_list import CHECKBOX_CLASSES, LINK_CLASSES, ROW_CLASSES, result_headers
from unfold.utils import (
    display_for_dropdown,
    display_for_field,
    display_for_header,
    display_for_label,
    display_for_value,
)

BOX = "action_checkbox"
MOMENTS = models.DateField | models.TimeField | models.ForeignKey
LINK = " ".join(LINK_CLASSES)


class Column:
    """One column of a list."""

    def __init__(self, cl, place: int, name, heading):
        self.cl, self.name, self.heading = cl, name, heading
        self.is_at_the_edge = place == 0
        self.called = name if isinstance(name, str) else getattr(name, "__name__", "")
        if self.called == "<lambda>":
            self.called = f"lambda{place}"
        links = cl.list_display_links
        self.is_link = bool(links) and name in links
        self.tag = "th" if self.is_link and name == next(one for one in cl.list_display if one in links) else "td"
        self.empty = cl.model_admin.get_empty_value_display()

    @cached_property
    def label(self) -> SafeString:
        """What stands before the cell on a narrow screen."""
        return conditional_escape(_("Select record") if self.is_at_the_edge and not self.is_link else self.heading)

    @cached_property
    def classes(self) -> str:
        shared = CHECKBOX_CLASSES if self.name == BOX else [f"field-{self.called}", *ROW_CLASSES]
        return " ".join(shared)

    @cached_property
    def is_hidden(self) -> bool:
        admin = self.cl.model_admin
        return bool(self.name == getattr(admin, "ordering_field", None) and admin.hide_ordering_field)

    @cached_property
    def method(self):
        """The admin's own method that answers for this column; None where Django has to look for what does."""
        admin = self.cl.model_admin
        try:
            self.cl.lookup_opts.get_field(self.called)
        except FieldDoesNotExist:
            is_its = isinstance(self.name, str) and self.name != "__str__"
            return getattr(admin, self.name, None) if is_its else None
        return None

    def found(self, row) -> tuple:
        """Field, attribute and value, as `lookup_field` finds them."""
        return (
            (None, self.method, self.method(row)) if self.method else lookup_field(self.name, row, self.cl.model_admin)
        )

    def said(self, row) -> tuple[Any, bool]:
        """What the row has here, as it is shown, and whether it is of a kind that must stay in one line."""
        try:
            field, attr, value = self.found(row)
        except ObjectDoesNotExist:
            return self.empty, False
        empty = getattr(attr, "empty_value_display", self.empty)
        if field is None or field.auto_created:
            return self.worded(row, attr, value, empty), isinstance(value, date | time)
        if isinstance(field.remote_field, models.ManyToOneRel):
            other = getattr(row, field.name)
            return empty if other is None else other, isinstance(field, MOMENTS)
        return display_for_field(value, field, empty), isinstance(field, MOMENTS)

    def worded(self, row, attr, value, empty):
        """A value that a method has answered, by what Unfold's `@display` said of the method."""
        if label := getattr(attr, "label", False):
            return display_for_label(value, empty, label)
        if getattr(attr, "dropdown", False):
            return display_for_dropdown(row, self.name, value, empty)
        if getattr(attr, "header", False):
            return display_for_header(value, empty)
        return display_for_value(value, empty, getattr(attr, "boolean", False))

    def cell(self, row, form, address: str) -> SafeString:
        said, is_short = self.said(row)
        classes = [self.classes, "nowrap"] if is_short else [self.classes]
        if self.is_link:
            key = row.serializable_value(self.cl.to_field or row._meta.pk.attname)
            opener = format_html(' data-popup-opener="{}"', key) if self.cl.is_popup else ""
            said = format_html('<a href="{}" class="{}" {}>{}</a>', address, LINK, opener, said)
        elif form and self.name in form.fields and not (self.name == row._meta.pk.name and form[self.name].is_hidden):
            bound = form[self.name]
            errors = render_to_string("unfold/helpers/form_errors.html", {"errors": bound.errors})
            said = format_html("{}{}", bound, errors)
            classes += ["group", "errors"] if bound.errors else []
        if self.is_hidden and not self.is_link:
            classes.append("!hidden")
        beginning = f'<{self.tag} class="{" ".join(classes)}" data-label="{self.label}">'
        return mark_safe(f"{beginning}{conditional_escape(said)}</{self.tag}>")  # noqa: S308 (ours or escaped)


def query_behind(cl, address: str) -> str:
    """What each address of a row carries along, so that one comes back to the list as it was filtered."""
    told = {"preserved_filters": cl.preserved_filters, "opts": cl.opts}
    return add_preserved_filters(told, address).removeprefix(address)


@dataclass(frozen=True)
class Row:
    """One row: its cells, drawn, and its form where the list is one."""

    cells: SafeString
    form: ModelForm | None


def results(cl, headers) -> Iterator[Row]:
    columns = [Column(cl, at, name, headers[at]["text"]) for at, name in enumerate(cl.list_display)]
    query = None
    forms = cl.formset.forms if cl.formset else repeat(None)
    for row, form in zip(cl.result_list, forms, strict=False):
        address = cl.url_for_result(row)
        if query is None:
            query = query_behind(cl, address)
        cells = [column.cell(row, form, address + query) for column in columns]
        if form and not (key := form[cl.model._meta.pk.name]).is_hidden:
            cells.append(format_html("<td>{}</td>", key))
        yield Row(mark_safe("".join(cells)), form)  # noqa: S308 (each is safe)


def shown(context, cl) -> dict:
    """What `admin/change_list_results.html` is filled with."""
    headers = list(result_headers(cl))
    return {
        "cl": cl,
        "result_hidden_fields": list(result_hidden_fields(cl)),
        "result_headers": headers,
        "num_sorted_fields": sum(1 for heading in headers if heading["sortable"] and heading["sorted"]),
        "results": list(results(cl, headers)),
        "has_add_permission": cl.model_admin.has_add_permission(context["request"]),
    }
