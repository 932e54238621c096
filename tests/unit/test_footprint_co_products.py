"""Burdens shared with co-products: shares that sum to one, what is shared and what is not, and what is refused."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footprint_samples import METERED, assess, product
from greencard.errors import InvalidInput
from greencard.footprint.co_products import Split, sharing_of
from greencard.model import Allocation, BomLine, CoProduct, ExplainNode, Process, Product

LINE = product().bom[0]
D = Decimal


def sheet(**changes: Any) -> Product:
    """A box of 0.5 kg out of 0.8 kg of polypropylene; 0.125 kg of granulate is sold, 0.175 kg is lost."""
    step = Process(
        name="moulding",
        electricity_kwh=D(1),
        evidence=METERED,
        co_products=(CoProduct(name="granulate", kg=D("0.125"), price_per_kg=D(2), energy_mj_per_kg=D(40)),),
        allocation=Allocation(
            method="mass", product_price_per_kg=D(8), product_energy_mj_per_kg=D(40), reason="same material"
        ),
    )
    line = msgspec.structs.replace(LINE, gross_kg=D("0.8"))
    return product(**({"bom": (line,), "processes": (step,), "packaging": ()} | changes))


def alone(item: Product) -> Product:
    steps = tuple(msgspec.structs.replace(p, co_products=(), allocation=None) for p in item.processes)
    return msgspec.structs.replace(item, processes=steps)


def with_step(item: Product, **changes: Any) -> Product:
    first, *rest = item.processes
    return msgspec.structs.replace(item, processes=(msgspec.structs.replace(first, **changes), *rest))


def tips(node: ExplainNode) -> list[ExplainNode]:
    return [tip for child in node.children for tip in tips(child)] if node.children else [node]


def test_by_mass_by_hand() -> None:
    result = assess(sheet())
    # 0.5 / (0.5 + 0.125) = 0.8 of everything that enters:
    # PP 0.8 kg x 1.587 x 0.8 = 1.01568; road 0.08 tkm x 0.07818 x 0.8 = 0.00500352
    # electricity 1 kWh x 0.5777 x 0.8 = 0.46216
    # losses 0.3 - 0.125 = 0.175 kg x 0.00468568 x 0.8 = 0.0006559952
    assert result.total_kg_co2e == D("1.4834995152")
    formulas = {tip.formula for tip in tips(result.explain)}
    assert "0.8 kg × 1.587 kg CO2e/kg × 0.8" in formulas
    assert "1 kWh × 0.5777 kg CO2e/kWh × 0.8" in formulas
    assert result.electricity.kwh_per_unit == D("0.8")
    assert any("80 % to the product, 20 % to granulate" in note.en for note in result.notes)
    assert any("产品 80 %" in note.zh for note in result.notes)


def test_the_other_methods_stand_beside_as_sensitivities() -> None:
    result = assess(sheet())
    found = {row.id: row.total_kg_co2e for row in result.sensitivities}
    # energy: the same material, 0.5 x 40 against 0.125 x 40: 0.8 again
    assert found["allocation/energy"] == result.total_kg_co2e
    # economic: 0.5 x 8 against 0.125 x 2: 4 / 4.25 = 0.941176470588
    economic = assess(with_step(sheet(), allocation=msgspec.structs.replace(_allocation(), method="economic")))
    assert found["allocation/economic"] == economic.total_kg_co2e
    assert float(economic.total_kg_co2e / result.total_kg_co2e) == pytest.approx(4 / 4.25 / 0.8, rel=1e-10)
    assert "allocation/mass" not in found
    assert {row.id for row in economic.sensitivities} >= {"allocation/mass", "allocation/energy"}


def _allocation() -> Allocation:
    found = sheet().processes[0].allocation
    assert found is not None
    return found


def test_price_before_mass_is_asked_why() -> None:
    bare = msgspec.structs.replace(_allocation(), method="economic", reason=" ")
    asked = {q.code: q for q in assess(with_step(sheet(), allocation=bare)).questions}
    told = {q.code for q in assess(with_step(sheet(), allocation=msgspec.structs.replace(bare, reason="x"))).questions}
    assert asked["allocation.reason"].pointer == "/processes/0/allocation/reason"
    assert asked["allocation.reason"].kg_co2e_at_stake > 0
    assert "allocation.reason" not in told


def test_what_stays_wholly_in_the_product_is_not_shared() -> None:
    hinge = BomLine(material="steel", net_kg=D("0.1"), gross_kg=D("0.1"), factor="", distance_km=D(10))
    item = sheet(mass_kg=D("0.6"), bom=(*sheet().bom, hinge))
    shared, whole = assess(item), assess(alone(item))
    for stage in (0, 1):
        assert shared.explain.children[stage].children[1].kg_co2e == whole.explain.children[stage].children[1].kg_co2e
    # and it takes no part in the mass by which the rest is split
    assert sharing_of(item).of_line(0) == D("0.8")


def test_a_line_that_loses_a_gram_does_not_hand_on_its_burden() -> None:
    # 0.1 kg of steel, 0.001 kg of it lost, beside 0.8 kg of plastic of which 0.5 kg stays and 0.125 kg is sold.
    # Of 0.301 kg that did not stay, the steel is 0.001: it takes 0.125 x 0.001 / 0.301 of the granulate and keeps
    # 0.1 / (0.1 + 0.000415282...) of its burden, not the 0.6 / 0.725 of the whole.
    blade = BomLine(material="steel", net_kg=D("0.1"), gross_kg=D("0.101"), distance_km=D(10))
    sharing = sharing_of(sheet(mass_kg=D("0.6"), bom=(*sheet().bom, blade)))
    assert float(sharing.of_line(1)) == pytest.approx(0.1 / (0.1 + 0.125 * 0.001 / 0.301))
    assert float(sharing.of_line(0)) == pytest.approx(0.5 / (0.5 + 0.125 * 0.3 / 0.301))
    assert float(sharing.of_process(0)) == pytest.approx(0.6 / 0.725)


def test_what_is_used_up_goes_as_the_process_does() -> None:
    soap = BomLine(material="polypropylene", net_kg=D(0), gross_kg=D("0.1"), distance_km=D(10))
    sharing = sharing_of(sheet(bom=(*sheet().bom, soap)))
    assert sharing.of_line(1) == sharing.of_process(0) == D("0.8")


def test_a_co_product_beyond_price_leaves_no_burden_below_nothing() -> None:
    others = tuple(CoProduct(name=f"gem {i}", kg=D("0.01"), price_per_kg=D(10) ** 9) for i in range(6))
    cheap = Allocation(method="economic", product_price_per_kg=D("1e-9"), reason="gems")
    (split,) = sharing_of(with_step(sheet(), co_products=others, allocation=cheap)).splits
    assert split.product >= 0
    assert split.product + sum((share for _, share in split.others), D(0)) == 1
    result = assess(with_step(sheet(), co_products=others, allocation=cheap))
    assert result.total_kg_co2e >= 0
    by_mass = next(row for row in result.sensitivities if row.id == "allocation/mass")
    assert by_mass.total_kg_co2e > 1


def test_a_co_product_of_no_mass_takes_nothing() -> None:
    nothing = with_step(sheet(), co_products=(CoProduct(name="dust", kg=D(0)),))
    assert assess(nothing).total_kg_co2e == assess(alone(sheet())).total_kg_co2e


def test_later_steps_are_the_products_own_and_earlier_ones_are_shared() -> None:
    before = Process(name="drying", electricity_kwh=D(2), evidence=METERED)
    after = Process(name="assembly", electricity_kwh=D(4), evidence=METERED)
    item = sheet(processes=(before, *sheet().processes, after))
    kwh = [node.children[0].kg_co2e for node in assess(item).explain.children[2].children[:3]]
    # 2 x 0.5777 x 0.8, 1 x 0.5777 x 0.8, 4 x 0.5777
    assert kwh == [D("0.92432"), D("0.46216"), D("2.3108")]
    assert assess(item).electricity.kwh_per_unit == D("6.4")


def test_two_splits_in_a_row_come_to_the_same_as_one() -> None:
    one = CoProduct(name="a", kg=D("0.1"))
    other = CoProduct(name="b", kg=D("0.15"))
    by_mass = Allocation(method="mass")
    steps = (
        Process(name="saw", electricity_kwh=D(1), co_products=(one,), allocation=by_mass),
        Process(name="plane", electricity_kwh=D(1), co_products=(other,), allocation=by_mass),
    )
    sharing = sharing_of(sheet(processes=steps))
    # 0.5 + 0.15 of 0.75 after the saw; 0.5 of 0.65 after the plane; 0.5 of 0.75 in all
    assert float(sharing.of_process(1)) == pytest.approx(0.5 / 0.65)
    assert float(sharing.of_process(0)) == pytest.approx(0.5 / 0.75)
    for split in sharing.splits:
        assert split.product + sum((share for _, share in split.others), D(0)) == 1


@pytest.mark.parametrize(
    ("item", "code", "pointer"),
    [
        (with_step(sheet(), allocation=None), "GC-FPT-026", "/processes/0/co_products"),
        (
            with_step(sheet(), allocation=Allocation(method="economic")),
            "GC-FPT-027",
            "/processes/0/allocation/product_price_per_kg",
        ),
        (
            with_step(sheet(), allocation=Allocation(method="economic", product_price_per_kg=D(0))),
            "GC-FPT-027",
            "/processes/0/allocation/product_price_per_kg",
        ),
        (
            with_step(
                sheet(),
                co_products=(CoProduct(name="x", kg=D("0.1")),),
                allocation=Allocation(method="energy", product_energy_mj_per_kg=D(40)),
            ),
            "GC-FPT-027",
            "/processes/0/co_products/0/energy_mj_per_kg",
        ),
        (
            with_step(sheet(), co_products=(CoProduct(name="x", kg=D("0.4")),)),
            "GC-FPT-028",
            "/processes/0/co_products",
        ),
        (
            with_step(sheet(), co_products=(CoProduct(name="x", kg=D("-0.1")),)),
            "GC-FPT-001",
            "/processes/0/co_products/0/kg",
        ),
        (
            with_step(sheet(), co_products=(CoProduct(name="x", kg=D("0.1"), price_per_kg=D("NaN")),)),
            "GC-FPT-007",
            "/processes/0/co_products/0/price_per_kg",
        ),
    ],
)
def test_an_allocation_that_does_not_hold_is_refused(item: Product, code: str, pointer: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        assess(item)
    fault = caught.value.faults[0]
    assert (fault.code, fault.place.pointer) == (code, pointer)
    assert all("{" not in fault.text(lang) + fault.remedy(lang) for lang in ("en", "zh"))


def test_no_credit_has_a_way_in() -> None:
    named = " ".join(field.name for kind in (Split,) for field in fields(kind))
    named += " ".join((*Allocation.__struct_fields__, *CoProduct.__struct_fields__))
    assert not any(word in named for word in ("credit", "avoid", "expan", "substitut"))


kilos = st.decimals("0.001", "0.3", places=3)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(kilos, min_size=1, max_size=3),
    st.sampled_from(["mass", "energy", "economic"]),
    st.decimals("0.01", "500", places=2),
    st.decimals("0", "500", places=2),
)
def test_shares_sum_to_one_and_the_burden_is_neither_made_nor_lost(
    masses: list[Decimal], method: Any, own: Decimal, theirs: Decimal
) -> None:
    made = sum(masses, D(0))
    others = tuple(
        CoProduct(name=f"c{i}", kg=kg, price_per_kg=theirs, energy_mj_per_kg=theirs) for i, kg in enumerate(masses)
    )
    allocation = Allocation(method=method, product_price_per_kg=own, product_energy_mj_per_kg=own)
    step = Process(name="cut", electricity_kwh=D(3), co_products=others, allocation=allocation)
    line = msgspec.structs.replace(LINE, gross_kg=D("0.5") + made)
    item = product(bom=(line,), processes=(step,), packaging=())
    (split,) = sharing_of(item).splits
    assert split.product + sum((share for _, share in split.others), D(0)) == 1
    assert 0 < split.product <= 1
    part, whole = assess(item), assess(alone(item))
    assert part.total_kg_co2e <= whole.total_kg_co2e
    # all that entered became product or co-product: no loss, so everything is in proportion
    for stage in (0, 1):
        assert float(part.stages[stage].kg_co2e) == pytest.approx(
            float(whole.stages[stage].kg_co2e) * float(split.product), rel=1e-10
        )
    assert float(part.stages[2].kg_co2e) == pytest.approx(3 * 0.5777 * float(split.product), rel=1e-10)
