"""What a producer states of a good's emissions: own process, precursors, verification. No place for anything else.

Regulation (EU) 2023/956 Annex IV; Implementing Regulation (EU) 2025/2547. A life-cycle factor, an offset, a solar share
or a transport figure cannot enter: the types have no field for one and refuse unknown fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from greencard.border.figures import is_amount
from greencard.errors import InvalidInput, Place, declare
from greencard.model import Value

__all__ = [
    "BAD_STATEMENT",
    "ActualEmissions",
    "CarbonPricePaid",
    "Precursor",
    "Verification",
    "check_size",
    "check_statement",
]

MAX_PRECURSORS: Final = 50
MAX_NODES: Final = 500
MAX_DEPTH: Final = 12
MAX_FIGURE: Final = Decimal(10_000)
MAX_DIGITS: Final = 40

BAD_STATEMENT = declare(
    "GC-BRD-023",
    InvalidInput,
    en="{field} of the emissions statement is {value}.",
    zh="排放声明的 {field} 为 {value}。",
    remedy_en="Give decimals of zero or more, in t CO2e or t per tonne of product, and at most {most} precursors.",
    remedy_zh="请填写不小于 0 的小数（每吨产品的吨 CO2e 或吨数），前体最多 {most} 个。",
)
TOO_DEEP = declare(
    "GC-BRD-041",
    InvalidInput,
    en="The chain of precursors is too large: more than {depth} levels or {nodes} statements.",
    zh="前体链过大：超过 {depth} 层或 {nodes} 份声明。",
    remedy_en="State the deepest precursors by their own verified figures instead of by their chain.",
    remedy_zh="请对最深层的前体直接填写其经核查的数值，而不必展开其链条。",
)
STATED_TWICE = declare(
    "GC-BRD-042",
    InvalidInput,
    en="The precursor {code} states both one figure and its producer's data.",
    zh="前体 {code} 同时填写了单一数值和其生产者数据。",
    remedy_en="Give `see_t_per_t` or `emissions`, not both.",
    remedy_zh="请只填写 `see_t_per_t` 或 `emissions` 其中之一。",
)


class Verification(Value, frozen=True, kw_only=True):
    """The report of an accredited verifier and the calendar year it covers."""

    verifier: str
    report: str
    year: int


class Precursor(Value, frozen=True, kw_only=True):
    """A CBAM good consumed in making the product. Without its own emissions its default value applies (Art. 15)."""

    cn: str
    origin: str = ""
    """ISO 3166-1 alpha-2 of the country of production; empty: unknown, Annex IV applies."""
    mass_t_per_t: Decimal
    """Tonnes consumed per tonne of product, before cutting: off-cuts stay in."""
    see_t_per_t: Decimal | None = None
    """Specific embedded emissions stated by its producer, t CO2e per t of precursor; None: `emissions` or default."""
    split_stated: bool = False
    """Whether the stated figure is direct emissions alone, given apart from indirect ones."""
    verified: bool = False
    sefa_t_per_t: Decimal | None = None
    """Its whole free-allocation adjustment where its verified report states one; None: its own process only."""
    route: str = ""
    emissions: ActualEmissions | None = None
    """Its producer's own data, precursors included: worked out in the same way, level by level."""
    year: int | None = None
    """Year in which it was produced; None: that of the good it went into (Art. 13)."""
    installation: str = ""
    """Name or registry identifier of the installation that made it; a chain that comes back to it is refused."""


class ActualEmissions(Value, frozen=True, kw_only=True):
    """Emissions of one installation for one good, t CO2e per t of product."""

    direct_t_per_t: Decimal
    """Direct emissions of the production process itself."""
    indirect_t_per_t: Decimal | None = None
    split_stated: bool = True
    """False: `direct_t_per_t` is one figure for direct and indirect emissions together."""
    precursors: tuple[Precursor, ...] = ()
    route: str = ""
    verification: Verification | None = None
    upper_bound: bool = False
    """Read mixed figures as upper bounds of the direct emissions: for exposure only, never for certificates."""
    installation: str = ""


class CarbonPricePaid(Value, frozen=True, kw_only=True):
    """A carbon price stated as paid for the good in a third country (Regulation (EU) 2023/956 Art. 9)."""

    country: str
    eur_per_t_product: Decimal
    """EUR per tonne of product, after rebates."""
    evidence: str = ""


def check_statement(actual: ActualEmissions) -> None:
    """Refuse a figure that is no amount, and a chain too large to be read.

    Raises:
        InvalidInput: GC-BRD-023, GC-BRD-041, GC-BRD-042.
    """
    waiting, nodes = [(actual, "/actual", 0)], 0
    while waiting:
        statement, where, depth = waiting.pop()
        nodes += 1 + len(statement.precursors)
        if len(statement.precursors) > MAX_PRECURSORS:
            place = Place(f"{where}/precursors")
            raise BAD_STATEMENT.at(place, field="precursors", value=len(statement.precursors), most=MAX_PRECURSORS)
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise TOO_DEEP.at(Place(where), depth=MAX_DEPTH, nodes=MAX_NODES)
        _figure(f"{where}/direct_t_per_t", statement.direct_t_per_t)
        _figure(f"{where}/indirect_t_per_t", statement.indirect_t_per_t)
        for index, precursor in enumerate(statement.precursors):
            at = f"{where}/precursors/{index}"
            _figure(f"{at}/mass_t_per_t", precursor.mass_t_per_t)
            _figure(f"{at}/see_t_per_t", precursor.see_t_per_t)
            _figure(f"{at}/sefa_t_per_t", precursor.sefa_t_per_t)
            if precursor.emissions is None:
                continue
            if precursor.see_t_per_t is not None:
                raise STATED_TWICE.at(Place(at), code=repr(precursor.cn)[:20])
            waiting.append((precursor.emissions, f"{at}/emissions", depth + 1))


def check_size(edges: Mapping[str, Sequence[str]], start: str, place: Place) -> None:
    """Refuse processes that feed each other in so many ways that the chain, written out branch by branch, is too large.

    A dozen processes that each use the next one fifty times are a small file and more statements than can be read.
    A circle is left to whoever follows the chain.

    Raises:
        InvalidInput: GC-BRD-041.
    """
    sizes: dict[str, int] = {}
    waiting = [(start, False)]
    open_names: set[str] = set()
    while waiting:
        name, done = waiting.pop()
        below = edges.get(name, ())
        if done:
            open_names.discard(name)
            sizes[name] = min(MAX_NODES + 1, 1 + sum(sizes.get(other, 1) for other in below))
        elif name not in sizes and name not in open_names:
            open_names.add(name)
            waiting.append((name, True))
            waiting.extend((other, False) for other in below)
    if sizes[start] > MAX_NODES:
        raise TOO_DEEP.at(place, depth=MAX_DEPTH, nodes=MAX_NODES)


def _figure(pointer: str, figure: Decimal | None) -> None:
    if figure is not None and not is_amount(figure, MAX_FIGURE, MAX_DIGITS):
        field, value = pointer.rpartition("/")[2], str(figure)[:60]
        raise BAD_STATEMENT.at(Place(pointer), field=field, value=value, most=MAX_PRECURSORS)
