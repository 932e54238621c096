"""Which version a workbook of default values says it is: the Commission puts every version under the same address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from greencard.border.refresh.cells import Cell, Sheet, Workbook, text_of
from greencard.errors import InvalidInput, Place, declare

__all__ = ["CORRECTED", "VERSION_SHEET", "WorkbookVersion", "version_of"]

VERSION_SHEET: Final = "Version History"
CORRECTED: Final = date(2026, 7, 31)
"""Publication of Implementing Regulation (EU) 2026/1740, which replaced Annexes I and IV: older tables are void."""
_MAX_ROWS: Final = 200
_VERSION: Final = re.compile(r"(?:version|v)?\.?\s*(\d{1,3}(?:\.\d{1,3}){0,2})", re.IGNORECASE)
_FORMATS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%Y%m%d")
_STAMP: Final = re.compile(r"(?<!\d)(20\d{6})(?!\d)")

NO_VERSION = declare(
    "GC-BRD-082",
    InvalidInput,
    en="The sheet {sheet} names no version with a date.",
    zh="工作表 {sheet} 未写明版本与日期。",
    remedy_en="Give the workbook as it was downloaded; without its version nobody can say which law it prints.",
    remedy_zh="请使用从欧盟委员会下载的原始工作簿；没有版本就无法说明它印的是哪一版法规。",
)
SUPERSEDED = declare(
    "GC-BRD-089",
    InvalidInput,
    en="This workbook is superseded: {what}.",
    zh="该工作簿已被取代：{what_zh}。",
    remedy_en="Download the workbook again (the address is the same) and import the version of 6 August 2026 or later.",
    remedy_zh="请从同一地址重新下载，导入 2026 年 8 月 6 日或之后的版本。",
)


@dataclass(frozen=True, slots=True)
class WorkbookVersion:
    """The newest entry of the version sheet; `number` is empty where the entry writes none."""

    number: str
    day: date


def version_of(workbook: Workbook) -> WorkbookVersion:
    """The newest dated entry of the sheet “Version History”.

    An entry is a row with a day, written as a date, as text or inside a file name (`…_v20260206`); its version is the
    first cell that is a version number. That the sheet exists and tells the version is known; where its columns stand
    was not seen, so none is assumed.

    Raises:
        InvalidInput: no such sheet (GC-BRD-080), no dated row (082), a version before Implementing Regulation
            (EU) 2026/1740 (089).
    """
    sheet = workbook.sheet(VERSION_SHEET)
    entries = [entry for row in list(sheet.filled())[:_MAX_ROWS] if (entry := _entry(sheet, row))]
    if not entries:
        raise NO_VERSION.at(sheet.place(), sheet=VERSION_SHEET)
    newest = max(entries, key=lambda entry: entry.day)
    if newest.day < CORRECTED:
        raise SUPERSEDED.at(
            Place(VERSION_SHEET, workbook.file),
            what=f"its newest entry is of {newest.day}; Implementing Regulation (EU) 2026/1740 of {CORRECTED} replaced"
            " these tables",
            what_zh=f"其最新版本为 {newest.day}，而 {CORRECTED} 公布的 (EU) 2026/1740 已替换这些表",
        )
    return newest


def _entry(sheet: Sheet, row: int) -> WorkbookVersion | None:
    cells = [sheet.cell(row, column) for column in range(1, sheet.width(row) + 1)]
    days = [day for cell in cells if (day := _day(cell)) is not None]
    if not days:
        return None
    numbers = [found[1] for cell in cells if _day(cell) is None and (found := _VERSION.fullmatch(text_of(cell)))]
    return WorkbookVersion(numbers[0] if numbers else "", days[0])


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    for pattern in _FORMATS:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    stamp = _STAMP.search(text)
    if stamp is None:
        return None
    try:
        return datetime.strptime(stamp[1], "%Y%m%d").date()  # noqa: DTZ007 - same
    except ValueError:
        return None
