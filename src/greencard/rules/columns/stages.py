"""A circuit as polars expressions in stages: what is used more than once becomes a column as soon as it is ready."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from greencard.rules.columns.gates import Circuit, Gate, Leaf

__all__ = ["Stages"]

_KEPT: Final = "\x00"
"""Begins the name of a gate's column, as no fact's name does."""
_MOST_NESTED: Final = 64
"""Gates inside one expression before it becomes a column of its own, so that no tree grows deep."""


class Stages:
    """Expressions of the gates wanted, and the columns to make before them, stage by stage."""

    __slots__ = ("_circuit", "_level", "_nested", "_texts", "columns", "stages")

    def __init__(self, circuit: Circuit, wanted: Iterable[int]) -> None:
        self._circuit: Final = circuit
        gates = tuple(dict.fromkeys(wanted))
        uses = _uses(circuit, gates)
        self._level: Final[dict[int, int]] = {}
        self._texts: Final[dict[int, pl.Expr]] = {}
        self._nested: Final[dict[int, int]] = {}
        self.stages: Final[list[list[pl.Expr]]] = []
        """Columns to add, one list after the other."""
        for number in sorted(uses):
            self._make(number, uses[number])
        self.columns: Final = frozenset(
            node.column for number in uses if isinstance(node := circuit.nodes[number], Leaf)
        )
        """Columns of the encoded table that are looked at."""

    def expression(self, gate: int) -> pl.Expr:
        """Where the gate is true, once the stages are there."""
        return self._texts[gate]

    def _make(self, number: int, uses: int) -> None:
        node = self._circuit.nodes[number]
        match node:
            case bool():
                self._texts[number], self._level[number], self._nested[number] = pl.lit(node), 0, 0
                return
            case Leaf():
                text, level, nested = _leaf(node), 0, 0
            case Gate(kind, inputs):
                parts = [self._texts[one] for one in inputs]
                text = ~parts[0] if kind == "not" else parts[0]
                for part in parts[1:]:
                    text = text & part if kind == "and" else text | part
                level = max(self._level[one] for one in inputs)
                nested = len(inputs) + sum(self._nested[one] for one in inputs)
        if uses > 1 or nested > _MOST_NESTED:
            while len(self.stages) <= level:
                self.stages.append([])
            name = f"{_KEPT}{number}"
            self.stages[level].append(text.alias(name))
            text, level, nested = pl.col(name), level + 1, 0
        self._texts[number], self._level[number], self._nested[number] = text, level, nested


def _uses(circuit: Circuit, gates: tuple[int, ...]) -> Mapping[int, int]:
    """How often each gate that matters is looked at."""
    uses = dict.fromkeys(gates, 1)
    waiting = list(gates)
    while waiting:
        node = circuit.nodes[waiting.pop()]
        if isinstance(node, Gate):
            for one in node.inputs:
                if one not in uses:
                    uses[one] = 0
                    waiting.append(one)
                uses[one] += 1
    return uses


def _leaf(leaf: Leaf) -> pl.Expr:
    cell = pl.col(leaf.column)
    match leaf.test:
        case "holds":
            return cell.fill_null(value=False)
        case "given":
            return cell.is_not_null()
        case "below":
            return cell < leaf.value
        case "equal":
            return cell == leaf.value
        case "bits":
            return (cell & pl.lit(leaf.value, pl.UInt8)) != 0
