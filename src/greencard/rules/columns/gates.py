"""A circuit of truth values without unknowns: equal parts are one gate, and what is settled beforehand is folded away.

Three-valued conditions arrive here as two gates each, "definitely true" and "definitely false"; every gate is a column
of plain booleans, and a gate that several rules or destinations share is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple, TypeAlias

__all__ = ["FALSE", "TRUE", "Circuit", "Gate", "Leaf", "Test"]

FALSE: Final = 0
TRUE: Final = 1

Test = Literal["holds", "given", "below", "equal", "bits"]
"""What is asked of a cell:

* `holds`: a boolean cell is true; * `given`: a boolean cell is not empty;
* `below`: a whole number is below the value; * `equal`: it is the value; * `bits`: it has a bit of the value.
"""


class Leaf(NamedTuple):
    """One question about one encoded column."""

    column: str
    test: Test
    value: int = 0


class Gate(NamedTuple):
    """`and` or `or` of two and more gates, or `not` of one."""

    kind: Literal["and", "or", "not"]
    inputs: tuple[int, ...]


Node: TypeAlias = bool | Leaf | Gate


class Circuit:
    """Gates by number; 0 is false, 1 is true. A gate's inputs have smaller numbers than the gate."""

    __slots__ = ("_numbers", "nodes")

    def __init__(self) -> None:
        self.nodes: Final[list[Node]] = [False, True]
        self._numbers: Final[dict[Leaf | Gate, int]] = {}

    def _number(self, node: Leaf | Gate) -> int:
        found = self._numbers.get(node)
        if found is None:
            found = self._numbers[node] = len(self.nodes)
            self.nodes.append(node)
        return found

    def leaf(self, column: str, test: Test, value: int = 0) -> int:
        """The gate of a question about a column."""
        return self._number(Leaf(column, test, value))

    def negated(self, gate: int) -> int:
        """True where `gate` is false."""
        if gate <= TRUE:
            return TRUE - gate
        node = self.nodes[gate]
        return node.inputs[0] if isinstance(node, Gate) and node.kind == "not" else self._number(Gate("not", (gate,)))

    def every(self, gates: Iterable[int]) -> int:
        """True where all are."""
        return self._joined("and", gates, FALSE)

    def some(self, gates: Iterable[int]) -> int:
        """True where at least one is."""
        return self._joined("or", gates, TRUE)

    def _joined(self, kind: Literal["and", "or"], gates: Iterable[int], absorbing: int) -> int:
        inputs = sorted(set(gates) - {TRUE - absorbing})
        if not inputs:
            return TRUE - absorbing
        if absorbing in inputs or any(self.negated(one) in inputs for one in inputs if self._is_not(one)):
            return absorbing
        return inputs[0] if len(inputs) == 1 else self._number(Gate(kind, tuple(inputs)))

    def _is_not(self, gate: int) -> bool:
        node = self.nodes[gate]
        return isinstance(node, Gate) and node.kind == "not"
