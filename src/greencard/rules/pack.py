"""Rule packs: dated, cited rules by jurisdiction, checked when they are read, compiled once per destination."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, Literal, TypeVar

import msgspec

from greencard.errors import Place
from greencard.model.base import Text, Value
from greencard.model.claim_words import ClaimLexicon
from greencard.rules import terms as t
from greencard.rules.codes import BAD_DESTINATION, BAD_PACK, DUPLICATE_RULE
from greencard.rules.generate import Decide, RuleTerms, generate
from greencard.rules.resolve import amount, condition
from greencard.rules.syntax import Where
from greencard.rules.vocabulary import Vocabulary, read_yaml

__all__ = [
    "ENGINE",
    "Consequence",
    "DestinationView",
    "Jurisdictions",
    "LawStatus",
    "LevyTerms",
    "Rule",
    "RuleGroup",
    "RulePack",
    "parse_group",
    "parse_jurisdictions",
]

ENGINE: Final = "greencard.rules/1"
"""Version of the semantics: same pack, same facts, same order, same engine, same answer."""

LawStatus = Literal["in_force", "adopted_future", "adopted_pending_act", "contested", "proposal"]
Consequence = Literal[
    "prohibited",
    "levy",
    "document_required",
    "label_required",
    "registration_required",
    "claim_prohibited",
    "information",
]
T = TypeVar("T", bound=Value)
_DESTINATION: Final = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")


class LevyTerms(Value, frozen=True, kw_only=True):
    """Rate of a charge and what it is charged on."""

    rate: Decimal | None = None
    """None: the law has a rate that was not seen."""
    currency: str
    unit: str
    base: str = ""
    """Expression over facts that gives the number of units for the whole order."""
    cap_per_unit: Decimal | None = None
    """Most that is due for one sales unit."""
    illustrative: bool = False
    """A forecast or illustrative rate: shown, never turned into an amount."""
    note: Text = Text()
    """What may make less due than the amount says, such as a monthly allowance; stands beside the amount."""


class Rule(Value, frozen=True, kw_only=True):
    """One obligation of one jurisdiction, as the pack states it."""

    id: str
    jurisdiction: str
    title: Text
    citation: str
    applies_from: date | None
    """First day on which goods placed on the market are bound; None: no date in law yet."""
    applies_until: date | None = None
    date_note: str = ""
    status: LawStatus
    hs: tuple[str, ...] = ()
    """Prefixes of the customs codes the rule is limited to; empty: any code."""
    scope: str
    require: str
    consequence: Consequence
    severity: Literal["block", "fix", "cost", "warn", "info", "watch"]
    addressee: str
    levy: LevyTerms | None = None
    trust: Literal["seen", "recall"]
    source: str
    note: str = ""
    remedy: Text = Text()
    """What to do, where the general sentence for the consequence is not enough."""
    checked_on: date


class _GroupFile(Value, frozen=True, kw_only=True):
    schema: Literal["greencard/rules/1"]
    group: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class CompiledRule:
    """A rule with its expressions read and checked."""

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
        """Whether the rule binds goods placed on the market on that day."""
        start, end = self.rule.applies_from, self.rule.applies_until
        return start is not None and start <= on and (end is None or on <= end)


class RuleGroup:
    """Rules of one jurisdiction and its subdivisions, from one file."""

    __slots__ = ("digest", "name", "rules")

    def __init__(self, name: str, rules: tuple[CompiledRule, ...], digest: str) -> None:
        self.name: Final = name
        self.rules: Final = rules
        self.digest: Final = digest
        """SHA-256 of the file."""


class Jurisdictions(Value, frozen=True, kw_only=True):
    """Which law a destination is under, and where it is kept."""

    schema: Literal["greencard/jurisdictions/1"]
    names: dict[str, Text]
    eu_members: tuple[str, ...]
    aliases: dict[str, str] = msgspec.field(default_factory=dict)
    """Codes in common use for an ISO code: UK for GB, EL for GR."""
    outside: tuple[str, ...] = ()
    """Subdivisions to which the country's rules do not simply apply, so that nothing is answered for them."""
    groups: dict[str, str]
    """File of each country (or EU) that has rules."""

    def chain(self, destination: str) -> tuple[str, ...]:
        """Jurisdictions whose law binds at the destination, widest first: EU, then the state, then the subdivision.

        Raises:
            InvalidInput: not an ISO 3166 code (GC-RUL-010).
        """
        if not _DESTINATION.fullmatch(destination):
            raise BAD_DESTINATION.at(Place("/destination"), destination=repr(destination[:20]))
        country = self.aliases.get(destination[:2], destination[:2])
        code = country + destination[2:]
        if code in self.outside:
            return (code,)
        above = ("EU",) if country in self.eu_members else ()
        return (*above, country) if code == country else (*above, country, code)

    def files(self, destination: str) -> tuple[str, ...]:
        """Group files a destination needs, widest first; none when no rules are held for it."""
        return tuple(self.groups[code] for code in self.chain(destination) if code in self.groups)

    def name(self, code: str) -> Text:
        """Name of a jurisdiction as it stands in a sentence."""
        return self.names.get(code) or Text(en=code, zh=code)


