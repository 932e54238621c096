"""What can be wrong with a product system, all of it at once, each fault with its place."""

from __future__ import annotations

from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from greencard.errors import Fault, Place
from greencard.footprint.system import codes as c
from greencard.footprint.system.balance import mass_faults, own_use_faults
from greencard.footprint.system.index import Index
from greencard.footprint.system.sharing import rule_faults
from greencard.footprint.system.units import ratio, to_kg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from greencard.factors import GwpSet
    from greencard.model import Output, ProductSystem, Release, SystemInput, UnitProcess

__all__ = ["MAX_EXCHANGES", "MAX_PROCESSES", "check_system", "gas_key"]

MAX_PROCESSES: Final = 100_000
MAX_EXCHANGES: Final = 1_000_000
LARGEST: Final = Decimal(10) ** 15
"""No period or batch holds more kg, kWh, MJ or pieces; beyond it float64 and the record are both in doubt."""
_SMALLEST: Final = -30
_MOST_SIGMA: Final = Decimal(3)
MAX_FAULTS: Final = 1000
"""Enough for anybody; what comes after is told once these are mended."""
_SHOWN: Final = 60
_NAMED: Final = 12
_HINTED: Final = 1000


def check_system(system: ProductSystem, gwp: GwpSet) -> tuple[Fault, ...]:
    """Every error and warning of a system (GC-FPT-110 to 131); nothing is raised.

    A cycle over several processes that eats more than it yields shows only when the system is solved; the kernel
    refuses it by name.
    """
    count = len(system.processes)
    exchanges = sum(len(p.inputs) + len(p.outputs) + len(p.releases) for p in system.processes)
    if not count or count > MAX_PROCESSES or exchanges > MAX_EXCHANGES:
        what = f"The system has {count} processes and {exchanges} exchanges."
        what_zh = f"系统有 {count} 个工序、{exchanges} 条交换。"
        return (c.NO_PRODUCT.fault(Place("/processes"), what=what, what_zh=what_zh, limit=MAX_EXCHANGES),)
    index = Index(system)
    faults = [
        c.TWO_PROVIDERS.fault(Place(pointer), id=name[:_SHOWN], first=first) for pointer, name, first in index.twice
    ]
    for i, process in enumerate(system.processes):
        if len(faults) >= MAX_FAULTS:
            return tuple(faults[:MAX_FAULTS])
        faults += _process(process, f"/processes/{i}", index, gwp)
    faults += _from_nothing(system, index)
    faults += _wanted(system, index)
    return tuple(faults[:MAX_FAULTS])


def _process(process: UnitProcess, pointer: str, index: Index, gwp: GwpSet) -> Iterator[Fault]:
    before = list(_amounts(process, pointer))
    yield from before
    if not any(output.kind == "product" for output in process.outputs):
        name = process.id[:_SHOWN]
        yield c.NO_PRODUCT.fault(
            Place(f"{pointer}/outputs"),
            what=f"“{name}” yields no product.",
            what_zh=f"“{name}”没有产品产出。",
            limit=MAX_EXCHANGES,
        )
    for j, output in enumerate(process.outputs):
        yield from _output(output, f"{pointer}/outputs/{j}")
    linked = True
    products = {output.id for output in process.outputs if output.kind == "product"}
    for j, taken in enumerate(process.inputs):
        here = f"{pointer}/inputs/{j}"
        found = list(_source(taken, here, index))
        linked = linked and not found
        yield from found
        if taken.only_for and taken.only_for not in products:
            place = Place(f"{here}/only_for")
            yield c.ONLY_FOR.fault(place, output=taken.only_for[:_SHOWN], process=process.id[:_SHOWN])
    for j, release in enumerate(process.releases):
        if gas_key(release, gwp) not in gwp.gases:
            of = f" of {release.origin} origin" if release.gas == "CH4" else ""
            known = ", ".join(sorted({gas.partition(" ")[0] for gas in gwp.gases}))
            yield c.UNKNOWN_GAS.fault(
                Place(f"{pointer}/releases/{j}/gas"), gwp=gwp.name, gas=release.gas[:40], of=of, of_zh="", known=known
            )
    if before:
        return
    yield from rule_faults(process, pointer)
    if linked:
        yield from own_use_faults(process, pointer)
        yield from mass_faults(process, pointer, index)


