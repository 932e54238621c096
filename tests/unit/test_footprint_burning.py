"""CO2 of burning, from formulae: what the data name is there, and the numbers are those of a pencil."""

from __future__ import annotations

from decimal import Decimal

import pytest

from footprint_samples import CATALOGUE
from greencard.footprint.burning import MASSES, UNHELD, burnt_as

STREAMS = {"plastic"}


@pytest.mark.parametrize(
    ("material", "co2"),
    [
        ("pp", "3.137"),  # 44.009 / 14.027
        ("ps", "3.38"),  # 8 x 44.009 / 104.152
        ("pet", "2.29"),  # 10 x 44.009 / 192.17
        ("pvc", "1.408"),  # 2 x 44.009 / 62.496
        ("polyamide", "2.333"),  # 6 x 44.009 / 113.16
        ("pc", "2.769"),  # 16 x 44.009 / 254.285
        ("pmma", "2.198"),  # 5 x 44.009 / 100.117
        ("silicone", "1.187"),  # 2 x 44.009 / 74.154
    ],
)
def test_by_formula(material: str, co2: str) -> None:
    found = burnt_as(material)
    assert found is not None
    assert (found.factor.value, found.stands_in) == (Decimal(co2), False)
    assert found.factor.unit == "kg CO2e/kg"
    assert "IUPAC" in found.factor.source


def test_every_plastic_that_did_not_grow_is_answered() -> None:
    plastics = [m.id for m in CATALOGUE.materials.values() if m.waste in STREAMS and not m.carbon]
    assert [m for m in plastics if burnt_as(m) is None and m not in UNHELD] == []


def test_what_grew_and_what_does_not_burn_give_none() -> None:
    for material in ("wood", "cotton_yarn", "pla", "natural_rubber", "steel", "glass", "paper", ""):
        assert burnt_as(material) is None


def test_words_nobody_knows_are_plastic_where_the_record_says_so() -> None:
    found = burnt_as("", plastic=True)
    assert found is not None
    assert found.stands_in


def test_nothing_burns_to_more_than_pure_carbon() -> None:
    most = (MASSES["C"] + 2 * MASSES["O"]) / MASSES["C"]
    for material in CATALOGUE.materials:
        found = burnt_as(material)
        assert found is None or found.factor.value <= most
