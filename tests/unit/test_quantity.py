"""Quantities: exact conversion, closed vocabulary, bounded numbers, one way out of float64."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greencard.errors import InvalidInput
from greencard.quantity import (
    CO2e,
    Distance,
    Energy,
    Mass,
    Money,
    TimeInterval,
    TransportWork,
    Unit,
    decimal_of,
    decimal_text,
    parse_decimal,
    significant,
)

FINITE = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e25, max_value=1e25).filter(
    lambda x: x == 0 or abs(x) > 1e-25
)


@pytest.mark.parametrize(
    ("text", "kind", "unit", "expected"),
    [
        ("980 g", Mass, Unit.KG, "0.98"),
        ("52 t", Mass, Unit.KG, "52000"),
        ("1.1 MWh", Energy, Unit.KWH, "1100"),
        ("10 nmi", Distance, Unit.KM, "18.52"),
        ("1290 g CO2e", CO2e, Unit.KG_CO2E, "1.29"),
    ],
)
def test_conversion_is_exact(text, kind, unit, expected):
    assert decimal_text(kind.parse(text).to(unit).value) == expected


def test_three_point_six_megajoules_are_one_kilowatt_hour():
    assert abs(Energy(Decimal("3.6"), Unit.MJ).in_base() - 1) < Decimal("1e-27")


def test_ten_tonnes_over_209_5_km_are_2095_tonne_kilometres():
    work = TransportWork.of(Mass.parse("10 t"), Distance.parse("209.5 km"))
    assert work.in_base() == Decimal("2095.0")


@pytest.mark.parametrize("text", ["5 lb", "5 kWh", "5", "5 KG", "5  stone"])
def test_an_unknown_unit_names_the_known_ones(text):
    with pytest.raises(InvalidInput) as caught:
        Mass.parse(text)
    assert caught.value.code == "GC-QTY-002"
    assert "kg, g, t" in caught.value.faults[0].remedy("en")


@pytest.mark.parametrize("text", ["", "abc", "NaN", "Infinity", "1_000", "1e999999", "9" * 41, "١٢", True, None])
def test_what_is_not_a_bounded_decimal_is_refused(text):
    with pytest.raises(InvalidInput) as caught:
        parse_decimal(text)
    assert caught.value.code == "GC-QTY-001"


def test_dimensions_and_currencies_never_mix():
    with pytest.raises(InvalidInput) as caught:
        Mass.parse("1 kg") + Energy.parse("1 kWh")
    assert caught.value.code == "GC-QTY-003"
    with pytest.raises(InvalidInput):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")
    with pytest.raises(InvalidInput):
        Mass(Decimal(1), Unit.KWH)
    assert Mass.parse("1000 g") == Mass.parse("1 kg")
    assert hash(Mass.parse("1000 g")) == hash(Mass.parse("1 kg"))
    assert Mass.parse("999 g") < Mass.parse("1 kg")
    assert Money(Decimal("4.95"), "USD") * 9000 == Money(Decimal("44550.00"), "USD")


@given(FINITE)
def test_twelve_digits_leave_float64_and_come_back(x):
    out = decimal_of(x)
    assert "e" not in decimal_text(out).lower()
    assert abs(float(out) - x) <= abs(x) * 5e-12
    assert decimal_of(float(out)) == out


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
def test_decimal_text_is_plain_and_exact(value):
    text = decimal_text(value)
    assert Decimal(text) == value
    assert not (("." in text) and text.endswith("0"))
    assert "E" not in text


def test_rounding_is_half_even_and_once():
    assert decimal_text(significant(Decimal("1.2885"), 4)) == "1.288"
    assert decimal_text(significant(Decimal("1.2895"), 4)) == "1.29"
    assert decimal_text(significant(Decimal(123456), 2)) == "120000"


def test_an_interval_needs_zones_and_a_forward_direction():
    start = datetime(2026, 10, 1, tzinfo=UTC)
    assert TimeInterval(start, start + timedelta(minutes=15)).seconds == 900
    for bad_start, bad_end in [(start, start), (start + timedelta(1), start), (start, datetime(2026, 10, 2))]:  # noqa: DTZ001 - the missing zone is the point
        with pytest.raises(InvalidInput) as caught:
            TimeInterval(bad_start, bad_end)
        assert caught.value.code == "GC-QTY-004"
