"""A third evaluator: an implementation of CEL that is not ours reads the very texts of the rules.

Scope and requirement of every version of every rule are given to it as they stand in the file, with the parameters as
variables and `overlaps` and `hs_in` as functions. Generated code and interpreter must say what it says: on random
complete facts always, and on facts of which some are missing too, because CEL absorbs errors in `&&` and `||` just
where Kleene's logic absorbs the unknown: false && error is false, true || error is true, !error is an error.

Where the two do not coincide, nothing is compared: a set that is known in part (`?`), a customs code too short to say
(CEL has no value between held and not held), and `size(set) >= 0` of an unknown set, which no rule asks.
"""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from greencard.adapters.packs import rules as packaged
from greencard.rules import prepare, truth
from greencard.rules import terms as t
from greencard.rules.entry import RuleFile
from greencard.rules.generate import RuleTerms, generate
from greencard.rules.pack import CompiledRule
from greencard.rules.selftest import stated_facts
from greencard.rules.vocabulary import converted

cel = pytest.importorskip("cel", reason="the CEL implementation is not installed")

EVERY = packaged.load_all()
WORDS = EVERY.vocabulary
COMPLETE, PARTIAL = 12, 12
"""Random facts per rule."""
_MISSING = "Undefined variable or function"
_STATUS = ("not_applicable", "pass", "fail", "unknown")
_ELSEWHERE = "9617000000"


def _leaves(term: t.Term) -> list[t.Term]:
    match term:
        case t.Not(inner):
            return _leaves(inner)
        case t.All(terms) | t.Any(terms):
            return [leaf for part in terms for leaf in _leaves(part)]
        case _:
            return [term]


def _figures(term: t.Number) -> list[Decimal]:
    match term:
        case t.Plain(value):
            return [value]
        case t.Arithmetic(_, left, right):
            return [*_figures(left), *_figures(right)]
        case _:
            return []


def _choices(one: CompiledRule) -> dict[str, list[Any]]:
    """Values on both sides of everything the rule asks, and at each figure."""
    found: dict[str, list[Any]] = {}
    leaves = [*_leaves(one.reach), *_leaves(one.require)]
    for name in dict.fromkeys(name for leaf in leaves for name in t.names_in(leaf)):
        kind = WORDS.kinds[name]
        mine = [leaf for leaf in leaves if name in t.names_in(leaf)]
        match kind.type:
            case "bool":
                found[name] = [True, False]
            case "set":
                asked = [code for leaf in mine if isinstance(leaf, t.Has) for code in leaf.codes]
                found[name] = list(dict.fromkeys([*asked, *list(kind.codes)[:2]]))
            case "number":
                figures = {figure for leaf in mine if isinstance(leaf, t.NumberIs) for figure in _figures(leaf.right)}
                near = {figure + step for figure in figures for step in (-1, Decimal("-0.25"), 0, Decimal("0.25"), 1)}
                found[name] = sorted({0.0, 1.0, 2.0, 20.0, 40.0, *(float(value) for value in near if value >= 0)})
            case _:
                texts = [value for leaf in mine if isinstance(leaf, t.IsOneOf) for value in leaf.values]
                codes = [prefix for leaf in mine if isinstance(leaf, t.HsIn) for prefix in leaf.prefixes]
                full = [f"{prefix:0<10}" for prefix in codes]
                found[name] = [*full, _ELSEWHERE] if codes else [*texts, *(list(kind.codes) or ["VN"])]
    return found


def _draw(rng: random.Random, choices: dict[str, list[Any]]) -> dict[str, Any]:
    return {
        name: [value for value in values if rng.random() < 0.4]
        if WORDS.kinds[name].type == "set"
        else rng.choice(values)
        for name, values in choices.items()
    }


def _read(text: str, one: CompiledRule, known: dict[str, Any]) -> bool | None:
    """What the other implementation says; None where it says that something is not defined."""
    context = cel.Context(variables=known | {number.name: float(number.value) for number in one.rule.numbers})
    context.add_function("overlaps", lambda held, asked: any(code in asked for code in held))
    if t.HS_CODE in known:
        code = known[t.HS_CODE]
        context.add_function("hs_in", lambda prefixes: code.startswith(tuple(prefixes)))
    try:
        value = cel.compile(text).execute(context)
    except RuntimeError as problem:
        assert _MISSING in str(problem), (one.rule.id, text, problem)  # noqa: PT017 - any other error is a failure
        return None
    assert isinstance(value, bool)
    return value


