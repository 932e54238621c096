"""The least change by which a failed rule would pass, read from its syntax tree.

A failed rule passes when its reach turns false or its requirement turns true. The tree gives the sets of atoms that
would have to turn round for that; the cheapest set wins, where dropping a claim or bringing a document costs less than
other packaging, and that less than other goods. Each set is then carried out on the facts and the rule asked again, so
that nothing is proposed that does not pass.

What is proposed is always a change of the world. What the goods are for, where they come from, their customs code and
the size of the importer are never proposed to be written down differently: those atoms do not turn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from itertools import product
from math import prod
from typing import Final, NamedTuple, TypeAlias

from greencard.model.base import Text
from greencard.model.verdict import ChangeKind
from greencard.rules import terms as t
from greencard.rules.cases import answers
from greencard.rules.interpret import atoms_in, status, truth
from greencard.rules.pack import CompiledRule
from greencard.rules.sheet import CodeSet, Known
from greencard.rules.vocabulary import FactKind, SettledBy, Vocabulary
from greencard.rules.wording import both, joined, said

__all__ = ["COST", "Step", "carried_out", "kind_of", "least_steps", "worded"]

COST: Final[dict[SettledBy, int]] = {
    "claim": 1,
    "evidence": 1,
    "packaging": 3,
    "supplier": 6,
    "operator": 6,
    "test": 8,
    "record": 10,
}
"""What turning one atom round costs, by who settles its fact: paper before packaging before goods."""
_KIND: Final[dict[SettledBy, ChangeKind]] = {
    "claim": "claim",
    "evidence": "evidence",
    "packaging": "packaging",
    "supplier": "supplier",
    "operator": "operator",
    "test": "goods",
    "record": "goods",
}
_FIXED: Final = frozenset(
    {
        "age_grade_min_months",
        "battery_category",
        "childrens_product",
        "consumer_product",
        "customs_value",
        "destination",
        "food_contact",
        "hs_code",
        "importer_size",
        "indoor_use",
        "is_eee",
        "mains_voltage",
        "operator_packaging_t_y",
        "operator_turnover_m",
        "origin_country",
        "pack_types",
        "placed_on_market_date",
        "product_functions",
        "retail_price",
        "skin_contact_prolonged",
        "workers_total",
    }
)
"""Facts that say what the goods are, what they are for and who trades them: to write them differently is no change."""
_POLYMERS: Final = frozenset(
    {"elastane", "eps", "melamine_resin", "pe", "pet", "polyamide", "polyester", "pp", "ps", "pvc", "xps"}
)
"""Codes that `plastic` always stands beside (see `materials`): goods without plastic hold none of them."""
_MADE_OF: Final = ("materials", "pack_materials")
_MOST_SETS: Final = 64
_MOST_STEPS: Final = 3
_MOST_TRIED: Final = 4096

Flip: TypeAlias = tuple[t.Term, bool]
"""An atom and the truth value it must come to have."""


class Step(NamedTuple):
    """One way to pass: the atoms that turn, and the facts as they would then be."""

    flips: tuple[Flip, ...]
    changes: Mapping[str, Known | None]
    cost: int

    @property
    def names(self) -> tuple[str, ...]:
        """Facts the flips are about."""
        return tuple(dict.fromkeys(name for atom, _ in self.flips for name in t.names_in(atom)))


def least_steps(
    one: CompiledRule, known: Mapping[str, Known], vocabulary: Vocabulary, *, leave: bool = False
) -> list[Step]:
    """At most three ways by which a failed rule would pass or no longer reach the goods, cheapest first.

    With `leave` only ways by which it no longer reaches them, as one asks of a charge. None where only another day,
    another destination or other goods altogether would do.
    """
    sets = _turning(one.reach, False, known, vocabulary)
    if not leave:
        sets = [*sets, *_turning(one.require, True, known, vocabulary)]
    rule = _Rule(one, known, vocabulary, leave=leave)
    steps: list[Step] = []
    for flips in _least(sets, vocabulary):
        changes = _changes(flips, rule)
        if changes is not None and rule.passes(changes):
            steps.append(Step(flips, changes, _cost(flips, vocabulary)))
        if len(steps) == _MOST_STEPS:
            break
    return steps or _by_trying(rule)


class _Rule:
    """A failed rule with the facts as recorded, ready to be asked what it would say of others."""

    def __init__(self, one: CompiledRule, known: Mapping[str, Known], vocabulary: Vocabulary, *, leave: bool) -> None:
        self.one, self.vocabulary = one, vocabulary
        self.known = {name: known[name] for name in one.names if name in known}
        self.atoms = list(dict.fromkeys((*atoms_in(one.reach), *atoms_in(one.require))))
        self.wanted = {"not_applicable"} if leave else {"pass", "not_applicable"}

    def passes(self, changes: dict[str, Known]) -> bool:
        levy = self.one.rule.consequence == "levy"
        return status(self.one.reach, self.one.require, self.known | changes, levy=levy) in self.wanted

    def turned(self, changes: dict[str, Known]) -> tuple[Flip, ...]:
        """The atoms that come out differently, each with its new value."""
        after = self.known | changes
        return tuple(
            (atom, value)
            for atom in self.atoms
            if (value := truth(atom, after)) is not None and value is not truth(atom, self.known)
        )


def _by_trying(rule: _Rule) -> list[Step]:
    """The cheapest change by trying every answer: for conditions on one fact that stand in each other's way."""
    names = [
        name
        for name in rule.known
        if any(
            _can_turn(atom, wanted, rule.vocabulary)
            for atom in rule.atoms
            for wanted in (True, False)
            if name in t.names_in(atom)
        )
    ]
    values, _ = answers(names, rule.atoms, {}, rule.vocabulary)
    if prod(len(values[name]) for name in names) > _MOST_TRIED:
        return []
    best: Step | None = None
    for chosen in product(*(values[name] for name in names)):
        changes = {name: value for name, value in zip(names, chosen, strict=True) if value != rule.known[name]}
        flips = rule.turned(changes)
        if not flips or not all(_can_turn(atom, wanted, rule.vocabulary) for atom, wanted in flips):
            continue
        cost = _cost(flips, rule.vocabulary)
        if (best is None or cost < best.cost) and rule.passes(changes):
            about = {name for atom, _ in flips for name in t.names_in(atom)}
            best = Step(flips, {name: value for name, value in changes.items() if name in about}, cost)
    return [] if best is None else [best]


