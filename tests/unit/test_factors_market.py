"""Phrases as thirteen kinds of merchants write them, each judged before it was run; what stands beside a material."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from greencard.adapters.packs.factors import factor_catalogue
from greencard.factors import candidates
from greencard.factors.phrase import Index

CATALOGUE = factor_catalogue()
TABLE = Path(__file__).parents[1] / "vectors" / "factors_phrases_market.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


def test_the_table_has_every_trade() -> None:
    assert len(ROWS) >= 280
    assert len({row["trade"] for row in ROWS}) >= 13
    assert len({row["words"] for row in ROWS}) == len(ROWS)


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
    assert found[0].material.id == row["material"]
    assert found[0].strong is (row["outcome"] == "strong"), found[0].reasons


@pytest.mark.parametrize(
    "words",
    [
        "stainless steel with PP handle",
        "PP lid, stainless steel body",
        "不锈钢+PP 手柄",
        "PU leather on cotton",
        "PP/PE",
    ],
)
def test_a_mixture_takes_the_higher_figure_whatever_the_order_and_length_of_the_names(words: str) -> None:
    found = candidates(CATALOGUE, words)
    assert not any(candidate.strong for candidate in found)
    first: dict[str, float] = {}
    for candidate in found:
        first.setdefault(candidate.material.id, float(candidate.factor.emission))
    assert len(first) > 1
    assert first[found[0].material.id] == max(first.values())
    assert all(word in found[0].reasons[0].en for word in ("shares are not known", "line of its own"))
    assert "分行" in found[0].reasons[0].zh


def test_a_coating_is_said_and_precious_plating_is_a_question() -> None:
    nickel = candidates(CATALOGUE, "铁 镀镍")[0]
    assert nickel.strong
    assert any("镀镍" in reason.zh and "不含" in reason.zh for reason in nickel.reasons)
    gold = candidates(CATALOGUE, "brass, gold plated")[0]
    assert not gold.strong
    assert any("gold plated" in reason.en for reason in gold.reasons)


def test_a_material_without_a_factor_is_named_beside_one_that_has() -> None:
    best = candidates(CATALOGUE, "ABS+磁铁")[0]
    assert not best.strong
    assert any("磁铁" in reason.en and "no factor" in reason.en for reason in best.reasons)
    assert candidates(CATALOGUE, "磁铁") == ()


@pytest.mark.parametrize("words", ["travel", "holder", "popular", "feather", "cooper"])
def test_an_everyday_word_is_no_slip_of_a_material(words: str) -> None:
    assert candidates(CATALOGUE, words) == ()


def test_a_paint_is_a_material_alone_and_a_coating_on_another() -> None:
    assert candidates(CATALOGUE, "烤漆")[0].material.id == "water_paint"
    assert candidates(CATALOGUE, "铁 烤漆")[0].material.id == "steel"


def test_a_branch_of_the_index_grows_once_and_whole() -> None:
    index = Index([("colour", 1), ("cotton", 2), ("铁", 3)])
    assert not index.exact("")
    assert index.exact("color")
    assert [m for _, m in index.find("cotton colour 铁")] == [2, 1, 3]
    assert [m for _, m in index.find("cotton colour 铁")] == [2, 1, 3]
