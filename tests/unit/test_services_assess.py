"""The use case that joins readings, footprint, transport and composition of one product."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from footprint_samples import product
from greencard.adapters.packs.shipped import ShippedPacks
from greencard.model import BomLine, Evidence, Facility, Leg, Recycled, Route, Text
from greencard.services.assess import assess_product

PACKS = ShippedPacks()
ON = date(2026, 11, 23)
LEG = Leg(mode="road_hgv", origin="works", destination="depot", distance_km=Decimal(100))


def test_the_lorries_of_a_factory_abroad_are_not_chinese_ones():
    home = Facility(id="F", name=Text(en="works"), place=Text(en="Kassel"), country="DE")
    record = product(facility=home, route=Route(destination="depot", legs=(LEG,), baseline=(LEG,)))
    found = assess_product(record, readings=None, packs=PACKS, on=ON)
    inbound = found.footprint.explain.children[1].children[0].factor
    assert inbound is not None
    assert inbound.value == Decimal("0.101")  # Europe; the Chinese average is 0.07818
    assert found.transport is not None
    assert found.transport.elements[0].factor.value == Decimal("0.101")
    assert found.comparison is not None
    assert found.comparison.baseline.elements[0].factor.value == Decimal("0.101")
    chinese = assess_product(
        msgspec.structs.replace(record, facility=product().facility), readings=None, packs=PACKS, on=ON
    )
    assert chinese.transport is not None
    assert chinese.transport.elements[0].factor.value == Decimal("0.07818")


def test_an_expired_certificate_grades_no_recycled_content():
    paper = Evidence(grade="E2", kind="GRS certificate", valid_until=ON)
    half = Decimal("0.5")
    line = BomLine(material="PP", net_kg=half, gross_kg=half, recycled=Recycled(share=half, evidence=paper))
    record = product(bom=(line,))
    last, after = (assess_product(record, readings=None, packs=PACKS, on=day) for day in (ON, date(2026, 11, 24)))
    assert (last.materials.recycled_grade, after.materials.recycled_grade) == ("E2", "E0")
    assert any("expired on 2026-11-23" in note.en for note in after.footprint.notes)
    assert "recycled.evidence" in {question.code for question in after.footprint.questions}
    assert after.product == record
