"""A question put to one table of facts: the word per good and destination, how often each, what each rule says.

Words and statuses are categories (`Enum`) of a byte a cell. Reasons, missing facts and remedies are what `verdict`
gives for the one order looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import polars as pl

from greencard.errors import Place
from greencard.model.verdict import Overall, RuleStatus
from greencard.rules.columns.charges import Charge, charges
from greencard.rules.columns.codes import BAD_KEY
from greencard.rules.columns.facts import FactColumns, check_columns, encoded, every_day
from greencard.rules.columns.layout import DAY
from greencard.rules.columns.question import Question
from greencard.rules.columns.stages import Stages
from greencard.rules.pack import CompiledRule, RulePack

__all__ = ["STATUSES", "WORDS", "Answers", "Asked", "Counts"]

WORDS: Final[tuple[Overall, ...]] = ("allowed", "allowed_with_conditions", "not_allowed", "cannot_tell")
STATUSES: Final[tuple[RuleStatus, ...]] = ("not_applicable", "pass", "fail", "unknown")

Counts: TypeAlias = dict[Overall, int]
_Kinds: TypeAlias = tuple[int, int, int]
"""Gates of the second, third and fourth of four kinds; the first is everywhere else."""
_ROWS: Final = "\x00rows"
_SHOWN: Final = 64


class Answers(NamedTuple):
    """What was answered for the rows of one table, in their order."""

    words: pl.DataFrame
    """The keys, and a column of words per destination."""
    counts: dict[str, Counts]
    """How many rows have which word, per destination."""
    statuses: pl.DataFrame | None = None
    """A column per rule that was asked for, named by its id (and the destination, where it looks at that)."""
    gates: dict[int, pl.Series] | None = None
    """Where the gates of `Question.behind` are true, if reasons were asked for."""
    charges: pl.DataFrame | None = None
    """A line per charge that is due (`charges.SCHEMA`)."""


class Asked:
    """A question made ready for tables of one schema; it can be put to any number of them, from several threads."""

    __slots__ = ("_charges", "_facts", "_keys", "_reasons", "_statuses", "_words", "question", "stages")

    def __init__(
        self,
        pack: RulePack,
        destinations: Sequence[str],
        schema: pl.Schema,
        *,
        as_of: date,
        on: date | None = None,
        keys: Iterable[str] = (),
        statuses: bool = False,
        amounts: bool = False,
        reasons: bool = False,
    ) -> None:
        self._keys: Final = tuple(keys)
        for n, key in enumerate(self._keys):
            if key not in schema or key in destinations or key in self._keys[:n]:
                raise BAD_KEY.at(Place(f"/{key[:_SHOWN]}"), column=repr(key[:_SHOWN]))
        self._facts: Final = check_columns(pack.vocabulary, schema, self._keys, day_given=on is not None)
        self.question: Final = Question(pack, destinations, self._facts, as_of=as_of, on=on)
        words = {place: self.question.word(place) for place in destinations}
        self._words: Final[dict[str, _Kinds]] = {
            place: (word.conditions, word.not_allowed, word.cannot_tell) for place, word in words.items()
        }
        self._statuses: Final = self._rules(destinations) if statuses else None
        self._charges: Final = self._due(destinations) if amounts else None
        behind = (one for place in destinations for _, rules in self.question.behind(place) for one in rules)
        self._reasons: Final = (
            {gate for one in behind for gate in (one.barring, one.undecided, one.condition)} if reasons else None
        )
        wanted = [gate for kinds in (*self._words.values(), *(self._statuses or {}).values()) for gate in kinds]
        self.stages: Final = Stages(
            self.question.circuit, [*wanted, *(one.gate for one in self._charges or ()), *sorted(self._reasons or ())]
        )

    def _rules(self, destinations: Sequence[str]) -> dict[str, _Kinds]:
        """What each rule says; of its versions at most one is in time, and the others are not applicable."""
        versions: dict[str, dict[int, tuple[CompiledRule, str]]] = {}
        for place in destinations:
            for one in self.question.rules(place):
                versions.setdefault(self.question.column_of(one, place), {}).setdefault(id(one), (one, place))
        some = self.question.circuit.some
        found: dict[str, _Kinds] = {}
        for name, ones in versions.items():
            said = [self.question.status(one, place) for one, place in ones.values()]
            found[name] = (
                some(one.passed for one in said),
                some(one.failed for one in said),
                some(one.unknown for one in said),
            )
        return found

    def _due(self, destinations: Sequence[str]) -> tuple[Charge, ...]:
        return tuple(
            Charge(place, one, gate)
            for place in destinations
            for one in self.question.rules(place)
            if (gate := self.question.due(one, place))
        )

    def answer(self, frame: pl.DataFrame, *, first_row: int = 0) -> Answers:
        """The answers for a table of the schema the question was made for; rows in errors count from `first_row`.

        Raises:
            InvalidInput: a cell that its fact cannot hold (GC-RUL-043), or a row without a day (GC-RUL-044).
        """
        columns = self.encode(frame, first_row=first_row)
        return self.answer_encoded(columns, frame.select(self._keys), first_row=first_row)

    def encode(self, frame: pl.DataFrame, *, first_row: int = 0) -> FactColumns:
        """The table laid out for the rules: made once, it can be asked again.

        Raises:
            InvalidInput: as `answer`.
        """
        columns = encoded(self.question.layout, frame, self._facts, first_row=first_row)
        if DAY in self.question.given and self.question.days_vary:
            every_day(columns, first_row=first_row)
        return columns

    def answer_encoded(self, columns: FactColumns, keys: pl.DataFrame, *, first_row: int = 0) -> Answers:
        """As `answer`, from what `encode` made of the table, with the table's own columns beside it."""
        table = columns.table.select(sorted(self.stages.columns))
        if not table.width:
            table = pl.DataFrame({_ROWS: np.zeros(columns.rows, np.uint8)})
        for stage in self.stages.stages:
            table = table.with_columns(stage)
        words = self._named(table, self._words, WORDS)
        statuses = None if self._statuses is None else self._named(table, self._statuses, STATUSES)
        due = None
        if self._charges is not None:
            due = charges(
                self._charges, self._true(table, {one.gate for one in self._charges}), columns.numbers, first_row
            )
        true = None if self._reasons is None else self._true(table, self._reasons)
        named = pl.DataFrame([*keys.get_columns(), *words.get_columns()])
        return Answers(named, self._counted(table), statuses, charges=due, gates=true)

    def _true(self, table: pl.DataFrame, gates: Iterable[int]) -> dict[int, pl.Series]:
        """Where each gate is true, row by row also where it is the same for all."""
        names = {gate: f"{gate}" for gate in gates}
        found = table.select(
            pl.first().alias(_ROWS), *(self.stages.expression(gate).alias(name) for gate, name in names.items())
        )
        return {gate: found.get_column(name) for gate, name in names.items()}

    def _counted(self, table: pl.DataFrame) -> dict[str, Counts]:
        """How many rows have each word; conditions are counted as they are packed, a bit a row."""
        true = self._true(table, {gate for kinds in self._words.values() for gate in kinds})
        often = {gate: int(where.sum()) for gate, where in true.items()}
        counts: dict[str, Counts] = {}
        for place, kinds in self._words.items():
            some = [often[gate] for gate in kinds]
            counts[place] = dict(zip(WORDS, (len(table) - sum(some), *some), strict=True))
        return counts

    def _named(self, table: pl.DataFrame, asked: Mapping[str, _Kinds], names: Sequence[str]) -> pl.DataFrame:
        """A column of categories for each name, made once for all that are alike."""
        first = {kinds: f"={name}" for name, kinds in reversed(list(asked.items()))}
        kind = pl.Enum(names)
        nothing, *values = (pl.lit(name, kind) for name in names)
        chosen = []
        for kinds, name in first.items():
            one, two, three = (self.stages.expression(gate) for gate in kinds)
            cell = pl.when(one).then(values[0]).when(two).then(values[1]).when(three).then(values[2])
            chosen.append(cell.otherwise(nothing).alias(name))
        found = table.select(pl.first().alias(_ROWS), *chosen)
        return pl.DataFrame([found.get_column(first[kinds]).alias(name) for name, kinds in asked.items()])
