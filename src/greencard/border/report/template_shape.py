"""The communication template as it must be before a cell of it is filled: sheets, version, labels that stand still."""

from __future__ import annotations

from typing import Final

from greencard.border.refresh.cells import Workbook, text_of
from greencard.errors import InvalidInput, Place, declare

__all__ = ["READ_SHEETS", "check_template"]

_SHEETS: Final = (
    "0_Versions",
    "a_Contents",
    "b_Guidelines&Conditions",
    "c_CodeLists",
    "A_InstData",
    "B_EmInst",
    "C_Emissions&Energy",
    "D_Processes",
    "E_PurchPrec",
    "F_Tools",
    "G_FurtherGuidance",
    "Summary_Processes",
    "Summary_Products",
    "Summary_Communication",
    "InputOutput",
    "Parameters_Constants",
    "Parameters_CNCodes",
    "Translations",
    "VersionDocumentation",
)
_VERSIONS: Final = frozenset({"2.1", "2.1.1"})
_LABELS: Final = (
    ("A_InstData", 9, 8, "start"),
    ("A_InstData", 9, 11, "end"),
    ("A_InstData", 20, 5, "name of the installation (english"),
    ("B_EmInst", 13, 4, "method"),
    ("D_Processes", 11, 4, "production process 1"),
    ("D_Processes", 76, 4, "production process 2"),
    ("E_PurchPrec", 14, 4, "purchased precursor 1"),
    ("E_PurchPrec", 58, 4, "purchased precursor 2"),
    ("Summary_Products", 8, 4, "production process"),
)
"""Sheet, row, column and how its text begins: cells that stand still are where the map says."""
READ_SHEETS: Final = frozenset({"0_Versions", *(label[0] for label in _LABELS)})
_MOST_VERSIONS: Final = 100

OTHER_TEMPLATE: Final = declare(
    "GC-BRD-105",
    InvalidInput,
    en="{file} is not the communication template this program knows: {what}.",
    zh="{file} 不是本程序所认识的沟通模板：{what_zh}。",
    remedy_en="Give the Commission's “CBAM communication template for installations”, version 2.1 of 2024, as"
    " downloaded or as saved by Excel or LibreOffice.",
    remedy_zh="请使用欧盟委员会 2024 年 2.1 版“CBAM 设施沟通模板”的原文件，或由 Excel、LibreOffice 保存的文件。",
)


def check_template(workbook: Workbook) -> str:
    """The version of the template.

    Raises:
        InvalidInput: other sheets, another version, or a known label that is not where it should be (GC-BRD-105).
    """
    place = Place(file=workbook.file)
    if tuple(workbook.sheets) != _SHEETS:
        strange = next((name for name in workbook.sheets if name not in _SHEETS), "")
        absent = next((name for name in _SHEETS if name not in workbook.sheets), "")
        what = f"its sheets differ ({strange or absent or 'order'})"
        what_zh = f"工作表不同（{strange or absent or '顺序'}）"
        raise OTHER_TEMPLATE.at(place, file=workbook.file, what=what[:120], what_zh=what_zh[:120])
    history = workbook.sheets["0_Versions"]
    versions = [text_of(history.cell(row, 5)) for row in list(history.filled())[:_MOST_VERSIONS]]
    version = next((text for text in reversed(versions) if text[:1].isdigit()), "")
    if version not in _VERSIONS:
        what, what_zh = f"its version is {version[:20] or 'not said'}", f"版本为 {version[:20] or '未写明'}"
        raise OTHER_TEMPLATE.at(Place("0_Versions", workbook.file), file=workbook.file, what=what, what_zh=what_zh)
    for name, row, column, expected in _LABELS:
        sheet = workbook.sheets[name]
        if not text_of(sheet.cell(row, column)).casefold().startswith(expected):
            found = text_of(sheet.cell(row, column))[:40]
            what, what_zh = f"{found!r} where “{expected}” stands", f"应为“{expected}”处是 {found!r}"
            raise OTHER_TEMPLATE.at(sheet.place(row, column), file=workbook.file, what=what, what_zh=what_zh)
    return version
