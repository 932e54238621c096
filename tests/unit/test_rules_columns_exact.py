"""Numbers in columns are compared as the decimals they mean, whatever type the column has, however near the limit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rules_samples
from greencard.rules import parse_vocabulary, prepare
from greencard.rules.columns import Asked
from rules_samples import fact, fact_yaml, pack, rule

pl = pytest.importorskip("polars")

DAY = date(2027, 2, 10)
TODAY = date(2026, 11, 23)
OPERATORS = ("<", "<=", ">", ">=", "==", "!=")


def _said(require, **columns):
    """Per row whether the requirement is met: True, False or None for unknown."""
    made = pack(rule(require=require))
    frame = pl.DataFrame(columns)
    found = Asked(made, ("DE",), frame.schema, as_of=TODAY, on=DAY, statuses=True).answer(frame)
    return [{"pass": True, "fail": False, "unknown": None}[status] for status in found.statuses["R"]]


def _by_order(require, **values):
    made = pack(rule(require=require))
    sheet = prepare(made.vocabulary, [fact(name, value) for name, value in values.items()], DAY)
    return {1: True, 2: False, 3: None}[made.view("DE").decide(sheet.row)[0]]


def _decimals(values, scale=None):
    return pl.Series(values, dtype=pl.Decimal(38, 20 if scale is None else scale))


@pytest.mark.parametrize("op", OPERATORS)
def test_at_the_limit_every_type_of_column_says_the_same(op):
    # 25.000 is 25, and a decimal just beside it is not.
    values = ["24.99999999999999999999", "25.00000000000000000000", "25.00000000000000000001", None]
    expected = [None if value is None else _by_order(f"x {op} 25.0", x=value) for value in values]
    assert _said(f"x {op} 25.0", x=pl.Series(values)) == expected
    assert _said(f"x {op} 25.0", x=_decimals([None if v is None else Decimal(v) for v in values])) == expected
    assert _said(f"25.0 {op} x", x=pl.Series(["24", "25.000", "26"])) == [
        _by_order(f"25 {op} x", x=value) for value in ("24", "25", "26")
    ]
    assert _said(f"x {op} 25.000", x=pl.Series([24, 25, 26, None])) == [
        *(_by_order(f"x {op} 25", x=value) for value in ("24", "25", "26")),
        None,
    ]
    assert _said(f"x {op} 25", x=pl.Series([24.999999999999996, 25.0, 25.000000000000004, None])) == [
        *(_by_order(f"x {op} 25", x=value) for value in ("24.999999999999996", "25.0", "25.000000000000004")),
        None,
    ]


def test_a_float_means_its_shortest_decimal():
    # 0.1 + 0.2 is 0.30000000000000004 and over the limit; 0.3 is the limit, 0.29999999999999999 reads back as 0.3.
    cells = [0.1 + 0.2, 0.3, 0.29999999999999999, 0.1 * 3, 0.7 + 0.1]
    assert _said("x <= 0.3", x=pl.Series(cells)) == [False, True, True, False, False]
    assert _said("x == 0.3", x=pl.Series(cells)) == [False, True, True, False, False]
    assert _said("x >= 0.8", x=pl.Series([0.7 + 0.1, 0.8, 0.1 * 8])) == [False, True, True]


def test_a_limit_of_more_digits_than_a_float_holds():
    # 0.30000000000000001 (17 digits) reads as the float of 0.3, and 0.3 is below it.
    assert _said("x < 0.30000000000000001", x=pl.Series([0.3, 0.30000000000000004])) == [True, False]
    assert _said("x == 0.3 || x > 0.30000000000000001", x=pl.Series([0.3, 0.30000000000000004])) == [True, True]
    between = pl.Series(["0.3", "0.300000000000000005", "0.30000000000000001", "0.30000000000000002"])
    assert _said("x > 0.3 && x < 0.30000000000000001", x=between) == [False, True, False, False]
    assert _said("x == 9007199254740993", x=pl.Series([9007199254740992, 9007199254740993])) == [False, True]


@pytest.mark.parametrize("op", OPERATORS)
def test_products_and_sums_are_exact_where_the_two_sides_are_near(op):
    # 0.05 x 1 = 0.05 and 0.05 x 0.3 = 0.015 exactly; in floats the second is 0.015 by luck and 0.05 x 3 is not 0.15.
    pairs = [("0.05", "1"), ("0.015", "0.3"), ("0.15", "3"), ("0.04999999999999999999", "1"), ("7", "1"), (None, "1")]
    expected = [None if x is None else _by_order(f"x {op} 0.05 * y", x=x, y=y) for x, y in pairs]
    x, y = zip(*pairs, strict=True)
    assert _said(f"x {op} 0.05 * y", x=pl.Series(x), y=pl.Series(y)) == expected
    floats = [(0.05, 1.0), (0.015, 0.3), (0.15, 3.0), (0.3, 6.0), (0.1 + 0.2, 6.0), (None, 1.0)]
    expected = [None if x is None else _by_order(f"x {op} 0.05 * y", x=repr(x), y=repr(y)) for x, y in floats]
    assert _said(f"x {op} 0.05 * y", x=[x for x, _ in floats], y=[y for _, y in floats]) == expected


LITERAL = st.decimals(0, 10**6, places=3, allow_nan=False).map(lambda d: format(d, "f"))
NUMBER = st.one_of(
    LITERAL,
    st.decimals("-1e9", "1e9", places=17, allow_nan=False).map(lambda d: format(d, "f")),
    st.sampled_from(["0", "-0", "1e-30", "1E+30", "-1e30", "0.1", "0.30000000000000004"]),
)


@settings(max_examples=40, deadline=None)
@given(
    limits=st.lists(LITERAL, min_size=1, max_size=4),
    numbers=st.lists(NUMBER, min_size=1, max_size=8),
    op=st.sampled_from(OPERATORS),
    data=st.data(),
)
def test_any_number_against_any_limits(limits, numbers, op, data):
    near = data.draw(
        st.lists(st.sampled_from([*limits, *(f"{limit}0000000000000001" for limit in limits)]), max_size=4)
    )
    values = [*numbers, *near]
    require = " || ".join(f"(x {op} {limit} && y != {n})" for n, limit in enumerate(limits))
    expected = [_by_order(require, x=value, y="99") for value in values]
    assert _said(require, x=pl.Series(values), y=pl.Series([99] * len(values))) == expected
    floats = [float(value) for value in values]
    expected = [_by_order(require, x=repr(value), y="99") for value in floats]
    assert _said(require, x=pl.Series(floats, dtype=pl.Float64), y=pl.Series([99] * len(values))) == expected


@settings(max_examples=40, deadline=None)
@given(x=st.lists(NUMBER, min_size=1, max_size=6), y=NUMBER, op=st.sampled_from(OPERATORS), factor=LITERAL)
def test_any_numbers_joined_by_arithmetic(x, y, op, factor):
    require = f"x * {factor} - y {op} y * {factor} + 2 * x"
    values = [*x, y]
    assert _said(require, x=pl.Series(values), y=pl.Series([y] * len(values))) == [
        _by_order(require, x=value, y=y) for value in values
    ]


def test_products_that_floats_cannot_hold():
    # 10^-30 to the 12th is 10^-360, no float; times 10^30 to the 10th it is 10^-60, above 10^-61 and not above 10^-60.
    small, great = " * ".join(["x"] * 12), " * ".join(["y"] * 10)
    for require in (f"{small} * {great} > 0", f"{small} * {great} - {small} > y * x - 1", f"{great} * {great} > y"):
        values = [("1e-30", "1e30"), ("-1e-30", "1e30"), ("0", "1e30"), ("1e-30", "0"), ("1e30", "1e-30"), ("1", "1")]
        x, y = zip(*values, strict=True)
        assert _said(require, x=pl.Series(x), y=pl.Series(y)) == [_by_order(require, x=a, y=b) for a, b in values]


def test_more_limits_than_a_byte_can_number():
    # 200 limits need 401 places: the column is then of two bytes.
    require = " || ".join(f"x == {n}" for n in range(80))
    rules = [rule(f"R{k}", require=require.replace("x == ", f"x == {k}")) for k in range(1, 4)]
    made = pack(*rules)
    frame = pl.DataFrame({"x": [10.0, 179.0, 300.0, 379.0, None]})
    found = Asked(made, ("DE",), frame.schema, as_of=TODAY, on=DAY, statuses=True).answer(frame)
    for name in found.statuses.columns:
        for n, value in enumerate(["10", "179", "300", "379", None]):
            sheet = prepare(made.vocabulary, [] if value is None else [fact("x", value)], DAY)
            at = [one.rule.id for one in made.view("DE").rules].index(name)
            assert found.statuses[name][n] == ("", "pass", "fail", "unknown")[made.view("DE").decide(sheet.row)[at]]


def test_sets_of_more_codes_than_a_word_has_bits(monkeypatch):

    names = [f"c{n}" for n in range(130)]
    listed = ", ".join(f"{name}: {{en: {name}, zh: {name}}}" for name in names)
    raw = (
        "schema: greencard/facts/1\nfacts:\n"
        + fact_yaml("many", "set", "record", f", codes: {{{listed}}}, implies: {{c1: [c64, c129]}}")
        + fact_yaml(
            "full", "set", "record", ", codes: {" + ", ".join(f"d{n}: {{en: d, zh: d}}" for n in range(64)) + "}"
        )
    )
    words = parse_vocabulary(raw.encode())
    rules = [
        rule("HAS", require="overlaps(many, ['c63','c129'])"),
        rule("LAST", require="'c64' in many && size(many) >= 3"),
        rule("FULL", require="'d63' in full && size(full) == 1"),
    ]
    monkeypatch.setattr(rules_samples, "vocabulary", lambda: words)
    made = pack(*rules)
    cells = [["c1"], ["c63"], ["c64", "?"], ["c0", "other", "c64", "other"], [], None, ["c64", "a", "b"], ["?"]]
    full = [["d63"], ["d63", "?"], ["d0"], ["?"], None, [], ["d63", "x"], ["d62", "d63"]]
    for kind in (pl.String(), pl.Categorical(), pl.Enum([*names, "?", "other", "a", "b", "unused"])):
        frame = pl.DataFrame({"many": pl.Series(cells, dtype=pl.List(pl.String)).cast(pl.List(kind)), "full": full})
        found = Asked(made, ("DE",), frame.schema, as_of=TODAY, on=DAY, statuses=True).answer(frame)
        for n, (held, also) in enumerate(zip(cells, full, strict=True)):
            stated = [fact(name, v) for name, v in (("many", held), ("full", also)) if v is not None]
            row = prepare(words, stated, DAY).row
            expected = [("", "pass", "fail", "unknown")[status] for status in made.view("DE").decide(row)]
            assert list(found.statuses.row(n)) == expected
