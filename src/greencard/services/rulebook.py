"""The rules held, to be read: a list by destination, topic or law, and one rule in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from greencard.errors import NotFound, declare
from greencard.model import Text, Value
from greencard.rules import (
    All,
    CompiledRule,
    Const,
    Number,
    binds,
    caution,
    limits_in,
    names_in,
    said,
    severity_here,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from greencard.rules import RuleTests, Term, Vocabulary
    from greencard.services.packs import Packs

__all__ = [
    "TOPICS",
    "AskedFact",
    "LevyShown",
    "Limit",
    "RuleLine",
    "RuleShown",
    "RuleVersion",
    "TestShown",
    "Topic",
    "held_at",
    "line_of",
    "list_rules",
    "show_rule",
]

UNKNOWN_RULE = declare(
    "GC-SVC-033",
    NotFound,
    en="There is no rule {rule}{near}.",
    zh="没有规则 {rule}{near}。",
    remedy_en="greencard rules list names every rule held.",
    remedy_zh="用 greencard rules list 查看全部规则。",
)
NO_RULES = declare(
    "GC-SVC-035",
    NotFound,
    en="No rules are held for {destination}.",
    zh="没有收录 {destination} 的规则。",
    remedy_en="greencard rules list without --to shows every jurisdiction held.",
    remedy_zh="不带 --to 运行 greencard rules list 可查看全部地区。",
)

Topic = Literal[
    "batteries", "charges", "chemicals", "children", "claims", "electrical", "food", "labour", "packaging", "wood"
]
TOPICS: Final[dict[Topic, tuple[str, ...]]] = {
    "batteries": ("has_battery", "battery_", "button_cell"),
    "charges": (),
    "chemicals": (),
    "children": ("childrens_product", "age_grade", "mouthable"),
    "claims": ("claims", "claim_"),
    "electrical": ("is_eee", "mains_voltage", "rohs", "efficacy"),
    "food": ("food_contact", "fcm_"),
    "labour": ("forced_labour", "entity_list", "high_risk_region", "social_audit", "workers"),
    "packaging": ("pack_", "bag_"),
    "wood": ("wood_", "composite_wood", "plant_", "pack_wood"),
}
"""Topics by the beginnings of the facts a rule looks at; charges and chemicals by what the rule is."""


class RuleLine(Value, frozen=True, kw_only=True):
    """A version of a rule in a line."""

    id: str
    jurisdiction: str
    title: Text
    citation: str
    consequence: str
    severity: str
    """As it counts: the trust gate may have lowered it."""
    may_decide: bool
    """Its source was read and it is adopted law: it may block or price."""
    law_status: str
    trust: str
    applies_from: date | None = None
    applies_until: date | None = None
    topics: tuple[str, ...] = ()


class Limit(Value, frozen=True, kw_only=True):
    """A comparison of numbers in a rule."""

    part: Literal["reach", "require"]
    facts: tuple[str, ...]
    text: Text


class AskedFact(Value, frozen=True, kw_only=True):
    """A fact the rule looks at, with the question that asks for it."""

    name: str
    label: Text
    question: Text
    unit: str = ""
    settled_by: str
    definition: str


class LevyShown(Value, frozen=True, kw_only=True):
    """The charge of a rule."""

    rate: Decimal | None = None
    currency: str
    unit: str
    base: str = ""
    illustrative: bool = False
    note: Text = Text()


class RuleVersion(Value, frozen=True, kw_only=True):
    """One version of a rule: its days, its conditions in words and as written, its limits."""

    line: RuleLine
    waits: Text = Text()
    """The act on which the first day depends; empty when it depends on none."""
    hs: tuple[str, ...] = ()
    reach: tuple[Text, ...] = ()
    """Conditions that must all hold for the rule to be about the goods."""
    require: tuple[Text, ...] = ()
    """What is then required, all of it; empty for a ban and for a charge alone."""
    banned: bool
    """Nothing can meet it."""
    scope_expression: str
    require_expression: str
    limits: tuple[Limit, ...] = ()
    numbers: tuple[Number, ...] = ()
    """Dated figures of the law as they stand in this version, each with unit and source."""
    levy: LevyShown | None = None


class TestShown(Value, frozen=True, kw_only=True):
    """A test that stands with the rule: facts on a day, and what the law answers."""

    day: date
    facts: dict[str, bool | int | float | str | list[str]]
    expect: str
    due: Decimal | None = None
    """Amount of the charge."""
    acts: dict[str, date] = msgspec.field(default_factory=dict)
    """Acts supposed to be in force on those days."""
    why: str = ""


class RuleShown(Value, frozen=True, kw_only=True):
    """A rule in full."""

    id: str
    title: Text
    citation: str
    addressee: str
    versions: tuple[RuleVersion, ...]
    may_decide: Text
    """What it may do to a verdict, and why not more."""
    facts: tuple[AskedFact, ...]
    tests: tuple[TestShown, ...] = ()
    source: str
    note: str = ""
    remedy: Text = Text()
    checked_on: date


# -- list and show ----------------------------------------------------------------------------------------------------


def list_rules(
    packs: Packs, *, to: str = "", words: str = "", law: str = "", topic: Topic | None = None, on: date | None = None
) -> tuple[RuleLine, ...]:
    """Versions of rules, by jurisdiction and id.

    Args:
        packs: the data.
        to: only rules that bind at this destination.
        words: only rules with all these words in id, title or note, in either language.
        law: only rules whose citation holds this text.
        topic: only rules of a topic.
        on: only versions in time on this day.

    Raises:
        InvalidInput: no destination code (GC-RUL-010).
        NotFound: no rules are held for it (GC-SVC-035).
    """
    asked = words.casefold().split()
    return tuple(
        line
        for one in held_at(packs, (to,) if to else packs.destinations())
        if (line := line_of(one)).id
        and (on is None or one.in_time(on))
        and law.casefold() in one.rule.citation.casefold()
        and (topic is None or topic in line.topics)
        and all(word in _text_of(one) for word in asked)
    )


def show_rule(packs: Packs, rule_id: str) -> RuleShown:
    """One rule in full, found by its id or one it had before: what it says, by what words, what it asks and may decide.

    Raises:
        NotFound: no such rule (GC-SVC-033).
    """
    held = list(held_at(packs, packs.destinations()))
    asked = rule_id.casefold()
    found = [one for one in held if one.rule.id.casefold() == asked]
    found = found or [one for one in held if asked in {name.casefold() for name in one.rule.formerly}]
    if not found:
        from difflib import get_close_matches  # noqa: PLC0415 - only where it is not found

        near = get_close_matches(rule_id.upper()[:80], [one.rule.id for one in held], 1)
        raise UNKNOWN_RULE.at(rule=rule_id[:80], near=f" ({near[0]}?)" if near else "")
    vocabulary = packs.rules(packs.destinations()[0]).vocabulary
    last = found[-1]
    names = dict.fromkeys(name for one in found for name in one.names)
    return RuleShown(
        id=last.rule.id,
        title=last.rule.title,
        citation=last.rule.citation,
        addressee=last.rule.addressee,
        versions=tuple(_version(one, vocabulary) for one in found),
        may_decide=_power(last),
        facts=tuple(_asked(name, vocabulary) for name in names),
        tests=_tests(packs.rule_tests(last.rule.id)),
        source=last.rule.source,
        note=last.rule.note,
        remedy=last.rule.remedy,
        checked_on=last.rule.checked_on,
    )


def held_at(packs: Packs, destinations: Iterable[str]) -> Iterator[CompiledRule]:
    """Every version that binds at one of the destinations, by jurisdiction, id and day.

    Raises:
        InvalidInput: no destination code (GC-RUL-010).
        NotFound: no rules are held for one (GC-SVC-035).
    """
    found: dict[tuple[str, date | None], CompiledRule] = {}
    for place in destinations:
        rules = packs.rules(place).view(place).rules
        if not rules:
            raise NO_RULES.at(destination=place)
        for one in rules:
            found.setdefault((one.rule.id, one.rule.applies_from), one)
    yield from sorted(
        found.values(), key=lambda one: (one.rule.jurisdiction, one.rule.id, one.rule.applies_from or date.max)
    )


def _text_of(one: CompiledRule) -> str:
    rule = one.rule
    return f"{rule.id} {rule.title.en} {rule.title.zh} {rule.citation} {rule.note}".casefold()


def line_of(one: CompiledRule) -> RuleLine:
    """A version of a rule in a line."""
    rule = one.rule
    binding = binds(one)
    return RuleLine(
        id=rule.id,
        jurisdiction=rule.jurisdiction,
        title=rule.title,
        citation=rule.citation,
        consequence=rule.consequence,
        severity=severity_here(one, binding=binding),
        may_decide=binding and rule.applies_from is not None,
        law_status=rule.status,
        trust=rule.trust,
        applies_from=rule.applies_from,
        applies_until=rule.applies_until,
        topics=_topics(one),
    )


def _topics(one: CompiledRule) -> tuple[str, ...]:
    found = [topic for topic, beginnings in TOPICS.items() if any(name.startswith(beginnings) for name in one.names)]
    if one.rule.levy is not None:
        found.append("charges")
    if any(name.endswith(("_ppm", "_ppb", "_pct")) or name.startswith(("pfas", "pfhxa", "ni_")) for name in one.names):
        found.append("chemicals")
    return tuple(sorted(found))


def _version(one: CompiledRule, vocabulary: Vocabulary) -> RuleVersion:
    rule = one.rule
    levy = rule.levy
    return RuleVersion(
        line=line_of(one),
        waits=rule.waits,
        hs=rule.hs,
        reach=_spoken(one.reach, vocabulary),
        require=() if isinstance(one.require, Const) else _spoken(one.require, vocabulary),
        banned=one.require == Const(value=False),
        scope_expression=rule.scope,
        require_expression=rule.require,
        limits=tuple(_limits(one, vocabulary)),
        numbers=rule.numbers,
        levy=None
        if levy is None
        else LevyShown(
            rate=levy.rate,
            currency=levy.currency,
            unit=levy.unit,
            base=levy.base,
            illustrative=levy.illustrative,
            note=levy.note,
        ),
    )


def _spoken(term: Term, vocabulary: Vocabulary) -> tuple[Text, ...]:
    parts = term.terms if isinstance(term, All) else (term,)
    return tuple(said(part, vocabulary) for part in parts)


def _limits(one: CompiledRule, vocabulary: Vocabulary) -> Iterator[Limit]:
    for part, term in (("reach", one.scope), ("require", one.require)):
        for limit in limits_in(term):
            yield Limit(
                part="reach" if part == "reach" else "require",
                facts=tuple(dict.fromkeys(names_in(limit))),
                text=said(limit, vocabulary),
            )


def _tests(tests: RuleTests | None) -> tuple[TestShown, ...]:
    """Each case with all of its facts, the common ones written out."""
    return tuple(
        TestShown(
            day=case.day or tests.day,
            facts={
                name: value
                for name, value in (tests.facts if case.facts is None else case.facts).items()
                if name not in case.drop
            }
            | case.set,
            expect=case.expect,
            due=case.due,
            acts=case.acts,
            why=case.why,
        )
        for case in (tests.cases if tests is not None else ())
        if tests is not None
    )


def _asked(name: str, vocabulary: Vocabulary) -> AskedFact:
    kind = vocabulary.kinds[name]
    return AskedFact(
        name=name,
        label=kind.label,
        question=kind.question,
        unit=kind.unit,
        settled_by=kind.settled_by,
        definition=kind.definition,
    )


def _power(one: CompiledRule) -> Text:
    if not binds(one):
        return caution(one)
    words = {
        "block": Text(
            en="It may bar an order: its source was read and it is law.", zh="可以禁止进入：已核对来源，且为法律。"
        ),
        "fix": Text(en="It makes a condition; it never bars by itself.", zh="构成条件，本身不禁止进入。"),
        "cost": Text(en="It makes a charge; it never bars.", zh="产生费用，不禁止进入。"),
    }
    return words.get(one.rule.severity, Text(en="It is told and decides nothing.", zh="仅供参考，不作结论。"))
