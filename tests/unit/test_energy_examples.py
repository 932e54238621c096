"""The illustrative readings shipped with the examples: labelled, faultless, and exactly what the script writes."""

from __future__ import annotations

import importlib.util
import sys
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from greencard.energy import match, parse_readings

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def make_readings() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_readings", EXAMPLES / "make_readings.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_readings"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("file", "kwp", "longitude", "seconds", "intervals", "missing", "share"),
    [
        ("anji-2025-10-2026-09.csv", 420, 119.68, 3600, 365 * 24, 41, "0.27"),
        ("haiyan-2026-10.csv", 1200, 120.94, 900, 31 * 96, 7, "0.22"),
    ],
)
def test_the_examples_parse_without_a_fault_or_a_warning(
    file: str, kwp: int, longitude: float, seconds: int, intervals: int, missing: int, share: str
):
    data = (EXAMPLES / "readings" / file).read_bytes()
    assert data.removeprefix(b"\xef\xbb\xbf").startswith(b"# ILLUSTRATIVE, not measured")
    readings = parse_readings(data, file, kwp=Decimal(kwp), longitude=longitude)
    assert readings.warnings == ()
    assert readings.seconds == seconds
    assert readings.missing_intervals == missing
    assert len(readings.intervals) + missing == intervals
    found = match(readings)
    assert abs(found.solar_share - Decimal(share)) < Decimal("0.001")
    assert 0 < found.exported_wh < found.pv_wh
    assert found.self_consumed_wh + found.exported_wh == found.pv_wh
    assert found.clearest_day is not None
    assert len(found.clearest_day.pv_kw) == 86400 // seconds


def test_yearly_totals_would_overstate_the_example():
    readings = parse_readings((EXAMPLES / "readings" / "anji-2025-10-2026-09.csv").read_bytes(), "anji")
    found = match(readings)
    assert Decimal(found.pv_wh) / found.load_wh - found.solar_share > Decimal("0.05")


@pytest.mark.parametrize("name", ["ANJI", "HAIYAN"])
def test_the_script_writes_the_same_bytes_again(make_readings: ModuleType, name: str):
    plant = getattr(make_readings, name)
    assert make_readings.csv_bytes(plant) == (EXAMPLES / "readings" / plant.file).read_bytes()
