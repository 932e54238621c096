"""The table of fields and what is made from it: the reference page, the JSON Schema; and the starter files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from greencard.adapters.packs.hs import hs_codes
from greencard.adapters.packs.starter import starter_text
from greencard.catalogue import check_product, document_fields, product_file_schema, read_product
from greencard.catalogue.countries import COUNTRIES
from greencard.catalogue.fields import PRODUCT, RECORDS
from greencard.catalogue.schema import UNITS, Field, Kind, Record
from greencard.catalogue.source import load
from greencard.catalogue.tree import Listing, Node, Scalar, Table, is_null
from greencard.errors import Lang

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
LANGS: tuple[Lang, ...] = ("en", "zh")


def plain(node: Node) -> Any:
    if isinstance(node, Table):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return None if is_null(node) else node.text


def errors(document: Any) -> list[str]:
    validator = jsonschema_rs.Draft202012Validator(product_file_schema())
    return [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(document)]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_no_key_means_two_things(record: Record):
    keys = [key for item in record.fields for key in item.keys]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[a-z0-9_]+", item.key) for item in record.fields)
    for item in record.fields:
        assert item.zh, item.key
        assert all(re.search(r"[\u4e00-\u9fff]", key) for key in item.zh)
        assert item.doc.endswith((".", "…"))
        assert item.doc_zh.endswith("。")
        spellings = [word for choice in item.choices for word in (choice.value.casefold(), *choice.zh)]
        assert len(spellings) == len(set(spellings))


def fields_of(record: Record, seen: frozenset[str] = frozenset()) -> set[str]:
    inner = {item.record.name for item in record.fields if item.record is not None}
    return {record.name} | {
        name
        for item in record.fields
        if item.record is not None and item.record.name not in seen
        for name in fields_of(item.record, seen | inner)
    }


def test_every_record_is_reached_and_documented():
    assert fields_of(PRODUCT) == {record.name for record in RECORDS}
    page = document_fields()
    for record in RECORDS:
        for item in record.fields:
            assert f"`{item.key}` " in page
            assert item.doc in page
            assert item.doc_zh in page
    for known in UNITS.values():
        assert all(f"`{unit}`" in page for unit in known)


def test_the_reference_page_is_up_to_date():
    page = (ROOT / "docs" / "product-file.md").read_text(encoding="utf-8")
    assert page == document_fields(), "write document_fields() to docs/product-file.md"


def test_the_schema_is_a_schema():
    schema = product_file_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema_rs.meta.validate(schema)
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_schema_accepts_every_example(path: Path):
    assert errors(plain(load(path.read_bytes(), path.name).root)) == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_schema_accepts_the_starter(lang: Lang):
    assert errors(plain(load(starter_text(lang).encode(), lang).root)) == []


def bamboo() -> dict[str, Any]:
    document = plain(load((ROOT / "examples" / "bamboo-desk-organiser.yaml").read_bytes(), "p").root)
    assert isinstance(document, dict)
    return document


def test_the_schema_accepts_numbers_as_numbers_and_either_language():
    document = bamboo()
    document["净重"] = float(document.pop("mass_kg"))
    document["illustrative"] = True
    document["工厂"] = document.pop("facility")
    assert errors(document) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("mass_kg", None),
        ("mass_kg", "heavy"),
        ("mass_kg", 0),
        ("schema", "greencard/product/2"),
        ("id", "盒 01"),
        ("bom", []),
        ("bom", [{"material": "x"}]),
        ("bom", [{"material": "x", "net_kg": 1, "recycled": {"kind": "post_consumer"}}]),
        ("bom", [{"material": "x", "net_kg": 1, "bio_based_share": 1.5}]),
        ("facts", {"Food Contact": True}),
        ("weather", "fine"),
        ("meter", {"file": "a.csv", "period": "2025"}),
        ("carton", {"units": 1, "size_cm": [1, 2], "tare_kg": 1, "material": "x"}),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(key: str, value: object):
    document = bamboo() | {key: value}
    assert errors(document)
    data = json.dumps(document).encode()
    assert any(fault.severity == "error" for fault in check_product(data, "p.json", hs_codes()))


@pytest.mark.parametrize("key", ["id", "name", "declared_unit", "customs", "seller", "facility", "mass_kg", "bom"])
def test_the_schema_asks_for_what_a_product_needs(key: str):
    document = bamboo()
    del document[key]
    assert errors(document)


# --- starter files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_the_starter_passes_its_own_check(lang: Lang):
    data = starter_text(lang).encode()
    assert [fault for fault in check_product(data, "p.yaml", hs_codes()) if fault.severity != "question"] == []
    product = read_product(data, "p.yaml", hs_codes())
    assert product.illustrative
    assert product.packaging[0].recycled is not None


def test_the_two_starters_say_the_same_numbers():
    english, chinese = (read_product(starter_text(lang).encode(), lang, hs_codes()) for lang in LANGS)
    assert english.mass_kg == chinese.mass_kg
    assert [(line.net_kg, line.gross_kg) for line in english.bom] == [
        (line.net_kg, line.gross_kg) for line in chinese.bom
    ]
    assert [(step.electricity_kwh, step.heat_mj) for step in english.processes] == [
        (step.electricity_kwh, step.heat_mj) for step in chinese.processes
    ]
    assert (english.carton, english.facts, english.customs) == (chinese.carton, chinese.facts, chinese.customs)
    assert [part.mass_kg for part in english.packaging] == [part.mass_kg for part in chinese.packaging]


def keys_of(node: Node) -> set[str]:
    if isinstance(node, Table):
        return {key.text for key, _ in node.entries}.union(*(keys_of(value) for _, value in node.entries))
    return set().union(*(keys_of(item) for item in node.items)) if isinstance(node, Listing) else set()


def test_the_chinese_starter_has_chinese_keys_and_explains_each_section():
    text = starter_text("zh")
    facts = {"consumer_product", "food_contact", "materials"}
    assert all(re.search(r"[\u4e00-\u9fff]", key) for key in keys_of(load(text.encode(), "p").root) - facts)
    for lang in LANGS:
        for item in PRODUCT.fields:
            assert re.search(rf"^(# )?{item.key_in(lang)}:", starter_text(lang), re.MULTILINE), item.key


@pytest.mark.parametrize("lang", LANGS)
def test_what_the_starter_offers_in_comments_can_be_switched_on(lang: Lang):
    """Take the comment sign away from every offered key whose value is complete: still no error of syntax or key."""
    lines = []
    for line in starter_text(lang).splitlines():
        match = re.fullmatch(r"( *)# ( *)((?:- )?[\w\u4e00-\u9fff]+:.*|- .*)", line)
        offered = match is not None and "…" not in line and "baseline" not in line and "基准" not in line
        lines.append(f"{match[1]}{match[2]}{match[3]}" if match is not None and offered else line)
    text = "\n".join(lines)
    assert ("rooftop_solar" if lang == "en" else "屋顶光伏") in "".join(keys_of(load(text.encode(), "p").root))
    wrong = [fault for fault in check_product(text.encode(), "p", hs_codes()) if fault.severity == "error"]
    assert wrong == []
    product = read_product(text.encode(), "p", hs_codes())
    assert product.meter is not None
    assert product.facility.solar is not None
    assert product.prices
    assert product.claims


# --- countries ------------------------------------------------------------------------------------------------------


def test_countries_are_those_of_iso_3166():
    assert len(COUNTRIES) == 249
    assert {"CN", "DE", "GB", "NO", "BR", "KE", "TW", "HK"} <= COUNTRIES
    assert not {"UK", "EU", "XX", "ZZ"} & COUNTRIES


def test_kinds_with_units_begin_with_the_unit_of_the_model():
    firsts = {kind: next(iter(known)) for kind, known in UNITS.items()}
    assert firsts == {
        Kind.MASS: "kg", Kind.ELECTRICITY: "kWh", Kind.HEAT: "MJ", Kind.DISTANCE: "km", Kind.SIZE: "cm",
    }  # fmt: skip
    used = {(item.kind, item.unit) for record in RECORDS for item in record.fields if item.kind in UNITS}
    assert used == set(firsts.items())


def test_scalars_and_fields_are_values():
    assert Scalar("a", 1) == Scalar("a", 1)
    assert Field("a", (), Kind.TEXT, "A.", "甲。").name == "a"
