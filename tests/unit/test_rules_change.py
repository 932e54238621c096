"""The least change that would pass: it passes, nothing cheaper does, and it calls no goods by another name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from greencard.adapters.packs.rules import load_pack
from greencard.rules import terms as t
from greencard.rules.change import COST, carried_out, kind_of, least_steps, worded
from greencard.rules.interpret import status
from greencard.rules.pack import CompiledRule
from greencard.rules.sheet import CodeSet, Known, prepare
from greencard.rules.wording import said
from rules_samples import fact, pack, rule

BOOLS = {"p": "record", "q": "record", "r": "record"}
ATOMS = ("p", "q", "r", "x < 2", "x >= 3", "'a' in s", "'b' in s", "'doc' in documents", "'neutral' in claims", "false")
EXPRESSIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        inner.map(lambda e: f"!({e})"),
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(lambda p: f"({p[0]}) {p[1]} ({p[2]})"),
    ),
    max_leaves=6,
)
FULL = st.fixed_dictionaries(
    {
        "p": st.booleans(),
        "q": st.booleans(),
        "r": st.booleans(),
        "x": st.sampled_from(["1", "2", "3"]),
        "s": st.sets(st.sampled_from(["a", "b"])),
        "documents": st.sets(st.sampled_from(["doc", "paper"])),
        "claims": st.sets(st.sampled_from(["green", "neutral"])),
    }
)


def _compiled(scope: str, require: str) -> tuple[CompiledRule, Any]:
    some = pack(rule(scope=scope, require=require))
    return next(iter(some.rules())), some.vocabulary


def _known(values: Mapping[str, Any], vocabulary: Any) -> dict[str, Known]:
    stated = [fact(name, value) for name, value in values.items()]
    return prepare(vocabulary, stated, date(2027, 2, 10)).known


def _status(one: CompiledRule, known: Mapping[str, Known | None]) -> str:
    return status(one.reach, one.require, {name: value for name, value in known.items() if value is not None})


def _cheapest_by_trying(one: CompiledRule, known: Mapping[str, Known], vocabulary: Any) -> int | None:
    """Every world there is, and the least cost of the atoms that differ in one in which the rule does not fail."""
    atoms = list(dict.fromkeys([*_atoms(one.reach), *_atoms(one.require)]))
    kinds = vocabulary.kinds
    sets = {"s": "ab", "documents": ("doc", "paper"), "claims": ("green", "neutral")}
    worlds: list[list[Known]] = []
    for name in one.names:
        if name in sets:
            codes = sets[name]
            worlds.append(
                [CodeSet(frozenset(c), complete=True) for n in range(len(codes) + 1) for c in combinations(codes, n)]
            )
        else:
            worlds.append([Decimal(x) for x in ("1", "2", "2.5", "3")] if name == "x" else [True, False])
    before = {atom: status(atom, t.Const(value=True), known) for atom in atoms}
    costs = []
    for chosen in product(*worlds):
        world = dict(zip(one.names, chosen, strict=True))
        if _status(one, world) in {"pass", "not_applicable"}:
            turned = [atom for atom in atoms if status(atom, t.Const(value=True), world) != before[atom]]
            costs.append(sum(COST[kinds[next(t.names_in(atom))].settled_by] for atom in turned))
    return min(costs, default=None)


def _atoms(term: t.Term) -> list[t.Term]:
    match term:
        case t.Not(inner):
            return _atoms(inner)
        case t.All(terms) | t.Any(terms):
            return [atom for part in terms for atom in _atoms(part)]
        case t.Const():
            return []
        case _:
            return [term]


@settings(max_examples=60, deadline=None)
@given(scope=EXPRESSIONS, require=EXPRESSIONS, values=FULL)
def test_what_is_proposed_passes_and_costs_no_more_than_the_best_there_is(
    scope: str, require: str, values: dict[str, Any]
):
    one, vocabulary = _compiled(scope, require)
    known = _known(values, vocabulary)
    assume(_status(one, known) == "fail")
    steps = least_steps(one, known, vocabulary)
    best = _cheapest_by_trying(one, known, vocabulary)
    if not steps:
        assert best is None
        return
    for step in steps:
        assert step.flips
        assert _status(one, known | step.changes) in {"pass", "not_applicable"}
        assert set(step.changes) == set(step.names)
    assert [step.cost for step in steps] == sorted(step.cost for step in steps)
    assert best is not None
    assert steps[0].cost <= best


@pytest.mark.parametrize(
    ("scope", "require", "values", "english"),
    [
        # a paper costs less than other goods
        ("p", "'doc' in documents", {"p": True, "documents": []}, ["Obtain: doc.", "Change the goods: p: no."]),
        # a claim is dropped, and only the one that was made
        ("overlaps(claims, ['green','neutral'])", "false", {"claims": ["neutral"]}, ["Drop the claim: neutral."]),
        # a value goes to the side of the limit, by the goods and not by the report
        ("p", "x < 2", {"p": True, "x": "3"}, [
            "Change the goods until a laboratory report shows: x < 2 mg.", "Change the goods: p: no.",
        ]),
        # two conditions at once, where neither alone would do
        ("true", "'doc' in documents && q", {"documents": [], "q": False}, ["Obtain: doc. Change the goods: q: yes."]),
    ],
)  # fmt: skip
def test_in_words(scope: str, require: str, values: dict[str, Any], english: list[str]):
    one, vocabulary = _compiled(scope, require)
    known = _known(values, vocabulary)
    found = [worded(step.flips, known, vocabulary)[0] for step in least_steps(one, known, vocabulary)]
    assert [text.en for text in found] == english
    assert all(text.zh for text in found)


def test_conditions_on_one_number_that_stand_in_each_others_way():
    """From 3 mg the rule is left only between 2 and 3: under the one limit and not under the other."""
    one, vocabulary = _compiled("x < 2 || x >= 3", "false")
    (step,) = least_steps(one, _known({"x": "3"}, vocabulary), vocabulary)
    value = step.changes["x"]
    assert isinstance(value, Decimal)
    assert Decimal(2) <= value < Decimal(3)


@pytest.mark.parametrize(
    ("text", "wanted", "english", "chinese"),
    [
        ("size(s) > 0", True, "s: at least one", "s：至少一项"),
        ("size(s) > 0", False, "s: none", "s：无"),
        ("size(s) == 0", True, "s: none", "s：无"),
        ("size(s) >= 2", True, "s: number ≥ 2", "s：数量 ≥ 2"),
    ],
)
def test_how_many_of_a_set_in_words(text: str, wanted: bool, english: str, chinese: str):
    one, vocabulary = _compiled(text, "false")
    found = said(one.scope, vocabulary, wanted=wanted)
    assert (found.en, found.zh) == (english, chinese)


def test_no_day_code_or_number_of_another_kind_is_proposed():
    for scope, values in (
        ("hs_in(['44'])", {"hs_code": "4419"}),
        ("day >= '2020-01-01'", {"day": "2026-01-01"}),
        ("size(s) > 1", {"s": ["a", "b"]}),
    ):
        one, vocabulary = _compiled(scope, "false")
        assert least_steps(one, _known(values, vocabulary), vocabulary) == []


@pytest.mark.parametrize(
    "name",
    ["product_functions", "childrens_product", "food_contact", "hs_code", "origin_country", "importer_size", "is_eee"],
)
def test_what_the_goods_are_for_and_who_trades_them_never_turns(name: str):
    """Whatever fails, no least change of any packaged rule touches these facts."""
    some = load_pack("DE")
    kinds = some.vocabulary.kinds
    for one in some.view("DE").rules:
        if name not in one.names:
            continue
        known: dict[str, Known] = {}
        for fact_name in one.names:
            kind = kinds[fact_name]
            if kind.type == "bool":
                known[fact_name] = True
            elif kind.type == "set":
                known[fact_name] = CodeSet(frozenset(kind.codes) - {""}, complete=True)
        for step in least_steps(one, known, some.vocabulary):
            assert name not in step.changes


def test_reports_about_the_old_goods_do_not_carry_over():
    some = load_pack("DE")
    vocabulary = some.vocabulary
    one = next(one for one in some.rules() if one.rule.id == "EU-FCM-BAMBOO")
    known = _known(
        {"food_contact": True, "plant_filler_in_plastic": True, "pb_ppm": "10", "pack_heavy_metals_ppm": "20"},
        vocabulary,
    )
    (step,) = least_steps(one, known, vocabulary)
    assert (step.changes, kind_of(step.flips, vocabulary)) == ({"plant_filler_in_plastic": False}, "goods")
    after = carried_out(known, step, vocabulary)
    assert after == {"plant_filler_in_plastic": False, "pb_ppm": None}  # the report on the packaging still holds


def test_goods_without_plastic_hold_no_plastic_in_any_fact():
    some = load_pack("US-CA")
    vocabulary = some.vocabulary
    one = next(one for one in some.rules() if one.rule.id == "US-CA-SB1053")
    known = _known(
        {
            "product_functions": ["carrier_bag"],
            "materials": ["plastic", "pe", "paper"],
            "pack_materials": ["board"],
            "plastic_share": "0.9",
            "oxo_degradable": True,
        },
        vocabulary,
    )
    steps = [step for step in least_steps(one, known, vocabulary) if "materials" in step.changes]
    assert steps
    after = carried_out(known, steps[0], vocabulary)
    assert after["materials"] == CodeSet(frozenset({"paper"}), complete=True)
    assert (after["plastic_share"], after["plant_filler_in_plastic"]) == (Decimal(0), False)
    assert after["oxo_degradable"] is False
