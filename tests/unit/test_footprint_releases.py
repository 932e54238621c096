"""Gases a process lets out: by potential, by origin, biogenic CO2 apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from footprint_samples import CATALOGUE, METERED, assess, product
from greencard.errors import GreencardError
from greencard.model import Evidence, FootprintResult, Process, Release

D = Decimal
AR6 = CATALOGUE.gwp["AR6"]


def letting_out(*releases: Release, evidence: Evidence = METERED) -> FootprintResult:
    step = Process(name="foaming", electricity_kwh=D(1), evidence=evidence, releases=releases)
    return assess(product(processes=(step,)))


BASE = letting_out()


@pytest.mark.parametrize(
    ("gas", "origin", "kg", "part"),
    [
        ("CO2", "fossil", "0.5", "fossil"),  # 0.5 x 1
        ("CH4", "fossil", "14.9", "fossil"),  # 0.5 x 29.8
        ("ch4", "biogenic", "13.5", "biogenic_non_co2"),  # 0.5 x 27.0
        ("N2O", "biogenic", "136.5", "biogenic_non_co2"),  # 0.5 x 273
        ("CO2", "land_use_change", "0.5", "land_use_change"),
        ("CH4", "land_management", "13.5", "land_management"),
        ("N2O", "land_management", "136.5", "land_management"),
        ("SF6", "fossil", "12150", "fossil"),  # 0.5 x 24300
        ("hfc-134a", "fossil", "765", "fossil"),  # 0.5 x 1530
        ("CH4 biogenic", "biogenic", "13.5", "biogenic_non_co2"),
    ],
)
def test_a_release_counts_by_gas_and_origin(gas: str, origin: str, kg: str, part: str) -> None:
    result = letting_out(Release(gas=gas, kg=D("0.5"), origin=origin))  # type: ignore[arg-type]
    assert result.total_kg_co2e - BASE.total_kg_co2e == D(kg)
    for name in ("fossil", "biogenic_non_co2", "land_use_change", "land_management"):
        now, before = getattr(result.components, name), getattr(BASE.components, name)
        assert (now or 0) - (before or 0) == (D(kg) if name == part else 0)
    leaf = next(tip for tip in result.explain.children[2].children[0].children if "let out" in tip.label.en)
    assert leaf.factor is not None
    assert leaf.factor.source == f"{AR6.source}: {AR6.record}"
    assert leaf.grade == "E1"
    assert leaf.formula.startswith("0.5 kg × ")


def test_biogenic_co2_stands_apart() -> None:
    result = letting_out(Release(gas="CO2", kg=D(3), origin="biogenic"))
    assert result.total_kg_co2e == BASE.total_kg_co2e
    assert result.components.biogenic_emissions == 3


def test_nothing_stated_is_not_zero() -> None:
    assert BASE.components.land_use_change is None
    assert BASE.components.land_management is None
    assert letting_out(Release(gas="CO2", kg=D(0), origin="land_use_change")).components.land_use_change is None


def test_an_undocumented_release_is_default_and_asked_about() -> None:
    result = letting_out(Release(gas="SF6", kg=D("0.001")), evidence=Evidence())
    asked = {question.code: question for question in result.questions}
    assert asked["release.evidence"].kg_co2e_at_stake == D("24.3")
    assert "release.evidence" not in {q.code for q in letting_out(Release(gas="SF6", kg=D("0.001"))).questions}


@pytest.mark.parametrize(
    ("release", "code", "pointer"),
    [
        (Release(gas="phlogiston", kg=D(1)), "GC-FAC-013", "/processes/0/releases/0/gas"),
        (Release(gas="", kg=D(0)), "GC-FAC-013", "/processes/0/releases/0/gas"),
        (Release(gas="phlogiston", kg=D(1), origin="biogenic"), "GC-FAC-013", "/processes/0/releases/0/gas"),
        (Release(gas="SF6", kg=D(1), origin="biogenic"), "GC-FPT-029", "/processes/0/releases/0/origin"),
        (Release(gas="R-410A", kg=D(1), origin="land_management"), "GC-FPT-029", "/processes/0/releases/0/origin"),
        (Release(gas="CH4 fossil", kg=D(1), origin="biogenic"), "GC-FPT-029", "/processes/0/releases/0/origin"),
        (Release(gas="CH4 biogenic", kg=D(1)), "GC-FPT-029", "/processes/0/releases/0/origin"),
        (Release(gas="CO2 biogenic", kg=D(1)), "GC-FPT-029", "/processes/0/releases/0/origin"),
        (
            Release(gas="CO2 biogenic", kg=D(1), origin="land_use_change"),
            "GC-FPT-029",
            "/processes/0/releases/0/origin",
        ),
        (Release(gas="CO2", kg=D(-1)), "GC-FPT-001", "/processes/0/releases/0/kg"),
    ],
)
def test_what_cannot_be_let_out(release: Release, code: str, pointer: str) -> None:
    with pytest.raises(GreencardError) as caught:
        letting_out(release)
    fault = caught.value.faults[0]
    assert (fault.code, fault.place.pointer) == (code, pointer)
    assert "{" not in fault.text("zh") + fault.remedy("zh")


def test_a_merchants_name_for_a_gas_is_read() -> None:
    for name, kg in (("六氟化硫", "24300"), ("r 134a", "1530"), ("甲烷", "29.8")):
        result = letting_out(Release(gas=name, kg=D(1)))
        assert result.total_kg_co2e - BASE.total_kg_co2e == D(kg)
    apart = letting_out(Release(gas="生物源二氧化碳", kg=D(2), origin="biogenic"))
    assert apart.total_kg_co2e == BASE.total_kg_co2e
    assert apart.components.biogenic_emissions == 2
