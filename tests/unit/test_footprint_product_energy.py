"""Energy allocated from meters, certificates bought and sold, the residual mix, the location-based figure."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from footprint_samples import METERED, assess, match_of, product
from greencard.errors import GreencardError, InvalidInput
from greencard.model import (
    EnergyCertificate,
    Facility,
    FootprintResult,
    FuelShare,
    Process,
    Product,
    ProductEnergy,
    RooftopSolar,
    Text,
)

D = Decimal
GRID, PV, RESIDUAL, WIND = D("0.5777"), D("0.0520"), D("0.6637"), D("0.0324")


def roof(state: str = "kept", *certificates: EnergyCertificate) -> Facility:
    plant = RooftopSolar(kwp=D(100), certificates=state)  # type: ignore[arg-type]
    return Facility(id="F", name=Text(en="factory"), place=Text(en="Anji"), solar=plant, certificates=certificates)


def step(kwh: str = "1", **more: Any) -> Process:
    return Process(name="moulding", electricity_kwh=D(kwh), **more)


def item(*steps: Process, facility: Facility | None = None) -> Product:
    return product(processes=steps or (step(),), packaging=(), facility=facility or roof())


def energy(**changes: Any) -> ProductEnergy:
    """1 000 units in a year, 1 kWh each: 300 Wh of it own solar."""
    fields: dict[str, Any] = {
        "product_id": "box",
        "facility_id": "F",
        "period_start": datetime(2025, 1, 1, tzinfo=UTC),
        "period_end": datetime(2026, 1, 1, tzinfo=UTC),
        "units": 1000,
        "key": "sub_meter",
        "electricity_wh": 1_000_000,
        "self_solar_wh": 300_000,
    }
    return ProductEnergy(**(fields | changes))


def power(result: FootprintResult) -> Decimal:
    """Kg CO2e of the processes' electricity."""
    found = [tip for node in result.explain.children[2].children for tip in node.children if tip.unit == "kWh"]
    return sum((tip.kg_co2e for tip in found), D(0))


def codes(result: FootprintResult) -> set[str]:
    return {question.code for question in result.questions}


def certificate(fate: str, kwh: int, **changes: Any) -> EnergyCertificate:
    fields: dict[str, Any] = {
        "scheme": "GEC",
        "id": f"{fate}-{kwh}",
        "energy_wh": kwh * 1000,
        "technology": "wind" if fate == "bought" else "pv",
        "country": "CN",
        "produced_from": date(2025, 1, 1),
        "produced_until": date(2025, 12, 31),
        "fate": fate,
        "cancelled_on": date(2026, 1, 15) if fate == "bought" else None,
    }
    return EnergyCertificate(**(fields | changes))


def test_allocated_energy_stands_in_for_the_records_own() -> None:
    result = assess(item(step("0.9")), energy=energy())
    # 0.3 kWh x 0.0520 + 0.7 kWh x 0.5777
    assert power(result) == D("0.41999")
    assert result.electricity.kwh_per_unit == 1
    assert result.electricity.treatment == "solar_interval_matched"
    production = result.explain.children[2].children[0]
    assert (production.basis, production.grade) == ("measured", "E3")
    assert any("its own sub-meter" in note.en for note in result.notes)
    assert not {"energy.meter", "energy.mismatch"} & codes(result)


def test_it_is_split_as_the_record_states_and_adds_up_exactly() -> None:
    result = assess(item(step("1"), step("2"), step("0", heat_mj=D(1), heat_fuel="gas")), energy=energy(units=7))
    kwh = [sum(t.amount for t in n.children if t.unit == "kWh") for n in result.explain.children[2].children[:2]]
    assert sum(kwh) == result.electricity.kwh_per_unit
    assert float(kwh[1] / kwh[0]) == pytest.approx(2)
    thirds = assess(item(step("1"), step("1"), step("1")), energy=energy())
    assert sum(t.amount for n in thirds.explain.children[2].children[:3] for t in n.children) == 1


