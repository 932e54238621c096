"""Three-valued logic: truth tables in full, partial sets, and generated code against the walking interpreter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.rules import AND_MORE, Where, condition, missing, prepare, truth
from greencard.rules import terms as t
from greencard.rules.generate import RuleTerms, generate
from rules_samples import facts, vocabulary

WORDS = vocabulary()
WHERE = Where("R", "scope")
ON = date(2027, 1, 1)
STATUS = {0: "not_applicable", 1: "pass", 2: "fail", 3: "unknown"}
AND = {
    (True, True): True,
    (True, None): None,
    (True, False): False,
    (None, True): None,
    (None, None): None,
    (None, False): False,
    (False, True): False,
    (False, None): False,
    (False, False): False,
}
OR = {pair: (True if True in pair else None if None in pair else False) for pair in AND}
NOT = {True: False, None: None, False: True}


def _known(**values: Any):
    return prepare(WORDS, facts(**{name: value for name, value in values.items() if value is not None}), ON)


def _both(text: str, **values: Any) -> bool | None:
    """The value by the interpreter, after checking that generated code says the same."""
    term = condition(text, WORDS, WHERE)
    sheet = _known(**values)
    walked = truth(term, sheet.known)
    # scope = term, requirement = false: not applicable if false, fail if true, unknown otherwise
    (status,) = generate(WORDS, [RuleTerms((), term, t.Const(False))])(sheet.row)
    assert {0: False, 2: True, 3: None}[status] is walked
    return walked


@pytest.mark.parametrize(("p", "q"), list(AND), ids=str)
def test_truth_tables(p: bool | None, q: bool | None):
    assert _both("p && q", p=p, q=q) is AND[p, q]
    assert _both("p || q", p=p, q=q) is OR[p, q]
    assert _both("!p", p=p) is NOT[p]
    assert _both("!(p && q)", p=p, q=q) is _both("!p || !q", p=p, q=q)
    assert _both("!(p || q)", p=p, q=q) is _both("!p && !q", p=p, q=q)


@pytest.mark.parametrize(("p", "q"), list(AND), ids=str)
@pytest.mark.parametrize("r", [True, None, False], ids=str)
def test_three_operands_and_distribution(p: bool | None, q: bool | None, r: bool | None):
    values = {"p": p, "q": q, "r": r}
    assert _both("p && q && r", **values) is AND[AND[p, q], r]
    assert _both("p || q || r", **values) is OR[OR[p, q], r]
    assert _both("p && (q || r)", **values) is OR[AND[p, q], AND[p, r]]


@pytest.mark.parametrize(("scope", "require"), list(product([True, None, False], repeat=2)), ids=str)
@pytest.mark.parametrize("levy", [True, False])
def test_status_of_a_rule(scope: bool | None, require: bool | None, levy: bool):
    decide = generate(WORDS, [RuleTerms((), t.Flag("p"), t.Flag("q"), levy)])
    expected = {
        (True, True): "pass",
        (True, None): "unknown",
        (True, False): "fail",
        (None, True): "unknown" if levy else "pass",
        (None, None): "unknown",
        (None, False): "unknown",
    }.get((scope, require), "not_applicable")
    assert STATUS[decide(_known(p=scope, q=require).row)[0]] == expected


@pytest.mark.parametrize(
    ("text", "given_set", "value"),
    [
        ("'a' in s", None, None),
        ("'a' in s", [], False),
        ("'a' in s", ["a"], True),
        ("'a' in s", ["b"], False),
        ("'a' in s", ["b", AND_MORE], None),
        ("'a' in s", ["a", AND_MORE], True),
        ("overlaps(s, ['a','b'])", ["b"], True),
        ("overlaps(s, ['a','b'])", ["c"], False),
        ("overlaps(s, ['a','b'])", ["c", AND_MORE], None),
        ("overlaps(s, ['a','b'])", [AND_MORE], None),
        ("size(s) > 0", None, None),
        ("size(s) > 0", [], False),
        ("size(s) > 0", ["c"], True),
        ("size(s) > 0", ["c", AND_MORE], True),
        ("size(s) > 1", ["c", AND_MORE], None),
        ("size(s) >= 2", ["a", "b", AND_MORE], True),
        ("size(s) < 1", ["a", AND_MORE], False),
        ("size(s) <= 1", ["a", AND_MORE], None),
        ("size(s) <= 1", ["a", "b", AND_MORE], False),
        ("size(s) == 1", ["a"], True),
        ("size(s) == 1", ["a", AND_MORE], None),
        ("size(s) == 0", ["a", AND_MORE], False),
        ("size(s) != 0", ["a", AND_MORE], True),
        ("size(s) != 1", ["a"], False),
        ("size(s) != 1", ["a", AND_MORE], None),
        ("size(s) >= 0", None, True),
    ],
)
def test_sets(text: str, given_set: list[str] | None, value: bool | None):
    assert _both(text, s=given_set) is value


def test_codes_outside_the_list_are_counted_and_do_not_match():
    assert _both("size(documents) == 3", documents=["doc", "ISO 9001", "other"]) is True
    assert _both("'paper' in documents", documents=["doc", "ISO 9001"]) is False
    assert _both("'paper' in documents && 'doc' in documents", documents=["both"]) is True


@pytest.mark.parametrize(
    ("text", "values", "value"),
    [
        ("x < 0.3", {"x": "0.3"}, False),
        ("x <= 0.3", {"x": "0.3"}, True),
        ("x < 0.3", {"x": "0.29999999999999999999"}, True),
        ("x > 0.3", {"x": "0.3"}, False),
        ("x >= 0.30", {"x": "0.3"}, True),
        ("x == 0.3", {"x": "0.30"}, True),
        ("x != 0.3", {"x": "0.3"}, False),
        ("x >= 0.05 * y", {"x": "0.05", "y": "1"}, True),
        ("x >= 0.05 * y", {"x": "0.0499999999999999999999999999999", "y": "1"}, False),
        ("x >= 0.05 * y", {"x": "1"}, None),
        ("x >= 0.05 * y", {"y": "1"}, None),
        ("x - y > 0", {"x": "3", "y": "2"}, True),
        ("x + y <= 4", {"x": "3", "y": "2"}, False),
        ("size == 'small'", {"size": "small"}, True),
        ("size == 'small'", {"size": "large"}, False),
        ("size == 'small'", {}, None),
        ("size != 'small'", {"size": "large"}, True),
        ("origin in ['CN','HK']", {"origin": "HK"}, True),
        ("origin in ['CN','HK']", {"origin": "VN"}, False),
        ("origin in ['CN','HK']", {}, None),
        ("day >= '2027-01-01'", {"day": "2027-01-01"}, True),
        ("day >= '2027-01-01'", {"day": "2026-12-31"}, False),
        ("day < '2027-01-01'", {"day": "2026-12-31"}, True),
        ("day < '2027-01-01'", {}, None),
        ("hs_in(['4419','4420'])", {"hs_code": "44209000"}, True),
        ("hs_in(['4419','4420'])", {"hs_code": "442190"}, False),
        ("hs_in(['4419','4420'])", {"hs_code": "44"}, None),
        ("hs_in(['4419','4420'])", {"hs_code": "45"}, False),
        ("hs_in(['4419','4420'])", {}, None),
        ("hs_in(['44'])", {"hs_code": "4419"}, True),
    ],
)
def test_atoms(text: str, values: dict[str, str], value: bool | None):
    assert _both(text, **values) is value


def test_a_wide_decimal_is_compared_exactly_whatever_the_thread_context_says():
    with localcontext() as context:
        context.prec = 3
        assert _both("x >= 0.33333 * y", x="0.33333", y="1.00001") is False
        assert _both("x - 1 > 1000", x="1001.0001") is True


ATOMS = (
    "p",
    "q",
    "r",
    "x < 2",
    "x >= 2 * y",
    "x + 1 > y",
    "x == y",
    "'a' in s",
    "overlaps(s, ['b','c'])",
    "size(s) > 1",
    "size(s) == 1",
    "'doc' in documents",
    "size == 'small'",
    "size in ['small','large']",
    "origin != 'CN'",
    "day <= '2026-06-30'",
    "hs_in(['44','9503'])",
    "hs_in(['4419'])",
    "true",
    "false",
)
EXPRESSIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        inner.map(lambda e: f"!({e})"),
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(lambda p: f"({p[0]}) {p[1]} ({p[2]})"),
    ),
    max_leaves=8,
)
MAYBE_BOOL = st.sampled_from([True, False, None])
VALUES = st.fixed_dictionaries(
    {
        "p": MAYBE_BOOL,
        "q": MAYBE_BOOL,
        "r": MAYBE_BOOL,
        "x": st.sampled_from([None, "0", "1", "2", "2.0", "3"]),
        "y": st.sampled_from([None, "0", "1", "2"]),
        "s": st.one_of(st.none(), st.sets(st.sampled_from(["a", "b", "c", AND_MORE]))),
        "documents": st.one_of(st.none(), st.sets(st.sampled_from(["doc", "paper", "else", AND_MORE]))),
        "size": st.sampled_from([None, "small", "large"]),
        "origin": st.sampled_from([None, "CN", "VN"]),
        "day": st.sampled_from([None, "2026-06-30", "2026-07-01"]),
        "hs_code": st.sampled_from([None, "4", "44", "4419", "441911", "4418", "950300", "95"]),
    }
)


@settings(max_examples=60, deadline=None)
@given(scope=EXPRESSIONS, require=EXPRESSIONS, values=VALUES, hs=st.sampled_from([(), ("44",), ("4419", "95")]))
def test_generated_code_agrees_with_the_interpreter(
    scope: str, require: str, values: dict[str, Any], hs: tuple[str, ...]
):
    reach = condition(scope, WORDS, WHERE)
    need = condition(require, WORDS, WHERE)
    sheet = _known(**values)
    reached = truth(t.All((t.HsIn(hs), reach)) if hs else reach, sheet.known)
    met = truth(need, sheet.known)
    if reached is False:
        expected = 0
    elif met is True:
        expected = 1
    else:
        expected = 2 if reached is True and met is False else 3
    assert generate(WORDS, [RuleTerms(hs, reach, need)])(sheet.row) == (expected,)


@settings(max_examples=60, deadline=None)
@given(EXPRESSIONS, VALUES, VALUES)
def test_learning_more_never_changes_a_definite_answer(text: str, values: dict[str, Any], more: dict[str, Any]):
    term = condition(text, WORDS, WHERE)
    open_sets = {"s", "documents"}
    less = {n: v for n, v in values.items() if n not in open_sets and n != "hs_code"}
    fuller = {n: (v if v is not None else more[n]) for n, v in less.items()}
    before = truth(term, _known(**less).known)
    after = truth(term, _known(**fuller).known)
    assert before in {None, after}


@settings(max_examples=60, deadline=None)
@given(EXPRESSIONS, VALUES)
def test_missing_facts_are_named_exactly_when_the_answer_is_open(text: str, values: dict[str, Any]):
    term = condition(text, WORDS, WHERE)
    sheet = _known(**values)
    names = missing(term, sheet.known)
    assert bool(names) == (truth(term, sheet.known) is None)
    for name in names:
        short_code = name == "hs_code"
        partial = isinstance(values[name], set) and AND_MORE in values[name]
        assert values[name] is None or short_code or partial


def test_missing_leaves_out_what_cannot_matter():
    term = condition("p && (q || r) && x < 3", WORDS, WHERE)
    assert missing(term, _known(q=True).known) == ("p", "x")
    assert missing(term, _known(p=True, x="5").known) == ()
    assert missing(term, _known(p=True, x="1", q=False).known) == ("r",)


def test_decimals_are_kept_as_decimals():
    sheet = _known(x="0.10")
    assert sheet.known["x"] == Decimal("0.1")
