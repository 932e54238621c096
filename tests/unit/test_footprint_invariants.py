"""What must hold for any product with co-products, releases, allocated energy and supplier cards."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footprint_samples import METERED, PLANT, assess, match_of, product
from greencard.footprint import SupplierCard
from greencard.model import (
    Allocation,
    BomLine,
    CoProduct,
    Evidence,
    Facility,
    FootprintResult,
    PackagingPart,
    Process,
    Product,
    ProductEnergy,
    Recycled,
    Release,
    Text,
)

D = Decimal
FACILITY = Facility(id="F", name=Text(en="f"), place=Text(en="p"), solar=PLANT)
CARD = SupplierCard(
    id="https://cards.example/cards/pp",
    issuer=Text(en="Programme"),
    product_name=Text(en="PP"),
    declared_unit=Text(en="1 kg"),
    mass_kg=D(1),
    kg_co2e=D("1.4"),
    low=D("1.2"),
    high=D("1.7"),
    measured_share=D("0.5"),
    boundary="cradle_to_gate",
    rules="iso14067-2018",
    gwp_set="AR6",
    valid_until=date(2030, 1, 1),
    digest="ab" * 32,
    land_use_change=D("0.1"),
    biogenic_emissions=D("0.05"),
)
masses = st.decimals("0.01", "5", places=2)
origins = st.sampled_from(["fossil", "biogenic", "land_use_change", "land_management"])


@st.composite
def lines(draw: st.DrawFn) -> BomLine:
    net = draw(masses)
    share = draw(st.sampled_from([None, D("0.3"), D(1)]))
    return BomLine(
        material=draw(st.sampled_from(["PP", "wood", "cotton yarn", "glass", "竹板", "不锈钢"])),
        net_kg=net,
        gross_kg=net * draw(st.sampled_from([D(1), D("1.25"), D(2)])),
        recycled=Recycled(share=share) if share else None,
        distance_km=draw(st.none() | st.decimals("0", "3000", places=0)),
        supplier_card=draw(st.sampled_from(["", "", "pp.json"])),
    )


@st.composite
def products(draw: st.DrawFn) -> Product:
    bom = tuple(draw(st.lists(lines(), min_size=1, max_size=4)))
    free = sum((line.gross_kg - line.net_kg for line in bom), D(0))
    sells = free > 0 and draw(st.booleans())
    steps = []
    for i in range(draw(st.integers(1, 3))):
        others: tuple[CoProduct, ...] = ()
        if sells and i == 0:
            others = (CoProduct(name="by", kg=free / 2, price_per_kg=D(1), energy_mj_per_kg=D(10)),)
        method: Any = draw(st.sampled_from(["mass", "economic", "energy"]))
        allocation = Allocation(method=method, product_price_per_kg=D(3), product_energy_mj_per_kg=D(20), reason="r")
        releases = tuple(
            Release(gas=draw(st.sampled_from(["CO2", "CH4", "N2O"])), kg=draw(masses), origin=draw(origins))
            for _ in range(draw(st.integers(0, 2)))
        )
        steps.append(
            Process(
                name=f"step {i}",
                electricity_kwh=draw(st.decimals("0", "9", places=2)),
                heat_mj=draw(st.sampled_from([D(0), D("2.5")])),
                heat_fuel="wood pellets",
                evidence=draw(st.sampled_from([Evidence(), METERED])),
                releases=releases,
                co_products=others,
                allocation=allocation if others else None,
            )
        )
    return product(
        bom=bom,
        mass_kg=sum((line.net_kg for line in bom), D(0)),
        processes=tuple(steps),
        packaging=tuple(PackagingPart(material="board", mass_kg=kg) for kg in draw(st.lists(masses, max_size=2))),
        facility=FACILITY,
    )


def full(item: Product, **more: Any) -> FootprintResult:
    return assess(item, cards={"pp.json": CARD}, **more)


def near(kg: Decimal, other: Decimal | float) -> bool:
    return float(kg) == pytest.approx(float(other), rel=1e-9, abs=1e-12)


def energy_of(units: int, kwh: Decimal, own: Decimal, **more: Any) -> ProductEnergy:
    wh = int(kwh * 1000 * units)
    return ProductEnergy(
        product_id="box",
        facility_id="F",
        period_start=datetime(2025, 1, 1, tzinfo=UTC),
        period_end=datetime(2026, 1, 1, tzinfo=UTC),
        units=units,
        key="sub_meter",
        electricity_wh=wh,
        self_solar_wh=int(wh * own),
        **more,
    )


@settings(max_examples=40, deadline=None)
@given(products(), st.sampled_from(["0", "0.4"]))
def test_the_parts_are_the_total(item: Product, share: str) -> None:
    result = full(item, solar=match_of(share))
    parts = result.components
    change, managed = parts.land_use_change or D(0), parts.land_management or D(0)
    assert parts.fossil + parts.biogenic_non_co2 + change + managed == result.total_kg_co2e
    assert parts.fossil >= 0
    assert parts.biogenic_uptake <= 0
    assert near(parts.biogenic_uptake, -float(parts.biogenic_carbon_content_kg) * 44 / 12)
    power = result.electricity
    assert power.self_solar_kwh + power.grid_kwh + power.certified_kwh + power.residual_kwh == power.kwh_per_unit
    assert sum(stage.kg_co2e for stage in result.stages) == result.total_kg_co2e == result.explain.kg_co2e
    assert all(row.total_kg_co2e >= 0 for row in result.sensitivities)
    assert 0 <= result.measured_share <= 1
    assert result.interval.low <= result.total_kg_co2e <= result.interval.high


def _times(item: Product, n: int) -> Product:
    def rep(value: Any, **fields: Decimal) -> Any:
        return msgspec.structs.replace(value, **fields)

    return rep(
        item,
        mass_kg=item.mass_kg * n,
        bom=tuple(rep(x, net_kg=x.net_kg * n, gross_kg=x.gross_kg * n) for x in item.bom),
        packaging=tuple(rep(x, mass_kg=x.mass_kg * n) for x in item.packaging),
        processes=tuple(
            rep(
                x,
                electricity_kwh=x.electricity_kwh * n,
                heat_mj=x.heat_mj * n,
                releases=tuple(rep(r, kg=r.kg * n) for r in x.releases),
                co_products=tuple(rep(c, kg=c.kg * n) for c in x.co_products),
            )
            for x in item.processes
        ),
    )


@settings(max_examples=25, deadline=None)
@given(products(), st.sampled_from([2, 12, 1000]))
def test_a_case_of_n_emits_n_times_one(item: Product, n: int) -> None:
    one, many = full(item), full(_times(item, n))
    assert near(many.total_kg_co2e, float(one.total_kg_co2e) * n)
    for field in ("fossil", "biogenic_uptake", "biogenic_emissions", "biogenic_non_co2", "packaging"):
        assert near(getattr(many.components, field), float(getattr(one.components, field)) * n)
    assert near(many.measured_share, one.measured_share)
    for was, now in zip(one.sensitivities, many.sensitivities, strict=True):
        assert was.id == now.id
        assert near(now.total_kg_co2e, float(was.total_kg_co2e) * n)


@settings(max_examples=25, deadline=None)
@given(products(), st.integers(0, 3), st.sampled_from(["0.1", "0.5"]))
def test_a_line_in_two_is_the_same_line(item: Product, which: int, part: str) -> None:
    i, p = which % len(item.bom), D(part)
    line = item.bom[i]
    one = msgspec.structs.replace(line, net_kg=line.net_kg * p, gross_kg=line.gross_kg * p)
    rest = msgspec.structs.replace(line, net_kg=line.net_kg * (1 - p), gross_kg=line.gross_kg * (1 - p))
    split = msgspec.structs.replace(item, bom=(*item.bom[:i], one, rest, *item.bom[i + 1 :]))
    before, after = full(item), full(split)
    assert near(after.total_kg_co2e, before.total_kg_co2e)
    assert near(after.measured_share, before.measured_share)
    assert near(after.components.biogenic_carbon_content_kg, before.components.biogenic_carbon_content_kg)


@settings(max_examples=20, deadline=None)
@given(products(), st.integers(0, 99))
def test_the_order_of_lines_says_nothing(item: Product, seed: int) -> None:
    bom = list(item.bom)
    random.Random(seed).shuffle(bom)  # noqa: S311 - a fixed seed is the point
    before, after = full(item), full(msgspec.structs.replace(item, bom=tuple(bom)))
    assert after.total_kg_co2e == before.total_kg_co2e
    assert after.components == before.components
    assert after.measured_share == before.measured_share


@settings(max_examples=20, deadline=None)
@given(products())
def test_a_default_replaced_by_the_same_value_measured_raises_the_measured_share_alone(item: Product) -> None:
    steps = tuple(msgspec.structs.replace(step, evidence=METERED) for step in item.processes)
    before, after = full(item), full(msgspec.structs.replace(item, processes=steps))
    assert after.total_kg_co2e == before.total_kg_co2e
    assert after.components == before.components
    assert after.stages[0] == before.stages[0]
    changed = any(
        step.evidence.grade == "E0" and (step.electricity_kwh or step.heat_mj or step.releases)
        for step in item.processes
    )
    if not changed:
        assert after.measured_share == before.measured_share
    else:
        assert after.measured_share >= before.measured_share


@settings(max_examples=25, deadline=None)
@given(products(), st.integers(1, 10**12), st.sampled_from(["kept", "sold", "unknown", "not_issued"]))
def test_exported_kwh_never_change_it_and_selling_raises_it(item: Product, exported: int, state: Any) -> None:
    plant = msgspec.structs.replace(PLANT, certificates=state)
    there = msgspec.structs.replace(item, facility=msgspec.structs.replace(FACILITY, solar=plant))
    plain = full(there, solar=match_of("0.4"))
    assert full(there, solar=match_of("0.4", exported_wh=exported)).total_kg_co2e == plain.total_kg_co2e
    grid = full(there, solar=match_of("0"))
    if plain.electricity.kwh_per_unit == 0:
        assert plain.total_kg_co2e == grid.total_kg_co2e
    elif state == "sold":
        assert plain.total_kg_co2e > grid.total_kg_co2e
    elif state == "unknown":
        assert plain.total_kg_co2e == grid.total_kg_co2e
    else:
        assert plain.total_kg_co2e < grid.total_kg_co2e


@settings(max_examples=20, deadline=None)
@given(products(), st.integers(1, 500), st.sampled_from([D(0), D("0.25"), D(1)]))
def test_the_kwh_of_the_processes_are_those_of_the_meter(item: Product, units: int, own: Decimal) -> None:
    given_energy = energy_of(units, D("3.7"), own)
    result = full(item, energy=given_energy)
    if not any(step.co_products for step in item.processes):
        per_unit = D(given_energy.electricity_wh) / 1000 / units
        assert near(result.electricity.kwh_per_unit, per_unit)
        assert near(result.electricity.self_solar_kwh, D(given_energy.self_solar_wh) / 1000 / units)
    sold = full(item, energy=msgspec.structs.replace(given_energy, solar_sold_wh=given_energy.self_solar_wh))
    assert sold.total_kg_co2e >= result.total_kg_co2e
    if given_energy.self_solar_wh and result.electricity.kwh_per_unit:
        assert sold.total_kg_co2e > full(item, energy=energy_of(units, D("3.7"), D(0))).total_kg_co2e
