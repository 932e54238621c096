"""Merchants' phrases against a table written by judgement: which material, which route, recycled or not, how sure."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from greencard.adapters.packs.factors import factor_catalogue
from greencard.factors import candidates, route_doubt
from greencard.factors.phrase import Index, normalise

CATALOGUE = factor_catalogue()
TABLE = Path(__file__).parents[1] / "vectors" / "factors_phrases.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


def test_the_table_is_large_and_of_both_languages() -> None:
    assert len(ROWS) >= 150
    chinese = [row for row in ROWS if not row["words"].isascii()]
    assert len(chinese) >= 75
    assert len(ROWS) - len(chinese) >= 75


@pytest.mark.parametrize("row", ROWS, ids=[row["words"] for row in ROWS])
def test_phrase(row: dict[str, str]) -> None:
    words = row["words"]
    reading = CATALOGUE.lexicon.read(words)
    assert reading.recycled == row["said"]
    assert (reading.routes[0] if reading.routes else "") == row["route"]
    found = candidates(CATALOGUE, words, recycled=row["said"] == "recycled") or candidates(CATALOGUE, words)
    if row["outcome"] == "none":
        assert found == ()
        return
    best = found[0]
    assert best.material.id == row["material"]
    assert best.strong is (row["outcome"] == "strong"), best.reasons


@pytest.mark.parametrize(
    ("words", "technology"),
    [("煤制PP", "coal"), ("PP from MTO", "coal"), ("PVC 电石法", "carbide"), ("PVC ethylene route", "ethylene")],
)
def test_a_route_named_is_the_route_taken(words: str, technology: str) -> None:
    best = candidates(CATALOGUE, words)[0]
    assert best.factor.technology == technology
    assert route_doubt(CATALOGUE, words, best) is None


def test_an_unstated_route_keeps_the_representative_and_shows_what_is_at_stake() -> None:
    best = candidates(CATALOGUE, "聚丙烯")[0]
    assert best.factor.id == "material/pp/cn-cpcd-2021"
    doubt = route_doubt(CATALOGUE, "聚丙烯", best)
    assert doubt is not None
    assert doubt.route == "coal"
    assert str(doubt.kg_co2e_per_kg) == "6.363"  # 7.95 - 1.587
    assert str(doubt.times) == "5.01"  # 7.95 / 1.587 = 5.0095
    assert "coal route" in doubt.text.en
    assert "煤制" in doubt.text.zh
    assert route_doubt(CATALOGUE, "油制聚丙烯", candidates(CATALOGUE, "油制聚丙烯")[0]) is None
    assert route_doubt(CATALOGUE, "PP", candidates(CATALOGUE, "PP", region="GB")[0], region="GB") is None


def test_pvc_made_in_china_is_taken_by_carbide_and_the_other_route_is_near() -> None:
    best = candidates(CATALOGUE, "PVC")[0]
    assert best.factor.id == "material/pvc/cn-cpcd-carbide"
    assert route_doubt(CATALOGUE, "PVC", best) is None  # 4.79 by ethylene against 5.67: no factor of 1.5 between


def test_a_proxy_or_an_unrouted_material_raises_no_route_doubt() -> None:
    for words in ("竹板", "glass", "PV cell 6 W"):
        assert route_doubt(CATALOGUE, words, candidates(CATALOGUE, words)[0]) is None


def test_another_route_never_answers_strongly() -> None:
    found = candidates(CATALOGUE, "乙烯法PVC")
    assert all(not c.strong for c in found if c.factor.technology == "carbide")


def test_denied_materials_are_told_apart_from_named_ones() -> None:
    reading = CATALOGUE.lexicon.read("PVC-free TPE")
    assert reading.denied == ("pvc",)
    assert [named.material for named in reading.materials] == ["tpe"]
    assert CATALOGUE.lexicon.read("PVC, not PVC").denied == ()


def test_used_goods_are_never_proposed() -> None:
    for words in ("wood", "clothing", "rubber", "aggregate"):
        for recycled in (False, True):
            assert all(c.factor.recycled != "reused" for c in candidates(CATALOGUE, words, recycled=recycled))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("steel screws", ["steel screw"]),
        ("steelscrew", []),
        ("screwsteel", []),
        ("boxes of steel", ["steel"]),
        ("不锈钢钢管", ["不锈钢", "钢"]),
        ("pp袋", ["pp"]),
        ("app", []),
    ],
)
def test_names_are_whole_words_in_latin_and_anywhere_in_chinese(text: str, found: list[str]) -> None:
    index = Index((name, name) for name in ("steel", "steel screw", "box", "不锈钢", "钢", "pp"))
    assert [meaning for _, meaning in index.find(text) if meaning != "box"] == found


def test_traditional_full_width_and_american_are_one() -> None:
    assert normalise("不鏽鋼") == normalise("不锈钢")
    assert normalise("ＡＢＳ") == "abs"
    index = Index([("aluminium fibre", 1)])
    assert index.find("aluminium fiber")
    assert index.find("aluminum fibre")