def gas_key(release: Release, gwp: GwpSet) -> str:
    """The gas of the GWP set a release is weighed by; methane is fossil or not (IPCC AR6 WGI Table 7.15)."""
    if release.gas == "CH4" and "CH4" not in gwp.gases:
        return "CH4 fossil" if release.origin == "fossil" else "CH4 biogenic"
    return release.gas


def _amounts(process: UnitProcess, pointer: str) -> Iterator[Fault]:
    for j, output in enumerate(process.outputs):
        here = f"{pointer}/outputs/{j}"
        yield from _amount(f"{here}/amount", output.amount, above=True)
        yield from _amount(f"{here}/mass_kg", output.mass_kg)
        yield from _amount(f"{here}/price", output.price)
        yield from _amount(f"{here}/energy_mj", output.energy_mj)
        yield from _amount(f"{here}/biogenic_carbon_kg", output.biogenic_carbon_kg)
    for j, taken in enumerate(process.inputs):
        here = f"{pointer}/inputs/{j}"
        yield from _amount(f"{here}/amount", taken.amount)
        yield from _amount(f"{here}/uncertainty", taken.uncertainty, most=_MOST_SIGMA)
        yield from _amount(f"{here}/bio_based_share", taken.bio_based_share, most=Decimal(1))
    for j, release in enumerate(process.releases):
        yield from _amount(f"{pointer}/releases/{j}/kg", release.kg)
    if process.allocation is not None:
        for j, stated in enumerate(process.allocation.shares):
            yield from _amount(f"{pointer}/allocation/shares/{j}/share", stated.share, most=Decimal(1))


def _amount(pointer: str, amount: Decimal | None, *, above: bool = False, most: Decimal = LARGEST) -> Iterator[Fault]:
    if amount is None:
        return
    finite = amount.is_finite() and abs(amount) <= most and not (amount and amount.adjusted() < _SMALLEST)
    if not finite or amount < 0 or (above and amount == 0):
        bounds = "above 0" if above else "of 0 or more"
        bounds_zh = "大于 0" if above else "不小于 0"
        if most != LARGEST:
            bounds, bounds_zh = f"{bounds}, at most {most}", f"{bounds_zh}、不大于 {most}"
        field = pointer.rsplit("/", 1)[-1]
        yield c.AMOUNT.fault(Place(pointer), field=field, value=str(amount)[:40], bounds=bounds, bounds_zh=bounds_zh)


def _output(output: Output, pointer: str) -> Iterator[Fault]:
    name = output.id[:_SHOWN]
    if output.kind != "product" and output.price is not None and output.price.is_finite() and output.price > 0:
        kind_zh = {"waste": "废物", "scrap": "废料"}.get(output.kind, "水分损失")
        yield c.PRICED_WASTE.fault(
            Place(f"{pointer}/price"), output=name, kind=output.kind, kind_zh=kind_zh, price=output.price
        )
    mass = to_kg(output.amount, output.unit) if output.mass_kg is None else output.mass_kg
    if output.kind == "loss" and (mass is None or output.biogenic_carbon_kg):
        what, what_zh = ("has no mass", "没有质量") if mass is None else ("holds carbon", "含有碳")
        yield c.LOSS.fault(Place(pointer), output=name, what=what, what_zh=what_zh)
    elif mass is not None and mass.is_finite() and output.biogenic_carbon_kg.is_finite():
        if output.biogenic_carbon_kg > mass >= 0:
            place = Place(f"{pointer}/biogenic_carbon_kg")
            yield c.BAD_CARBON.fault(place, name=name, carbon=output.biogenic_carbon_kg, mass=mass)
    elif output.kind == "waste" and output.treatment != "none":
        yield c.TREATMENT.fault(
            Place(f"{pointer}/mass_kg"), output=name, why="its mass is not known", why_zh="质量未知"
        )
    if output.treatment and output.kind != "waste":
        why, why_zh = f"it is no waste but a {output.kind}", "它不是废物"
        yield c.TREATMENT.fault(Place(f"{pointer}/treatment"), output=name, why=why, why_zh=why_zh)