def carried_out(
    known: Mapping[str, Known], step: Step, vocabulary: Vocabulary, *, against: Collection[str] = ()
) -> dict[str, Known | None]:
    """The facts that differ once a step is carried out, with what follows from it; None takes a fact away.

    Reports about the old goods or packaging do not carry over: their values are unknown again, but for those that
    speak `against` the goods: a fault that was found is there until it is mended. What is no longer of plastic has none
    in any fact.
    """
    changes = dict(step.changes)
    kinds = vocabulary.kinds
    entities = {
        kinds[name].entity for name in step.changes if kinds[name].settled_by in {"record", "packaging", "supplier"}
    }
    for name, kind in kinds.items():
        report = kind.settled_by == "test" and kind.entity in entities and name in known
        if report and name not in changes and name not in against:
            changes[name] = None
    for name, follows in _FOLLOWS.items():
        if name in step.changes and _has_plastic(known.get(name)) and not _has_plastic(step.changes[name]):
            changes |= {fact: value for fact, value in follows.items() if fact in kinds and fact not in changes}
    if any(name in step.changes for name in _MADE_OF) and "oxo_degradable" not in changes:
        whole = [changes.get(name, known.get(name)) for name in _MADE_OF]
        if all(isinstance(value, CodeSet) and value.complete and not _has_plastic(value) for value in whole):
            changes["oxo_degradable"] = False
    return changes


_FOLLOWS: Final[dict[str, dict[str, Known | None]]] = {
    "materials": {"plant_filler_in_plastic": False, "plastic_share": Decimal(0), "virgin_plastic_g": None},
    "pack_materials": {
        "pack_plastic_kg": Decimal(0),
        "pack_plastic_pcr_share": None,
        "pack_plastic_recycled_share": None,
        "pack_plastic_certified_share": None,
        "pack_pet": False,
        "virgin_plastic_g": None,
    },
}
"""What is so as well once product or packaging holds no plastic any more."""


def _has_plastic(value: Known | None) -> bool:
    return isinstance(value, CodeSet) and "plastic" in value.held


