"""What a record may claim to look better than it is: each is refused, asked about, or visibly marked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from footprint_samples import METERED, PLANT, assess, match_of, product
from greencard.errors import GreencardError
from greencard.footprint import standing_evidence
from greencard.model import (
    BomLine,
    Evidence,
    Facility,
    FootprintResult,
    PackagingPart,
    Process,
    Product,
    Recycled,
    SolarMatch,
    SupplierFigure,
    Text,
)

ROOF = Facility(id="F", name=Text(en="factory"), place=Text(en="Anji"), solar=PLANT)
HALF = Decimal("0.5")
ON = date(2026, 11, 23)


def box(**changes: Any) -> Product:
    fields: dict[str, Any] = {
        "material": "polypropylene",
        "net_kg": HALF,
        "gross_kg": HALF,
        "distance_km": Decimal(100),
    }
    return product(bom=(BomLine(**(fields | changes)),), packaging=())


def figure(kg: str, **more: Any) -> SupplierFigure:
    fields: dict[str, Any] = {"kg_co2e_per_kg": Decimal(kg), "scope": "cradle_to_gate"}
    return SupplierFigure(**(fields | more))


def stakes(result: FootprintResult) -> dict[str, Decimal]:
    return {question.code: question.kg_co2e_at_stake for question in result.questions}


def days(count: int, share: str = "0.4", load_wh: int = 10_000_000, missing: int = 0) -> SolarMatch:
    start = datetime(2026, 6, 1, tzinfo=UTC)
    found = match_of(share, load_wh=load_wh)
    return msgspec.structs.replace(
        found,
        period_start=start,
        period_end=start + timedelta(days=count),
        intervals=count * 24 - missing,
        missing_intervals=missing,
    )


def test_a_waste_factor_makes_no_material() -> None:
    with pytest.raises(GreencardError) as caught:
        assess(box(factor="waste/plastic/recycling"))
    assert caught.value.code == "GC-FAC-010"


@pytest.mark.parametrize(
    ("words", "named", "stake"),
    [
        ("polypropylene", "material/quarried_mineral/gb-aggregates", "0.78960347"),  # 0.5 x (1.587 - 0.00779306)
        ("wood", "material/wood/fr-ademe-processing", "0.11640208"),  # 0.5 x (0.26950416 - 0.0367)
    ],
)
def test_a_named_factor_that_does_not_fit_is_asked_about(words: str, named: str, stake: str) -> None:
    result = assess(box(material=words, factor=named))
    assert stakes(result)["factor.proxy"] == Decimal(stake)
    assert "factor named in the record; " in result.explain.children[0].children[0].note.en
    # the interval reaches what the catalogue would have taken
    assert result.interval.high >= result.total_kg_co2e + Decimal(stake)


def test_a_supplier_figure_of_nothing_is_refused_and_other_scopes_are_not_used_anyway() -> None:
    with pytest.raises(GreencardError) as caught:
        assess(box(supplier=figure("0")))
    assert [(fault.code, fault.place.pointer) for fault in caught.value.faults] == [
        ("GC-FPT-011", "/bom/0/supplier/kg_co2e_per_kg")
    ]
    direct = assess(box(supplier=figure("0", scope="direct_only")))
    assert direct.total_kg_co2e == assess(box()).total_kg_co2e


def test_what_rests_on_a_low_supplier_figure_is_its_distance_to_the_published_average() -> None:
    result = assess(box(supplier=figure("0.01")))
    asked = stakes(result)
    # 0.5 x (1.587 - 0.01)
    assert asked["supplier.evidence"] == asked["supplier.low"] == Decimal("0.7885")
    assert result.interval.high >= result.total_kg_co2e + Decimal("0.7885")


def test_a_documented_low_figure_is_used_and_still_asked_about() -> None:
    result = assess(box(supplier=figure("0.01", evidence=Evidence(grade="E1", kind="card"))))
    assert set(stakes(result)) == {"supplier.low"}
    assert result.explain.children[0].basis == "measured"


def test_a_figure_per_piece_says_how_many_pieces_are_taken() -> None:
    result = assess(box(supplier=figure("0.7", per="piece")))
    assert "one piece in each declared unit" in result.explain.children[0].children[0].note.en


@pytest.mark.parametrize(
    ("evidence", "grade", "word"),
    [
        (Evidence(grade="E3"), "E0", "no document"),
        (Evidence(grade="E1", kind="card", valid_until=date(2026, 11, 22)), "E0", "expired"),
        (Evidence(grade="E1", kind="card", valid_until=ON), "E1", ""),
        (Evidence(grade="E1", kind="card", valid_from=date(2026, 11, 24)), "E0", "only from"),
        (Evidence(grade="E2", issuer="auditor"), "E2", ""),
    ],
)
def test_only_standing_evidence_counts(evidence: Evidence, grade: str, word: str) -> None:
    recycled = Recycled(share=HALF, evidence=evidence)
    record = product(
        bom=(
            BomLine(
                material="PP", net_kg=HALF, gross_kg=HALF, recycled=recycled, supplier=figure("1", evidence=evidence)
            ),
        ),
        processes=(Process(name="moulding", electricity_kwh=Decimal(1), evidence=evidence),),
        packaging=(PackagingPart(material="board box", mass_kg=Decimal("0.1"), recycled=recycled),),
    )
    stands, notes = standing_evidence(record, ON)
    line, part = stands.bom[0], stands.packaging[0]
    assert line.recycled is not None
    assert line.supplier is not None
    assert part.recycled is not None
    found = [line.recycled.evidence, line.supplier.evidence, stands.processes[0].evidence, part.recycled.evidence]
    assert [each.grade for each in found] == [grade] * 4
    assert len(notes) == (4 if word else 0)
    assert all(word in note.en and note.zh for note in notes)
    result = assess(record, on=ON)
    assert (result.measured_share > 0) == (grade != "E0")
    assert set(notes) <= set(result.notes)


def test_the_snapshot_follows_the_day_only_where_evidence_runs_out() -> None:
    record = box(supplier=figure("1", evidence=Evidence(grade="E1", kind="card", valid_until=ON)))
    before, last, after = (assess(record, on=ON + timedelta(days=n)).snapshot for n in (-1, 0, 1))
    assert before == last != after


def moulded(kwh: str = "1", **more: Any) -> Product:
    step = Process(name="moulding", electricity_kwh=Decimal(kwh))
    return product(facility=ROOF, processes=(step,), packaging=(), **more)


def test_a_sunny_week_neither_measures_nor_lends_its_sun_to_a_year() -> None:
    result = assess(moulded(), solar=days(7))
    assert (result.electricity.treatment, result.electricity.self_solar_kwh) == ("solar_not_counted", 0)
    assert result.measured_share == 0
    assert "7 days" in result.electricity.reason.en
    assert stakes(result)["solar.readings"] == Decimal("0.21028")  # 0.4 kWh x (0.5777 - 0.0520)


def test_a_month_counts_and_asks_for_the_year() -> None:
    result = assess(moulded(), solar=days(31))
    assert result.electricity.treatment == "solar_interval_matched"
    assert stakes(result)["solar.period"] == Decimal("0.21028")
    assert "solar.period" not in stakes(assess(moulded(), solar=days(365)))


def test_readings_that_cannot_hold_the_production_are_those_of_another_factory() -> None:
    # 1 kWh x 20 000 a year against 10 000 kWh metered in a year
    result = assess(moulded(annual_units=20_000), solar=days(365))
    assert result.electricity.treatment == "solar_not_counted"
    assert result.measured_share == 0
    assert "20000 kWh" in result.electricity.reason.en
    fits = assess(moulded(annual_units=10_000), solar=days(365))
    assert fits.electricity.treatment == "solar_interval_matched"
    assert fits.measured_share > 0


def test_a_period_with_holes_is_no_measurement() -> None:
    # 36 000 units a year are 9 863 of the 10 000 kWh that the meter shows in the hundred days.
    held, holed = (assess(moulded(annual_units=36_000), solar=days(100, missing=n)) for n in (240, 241))
    assert held.measured_share > 0
    assert holed.measured_share == 0
    assert holed.electricity.treatment == "solar_interval_matched"
    assert any("no reading" in note.en for note in holed.notes)


@pytest.mark.parametrize(("units", "measured"), [(29_200, True), (29_199, False), (None, False)])
def test_a_meter_measures_a_product_only_where_it_is_mostly_that_products(units: int | None, measured: bool) -> None:
    # 1 kWh x 29 200 units x 100 / 365 days = 8 000 of 10 000 kWh: four fifths, the least.
    result = assess(moulded(annual_units=units), solar=days(100))
    assert (result.measured_share > 0) is measured
    # The share of the sun is the meter's to show, whoever took the rest.
    assert result.electricity.treatment == "solar_interval_matched"
    assert any("not what one product takes" in note.en for note in result.notes) is not measured
    assert ("energy.meter" in stakes(result)) is not measured


def test_documented_kwh_stay_measured_whatever_the_readings_say() -> None:
    step = Process(name="moulding", electricity_kwh=Decimal(1), evidence=METERED)
    assert assess(product(facility=ROOF, processes=(step,)), solar=days(3)).measured_share > 0


@pytest.mark.parametrize("steps", [(), (Process(name="moulding"),)])
def test_production_without_electricity_is_said_and_asked(steps: tuple[Process, ...]) -> None:
    record = product(facility=ROOF, processes=steps, annual_units=1000)
    result = assess(record, solar=days(365))
    # 10 000 kWh a year over 1000 units x 0.5777: at most this
    assert stakes(result)["energy.missing"] == Decimal("5.777")
    assert any("without any" in note.en for note in result.notes)


def test_biomass_nobody_documents_is_asked_about_with_the_co2_it_keeps_out() -> None:
    step = Process(name="steam", electricity_kwh=Decimal(1), heat_mj=Decimal(10), heat_fuel="竹边角料")
    result = assess(product(processes=(step,), packaging=()))
    # 10 MJ: CH4 and N2O 0.0190575 kg, and 1.12 kg of CO2 that would count were it not biomass
    assert stakes(result)["energy.fuel"] == Decimal("1.1390575")


def test_a_distance_in_metres_is_refused() -> None:
    with pytest.raises(GreencardError) as caught:
        assess(box(distance_km=Decimal(120_000)))
    assert [(fault.code, fault.place.pointer) for fault in caught.value.faults] == [
        ("GC-FPT-010", "/bom/0/distance_km")
    ]


@pytest.mark.parametrize(
    ("words", "refused"), [("stainless steel", True), ("玻璃", True), ("PP", False), ("MDF", False)]
)
def test_steel_and_glass_are_not_bio_based(words: str, *, refused: bool) -> None:
    record = box(material=words, bio_based_share=HALF)
    if not refused:
        assert assess(record).total_kg_co2e > 0
        return
    with pytest.raises(GreencardError) as caught:
        assess(record)
    assert [(f.code, f.place.pointer) for f in caught.value.faults] == [("GC-FPT-012", "/bom/0/bio_based_share")]


def test_a_tiny_rating_on_a_heavy_battery_is_asked_about() -> None:
    asked = stakes(assess(box(material="lithium battery 0.001 Wh")))
    assert asked["factor.rating"] > 8
    assert "factor.rating" not in stakes(assess(box(material="lithium battery 90 Wh")))


def test_a_recycled_share_nobody_can_show_reaches_back_to_the_primary_factor() -> None:
    share = Decimal("0.9")
    primary = assess(box(material="aluminium ingot"))
    stated = assess(box(material="aluminium ingot", recycled=Recycled(share=share)))
    paper = Evidence(grade="E1", kind="GRS transaction certificate", number="TC-1")
    shown = assess(box(material="aluminium ingot", recycled=Recycled(share=share, evidence=paper)))
    # The figure is the same: evidence changes what is known of it, not the sum.
    assert stated.total_kg_co2e == shown.total_kg_co2e < primary.total_kg_co2e
    assert stated.interval.high >= primary.total_kg_co2e
    assert shown.interval.high < stated.interval.high
    assert "recycled.evidence" in stakes(stated)
    assert "recycled.evidence" not in stakes(shown)
