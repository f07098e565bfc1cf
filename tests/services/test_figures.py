"""The large figures of results: honest about what they compare, readable whatever their size."""

from decimal import Decimal

import pytest

from services.models import Package, Result

CHANGE, TIMES, AFTER = Result.ShownAs


def result(before, after, shown_as=CHANGE, unit="條"):
    return Result(
        label="線索",
        before=None if before is None else Decimal(before),
        after=Decimal(after),
        unit=unit,
        shown_as=shown_as,
    )


@pytest.mark.parametrize(
    ("before", "after", "headline"),
    [
        ("26", "81", "+212%"),
        ("320", "148", "−54%"),
        ("100", "0", "−100%"),
        ("200", "201", "+0.5%"),
        ("200", "225", "+13%"),  # a half goes up
        ("7", "7", "0%"),
        ("0.01", "999999999999", "+9,999,999,999,989,900%"),
    ],
)
def test_a_change_is_told_in_per_cent(before, after, headline):
    assert result(before, after).headline == headline


@pytest.mark.parametrize(
    ("before", "after", "headline"), [("9", "31", "3.4×"), ("5", "10", "2×"), ("1", "1200", "1,200×")]
)
def test_a_multiple_is_told_with_one_decimal_at_most(before, after, headline):
    assert result(before, after, TIMES).headline == headline


@pytest.mark.parametrize("shown_as", [CHANGE, TIMES])
@pytest.mark.parametrize("before", [None, "0", "-5"])
def test_compared_with_nothing_or_less_the_figure_afterwards_stands_alone(before, shown_as):
    assert result(before, "12.50", shown_as).headline == "12.5條"


def test_a_loss_afterwards_is_told_as_it_is():
    assert result("100", "-5").headline == "−5條"


def test_a_multiple_that_would_round_to_nothing_is_not_told():
    assert result("1000", "1", TIMES).headline == "1條"


def test_the_figure_afterwards_carries_its_unit_and_groups_its_digits():
    assert result("1", "1234567.00", AFTER, "人").headline == "1,234,567人"


def test_a_figure_too_long_for_a_phone_says_so():
    assert result("1", "1234567.00", AFTER).is_long
    assert not result("26", "81").is_long


@pytest.mark.parametrize(
    ("before", "after", "bars"),
    [("50", "100", (50, 100)), ("0", "8", (1, 100)), (None, "8", None), ("-1", "8", None), ("0", "0", None)],
)
def test_bars_are_drawn_only_where_lengths_can_be_compared(before, after, bars):
    assert result(before, after).bars == bars


@pytest.mark.parametrize(
    ("values", "price"),
    [
        ({"amount": Decimal("48000"), "unit": "元／月"}, "48,000 元／月"),
        ({"amount": Decimal("48000"), "unit": "元／月", "is_from": True}, "48,000 元／月起"),
        ({"amount": Decimal("0")}, "0"),
        ({"price_text": "按人數報價"}, "按人數報價"),
    ],
)
def test_a_price_is_said_in_one_line(values, price):
    assert Package(name="單平台", **values).price == price