def test_a_stated_key_makes_no_measurement_whatever_the_record_documents() -> None:
    documented = item(step("1", evidence=METERED))
    stated = assess(documented, energy=energy(key="stated_key"))
    assert stated.measured_share == 0
    assert "energy.meter" in codes(stated)
    assert power(stated) == power(assess(documented, energy=energy()))
    assert assess(documented, energy=energy(key="run_window")).measured_share > 0
    holed = assess(documented, energy=energy(missing_share=D("0.11")))
    assert holed.measured_share == 0
    assert assess(documented, energy=energy(missing_share=D("0.10"))).measured_share > 0


def test_a_week_neither_measures_nor_lends_its_sun() -> None:
    week = energy(period_end=datetime(2025, 1, 8, tzinfo=UTC))
    result = assess(item(), energy=week)
    assert result.measured_share == 0
    assert power(result) == GRID
    assert "7 days" in result.electricity.reason.en


@pytest.mark.parametrize(("stated", "asked"), [("0.79", True), ("0.81", False), ("1.24", False), ("1.26", True)])
def test_a_mismatch_of_more_than_a_fifth_is_a_question(stated: str, asked: bool) -> None:
    result = assess(item(step(stated)), energy=energy())
    found = {q.code: q.kg_co2e_at_stake for q in result.questions}
    assert ("energy.mismatch" in found) == asked
    if asked:
        assert found["energy.mismatch"] == abs(D(stated) - 1) * GRID


def test_fuels_are_replaced_and_unknown_ones_stay() -> None:
    gas = step("1", heat_mj=D(2), heat_fuel="天然气", evidence=METERED)
    coal = step("0", heat_mj=D(1), heat_fuel="烟煤")
    metered = energy(fuels=(FuelShare(fuel="natural gas", mj=D(3000), metered=True),))
    result = assess(item(gas, coal), energy=metered)
    burnt = {t.label.en: t for n in result.explain.children[2].children for t in n.children if t.unit == "MJ"}
    assert burnt["natural gas, burnt at the site"].amount == 3
    assert burnt["natural gas, burnt at the site"].basis == "measured"
    assert burnt["bituminous coal, burnt at the site"].amount == 1
    # 3 against 2 stated MJ: a third apart
    mismatch = next(q for q in result.questions if q.code == "energy.mismatch")
    # 1 MJ x (0.0562763 + 0.01579111)
    assert mismatch.kg_co2e_at_stake == D("0.07206741")
    unmetered = energy(fuels=(FuelShare(fuel="natural gas", mj=D(2000)),))
    found = assess(item(gas), energy=unmetered)
    assert "energy.fuel" in codes(found)
    alone = assess(item(), energy=metered)
    assert any("metered fuel" in node.label.en for node in alone.explain.children[2].children)


def test_a_record_without_kwh_takes_the_meters() -> None:
    result = assess(item(Process(name="nothing")), energy=energy())
    assert power(result) == D("0.41999")
    assert "energy.missing" not in codes(result)


def test_selling_raises_the_footprint_above_all_grid() -> None:
    kept = assess(item(), energy=energy())
    sold = assess(item(), energy=energy(solar_sold_wh=300_000))
    unsettled = assess(item(), energy=energy(solar_unsettled_wh=300_000))
    assert power(unsettled) == GRID
    # 0.3 x 0.6637 + 0.7 x 0.5777
    assert power(sold) == D("0.6035")
    assert power(kept) < power(unsettled) < power(sold)
    assert sold.electricity.residual_kwh == D("0.3")
    assert sold.electricity.residual_factor is not None
    assert sold.electricity.residual_factor.value == RESIDUAL
    assert sold.electricity.treatment == "solar_not_counted"
    asked = {q.code: q.kg_co2e_at_stake for q in unsettled.questions}
    assert asked["solar.certificates"] == D("0.15771")  # 0.3 x 0.5257
    part = assess(item(), energy=energy(solar_sold_wh=100_000))
    assert part.electricity.treatment == "solar_interval_matched"
    assert (part.electricity.self_solar_kwh, part.electricity.residual_kwh) == (D("0.2"), D("0.1"))
    assert "sold" in part.electricity.reason.en


def test_the_records_word_that_all_was_sold_stands_over_an_allocation() -> None:
    sold = assess(item(facility=roof("sold")), energy=energy())
    assert sold.electricity.residual_kwh == D("0.3")


