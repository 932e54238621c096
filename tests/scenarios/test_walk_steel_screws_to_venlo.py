"""A CBAM declarant in Venlo buys stainless screws, 52 t in the year, and a 48 t variant: duty by hand, two ledgers.

92 362 boxes of 0.563 kg are 51.999806 t; 85 257 boxes are 47.999691 t. Illustrative example `stainless-screws`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from greencard.adapters.packs.border import border_pack
from greencard.border import ActualEmissions, Precursor, eu_cbam
from greencard.errors import Refused
from service_samples import EXAMPLES
from walk import Shell

FILE = str(EXAMPLES / "stainless-screws.yaml")
NOVEMBER = ("--on", "2026-11-20", "--as-of", "2026-11-23", "--json")
ORDER = ("--to", "NL", "--on", "2026-08-15", "--as-of", "2026-11-23", "--json")


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def _cbam(shell, *more):
    verdict = shell("check", FILE, *ORDER, *more).json
    return next(cost for cost in verdict["border"] if cost["regime"] == "eu-cbam")


def test_above_the_threshold_the_default_path_is_priced_to_the_cent(shell):
    cost = _cbam(shell, "--quantity", "92362", "--importer-tonnes", "52")
    # CN 7318 14 10, China: total 7.005 t/t + 10 % mark-up (2026)            = 7.7055 t/t
    # free allocation 0.975 × 1 × 1.154 (column B, no route printed)          = 1.12515 t/t
    # certificates (7.7055 − 1.12515) × 51.999806 t = 6.58035 × 51.999806     = 342.1769234121 t
    # × 82.32 EUR (third quarter 2026)                                        = 28 168.004335… EUR
    assert cost["status"] == "liable"
    line = cost["lines"][0]
    assert Decimal(line["see_t_per_t"]) == Decimal("7.7055")
    assert Decimal(line["benchmark_t_per_t"]) == Decimal("1.154")
    assert Decimal(line["certificates_t"]) == Decimal("6.58035") * Decimal("51.999806")
    assert Decimal(cost["cost_eur"]) == Decimal("342.1769234121") * Decimal("82.32")
    assert round(Decimal(cost["cost_eur"]), 2) == Decimal("28168.00")


def test_below_the_threshold_nothing_is_due_and_the_reason_is_said(shell):
    cost = _cbam(shell, "--quantity", "85257", "--importer-tonnes", "48")
    assert (cost["status"], Decimal(cost["cost_eur"])) == ("exempt_de_minimis", 0)
    assert "50" in cost["reason"]["en"]


def test_a_seller_who_cannot_know_the_importers_year_gets_both_answers(shell):
    # 10 000 boxes are 5.63 t: 6.58035 × 5.63 × 82.32 = 3 049.739… EUR if the year's total passes 50 t, else nothing.
    cost = _cbam(shell, "--quantity", "10000")
    assert (cost["status"], cost["cost_eur"]) == ("threshold_unknown", None)
    due = Decimal("6.58035") * Decimal("5.63") * Decimal("82.32")
    assert due in [Decimal(change["cost_eur"]) for change in cost["what_would_change_it"] if change["cost_eur"]]


def test_an_order_that_alone_passes_the_threshold_needs_no_statement(shell):
    assert _cbam(shell, "--quantity", "92362")["status"] == "liable"


def test_an_unpublished_quarter_is_refused_not_estimated(shell):
    verdict = shell("check", FILE, "--to", "NL", *NOVEMBER, "--quantity", "92362", "--importer-tonnes", "52").json
    cost = next(cost for cost in verdict["border"] if cost["regime"] == "eu-cbam")
    assert (cost["status"], cost["cost_eur"]) == ("cannot_price", None)
    assert "2027-01-04" in cost["reason"]["en"]
    assert Decimal(cost["lines"][0]["certificates_t"]) == Decimal("342.1769234121")


def test_the_mills_mixed_statement_is_refused_for_cbam_with_the_split_it_needs():
    # The mill says 3.9 t/t, direct and indirect in one figure; for steel only direct emissions count.
    pack = border_pack()
    mixed = ActualEmissions(
        direct_t_per_t=Decimal("0.35") / 1000 * Decimal("56.1") / 1000 / Decimal("0.000563"),
        precursors=(
            Precursor(
                cn="72210010",
                origin="CN",
                mass_t_per_t=Decimal("0.592") / Decimal("0.563"),
                see_t_per_t=Decimal("3.9"),
                split_stated=False,
            ),
        ),
    )
    with pytest.raises(Refused) as caught:
        eu_cbam(
            pack,
            cn="73181410",
            origin="CN",
            net_mass_t=Decimal("51.999806"),
            on=date(2026, 8, 15),
            importer_tonnes=Decimal(52),
            as_of=date(2026, 11, 23),
            actual=mixed,
        )
    assert "direct" in caught.value.faults[0].text("en")


def test_the_iso_ledger_takes_the_statement_and_asks_for_the_split(shell):
    footprint = shell("assess", FILE, "--on", "2026-11-23", "--json").json["footprint"]
    raw = next(stage for stage in footprint["stages"] if stage["id"] == "raw_materials")
    # 0.592 kg × 3.9 = 2.3088 from the mill's statement, 0.003 kg × 1.401 = 0.004203 for the lubricant. A figure that
    # mixes direct and indirect emissions may leave upstream out: it is used, and does not count as measured.
    assert Decimal(raw["kg_co2e"]) == pytest.approx(Decimal("2.3088") + Decimal("0.004203"), rel=Decimal("1e-9"))
    assert Decimal(raw["measured_kg_co2e"]) == 0
    assert any("split" in question["text"]["en"] for question in footprint["questions"])


def test_solar_lowers_the_footprint_and_changes_nothing_at_the_border(shell, tmp_path):
    roof = "  rooftop_solar: {kwp: 1200, certificates: kept, self_consumption_share: 0.22}\n"
    text = (EXAMPLES / "stainless-screws.yaml").read_text(encoding="utf-8")
    assert roof in text
    bare = tmp_path / "bare.yaml"
    bare.write_text(
        text.replace(roof, "").replace(
            "meter: {file: readings/haiyan-2026-10.csv, period: 2026-10-01..2026-10-31}\n", ""
        ),
        encoding="utf-8",
    )
    with_roof = Decimal(shell("assess", FILE, "--json").json["footprint"]["total_kg_co2e"])
    without = Decimal(shell("assess", str(bare), "--json").json["footprint"]["total_kg_co2e"])
    assert without > with_roof
    order = ("--quantity", "92362", "--importer-tonnes", "52")
    verdicts = [shell("check", file, *ORDER, *order).json for file in (FILE, str(bare))]
    costs = [next(cost for cost in v["border"] if cost["regime"] == "eu-cbam")["cost_eur"] for v in verdicts]
    assert costs[0] == costs[1]


def test_rail_to_duisburg_emits_more_than_the_sea_baseline_and_says_so(shell):
    done = shell("assess", FILE)
    assert "MORE than the baseline" in done.out
    assert Decimal(shell("assess", FILE, "--json").json["comparison"]["avoided_kg_co2e"]) < 0
