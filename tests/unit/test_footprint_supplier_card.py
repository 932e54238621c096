"""A supplier's card as a leaf: figure, interval, measured share; and every reason for which it is refused."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from footprint_samples import assess, product
from greencard.errors import GreencardError, Refused
from greencard.footprint import SupplierCard
from greencard.model import BomLine, FootprintResult, Product, Text

D = Decimal
ON = date(2026, 11, 23)
LINE = product().bom[0]


def card(**changes: Any) -> SupplierCard:
    fields: dict[str, Any] = {
        "id": "https://cards.example/cards/pp",
        "issuer": Text(en="Programme", zh="项目"),
        "product_name": Text(en="PP granulate", zh="聚丙烯粒子"),
        "declared_unit": Text(en="2 kg", zh="2 千克"),
        "mass_kg": D(2),
        "kg_co2e": D(3),
        "low": D("2.5"),
        "high": D("3.6"),
        "measured_share": D("0.6"),
        "boundary": "cradle_to_gate",
        "rules": "iso14067-2018",
        "gwp_set": "AR6",
        "valid_until": date(2027, 1, 1),
        "digest": "ab" * 32,
        "country": "CN",
        "year": 2026,
    }
    return SupplierCard(**(fields | changes))


def on_card(**line: Any) -> Product:
    named = msgspec.structs.replace(LINE, supplier_card="pp.card.json", **line)
    return product(bom=(named,), packaging=())


def result(found: SupplierCard | None = None, item: Product | None = None, on: date | None = ON) -> FootprintResult:
    return assess(item or on_card(), cards={"pp.card.json": found or card()}, on=on)


def test_gross_mass_over_unit_mass_times_the_cards_figure() -> None:
    found = result()
    line = found.explain.children[0].children[0]
    # 0.6 kg gross / 2 kg = 0.3 units; 60 % measured: 0.18 x 3 = 0.54, 0.12 x 3 = 0.36
    assert [(tip.kg_co2e, tip.basis) for tip in line.children] == [(D("0.54"), "measured"), (D("0.36"), "default")]
    assert [tip.formula for tip in line.children] == [
        "0.18 declared unit × 3 kg CO2e/declared unit",
        "0.12 declared unit × 3 kg CO2e/declared unit",
    ]
    assert found.stages[0].measured_kg_co2e == D("0.54")
    assert line.grade == "E3"
    factor = line.children[0].factor
    assert factor is not None
    assert "ab" * 32 in factor.source
    assert "0.6 kg ÷ 2 kg" in line.note.en
    assert "material.supplier_figure" not in {question.code for question in found.questions}


def test_its_measured_share_counts_in_proportion() -> None:
    shares = [result(card(measured_share=D(share))).measured_share for share in ("0", "0.3", "1")]
    assert shares[0] < shares[1] < shares[2]
    totals = {result(card(measured_share=D(share))).total_kg_co2e for share in ("0", "0.3", "1")}
    assert len(totals) == 1


def test_its_interval_is_its_own() -> None:
    narrow, wide = result(card(low=D("2.99"), high=D("3.01"))), result(card(low=D("1"), high=D("9")))
    assert narrow.total_kg_co2e == wide.total_kg_co2e
    assert wide.interval.high > narrow.interval.high
    # only the card in the product: its interval comes back, widened by what is not known of the mass
    bare = msgspec.structs.replace(on_card(gross_kg=D("0.5"), distance_km=D(0)), processes=())
    alone = assess(bare, cards={"pp.card.json": card(low=D(1), high=D(9))})
    assert float(alone.interval.high / alone.total_kg_co2e) == pytest.approx(3.0, rel=0.05)
    assert math.isfinite(float(alone.interval.low))


def test_land_use_change_aircraft_and_biogenic_co2_of_a_card_are_carried() -> None:
    made = card(land_use_change=D("0.3"), aircraft=D("0.2"), biogenic_emissions=D("0.5"))
    parts = result(made).components
    # 0.3 units
    assert parts.land_use_change == D("0.09")
    assert parts.aircraft == D("0.06")
    assert parts.biogenic_emissions == D("0.15")
    total = result(made).total_kg_co2e
    assert parts.fossil + parts.biogenic_non_co2 + D("0.09") == total
    assert result().components.land_use_change is None
    assert result(card(land_use_change=D(0))).components.land_use_change == 0


def test_biogenic_carbon_of_a_card_stands_for_the_lines() -> None:
    item = on_card(material="wood", factor="", bio_based_share=D(1))
    by_card = result(card(biogenic_carbon_content_kg=D("0.9")), item)
    # 0.9 kg C per 2 kg, 0.5 kg net
    assert by_card.components.biogenic_carbon_content_kg == D("0.225")
    assert result(card(), item).components.biogenic_carbon_content_kg == D("0.25")  # wood: half of it
    note = " ".join(n.en for n in result(card(land_use_change=D("0.1")), item).notes)
    assert "Land-use change is not assessed" not in note
    mixed = msgspec.structs.replace(
        item, bom=(*item.bom, BomLine(material="cotton yarn", net_kg=D(0), gross_kg=D("0.1"), bio_based_share=D(1)))
    )
    note = " ".join(n.en for n in result(card(land_use_change=D("0.1")), mixed).notes)
    assert "assessed in part: no supplier's card states it for cotton yarn" in note


def test_a_status_nobody_could_check_is_said_and_asked() -> None:
    found = result(card(status_checked=False, log_checked=False))
    assert "supplier.card_status" in {question.code for question in found.questions}
    said = " ".join(note.en for note in found.notes)
    assert "whether the supplier's card was withdrawn is not known" in said
    assert "transparency log" in said


def test_a_card_far_below_the_average_is_asked_about() -> None:
    asked = {q.code: q.kg_co2e_at_stake for q in result(card(kg_co2e=D("0.02"), low=D("0.01"), high=D(1))).questions}
    # 0.6 x 1.587 - 0.3 x 0.02
    assert asked["supplier.low"] == D("0.9462")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"boundary": "gate_to_gate"}, "GC-FPT-021"),
        ({"mass_kg": None}, "GC-FPT-022"),
        ({"mass_kg": D(0)}, "GC-FPT-022"),
        ({"mass_kg": D("NaN")}, "GC-FPT-022"),
        ({"illustrative": True}, "GC-FPT-023"),
        ({"valid_until": date(2026, 11, 22)}, "GC-FPT-024"),
        ({"kg_co2e": D(0), "low": D(0)}, "GC-FPT-025"),
        ({"kg_co2e": D("Infinity"), "high": D("Infinity")}, "GC-FPT-025"),
        ({"low": D("3.1")}, "GC-FPT-025"),
        ({"high": D("2.9")}, "GC-FPT-025"),
        ({"measured_share": D("1.01")}, "GC-FPT-025"),
        ({"land_use_change": D("3.1")}, "GC-FPT-025"),
        ({"land_use_change": D(2), "aircraft": D(2)}, "GC-FPT-025"),
        ({"aircraft": D("-0.1")}, "GC-FPT-025"),
        ({"biogenic_emissions": D(-1)}, "GC-FPT-025"),
        ({"biogenic_carbon_content_kg": D("2.1")}, "GC-FPT-025"),  # more carbon than the 2 kg weigh
        ({"biogenic_carbon_content_kg": D("NaN")}, "GC-FPT-025"),
        ({"level": D("NaN")}, "GC-FPT-025"),
    ],
)
def test_a_card_that_does_not_serve_stops_the_assessment(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as caught:
        result(card(**changes))
    fault = caught.value.faults[0]
    assert (fault.code, fault.place.pointer) == (code, "/bom/0/supplier_card")
    for lang in ("en", "zh"):
        assert "{" not in fault.text(lang) + fault.remedy(lang)
    assert "published average" in fault.remedy("en") or code in {"GC-FPT-022", "GC-FPT-025"}


def test_a_card_nobody_verified_never_falls_back_in_silence() -> None:
    for cards in (None, {}, {"other.json": card()}):
        with pytest.raises(GreencardError) as caught:
            assess(on_card(), cards=cards)
        assert caught.value.code == "GC-FPT-020"


def test_an_illustrative_card_serves_an_illustrative_product_and_a_card_holds_to_its_last_day() -> None:
    item = msgspec.structs.replace(on_card(), illustrative=True)
    made_up = card(illustrative=True)
    assert result(made_up, item).total_kg_co2e == result().total_kg_co2e
    assert result(card(valid_until=ON)).total_kg_co2e == result().total_kg_co2e
    assert result(card(valid_until=date(2020, 1, 1)), on=None).total_kg_co2e == result().total_kg_co2e


def test_the_snapshot_follows_the_card() -> None:
    assert result().snapshot == result().snapshot
    assert result(card(digest="cd" * 32)).snapshot != result().snapshot
    unused = assess(product(), cards={"pp.card.json": card()})
    assert unused.snapshot == assess(product()).snapshot


def test_what_a_card_rests_on_averages_is_not_rated_as_measured() -> None:
    """Signed is not measured: an all-average card rates as a statement (3), a measured one as audited (1)."""
    bare = product(
        bom=(msgspec.structs.replace(LINE, supplier_card="pp.card.json", distance_km=D(0), gross_kg=D("0.5")),),
        packaging=(),
        processes=(),
    )
    rated = [result(card(measured_share=D(share)), item=bare).quality for share in ("0", "1")]
    assert [found.technological for found in rated if found is not None] == [D(3), D(1)]


def test_the_next_measurement_names_the_material_behind_a_card() -> None:
    labels = [item.label.en for item in result(card(low=D("0.5"), high=D(9))).next_measurements]
    assert labels[0].startswith("a narrower, verified figure from the supplier of polypropylene")
    assert not any("share" in label for label in labels)