def parse_jurisdictions(raw: bytes, file: str = "jurisdictions.yaml") -> Jurisdictions:
    """The table of jurisdictions in `raw`.

    Raises:
        InvalidInput: unreadable (GC-RUL-005).
    """
    return _converted(raw, Jurisdictions, file)


def _converted(raw: bytes, kind: type[T], file: str) -> T:
    try:
        return msgspec.convert(read_yaml(raw, file), kind)
    except msgspec.ValidationError as problem:
        raise BAD_PACK.at(Place(file=file), problem=str(problem)) from problem


def parse_group(raw: bytes, vocabulary: Vocabulary, file: str = "") -> RuleGroup:
    """The rules in `raw`, every expression read and type-checked.

    Raises:
        InvalidInput: unreadable or incomplete (GC-RUL-005), an id given twice (GC-RUL-006), or an expression that is
            wrong (GC-RUL-001 to -004, naming rule and column).
    """
    content = _converted(raw, _GroupFile, file)
    seen: set[str] = set()
    compiled = []
    for n, rule in enumerate(content.rules):
        place = Place(f"/rules/{n}", file)
        if rule.id in seen:
            raise DUPLICATE_RULE.at(place, rule=rule.id)
        seen.add(rule.id)
        _complete(rule, place)
        compiled.append(_compiled(rule, vocabulary, place))
    return RuleGroup(content.group, tuple(compiled), hashlib.sha256(raw).hexdigest())


def _complete(rule: Rule, place: Place) -> None:
    """A rule without both titles, a citation and a source says nothing anybody could check."""
    for name, value in (
        ("title.en", rule.title.en),
        ("title.zh", rule.title.zh),
        ("citation", rule.citation),
        ("source", rule.source),
    ):
        if not value.strip():
            raise BAD_PACK.at(place, problem=f"rule {rule.id} has no {name}")
    if (rule.consequence == "levy") != (rule.levy is not None):
        raise BAD_PACK.at(place, problem=f"rule {rule.id}: a levy and its terms come together")
    if rule.applies_until and rule.applies_from and rule.applies_until < rule.applies_from:
        raise BAD_PACK.at(place, problem=f"rule {rule.id} ends before it starts")


def _compiled(rule: Rule, vocabulary: Vocabulary, place: Place) -> CompiledRule:
    scope = condition(rule.scope, vocabulary, Where(rule.id, "scope", place))
    require = condition(rule.require, vocabulary, Where(rule.id, "require", place))
    if rule.hs:
        quoted = ", ".join(f"'{prefix}'" for prefix in rule.hs)
        condition(f"hs_in([{quoted}])", vocabulary, Where(rule.id, "hs", place))
    base = None
    if rule.levy is not None and rule.levy.base:
        base = amount(rule.levy.base, vocabulary, Where(rule.id, "levy base", place))
    names = dict.fromkeys(t.names_in(scope)) | dict.fromkeys(t.names_in(require))
    if rule.hs:
        names = {t.HS_CODE: None} | names
    if base is not None:
        names |= dict.fromkeys(t.names_in(base))
    return CompiledRule(rule, scope, require, base, tuple(names))


