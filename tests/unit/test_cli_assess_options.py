"""Options of `greencard assess`: what is given is used, or refused; nothing is left out in silence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from service_samples import EXAMPLES
from walk import Shell

TOY = str(EXAMPLES / "wooden-toy.yaml")
PERIOD = str(EXAMPLES / "facility" / "yiwu-2026-10.yaml")
SYSTEM = str(EXAMPLES / "systems" / "bamboo-mill.yaml")
READINGS = str(EXAMPLES / "facility" / "yiwu-2026-10-main.csv")


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def test_what_a_facility_allocates_stands_for_the_energy_of_the_record(shell):
    """12 350.332 kWh of the meter over 16 400 boxes: 0.7531 kWh a box, 37.8 % of it own solar of the very interval."""
    stated = shell("assess", TOY, "--on", "2026-11-23", "--json").json["footprint"]
    metered = shell("assess", TOY, "--on", "2026-11-23", "--energy", PERIOD, "--json").json["footprint"]
    kwh = Decimal(metered["electricity"]["kwh_per_unit"])
    assert abs(kwh - Decimal("12350.332") / 16400) < Decimal("1e-9")
    assert stated["electricity"]["treatment"] == "solar_not_counted"
    assert metered["electricity"]["treatment"] == "solar_interval_matched"
    assert Decimal(metered["total_kg_co2e"]) < Decimal(stated["total_kg_co2e"])
    report = shell("report", TOY, "--on", "2026-11-23", "--energy", PERIOD).out
    assert "allocated from the facility's meters" in report
    assert f"{Decimal(metered['total_kg_co2e']):.3f} kg CO2e" in report


@pytest.mark.parametrize("path", [SYSTEM, str(EXAMPLES)])
@pytest.mark.parametrize(
    "option",
    [
        ("--energy", PERIOD),
        ("--readings", READINGS),
        ("--monte-carlo", "500"),
        ("--rules", "gbt24067-2024"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_option_of_one_product_is_refused_where_it_would_do_nothing(shell, path, option, lang):
    done = shell("assess", path, *option, "--lang", lang)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"GC-CLI-014 {option[0]}")


def test_the_boundary_names_the_rule_set_that_was_used(shell):
    assert "(ISO 14067:2018)" in shell("assess", TOY).out
    chinese = shell("assess", TOY, "--rules", "gbt24067-2024").out
    assert "(GB/T 24067-2024)" in chinese
    assert "(ISO 14067:2018)" not in chinese.partition("\n\n")[0]
