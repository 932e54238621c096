"""Joins the border data and files of a person to the border use cases; nothing is stored."""

from __future__ import annotations

import stat
import sys
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from greencard.errors import GreencardError, InvalidInput, Place, declare
from greencard.interfaces import wiring
from greencard.interfaces.words import WHY_ZH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from greencard.border import BorderPack, CalendarEvent, Outlook, ScopeReport
    from greencard.border.answered import AnsweredLines, LinesTotal
    from greencard.errors import Lang
    from greencard.model import Text
    from greencard.services.border import BorderAnswer, BorderQuestion
    from greencard.services.border_statement import Statement
    from greencard.services.packs import Packs

__all__ = [
    "AnsweredFile",
    "answers_file",
    "calendar",
    "cost_of_file",
    "cost_of_line",
    "line_format",
    "outlook",
    "scope",
    "statement_schema",
]

_MOST_TEXT: Final = 200_000_000
_MOST_WORKBOOK: Final = 50_000_000
_MOST_PARQUET: Final = 2_000_000_000

NO_FORMAT: Final = declare(
    "GC-CLI-031",
    InvalidInput,
    en="{file}: lines are read and written as {known}, by the ending of the name.",
    zh="{file}：清单按文件扩展名读写，可用 {known}。",
    remedy_en="Give the file the ending of its format.",
    remedy_zh="请让文件扩展名与格式一致。",
)

_OPTION: Final = {
    "/cn": "--cn",
    "/origin": "--origin",
    "/net_mass_t": "--kg",
    "/on": "--on",
    "/as_of": "--as-of",
    "/importer_tonnes": "--importer-tonnes",
    "/importer_value_gbp": "--importer-gbp",
    "/destination": "--to",
    "/prices": "--price",
    "/from_area": "--sea-from",
    "/to_area": "--sea-to",
    "/equipment": "--equipment",
    "/containers": "--containers",
}
"""Where a person at the terminal wrote what a pointer of the question names."""


def _packs(folder: Path | None) -> Packs:
    """The packs of this installation, with the border data of a folder where one is named."""
    from greencard.adapters.packs.shipped import ShippedPacks  # noqa: PLC0415 - a verb loads only what it asks for

    if folder is None:
        return ShippedPacks()
    from greencard.adapters.packs.border import border_pack_in  # noqa: PLC0415 - same

    class Imported(ShippedPacks):
        __slots__ = ()

        def border(self) -> BorderPack:
            return border_pack_in(folder)

    return Imported()


def _statement(path: Path | None, packs: Packs) -> Statement | None:
    """The producer's data from a file, or from the standard input where the name is `-`."""
    if path is None:
        return None
    from greencard.catalogue import MAX_PRODUCT_BYTES  # noqa: PLC0415 - same
    from greencard.services.border_statement import read_statement  # noqa: PLC0415 - same

    if str(path) == "-":
        data = sys.stdin.buffer.read(MAX_PRODUCT_BYTES + 1)
        if len(data) > MAX_PRODUCT_BYTES:
            raise wiring.TOO_LARGE.at(Place(file="-"), file="-", size=len(data), limit=MAX_PRODUCT_BYTES)
    else:
        data = wiring.read_file(path, MAX_PRODUCT_BYTES)
    return read_statement(data, str(path), packs.border())


def _where(statement: Statement | None, place: Place) -> Place:
    option = _OPTION.get(place.pointer)
    if option is not None:
        return Place(option)
    return place if statement is None else statement.place(place)


def cost_of_line(
    question: BorderQuestion, *, actual: Path | None = None, as_of: date | None = None, folder: Path | None = None
) -> BorderAnswer:
    """The answer for one line, with the producer's data from a file where one is given.

    `folder`: imported border data to use instead of those of this installation.

    Raises:
        InvalidInput, Refused: a fault of the question at its option, of the file at its pointer and line.
    """
    import msgspec  # noqa: PLC0415 - same

    from greencard.services.border import border_cost, placed  # noqa: PLC0415 - same

    packs = _packs(folder)
    statement = _statement(actual, packs)
    if statement is not None:
        statement.check_good(question.cn)
        question = msgspec.structs.replace(question, actual=statement.actual, carbon_price=statement.carbon_price)
    made_up = statement is not None and statement.illustrative
    try:
        return border_cost(question, packs=packs, as_of=as_of or wiring.today(), illustrative=made_up)
    except GreencardError as error:
        raise placed(error, lambda place: _where(statement, place)) from error