def kind_of(flips: Iterable[Flip], vocabulary: Vocabulary) -> ChangeKind:
    """The kind of the dearest fact of a step."""
    names = [name for atom, _ in flips for name in t.names_in(atom)]
    dearest = max(names, key=lambda name: COST[vocabulary.kinds[name].settled_by])
    return _KIND[vocabulary.kinds[dearest].settled_by]


# -- which atoms would have to turn ------------------------------------------------------------------------------------


def _turning(term: t.Term, wanted: bool, known: Mapping[str, Known], vocabulary: Vocabulary) -> list[tuple[Flip, ...]]:
    """Sets of atoms whose turning gives the term the wanted value: an empty one where it has it, none if none can."""
    match term:
        case t.Const(value):
            return [()] if value is wanted else []
        case t.Not(inner):
            return _turning(inner, not wanted, known, vocabulary)
        case t.All(terms) | t.Any(terms):
            parts = [_turning(part, wanted, known, vocabulary) for part in terms]
            if isinstance(term, t.All) is not wanted:
                return _least([flips for part in parts for flips in part], vocabulary)
            found: list[tuple[Flip, ...]] = [()]
            for part in parts:
                both_of = (tuple(dict.fromkeys((*left, *right))) for left, right in product(found, part))
                found = _least(both_of, vocabulary)
            return found
        case _:
            if truth(term, known) is wanted:
                return [()]
            return [((term, wanted),)] if _can_turn(term, wanted, vocabulary) else []


def _least(sets: Iterable[tuple[Flip, ...]], vocabulary: Vocabulary) -> list[tuple[Flip, ...]]:
    """The cheapest sets, without those that contain another."""
    kept: list[tuple[Flip, ...]] = []
    for flips in sorted(dict.fromkeys(sets), key=lambda flips: (_cost(flips, vocabulary), len(flips))):
        if not any(set(other) <= set(flips) for other in kept):
            kept.append(flips)
        if len(kept) == _MOST_SETS:
            break
    return kept


def _cost(flips: Iterable[Flip], vocabulary: Vocabulary) -> int:
    return sum(max(COST[vocabulary.kinds[name].settled_by] for name in t.names_in(atom)) for atom, _ in flips)


def _can_turn(atom: t.Term, wanted: bool, vocabulary: Vocabulary) -> bool:
    names = set(t.names_in(atom))
    if names & _FIXED or len(names) != 1:
        return False
    match atom:
        case t.IsOneOf(name, values):
            return wanted or any(code not in values for code in vocabulary.kinds[name].codes)
        case t.SizeIs(_, op, count):
            return op in {">", ">="} and not wanted and count == (op == ">=")
        case t.DateIs() | t.HsIn():
            return False
        case _:
            return True


# -- and the facts as they would be ------------------------------------------------------------------------------------


def _changes(flips: Iterable[Flip], rule: _Rule) -> dict[str, Known] | None:
    """Facts that give every atom its wanted value and stay as near to the record as they can; None where none do."""
    by_name: dict[str, list[Flip]] = {}
    for atom, wanted in flips:
        by_name.setdefault(next(t.names_in(atom)), []).append((atom, wanted))
    changes: dict[str, Known] = {}
    for name, own in by_name.items():
        value = _value(rule.vocabulary.kinds[name], own, rule)
        if value is None or any(truth(atom, {name: value}) is not wanted for atom, wanted in own):
            return None
        changes[name] = value
    return changes


def _value(kind: FactKind, own: list[Flip], rule: _Rule) -> Known | None:
    recorded = rule.known.get(kind.name)
    if kind.type == "bool":
        return _wanted_of(own[0])
    if kind.type == "set":
        return _set(kind, own, recorded if isinstance(recorded, CodeSet) else CodeSet(frozenset(), complete=True))
    found, _ = answers([kind.name], rule.atoms, {}, rule.vocabulary)
    fitting = [
        value for value in found[kind.name] if all(truth(atom, {kind.name: value}) is wanted for atom, wanted in own)
    ]

    def far(value: Known) -> tuple[int, Decimal]:
        """Atoms that turn without need, then the distance from the record."""
        apart = abs(value - recorded) if isinstance(value, Decimal) and isinstance(recorded, Decimal) else Decimal(0)
        return len(rule.turned({kind.name: value})), apart

    return min(fitting, key=far, default=None)


