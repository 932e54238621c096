"""Folders and files of many products: what lies in them, cut into pieces of work and given on product by product."""

from __future__ import annotations

import errno
import os
import re
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from greencard.errors import GreencardError, InvalidInput, Place
from greencard.interfaces import wiring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from greencard.errors import Fault
    from greencard.model import FootprintResult, Product
    from greencard.services.packs import Packs

__all__ = [
    "MANY",
    "NO_KEYS",
    "Keys",
    "Piece",
    "Taker",
    "count_of",
    "is_period",
    "pieces_of",
    "shown",
    "take_all",
    "take_piece",
]

SINGLE: Final = (".yaml", ".yml", ".json")
MANY: Final = ".jsonl"
PIECE_FILES: Final = 500
PIECE_BYTES: Final = 4 * 1024 * 1024
READ: Final = 1024 * 1024
_OTHER: Final = re.compile(
    r"(?:^|[{,])\s*[\"']?(?:schema|格式)[\"']?\s*[:：]\s*[\"']?greencard\\?/(?:system|facility-period)\\?/",
    re.MULTILINE,
)
"""The key `schema` (格式) at the beginning of a row or of an object, with a schema that is not a product's."""
_CREDENTIAL: Final = b'"https://www.w3.org/ns/credentials/v2"'
_HEAD: Final = 4096
_LEAST: Final = 16_384
_OPEN: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_ELOOP: Final = errno.ELOOP
_FOLDER: Final = ("a folder", "文件夹")
_DEVICE: Final = ("a device or pipe", "设备或管道")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the work: files of a folder, or a stretch of a file with one product per line."""

    folder: str
    names: tuple[str, ...]
    start: int = 0
    length: int = 0
    first_line: int = 0
    """Of the stretch; 0: the names are files of one product each."""
    products: int = 0
    """About how many, for the progress bar."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What a person brings beside the products.

    Attributes:
        data: installation whose keys verify suppliers' cards; else the default one.
        trust: file of keys that stands in for them.
        factors: own emission factors (CSV), beside those that ship.
    """

    data: Path | None = None
    trust: Path | None = None
    factors: Path | None = None


NO_KEYS: Final = Keys()
"""Nothing beside the products."""


class Taker(Protocol):
    """What takes products in, one after the other."""

    @property
    def packs(self) -> Packs:
        """The data they are read with."""
        ...

    @property
    def on(self) -> date:
        """The day they are read for."""
        ...

    def take(
        self, data: bytes, file: str, single: Callable[[Product], FootprintResult], *, line: int | None = None
    ) -> None:
        """One product file, or one line of a file with many."""
        ...

    def refuse(self, name: str, file: str, faults: Sequence[Fault]) -> None:
        """A file that could not even be read."""
        ...

    def leave(self, file: str) -> None:
        """A file that holds something else."""
        ...


def take_all(path: Path, taker: Taker) -> None:
    """Give every product of a folder or of a `.jsonl` file to `taker`, in the order of names and lines.

    Raises:
        InvalidInput: it cannot be read (GC-CLI-003), or holds too many products (GC-SVC-018).
    """
    for piece in pieces_of(path)[0]:
        take_piece(piece, taker)


def pieces_of(path: Path) -> tuple[list[Piece], int]:
    """The work in a folder or a `.jsonl` file, and about how many products it holds.

    Raises:
        InvalidInput: it cannot be read (GC-CLI-003), or holds too many products (GC-SVC-018).
    """
    from greencard.services.market import MAX_PRODUCTS, TOO_MANY_FILES  # noqa: PLC0415 - loads numpy

    try:
        if path.is_dir():
            with os.scandir(path) as entries:
                names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
            folder = str(path)
        else:
            path.stat()
            names, folder = [path.name], str(path.parent)
        many = [name for name in names if name.lower().endswith(MANY)]
        single = [name for name in names if name.lower().endswith(SINGLE)]
        found = [
            Piece(folder, tuple(single[at : at + PIECE_FILES]), products=len(single[at : at + PIECE_FILES]))
            for at in range(0, len(single), PIECE_FILES)
        ]
        for name in many:
            found.extend(_stretches(folder, name))
    except OSError as error:
        raise InvalidInput(wiring.no_file(str(path), error)) from None
    count = sum(piece.products for piece in found)
    if count > MAX_PRODUCTS:
        raise TOO_MANY_FILES.at(Place(file=str(path)), folder=str(path), limit=MAX_PRODUCTS)
    return found, count


def count_of(path: Path) -> int:
    """About how many products a folder or a `.jsonl` file holds, for a progress bar."""
    return pieces_of(path)[1]


def shown(name: str) -> str:
    """A file name as it may stand in a terminal or in JSON: with a question mark for what cannot be printed."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def is_period(path: Path) -> bool:
    """Whether a file says that it is a facility's period; one that cannot be read does not."""
    try:
        if not path.is_file():
            return False  # the first bytes of a pipe can be read but once
        with path.open("rb") as source:
            head = source.read(_HEAD)
    except OSError:
        return False
    return b"facility-period" in head and _is_other(head)


def _stretches(folder: str, name: str) -> Iterator[Piece]:
    """A file with one product per line, cut behind line ends; what cannot be opened is left to the reading."""
    descriptor = _regular(Path(folder) / name)
    if descriptor is None:
        yield Piece(folder, (name,), first_line=1, products=1)
        return
    with open(descriptor, "rb", buffering=0) as source:  # noqa: PTH123 - opened by descriptor
        start, at, line, lines = 0, 0, 1, 0
        while data := source.read(READ):
            at += len(data)
            lines += data.count(b"\n")
            cut = data.rfind(b"\n")
            if cut >= 0 and at - start >= PIECE_BYTES:
                end = at - len(data) + cut + 1
                yield Piece(folder, (name,), start, end - start, line, lines)
                start, line, lines = end, line + lines, 0
        if at > start:
            yield Piece(folder, (name,), start, at - start, line, lines + 1)


