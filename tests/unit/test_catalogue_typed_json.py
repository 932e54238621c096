"""The typed way through a JSON product file: as strict as the reader that keeps lines, and the same product."""

from __future__ import annotations

import copy
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
from products import generated

from greencard.catalogue import product_file
from greencard.catalogue.fields import PRODUCT, RECORDS
from greencard.catalogue.json_wire import WIRE
from greencard.catalogue.plain_json import MAX_PLAIN_BYTES, NotPlain
from greencard.catalogue.schema import Kind
from greencard.catalogue.typed_json import typed_product
from plain_samples import BASE, DOCUMENTS, ODD, PACKS, SUSPECT, leaves_of, slowly, text_of

FULL: dict[str, Any] = {
    "schema": "greencard/product/1",
    "illustrative": True,
    "id": "mug-1",
    "name": {"en": "Mug", "zh": "杯"},
    "declared_unit": "1 只",
    "identifiers": {"gtin": "6901234567892", "sku": "M 1", "lot": "L1"},
    "customs": {
        "code": "69120081",
        "system": "CN",
        "origin": "CN",
        "confirmed_by": "broker",
        "confirmed_on": "2026-05-04",
        "note": "n",
    },
    "seller": {"id": "s", "name": "S", "stall": "1-2", "country": "CN", "roles": ["merchant", "factory"]},
    "facility": {"id": "f", "name": "F", "place": "P", "country": "VN", "latitude": 29.3, "longitude": 120},
    "mass_kg": 1.00,
    "bom": [
        {
            "material": "clay",
            "net_kg": 0.50,
            "gross_kg": 0.6,
            "factor": "material/clay",
            "recycled": {"share_pct": 30, "kind": "post_consumer", "evidence": {"grade": "E1", "kind": "GRS"}},
            "bio_based_pct": 0,
            "plastic": False,
            "origin": "Yiwu",
            "distance_km": 12.5,
            "supplier": {
                "kg_co2e_per_kg": 1.2,
                "scope": "cradle_to_gate",
                "per": "kg",
                "card": "c",
                "evidence": "E1",
                "note": "n",
            },
            "cbam_precursor": False,
        },
        {"material": "own", "net_kg": 0.5, "product": "tray", "recycled": {"share": 0.25}, "bio_based_share": 1},
    ],
    "processes": [
        {
            "name": "firing",
            "electricity_kwh": 0.3,
            "heat_mj": 2,
            "heat_fuel": "natural gas",
            "evidence": {
                "grade": "E2",
                "issuer": "I",
                "number": "7",
                "valid_from": "2026-01-01",
                "valid_until": "2026-12-31",
            },
        }
    ],
    "packaging": [
        {
            "material": "box",
            "mass_kg": 0.1,
            "level": "grouped",
            "recycled": {"share_pct": 80},
            "plastic": False,
            "factor": "f",
        }
    ],
    "carton": {
        "units": 12,
        "size_cm": [60, 40.5, 30],
        "tare_kg": 0.9,
        "material": "carton",
        "recycled": {"share_pct": 80},
        "plastic": False,
        "factor": "f",
    },
    "route": {
        "destination": "Hamburg, DE",
        "incoterm": "FOB Ningbo",
        "legs": [{"mode": "rail", "from": "A", "to": "B", "km": 12, "traction": "electric", "note": "n"}],
        "baseline": [{"mode": "road_hgv", "from": "A", "to": "B", "km": 12}],
        "baseline_name": {"en": "lorry"},
    },
    "prices": [{"amount": 12.50, "currency": "CNY", "term": "EXW", "order_quantity": 100}],
    "annual_units": 1000,
    "facts": {"food_contact": True},
    "claims": ["handmade"],
}


def quickly(data: bytes):
    try:
        return typed_product(data, PACKS.hs(), PACKS.facts())
    except NotPlain:
        return None


def same(data: bytes) -> bool:
    """Whether the typed way took it; what it takes is the product of the reader that keeps lines, to the digit."""
    quick = quickly(data)
    if quick is None:
        return False
    slow = slowly(data)
    assert quick == slow
    assert repr(quick) == repr(slow)
    return True


PIECES = [b"", b'"', b"0", b" ", b":", b"-", b"\\", b"1e", b"."]


