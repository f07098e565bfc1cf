"""What may stand in the way of a publication, said by rooms above; each registers in `AppConfig.ready()`.

A guard is `guard(row, revision, *, scopes, by, override)`, called inside the transaction of `publish()` with the row as
the revision says, and raises ValidationError with one sentence for each reason. `scopes` are the keys of
`row.approval_scope` before and after; `override` is why somebody who may do so publishes all the same, or "".
"""

_guards: list = []


def guard(function):
    """Ask this before every publication by a person; `by=None`, the system itself, is never asked about."""
    _guards.append(function)
    return function


def ask(row, revision, *, scopes, by, override):
    """Raise the first ValidationError of a guard."""
    if by is not None:
        for asked in _guards:
            asked(row, revision, scopes=scopes, by=by, override=override)
