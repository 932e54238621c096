"""What must hold for any product."""

from __future__ import annotations

import math
import random
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footprint_samples import METERED, PLANT, assess, match_of, product
from greencard.footprint.doubt.interval import log_sigma
from greencard.footprint.tree import Leaf
from greencard.model import (
    BomLine,
    Evidence,
    ExplainNode,
    Facility,
    FactorRef,
    PackagingPart,
    Process,
    Product,
    Recycled,
    SupplierFigure,
    Text,
)

WORDS = [
    "PP",
    "ABS",
    "竹板",
    "cotton yarn",
    "不锈钢",
    "glass",
    "corrugated board",
    "PLA",
    "PBAT",
    "镍氢电池",
    "melamine",
]
masses = st.decimals("0.001", "50", places=3)
shares = st.sampled_from([Decimal(0), Decimal("0.2"), Decimal("0.65"), Decimal(1)])
FACILITY = Facility(id="F", name=Text(en="f"), place=Text(en="p"), solar=PLANT)


@st.composite
def lines(draw: st.DrawFn) -> BomLine:
    material, net = draw(st.sampled_from(WORDS)), draw(masses)
    share = draw(shares)
    return BomLine(
        material=material,
        net_kg=net,
        gross_kg=net * draw(st.sampled_from([Decimal(1), Decimal("1.13"), Decimal(2)])),
        recycled=Recycled(share=share) if share else None,
        bio_based_share=Decimal(0) if material in {"不锈钢", "glass"} else draw(shares),
        distance_km=draw(st.none() | st.decimals("0", "5000", places=1)),
    )


@st.composite
def products(draw: st.DrawFn) -> Product:
    bom = tuple(draw(st.lists(lines(), min_size=1, max_size=5)))
    kwh = st.decimals("0", "20", places=3)
    processes = tuple(
        Process(
            name=f"step {i}",
            electricity_kwh=draw(kwh),
            heat_mj=draw(kwh),
            heat_fuel=draw(st.sampled_from(["natural gas", "烟煤", "wood pellets", "竹屑"])),
            evidence=draw(st.sampled_from([Evidence(), METERED])),
        )
        for i in range(draw(st.integers(0, 3)))
    )
    packaging = tuple(PackagingPart(material="board", mass_kg=mass) for mass in draw(st.lists(masses, max_size=2)))
    return product(
        bom=bom,
        mass_kg=sum((item.net_kg for item in bom), Decimal(0)),
        processes=processes,
        packaging=packaging,
        facility=FACILITY,
    )


def tips(node: ExplainNode) -> list[ExplainNode]:
    return [tip for child in node.children for tip in tips(child)] if node.children else [node]


@settings(max_examples=50, deadline=None)
@given(products(), st.sampled_from(["0", "0.27", "1"]))
def test_the_tree_adds_up(item: Product, share: str) -> None:
    result = assess(item, solar=match_of(share))
    total = float(result.total_kg_co2e)
    found = [tip for tip in tips(result.explain) if tip.factor is not None]
    exact = math.fsum(
        float(tip.amount or 0) * (0.001 if tip.unit == "kg km" else 1.0) * float(tip.factor.value)
        for tip in found
        if tip.factor is not None
    )
    # Amount and leaf are each published to twelve digits, 5e-12 at worst; the sums below are exact.
    assert total == pytest.approx(exact, rel=1.1e-11)
    assert sum(tip.kg_co2e for tip in found) == result.total_kg_co2e
    assert sum(stage.kg_co2e for stage in result.stages) == result.total_kg_co2e
    for stage in result.stages:
        assert stage.measured_kg_co2e + stage.default_kg_co2e == stage.kg_co2e
        assert stage.measured_kg_co2e >= 0
        assert stage.default_kg_co2e >= 0
    measured = sum(tip.kg_co2e for tip in found if tip.basis == "measured")
    assert measured == sum(stage.measured_kg_co2e for stage in result.stages)
    assert 0 <= result.measured_share <= 1
    assert result.interval.low <= result.total_kg_co2e <= result.interval.high
    parts = result.components
    assert parts.fossil + parts.biogenic_non_co2 == result.total_kg_co2e
    assert parts.biogenic_uptake <= 0
    assert float(parts.biogenic_uptake) == pytest.approx(-float(parts.biogenic_carbon_content_kg) * 44 / 12)
    power = result.electricity
    assert power.self_solar_kwh + power.grid_kwh == power.kwh_per_unit
    stakes = [question.kg_co2e_at_stake for question in result.questions]
    assert stakes == sorted(stakes, reverse=True)
    assert all(stake >= 0 for stake in stakes)