class DestinationView:
    """Rules of one destination, in one order, with the function that decides them all."""

    __slots__ = (
        "_breaks",
        "_in_time",
        "chain",
        "decide",
        "elsewhere",
        "judgements",
        "memo",
        "names",
        "read_on",
        "rules",
    )

    def __init__(
        self,
        vocabulary: Vocabulary,
        chain: tuple[str, ...],
        rules: tuple[CompiledRule, ...],
        elsewhere: tuple[str, ...],
    ) -> None:
        self.chain: Final = chain
        self.rules: Final = rules
        self.elsewhere: Final = elsewhere
        """Subdivisions of the destination that have rules of their own, not asked for here."""
        self.read_on: Final = min((one.rule.checked_on for one in rules), default=None)
        """Day on which the state of the law held here was read; None without rules."""
        self.decide: Final[Decide] = generate(
            vocabulary,
            [RuleTerms(one.rule.hs, one.scope, one.require, one.rule.consequence == "levy") for one in rules],
        )
        days = {one.rule.applies_from for one in rules} | {one.rule.applies_until for one in rules}
        self._breaks: Final = sorted(day.toordinal() for day in days if day is not None)
        self._in_time: Final[dict[int, tuple[bool, ...]]] = {}
        self.names: Final = tuple(dict.fromkeys(name for one in rules for name in one.names))
        """Facts that can change an answer here; the others are no part of any key below."""
        self.memo: Final[dict[Any, Any]] = {}
        """Outcomes already worked out, by rule, time and the facts the rule looks at."""
        self.judgements: Final[dict[Any, Any]] = {}
        """Whole answers already worked out, by day and facts."""

    def in_time(self, on: date) -> tuple[bool, ...]:
        """Whether each rule binds on that day."""
        at = on.toordinal()
        epoch = 2 * bisect_right(self._breaks, at) - (at in self._breaks)
        found = self._in_time.get(epoch)
        if found is None:
            found = self._in_time[epoch] = tuple(one.in_time(on) for one in self.rules)
        return found


class RulePack:
    """A vocabulary, the table of jurisdictions and the groups loaded; answers for the destinations they cover."""

    __slots__ = ("_views", "digest", "groups", "jurisdictions", "lexicon", "vocabulary")

    def __init__(
        self,
        vocabulary: Vocabulary,
        jurisdictions: Jurisdictions,
        groups: Iterable[RuleGroup],
        lexicon: ClaimLexicon | None = None,
    ) -> None:
        self.vocabulary: Final = vocabulary
        self.jurisdictions: Final = jurisdictions
        self.groups: Final = tuple(groups)
        self.lexicon: Final = lexicon
        """Reads claims given in words; without one they are unknown."""
        table = hashlib.sha256(msgspec.json.encode(jurisdictions)).hexdigest()
        parts = [vocabulary.digest, table, *(group.digest for group in self.groups)]
        if lexicon is not None:
            parts.append(lexicon.digest)
        self.digest: Final = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        """SHA-256 over the digests of vocabulary, table of jurisdictions, groups and lexicon, in order."""
        seen: set[str] = set()
        for one in self.rules():
            if one.rule.id in seen:
                raise DUPLICATE_RULE.at(rule=one.rule.id)
            seen.add(one.rule.id)
        self._views: Final[dict[tuple[str, ...], DestinationView]] = {}

    def rules(self) -> Iterable[CompiledRule]:
        """All rules, group by group."""
        return (one for group in self.groups for one in group.rules)

    def view(self, destination: str) -> DestinationView:
        """Rules that bind at the destination, compiled on first use.

        Raises:
            InvalidInput: not an ISO 3166 code (GC-RUL-010).
        """
        chain = self.jurisdictions.chain(destination)
        found = self._views.get(chain)
        if found is None:
            rules = tuple(one for one in self.rules() if one.rule.jurisdiction in chain)
            below = chain[-1] + "-"
            elsewhere = dict.fromkeys(
                one.rule.jurisdiction for one in self.rules() if one.rule.jurisdiction.startswith(below)
            )
            found = self._views[chain] = DestinationView(self.vocabulary, chain, rules, tuple(elsewhere))
        return found