def _wanted_of(flip: Flip) -> bool:
    return flip[1]


def _set(kind: FactKind, own: list[Flip], recorded: CodeSet) -> CodeSet:
    """The recorded codes less the unwanted ones and what stands for them, with the first of each wanted choice."""
    held = set(recorded.held)
    complete = recorded.complete
    for atom, wanted in own:
        if isinstance(atom, t.SizeIs):
            held, complete = set(), True
        elif isinstance(atom, t.Has) and not wanted:
            unwanted = set(atom.codes)
            if kind.name in _MADE_OF and "plastic" in unwanted:
                unwanted |= _POLYMERS
            held = {code for code in held if not unwanted & {code, *kind.implies.get(code, ())}}
            complete = True
    for atom, wanted in own:
        if isinstance(atom, t.Has) and wanted and held.isdisjoint(atom.codes):
            held |= {atom.codes[0], *kind.implies.get(atom.codes[0], ())}
    return CodeSet(frozenset(held), complete)


# -- in words ----------------------------------------------------------------------------------------------------------

_LEAD: Final[dict[str, Text]] = {
    "documents": Text(en="Obtain: ", zh="取得："),
    "registrations": Text(en="Register: ", zh="办理注册："),
    "marks": Text(en="Put on product or pack: ", zh="在产品或包装上加上："),
    "claim": Text(en="Drop or back the claim; ", zh="删除该声称或取得认可；"),
    "evidence": Text(en="Arrange: ", zh="落实："),
    "packaging": Text(en="Use other packaging: ", zh="改用包装："),
    "supplier": Text(en="Buy from a supplier who can declare: ", zh="改由能声明以下内容的供应商供货："),
    "operator": Text(en="Change the order: ", zh="调整订单："),
    "test": Text(en="Change the goods until a laboratory report shows: ", zh="改进产品，直至检测报告显示："),
    "record": Text(en="Change the goods: ", zh="更改产品："),
}
_DROP: Final = Text(en="Drop the claim: ", zh="删除声称：")
_ADVICE: Final[dict[ChangeKind, Text]] = {
    "goods": Text(
        en="Other goods need their own record and reports: check them again before you order.",
        zh="更改后的产品须重新填写资料并检测：下单前请再查验一次。",
    ),
    "supplier": Text(
        en="Other goods need their own record and reports: check them again before you order.",
        zh="更改后的产品须重新填写资料并检测：下单前请再查验一次。",
    ),
    "packaging": Text(
        en="Counted without what the new packaging brings with it: check again with its own record.",
        zh="未计入新包装本身带来的要求：请按新包装的资料再查验一次。",
    ),
    "evidence": Text(
        en="Only if the goods really earn it: it must be obtained, not just named.",
        zh="前提是产品确实符合：须真正取得，而不是仅仅填写。",
    ),
}


def worded(flips: tuple[Flip, ...], known: Mapping[str, Known], vocabulary: Vocabulary) -> tuple[Text, Text]:
    """What to change about what is recorded, in words, and what to mind about it."""
    groups: dict[str, list[Text]] = {}
    dropped: list[Text] = []
    for atom, wanted in flips:
        name = next(t.names_in(atom))
        if name == "claims" and not wanted and isinstance(atom, t.Has):
            made = known.get(name)
            held = made.held if isinstance(made, CodeSet) else frozenset(atom.codes)
            dropped.extend(vocabulary.code_label(name, code) for code in atom.codes if code in held)
            continue
        lead = name if name in _LEAD else vocabulary.kinds[name].settled_by
        sentence = said(atom, vocabulary, wanted=wanted)
        if lead == name:
            label = vocabulary.label(name)
            sentence = Text(en=sentence.en.removeprefix(f"{label.en}: "), zh=sentence.zh.removeprefix(f"{label.zh}："))
        groups.setdefault(lead, []).append(sentence)
    parts = [both("{a}{b}.", "{a}{b}。", a=_LEAD[lead], b=joined(said_)) for lead, said_ in groups.items()]
    if dropped:
        parts.insert(0, both("{a}{b}.", "{a}{b}。", a=_DROP, b=joined(dict.fromkeys(dropped), ", ", "、")))
    return joined(parts, " ", ""), _ADVICE.get(kind_of(flips, vocabulary), Text())
