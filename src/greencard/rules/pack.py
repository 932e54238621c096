"""Rule packs: dated, cited rules by jurisdiction, checked when they are read, compiled once per jurisdiction.

A rule whose numbers change, or whose day follows from an act, becomes one or several versions with fixed numbers and
days that do not overlap. Versions share the id; on any day at most one of them binds.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import msgspec

from greencard.errors import Place
from greencard.model.claim_words import ClaimLexicon
from greencard.rules import terms as t
from greencard.rules.acts import Acts
from greencard.rules.codes import DUPLICATE_RULE
from greencard.rules.entry import Consequence, LawStatus, RuleFile
from greencard.rules.expand import expanded
from greencard.rules.generate import Decide, RuleTerms, generate
from greencard.rules.jurisdictions import Jurisdictions, parse_jurisdictions
from greencard.rules.resolve import Quantity, amount, condition
from greencard.rules.rule import LevyTerms, Rule
from greencard.rules.syntax import Where
from greencard.rules.vocabulary import Vocabulary, converted

__all__ = [
    "ENGINE",
    "CompiledRule",
    "Consequence",
    "DestinationView",
    "Jurisdictions",
    "LawStatus",
    "LevyTerms",
    "Rule",
    "RuleGroup",
    "RulePack",
    "compiled_group",
    "parse_group",
    "parse_jurisdictions",
]

ENGINE: Final = "greencard.rules/1"
"""Version of the semantics: same pack, same facts, same order, same engine, same answer."""


@dataclass(frozen=True)
class CompiledRule:
    """A version of a rule with its expressions read and checked."""

    rule: Rule
    scope: t.Term
    require: t.Term
    base: t.Number | None
    names: tuple[str, ...]
    """Facts the rule looks at."""

    @cached_property
    def reach(self) -> t.Term:
        """Prefixes and scope together: whether the rule reaches the goods."""
        return t.All((t.HsIn(self.rule.hs), self.scope)) if self.rule.hs else self.scope

    def in_time(self, on: date) -> bool:
        """Whether the version binds goods placed on the market on that day."""
        start, end = self.rule.applies_from, self.rule.applies_until
        return start is not None and start <= on and (end is None or on <= end)


class RuleGroup:
    """Rules of one law of one jurisdiction, from one file."""

    __slots__ = ("digest", "name", "rules")

    def __init__(self, name: str, rules: tuple[CompiledRule, ...], digest: str) -> None:
        self.name: Final = name
        self.rules: Final = rules
        """Versions, those of one rule side by side, earliest first."""
        self.digest: Final = digest
        """SHA-256 of what the file says, tests and layout apart."""


def parse_group(raw: bytes, vocabulary: Vocabulary, file: str = "", acts: Acts | None = None) -> RuleGroup:
    """The rules in `raw`, every expression read and type-checked, every day settled by the register of acts.

    Raises:
        InvalidInput: unreadable or incomplete (GC-RUL-005), an id given twice (GC-RUL-006), an expression that is
            wrong (GC-RUL-001 to -004, naming rule and column), or an act, a parameter or a unit (GC-RUL-020 to -022).
    """
    return compiled_group(converted(raw, RuleFile, file), vocabulary, file, acts)


def compiled_group(content: RuleFile, vocabulary: Vocabulary, file: str = "", acts: Acts | None = None) -> RuleGroup:
    """As `parse_group`, from a file that was read already."""
    seen: set[str] = set()
    compiled: list[CompiledRule] = []
    register = acts or Acts()
    for n, entry in enumerate(content.rules):
        place = Place(f"/rules/{n}", file)
        if entry.id in seen:
            raise DUPLICATE_RULE.at(place, rule=entry.id)
        seen.add(entry.id)
        for rule in expanded(entry, content, register, place):
            before = compiled[-1] if compiled and compiled[-1].rule.id == rule.id else None
            compiled.append(_compiled(rule, vocabulary, place, before))
    said = msgspec.structs.replace(
        content, rules=tuple(msgspec.structs.replace(one, tests=None) for one in content.rules)
    )
    digest = hashlib.sha256(msgspec.json.encode(said)).hexdigest()
    return RuleGroup(f"{content.jurisdiction} {content.law}", tuple(compiled), digest)


def _compiled(rule: Rule, vocabulary: Vocabulary, place: Place, before: CompiledRule | None) -> CompiledRule:
    if before is not None and before.rule.numbers == rule.numbers:
        return CompiledRule(rule, before.scope, before.require, before.base, before.names)
    numbers = {one.name: Quantity(one.value, one.unit) for one in rule.numbers}
    scope = condition(rule.scope, vocabulary, Where(rule.id, "scope", place), numbers)
    require = condition(rule.require, vocabulary, Where(rule.id, "require", place), numbers)
    if rule.hs:
        quoted = ", ".join(f"'{prefix}'" for prefix in rule.hs)
        condition(f"hs_in([{quoted}])", vocabulary, Where(rule.id, "hs", place))
    base = None
    if rule.levy is not None and rule.levy.base:
        base = amount(rule.levy.base, vocabulary, Where(rule.id, "levy base", place), numbers)
    names = dict.fromkeys(t.names_in(scope)) | dict.fromkeys(t.names_in(require))
    if rule.hs:
        names = {t.HS_CODE: None} | names
    if base is not None:
        names |= dict.fromkeys(t.names_in(base))
    return CompiledRule(rule, scope, require, base, tuple(names))


class DestinationView:
    """Rules of one destination, widest law first, with the function that decides them all.

    `rules` holds every version; what an order of one day sees is `seen(day)`: one version of each rule, without the
    rules that a narrower jurisdiction replaces on that day.
    """

    __slots__ = (
        "_breaks",
        "_in_time",
        "_seen",
        "chain",
        "decide",
        "elsewhere",
        "judgements",
        "layers",
        "memo",
        "names",
        "read_on",
        "rules",
    )

    def __init__(
        self,
        chain: tuple[str, ...],
        layers: tuple[tuple[CompiledRule, ...], ...],
        decides: tuple[Decide, ...],
        elsewhere: tuple[str, ...],
    ) -> None:
        self.chain: Final = chain
        self.rules: Final = tuple(one for layer in layers for one in layer)
        self.elsewhere: Final = elsewhere
        """Subdivisions of the destination that have rules of their own, not asked for here."""
        self.read_on: Final = min((one.rule.checked_on for one in self.rules), default=None)
        """Day on which the state of the law held here was read; None without rules."""
        self.layers: Final = tuple(zip((layer[0].rule.jurisdiction for layer in layers), decides, strict=True))
        """Jurisdictions that have rules here, each with the function over them; `rules` holds them in this order."""
        self.decide: Final[Decide] = _one_after_another(decides)
        starts = {one.rule.applies_from for one in self.rules} | {one.rule.applies_until for one in self.rules}
        self._breaks: Final = sorted(day.toordinal() for day in starts if day is not None)
        self._in_time: Final[dict[int, tuple[bool, ...]]] = {}
        self._seen: Final[dict[int, tuple[int, ...]]] = {}
        self.names: Final = tuple(dict.fromkeys(name for one in self.rules for name in one.names))
        """Facts that can change an answer here; the others are no part of any key below."""
        self.memo: Final[dict[Any, Any]] = {}
        """Outcomes already worked out, by rule, time and the facts the rule looks at."""
        self.judgements: Final[dict[Any, Any]] = {}
        """Whole answers already worked out, by day and facts."""

    def _epoch(self, on: date) -> int:
        """Number of the span of days, or of the single day at a change, on which the same rules are in time."""
        at = on.toordinal()
        return 2 * bisect_right(self._breaks, at) - (at in self._breaks)

    def in_time(self, on: date) -> tuple[bool, ...]:
        """Whether each version binds on that day; false too where a narrower rule replaces it."""
        epoch = self._epoch(on)
        found = self._in_time.get(epoch)
        if found is None:
            gone = self._replaced(on)
            found = self._in_time[epoch] = tuple(one.in_time(on) and one.rule.id not in gone for one in self.rules)
        return found

    def _replaced(self, on: date) -> set[str]:
        return {name for one in self.rules if one.rule.overrides and one.in_time(on) for name in one.rule.overrides}

    def seen(self, on: date) -> tuple[int, ...]:
        """Places in `rules` of the versions an order of that day sees, in order.

        Of a rule with several versions: the one in time; before the first, the first; otherwise the last.
        """
        epoch = self._epoch(on)
        found = self._seen.get(epoch)
        if found is None:
            gone = self._replaced(on)
            versions: dict[str, list[int]] = {}
            for n, one in enumerate(self.rules):
                versions.setdefault(one.rule.id, []).append(n)
            found = self._seen[epoch] = tuple(
                self._version(places, on) for name, places in versions.items() if name not in gone
            )
        return found

    def _version(self, places: list[int], on: date) -> int:
        begun = [n for n in places if (start := self.rules[n].rule.applies_from) is not None and start <= on]
        return begun[-1] if begun else places[0]


def _one_after_another(parts: tuple[Decide, ...]) -> Decide:
    """The statuses of several functions in one row."""
    match parts:
        case ():
            return lambda _row: ()
        case (only,):
            return only
        case (first, second):
            return lambda row: first(row) + second(row)
        case _:
            return lambda row: tuple(status for part in parts for status in part(row))


class RulePack:
    """A vocabulary, the table of jurisdictions and the groups loaded; answers for the destinations they cover."""

    __slots__ = (
        "_asked",
        "_decides",
        "_layers",
        "_views",
        "acts",
        "digest",
        "groups",
        "jurisdictions",
        "lexicon",
        "vocabulary",
    )

    def __init__(
        self,
        vocabulary: Vocabulary,
        jurisdictions: Jurisdictions,
        groups: Iterable[RuleGroup],
        *,
        acts: Acts | None = None,
        lexicon: ClaimLexicon | None = None,
    ) -> None:
        self.vocabulary: Final = vocabulary
        self.jurisdictions: Final = jurisdictions
        self.groups: Final = tuple(groups)
        self.acts: Final = acts or Acts()
        """The register by which the groups were read."""
        self.lexicon: Final = lexicon
        """Reads claims given in words; without one they are unknown."""
        table = hashlib.sha256(msgspec.json.encode(jurisdictions)).hexdigest()
        parts = [vocabulary.digest, table, self.acts.digest, *(group.digest for group in self.groups)]
        if lexicon is not None:
            parts.append(lexicon.digest)
        self.digest: Final = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        """SHA-256 over the digests of vocabulary, jurisdictions, register of acts, groups and lexicon, in order."""
        seen: set[str] = set()
        self._layers: Final[dict[str, list[CompiledRule]]] = {}
        for group in self.groups:
            own = {one.rule.id for one in group.rules}
            for rule_id in own & seen:
                raise DUPLICATE_RULE.at(rule=rule_id)
            seen |= own
            for one in group.rules:
                self._layers.setdefault(one.rule.jurisdiction, []).append(one)
        self._decides: Final[dict[str, Decide]] = {}
        self._views: Final[dict[tuple[str, ...], DestinationView]] = {}
        self._asked: Final[dict[str, DestinationView]] = {}

    def rules(self) -> Iterable[CompiledRule]:
        """All versions of all rules, group by group."""
        return (one for group in self.groups for one in group.rules)

    def versions(self, rule_id: str) -> tuple[CompiledRule, ...]:
        """Versions of the rule of that id, earliest first, also by an id it had before; none: no such rule."""
        found = tuple(one for one in self.rules() if one.rule.id == rule_id)
        return found or tuple(one for one in self.rules() if rule_id in one.rule.formerly)

    def view(self, destination: str) -> DestinationView:
        """Rules that bind at the destination, compiled on first use.

        Raises:
            InvalidInput: not an ISO 3166 code (GC-RUL-010).
        """
        chain = self.jurisdictions.chain(destination)
        found = self._views.get(chain)
        if found is None:
            held = [code for code in chain if code in self._layers]
            below = chain[-1] + "-"
            found = self._views[chain] = DestinationView(
                chain,
                tuple(tuple(self._layers[code]) for code in held),
                tuple(self._decide(code) for code in held),
                tuple(code for code in self._layers if code.startswith(below)),
            )
        return found

    def statuses(self, row: tuple[object, ...], destinations: Iterable[str]) -> list[tuple[int, ...]]:
        """What `view(destination).decide(row)` says, for each destination; law they share is decided once.

        Raises:
            InvalidInput: not an ISO 3166 code (GC-RUL-010).
        """
        decided: dict[str, tuple[int, ...]] = {}
        answers = []
        for destination in destinations:
            view = self._asked.get(destination)
            if view is None:
                view = self._asked[destination] = self.view(destination)
            answer: tuple[int, ...] = ()
            for code, decide in view.layers:
                part = decided.get(code)
                if part is None:
                    part = decided[code] = decide(row)
                answer += part
            answers.append(answer)
        return answers

    def _decide(self, code: str) -> Decide:
        """The function over the rules of one jurisdiction, which every destination below it shares."""
        found = self._decides.get(code)
        if found is None:
            found = self._decides[code] = generate(
                self.vocabulary,
                [
                    RuleTerms(one.rule.hs, one.scope, one.require, one.rule.consequence == "levy")
                    for one in self._layers[code]
                ],
            )
        return found
