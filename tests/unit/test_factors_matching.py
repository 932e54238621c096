"""Which factor answers to a merchant's words, and how sure we say we are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.adapters.packs.factors import factor_catalogue
from greencard.factors import STRONG, candidates
from greencard.factors.rating import rating_in

CATALOGUE = factor_catalogue()


@pytest.mark.parametrize(
    ("words", "factor"),
    [
        ("polypropylene", "material/pp/cn-cpcd-2021"),
        ("聚丙烯", "material/pp/cn-cpcd-2021"),
        ("ABS housing", "material/abs/tw-moenv-2025"),
        ("melamine resin", "material/melamine_resin/tw-moenv-2014"),
        ("密胺", "material/melamine_resin/tw-moenv-2014"),
        ("瓦楞纸板", "material/corrugated/tw-moenv-ab-double-wall"),
        ("corrugated board", "material/corrugated/tw-moenv-ab-double-wall"),
        ("棉纱", "material/cotton_yarn/cn-cpcd-2021"),
        ("combed cotton yarn", "material/cotton_yarn/cn-cpcd-2021"),
        ("aluminium ingot", "material/aluminium/cn-cpcd-literature"),
        ("铝锭", "material/aluminium/cn-cpcd-literature"),
        ("PLA", "material/pla/th-corbion"),
        ("stoneware", "material/ceramic_ware/cz-zelezny-factory"),
        ("steel screws", "material/steel_fastener/tw-moenv-coated"),
    ],
)
def test_best_factor(words: str, factor: str) -> None:
    best = candidates(CATALOGUE, words)[0]
    assert best.factor.id == factor
    assert best.strong
    assert all(reason.en and reason.zh for reason in best.reasons)


@pytest.mark.parametrize(
    ("words", "factor"),
    [("rPET felt", "material/pet/cn-cpcd-filament-recycled"), ("ABS", "material/abs/tw-moenv-recycled")],
)
def test_recycled_factor(words: str, factor: str) -> None:
    found = candidates(CATALOGUE, words, recycled=True)
    assert found[0].factor.id == factor
    assert all(candidate.factor.recycled == "recycled" for candidate in found)
    assert not any(c.factor.recycled == "recycled" for c in candidates(CATALOGUE, words))


@pytest.mark.parametrize("words", ["竹板", "laminated bamboo board (moso)", "PBAT", "氨纶", "锌合金", "decal", "glaze"])
def test_a_proxy_is_weak_and_says_why(words: str) -> None:
    best = candidates(CATALOGUE, words)[0]
    assert best.proxy is not None
    assert best.score < STRONG
    assert any("proxy" in reason.en and "代用" in reason.zh for reason in best.reasons)


def test_a_mixture_of_unknown_shares_is_weak_and_takes_the_higher_figure() -> None:
    found = candidates(CATALOGUE, "copper and zinc")
    assert found
    assert not found[0].strong
    assert found[0].factor.material == "zinc"  # 6.12 (CN) above copper's 4.23 (CN): doubt must not flatter


@pytest.mark.parametrize("words", ["cotton yarn, polypropylene", "聚丙烯/棉纱", "松木竹节"])
def test_several_materials_or_a_lone_character_are_never_strong(words: str) -> None:
    assert not any(candidate.strong for candidate in candidates(CATALOGUE, words))


def test_the_same_region_comes_first_and_the_reason_says_so() -> None:
    assert candidates(CATALOGUE, "polypropylene", region="CN")[0].factor.region == "CN"
    assert candidates(CATALOGUE, "polypropylene", region="GB")[0].factor.region == "GB"
    taiwan = candidates(CATALOGUE, "melamine resin")[0]
    assert any("TW" in reason.en for reason in taiwan.reasons)


def test_a_name_inside_a_longer_name_does_not_count() -> None:
    assert candidates(CATALOGUE, "bamboo board")[0].material.id == "bamboo_board"
    assert {c.material.id for c in candidates(CATALOGUE, "竹炭")} == {"bamboo_charcoal"}


def test_raw_body_is_not_fired_ware() -> None:
    """Firing stands in the process heat; a fired-ware factor would count it twice."""
    assert candidates(CATALOGUE, "stoneware body (clay, feldspar, quartz)")[0].material.id == "ceramic_body"


def test_doubtful_and_echoed_figures_never_lead() -> None:
    for material, factors in CATALOGUE.by_material.items():
        words = CATALOGUE.materials[material].en[0]
        best = candidates(CATALOGUE, words)
        if best and any(f.standing == "representative" and f.recycled != "recycled" for f in factors):
            assert best[0].factor.standing not in {"suspect", "part"}, words
            assert not best[0].factor.echo_of


def test_every_synonym_leads_to_its_material() -> None:
    for material in CATALOGUE.materials.values():
        for word in (*material.en, *material.zh):
            for recycled in (False, True):
                found = candidates(CATALOGUE, word, recycled=recycled)
                if found:
                    assert found[0].material.id == material.id, word
            assert candidates(CATALOGUE, word) or candidates(CATALOGUE, word, recycled=True) or material.rating, word


def test_a_slip_of_the_pen_is_weak() -> None:
    best = candidates(CATALOGUE, "polypropilene")[0]
    assert best.factor.material == "pp"
    assert not best.strong


@pytest.mark.parametrize("words", ["", "unobtainium", "！？", "xyz 123"])
def test_nothing_answers(words: str) -> None:
    assert candidates(CATALOGUE, words) == ()


def test_a_rating_in_the_name_is_read() -> None:
    best = candidates(CATALOGUE, "polycrystalline PV cell 0.3 W x4")[0]
    assert best.factor.unit == "kg CO2e/kW"
    assert best.rating is not None
    assert str(best.rating.amount) == "0.0012"
    battery = candidates(CATALOGUE, "锂电池 37Wh")[0]
    assert battery.rating is not None
    assert str(battery.rating.amount) == "0.037"
    assert candidates(CATALOGUE, "PV cell")[0].proxy is not None


@pytest.mark.parametrize(
    ("words", "kind", "amount"),
    [
        ("2 kWh pack", "energy", "2"),
        ("3W*2", "power", "0.006"),
        ("5 Wp", "power", "0.005"),
        ("600 mAh x4", "energy", None),
        ("12 watts", "power", None),
        ("37 Wh", "power", None),
    ],
)
def test_ratings(words: str, kind: str, amount: str | None) -> None:
    found = rating_in(words, kind)  # type: ignore[arg-type]
    assert (None if found is None else f"{found.amount.normalize():f}") == amount


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_words_are_answered_without_an_exception(words: str) -> None:
    found = candidates(CATALOGUE, words)
    assert all(0 < candidate.score <= 1 for candidate in found)
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert found == candidates(CATALOGUE, words)