def outlook(
    cn: str,
    origin: str,
    net_mass_t: Decimal,
    *,
    prices: Sequence[Decimal] = (),
    actual: Path | None = None,
    as_of: date | None = None,
    folder: Path | None = None,
) -> Outlook:
    """The years ahead of one good; `prices` are held in EUR per t, without them a range of published ones."""
    from greencard.border import PriceScenario  # noqa: PLC0415 - same
    from greencard.model import Text  # noqa: PLC0415 - same
    from greencard.services.border import border_outlook, placed  # noqa: PLC0415 - same

    packs = _packs(folder)
    statement = _statement(actual, packs)
    if statement is not None:
        statement.check_good(cn)
    held = [PriceScenario(name=Text(en="held as asked", zh="按所给价格假定"), eur_per_t=price) for price in prices]
    try:
        return border_outlook(
            cn,
            origin,
            net_mass_t,
            packs=packs,
            as_of=as_of or wiring.today(),
            prices=held,
            actual=None if statement is None else statement.actual,
        )
    except GreencardError as error:
        raise placed(error, lambda place: _where(statement, place)) from error


def scope(cn: str, folder: Path | None = None) -> ScopeReport:
    """Where a commodity code stands."""
    from greencard.services.border import border_scope  # noqa: PLC0415 - same

    return border_scope(cn, packs=_packs(folder))


def calendar(
    *,
    first: date | None = None,
    last: date | None = None,
    regime: str = "",
    as_of: date | None = None,
    folder: Path | None = None,
) -> tuple[CalendarEvent, ...]:
    """Dated events of the schemes, as seen from a day."""
    from greencard.services.border import border_calendar  # noqa: PLC0415 - same

    packs = _packs(folder)
    return border_calendar(packs=packs, as_of=as_of or wiring.today(), first=first, last=last, regime=regime)


def statement_schema() -> dict[str, Any]:
    """JSON Schema of the file that `--actual` takes."""
    from greencard.services.border_statement import statement_schema as schema  # noqa: PLC0415 - same

    return schema()


class AnsweredFile(NamedTuple):
    """A file of lines with its answers, the total, and what to know about the reading."""

    answered: AnsweredLines
    total: LinesTotal
    notes: tuple[Text, ...]


def line_format(path: Path) -> str:
    """The ending of a file of lines, which says its format.

    Raises:
        InvalidInput: it is none that is read here (GC-CLI-031).
    """
    from greencard.adapters.tables import FORMATS  # noqa: PLC0415 - same

    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise NO_FORMAT.at(Place(file=str(path)), file=str(path)[:100], known=", ".join(FORMATS))
    return ending


def cost_of_file(
    path: Path,
    *,
    on: date | None = None,
    origin: str = "",
    to: str = "EU",
    importer_t: Decimal | None = None,
    value_gbp: Decimal | None = None,
    as_of: date | None = None,
    folder: Path | None = None,
) -> AnsweredFile:
    """Every line of a file on default values; what is given here holds of lines whose file has no such column.

    Raises:
        InvalidInput: the file as a whole cannot be read (GC-CLI-003, 004, 031; GC-BRD-060 to 071), or its importer's
            total cannot be (GC-BRD-003, 065, 066).
        Unavailable: the extra `[tables]` is missing (GC-BRD-070).
    """
    from greencard.adapters.tables import read_lines  # noqa: PLC0415 - same
    from greencard.border.lines import Defaults  # noqa: PLC0415 - numpy comes with it
    from greencard.services.border import placed  # noqa: PLC0415 - same
    from greencard.services.border_lines import border_lines  # noqa: PLC0415 - same

    ending = line_format(path)
    data = b""
    if ending == ".parquet":
        _bounded(path, _MOST_PARQUET)
    else:
        data = wiring.read_file(path, _MOST_WORKBOOK if ending == ".xlsx" else _MOST_TEXT)
    found = read_lines(path, data, Defaults(on, origin, to))
    try:
        answered, total = border_lines(
            found.lines,
            packs=_packs(folder),
            as_of=as_of or wiring.today(),
            importer_t=importer_t,
            value_gbp=value_gbp,
        )
    except GreencardError as error:
        raise placed(error, lambda place: _where(None, place)) from error
    return AnsweredFile(answered, total, found.notes)


def _bounded(path: Path, limit: int) -> None:
    """Refuse a file that is not there or larger than `limit` bytes, for readers that open it themselves.

    Raises:
        InvalidInput: no such regular file (GC-CLI-003), or larger than `limit` bytes (GC-CLI-004).
    """
    place = Place(file=str(path))
    try:
        found = path.stat()
    except OSError as error:
        why = error.strerror or "?"
        raise wiring.NO_FILE.at(place, file=str(path), why=why, why_zh=WHY_ZH.get(error.errno or 0, why)) from None
    if not stat.S_ISREG(found.st_mode):
        raise wiring.NO_FILE.at(place, file=str(path), why="not a regular file", why_zh="不是普通文件")
    if found.st_size > limit:
        raise wiring.TOO_LARGE.at(place, file=str(path), size=found.st_size, limit=limit)


def answers_file(found: AnsweredFile, ending: str, lang: Lang) -> bytes:
    """The answers as a file in the format of an ending.

    Raises:
        InvalidInput: more lines than the format holds (GC-BRD-071).
        Unavailable: the extra `[tables]` is missing (GC-BRD-070).
    """
    from greencard.adapters.tables import answers_as_bytes  # noqa: PLC0415 - same

    return answers_as_bytes(found.answered, found.total, ending, lang)
