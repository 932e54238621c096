"""Ms Lou, stall 4-1187, sells 9 000 bamboo desk sets to Hamburg: from the file to the flipped byte.

The arithmetic is by hand; data are the illustrative example `bamboo-desk-organiser` with its year of hourly readings.
"""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from service_samples import EXAMPLES
from walk import Shell

FILE = str(EXAMPLES / "bamboo-desk-organiser.yaml")

# Raw materials, gross kg × kg CO2e/kg (factor ids are asserted below):
#   board 1.31 × 1.12 = 1.4672 · adhesive 0.018 × 2.1258 = 0.0382644 · finish 0.012 × 3.18 = 0.03816
#   felt 0.006 × 1.1721 = 0.0070326 · screws 0.014 × 3.41 = 0.04774                                  → 1.598397
RAW = Decimal("1.598397")
# Inbound by Chinese articulated lorry, 0.07818 kg/tkm: (1.31×25 + 0.018×90 + 0.012×110 + 0.006×380 + 0.014×150) kg km
#   = 32.75 + 1.62 + 1.32 + 2.28 + 2.1 = 40.07 → × 0.001 × 0.07818                                   → 0.0031326726
INBOUND = Decimal("0.0031326726")
# Packaging: tray 0.055 × 1.09811442 = 0.0603962931; sleeve 0.038 × (0.4 × 1.19972542 + 0.6 × 1.09811442)
#   = 0.04327283516; carton 0.92 kg / 12 = 0.0766666667 × 1.3 = 0.0996666667                          → 0.2033357949
PACKAGING = Decimal("0.2033357949")
# Electricity 0.62 + 0.05 + 0.09 = 0.76 kWh; solar share s of the year's readings at 0.0520, the rest at 0.5777 kg/kWh.
# Heat 1.1 MJ of own bamboo residues: CH4 and N2O only, 1.1 × 0.00190575 = 0.002096325; losses 1.31 − 0.98 = 0.33 kg
# recycled × 0.00468568 = 0.0015462744.
ON = ("--on", "2027-02-10", "--as-of", "2026-11-23")
KWH, PV, GRID = Decimal("0.76"), Decimal("0.0520"), Decimal("0.5777")
HEAT_AND_LOSSES = Decimal("0.002096325") + Decimal("0.0015462744")


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def _close(text, expected):
    assert Decimal(text) == pytest.approx(expected, rel=Decimal("1e-9"))


def test_the_footprint_is_what_a_pencil_gives(shell):
    done = shell("assess", FILE, "--on", "2026-11-23", "--json").json
    footprint = done["footprint"]
    stages = {stage["id"]: stage for stage in footprint["stages"]}
    _close(stages["raw_materials"]["kg_co2e"], RAW)
    _close(stages["inbound_transport"]["kg_co2e"], INBOUND)
    _close(stages["packaging"]["kg_co2e"], PACKAGING)
    # The solar share is summed over hours from the CSV here, apart from the engine: min(load, pv − export) per line.
    load = own = Decimal(0)
    lines = (EXAMPLES / "readings/anji-2025-10-2026-09.csv").read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in lines if line[:2] == "20"]
    for _, hour_load, hour_pv, hour_export in rows:
        load += Decimal(hour_load)
        own += max(Decimal(0), min(Decimal(hour_load), Decimal(hour_pv) - Decimal(hour_export)))
    missing = 365 * 24 - len(rows)
    assert missing == 41
    # A missing hour counts as grid supply at the mean load of the metered hours.
    share = own / (load + missing * load / len(rows))
    assert Decimal("0.26") < share < Decimal("0.28")
    assert abs(Decimal(footprint["electricity"]["solar_share"]) - share) < Decimal("1e-6")
    electricity = KWH * (share * PV + (1 - share) * GRID)
    assert abs(Decimal(stages["production"]["kg_co2e"]) - electricity - HEAT_AND_LOSSES) < Decimal("1e-6")
    total = RAW + INBOUND + PACKAGING + electricity + HEAT_AND_LOSSES
    assert abs(Decimal(footprint["total_kg_co2e"]) - total) < Decimal("1e-6")
    # Only electricity rests on a meter, and only that of the two processes with a sub-meter: 0.62 + 0.09 of 0.76 kWh.
    # The facility's own meter shows 14 % of its load for this product: it proves the solar share and no kWh.
    metered = electricity * Decimal("0.71") / Decimal("0.76")
    assert abs(Decimal(footprint["measured_share"]) - metered / total) < Decimal("1e-3")
    # The kWh of the year that went to the grid stand in no number of the footprint.
    assert "exported" not in json.dumps(footprint["explain"])


