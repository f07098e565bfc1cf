"""Figures as people write and weigh them."""

from decimal import ROUND_HALF_UP, Decimal

MINUS = "\u2212"


def short(number: Decimal) -> str:
    """1,240 and 3.4 and −5, without useless zeros."""
    text = f"{abs(number):,.2f}".rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if number < 0 and text != "0" else text


def rounded(number: Decimal, places: int = 0) -> Decimal:
    """As people round: a half goes away from zero."""
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def change(before: Decimal, after: Decimal) -> str:
    """+212%, −54% or, where whole per cents would say nothing, +0.4%; `before` is above zero."""
    percent = (after - before) / before * 100
    percent = rounded(percent, 0 if abs(percent) >= 1 or not percent else 1)
    if not percent:
        return "0%"
    return f"{MINUS if percent < 0 else '+'}{short(abs(percent))}%"


def times(before: Decimal, after: Decimal) -> str:
    """3.4×; `before` is above zero."""
    return f"{short(rounded(after / before, 1))}×"
