"""The choice of factors is made once per wording and never leaks from one place, catalogue or amount to another."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from greencard.adapters.packs.factors import factor_catalogue
from greencard.errors import Refused
from greencard.factors import candidates
from greencard.footprint.material import line_part, packaging_part
from greencard.footprint.resolution import KEPT, Resolver, resolver_of
from greencard.footprint.tree import leaves
from greencard.model import BomLine, Evidence, PackagingPart, Recycled

CATALOGUE = factor_catalogue()
WORDS = sorted({m.en[0] for m in CATALOGUE.materials.values()})


def line(words, **more):
    return BomLine(material=words, net_kg=Decimal(1), gross_kg=Decimal(1), **more)


@pytest.mark.parametrize("words", WORDS)
def test_a_kept_choice_is_the_choice(words):
    first = line_part(CATALOGUE, line(words), 0, "CN")
    assert line_part(CATALOGUE, line(words), 0, "CN") == first
    fresh = Resolver(CATALOGUE).pair(words, "", "CN", "none", shown=True)
    assert [leaf.factor for leaf in leaves(first.node)] == [fresh.new.reference]
    assert fresh.new.factor is candidates(CATALOGUE, words)[0].factor


def test_a_refusal_names_the_place_it_was_asked_for_each_time():
    for index in (3, 7):
        with pytest.raises(Refused) as caught:
            line_part(CATALOGUE, line("unobtainium"), index, "CN")
        assert caught.value.faults[0].place.pointer == f"/bom/{index}/material"
    with pytest.raises(Refused) as caught:
        packaging_part(CATALOGUE, PackagingPart(material="unobtainium", mass_kg=Decimal(1)), 2, "CN")
    assert caught.value.faults[0].place.pointer == "/packaging/2/material"


@pytest.mark.parametrize(
    ("factor", "code"),
    [
        ("no/such", "GC-FAC-002"),
        ("electricity/direct/cn/2023", "GC-FAC-00"),
        ("waste/metal/recycling", "GC-FAC-01"),
    ],
)
def test_a_named_factor_that_cannot_serve_is_refused_at_its_field(factor, code):
    with pytest.raises(Refused) as caught:
        line_part(CATALOGUE, line("glass", factor=factor), 1, "CN")
    assert caught.value.code.startswith(code)
    assert caught.value.faults[0].place.pointer == "/bom/1/factor"


def test_region_share_and_evidence_divide_what_is_kept():
    resolver = resolver_of(CATALOGUE)
    words = "PET bottle grade"
    assert resolver.pair(words, "", "CN", "none", shown=True) != resolver.pair(words, "", "DE", "none", shown=True)
    stated = resolver.pair(words, "", "CN", "part", shown=False)
    shown = resolver.pair(words, "", "CN", "part", shown=True)
    assert stated.again.factor is shown.again.factor
    assert stated.again.sigma > shown.again.sigma, "as long as nobody shows the share, the interval reaches the primary"


def test_amounts_and_shares_are_not_kept():
    for kg, share in ((Decimal(2), Decimal("0.25")), (Decimal(3), Decimal("0.75"))):
        recycled = Recycled(share=share, evidence=Evidence(grade="E1", kind="x"))
        part = line_part(
            CATALOGUE, BomLine(material="PET bottle grade", net_kg=kg, gross_kg=kg, recycled=recycled), 0, "CN"
        )
        assert sorted(leaf.amount for leaf in leaves(part.node)) == sorted([kg * share, kg * (1 - share)])


def test_two_catalogues_keep_apart_whatever_their_digest():
    words = "PP granulate"
    best = candidates(CATALOGUE, words)[0].factor
    without = {m: tuple(f for f in rows if f is not best) for m, rows in CATALOGUE.by_material.items()}
    other = replace(CATALOGUE, by_material=without)
    assert other.digest == CATALOGUE.digest
    assert next(leaves(line_part(CATALOGUE, line(words), 0, "CN").node)).factor.id == best.id
    assert next(leaves(line_part(other, line(words), 0, "CN").node)).factor.id != best.id


def test_what_is_kept_of_strangers_words_is_bounded():
    resolver = Resolver(CATALOGUE)
    for number in range(KEPT + 50):
        resolver.candidates(f"{number}", recycled=False, region="CN") if False else resolver.material(
            str(number), "", "CN"
        )
    assert resolver.candidates.cache_info().currsize == KEPT
