"""A bamboo mill issues a card for its board; the maker of desk organisers names it, reports, and compares with plastic.

Everything through the command line and as of today: a card is valid from the day it is signed. The figures
are by hand; all data are made up, so a comparison shows numbers and says nothing of the goods.
"""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from greencard.card import content_of
from walk import Shell

D = Decimal
MILL = """\
schema: greencard/product/1
illustrative: true
id: bamboo-board
name: {en: "Laminated bamboo board", zh: 竹集成板}
declared_unit: {en: "1 kg of board", zh: 1 千克板材}
identifiers: {sku: MILL-BOARD}
customs: {code: 4412 10 00, system: CN, origin: CN}
seller: {id: S-MILL, name: {en: "Board mill (fictional)", zh: 竹板厂（虚构）}}
facility: {id: F-MILL, name: {en: "Board mill (fictional)", zh: 竹板厂}, place: {en: Anji, zh: 安吉}, country: CN}
mass_kg: 1
bom:
  - {material: laminated bamboo board, net_kg: 1, gross_kg: 1.25, bio_based_pct: 100, distance_km: 40}
processes:
  - {name: pressing, electricity_kwh: 0.5, evidence: {grade: E1, kind: electricity bill, number: "2026-09"}}
"""
BAMBOO_LINE = (
    "{material: laminated bamboo board, net_kg: 0.8, gross_kg: 1.0, bio_based_pct: 100, distance_km: 25, "
    "supplier_card: board.card.json}"
)
PLASTIC_LINE = "{material: polypropylene, net_kg: 0.8, gross_kg: 0.8, plastic: true, distance_km: 100}"


def organiser(name: str, zh: str, code: str, line: str) -> str:
    return f"""\
schema: greencard/product/1
illustrative: true
id: {name}-organiser
name: {{en: "{name} organiser", zh: {zh}}}
declared_unit: {{en: "1 desk organiser", zh: 1 个桌面收纳盒}}
identifiers: {{sku: ORG-{name}}}
customs: {{code: {code}, system: CN, origin: CN}}
seller: {{id: S-1, name: {{en: "Stall (fictional)", zh: 摊位（虚构）}}}}
facility: {{id: F-1, name: {{en: "Works (fictional)", zh: 工厂（虚构）}}, place: {{en: Anji, zh: 安吉}}, country: CN}}
mass_kg: 0.8
bom:
  - {line}
processes:
  - {{name: assembly, electricity_kwh: 0.2}}
packaging:
  - {{material: corrugated board, mass_kg: 0.1}}
"""


# The mill, kg per kg of board: bamboo board 1.25 × 1.12 = 1.4; road 1.25 × 40 / 1000 × 0.07818 = 0.003909;
#   electricity, billed, 0.5 × 0.5777 = 0.28885; losses 0.25 × 0.00468568 = 0.00117142                     → 1.69393042
#   The card publishes four digits, 1.694, and whole per cent, rounded down: 0.28885 / 1.69393042 = 17 %.
CARD, MEASURED = D("1.694"), D("0.17")
# The organiser: board by the card, 1.0 kg gross ÷ 1 kg per declared unit × 1.694; road 1.0 × 25 / 1000 × 0.07818
#   = 0.0019545; electricity 0.2 × 0.5777 = 0.11554; losses 0.2 × 0.00468568 = 0.000937136;
#   carton 0.1 × 1.3 = 0.13
BAMBOO = CARD + D("0.0019545") + D("0.11554") + D("0.000937136") + D("0.13")
# The plastic one: polypropylene 0.8 × 1.587 = 1.2696; road 0.8 × 100 / 1000 × 0.07818 = 0.0062544; the rest the same.
PLASTIC = D("1.2696") + D("0.0062544") + D("0.11554") + D("0.13")


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    (tmp_path / "mill.yaml").write_text(MILL, encoding="utf-8")
    bamboo = organiser("Bamboo", "竹收纳盒", "4420 19 00", BAMBOO_LINE)
    (tmp_path / "bamboo.yaml").write_text(bamboo, encoding="utf-8")
    plastic = organiser("Plastic", "塑料收纳盒", "3926 10 00", PLASTIC_LINE)
    (tmp_path / "plastic.yaml").write_text(plastic, encoding="utf-8")
    return Shell(monkeypatch, capfdbinary, tmp_path)


@pytest.fixture
def card(shell):
    """The mill's card, issued beside the organiser's file."""
    return shell("card", "issue", "mill.yaml", "--out", "board.card.json", "--json").json["card"]