def _source(taken: SystemInput, pointer: str, index: Index) -> Iterator[Fault]:
    named = {
        name: text
        for name, text in (
            ("output", taken.output),
            ("factor", taken.factor),
            ("material", taken.material),
            ("fuel", taken.fuel),
            ("card", taken.card),
            ("electricity", "kWh" if taken.electricity else ""),
        )
        if text
    }
    if len(named) != 1:
        yield c.SOURCES.fault(Place(pointer), count=len(named), named=", ".join(named) or "-")
        return
    if taken.output:
        yield from _internal(taken, pointer, index)
        return
    wanted = "MJ" if taken.fuel else "kWh" if taken.electricity else ""
    if wanted and ratio(taken.unit, wanted) is None:
        source, source_zh = ("fuel energy", "燃料能量") if taken.fuel else ("electricity", "电力")
        place = Place(f"{pointer}/unit")
        yield c.UNIT.fault(place, unit=taken.unit[:20], source=source, source_zh=source_zh, wanted=wanted)


def _internal(taken: SystemInput, pointer: str, index: Index) -> Iterator[Fault]:
    provider = index.outputs.get(taken.output)
    if provider is None or provider.output.kind in {"waste", "loss"}:
        near = get_close_matches(taken.output[:_SHOWN], list(index.outputs)[:_HINTED], n=1, cutoff=0.7)
        hint, hint_zh = ("", "")
        if provider is not None:
            lost = provider.output.kind == "loss"
            what, what_zh = ("loss", "水分损失") if lost else ("waste", "废物")
            gone, gone_zh = ("gone", "已经离开") if lost else ("treated", "应被处理")
            hint = f" It is a {what}, which is {gone} and not used: what is used is a product or scrap."
            hint_zh = f"它是{what_zh}，{gone_zh}而非使用；被使用的应为产品或废料。"
        elif near:
            hint, hint_zh = f" Did you mean “{near[0]}”?", f"是否想写“{near[0]}”？"
        place = Place(f"{pointer}/output")
        yield c.UNKNOWN_OUTPUT.fault(place, output=taken.output[:_SHOWN], near=hint, near_zh=hint_zh)
    elif ratio(taken.unit, provider.output.unit) is None:
        place = Place(f"{pointer}/unit")
        source = f"“{taken.output[:_SHOWN]}”"
        yield c.UNIT.fault(place, unit=taken.unit[:20], source=source, source_zh=source, wanted=provider.output.unit)


def _from_nothing(system: ProductSystem, index: Index) -> Iterator[Fault]:
    """Biogenic CO2 let out by a process which nothing that grew reaches, directly or through other processes."""
    takers: dict[int, list[int]] = {}
    for i, process in enumerate(system.processes):
        for taken in process.inputs:
            provider = index.outputs.get(taken.output)
            if provider is not None:
                takers.setdefault(provider.position, []).append(i)
    reached = {
        i
        for i, process in enumerate(system.processes)
        if any(
            taken.card or (taken.bio_based_share.is_finite() and taken.bio_based_share > 0) for taken in process.inputs
        )
    }
    front = list(reached)
    while front:
        following = {taker for i in front for taker in takers.get(i, ())} - reached
        reached |= following
        front = list(following)
    for i, process in enumerate(system.processes):
        for j, release in enumerate(process.releases):
            if i not in reached and release.origin == "biogenic" and release.gas == "CO2" and release.kg > 0:
                place = Place(f"/processes/{i}/releases/{j}")
                yield c.FROM_NOTHING.fault(place, process=process.id[:_SHOWN])


def _wanted(system: ProductSystem, index: Index) -> Iterator[Fault]:
    products = [name for name, found in index.outputs.items() if found.output.kind == "product"]
    known = ", ".join(products[:_NAMED]) + (" …" if len(products) > _NAMED else "")
    for i, name in enumerate(system.products):
        found = index.outputs.get(name)
        if found is None or found.output.kind != "product":
            what, what_zh = "yielded by no process", "没有任何工序产出"
            if found is not None:
                what, what_zh = f"a {found.output.kind}, no product", "不是产品"
            place = Place(f"/products/{i}")
            yield c.WANTED.fault(place, output=name[:_SHOWN], what=what, what_zh=what_zh, known=known)
    if products and not index.wanted():
        yield c.NO_PRODUCT.fault(
            Place("/products"),
            what="Every product of the system is taken within it and none is asked for.",
            what_zh="系统的每项产品都在系统内被使用，且未指定要计算的产品。",
            limit=MAX_EXCHANGES,
        )
