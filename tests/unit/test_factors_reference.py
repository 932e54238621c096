"""Every row of the reference either ships with its value or is on the list of what may not ship, with the reason."""

from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from greencard.adapters.packs.factors import factor_catalogue
from greencard.factors import DirectFactor, Factor, LifeCycleFactor

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "factors"
EXCLUDED_FILE = Path(__file__).parents[1] / "vectors" / "factors_excluded.csv"
CATALOGUE = factor_catalogue()

pytestmark = pytest.mark.skipif(not REFERENCE.is_dir(), reason="shared material not beside this checkout")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


EXCLUDED = read(EXCLUDED_FILE)


def excluded(file: str) -> Counter[tuple[str, Decimal]]:
    return Counter((row["key"], Decimal(row["value"])) for row in EXCLUDED if row["file"] == file)


def record_of(source: str) -> tuple[str, str]:
    """(our source id, how our record begins) of a reference row's citation."""
    if found := re.search(r"record (\d+_\d+_\d+_\d+_\d+)", source):
        return ("desnz-2026" if "2026" in source else "desnz-2025"), found[1]
    if found := re.search(r"record ([0-9A-Z]{12,})", source):
        return "cpcd", found[1]
    if found := re.search(r'record "(.*?)" announced (\d+)', source):
        return "moenv-cfp", f"{found[1]} ({found[2]})"
    if found := re.search(r"element (\d+)", source):
        return "ademe-base-carbone", f"element {found[1]}"
    for sign, ours in (
        ("Zelezny", "zelezny-2023"),
        ("Corbion", "corbion-2019"),
        ("Groot", "groot-2010"),
        ("Clemente", "clemente-2025"),
        ("International Aluminium Institute data", "iai-2024"),
        ("Hao et al", "hao-2017"),
        ("Xu et al", "xu-2022"),
        ("IPCC 2006", "ipcc-2006"),
        ("Factors Hub", "epa-hub-2024"),
    ):
        if sign in source:
            return ours, ""
    return "", ""


def shipped(source: str, values: set[Decimal], unit: str = "") -> list[Factor]:
    """Factors of that very record whose value, as printed by the source, is one of `values`."""
    ours, record = record_of(source)
    return [
        factor
        for factor in CATALOGUE.factors.values()
        if ours
        and factor.source == ours
        and (not record or factor.record.split(" ")[0] == record or factor.record == record)
        and (not unit or factor.unit == unit)
        and (factor.value in values or set(factor.gases.values()) & values)
    ]


def check(file: str, name: str, value: str, *, unit: str = "", per: str = "") -> None:
    """All rows of a file: shipped, or excluded exactly as often as they stand there."""
    left = excluded(file)
    missing = []
    for row in read(REFERENCE / file):
        printed = Decimal(row[value])
        scaled = {printed / 1000} if row.get("unit") == per and per else {printed}
        if left[(row[name], printed)] > 0:
            left[(row[name], printed)] -= 1
        elif not shipped(row["source"], scaled, unit):
            missing.append((row[name], row[value], row["source"][:80]))
    assert missing == []
    assert +left == Counter(), "excluded rows that are not in the reference"


def test_materials() -> None:
    check("materials.csv", "material", "kgCO2e_per_kg", unit="kg CO2e/kg")


def test_materials_in_other_units() -> None:
    check("materials_other_units.csv", "material", "kgCO2e_per_unit")
    for row in read(REFERENCE / "materials_other_units.csv"):
        for factor in shipped(row["source"], {Decimal(row["kgCO2e_per_unit"])}):
            assert factor.unit in {f"kg CO2e/{row['unit']}", "kg CO2e/kW", "kg CO2e/kWh"}


def test_waste_and_water() -> None:
    check("waste_water.csv", "item", "kgCO2e_per_unit", per="tonnes")


def test_fuels() -> None:
    missing = []
    for row in read(REFERENCE / "fuels.csv"):
        gases = [row[f"kg{gas}_per_unit"] for gas in ("CO2", "CH4", "N2O")]
        values = {Decimal(row["kgCO2e_per_unit"])} if row["kgCO2e_per_unit"] else {Decimal(g) for g in gases if g}
        found = [f for f in shipped(row["source"], values) if f.id.startswith("fuel/")]
        if not row["kgCO2e_per_unit"]:
            found = [f for f in found if values <= set(f.gases.values())]
        if not found:
            missing.append((row["fuel"], row["stage"], row["unit"]))
    assert missing == []


def test_processes() -> None:
    left = excluded("processes.csv")
    values = {(process.quantity, process.unit) for process in CATALOGUE.processes.values()}
    for row in read(REFERENCE / "processes.csv"):
        key = (row["process"], Decimal(row["quantity"]))
        if left[key] > 0:
            left[key] -= 1
        else:
            assert (Decimal(row["quantity"]), row["unit"]) in values, row["process"]
    assert +left == Counter()
    assert not any("CO2" in process.unit for process in CATALOGUE.processes.values())


def test_electricity() -> None:
    left = excluded("electricity.csv")
    missing = []
    for row in read(REFERENCE / "electricity.csv"):
        value = Decimal(row["kgCO2e_per_kWh"])
        key = (f"{row['area_code']} {row['year']}", value)
        if left[key] > 0:
            left[key] -= 1
            continue
        direct = "direct" in row["kind"] and "T&D" not in row["kind"]
        year = None if row["year"] == "latest" else int(row["year"])
        found = [
            factor
            for factor in CATALOGUE.factors.values()
            if factor.unit in {"kg CO2e/kWh", "kg CO2/kWh"}
            and factor.id.startswith("electricity/")
            and factor.value == value
            and factor.year == year
            and isinstance(factor, DirectFactor) is direct
        ]
        if not found:
            missing.append(key)
    assert missing == []
    assert +left == Counter()


def test_gwp() -> None:
    left = excluded("gwp.csv")
    for row in read(REFERENCE / "gwp.csv"):
        key = (f"{row['gas']} {row['assessment_report']}", Decimal(row["gwp100"]))
        if left[key] > 0:
            left[key] -= 1
            continue
        gas = "CH4 biogenic" if "biogenic" in row["gas"] else row["gas"]
        assert CATALOGUE.gwp[row["assessment_report"]].of(gas) == Decimal(row["gwp100"]), row
    assert +left == Counter()


def test_nothing_ships_that_may_not() -> None:
    for factor in CATALOGUE.factors.values():
        assert factor.trust == "seen"
        assert "Base IMPACTS" not in factor.licence
        if isinstance(factor, LifeCycleFactor):
            assert factor.emission >= 0
    values = {(f.record.split(" ")[0], f.value) for f in CATALOGUE.factors.values()}
    for row in read(REFERENCE / "materials.csv"):
        if "Base IMPACTS" in row["licence"]:
            record = record_of(row["source"])[1]
            assert not any(f.record == record for f in CATALOGUE.factors.values())
    assert ("17200", Decimal("0.0403")) not in values
    assert all(row["reason"] for row in EXCLUDED)
