"""What a new pack changes against the one in use, value by value, so that a person sees it before it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from greencard.border.pack import BorderPack
from greencard.model import Value

__all__ = ["Change", "differences"]

Kind = Literal["added", "removed", "changed"]


class Change(Value, frozen=True, kw_only=True):
    """One value of one good that is new, gone or another."""

    table: str
    """ISO code of the origin, `other`, `annex_iv` or `benchmarks`."""
    cn: str
    kind: Kind
    field: str
    """`row` where a whole row is new or gone; else `direct`, `indirect`, `total`, `route`, `value` or a benchmark."""
    before: str = ""
    after: str = ""


def differences(before: BorderPack, after: BorderPack) -> tuple[Change, ...]:
    """Every change of default values, of Annex IV and of benchmarks, by table and code.

    Raises:
        NotVerified: a file of either pack is not the one its manifest names (GC-BRD-011).
    """
    found: list[Change] = []
    for origin in sorted(_origins(before) | _origins(after)):
        found.extend(_compared(origin, _printed(before, origin), _printed(after, origin)))
    found.extend(_compared("annex_iv", _highest(before), _highest(after)))
    found.extend(_compared("benchmarks", _benchmarks(before), _benchmarks(after)))
    return tuple(found)


def _origins(pack: BorderPack) -> set[str]:
    start = "eu/defaults/"
    return {path.removeprefix(start).removesuffix(".csv") for path in pack.files if path.startswith(start)}


def _printed(pack: BorderPack, origin: str) -> dict[str, dict[str, str]]:
    table = pack.default_table(origin) if origin in _origins(pack) else None
    rows = table.rows.values() if table else ()
    return {
        row.cn: {"total": row.total, "direct": row.direct, "indirect": row.indirect, "route": row.route} for row in rows
    }


def _highest(pack: BorderPack) -> dict[str, dict[str, str]]:
    return {cn: {"value": row.total, "route": row.route} for cn, row in pack.annex_iv.rows.items()}


def _benchmarks(pack: BorderPack) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for cn, rows in pack.benchmarks.items():
        for row in rows:
            years = "" if row.years is None else f" {row.years[0]}-{row.years[1]}"
            found.setdefault(cn, {})[f"{row.column} {row.route}{years}".strip()] = str(row.value)
    return found


def _compared(
    table: str, before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]
) -> Iterable[Change]:
    for cn in sorted(before.keys() | after.keys()):
        old, new = before.get(cn), after.get(cn)
        if old is None and new is not None:
            yield Change(table=table, cn=cn, kind="added", field="row", after=_said(new))
        elif new is None and old is not None:
            yield Change(table=table, cn=cn, kind="removed", field="row", before=_said(old))
        elif old is not None and new is not None:
            for name in dict.fromkeys((*old, *new)):
                one, other = old.get(name), new.get(name)
                if one != other:
                    kind: Kind = "added" if one is None else "removed" if other is None else "changed"
                    yield Change(table=table, cn=cn, kind=kind, field=name, before=one or "", after=other or "")


def _said(row: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items() if value)