def test_certificates_bought_and_cancelled_cover_grid_kwh_at_their_technology() -> None:
    result = assess(item(), energy=energy(certified_wh=200_000, certified_technology="wind"))
    # 0.3 x 0.0520 + 0.2 x 0.0324 + 0.5 x 0.5777
    assert power(result) == D("0.31093")
    electricity = result.electricity
    assert (electricity.certified_kwh, electricity.grid_kwh) == (D("0.2"), D("0.5"))
    assert electricity.certified_factor is not None
    assert electricity.certified_factor.value == WIND
    mixed = assess(item(), energy=energy(certified_wh=200_000, certified_technology="hydro+wind"))
    assert power(mixed) == power(result)  # hydro emits less: the higher of the two stands
    other = assess(item(), energy=energy(certified_wh=200_000, certified_technology="other"))
    assert other.electricity.certified_kwh == 0
    assert any("no life-cycle factor" in note.en for note in other.notes)


def test_the_location_based_figure_stands_beside_whatever_is_bought() -> None:
    for changes in ({}, {"solar_sold_wh": 300_000}, {"certified_wh": 700_000, "certified_technology": "wind"}):
        result = assess(item(), energy=energy(**changes))
        assert result.electricity.location_based_kg_co2e == GRID
        row = next(row for row in result.sensitivities if row.id == "electricity/location-based")
        assert row.total_kg_co2e == result.total_kg_co2e - power(result) + GRID
    assert assess(product(processes=())).sensitivities == ()


def test_listed_certificates_of_a_match_count_by_market_and_period() -> None:
    match = match_of("0.4", load_wh=10_000_000)

    def of(*listed: EnergyCertificate, state: str = "kept") -> FootprintResult:
        return assess(item(facility=roof(state, *listed)), solar=match)

    bought = of(certificate("bought", 3000))
    # of 10 000 kWh: 4 000 own, 3 000 by wind, 3 000 grid
    assert bought.electricity.certified_kwh == D("0.3")
    assert power(bought) == D("0.4") * PV + D("0.3") * WIND + D("0.3") * GRID
    for wrong in (
        certificate("bought", 3000, country="DE"),
        certificate("bought", 3000, cancelled_on=None),
        certificate("bought", 3000, produced_from=date(2026, 2, 1), produced_until=date(2026, 2, 28)),
    ):
        not_used = of(wrong)
        assert not_used.electricity.certified_kwh == 0
        assert any("not used here" in note.en and "未用于此" in note.zh for note in not_used.notes)
    sold = of(certificate("sold", 1000))
    assert sold.electricity.residual_kwh == D("0.1")
    assert sold.electricity.self_solar_kwh == D("0.3")
    with pytest.raises(GreencardError) as caught:
        of(certificate("sold", 1000), certificate("sold", 1000))
    assert caught.value.code.startswith("GC-MTR-")


def test_without_readings_no_certificate_counts() -> None:
    result = assess(item(facility=roof("kept", certificate("bought", 3000))))
    assert power(result) == GRID
    assert any("without readings" in note.en for note in result.notes)


@pytest.mark.parametrize(
    "changes",
    [
        {"product_id": "other"},
        {"facility_id": "other"},
        {"units": 0},
        {"electricity_wh": -1},
        {"self_solar_wh": 1_000_001},
        {"solar_sold_wh": 300_001},
        {"solar_sold_wh": 200_000, "solar_unsettled_wh": 200_000},
        {"certified_wh": 700_001, "certified_technology": "wind"},
        {"certified_wh": -1},
        {"missing_share": D("1.1")},
        {"missing_share": D("NaN")},
        {"period_end": datetime(2025, 1, 1, tzinfo=UTC)},
        {"fuels": (FuelShare(fuel="gas", mj=D(-1)),)},
        {"fuels": (FuelShare(fuel="gas", mj=D("Infinity")),)},
        {"units": 1, "electricity_wh": 10**19},
    ],
)
def test_energy_that_does_not_hold_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as caught:
        assess(item(), energy=energy(**changes))
    assert caught.value.code == "GC-FPT-032"
    assert "{" not in caught.value.faults[0].text("zh")


def test_the_snapshot_follows_the_energy() -> None:
    assert assess(item(), energy=energy()).snapshot != assess(item(), energy=energy(digest="x")).snapshot