def _status(one: CompiledRule, reached: bool | None, met: bool | None) -> str:
    if reached is False:
        return "not_applicable"
    if one.rule.consequence == "levy" and reached is None:
        return "unknown"
    if met is True:
        return "pass"
    return "fail" if reached is True and met is False else "unknown"


def _agree(one: CompiledRule, known: dict[str, Any]) -> str:
    prefixes = ", ".join(f"'{prefix}'" for prefix in one.rule.hs)
    text = f"hs_in([{prefixes}]) && ({one.rule.scope})" if one.rule.hs else one.rule.scope
    reached, met = _read(text, one, known), _read(one.rule.require, one, known)
    sheet = prepare(WORDS, stated_facts(known), packaged.load_all().view("DE").read_on)
    assert (truth(one.reach, sheet.known), truth(one.require, sheet.known)) == (reached, met), (one.rule.id, known)
    terms = RuleTerms(one.rule.hs, one.scope, one.require, one.rule.consequence == "levy")
    answer = _STATUS[_decide(terms)(sheet.row)[0]]
    assert answer == _status(one, reached, met), (one.rule.id, known)
    return answer


_DECIDES: dict[RuleTerms, Any] = {}


def _decide(terms: RuleTerms) -> Any:
    if terms not in _DECIDES:
        _DECIDES[terms] = generate(WORDS, [terms])
    return _DECIDES[terms]


@pytest.mark.parametrize("group", EVERY.groups, ids=[group.name for group in EVERY.groups])
def test_three_evaluators_agree_on_every_rule(group: Any):
    for one in group.rules:
        rng = random.Random(one.rule.id)  # noqa: S311 - the same facts on every run
        choices = _choices(one)
        for n in range(COMPLETE + PARTIAL):
            known = _draw(rng, choices)
            if n >= COMPLETE:
                known = {name: value for name, value in known.items() if rng.random() < 0.6}
            answer = _agree(one, known)
            assert n >= COMPLETE or answer != "unknown"


def test_the_tests_of_the_rules_hold_for_it_too():
    """Their cases with all sets complete and customs codes long enough, about a third of them with facts missing."""
    seen = {"pass": 0, "fail": 0, "unknown": 0, "not_applicable": 0}
    for group in EVERY.groups:
        versions = {one.rule.id: one for one in group.rules}
        for entry in _entries(group.name):
            for case in entry.tests.cases if entry.tests else ():
                common = entry.tests.facts if case.facts is None else case.facts
                known = {name: value for name, value in common.items() if name not in case.drop} | case.set
                short = len(str(known.get("hs_code", "0" * 10))) < 6
                one = versions[entry.id]
                moved = len(EVERY.versions(entry.id)) > 1 or case.acts or not one.in_time(case.day or entry.tests.day)
                if short or moved or any(isinstance(value, list) and "?" in value for value in known.values()):
                    continue
                numbers = {n: float(v) if _is_number(n) else v for n, v in known.items()}
                assert _agree(one, numbers) == case.expect, (entry.id, case)
                seen[case.expect] += 1
    assert min(seen.values()) > 100, seen


def _is_number(name: str) -> bool:
    return WORDS.kinds[name].type == "number"


def _entries(name: str) -> Any:
    return _FILES[name]


_FILES = {
    f"{file.jurisdiction} {file.law}": file.rules
    for file in (converted(packaged.read_packaged(name), RuleFile, name) for name in packaged.packaged_files())
}


def test_where_cel_and_kleene_part():
    """A set known in part: here unknown for a code that is not listed, in CEL simply not there."""
    one = EVERY.versions("EU-SUPD-05-B")[0]
    known = {"single_use": True, "materials": ["?", "paper"], "product_functions": ["plate"]}
    sheet = prepare(WORDS, stated_facts(known), EVERY.view("DE").read_on)
    assert truth(one.reach, sheet.known) is None
    assert _read(one.rule.scope, one, known) is False
