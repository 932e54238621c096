"""Records that cannot be: refused with every place at once, in both languages."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from footprint_samples import assess, product
from greencard.errors import GreencardError, InvalidInput, Refused
from greencard.model import BomLine, Evidence, Grade, PackagingPart, Process, Product, Recycled, SupplierFigure

LINE = product().bom[0]


def line(**changes: object) -> Product:
    return product(bom=(msgspec.structs.replace(LINE, **changes),))


@pytest.mark.parametrize(
    ("item", "code", "pointer"),
    [
        (line(net_kg=Decimal("-0.5")), "GC-FPT-001", "/bom/0/net_kg"),
        (line(distance_km=Decimal(-1)), "GC-FPT-001", "/bom/0/distance_km"),
        (line(supplier=SupplierFigure(kg_co2e_per_kg=Decimal(-2))), "GC-FPT-001", "/bom/0/supplier/kg_co2e_per_kg"),
        (line(recycled=Recycled(share=Decimal("1.1"))), "GC-FPT-002", "/bom/0/recycled/share"),
        (line(recycled=Recycled(share=Decimal("-0.1"))), "GC-FPT-002", "/bom/0/recycled/share"),
        (line(bio_based_share=Decimal("NaN")), "GC-FPT-002", "/bom/0/bio_based_share"),
        (line(gross_kg=Decimal("0.4")), "GC-FPT-003", "/bom/0/gross_kg"),
        (product(bom=()), "GC-FPT-004", "/bom"),
        (product(mass_kg=Decimal(0)), "GC-FPT-004", "/bom"),
        (product(mass_kg=Decimal("0.4")), "GC-FPT-005", "/mass_kg"),
        (product(processes=(Process(name="dry", heat_mj=Decimal(1)),)), "GC-FPT-006", "/processes/0/heat_fuel"),
        (
            product(processes=(Process(name="cut", electricity_kwh=Decimal(-1)),)),
            "GC-FPT-001",
            "/processes/0/electricity_kwh",
        ),
        (product(processes=(Process(name="dry", heat_mj=Decimal("Infinity")),)), "GC-FPT-007", "/processes/0/heat_mj"),
        (line(gross_kg=Decimal("1e10")), "GC-FPT-007", "/bom/0/gross_kg"),
        (product(mass_kg=Decimal("1e-999")), "GC-FPT-007", "/mass_kg"),
        (line(gross_kg=Decimal("sNaN")), "GC-FPT-007", "/bom/0/gross_kg"),
        (
            product(packaging=(PackagingPart(material="board", mass_kg=Decimal(-1)),)),
            "GC-FPT-001",
            "/packaging/0/mass_kg",
        ),
    ],
)
def test_what_cannot_be(item: Product, code: str, pointer: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        assess(item)
    assert caught.value.code == code
    fault = caught.value.faults[0]
    assert fault.place.pointer == pointer
    for lang in ("en", "zh"):
        assert fault.text(lang)
        assert "{" not in fault.text(lang)
        assert "{" not in fault.remedy(lang)


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (product(bom=(BomLine(material="unobtainium", net_kg=Decimal("0.5"), gross_kg=Decimal("0.5")),)), "GC-FAC-004"),
        (line(factor="material/none"), "GC-FAC-002"),
        (line(factor="electricity/direct/cn-zj/2023"), "GC-FAC-003"),
        (line(factor="electricity/life-cycle/cn/2024"), "GC-FAC-005"),
        (line(factor="material/pv_cell/cn-cpcd-perc-kw"), "GC-FAC-005"),
        (product(packaging=(PackagingPart(material="", mass_kg=Decimal(1)),)), "GC-FAC-004"),
        (product(processes=(Process(name="dry", heat_mj=Decimal(1), heat_fuel="magic"),)), "GC-FAC-006"),
    ],
)
def test_no_factor_is_no_guess(item: Product, code: str) -> None:
    with pytest.raises(Refused) as caught:
        assess(item)
    assert caught.value.code == code
    assert caught.value.faults[0].place.pointer or code == "GC-FAC-003"


def test_every_fault_is_named_at_once() -> None:
    bad = (msgspec.structs.replace(LINE, net_kg=Decimal(-1), gross_kg=Decimal(-2), bio_based_share=Decimal(2)),)
    with pytest.raises(GreencardError) as caught:
        assess(product(bom=bad))
    assert {fault.place.pointer for fault in caught.value.faults} == {
        "/bom/0/net_kg",
        "/bom/0/gross_kg",
        "/bom/0/bio_based_share",
    }


@pytest.mark.parametrize("grade", ["E0", "E1"])
def test_a_named_factor_of_another_kind_is_refused_whoevers_figure_stands(grade: Grade) -> None:
    evidence = Evidence(grade=grade, kind="EPD", number="1")
    figure = SupplierFigure(kg_co2e_per_kg=Decimal(3), scope="cradle_to_gate", evidence=evidence)
    with pytest.raises(Refused) as caught:
        assess(line(supplier=figure, factor="electricity/direct/cn-zj/2023"))
    assert caught.value.code == "GC-FAC-003"
