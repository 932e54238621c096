"""Ruling 1: own solar is a supply; exports, stated shares and sold certificates have no way in."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

import msgspec
import pytest

import greencard.model
from footprint_samples import CATALOGUE, METERED, ROAD_CN, assess, cup, match_of, product
from greencard.errors import InvalidInput, Refused
from greencard.footprint import assess_footprint
from greencard.footprint.electricity import OwnUse
from greencard.model import Facility, FootprintResult, Process, RooftopSolar, Text

SHARE = "0.4"


def numbers(result: FootprintResult) -> bytes:
    """Everything but the picture of the match and the input hash."""
    electricity = msgspec.structs.replace(result.electricity, match=None)
    return msgspec.json.encode(msgspec.structs.replace(result, electricity=electricity, snapshot=""))


def plant(state: str, stated: str | None = None) -> RooftopSolar:
    share = Decimal(stated) if stated is not None else None
    return RooftopSolar(kwp=Decimal(100), certificates=state, self_consumption_share=share)  # type: ignore[arg-type]


@pytest.mark.parametrize("exported", [1, 10**6, 10**12])
def test_exported_energy_cannot_change_the_result(exported: int) -> None:
    without = assess(cup(), solar=match_of(SHARE))
    assert numbers(assess(cup(), solar=match_of(SHARE, exported_wh=exported))) == numbers(without)


def test_the_type_that_enters_has_no_export() -> None:
    assert {field.name for field in fields(OwnUse)} == {"load_wh", "self_wh"}


def test_there_is_no_type_for_offsets_or_credits() -> None:
    named = " ".join(greencard.model.__all__).lower()
    assert "offset" not in named
    assert "credit" not in named


@pytest.mark.parametrize("state", ["sold", "unknown"])
def test_sold_or_unknown_certificates_do_not_count(state: str) -> None:
    kept = assess(cup(plant("kept")), solar=match_of(SHARE))
    other = assess(cup(plant(state)), solar=match_of(SHARE))
    # 0.2 kWh at the residual mix, 0.6637, or at the grid's 0.5777, instead of 0.0520
    more = {"sold": Decimal("0.12234"), "unknown": Decimal("0.10514")}[state]
    assert other.total_kg_co2e - kept.total_kg_co2e == more
    assert other.electricity.residual_kwh == (Decimal("0.2") if state == "sold" else 0)
    assert other.electricity.treatment == "solar_not_counted"
    assert other.electricity.self_solar_kwh == 0
    assert other.electricity.solar_factor is None
    assert other.electricity.avoided_vs_all_grid_kg == 0
    assert other.electricity.reason.zh
    assert any("residual" in note.en for note in other.notes) == (state == "sold")
    asked = {question.code: question.kg_co2e_at_stake for question in other.questions}
    assert asked.get("solar.certificates") == (Decimal("0.10514") if state == "unknown" else None)


def test_not_issued_counts_like_kept() -> None:
    assert (
        assess(cup(plant("not_issued")), solar=match_of(SHARE)).total_kg_co2e
        == assess(cup(plant("kept")), solar=match_of(SHARE)).total_kg_co2e
    )


def test_a_match_without_a_plant_on_record_does_not_count() -> None:
    assert assess(cup(None), solar=match_of(SHARE)).electricity.treatment == "solar_not_counted"


def test_a_stated_share_never_stands_in_for_readings() -> None:
    result = assess(cup(plant("kept", "0.4")))
    assert result.electricity.treatment == "solar_not_counted"
    assert result.electricity.solar_share == 0
    asked = {question.code: question.kg_co2e_at_stake for question in result.questions}
    assert asked["solar.readings"] == Decimal("0.10514")


def test_no_plant_is_grid_only() -> None:
    result = assess(product())
    assert result.electricity.treatment == "grid_only"
    assert result.electricity.grid_factor.value == Decimal("0.5777")
    assert result.electricity.grid_kwh == 1


@pytest.mark.parametrize(("metered", "graded", "basis"), [(0, 0, "default"), (1, 0, "measured"), (0, 1, "measured")])
def test_metered_kwh_are_a_measurement(metered: int, graded: int, basis: str) -> None:
    process = Process(name="cut", electricity_kwh=Decimal(1))
    if graded:
        process = msgspec.structs.replace(process, evidence=METERED)
    # 10 000 units of 1 kWh are all of the 10 000 kWh of the year.
    record = product(processes=(process,), annual_units=10_000)
    result = assess(record, solar=match_of("0") if metered else None)
    production = result.explain.children[2]
    assert production.children[0].basis == basis
    assert any(question.code == "energy.meter" for question in result.questions) == (basis == "default")


def test_direct_factors_are_refused_for_electricity() -> None:
    for factor in ("electricity/direct/cn-zj/2023", "electricity/direct/cn-residual/2023"):
        with pytest.raises(Refused) as caught:
            assess(product(), grid_factor=factor)
        assert caught.value.code == "GC-FAC-003"


def test_another_year_may_be_named() -> None:
    result = assess(product(), grid_factor="electricity/life-cycle/cn/2023")
    assert result.electricity.grid_factor.value == Decimal("0.6205")
    assert result.total_kg_co2e - assess(product()).total_kg_co2e == Decimal("0.0428")  # 0.6205 - 0.5777


def test_another_country_takes_its_own_grid_and_an_unknown_one_is_refused() -> None:
    def at(country: str) -> Facility:
        return Facility(id="F", name=Text(en="f"), place=Text(en="p"), country=country, solar=plant("kept"))

    there = assess(product(facility=at("VN")), solar=match_of("0.1"))
    assert there.electricity.grid_factor.region == "VN"
    assert any("photovoltaic" in note.en for note in there.notes)
    with pytest.raises(Refused) as caught:
        assess(product(facility=at("XX")))
    assert caught.value.code == "GC-FAC-008"


def test_an_impossible_match_is_refused() -> None:
    good = match_of(SHARE)
    for own in (-1, good.load_wh + 1):
        with pytest.raises(InvalidInput) as caught:
            assess(cup(), solar=msgspec.structs.replace(good, self_consumed_wh=own))
        assert caught.value.code == "GC-FPT-009"
    idle = msgspec.structs.replace(good, load_wh=0, self_consumed_wh=0)
    assert assess(cup(), solar=idle).electricity.solar_share == 0


@pytest.mark.parametrize(
    ("value", "unit", "ok"),
    [
        ("78.18", "g CO2e/tkm", True),
        ("0.07818", "kg CO2e/tkm", True),
        ("0.07818", "kg CO2e/km", False),
        ("-1", "kg CO2e/tkm", False),
        ("NaN", "kg CO2e/tkm", False),
        ("1e300", "kg CO2e/tkm", False),
    ],
)
def test_inbound_intensity(value: str, unit: str, *, ok: bool) -> None:
    road = msgspec.structs.replace(ROAD_CN, value=Decimal(value), unit=unit)
    if ok:
        result = assess_footprint(product(), CATALOGUE, inbound_intensity=road)
        assert result.stages[1].kg_co2e == Decimal("0.0046908")
    else:
        with pytest.raises(InvalidInput) as caught:
            assess_footprint(product(), CATALOGUE, inbound_intensity=road)
        assert caught.value.code == "GC-FPT-008"
