"""The expression language: grammar, precedence, types, and hostile input."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.errors import GreencardError, InvalidInput
from greencard.rules import Where, condition, parse, truth
from greencard.rules import terms as t
from greencard.rules.sheet import CodeSet
from greencard.rules.syntax import MAX_CHARS, MAX_DEPTH
from rules_samples import vocabulary

WHERE = Where("R-1", "scope")
WORDS = vocabulary()


def _read(text: str) -> t.Term:
    return condition(text, WORDS, WHERE)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("true", t.Const(True)),
        ("p", t.Flag("p")),
        ("!p", t.Not(t.Flag("p"))),
        ("!!p", t.Not(t.Not(t.Flag("p")))),
        ("p && q || r", t.Any((t.All((t.Flag("p"), t.Flag("q"))), t.Flag("r")))),
        ("p || q && r", t.Any((t.Flag("p"), t.All((t.Flag("q"), t.Flag("r")))))),
        ("(p || q) && r", t.All((t.Any((t.Flag("p"), t.Flag("q"))), t.Flag("r")))),
        ("p && q && r", t.All((t.Flag("p"), t.Flag("q"), t.Flag("r")))),
        ("!p && q", t.All((t.Not(t.Flag("p")), t.Flag("q")))),
        ("'a' in s", t.Has("s", ("a",))),
        ('"a" in s', t.Has("s", ("a",))),
        ("overlaps(s, ['a','b'])", t.Has("s", ("a", "b"))),
        ("size(s) > 0", t.SizeIs("s", ">", 0)),
        ("0 < size(s)", t.SizeIs("s", ">", 0)),
        ("size in ['small','large']", t.IsOneOf("size", ("small", "large"))),
        ("size == 'small'", t.IsOneOf("size", ("small",))),
        ("'small' != size", t.Not(t.IsOneOf("size", ("small",)))),
        ("origin in ['CN','HK']", t.IsOneOf("origin", ("CN", "HK"))),
        ("day >= '2027-01-01'", t.DateIs("day", ">=", "2027-01-01")),
        ("hs_in(['44','9403'])", t.HsIn(("44", "9403"))),
    ],
)
def test_meaning(text: str, term: t.Term):
    assert _read(text) == term


def test_arithmetic_binds_tighter_than_comparison_and_times_tighter_than_plus():
    term = _read("x >= 0.5 * y + 1 - x")
    assert isinstance(term, t.NumberIs)
    known = {"x": Decimal(3), "y": Decimal(4)}
    # 0.5 x 4 + 1 - 3 = 0, and 3 >= 0
    assert truth(term, known) is True
    assert truth(_read("x > 3 - (1 - y)"), known) is False  # 3 - (1 - 4) = 6


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("", "GC-RUL-001", "1"),
        ("p &&", "GC-RUL-001", "5"),
        ("p q", "GC-RUL-001", "3"),
        ("p & q", "GC-RUL-001", "2"),
        ("(p", "GC-RUL-001", "3"),
        ("p)", "GC-RUL-001", "2"),
        ("'a", "GC-RUL-001", "1"),
        ("overlaps(s, [])", "GC-RUL-001", "13"),
        ("overlaps(s, ['a' 'b'])", "GC-RUL-001", "18"),
        ("x < 123456789012345678901", "GC-RUL-001", "5"),
        ("x < -1", "GC-RUL-001", "5"),
        ("x <= y <= 3", "GC-RUL-001", "8"),
        ("z", "GC-RUL-003", "1"),
        ("p && zz < 3", "GC-RUL-003", "6"),
        ("open('x')", "GC-RUL-003", "1"),
        ("__import__('os')", "GC-RUL-003", "1"),
        ("x", "GC-RUL-004", "1"),
        ("3", "GC-RUL-004", "1"),
        ("'a'", "GC-RUL-004", "1"),
        ("['a']", "GC-RUL-004", "1"),
        ("p < 3", "GC-RUL-004", "1"),
        ("x == 'a'", "GC-RUL-004", "6"),
        ("p == true", "GC-RUL-004", "1"),
        ("x < p", "GC-RUL-004", "5"),
        ("!x", "GC-RUL-004", "2"),
        ("'z' in s", "GC-RUL-004", "1"),
        ("overlaps(s, ['a','z'])", "GC-RUL-004", "13"),
        ("overlaps(p, ['a'])", "GC-RUL-004", "10"),
        ("overlaps(s, 'a')", "GC-RUL-004", "1"),
        ("size(p) > 0", "GC-RUL-004", "6"),
        ("size(s) > 0.5", "GC-RUL-004", "11"),
        ("size(s)", "GC-RUL-004", "1"),
        ("size in ['tiny']", "GC-RUL-004", "9"),
        ("size < 'small'", "GC-RUL-004", "1"),
        ("size in 'small'", "GC-RUL-004", "9"),
        ("p in ['a']", "GC-RUL-004", "1"),
        ("day >= 'soon'", "GC-RUL-004", "8"),
        ("hs_in(['4'])", "GC-RUL-004", "1"),
        ("hs_in(['44x'])", "GC-RUL-004", "1"),
        ("1 in ['a']", "GC-RUL-004", "1"),
    ],
)
def test_fault_names_rule_part_and_column(text: str, code: str, column: str):
    with pytest.raises(InvalidInput) as caught:
        _read(text)
    fault = caught.value.faults[0]
    assert (fault.code, fault.params["column"]) == (code, column)
    assert fault.params["rule"] == "R-1"
    for lang in ("en", "zh"):
        assert "R-1" in fault.text(lang)
        assert "scope" in fault.text(lang)
        assert fault.remedy(lang)


@pytest.mark.parametrize(
    "text",
    [
        "p" + " " * MAX_CHARS,
        "(" * MAX_DEPTH + "p" + ")" * MAX_DEPTH,
        "!" * (MAX_DEPTH + 1) + "p",
        "(" * 700 + "p" + ")" * 700,
        "overlaps(" * 100,
        "(!" * 40 + "p" + ")" * 40,
        "p" + "&&p" * 300,
        "1" + "+x" * 300 + " < 3",
    ],
)
def test_too_big_or_too_deep_is_refused(text: str):
    with pytest.raises(InvalidInput) as caught:
        parse(text, WHERE)
    assert caught.value.code == "GC-RUL-002"


def test_depth_up_to_the_limit_is_read():
    deep = "(" * (MAX_DEPTH - 1) + "p" + ")" * (MAX_DEPTH - 1)
    assert _read(deep) == t.Flag("p")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="pqsx ()[]!&|=<>'\"a,in.0128*+-é\n", max_size=60))
def test_any_text_is_read_or_refused_with_a_code(text: str):
    try:
        term = _read(text)
    except GreencardError as refusal:
        code = refusal.code
    else:
        code = "GC-RUL-"
        assert truth(term, {}) in {True, False, None}
        assert truth(term, {"p": True, "q": False, "s": CodeSet(frozenset("a"), complete=True)}) in {True, False, None}
    assert code.startswith("GC-RUL-")
