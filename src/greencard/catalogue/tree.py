"""The syntax tree of a product file: every value as the text that was written, with the line it stands on.

Nothing is guessed here: `NO`, `012`, `1:30` and `0.10` stay text until a field of the table says what they are.
Sizes are bounded while the tree grows, so a hostile file costs no more than a large honest one.
"""

from __future__ import annotations

from typing import Final

import msgspec

from greencard.catalogue.faults import DUPLICATE_KEY, SHAPE, TOO_COMPLEX
from greencard.errors import Fault, GreencardError, Place

__all__ = ["MAX_DEPTH", "MAX_NODES", "Builder", "Listing", "Node", "Scalar", "Table", "is_null", "pointer_to"]

MAX_NODES: Final = 20_000
MAX_DEPTH: Final = 32
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})


class Scalar(msgspec.Struct, frozen=True, gc=False):
    """A single value: its text, its line (from 1) and whether it stood without quotes."""

    text: str
    line: int
    plain: bool = True


class Listing(msgspec.Struct, frozen=True):
    """A sequence of nodes."""

    items: tuple[Node, ...]
    line: int


class Table(msgspec.Struct, frozen=True):
    """Keys and their nodes in the order written; a key stands once (a second one became a fault)."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int


Node = Scalar | Listing | Table


def is_null(node: Node) -> bool:
    """Whether the writer left the value out: nothing, `~` or `null` without quotes."""
    return isinstance(node, Scalar) and node.plain and node.text in _NULLS


def pointer_to(base: str, key: str | int) -> str:
    """RFC 6901 pointer of `key` below `base`."""
    return f"{base}/{str(key).replace('~', '~0').replace('/', '~1')}"


class _Frame(msgspec.Struct):
    table: bool
    line: int
    items: list[Node] = msgspec.field(default_factory=list)
    keys: list[Scalar] = msgspec.field(default_factory=list)
    lines: dict[str, int] = msgspec.field(default_factory=dict)
    pending: Scalar | None = None
    skip: bool = False


class Builder:
    """Builds a tree from opening, value and closing events, within bounds; both syntaxes feed it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self._stack: list[_Frame] = []
        self._count = 0

    @property
    def depth(self) -> int:
        """Number of tables and lists now open."""
        return len(self._stack)

    def _tick(self, line: int) -> None:
        self._count += 1
        if self._count > MAX_NODES or len(self._stack) >= MAX_DEPTH:
            raise TOO_COMPLEX.at(Place("", self.file, line), nodes=MAX_NODES, depth=MAX_DEPTH)

    def _pointer(self) -> str:
        pointer = ""
        for frame in self._stack:
            step = (frame.pending.text if frame.pending else "") if frame.table else len(frame.items)
            pointer = pointer_to(pointer, step)
        return pointer

    def open(self, line: int, *, table: bool) -> None:
        """A table or list begins.

        Raises:
            InvalidInput: too deep or too many entries (GC-CAT-006), or a key that is not a single word (GC-CAT-023).
        """
        self._tick(line)
        if self._stack and self._stack[-1].table and self._stack[-1].pending is None:
            raise self._bad_key(line)
        self._stack.append(_Frame(table=table, line=line))

    def scalar(self, text: str, line: int, *, plain: bool) -> None:
        """A key or a single value.

        Raises:
            InvalidInput: too many entries (GC-CAT-006).
        """
        self._tick(line)
        node = Scalar(text, line, plain)
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.table and frame.pending is None:
            frame.pending = node
            first = frame.lines.get(text)
            frame.skip = first is not None
            if first is None:
                frame.lines[text] = line
            else:
                place = Place(self._pointer(), self.file, line)
                key = repr(text[:60])
                self.faults.append(DUPLICATE_KEY.fault(place, key=key, first_line=first, second_line=line))
            return
        self._add(node)

    def close(self) -> None:
        """The innermost table or list ends."""
        frame = self._stack.pop()
        if frame.table:
            self._add(Table(tuple(zip(frame.keys, frame.items, strict=True)), frame.line))
        else:
            self._add(Listing(tuple(frame.items), frame.line))

    def _add(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        if frame.table:
            if frame.pending is not None and not frame.skip:
                frame.keys.append(frame.pending)
                frame.items.append(node)
            frame.pending = None
        else:
            frame.items.append(node)

    def _bad_key(self, line: int) -> GreencardError:
        return SHAPE.at(
            Place(self._pointer(), self.file, line),
            key="?",
            key_zh="键",
            expected="a single word before the colon",
            expected_zh="冒号前的一个词",
            doc="A key is a word, not a list or a group.",
            doc_zh="键是一个词，不能是列表或分组。",
        )