def encoded(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def test_a_product_that_says_everything_the_typed_way_knows_is_read_by_it():
    assert same(encoded(FULL))
    assert same(json.dumps(FULL, indent=2).encode())
    said = {key for key, _ in json.JSONDecoder(object_pairs_hook=list).decode(json.dumps(FULL))}
    assert said == set(WIRE["product"].__struct_encode_fields__), "a field the typed way knows is tried here"


def test_the_generated_market_is_read_by_it():
    assert all(same(encoded(made)) for made in generated(300))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_example_is_the_same_or_left_to_the_others(document):
    same(encoded(document))


def test_the_examples_in_english_without_a_roof_are_read_by_it():
    plain = [
        document for document in DOCUMENTS if "rooftop_solar" not in document.get("facility", {"rooftop_solar": 1})
    ]
    assert len(plain) >= 3
    assert all(same(encoded(document)) for document in plain)


@pytest.mark.parametrize("text", SUSPECT)
def test_what_the_slow_reader_refuses_is_never_accepted_and_what_it_reads_is_the_same(text):
    same(text.encode("utf-8", "surrogatepass"))


TWISTED = [
    text_of().replace('"id": "p"', '"id": "p", "id": "p"'),
    text_of().replace('"net_kg": 1', '"net_kg": 1, "net_kg": 1'),
    text_of(name="a\\u0022:").replace('"id": "p"', '"id": "p", "id": "q"'),
    text_of(name="a").replace('"name": "a"', '"name": "\\u0022"').replace('"id": "p"', '"id": "p", "id": 1'),
    text_of(mass_kg="1"),
    text_of(name={"en": "", "zh": "x"}),
    text_of(name={}),
    text_of(claims=[""]),
    text_of(claims=[" x"]),
    text_of(claims=["x "]),
    text_of(claims=["a\tb"]),
    text_of(claims=["a\u3000b"]),
    text_of(bom=[{"material": "clay", "net_kg": 1, "plastic": None}]),
    text_of(bom=[{"material": "clay", "net_kg": 1, "factor": ""}]),
    text_of(bom=[{"material": "clay", "net_kg": 1, "product": "p"}]),
    text_of(bom=[{"material": "clay", "net_kg": 1, "product": "q", "supplier": {"kg_co2e_per_kg": 1}}]),
    text_of(bom=[{"material": "clay", "net_kg": 1, "recycled": {}}]),
    text_of(bom=[{"material": "clay", "net_kg": 1, "recycled": {"share_pct": 1}}]),
    text_of(bom=[{"material": "clay", "net_kg": 1, "recycled": {"share_pct": 101}}]),
    text_of(bom=[{"material": "clay", "net_kg": 1}] * 120),
    text_of(claims=["green eco carbon neutral biodegradable"] * 40),
    text_of(customs={"code": "691200", "system": "CN"}),
    text_of(customs={"code": "000000"}),
    text_of(customs={"code": "691200", "confirmed_by": "broker"}),
    text_of(customs={"code": "691200", "confirmed_by": "broker", "confirmed_on": "2026-02-30"}),
    text_of(customs={"code": "６９１２００"}),
    text_of(customs={"code": 691200}),
    text_of(seller={"id": "s", "name": "S", "country": "cn"}),
    text_of(seller={"id": "s", "name": "S", "country": "XX"}),
    text_of(seller={"id": "s/../x", "name": "S"}),
    text_of(seller={"id": "s", "name": "S", "roles": []}),
    text_of(identifiers={"gtin": "6901234567893"}),
    text_of(processes=[{"name": "x", "evidence": {"valid_from": "2026-02-01", "valid_until": "2026-01-01"}}]),
    text_of(route={"destination": "X", "legs": []}),
    text_of(
        route={
            "destination": "X",
            "legs": [{"mode": "rail", "from": "A", "to": "B", "km": 1}],
            "baseline": [{"mode": "rail", "from": "A", "to": "B", "km": 1}],
        }
    ),
    text_of(carton={"units": 0, "size_cm": [1, 1, 1], "tare_kg": 1, "material": "x"}),
    text_of(carton={"units": 1, "size_cm": [1, 0, 1], "tare_kg": 1, "material": "x"}),
    text_of(annual_units=1.5),
    text_of(annual_units=12.0),
    text_of(annual_units=True),
    text_of(facts={"a": {"b": {"c": {}}}}),
    text_of(prices=[{"amount": -1, "currency": "CNY", "term": "EXW"}]),
    text_of(prices=[{"amount": 0, "currency": "cny", "term": "EXW"}]),
    text_of(prices=[{"amount": 1e-15, "currency": "CNY", "term": "EXW"}]),
    text_of().replace('"mass_kg": 1', '"mass_kg": 1e400'),
    text_of().replace('"mass_kg": 1', '"mass_kg": 1E0'),
    text_of().replace('"mass_kg": 1', '"mass_kg": Infinity'),
    text_of().replace('"mass_kg": 1', '"mass_kg": 01'),
    text_of().replace('"mass_kg": 1', f'"mass_kg": {"9" * 5000}'),
    text_of().replace('"mass_kg": 1', f'"mass_kg": {"[" * 3000}{"]" * 3000}'),
    text_of(facts={"x": 1}).replace('"x": 1', f'"x": {"[" * 3000}{"]" * 3000}'),
]


@pytest.mark.parametrize("text", TWISTED)
def test_twisted_files_are_read_as_the_slow_reader_reads_them(text):
    same(text.encode())


@pytest.mark.parametrize("text", TWISTED[:4])
def test_a_key_given_twice_is_seen(text):
    assert quickly(text.encode()) is None


def test_a_long_file_is_left_to_the_others():
    assert quickly(encoded(BASE | {"claims": ["x" * 400] * 110})) is None
    assert quickly(b" " * MAX_PLAIN_BYTES + encoded(BASE)) is None


@pytest.mark.parametrize("name", sorted(WIRE))
def test_every_key_of_a_struct_is_the_english_key_of_its_record(name):
    record = next(record for record in RECORDS if record.name == name)
    fields = {item.key: item for item in record.fields}
    wire = WIRE[name]
    assert set(wire.__struct_encode_fields__) <= set(fields)
    needed = {item.key for item in record.fields if item.required and item.target == ""}
    assert needed <= set(wire.__struct_encode_fields__)
    for item in record.fields:
        if item.key in wire.__struct_encode_fields__ and item.kind is Kind.TEXT and name != "prices":
            given = {**_smallest(name), item.key: "x" * (item.longest + 1)}
            assert quickly(encoded(_around(name, given))) is None, f"{item.key} is as long as it may be, no longer"


def _around(name: str, inner: dict[str, Any]) -> dict[str, Any]:
    document = copy.deepcopy(FULL)
    match name:
        case "product":
            return document | inner
        case "bom" | "processes" | "packaging" | "prices":
            return document | {name: [inner]}
        case "legs":
            return document | {"route": document["route"] | {"legs": [inner]}}
        case "recycled" | "supplier":
            document["bom"][0][name] = inner
            return document
        case "evidence":
            document["processes"][0][name] = inner
            return document
    return document | {name: inner}


def _smallest(name: str) -> dict[str, Any]:
    line = FULL["bom"][0]
    known = FULL | {
        "product": {},
        "bom": {"material": "clay", "net_kg": 1},
        "processes": FULL["processes"][0],
        "packaging": FULL["packaging"][0],
        "prices": FULL["prices"][0],
        "legs": FULL["route"]["legs"][0],
        "recycled": line["recycled"],
        "supplier": line["supplier"],
        "evidence": {"grade": "E1"},
    }
    return dict(known[name])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_an_odd_value_anywhere_never_makes_another_product(data):
    document = copy.deepcopy(data.draw(st.sampled_from([FULL, *DOCUMENTS])))
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(leaves_of(document)))
        inner = document
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = data.draw(ODD)
    same(encoded(document))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_changed_bytes_never_make_another_product(data):
    raw = bytearray(encoded(FULL))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.sampled_from([b"", b'"', b"0", b" ", b":", b"-", b"\\"])
        )
    same(bytes(raw))


def test_the_records_read_here_are_those_of_the_table():
    assert set(WIRE) <= {record.name for record in RECORDS}
    assert PRODUCT.name == "product"


def test_the_public_reader_takes_it_first_and_says_the_line_of_a_fault():
    assert product_file.read_product(encoded(FULL), "p.json", PACKS.hs(), PACKS.facts()) == slowly(encoded(FULL))
