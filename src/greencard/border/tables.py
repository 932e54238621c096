"""Strict reading of the pack's CSV tables: known header, known width, bounded size, every cell with its place."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from greencard.errors import InvalidInput, Place, declare
from greencard.quantity import parse_decimal

__all__ = ["BAD_TABLE", "Row", "read_table"]

_MAX_BYTES: Final = 4_000_000
_MAX_ROWS: Final = 20_000

BAD_TABLE = declare(
    "GC-BRD-010",
    InvalidInput,
    en="A table of the border data cannot be read: {what}.",
    zh="边境碳成本数据表无法读取：{what}。",
    remedy_en="Restore the file named here from the released package, or correct the row.",
    remedy_zh="请从发布的软件包恢复此文件，或更正该行。",
)


class Row:
    """One row of a table: cells by column name, and where the row stands."""

    __slots__ = ("_cells", "_columns", "_file", "_line")

    def __init__(self, cells: list[str], columns: dict[str, int], file: str, line: int) -> None:
        self._cells = cells
        self._columns = columns
        self._file = file
        self._line = line

    def place(self, column: str = "") -> Place:
        """File and line, and the column as pointer."""
        return Place(f"/{column}" if column else "", self._file, self._line)

    def has(self, column: str) -> bool:
        """Whether the table has this column."""
        return column in self._columns

    def text(self, column: str) -> str:
        """The cell as printed."""
        return self._cells[self._columns[column]]

    def one_of(self, column: str, allowed: tuple[str, ...]) -> str:
        """The cell, which must be one of `allowed`."""
        cell = self.text(column)
        if cell not in allowed:
            raise BAD_TABLE.at(self.place(column), what=f"{cell!r} is none of {', '.join(map(repr, allowed))}")
        return cell

    def digits(self, column: str, lengths: range) -> str:
        """The cell, which must be a code of digits with a length in `lengths`."""
        cell = self.text(column)
        if not (cell.isascii() and cell.isdigit() and len(cell) in lengths):
            raise BAD_TABLE.at(self.place(column), what=f"{cell!r} is not a code")
        return cell

    def number(self, column: str) -> Decimal:
        """The cell as a number of zero or more."""
        try:
            value = parse_decimal(self.text(column), self.place(column))
        except InvalidInput as error:
            raise BAD_TABLE.at(self.place(column), what=str(error)) from error
        if value < 0:
            raise BAD_TABLE.at(self.place(column), what=f"{value} is negative")
        return value

    def optional_number(self, column: str) -> Decimal | None:
        """The cell as a number, None where it is empty."""
        return self.number(column) if self.text(column) else None

    def year(self, column: str) -> int:
        """The cell as a year of four digits."""
        cell = self.text(column)
        if not (cell.isascii() and cell.isdigit() and len(cell) == len("2026")):
            raise BAD_TABLE.at(self.place(column), what=f"{cell!r} is not a year")
        return int(cell)

    def day(self, column: str) -> date:
        """The cell as an ISO 8601 date."""
        try:
            return date.fromisoformat(self.text(column))
        except ValueError as error:
            raise BAD_TABLE.at(self.place(column), what=f"{self.text(column)!r} is not a date") from error


def read_table(file: str, data: bytes, header: tuple[str, ...]) -> Iterator[Row]:
    """Rows of a CSV table whose first line is exactly `header`.

    Raises:
        InvalidInput: too large, not UTF-8, another header, a row of another width (GC-BRD-010).
    """
    if len(data) > _MAX_BYTES:
        raise BAD_TABLE.at(Place(file=file), what=f"more than {_MAX_BYTES} bytes")
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise BAD_TABLE.at(Place(file=file), what="not UTF-8") from error
    columns = {name: index for index, name in enumerate(header)}
    reader = csv.reader(lines, strict=True)
    try:
        first = next(reader, [])
        if tuple(first) != header:
            raise BAD_TABLE.at(Place(file=file, line=1), what=f"the header is {first!r}, expected {list(header)!r}")
        for cells in reader:
            if len(cells) != len(header):
                here = Place(file=file, line=reader.line_num)
                raise BAD_TABLE.at(here, what=f"{len(cells)} cells, not {len(header)}")
            if reader.line_num > _MAX_ROWS:
                raise BAD_TABLE.at(Place(file=file, line=reader.line_num), what=f"more than {_MAX_ROWS} rows")
            yield Row(cells, columns, file, reader.line_num)
    except csv.Error as error:
        raise BAD_TABLE.at(Place(file=file, line=reader.line_num), what=str(error)) from error
