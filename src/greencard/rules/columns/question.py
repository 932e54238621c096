"""The question put to a catalogue as one circuit: every rule of every destination asked for, each worked out once.

What `evaluate` and `verdict` do for one order is here said of columns, from the same terms:

* a rule bars while its failure cannot be cured: it fails with evidence and claims taken away as well; from the day of
  the order on (`as_of`) every failure of it bars;
* it leaves the answer open where a fact that no paper changes is missing (`evaluate._undecided`);
* it is a condition where it is not met, or open, and weighs.

Rules of one jurisdiction are joined once and used by every destination under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from greencard.rules import terms as t
from greencard.rules.columns.gates import FALSE, TRUE, Circuit
from greencard.rules.columns.layout import DAY, DESTINATION, Layout
from greencard.rules.columns.lower import Reading
from greencard.rules.evaluate import binds
from greencard.rules.pack import CompiledRule, RulePack
from greencard.rules.sheet import Known

__all__ = ["Question", "RuleGates", "StatusGates", "WordGates"]

_FIRST_DAY: Final = date(1970, 1, 1).toordinal()
_WEIGHTY: Final = frozenset({"block", "fix", "cost"})
_CODE: Final = frozenset({t.HS_CODE})


@dataclass(frozen=True, slots=True)
class StatusGates:
    """Where a rule passes, fails or is unknown; it is not applicable everywhere else."""

    passed: int
    failed: int
    unknown: int


@dataclass(frozen=True, slots=True)
class WordGates:
    """Where the one word for a destination is which; `allowed` everywhere else."""

    conditions: int
    not_allowed: int
    cannot_tell: int


@dataclass(frozen=True, slots=True)
class RuleGates:
    """Where a rule is behind the word of a destination, and how (`word.one_word`)."""

    rule_id: str
    barring: int
    undecided: int
    condition: int


@dataclass(frozen=True, slots=True)
class _Weight:
    """What rules add to the one word of a destination they bind at."""

    counts: int
    """A rule that may decide is in time."""
    bars: int
    undecided: int
    condition: int


class Question:
    """Destinations asked of the rules of a pack, for one day or a day per row, as gates over the columns given.

    `given` names the facts that the table has columns for; any other is unknown in every row. `on` is the day of every
    row; without it each row has its own, in the column `placed_on_market_date`. `as_of` is the day of asking.

    Raises:
        InvalidInput: a destination that is no ISO 3166 code (GC-RUL-010).
    """

    __slots__ = (
        "_as_of",
        "_behind",
        "_by_place",
        "_on",
        "_readings",
        "_replaced",
        "_weights",
        "chains",
        "circuit",
        "given",
        "layout",
        "pack",
    )

    def __init__(
        self, pack: RulePack, destinations: Sequence[str], given: Iterable[str], *, as_of: date, on: date | None
    ) -> None:
        self.pack: Final = pack
        self.chains: Final = {place: pack.jurisdictions.chain(place) for place in destinations}
        """Jurisdictions of each destination, in the order asked."""
        self._as_of: Final = as_of
        self._on: Final = on
        above = {code for chain in self.chains.values() for code in chain}
        self._by_place: Final[dict[str, list[CompiledRule]]] = {}
        for one in pack.rules():
            if one.rule.jurisdiction in above:
                self._by_place.setdefault(one.rule.jurisdiction, []).append(one)
        self.circuit: Final = Circuit()
        self.layout: Final = Layout(pack.vocabulary, (one for rules in self._by_place.values() for one in rules))
        self.given: Final = frozenset(given) & (self.layout.names | ({DAY} if on is None else set()))
        """Facts whose columns are looked at."""
        self._readings: Final[dict[tuple[str, bool], Reading]] = {}
        self._replaced: Final[dict[str, dict[str, list[CompiledRule]]]] = {}
        self._weights: Final[dict[tuple[object, ...], _Weight]] = {}
        self._behind: Final[dict[tuple[object, ...], tuple[RuleGates, ...]]] = {}

    @property
    def days_vary(self) -> bool:
        """Whether each row has its own day."""
        return self._on is None

    def rules(self, destination: str) -> tuple[CompiledRule, ...]:
        """Rules that bind at the destination, in the order of the pack."""
        chain = self.chains[destination]
        return tuple(one for one in self.pack.rules() if one.rule.jurisdiction in chain)

    def _replacing(self, destination: str) -> dict[str, list[CompiledRule]]:
        """By id of a rule: the narrower rules that take its place at the destination while they are in time."""
        found = self._replaced.get(destination)
        if found is None:
            found = self._replaced[destination] = {}
            for one in self.rules(destination):
                for name in one.rule.overrides:
                    found.setdefault(name, []).append(one)
        return found

    def word(self, destination: str) -> WordGates:
        """Where the answer for the destination is which word (`verdict.overall`)."""
        circuit = self.circuit
        weights = [self._weight(code, destination) for code in self.chains[destination] if code in self._by_place]
        counts = circuit.some(one.counts for one in weights)
        silent = circuit.negated(counts)
        bars = circuit.some(one.bars for one in weights)
        undecided = circuit.some(one.undecided for one in weights)
        condition = circuit.some(one.condition for one in weights)
        cannot_tell = circuit.some((silent, circuit.every((circuit.negated(bars), undecided))))
        settled = circuit.some((bars, cannot_tell))
        return WordGates(circuit.every((circuit.negated(settled), condition)), bars, cannot_tell)

    def status(self, one: CompiledRule, destination: str) -> StatusGates:
        """Where the rule says what of goods for the destination (`evaluate.evaluate`)."""
        circuit = self.circuit
        now = self._reading(one, destination)
        window = self._window(one, destination)
        reached, unreached = now.true(one.reach), now.false(one.reach)
        met, unmet = now.true(one.require), now.false(one.require)
        if one.rule.consequence == "levy":
            passed = circuit.every((window, reached, met))
        else:
            passed = circuit.every((window, circuit.negated(unreached), met))
        failed = circuit.every((window, reached, unmet))
        settled = circuit.some((unreached, passed, failed))
        return StatusGates(passed, failed, circuit.every((window, circuit.negated(settled))))

    def due(self, one: CompiledRule, destination: str) -> int:
        """Where a charge gives an amount once its base is known (`evaluate._levy`)."""
        levy = one.rule.levy
        if levy is None or levy.rate is None or levy.illustrative or one.base is None:
            return FALSE
        if one.rule.severity != "cost" or not binds(one):
            return FALSE
        reached = self._reading(one, destination).true(one.reach)
        return self.circuit.every((self._window(one, destination), reached))

    def column_of(self, one: CompiledRule, destination: str) -> str:
        """Name of what a rule says: its id, with the destination where it looks at that or may be replaced there."""
        apart = DESTINATION in one.names or one.rule.id in self._replacing(destination)
        return f"{one.rule.id} {destination}" if apart else one.rule.id

    def behind(self, destination: str) -> list[tuple[tuple[object, ...], tuple[RuleGates, ...]]]:
        """The rules behind the word, jurisdiction by jurisdiction, each with a key: what has the same key is alike."""
        found = []
        for code in self.chains[destination]:
            if code in self._by_place:
                key = self._alike(code, destination)
                if key not in self._behind:
                    ones = (self._rule(one, destination) for one in self._by_place[code] if binds(one))
                    self._behind[key] = tuple(one for one in ones if {one.barring, one.undecided, one.condition} != {0})
                found.append((key, self._behind[key]))
        return found

    def _rule(self, one: CompiledRule, destination: str) -> RuleGates:
        circuit, adds = self.circuit, self._adds(one, destination)
        undecided = circuit.every((adds.undecided, circuit.negated(adds.bars)))
        settled = circuit.negated(circuit.some((adds.bars, adds.undecided)))
        return RuleGates(one.rule.id, adds.bars, undecided, circuit.every((adds.condition, settled)))

    def _weight(self, code: str, destination: str) -> _Weight:
        """All rules of one jurisdiction together."""
        rules, key = self._by_place[code], self._alike(code, destination)
        found = self._weights.get(key)
        if found is None:
            parts = [self._adds(one, destination) for one in rules if binds(one)]
            circuit = self.circuit
            found = self._weights[key] = _Weight(
                circuit.some(part.counts for part in parts),
                circuit.some(part.bars for part in parts),
                circuit.some(part.undecided for part in parts),
                circuit.some(part.condition for part in parts),
            )
        return found

    def _alike(self, code: str, destination: str) -> tuple[object, ...]:
        """What the rules of a jurisdiction depend on of the destination."""
        rules, replacing = self._by_place[code], self._replacing(destination)
        named = destination if any(DESTINATION in one.names for one in rules) else ""
        replaced = sorted({one.rule.id for one in rules} & set(replacing))
        return code, named, tuple((name, *map(id, replacing[name])) for name in replaced)

    def _adds(self, one: CompiledRule, destination: str) -> _Weight:
        circuit, window = self.circuit, self._window(one, destination)
        if one.rule.severity not in _WEIGHTY or window == FALSE:
            return _Weight(window, FALSE, FALSE, FALSE)
        status = self.status(one, destination)
        condition = circuit.some((status.failed, status.unknown))
        if one.rule.severity != "block":
            return _Weight(window, FALSE, FALSE, condition)
        now, bare = self._reading(one, destination), self._reading(one, destination, bare=True)
        hopeless = bare.false(one.require)
        incurable = circuit.every((window, bare.true(one.reach), hopeless))
        bars = circuit.some((incurable, circuit.every((self._late(), status.failed))))
        made = self._made()
        no_paper_helps = circuit.every((hopeless, now.hangs(one.reach, made)))
        made_decides = circuit.every(
            (circuit.negated(hopeless), circuit.negated(now.unknown(one.reach)), now.hangs(one.require, made))
        )
        waits = circuit.some((now.hangs(one.reach, _CODE), no_paper_helps, made_decides))
        return _Weight(window, bars, circuit.every((status.unknown, waits)), condition)

    def _made(self) -> frozenset[str]:
        """Facts of the goods as made: only other goods change them."""
        return frozenset(name for name, kind in self.pack.vocabulary.kinds.items() if kind.settled_by == "record")

    def _reading(self, one: CompiledRule, destination: str, *, bare: bool = False) -> Reading:
        """The facts as they are; `bare`: without those that can still be brought or dropped."""
        key = (destination if DESTINATION in one.names else "", bare)
        found = self._readings.get(key)
        if found is None:
            same: dict[str, Known] = {DESTINATION: destination}
            if self._on is not None:
                same[DAY] = self._on.isoformat()
            kinds = self.pack.vocabulary.kinds
            taken = {name for name, kind in kinds.items() if bare and kind.settled_by in {"evidence", "claim"}}
            kept = {name: value for name, value in same.items() if name not in self.given | taken}
            found = self._readings[key] = Reading(self.circuit, self.layout, self.given - taken, kept)
        return found

    def _window(self, one: CompiledRule, destination: str) -> int:
        """Where the rule is in time, and no narrower rule that takes its place is."""
        others = self._replacing(destination).get(one.rule.id, ())
        replaced = self.circuit.some(self._in_time(other) for other in others)
        return self.circuit.every((self._in_time(one), self.circuit.negated(replaced)))

    def _in_time(self, one: CompiledRule) -> int:
        start, end = one.rule.applies_from, one.rule.applies_until
        if self._on is not None:
            return int(one.in_time(self._on))
        if start is None:
            return FALSE
        begun = self.circuit.negated(self._before(start.toordinal()))
        return self.circuit.every((begun, TRUE if end is None else self._before(end.toordinal() + 1)))

    def _late(self) -> int:
        """Where the day of the order has come."""
        if self._on is not None:
            return int(self._as_of >= self._on)
        return self._before(self._as_of.toordinal() + 1)

    def _before(self, ordinal: int) -> int:
        return self.circuit.leaf(self.layout.date(DAY).column, "below", ordinal - _FIRST_DAY)