def _regular(path: Path) -> int | None:
    """The descriptor of a regular file, which a link, a folder, a pipe or a device is not; None for those."""
    try:
        descriptor = os.open(path, _OPEN)
    except OSError:
        return None
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    return None


def take_piece(piece: Piece, taker: Taker, keys: Keys = NO_KEYS) -> None:
    """Give every product of a piece to `taker`; those out of the ordinary are assessed with `keys`."""
    if piece.first_line:
        _take_lines(piece, taker, keys)
    else:
        folder = os.open(piece.folder, os.O_RDONLY) if os.open in os.supports_dir_fd else None
        try:
            for name in piece.names:
                _take_file(Path(piece.folder) / name, folder, taker, keys)
        finally:
            if folder is not None:
                os.close(folder)


def _take_file(path: Path, at: int | None, taker: Taker, keys: Keys) -> None:
    from greencard.catalogue import MAX_PRODUCT_BYTES  # noqa: PLC0415 - loaded with the services

    label = shown(path.name)
    data, faults = _bytes_of(path if at is None else Path(path.name), label, MAX_PRODUCT_BYTES, at)
    if faults:
        taker.refuse("", label, faults)
        return
    if _is_other(data[:_HEAD]):
        taker.leave(label)  # a system or a period is assessed by itself, a supplier's card read by who names it
        return

    def single(_product: Product) -> FootprintResult:
        try:
            found, _ = wiring.assess_file(path, on=taker.on, data=keys.data, trust=keys.trust, factors=keys.factors)
        except GreencardError as error:
            raise _named(error, str(path), label) from error
        return found.footprint

    taker.take(data, label, single)


def _named(error: GreencardError, path: str, label: str) -> GreencardError:
    """The error with the file as a folder's rows call it."""
    return type(error)(
        *(
            replace(fault, place=replace(fault.place, file=label)) if fault.place.file == path else fault
            for fault in error.faults
        )
    )


def _is_other(head: bytes) -> bool:
    """Whether a file is a product system, a facility's period or a card. A text may speak of one."""
    if b'"@context"' in head and _CREDENTIAL in head:
        return True
    if b"system" not in head and b"facility-period" not in head:
        return False
    return _OTHER.search(head.decode("utf-8", "replace").removeprefix("\ufeff")) is not None


def _bytes_of(path: Path, label: str, limit: int, at: int | None) -> tuple[bytes, tuple[Fault, ...]]:
    """Bytes of a regular file; a link, a pipe or a device is not followed and not waited for."""
    from greencard.services.market import NOT_A_FILE  # noqa: PLC0415 - loaded with the services

    place = Place(file=label)
    try:
        descriptor = os.open(path, _OPEN, dir_fd=at)
    except OSError as error:
        if error.errno == _ELOOP:
            return b"", (NOT_A_FILE.fault(place, file=label, what="a link", what_zh="链接"),)
        return b"", (wiring.no_file(label, error),)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            what, what_zh = _FOLDER if stat.S_ISDIR(found.st_mode) else _DEVICE
            return b"", (NOT_A_FILE.fault(place, file=label, what=what, what_zh=what_zh),)
        parts, left = [], limit + 1
        while left > 0 and (data := os.read(descriptor, min(left, max(found.st_size + 1, _LEAST)))):
            parts.append(data)
            left -= len(data)
    except OSError as error:
        return b"", (wiring.no_file(label, error),)
    finally:
        os.close(descriptor)
    data = b"".join(parts)
    if len(data) > limit:
        return b"", (wiring.TOO_LARGE.fault(place, file=label, size=max(found.st_size, len(data)), limit=limit),)
    return data, ()


def _take_lines(piece: Piece, taker: Taker, keys: Keys) -> None:
    from greencard.services.market import LINE_TOO_LONG, MAX_LINE  # noqa: PLC0415 - loaded with the services

    name = piece.names[0]
    path, label = Path(piece.folder) / name, shown(name)
    descriptor = _regular(path)
    if descriptor is None:
        taker.refuse("", label, _bytes_of(path, label, 0, None)[1])
        return
    with open(descriptor, "rb") as source:  # noqa: PTH123 - opened by descriptor
        source.seek(piece.start)
        line, left = piece.first_line - 1, piece.length
        while left > 0 and (data := source.readline(min(MAX_LINE + 1, left))):
            line += 1
            left -= len(data)
            if len(data) > MAX_LINE and not data.endswith(b"\n"):
                fault = LINE_TOO_LONG.fault(Place("", label, line), limit=MAX_LINE)
                taker.refuse("", f"{label}:{line}", [fault])
                while left > 0 and not data.endswith(b"\n") and (data := source.readline(min(READ, left))):
                    left -= len(data)
            elif data.strip():
                taker.take(data, label, _single_of_line(path, taker, keys), line=line)


def _single_of_line(path: Path, taker: Taker, keys: Keys) -> Callable[[Product], FootprintResult]:
    def single(product: Product) -> FootprintResult:
        from greencard.interfaces.wiring_supplier_cards import cards_beside_file  # noqa: PLC0415 - same as below
        from greencard.services.assess import assess_product  # noqa: PLC0415 - only for products out of the ordinary

        meter = wiring.load_readings(product, path, None)
        cards = cards_beside_file(product, path, on=taker.on, data=keys.data, trust=keys.trust)
        return assess_product(product, readings=meter, packs=taker.packs, on=taker.on, cards=cards).footprint

    return single
