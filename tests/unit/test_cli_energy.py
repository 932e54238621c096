"""`greencard energy` as a person and as a program meet it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from greencard.model import ProductEnergy
from walk import Shell

EXAMPLES = Path(__file__).parents[2] / "examples"
PERIOD = str(EXAMPLES / "facility" / "yiwu-2026-10.yaml")
READINGS = str(EXAMPLES / "readings" / "anji-2025-10-2026-09.csv")


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def test_readings_are_shown_by_month_with_their_sum(shell):
    shown = shell("energy", "match", READINGS, "--kwp", "420")
    assert shown.status == 0
    lines = shown.out.splitlines()
    assert [line.split()[0] for line in lines if line.strip().startswith("20")][:12] == [
        f"{2025 + (at >= 3)}-{(at + 9) % 12 + 1:02}" for at in range(12)
    ]
    whole = next(line for line in lines if line.strip().startswith("all"))
    assert whole.split() == ["all", "1,320,239.109", "356,992.655", "99,594.573", "456,587.228", "27.0"]
    assert "8719 intervals, 41 missing" in shown.out
    assert "enters no footprint" in shown.out


def test_readings_as_json_say_the_same(shell):
    found = shell("energy", "match", READINGS, "--json").json
    assert found["match"]["self_consumed_wh"] == 356_992_655
    assert found["match"]["exported_wh"] == 99_594_573
    assert len(found["months"]) == 12
    assert len(found["sha256"]) == 64


def test_the_division_of_a_meter_adds_up_before_the_readers_eyes(shell):
    found = shell("energy", "allocate", PERIOD, "--json").json
    load = sum(product["energy"]["electricity_wh"] for product in found["products"])
    assert load + found["rest"]["electricity_wh"] == found["load_wh"]
    shown = shell("energy", "allocate", PERIOD)
    whole = f"{found['load_wh'] / 1000:,.3f}"
    assert f"Adds up: {whole} of {whole} kWh" in shown.out
    for product in found["products"]:
        assert f"{product['energy']['electricity_wh'] / 1000:,.3f}" in shown.out
    assert "ILLUSTRATIVE" in shown.out
    assert "part of no product" in shown.out


def test_one_product_is_emitted_as_the_value_an_assessment_takes(shell):
    import msgspec

    said = shell("energy", "allocate", PERIOD, "--product", "wooden-toy")
    energy = msgspec.json.decode(said.out, type=ProductEnergy)
    assert (energy.product_id, energy.facility_id, energy.units) == ("wooden-toy", "F-YIWU-02", 16_400)
    missing = shell("energy", "allocate", PERIOD, "--product", "pan", "--json")
    assert (missing.status, missing.json["error"]) == (2, "GC-SVC-012")


def test_chinese_readers_are_spoken_to_in_chinese(shell):
    shown = shell("energy", "allocate", PERIOD, "--lang", "zh")
    assert "合计：" in shown.out
    assert "单独记账，不属于任何产品" in shown.out
    assert "自用光伏" in shell("energy", "match", READINGS, "--lang", "zh").out


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (("match", "nowhere.csv"), 2, "GC-CLI-003"),
        (("match", READINGS, "--kwp", "0"), 2, "GC-CLI-012"),
        (("match", READINGS, "--kwp", "many"), 2, "GC-QTY-001"),
        (("match", READINGS, "--latitude", "91"), 2, "GC-MTR-047"),
        (("match", PERIOD), 2, "GC-MTR-006"),
        (("allocate", "nowhere.yaml"), 2, "GC-CLI-003"),
        (("allocate", READINGS), 2, "GC-MTR-076"),
    ],
)
def test_bad_input_is_refused_with_its_code(shell, arguments, status, code):
    refused = shell("energy", *arguments, "--json")
    assert refused.status == status
    assert code in {fault["code"] for fault in refused.json["faults"]}


def test_a_readings_file_that_is_not_beside_the_period_is_named(shell, tmp_path):
    shutil.copy(PERIOD, tmp_path / "period.yaml")
    refused = shell("energy", "allocate", "period.yaml", "--json")
    assert refused.json["error"] == "GC-CLI-003"
    assert "yiwu-2026-10-main.csv" in refused.json["faults"][0]["detail"]


def test_what_belongs_to_other_products_is_shown_with_its_reason(shell, tmp_path):
    for path in (EXAMPLES / "facility").glob("yiwu*"):
        shutil.copy(path, tmp_path)
    file = tmp_path / "yiwu-2026-10.yaml"
    text = file.read_text(encoding="utf-8").replace("rest: {by: hours}", "rest: {by: stays, reason: canteen}")
    file.write_text(text.replace("certificates: kept", "certificates: unknown"), encoding="utf-8")
    shown = shell("energy", "allocate", str(file)).out
    assert "stays with the facility" in shown
    assert "canteen" in shown
    assert "own solar, certificates unknown" in shown


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_figure_of_an_allocation_is_cut_short_in_80_columns(shell, monkeypatch, lang):
    monkeypatch.setenv("COLUMNS", "80")
    found = shell("energy", "allocate", PERIOD, "--json").json
    shown = shell("energy", "allocate", PERIOD, "--lang", lang).out
    for product in found["products"]:
        line = next(line for line in shown.splitlines() if line.startswith(product["energy"]["product_id"]))
        assert f"{product['energy']['electricity_wh'] / 1000:,.3f}" in line
        assert f"{product['shared_wh'] / 1000:,.3f}" in line
        assert line.rstrip().endswith("runs" if lang == "en" else "批次")


def test_help_loads_nothing_heavy():
    import subprocess
    import sys

    code = (
        "import sys; from greencard.interfaces.cli import build_app; app = build_app()\n"
        "try: app(['energy', '--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'numpy', 'sqlalchemy', 'yaml'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1] == "[]"


def test_a_period_is_booked_once_listed_and_released(shell):
    none = shell("energy", "lots")
    assert (none.status, "No lots yet" in none.out) == (0, True)
    first = shell("energy", "allocate", PERIOD, "--book")
    assert first.status == 0
    assert "Adds up" in first.out
    assert first.out.splitlines()[-1].startswith("Booked: F-YIWU-02, 2026-10-01T00:00+08:00")
    again = shell("energy", "allocate", PERIOD, "--book", "--json").json
    assert (again["new"], again["released"]) == (False, False)
    assert "Booked before, nothing changed" in shell("energy", "allocate", PERIOD, "--book").out
    lots = shell("energy", "lots", "--facility", "F-YIWU-02", "--json").json
    assert {one["lot"]["source"] for one in lots} == {"pv", "grid", "export"}
    assert all(one["allocated_wh"] == one["lot"]["metered_wh"] * (one["lot"]["source"] != "export") for one in lots)
    shown = shell("energy", "lots").out
    assert "own solar" in shown
    assert "10,618.130" in shown
    assert "自用光伏" in shell("energy", "lots", "--lang", "zh").out
    assert shell("energy", "allocate", PERIOD, "--release").out.startswith("Released: F-YIWU-02")
    assert shell("energy", "lots", "--json").json == []
    refused = shell("energy", "allocate", PERIOD, "--release")
    assert refused.status != 0
    assert "GC-SVC-022" in refused.err


def test_book_and_release_exclude_each_other(shell):
    refused = shell("energy", "allocate", PERIOD, "--book", "--release")
    assert "GC-CLI-022" in refused.err
