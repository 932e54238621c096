"""A supplier's green card in a system: found beside the file, verified, per kg or per piece, refused with its line."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import date
from decimal import Decimal

import msgspec
import pytest

from card_samples import LOG_CHECK, OTHER_KEY, TRUSTED, assessment, footprint, issued, signed, unsigned
from greencard.adapters.packs.shipped import ShippedPacks
from greencard.card import encode_card, verify
from greencard.catalogue.system_file import read_system
from greencard.errors import GreencardError, NotVerified, Refused
from greencard.interfaces.wiring_system import assess_system_file
from greencard.model import Text
from greencard.services.systems import assess_system, system_cards

ON = date(2026, 11, 23)
TEXT = """\
schema: greencard/system/1
illustrative: true
id: shop
name: shop
processes:
  - id: cut
    inputs:
      - {card: board.json, kg: 10}
    outputs:
      - {id: part, amount: 5, unit: piece, mass_kg: 10}
"""


def check(keys=TRUSTED):
    return lambda data, at: verify(data, at=at, trusted=keys, log_check=LOG_CHECK)


UNIT = Text(en="2 kg of bamboo board", zh="2 千克竹板")


def board():
    document = unsigned(assessment(footprint=footprint(declared_unit=UNIT)))
    del document["credentialSubject"]["dimensions"]  # another issuer's card: its mass stands in its unit alone
    return encode_card(issued(signed(document)))


def given(text=TEXT, data=None, keys=TRUSTED):
    source = read_system(text.encode(), "shop.yaml")
    data = board() if data is None else data
    from greencard.services.supplier_cards import cards_beside

    files = {"board.json": data}
    return source, system_cards(source, find=cards_beside(files.get), check=check(keys), on=ON)


def test_a_card_beside_the_file_stands_for_its_input_by_mass():
    source, cards = given()
    leaf = cards["board.json"]
    ((result,), _) = assess_system(source, ShippedPacks(), cards=cards, on=ON)
    card = footprint()
    # a figure for 2 kg, 10 kg taken, 5 pieces: one figure in a piece
    assert leaf.unit == "kg"
    assert float(leaf.kg_co2e) == pytest.approx(float(card.total_kg_co2e) / 2, rel=1e-3)
    assert float(result.total_kg_co2e) == pytest.approx(2 * float(leaf.kg_co2e), rel=1e-11)
    assert result.measured_share == leaf.measured_share
    node = result.explain.children[0]
    assert node.factor.id == f"card/{leaf.id}"
    # the carbon the card states is carried to the piece
    stated = card.components.biogenic_carbon_content_kg
    assert float(result.components.biogenic_carbon_content_kg) == pytest.approx(float(stated), rel=1e-3)


def test_a_card_counted_in_pieces_stands_per_declared_unit():
    text = TEXT.replace("board.json, kg: 10}", "board.json, amount: 10, unit: piece}")
    source, cards = given(text)
    ((result,), _) = assess_system(source, ShippedPacks(), cards=cards, on=ON)
    assert cards["board.json"].unit == "piece"
    assert float(result.total_kg_co2e) == pytest.approx(2 * float(cards["board.json"].kg_co2e), rel=1e-11)


def test_every_card_that_fails_is_named_with_its_line():
    with pytest.raises(NotVerified) as refusal:
        given(keys={"did:web:other.example#key": OTHER_KEY.public_key().public_bytes_raw()})
    assert (refusal.value.code, refusal.value.faults[0].place.line) == ("GC-SVC-014", 8)
    with pytest.raises(GreencardError) as broken:
        given(data=board().replace(b"bamboo board", b"bamboo boord"))
    assert broken.value.code == "GC-SVC-014"
    text = TEXT.replace("{card: board.json, kg: 10}", "{card: a.json, kg: 5}\n      - {card: b.json, kg: 5}")
    with pytest.raises(Refused) as missing:
        given(text)
    assert [(fault.code, fault.place.line) for fault in missing.value.faults] == [("GC-SVC-013", 8), ("GC-SVC-013", 9)]


def test_made_up_cards_serve_made_up_systems_alone():
    source, cards = given()
    leaf = cards["board.json"]
    made_up = {"board.json": type(leaf)(**{n: getattr(leaf, n) for n in leaf.__slots__} | {"illustrative": True})}
    assert assess_system(source, ShippedPacks(), cards=made_up, on=ON)
    real = msgspec.structs.replace(source.system, illustrative=False)
    honest = type(source)(real, source.places)
    with pytest.raises(Refused) as refusal:
        assess_system(honest, ShippedPacks(), cards=made_up, on=ON)
    assert refusal.value.code == "GC-FPT-125"


def test_the_wiring_reads_cards_beside_the_file_and_nowhere_else(tmp_path):
    file = tmp_path / "shop.yaml"
    file.write_text(TEXT, encoding="utf-8")
    (tmp_path / "board.json").write_bytes(board())
    keys = {id_: b64encode(next(iter(one.keys.values()))).decode("ascii") for id_, one in TRUSTED.items()}
    trust = tmp_path / "trust.json"
    trust.write_text(json.dumps({"issuers": keys, "logs": {}}), encoding="utf-8")
    nobody = tmp_path / "nobody"
    ((result,), _) = assess_system_file(file, on=ON, data=nobody, trust=trust)
    assert result.total_kg_co2e > 0
    with pytest.raises(NotVerified) as unknown:
        assess_system_file(file, on=ON, data=nobody)
    assert unknown.value.code == "GC-SVC-014"
    file.write_text(TEXT.replace("board.json", "../board.json"), encoding="utf-8")
    with pytest.raises(Refused) as outside:
        assess_system_file(file, on=ON, data=nobody, trust=trust)
    assert outside.value.code == "GC-SVC-013"


def test_low_and_high_of_the_card_are_kept():
    source, cards = given()
    leaf = cards["board.json"]
    assert leaf.interval.low < leaf.kg_co2e < leaf.interval.high
    exact = TEXT.replace("board.json, kg: 10}", "board.json, kg: 10, uncertainty: 0}")
    source, cards = given(exact)
    ((result,), _) = assess_system(source, ShippedPacks(), cards=cards, on=ON)
    # the wider half of the card's interval, on both sides
    half = max(float(leaf.interval.high / leaf.kg_co2e), float(leaf.kg_co2e / leaf.interval.low))
    assert float(result.interval.high / result.interval.low) == pytest.approx(half**2, rel=1e-9)
    assert result.interval.level == Decimal("0.95")
