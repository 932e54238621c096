"""Questions that the words of a material raise by themselves: the route nobody named, the share nobody stated."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from footprint_samples import assess, product
from greencard.model import BomLine, FootprintResult, PackagingPart, Question, Recycled

D = Decimal


def made(material: str, kg: str = "1", **changes: Any) -> FootprintResult:
    line = BomLine(material=material, net_kg=D(kg), gross_kg=D(kg), distance_km=D(1), **changes)
    return assess(product(bom=(line,), mass_kg=D(kg), packaging=()))


def asked(result: FootprintResult, code: str) -> list[Question]:
    return [question for question in result.questions if question.code == code]


def test_the_route_nobody_named_is_asked_with_what_hangs_on_it() -> None:
    # Polypropylene 1.587; by the coal route 7.95: 6.363 a kilogram, and half of it for half a kilogram.
    (question,) = asked(made("polypropylene"), "factor.route")
    assert question.kg_co2e_at_stake == D("6.363")
    assert question.pointer == "/bom/0/material"
    assert "coal route" in question.text.en
    assert "煤制" in question.text.zh
    (half,) = asked(made("polypropylene", "0.5"), "factor.route")
    assert half.kg_co2e_at_stake == D("3.1815")


@pytest.mark.parametrize("words", ["coal-based polypropylene", "油制聚丙烯", "glass", "bamboo"])
def test_a_named_route_or_a_material_of_one_is_not_asked_about(words: str) -> None:
    assert not asked(made(words), "factor.route")


def test_a_factor_that_a_person_confirmed_is_not_asked_about() -> None:
    result = made("polypropylene", factor=made("polypropylene").explain.children[0].children[0].factor.id)  # type: ignore[union-attr]
    assert not asked(result, "factor.route")


def test_words_that_say_recycled_without_a_share_are_asked_about() -> None:
    # All of it stands at the primary 1.587; the recycled 0.4426 would save 1.1444.
    (question,) = asked(made("recycled PP"), "recycled.share")
    assert question.kg_co2e_at_stake == D("1.1444")
    assert question.pointer == "/bom/0/recycled"
    assert made("recycled PP").stages[0].kg_co2e == made("PP").stages[0].kg_co2e
    assert not asked(made("PP"), "recycled.share")
    assert not asked(made("not recycled PP"), "recycled.share")
    stated = made("recycled PP", recycled=Recycled(share=D("0.5")))
    assert not asked(stated, "recycled.share")


def test_packaging_is_asked_the_same() -> None:
    part = PackagingPart(material="recycled LDPE bag", mass_kg=D("0.1"))
    found = assess(msgspec.structs.replace(product(), packaging=(part,)))
    assert [q.pointer for q in asked(found, "recycled.share")] == ["/packaging/0/recycled"]


def test_a_gross_mass_in_another_unit_is_asked_about() -> None:
    """600 g written as 600 kg for 0.5 kg that stay: 599.5 of 600 kg x 1.587 kg CO2e/kg rest on the answer."""
    slipped = msgspec.structs.replace(product().bom[0], gross_kg=Decimal(600))
    (asked,) = (q for q in assess(product(bom=(slipped,))).questions if q.code == "material.gross")
    assert float(asked.kg_co2e_at_stake) == pytest.approx(599.5 * 1.587, rel=1e-9)
    assert asked.pointer == "/bom/0/gross_kg"
    assert "600 kg" in asked.text.en
    assert "600 千克" in asked.text.zh
    for gross, net in (("10", "0.5"), ("600", "0")):  # machined from the solid; used up, as an oil is
        line = msgspec.structs.replace(slipped, gross_kg=Decimal(gross), net_kg=Decimal(net))
        rest = (msgspec.structs.replace(slipped, gross_kg=Decimal("0.5")),) if net == "0" else ()
        found = assess(product(bom=(line, *rest))).questions
        assert "material.gross" not in {q.code for q in found}
