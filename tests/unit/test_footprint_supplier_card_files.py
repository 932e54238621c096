"""Suppliers' cards found, verified and read: from a file beside the product, from the store; every refusal helps."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from card_samples import (
    ISSUED,
    ISSUER_ID,
    ISSUER_KEY,
    LOG,
    LOG_CHECK,
    LOG_KEY,
    OTHER_KEY,
    STATUS_INDEX,
    TRUSTED,
    UNTIL,
    assessment,
    footprint,
    issued,
    public,
    signed,
    unsigned,
)
from card_samples import product as supplied
from footprint_samples import assess, product
from greencard.adapters.packs.shipped import ShippedPacks
from greencard.card import Verification, encode_card, verification_method, verify
from greencard.errors import GreencardError
from greencard.interfaces.wiring_supplier_cards import cards_beside_file
from greencard.model import IssuedCard, Product, Text
from greencard.services.assess import assess_product
from greencard.services.supplier_cards import (
    CardFile,
    CardVerifier,
    cards_beside,
    cards_in,
    first_found,
    supplier_card,
    supplier_cards,
)
from service_samples import LOU, OTHER, Bench

D = Decimal
ON = date(2026, 11, 23)
LINE = product().bom[0]
NAME = "bamboo.card.json"


def check(**more: Any) -> CardVerifier:
    def with_keys(data: bytes, at: datetime) -> Verification:
        return verify(data, at=at, **({"trusted": TRUSTED, "log_check": LOG_CHECK} | more))

    return with_keys


def wants(*names: str) -> Product:
    lines = tuple(msgspec.structs.replace(LINE, supplier_card=name, gross_kg=D("0.5")) for name in names)
    return product(bom=lines, mass_kg=D("0.5") * len(lines), processes=(), packaging=(), illustrative=True)


def unit(en: str, zh: str = "") -> dict[str, Any]:
    """A card of another issuer: its mass stands in its declared unit alone."""
    document = unsigned(assessment(footprint=footprint(declared_unit=Text(en=en, zh=zh))))
    del document["credentialSubject"]["dimensions"]
    return document


def whole(document: dict[str, Any]) -> bytes:
    return encode_card(issued(signed(document)))


PER_KG = whole(unit("1 kg of bamboo board", "1 千克竹板"))


def only(data: bytes) -> Callable[[str], bytes | None]:
    return lambda name: data if name == NAME else None


def test_a_file_beside_the_product_stands_for_its_line() -> None:
    cards = supplier_cards(wants(NAME), find=cards_beside(only(PER_KG)), check=check(), on=ON)
    card = cards[NAME]
    # the published figures, not the assessment behind them: 1.287 (1.117 to 1.511), 72 % measured
    assert (card.kg_co2e, card.low, card.high) == (D("1.287"), D("1.117"), D("1.511"))
    assert (card.measured_share, card.mass_kg, card.level) == (D("0.72"), D(1), D("0.95"))
    assert (card.country, card.year, card.valid_until) == ("CN", 2026, UNTIL.date())
    assert card.log_checked
    assert not card.status_checked
    result = assess(wants(NAME), cards=cards, on=ON)
    assert result.stages[0].kg_co2e == D("0.6435")  # 0.5 kg x 1.287
    assert float(result.stages[0].measured_kg_co2e) == pytest.approx(0.6435 * 0.72)


def test_one_card_serves_several_lines_and_is_read_once() -> None:
    seen: list[str] = []

    def read(name: str) -> bytes:
        seen.append(name)
        return PER_KG

    found = supplier_cards(wants(NAME, NAME, "other.json"), find=cards_beside(read), check=check(), on=ON)
    assert seen == [NAME, "other.json"]
    assert set(found) == {NAME, "other.json"}
    assert supplier_cards(product(), find=cards_beside(read), check=check(), on=ON) == {}


@pytest.mark.parametrize(
    ("en", "zh", "kg"),
    [
        ("1 kg of yarn", "", "1"),
        ("0.25 kg", "", "0.25"),
        ("500 g of paste", "500 克", "0.5"),
        ("1 t of steel", "", "1000"),
        ("1 tonne", "1 吨", "1000"),
        ("", "1 公斤", "1"),
        ("1 x 25 kg bag", "", "25"),
        ("1 t-shirt", "", None),
        ("1 tablet", "", None),
        ("1 gram-weight", "", None),
        ("1 kg", "2 千克", None),
        ("set", "套", None),
        ("0 kg", "", None),
    ],
)
def test_a_declared_unit_that_is_a_mass_says_its_mass(en: str, zh: str, kg: str | None) -> None:
    card = supplier_card(CardFile(data=whole(unit(en, zh))), check=check(), on=ON)
    assert card.mass_kg == (None if kg is None else D(kg)) or (kg is None and not card.mass_kg)


@pytest.mark.parametrize(
    ("weight", "kg"),
    [
        ({"value": 0.98, "unit": "KGM"}, "0.98"),
        ({"value": 980, "unit": "GRM"}, "0.98"),
        ({"value": 2, "unit": "TNE"}, "2000"),
        ({"value": 2, "unit": "MTR"}, None),
        ({"value": -2, "unit": "KGM"}, None),
        ({"value": True, "unit": "KGM"}, None),
        ("2 kg", None),
    ],
)
def test_the_signed_weight_goes_before_everything(weight: object, kg: str | None) -> None:
    document = unsigned()
    document["credentialSubject"]["dimensions"] = {"weight": weight}
    card = supplier_card(CardFile(data=whole(document), mass_kg=D(7)), check=check(), on=ON)
    assert card.mass_kg == (D(7) if kg is None else D(kg))


def test_a_card_without_mass_is_refused_where_it_is_used() -> None:
    data = whole(unit("1 set"))
    cards = supplier_cards(wants(NAME), find=cards_beside(only(data)), check=check(), on=ON)
    with pytest.raises(GreencardError) as caught:
        assess(wants(NAME), cards=cards, on=ON)
    assert caught.value.code == "GC-FPT-022"


def _tampered() -> bytes:
    value = json.loads(PER_KG)
    value["document"]["greenCard"]["footprint"]["kgCO2e"] = "0.001"
    return json.dumps(value).encode()


def _other_boundary() -> bytes:
    document = unit("1 kg")
    document["greenCard"]["footprint"]["boundary"] = "gate_to_gate"
    return json.dumps(signed(document)).encode()


def _wrong_log() -> bytes:
    card = issued(signed(unit("1 kg")))
    assert card.log is not None
    bad = msgspec.structs.replace(card.log, index=card.log.index + 1)
    return encode_card(msgspec.structs.replace(card, log=bad))


@pytest.mark.parametrize(
    ("data", "more", "on", "code"),
    [
        (b"", {}, ON, "GC-SVC-014"),
        (b"\xff\x00{}", {}, ON, "GC-SVC-014"),
        (b"[1, 2]", {}, ON, "GC-SVC-014"),
        (b'{"document": 3}', {}, ON, "GC-SVC-014"),
        (_tampered(), {}, ON, "GC-SVC-014"),
        (whole(unit("1 kg"))[:-40], {}, ON, "GC-SVC-014"),
        (PER_KG, {"trusted": {}}, ON, "GC-SVC-014"),
        (encode_card(issued(signed(unit("1 kg"), OTHER_KEY))), {}, ON, "GC-SVC-014"),
        (_wrong_log(), {}, ON, "GC-SVC-014"),
        (_other_boundary(), {}, ON, "GC-FPT-021"),
        (PER_KG, {}, UNTIL.date() + timedelta(days=1), "GC-SVC-015"),
        (PER_KG, {}, ISSUED.date() - timedelta(days=1), "GC-SVC-015"),
        (PER_KG, {"statuses": {STATUS_INDEX: "revoked"}}, ON, "GC-SVC-016"),
        (PER_KG, {"statuses": {STATUS_INDEX: "superseded"}}, ON, "GC-SVC-016"),
    ],
)
def test_what_does_not_hold_stops_the_assessment(data: bytes, more: dict[str, Any], on: date, code: str) -> None:
    with pytest.raises(GreencardError) as caught:
        supplier_cards(wants(NAME), find=cards_beside(only(data)), check=check(**more), on=on)
    fault = caught.value.faults[0]
    assert (fault.code, fault.place.pointer) == (code, "/bom/0/supplier_card")
    for lang in ("en", "zh"):
        assert "{" not in fault.text(lang) + fault.remedy(lang)
    assert "the published average stands" in fault.remedy("en")


def test_a_card_without_a_log_proof_is_used_and_says_so() -> None:
    card: IssuedCard = msgspec.structs.replace(issued(signed(unit("1 kg"))), log=None)
    found = supplier_card(CardFile(data=encode_card(card)), check=check(statuses={STATUS_INDEX: "active"}), on=ON)
    assert not found.log_checked
    assert found.status_checked


def test_a_card_of_our_own_carries_its_mass_signed() -> None:
    document = unsigned(assessment(footprint=footprint(declared_unit=Text(en="1 set"))))
    assert document["credentialSubject"]["dimensions"]["weight"]["unit"] == "KGM"
    assert supplier_card(CardFile(data=whole(document)), check=check(), on=ON).mass_kg == supplied().mass_kg


def test_a_card_holds_on_the_day_it_was_issued() -> None:
    assert supplier_card(CardFile(data=PER_KG), check=check(), on=ISSUED.date()).mass_kg == 1


@pytest.mark.parametrize(
    "name", ["../secret.json", "/etc/passwd", "a/b.json", "a\\b.json", "..", ".", "x\x00y", "x" * 201]
)
def test_no_name_reaches_elsewhere_on_the_disk(name: str) -> None:
    def read(_name: str) -> bytes:
        raise AssertionError(_name)

    assert cards_beside(read)(name) is None
    with pytest.raises(GreencardError) as caught:
        supplier_cards(wants(name), find=cards_beside(read), check=check(), on=ON)
    assert caught.value.code == "GC-SVC-013"


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.close()


def test_a_published_card_of_another_merchant_is_found_by_its_id(bench: Bench) -> None:
    bench.stored("wooden-toy")
    record = bench.app.issue_card(LOU, "wooden-toy")
    item = wants(record.card.id)

    def by_app(data: bytes, at: datetime) -> Verification:
        return bench.app.verify_card(data, at=at)

    with bench.store.session(OTHER) as session:
        finder = first_found(cards_beside(lambda _: None), cards_in(session))
        cards = supplier_cards(item, find=finder, check=by_app, on=ON)
        assert cards_in(session)("nothing") is None
    card = cards[record.card.id]
    # the assessment behind the published card knows what one toy weighs
    assert card.mass_kg == bench.product("wooden-toy").mass_kg
    assert card.status_checked
    assert card.log_checked
    found = assess_product(item, readings=None, packs=ShippedPacks(), on=ON, cards=cards)
    line = found.footprint.explain.children[0].children[0]
    assert line.grade == "E3"
    assert float(line.kg_co2e) == pytest.approx(0.5 / float(card.mass_kg) * float(card.kg_co2e))
    # replaced by a newer figure: the same line is refused now
    bench.clock.advance(timedelta(days=1))
    bench.app.issue_card(LOU, "wooden-toy")
    with bench.store.session(OTHER) as session, pytest.raises(GreencardError) as caught:
        supplier_cards(item, find=cards_in(session), check=by_app, on=ON + timedelta(days=1))
    assert caught.value.code == "GC-SVC-016"


def test_the_samples_are_of_a_card_whose_unit_is_no_mass() -> None:
    assert supplied().declared_unit.en == "set"


def test_the_wiring_reads_beside_the_product_file_with_the_keys_it_is_given(tmp_path: Path) -> None:
    file, empty = tmp_path / "box.yaml", tmp_path / "nothing"
    trust = tmp_path / "keys.json"
    keys = {ISSUER_ID: b64encode(public(ISSUER_KEY)).decode()}
    trust.write_text(json.dumps({"issuers": keys, "logs": {LOG: b64encode(public(LOG_KEY)).decode()}}))
    (tmp_path / NAME).write_bytes(whole_by_key())
    found = cards_beside_file(wants(NAME), file, on=ON, data=empty, trust=trust)
    assert found[NAME].kg_co2e == D("1.287")
    assert found[NAME].log_checked
    assert cards_beside_file(product(), file, on=ON, data=empty) == {}
    for item, more, code in (
        (wants(NAME), {}, "GC-SVC-014"),  # no key at all: no issuer is known
        (wants("missing.json"), {"trust": trust}, "GC-SVC-013"),
    ):
        with pytest.raises(GreencardError) as caught:
            cards_beside_file(item, file, on=ON, data=empty, **more)
        assert caught.value.code == code
    assert not empty.exists()


def whole_by_key() -> bytes:
    """A card by a key that names itself by the method a bare key is known by."""
    method = verification_method(ISSUER_ID, public(ISSUER_KEY))
    return encode_card(issued(signed(unit("1 kg of bamboo board"), ISSUER_KEY, method)))
