"""What would settle an unknown rule: the named facts do, none of their subsets does, and nothing is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from greencard.adapters.packs.rules import load_all
from greencard.rules import Where, condition
from greencard.rules.cases import answers
from greencard.rules.interpret import atoms_in, missing, status
from greencard.rules.pack import CompiledRule
from greencard.rules.settle import settling
from greencard.rules.sheet import AND_MORE, CodeSet, Known, prepare
from rules_samples import fact, pack, rule

ATOMS = (
    "p", "q", "r", "x < 2", "x >= 3", "y == 1", "'a' in s", "overlaps(s, ['b','c'])", "size(s) > 1", "size(s) == 0",
    "'doc' in documents", "'paper' in documents", "size == 'small'", "origin != 'CN'", "day <= '2026-06-30'",
    "hs_in(['44','9503'])", "hs_in(['4419'])", "true", "false",
)  # fmt: skip
EXPRESSIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        inner.map(lambda e: f"!({e})"),
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(lambda p: f"({p[0]}) {p[1]} ({p[2]})"),
    ),
    max_leaves=6,
)
MAYBE = st.sampled_from([True, False, None, None])
VALUES = st.fixed_dictionaries(
    {
        "p": MAYBE,
        "q": MAYBE,
        "r": MAYBE,
        "x": st.sampled_from([None, None, "1", "2", "3"]),
        "y": st.sampled_from([None, None, "0", "1"]),
        "s": st.one_of(st.none(), st.sets(st.sampled_from(["a", "b", AND_MORE]))),
        "documents": st.one_of(st.none(), st.sets(st.sampled_from(["doc", "paper", AND_MORE]))),
        "size": st.sampled_from([None, "small", "large"]),
        "origin": st.sampled_from([None, "CN", "VN"]),
        "day": st.sampled_from([None, "2026-06-30", "2026-07-01"]),
        "hs_code": st.sampled_from([None, "4", "44", "4419000000", "95"]),
    }
)

# Every answer that these expressions can tell apart, and more, written down here and not taken from the code.
SETS = {
    "s": [frozenset(c) for n in range(4) for c in combinations("abc", n)],
    "documents": [frozenset(c) for n in range(3) for c in combinations(("doc", "paper", "else"), n)],
}
PLAIN: dict[str, list[Known]] = {
    "p": [True, False],
    "q": [True, False],
    "r": [True, False],
    "x": [Decimal(n) / 2 for n in range(9)],
    "y": [Decimal(n) / 2 for n in range(5)],
    "size": ["small", "large"],
    "origin": ["CN", "VN", "US"],
    "day": ["2026-06-29", "2026-06-30", "2026-07-01"],
    "hs_code": ["4400000000", "4419000000", "4418000000", "9503000000", "9504000000", "4500000000", "0101000000"],
}


def _all_answers(name: str, known: Mapping[str, Known]) -> list[Known]:
    found = known.get(name)
    if name in SETS:
        held = found.held if isinstance(found, CodeSet) else frozenset()
        return [CodeSet(held | more, complete=True) for more in SETS[name]]
    if name == "hs_code":
        return [code for code in PLAIN[name] if str(code).startswith(str(found or ""))]
    return PLAIN[name]


def _compiled(scope: str, require: str, **more: Any) -> tuple[CompiledRule, Any]:
    some = pack(rule(scope=scope, require=require, **more))
    return next(iter(some.rules())), some.vocabulary


def _known(values: Mapping[str, Any], vocabulary: Any) -> dict[str, Known]:
    stated = [fact(name, value) for name, value in values.items() if value is not None]
    return prepare(vocabulary, stated, date(2027, 2, 10)).known


def _says(one: CompiledRule, known: Mapping[str, Known], given_: Mapping[str, Known]) -> str:
    return status(one.reach, one.require, {**known, **given_}, levy=one.rule.consequence == "levy")


def _outcomes(one: CompiledRule, known: Mapping[str, Known], names: tuple[str, ...]) -> Iterator[str]:
    for chosen in product(*(_all_answers(name, known) for name in names)):
        yield _says(one, known, dict(zip(names, chosen, strict=True)))


GOOD = {"pass", "not_applicable"}


@settings(max_examples=60, deadline=None)
@given(scope=EXPRESSIONS, require=EXPRESSIONS, values=VALUES, levy=st.booleans())
def test_exactly_the_named_facts_settle_it_and_no_subset_does(
    scope: str, require: str, values: dict[str, Any], levy: bool
):
    more = {"consequence": "levy", "levy": {"currency": "EUR", "unit": "kg"}} if levy else {}
    one, vocabulary = _compiled(scope, require, **more)
    known = _known(values, vocabulary)
    assume(_says(one, known, {}) == "unknown")
    found = settling(one, known, vocabulary)
    open_names = tuple(dict.fromkeys((*missing(one.reach, known), *missing(one.require, known))))
    assume(len(open_names) <= 3)
    assert found.exact
    for ways, wanted in ((found.good, GOOD), (found.bad, {"fail"})):
        sets = [frozenset(way.facts) for way in ways]
        for way in ways:
            said = list(_outcomes(one, known, way.facts))
            assert way.outcome in said
            assert way.answer.en
            assert way.answer.zh
            for smaller in combinations(way.facts, len(way.facts) - 1):
                assert not wanted & set(_outcomes(one, known, smaller))
        # and none is forgotten: whatever set can do it holds one of those named
        for size in range(1, len(open_names) + 1):
            for names in combinations(open_names, size):
                if wanted & set(_outcomes(one, known, names)):
                    assert any(named <= set(names) for named in sets)
    assert "unknown" not in set(_outcomes(one, known, found.sure))
    for size in range(1, len(found.sure)):
        for names in combinations(open_names, size):
            assert "unknown" in set(_outcomes(one, known, names))


def test_the_sides_of_a_document_rule_by_hand():
    # scope p, requires a document: it leaves the goods out if p is no; it is met by the document alone; it fails only
    # by both answers together
    one, vocabulary = _compiled("p", "'doc' in documents")
    found = settling(one, {}, vocabulary)
    assert [(way.outcome, way.facts) for way in found.good] == [("not_applicable", ("p",)), ("pass", ("documents",))]
    assert [(way.outcome, way.facts) for way in found.bad] == [("fail", ("p", "documents"))]
    assert found.sure == ("p", "documents")
    assert found.good[1].answer.en == "documents: doc"
    assert found.bad[0].answer.zh == "p：是；documents：不含doc"


def test_a_charge_is_settled_by_its_reach_alone():
    one, vocabulary = _compiled("p && x < 3", "true", consequence="levy", levy={"currency": "EUR", "unit": "kg"})
    found = settling(one, {}, vocabulary)
    # it is due only where both are so, and that set holds the two that each leave it out: those alone are smallest
    assert [(way.outcome, way.facts) for way in found.good] == [("not_applicable", ("p",)), ("not_applicable", ("x",))]
    assert found.bad == ()
    assert found.sure == ("p", "x")


def test_two_ways_of_one_fact_are_told_with_both_answers():
    one, vocabulary = _compiled("p", "x < 2 || x >= 5")
    found = settling(one, {"p": True}, vocabulary)
    assert [way.facts for way in found.good] == [("x",)]
    assert found.good[0].answer.en == "x < 2 mg or x ≥ 5 mg"
    assert [way.answer.en for way in found.bad] == ["x ≥ 2 mg; x < 5 mg"]


def test_a_settled_rule_needs_nothing():
    one, vocabulary = _compiled("p", "q")
    found = settling(one, {"p": False}, vocabulary)
    assert (found.sure, found.exact) == ((), True)


def test_more_open_facts_than_can_be_tried_are_said_to_be_too_many():
    wide = (
        " && ".join(f"overlaps(s, ['{code}'])" for code in "abc") + " && " + " && ".join(f"x < {n}" for n in range(9))
    )
    names = "p && q && r && y < 1 && size == 'small' && origin == 'CN' && day < '2027-01-01' && 'doc' in documents"
    some = pack(rule(scope=f"({names}) || (x == y && {wide})", require="hs_in(['44','4419','95'])"))
    one = next(iter(some.rules()))
    found = settling(one, {}, some.vocabulary)
    assert not found.exact
    assert found.sure


def test_a_number_against_a_number_is_tried_on_both_sides():
    one, vocabulary = _compiled("p", "x >= 2 * y")
    found = settling(one, {"p": True, "y": Decimal(3)}, vocabulary)
    assert {way.outcome for way in (*found.good, *found.bad)} == {"pass", "fail"}
    assert not found.exact


def test_every_rule_of_the_packs_is_small_enough_to_be_exact_from_nothing():
    some = load_all()
    compares_facts = {
        one.rule.id
        for one in some.rules()
        if any(
            not answers(one.names, tuple(atoms_in(term)), {}, some.vocabulary)[1] for term in (one.scope, one.require)
        )
    }
    for one in some.rules():
        if status(one.reach, one.require, {}, levy=one.rule.consequence == "levy") == "unknown":
            found = settling(one, {}, some.vocabulary)
            assert found.exact or one.rule.id in compares_facts
            assert found.good or found.bad
            assert found.sure


@pytest.mark.parametrize("code", ["4", "44", None])
def test_a_short_customs_code_is_made_longer_never_another(code: str | None):
    one, vocabulary = _compiled("hs_in(['4419'])", "false")
    known = {} if code is None else {"hs_code": code}
    found = settling(one, known, vocabulary)
    assert {(way.outcome, way.facts) for way in (*found.good, *found.bad)} == {
        ("not_applicable", ("hs_code",)),
        ("fail", ("hs_code",)),
    }


def test_no_share_above_one_is_tried():
    """A share of exactly one is the most there is: nothing can fail a rule that allows it."""
    some = load_all()
    words = some.vocabulary
    require = condition("plastic_share <= 1", words, Where("R", "require"))
    one = next(one for one in some.rules() if one.rule.id == "EU-FCM-BAMBOO")
    ruled = replace(one, scope=condition("true", words, Where("R", "scope")), require=require, names=("plastic_share",))
    found = settling(ruled, {}, words)
    assert [way.outcome for way in found.good] == ["pass"]
    assert found.bad == ()
