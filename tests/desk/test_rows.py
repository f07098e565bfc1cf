"""Lists are drawn as Unfold draws them, with the work of a column done once and not for each of its cells."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import resolve, reverse
from unfold.templatetags.unfold_list import items_for_result

from cms.desk import rows
from cms.people.models import User

ROWS = 6


@pytest.fixture
def as_administrator(demo_site):
    def ask(query):
        request = RequestFactory().get("/admin/", query)
        request.user = User.objects.get(username="administrator")
        return request

    return ask


def lists(request):
    """Every list of the admin, as this request would see it."""
    for model_admin in admin.site._registry.values():
        name = f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist"
        request.resolver_match = resolve(reverse(name))
        cl = model_admin.get_changelist_instance(request)
        if cl.list_editable:
            form = model_admin.get_changelist_formset(request)
            cl.formset = form(queryset=cl.result_list)
        yield cl


@pytest.mark.parametrize("query", [{}, {"o": "1"}, {"_popup": "1"}])
def test_every_cell_of_every_list_is_as_unfold_draws_it(as_administrator, query):
    compared = 0
    for cl in lists(as_administrator(query)):
        cl.formset = getattr(cl, "formset", None)
        forms = cl.formset.forms if cl.formset else [None] * len(cl.result_list)
        drawn = [row.cells for row in rows.results(cl, list(rows.result_headers(cl)))]
        for row, form, cells in list(zip(cl.result_list, forms, drawn, strict=True))[:ROWS]:
            assert cells == "".join(items_for_result(cl, row, form)), cl.model
            compared += 1
    assert compared > 60


def test_what_our_table_does_not_draw_no_list_has():
    for model_admin in admin.site._registry.values():
        assert not getattr(model_admin, "list_sections", ())
        assert not getattr(model_admin, "actions_row", ())
        assert not getattr(model_admin, "list_horizontal_scrollbar_top", False)


def test_the_headings_are_worked_out_once_for_a_list(as_administrator, client, monkeypatch):
    asked = []
    ours = rows.result_headers
    monkeypatch.setattr(rows, "result_headers", lambda cl: asked.append(cl) or ours(cl))
    client.force_login(User.objects.get(username="administrator"))
    page = client.get("/admin/articles/article/").content.decode()
    assert page.count("data-row") > 5
    assert len(asked) == 1
