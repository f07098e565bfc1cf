"""Fill in admin forms as a browser would: open the page, take every value it holds, change some, send it."""


def opened(client, url) -> dict:
    """What a browser would post if nothing were changed."""
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    values = {}
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is None or value is False:
                continue
            values[bound.html_name] = [getattr(v, "pk", v) for v in value] if isinstance(value, list | tuple) else value
    return {name: "" if value is None else value for name, value in values.items()}


def add_row(values, prefix, **fields) -> str:
    """Add an inline row as the "add another" link does; returns its prefix."""
    number = int(values[f"{prefix}-TOTAL_FORMS"])
    values[f"{prefix}-TOTAL_FORMS"] = number + 1
    values.update({f"{prefix}-{number}-{name}": value for name, value in fields.items()})
    return f"{prefix}-{number}"


def problems_of(response) -> list:
    """Every error that a redisplayed form shows."""
    found = list(response.context["adminform"].form.errors.values())
    for inline in response.context["inline_admin_formsets"]:
        found += [inline.formset.non_form_errors(), *inline.formset.errors]
    return [problem for problem in found if problem]
