"""Energy allocated to a product from its facility's meters, in place of what the record states for its processes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from greencard.errors import Place, Refused
from greencard.footprint.check import LARGEST
from greencard.footprint.codes import BAD_ENERGY
from greencard.footprint.meter import FEWEST_DAYS, MOST_MISSING, MeterDoubt, days_between
from greencard.footprint.question import ask
from greencard.model import Process, Text
from greencard.quantity import decimal_text, significant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from greencard.factors import Catalogue, GwpSet, LifeCycleFactor
    from greencard.model import Product, ProductEnergy, Question

__all__ = ["Metered", "energy_doubt", "energy_questions", "metered_product"]

_WH_PER_KWH: Final = 1000
_DIGITS: Final = 12
_ELECTRICITY: Final = "electricity"
APART: Final = Decimal("0.20")
"""Our threshold: stated and metered energy further apart than this is asked about."""
_KEYS: Final = {
    "sub_meter": Text(en="its own sub-meter", zh="专用分表"),
    "run_window": Text(en="the hours of its runs", zh="生产时段"),
    "stated_key": Text(en="a stated key", zh="声明的分配比例"),
}


class Apart(NamedTuple):
    """An amount that record and meter tell differently, per declared unit."""

    what: str
    """`electricity` (kWh), or the words for a fuel (MJ)."""
    stated: Decimal
    metered: Decimal
    process: int


@dataclass(frozen=True, slots=True)
class Metered:
    """The record with metered amounts in its processes, and which of them are measurements."""

    product: Product
    electricity: bool
    heat: Mapping[int, bool]
    """By process: whether the fuel of a replaced amount was metered."""
    notes: tuple[Text, ...] = ()
    apart: tuple[Apart, ...] = ()
    """Amounts that record and meter tell too differently; `energy_questions` prices them."""


def energy_doubt(energy: ProductEnergy) -> MeterDoubt | None:
    """Why allocated energy is no measurement of this product; None where it is.

    The period must be 28 days or more, at most a tenth of it without readings, and the key a meter or a clock: a stated
    key divides a measurement by a statement.
    """
    days = days_between(energy.period_start, energy.period_end)
    if days < FEWEST_DAYS:
        return MeterDoubt(
            Text(
                en=f"The allocated energy covers {days} days, fewer than {FEWEST_DAYS}: it speaks for no year's "
                "production, and own solar is not counted on it.",
                zh=f"分配的能源仅覆盖 {days} 天，不足 {FEWEST_DAYS} 天，不能代表全年生产，自用光伏不据此计入。",
            ),
            refuses_solar=True,
        )
    if energy.key == "stated_key":
        return MeterDoubt(
            Text(
                en="The facility's meter was divided by a stated key: the kWh count as stated, not measured.",
                zh="工厂电表读数按声明的比例分配：用电量按声明而非实测计。",
            ),
            refuses_solar=False,
        )
    if energy.missing_share > MOST_MISSING:
        return MeterDoubt(
            Text(
                en=f"{energy.missing_share * 100:.0f} % of the period has no reading: the kWh count as stated, not "
                "measured.",
                zh=f"计量期内有 {energy.missing_share * 100:.0f}% 没有读数，用电量按声明而非实测计。",
            ),
            refuses_solar=False,
        )
    return None


def metered_product(catalogue: Catalogue, product: Product, energy: ProductEnergy) -> Metered:
    """The record with the metered kWh and MJ per declared unit, split over its processes as the record states them.

    Where no process states any, one step holds them. A fuel that the meters do not know stays as stated.

    Raises:
        InvalidInput: the allocation is of another product or facility, or does not hold in itself (GC-FPT-032).
    """
    _check(product, energy)
    kwh = significant(Decimal(energy.electricity_wh) / _WH_PER_KWH / energy.units, _DIGITS)
    stated = sum((process.electricity_kwh for process in product.processes), Decimal(0))
    processes = list(product.processes)
    apart: list[Apart] = []
    if _far(stated, kwh):
        apart.append(Apart(_ELECTRICITY, stated, kwh, 0))
    steps = [i for i, process in enumerate(processes) if process.electricity_kwh > 0]
    for i, part in zip(steps, _parts([processes[i].electricity_kwh for i in steps], kwh), strict=True):
        processes[i] = msgspec.structs.replace(processes[i], electricity_kwh=part)
    if not steps and kwh > 0:
        processes.append(Process(name="metered at the facility · 工厂计量", electricity_kwh=kwh))
    heat = _heat(catalogue, processes, energy, apart)
    doubt = energy_doubt(energy)
    key = _KEYS[energy.key]
    days = days_between(energy.period_start, energy.period_end)
    note = Text(
        en=f"Energy of {energy.units} units in {days} days, allocated from the facility's meters by {key.en}: "
        f"{decimal_text(kwh)} kWh per unit; the record states {decimal_text(stated)}.",
        zh=f"按{key.zh}从工厂电表分配：{days} 天、{energy.units} 件，每件 {decimal_text(kwh)} 千瓦时；"
        f"记录填写为 {decimal_text(stated)}。",
    )
    return Metered(
        product=msgspec.structs.replace(product, processes=tuple(processes)),
        electricity=doubt is None,
        heat={i: metered and (doubt is None) for i, metered in heat.items()},
        notes=(note,),
        apart=tuple(apart),
    )


def energy_questions(
    catalogue: Catalogue, apart: Iterable[Apart], grid: LifeCycleFactor, gwp: GwpSet
) -> list[Question]:
    """One question for each amount that record and meter tell differently, with what hangs on it, kg CO2e."""
    found = []
    for one in apart:
        if one.what == _ELECTRICITY:
            unit, per_unit, zh = "kWh", float(grid.emission), "用电"
        else:
            fuel = catalogue.fuel(one.what)
            unit, per_unit, zh = "MJ", float(fuel.emission(gwp) + fuel.upstream.value), one.what
        stated, metered = decimal_text(one.stated), decimal_text(one.metered)
        found.append(
            ask(
                "energy.mismatch",
                one.what,
                en=f"Which is right? The record states {stated} {unit} of {one.what} per unit, the meters give "
                f"{metered}; the metered amount stands.",
                zh=f"以哪个为准？记录填写每件{zh} {stated} {unit}，电表分配为 {metered} {unit}；目前采用计量值。",
                kg=abs(float(one.stated - one.metered)) * per_unit,
                pointer=f"/processes/{one.process}",
            )
        )
    return found


def _heat(catalogue: Catalogue, processes: list[Process], energy: ProductEnergy, apart: list[Apart]) -> dict[int, bool]:
    replaced: dict[int, bool] = {}
    amounts: dict[str, Decimal] = {}
    metered: dict[str, bool] = {}
    words: dict[str, str] = {}
    for i, share in enumerate(energy.fuels):
        fuel = catalogue.fuel(share.fuel, Place(f"/meter/fuels/{i}"))
        amounts[fuel.id] = amounts.get(fuel.id, Decimal(0)) + share.mj
        metered[fuel.id] = metered.get(fuel.id, True) and share.metered
        words[fuel.id] = share.fuel
    burnt = {i: _fuel_id(catalogue, process) for i, process in enumerate(processes) if process.heat_mj > 0}
    for fuel_id, total in amounts.items():
        mj = significant(total / energy.units, _DIGITS)
        steps = [i for i, used in burnt.items() if used == fuel_id]
        stated = sum((processes[i].heat_mj for i in steps), Decimal(0))
        if steps and _far(stated, mj):
            apart.append(Apart(words[fuel_id], stated, mj, steps[0]))
        for i, part in zip(steps, _parts([processes[i].heat_mj for i in steps], mj), strict=True):
            processes[i] = msgspec.structs.replace(processes[i], heat_mj=part)
            replaced[i] = metered[fuel_id]
        if not steps and mj > 0:
            replaced[len(processes)] = metered[fuel_id]
            processes.append(
                Process(name=f"metered fuel · 计量燃料: {words[fuel_id]}", heat_mj=mj, heat_fuel=words[fuel_id])
            )
    return replaced


def _fuel_id(catalogue: Catalogue, process: Process) -> str:
    try:
        return catalogue.fuel(process.heat_fuel).id
    except Refused:
        return ""


def _parts(stated: list[Decimal], total: Decimal) -> list[Decimal]:
    """`total` in the proportions stated; the last part takes what rounding leaves, so that the parts add up."""
    whole = sum(stated, Decimal(0))
    if not stated:
        return []
    parts = [significant(total * amount / whole, _DIGITS) for amount in stated[:-1]]
    return [*parts, total - sum(parts, Decimal(0))]


def _far(stated: Decimal, metered: Decimal) -> bool:
    return stated > 0 and abs(stated - metered) > APART * max(stated, metered)


def _check(product: Product, energy: ProductEnergy) -> None:
    wrong = next(_wrong(product, energy), None)
    if wrong is not None:
        raise BAD_ENERGY.at(Place("/meter"), what=wrong.en, what_zh=wrong.zh)


def _wrong(product: Product, energy: ProductEnergy) -> Iterator[Text]:
    if energy.product_id != product.id:
        other = energy.product_id[:80]
        yield Text(en=f"it is of the product {other}", zh=f"其产品为 {other}")
    if energy.facility_id != product.facility.id:
        other = energy.facility_id[:80]
        yield Text(en=f"it is of the facility {other}", zh=f"其工厂为 {other}")
    if energy.units < 1:
        yield Text(en="no unit was made", zh="产量为零")
        return
    if energy.period_end <= energy.period_start:
        yield Text(en="its period is empty", zh="计量期为空")
    if not (energy.missing_share.is_finite() and 0 <= energy.missing_share <= 1):
        yield Text(en="the missing share is no share", zh="缺失比例不在 0 到 1 之间")
    yield from _wrong_amounts(energy)


def _wrong_amounts(energy: ProductEnergy) -> Iterator[Text]:
    solar = (energy.self_solar_wh, energy.solar_sold_wh, energy.solar_unsettled_wh)
    fuels = [share.mj for share in energy.fuels]
    if min(energy.electricity_wh, energy.certified_wh, *solar) < 0 or not all(
        mj.is_finite() and mj >= 0 for mj in fuels
    ):
        yield Text(en="an amount is negative or no number", zh="存在负值或非数值")
        return
    if energy.solar_sold_wh + energy.solar_unsettled_wh > energy.self_solar_wh:
        yield Text(en="more solar is sold than used", zh="已出售的光伏多于自用量")
    if energy.self_solar_wh + energy.certified_wh > energy.electricity_wh:
        yield Text(en="solar and certificates exceed the load", zh="光伏与证书之和超过用电量")
    if max(Decimal(energy.electricity_wh), *fuels, Decimal(0)) / energy.units > LARGEST:
        yield Text(en="no unit takes so much", zh="单件能耗过大")