def test_bamboo_carbon_stands_apart_and_is_not_subtracted(shell):
    parts = shell("assess", FILE, "--json").json["footprint"]["components"]
    # Uptake is carbon content × 44/12, with the sign of a removal (ISO 14067:2018 6.4.9.3).
    assert Decimal(parts["biogenic_uptake"]) < 0
    _close(parts["biogenic_uptake"], -Decimal(parts["biogenic_carbon_content_kg"]) * 44 / 12)
    assert Decimal(parts["fossil"]) > 0


def test_the_journey_stands_beside_with_its_signed_baseline(shell):
    done = shell("assess", FILE, "--json").json
    # Shipped mass: 1.03 + 0.055 + 0.038 + 0.92/12 = 1.1996667 kg.
    mass = Decimal("1.03") + Decimal("0.055") + Decimal("0.038") + Decimal("0.92") / 12
    _close(done["transport"]["mass_kg"], mass)
    # rail 260 km × 0.0112 kWh/tkm × 0.5777; sea 20 500 km × 15.53 g/tkm; German lorry 40 km × 101 g/tkm.
    rail = mass / 1000 * 260 * Decimal("0.0112") * Decimal("0.5777")
    sea = mass / 1000 * 20500 * Decimal("0.01553")
    lorry = mass / 1000 * 40 * Decimal("0.101")
    assert abs(Decimal(done["transport"]["wtw_kg_co2e"]) - rail - sea - lorry) < Decimal("1e-4")
    # Baseline: Chinese lorry 245 km × 78.18 g/tkm instead of the train; the sea leg is the same and cancels.
    avoided = mass / 1000 * 245 * Decimal("0.07818") - rail
    assert abs(Decimal(done["comparison"]["avoided_kg_co2e"]) - avoided) < Decimal("1e-6")
    assert avoided > 0


def test_card_log_verdict_and_a_flipped_byte(shell, tmp_path):
    issued = shell("card", "issue", FILE, "--on", "2026-11-23", "--out", "desk.card.json", "--json").json
    assert issued["log_index"] == 0
    genuine = shell("card", "verify", "desk.card.json", "--json")
    assert (genuine.status, genuine.json["outcome"]) == (0, "genuine")
    assert {check["state"] for check in genuine.json["checks"]} == {"pass"}

    verdict = shell("check", FILE, "--to", "DE", *ON, "--quantity", "9000", "--json").json
    assert verdict["overall"] == "allowed_with_conditions"
    outcomes = {outcome["rule_id"]: outcome for outcome in verdict["outcomes"]}
    assert outcomes["EU-PPWR-44"]["status"] == "unknown", "nobody has said that the packaging is registered"
    assert all(outcome["citation"] for outcome in verdict["outcomes"])
    cbam = next(cost for cost in verdict["border"] if cost["regime"] == "eu-cbam")
    assert (cbam["status"], Decimal(cbam["cost_eur"])) == ("not_applicable", 0)
    assert "Annex I" in cbam["reason"]["en"]

    # Every byte counts: one bit of a figure, of a name, of the signature, of the log's proof.
    whole = (tmp_path / "desk.card.json").read_bytes()
    for mark in (b'"totalKgCo2e":"', b'"place_of', b'"proofValue":"', b'"checkpoint":"', b'"path":["', b'"salt":"'):
        at = whole.find(mark)
        if at < 0:
            continue
        at += len(mark) + 2
        (tmp_path / "forged.card.json").write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        forged = shell("card", "verify", "forged.card.json", "--json")
        assert forged.status == 4, mark
        assert forged.json["outcome"] in {"do_not_rely", "not_a_card"}, mark


def test_the_kitchenware_that_looks_greener_may_not_enter(shell):
    file = str(EXAMPLES / "bamboo-fibre-kitchenware.yaml")
    verdict = shell("check", file, "--to", "DE", *ON, "--quantity", "2000", "--json").json
    assert verdict["overall"] == "not_allowed"
    rule = next(outcome for outcome in verdict["outcomes"] if outcome["rule_id"] == "EU-FCM-BAMBOO")
    assert rule["status"] == "fail"
    assert "10/2011" in rule["citation"]
