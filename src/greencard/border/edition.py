"""Which edition of the printed tables an answer rests on: the one that ships, or a workbook an operator has imported.

The manifest says it per file. A sentence about the law's figures is made from there, never from what shipped once.
"""

from __future__ import annotations

import re
from typing import Final

from greencard.border import law
from greencard.border.pack import ANNEX_IV, BENCHMARKS, OTHER, BorderPack, remember
from greencard.model import Text

__all__ = ["defaults_law", "defaults_path", "imported_notes", "printed_in", "workbook_source"]

_SHIPPED: Final = "eu-2025-2621"
"""Source of the tables as replaced by Implementing Regulation (EU) 2026/1740."""
_WORKBOOK: Final = re.compile(r"commission-workbook(?: ([0-9]{4}-[0-9]{2}-[0-9]{2}))? sha256:([0-9a-f]{12})")
_CORRECTED: Final = Text(en="as corrected by IR (EU) 2026/1740", zh="经 (EU) 2026/1740 更正")


def workbook_source(day: str, sha256: str) -> str:
    """How the manifest names a workbook of the Commission: the day of its version, where it has one, and its hash."""
    return f"commission-workbook{f' {day}' if day else ''} sha256:{sha256[:12]}"


def printed_in(pack: BorderPack, path: str) -> Text:
    """In words, the edition that a table of the pack prints, such as “as corrected by IR (EU) 2026/1740”."""
    listed = pack.files[path]
    if listed.source == _SHIPPED and listed.trust != "imported":
        return _CORRECTED
    workbook = _workbook(listed.source)
    return Text(en=f"as printed in {workbook.en}, imported by the operator", zh=f"据运营者导入的{workbook.zh}")


def _workbook(source: str) -> Text:
    found = _WORKBOOK.fullmatch(source)
    if found is None:
        return Text(en="a Commission workbook", zh="欧盟委员会工作簿")
    day, sha256 = found[1], found[2]
    of, of_zh = (f" of {day}", f" {day} 版") if day else ("", "")
    return Text(en=f"the Commission workbook{of} (sha256 {sha256}…)", zh=f"欧盟委员会{of_zh}工作簿（sha256 {sha256}…）")


def defaults_law(pack: BorderPack, path: str) -> str:
    """The act behind a table of default values; of an imported one the workbook, whose act is not known by name."""
    shipped = law.UNKNOWN_ORIGIN if path == ANNEX_IV else law.DEFAULTS
    listed = pack.files[path]
    if listed.source == _SHIPPED and listed.trust != "imported":
        return shipped
    return f"{shipped.partition(', as replaced')[0]}, as amended, read in {_workbook(listed.source).en}"


def defaults_path(pack: BorderPack, origin: str) -> str:
    """The file whose table an origin reads first."""
    own = f"eu/defaults/{origin}.csv"
    return own if own in pack.files else f"eu/defaults/{OTHER}.csv"


def imported_notes(pack: BorderPack, *paths: str) -> tuple[Text, ...]:
    """That a table in use was read by the operator from a workbook and not cross-checked; nothing where none was."""
    key = (imported_notes, paths)
    known = pack.memo.get(key)
    if known is None:
        known = tuple(_note(pack, path) for path in paths if pack.files[path].trust == "imported")
        remember(pack, key, known)
    return known  # type: ignore[return-value]


_CALLED: Final = {
    ANNEX_IV: Text(en="The values of Annex IV (origin unknown)", zh="附件四的数值（原产国不明）"),
    BENCHMARKS: Text(en="The benchmarks", zh="基准值"),
}


def _note(pack: BorderPack, path: str) -> Text:
    called, workbook = _CALLED[path], _workbook(pack.files[path].source)
    return Text(
        en=f"{called.en} were read by the operator from {workbook.en}; not cross-checked.",
        zh=f"{called.zh}由本机运营者从{workbook.zh}导入，未经交叉核对。",
    )
