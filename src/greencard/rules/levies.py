"""Is a charge counted in the unit its rate is given in? Mass, pieces and money are followed through the base."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from greencard.model.base import Text
from greencard.rules import terms as t
from greencard.rules.entry import RuleEntry
from greencard.rules.pack import CompiledRule
from greencard.rules.vocabulary import Vocabulary

__all__ = ["levy_faults"]

_CURRENCY: Final = re.compile(r"[A-Z]{3}")


class _Dimension(NamedTuple):
    """Exponents of mass, pieces and money, and how many grams (pieces, money) one of it is."""

    mass: int = 0
    pieces: int = 0
    money: int = 0
    size: Decimal = Decimal(1)


_SHARE: Final = _Dimension()
_FACTS: Final[dict[str, _Dimension]] = {
    "g": _Dimension(mass=1),
    "kg": _Dimension(mass=1, size=Decimal(1000)),
    "t": _Dimension(mass=1, size=Decimal(1_000_000)),
    "g/unit": _Dimension(mass=1, pieces=-1),
    "sales units": _Dimension(pieces=1),
    "kg/kg": _SHARE,
    "destination currency": _Dimension(money=1),
}
_UNITS: Final[dict[str, _Dimension]] = {
    "g": _FACTS["g"],
    "kg": _FACTS["kg"],
    "t": _FACTS["t"],
    "sales unit": _Dimension(pieces=1),
    "retail price share": _Dimension(money=1),
    "customs value share": _Dimension(money=1),
}
"""Units a rate may be given in."""


def levy_faults(entry: RuleEntry, one: CompiledRule, vocabulary: Vocabulary) -> list[Text]:
    """What is wrong with the units of a charge; nothing for a rule without one."""
    levy, written = one.rule.levy, entry.levy
    if levy is None or written is None:
        return []
    found = []
    if not _CURRENCY.fullmatch(levy.currency):
        found.append(Text(en=f"{levy.currency!r} is no currency code", zh=f"{levy.currency!r} 不是货币代码"))
    wanted = _UNITS.get(levy.unit)
    if wanted is None:
        known = ", ".join(_UNITS)
        found.append(
            Text(en=f"a charge per {levy.unit!r}; known: {known}", zh=f"计费单位 {levy.unit!r} 未知；可用：{known}")
        )
    for name, per in ((written.rate, levy.unit), (written.cap_per_unit, "sales unit")):
        held = next((number.unit for number in one.rule.numbers if number.name == name), None)
        if held is not None and held != f"{levy.currency}/{per}":
            found.append(
                Text(
                    en=f"parameter {name} is in {held}, the charge in {levy.currency}/{per}",
                    zh=f"参数 {name} 的单位是 {held}，费率单位是 {levy.currency}/{per}",
                )
            )
    if (levy.rate is None) != (one.base is None):
        found.append(Text(en="a rate and its base come together", zh="费率与计费基数须同时给出"))
    if one.base is not None and wanted is not None:
        got = _of(one.base, vocabulary)
        fits = got is not None and (got.money == wanted.money == 1 if wanted.money else got == wanted)
        if not fits:
            found.append(
                Text(
                    en=f"the base does not come to {levy.unit} for the whole order",
                    zh=f"计费基数算出的不是整单的 {levy.unit}",
                )
            )
    return found


def _of(term: t.Number, vocabulary: Vocabulary) -> _Dimension | None:
    """Dimension of a base; a plain factor is the conversion it must be, so 0.001 turns grams into kilograms."""
    match term:
        case t.Plain(value):
            return _Dimension(size=1 / value) if value else None
        case t.QuantityOf(name):
            return _FACTS.get(vocabulary.kinds[name].unit)
        case t.Arithmetic("*", left, right):
            a, b = _of(left, vocabulary), _of(right, vocabulary)
            if a is None or b is None:
                return None
            return _Dimension(a.mass + b.mass, a.pieces + b.pieces, a.money + b.money, a.size * b.size)
        case t.Arithmetic(_, t.Plain(), right):
            return _SHARE if _of(right, vocabulary) == _SHARE else None
        case t.Arithmetic(_, left, right):
            a, b = _of(left, vocabulary), _of(right, vocabulary)
            return a if a == b else None