@settings(max_examples=30, deadline=None)
@given(products())
def test_twice_the_mass_twice_the_material(item: Product) -> None:
    def doubled(line: BomLine) -> BomLine:
        return msgspec.structs.replace(line, net_kg=line.net_kg * 2, gross_kg=line.gross_kg * 2)

    twice = msgspec.structs.replace(item, mass_kg=item.mass_kg * 2, bom=tuple(doubled(line) for line in item.bom))
    one, two = assess(item), assess(twice)
    for stage in (0, 1):
        assert float(two.stages[stage].kg_co2e) == pytest.approx(2 * float(one.stages[stage].kg_co2e), rel=1e-10)
    assert two.components.biogenic_carbon_content_kg == pytest.approx(2 * one.components.biogenic_carbon_content_kg)
    assert two.stages[3] == one.stages[3]


@settings(max_examples=25, deadline=None)
@given(products(), st.sampled_from(["0.1", "0.5"]))
def test_the_same_input_gives_the_same_bytes(item: Product, share: str) -> None:
    again = msgspec.json.decode(msgspec.json.encode(item), type=Product)
    first = assess(item, solar=match_of(share))
    assert msgspec.json.encode(assess(again, solar=match_of(share))) == msgspec.json.encode(first)


@settings(max_examples=25, deadline=None)
@given(products(), st.integers(0, 4))
def test_a_measurement_lowers_the_share_of_defaults(item: Product, which: int) -> None:
    i = which % len(item.bom)
    before = assess(item)
    node = before.explain.children[0].children[i]
    figure = SupplierFigure(
        kg_co2e_per_kg=node.kg_co2e / item.bom[i].gross_kg,
        scope="cradle_to_gate",
        evidence=Evidence(grade="E2", kind="card"),
    )
    bom = tuple(msgspec.structs.replace(line, supplier=figure) if n == i else line for n, line in enumerate(item.bom))
    after = assess(msgspec.structs.replace(item, bom=bom))
    assert after.measured_share > before.measured_share
    assert float(after.total_kg_co2e) == pytest.approx(float(before.total_kg_co2e))


@settings(max_examples=25, deadline=None)
@given(products(), st.integers(1, 10**9))
def test_more_solar_never_raises_and_exports_never_matter(item: Product, exported: int) -> None:
    none, some = assess(item, solar=match_of("0")), assess(item, solar=match_of("0.3"))
    assert some.total_kg_co2e <= none.total_kg_co2e
    assert assess(item, solar=match_of("0.3", exported_wh=exported)).total_kg_co2e == some.total_kg_co2e


def leaf(factor: str, kg: str, sigma: float, own: float = 0.0) -> Leaf:
    reference = FactorRef(
        id=factor, name="f", value=Decimal(1), unit="u", region="CN", year=2024, gwp="AR6", source="s", licence="l"
    )
    return Leaf(Text(en="x"), Decimal(kg), "u", reference, "default", sigma, own)


def test_uses_of_one_factor_add_linearly_and_of_two_in_quadrature() -> None:
    # same factor: (0.2 + 0.2) / 2 = 0.2; two factors: sqrt(0.04 + 0.04) / 2 = 0.1414
    assert log_sigma([leaf("a", "1", 0.2), leaf("a", "1", 0.2)]) == pytest.approx(0.2)
    assert log_sigma([leaf("a", "1", 0.2), leaf("b", "1", 0.2)]) == pytest.approx(math.sqrt(0.08) / 2)
    assert log_sigma([leaf("a", "1", 0.0, 0.3), leaf("a", "1", 0.0, 0.3)]) == pytest.approx(math.sqrt(0.18) / 2)
    assert log_sigma([]) == 0.0


def test_first_order_agrees_with_drawing() -> None:
    found = [leaf("a", "3", 0.15, 0.05), leaf("a", "1", 0.15, 0.05), leaf("b", "2", 0.2), leaf("c", "0.5", 0.3)]
    dice = random.Random(7)  # noqa: S311 - a fixed seed is the point
    totals = []
    for _ in range(6000):
        drawn = {name: dice.gauss(0, 1) for name in "abc"}
        totals.append(
            sum(
                one.kg * math.exp(one.sigma * drawn[one.factor.id] + one.amount_sigma * dice.gauss(0, 1))
                for one in found
            )
        )
    logs = [math.log(total) for total in totals]
    mean = sum(logs) / len(logs)
    spread = math.sqrt(sum((value - mean) ** 2 for value in logs) / (len(logs) - 1))
    assert log_sigma(found) == pytest.approx(spread, rel=0.06)