def test_the_card_stands_for_the_board(shell, card):
    done = shell("assess", "bamboo.yaml", "--json")
    footprint = done.json["footprint"]
    assert done.status == 0
    assert D(footprint["total_kg_co2e"]) == BAMBOO == D("1.942431636")
    stages = {stage["id"]: stage for stage in footprint["stages"]}
    assert D(stages["raw_materials"]["kg_co2e"]) == CARD
    assert D(stages["raw_materials"]["measured_kg_co2e"]) == CARD * MEASURED
    assert D(footprint["measured_share"]) == pytest.approx(CARD * MEASURED / BAMBOO, rel=D("1e-11"))
    leaves = footprint["explain"]["children"][0]["children"][0]["children"]
    assert {leaf["factor"]["id"] for leaf in leaves} == {f"supplier-card/{card}"}
    # 0.5 kg C per kg of board (the card) × 0.8 kg in the product × 44/12, beside the total and never taken from it
    assert D(footprint["components"]["biogenic_uptake"]) == pytest.approx(D("-0.4") * 44 / 12, rel=D("1e-11"))
    assert footprint["next_measurements"][0]["label"]["en"] == (
        "a narrower, verified figure from the supplier of laminated bamboo board"
    )
    # The averages inside the card are not rated as if they had been measured.
    assert D(footprint["quality"]["technological"]) > D("2.5")


def test_the_report_says_what_rests_on_the_card(shell, card):
    report = shell("report", "bamboo.yaml", "--json").json
    points = {point["number"]: point for point in report["checklist"]}
    assert (points[10]["status"], points[11]["status"]) == ("met", "open")  # carbon known, land-use change not
    assert (points[4]["status"], points[5]["status"]) == ("not_met", "not_met")  # its own kWh is a statement
    assert report["standing"] == "incomplete"
    shown = shell("report", "bamboo.yaml").out
    assert "supplier's green card: Laminated bamboo board" in shown
    assert "1.694 kg CO2e/declared unit" in shown


def test_it_is_compared_with_plastic_without_a_word_on_made_up_goods(shell, card):
    found = shell("compare", "bamboo.yaml", "plastic.yaml", "--json").json
    assert D(found["left_kg_co2e"]) == BAMBOO
    assert D(found["right_kg_co2e"]) == PLASTIC == D("1.5213944")
    assert D(found["difference_kg_co2e"]) == BAMBOO - PLASTIC
    assert D(found["interval"]["low"]) < 0 < D(found["interval"]["high"])
    assert found["sentence"] is None
    assert any("illustrative" in reason["en"] for reason in found["refused_for"])


@pytest.mark.parametrize("command", [("assess",), ("report",), ("compare", "plastic.yaml")])
class TestRefused:
    """No door lets a card through that does not stand; nothing falls back on an average."""

    def refusal(self, shell, command, *on):
        verb, *other = command
        done = shell(verb, "bamboo.yaml", *other, *on, "--json")
        assert done.status != 0
        return done.json["error"]

    @pytest.mark.usefixtures("card")
    def test_a_card_past_its_day(self, shell, command):
        assert self.refusal(shell, command, "--on", "2099-01-01") == "GC-SVC-015"

    @pytest.mark.usefixtures("card")
    def test_a_card_with_another_figure(self, shell, command, tmp_path):
        file = tmp_path / "board.card.json"
        text = file.read_text(encoding="utf-8")
        assert text.count("1.694") > 0
        file.write_text(text.replace("1.694", "0.694"), encoding="utf-8")
        json.loads(file.read_text(encoding="utf-8"))
        assert self.refusal(shell, command) == "GC-SVC-014"

    def test_a_card_withdrawn(self, shell, card, command):
        assert shell("card", "withdraw", card, "--json").status == 0
        assert self.refusal(shell, command) == "GC-SVC-016"

    @pytest.mark.usefixtures("card")
    def test_a_card_of_an_issuer_nobody_here_knows(self, shell, command, tmp_path, monkeypatch):
        monkeypatch.setenv("GREENCARD_DATA", str(tmp_path / "elsewhere"))
        assert self.refusal(shell, command) == "GC-SVC-014"

    def test_a_card_that_is_not_there(self, shell, command):
        assert self.refusal(shell, command) == "GC-SVC-013"


def test_the_makers_own_card_stands_on_a_foreign_mills_card_once_its_keys_are_trusted(shell, tmp_path):
    made = shell("card", "issue", "mill.yaml", "--data", "mill-data", "--out", "board.card.json")
    assert made.status == 0, made.err
    stranger = shell("card", "issue", "bamboo.yaml", "--data", "maker-data")
    assert (stranger.status, "GC-SVC-014" in stranger.err) == (4, True)
    (tmp_path / "mill.keys.json").write_text(shell("card", "keys", "--data", "mill-data", "--json").out, "utf-8")
    done = shell("card", "issue", "bamboo.yaml", "--data", "maker-data", "--trust", "mill.keys.json", "--json")
    assert done.status == 0, done.err
    card = json.loads((tmp_path / done.json["file"]).read_text("utf-8"))
    assert D(content_of(card["document"]).footprint.kg_co2e) == round(BAMBOO, 3)
    # A card that names nothing beside the file is looked for in the store, and is not there.
    (tmp_path / "board.card.json").unlink()
    gone = shell("card", "issue", "bamboo.yaml", "--data", "maker-data", "--trust", "mill.keys.json")
    assert (gone.status, "GC-SVC-013" in gone.err) == (3, True)
