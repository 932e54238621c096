"""Product files as JSON, whole and odd, for the quick ways through them against the reader that keeps lines."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import yaml
from hypothesis import strategies as st

from greencard.adapters.packs.examples import example_files
from greencard.adapters.packs.shipped import ShippedPacks
from greencard.catalogue import product_file
from greencard.catalogue.assembly import assemble

PACKS = ShippedPacks()


class _Loader(yaml.SafeLoader):
    """YAML as JSON would have it: dates stay text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if "timestamp" not in tag]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def documents() -> list[dict[str, Any]]:
    return [yaml.load(path.read_bytes(), Loader=_Loader) for path in example_files()]  # noqa: S506 - a safe loader


DOCUMENTS = documents()


def slowly(data: bytes):
    """The product by the reader that keeps lines, or the codes of its errors."""
    row, faults = product_file._read(data, "p.json", PACKS.hs(), PACKS.facts())
    errors = [fault.code for fault in faults if fault.severity == "error"]
    return assemble(row) if row is not None and not errors else errors


BASE = {
    "id": "p",
    "name": "Mug",
    "declared_unit": "1 mug",
    "customs": {"code": "691200"},
    "seller": {"id": "s", "name": "S"},
    "facility": {"id": "f", "name": "F", "place": "P"},
    "mass_kg": 1,
    "bom": [{"material": "clay", "net_kg": 1, "recycled": {"share_pct": 30}}],
}


def text_of(**changed: Any) -> str:
    return json.dumps(BASE | changed)


SUSPECT = [
    text_of().replace('"id": "p"', '"id": "p", "id": "q"'),
    text_of().replace('"id": "p"', '"id": "p", "i\\u0064": "q"'),
    text_of().replace('"id": "p"', '"id"\t:"p", "id" :"q"'),
    text_of(name="a: b").replace('"id": "p"', '"id": "p", "id": "q"'),
    text_of(name='a": b').replace('"id": "p"', '"id": "p", "id": "q"'),
    text_of(mass_kg=True),
    text_of(mass_kg="1 kg"),
    text_of(mass_kg="1_0"),
    text_of(mass_kg="１"),
    text_of(mass_kg="NaN"),
    text_of().replace('"mass_kg": 1', '"mass_kg": 1e0'),
    text_of().replace('"mass_kg": 1', '"mass_kg": 1.000000000000000000000000000000000000000001'),
    text_of().replace('"mass_kg": 1', '"mass_kg": 100000000000000000000000000000000000000000'),
    text_of().replace('"mass_kg": 1', '"mass_kg": NaN'),
    text_of().replace('"mass_kg": 1', '"mass_kg": -1'),
    text_of().replace('"mass_kg": 1', '"mass_kg": 0'),
    text_of().replace('"mass_kg": 1', '"mass_kg": 1.02'),
    text_of().replace('"mass_kg": 1', '"mass_kg": 1.2'),
    text_of(bom=[]),
    text_of(bom=[None]),
    text_of(bom={}),
    text_of(bom=[{"material": "clay", "net_kg": 1, "recycled": "30 %"}]),
    text_of(bom=[{"material": "clay", "net_kg": 1, "recycled": "30"}]),
    text_of(bom=[{"material": "clay", "net_kg": 1, "recycled": {"share_pct": 0.3}}]),
    text_of(bom=[{"material": "clay", "net_kg": 1, "recycled": {"share_pct": 30, "share": 0.3}}]),
    text_of(bom=[{"material": "clay", "net_kg": 1, "bio_based_share": 1.5}]),
    text_of(bom=[{"material": "clay", "net_kg": 1, "gross_kg": 0.5}]),
    text_of(bom=[{"material": "", "net_kg": 1}]),
    text_of(bom=[{"material": " clay ", "net_kg": 1}]),
    text_of(bom=[{"material": "cl\u202eay", "net_kg": 1}]),
    text_of(bom=[{"material": "clay\u0000", "net_kg": 1}]),
    text_of(bom=[{"material": "c" * 501, "net_kg": 1}]),
    text_of(name=None),
    text_of(name={"en": None, "zh": ""}),
    text_of(name={"en": "a", "英文": "b"}),
    text_of(name="中文：b"),
    text_of(name="名：b"),
    text_of(nmae="x"),
    text_of(id="p q"),
    text_of(facts={"food_contact": True, "single_use": 1, "nonsense": 2}),
    text_of(facts={"food_contact": {"value": True, "grade": "E1", "source": "lab"}}),
    text_of(facts={"food_contact": {"value": True, "value ": True}}),
    text_of(processes=[{"name": "x", "electricity_kwh": "2 度", "evidence": "E1"}]),
    text_of(processes=[{"name": "x", "evidence": {"grade": "e1", "valid_from": "2026/10/1"}}]),
    text_of(prices=[{"amount": 1, "currency": "RMB", "term": "EXW"}]),
    text_of(identifiers={"gtin": "6901234567890"}),
    text_of(claims=["green mug"]),
    text_of(claims="green mug"),
    text_of(facility={"id": "f", "name": "F", "place": "P", "latitude": 29.3, "longitude": "120"}),
    text_of(facility={"id": "f", "name": "F", "place": "P", "latitude": 291}),
    text_of(carton={"units": 12, "size_cm": [60, 40, 30], "tare_kg": 0.9, "material": "carton"}),
    text_of(carton={"units": 12, "size_cm": "60x40x30", "tare_kg": 0.9, "material": "carton"}),
    text_of(carton={"units": 1.5, "size_cm": [60, 40], "tare_kg": 0.9, "material": "carton"}),
    text_of() + "x",
    "{}",
    "{",
    "[]",
    "\ufeff" + text_of(),
    text_of().replace("clay", "cl\\ud800ay"),
    text_of().replace('"p"', "null"),
]


def leaves_of(value: Any, path: tuple[Any, ...] = ()):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [path] if path else []
    for key, inner in items:
        found += leaves_of(inner, (*path, key))
    return found


ODD = st.sampled_from(
    [
        None,
        "",
        " ",
        "x",
        "0.5",
        "5 %",
        "1e3",
        -1,
        0,
        1,
        10**13,
        0.1,
        True,
        [],
        {},
        [1, 2, 3],
        {"x": 1},
        "中",
        "E1",
        "CN",
    ]
).map(deepcopy)  # a list placed twice must not hold itself
