"""Which border carbon schemes a destination has, and the answer of each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from greencard.border.commodity import commodity_code, country_code
from greencard.border.cost import eu_cbam
from greencard.border.pack import BorderPack
from greencard.border.scope import in_scope
from greencard.border.statement import ActualEmissions, CarbonPricePaid
from greencard.border.uk import uk_cbam
from greencard.errors import Place
from greencard.model import BorderCost, Text

__all__ = ["UNION_AS_A_WHOLE", "in_union", "regimes"]

_UNION: Final = frozenset({"member", "territory"})
UNION_AS_A_WHOLE: Final = "EU"
"""Destination of a question that names no member state."""
_OUTSIDE_THE_CUSTOMS_UNION: Final = frozenset(
    {
        *("ES-CE", "ES-ML"),
        *("FR-BL", "FR-CP", "FR-NC", "FR-PF", "FR-PM", "FR-TF", "FR-WF"),
        *("NL-AW", "NL-BQ1", "NL-BQ2", "NL-BQ3", "NL-CW", "NL-SX"),
        *("NO-21", "NO-22"),
    }
)
"""Subdivisions outside the customs territory of the Union (Regulation (EU) No 952/2013 Art. 4(1)) or, for Svalbard and
Jan Mayen, outside that of Norway: nothing is answered for them."""
_PLANNED: Final = frozenset({"NO", "IS"})
_COUNTRY: Final = 2


def regimes(
    pack: BorderPack,
    *,
    destination: str,
    cn: str,
    origin: str,
    net_mass_t: Decimal,
    on: date,
    importer_tonnes: Decimal | None,
    as_of: date,
    actual: ActualEmissions | None = None,
    importer_value_gbp: Decimal | None = None,
    carbon_price: CarbonPricePaid | None = None,
) -> tuple[BorderCost, ...]:
    """The answer of every scheme at the border of a destination (ISO 3166-1, or 3166-2 of which the country counts).

    The Union's customs territory, and `EU` for any of it: EU CBAM. Great Britain and Northern Ireland: UK CBAM. Norway
    and Iceland plan EU CBAM at their own border: the plan is stated and nothing is priced. Elsewhere no scheme is known
    here: empty.

    Raises:
        InvalidInput, Refused: as `eu_cbam` and `uk_cbam`; a destination that is no country code (GC-BRD-002).
    """
    if destination in _OUTSIDE_THE_CUSTOMS_UNION:
        return ()
    union = in_union(pack, destination)
    country = "" if union else country_code(destination.partition("-")[0], pack.territories, Place("/destination"))
    if union:
        answer = eu_cbam(
            pack,
            cn=cn,
            origin=origin,
            net_mass_t=net_mass_t,
            on=on,
            importer_tonnes=importer_tonnes,
            as_of=as_of,
            actual=actual,
            carbon_price=carbon_price,
        )
        return (answer,)
    if country == "GB":
        return (
            uk_cbam(
                pack,
                cn=cn,
                origin=origin,
                net_mass_t=net_mass_t,
                on=on,
                as_of=as_of,
                importer_value_gbp=importer_value_gbp,
            ),
        )
    return (_planned(pack, country, cn, on, as_of),) if country in _PLANNED else ()


def in_union(pack: BorderPack, destination: str) -> bool:
    """Whether a destination (ISO 3166-1 or 3166-2) lies in the customs territory of the Union, or is the Union."""
    if destination == UNION_AS_A_WHOLE:
        return True
    place = pack.territories.get(destination.partition("-")[0])
    return place is not None and place.eu_cbam in _UNION and destination not in _OUTSIDE_THE_CUSTOMS_UNION


def _planned(pack: BorderPack, country: str, cn: str, on: date, as_of: date) -> BorderCost:
    """Norway and Iceland: a plan read in the Commission's Q&A of 27 May 2026 (7.19), no act of theirs."""
    start, name = pack.parameters.efta_plan_from, pack.territories[country].name
    outside = in_scope(pack, commodity_code(cn, Place("/cn")), pack.parameters.eu_obligation_from).verdict == "out"
    due = on >= start and not outside
    en = f"{name} plans to apply EU CBAM at its own border from {start}; no act of its own was read"
    zh = f"{name} 计划自 {start} 起在本国边境实施欧盟 CBAM；未读到其本国法令"
    if outside:
        en, zh = f"{en}. The good is not in Annex I", f"{zh}。该货物不在附件一内"
    return BorderCost(
        regime=f"{country.lower()}-cbam",
        status="cannot_price" if due else "not_applicable",
        reason=Text(en=f"{en}.", zh=f"{zh}。"),
        cost_eur=None if due else Decimal(0),
        law=("Commission Questions and Answers on CBAM, 27 May 2026, 7.19 (statement of a plan)",),
        dataset=pack.dataset,
        as_of=as_of,
    )
