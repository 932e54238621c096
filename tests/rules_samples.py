"""Small vocabularies, packs, products and orders for the tests of the rules."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from greencard.model import (
    BomLine,
    Carton,
    Customs,
    Facility,
    Fact,
    Order,
    PackagingPart,
    Party,
    Product,
    Text,
)
from greencard.rules import RulePack, Vocabulary, parse_acts, parse_group, parse_jurisdictions, parse_vocabulary

NAME = Text(en="Thing", zh="东西")


def fact_yaml(name: str, kind: str, settled_by: str = "record", extra: str = "") -> str:
    return (
        f"- {{name: {name}, entity: product, type: {kind}, settled_by: {settled_by}, "
        f"label: {{en: {name}, zh: {name}}}, "
        f"definition: d, term: t, question: {{en: '{name}?', zh: '{name}？'}}{extra}}}\n"
    )


def codes(*names: str) -> str:
    inner = ", ".join(f"{name}: {{en: {name}, zh: {name}}}" for name in names)
    return f", codes: {{{inner}}}"


VOCABULARY = (
    "schema: greencard/facts/1\nfacts:\n"
    + "".join(fact_yaml(name, "bool") for name in ("p", "q", "r"))
    + "".join(fact_yaml(name, "number", "test", ", unit: mg") for name in ("x", "y"))
    + fact_yaml("order_quantity", "number", "operator")
    + fact_yaml("s", "set", "record", codes("a", "b", "c") + ", closed: true")
    + fact_yaml("documents", "set", "evidence", codes("doc", "paper", "both") + ", implies: {both: [doc, paper]}")
    + fact_yaml("claims", "set", "claim", codes("green", "neutral"))
    + fact_yaml("size", "enum", "operator", codes("small", "large"))
    + fact_yaml("origin", "text")
    + fact_yaml("day", "date")
    + fact_yaml("hs_code", "text")
)

JURISDICTIONS = """
schema: greencard/jurisdictions/1
names: {EU: {en: Union, zh: 欧盟}, DE: {en: Germany, zh: 德国}, US: {en: States, zh: 美国}}
eu_members: [DE, FR]
aliases: {UK: GB}
outside: [GB-NIR]
"""

ACTS = """
schema: greencard/acts/1
acts:
- {id: ACT, title: {en: the acts, zh: 细则}, in_force: null, source: page, trust: seen, checked_on: 2026-11-22}
- {id: DONE, title: {en: the acts, zh: 细则}, in_force: 2027-02-28, source: page, trust: seen, checked_on: 2026-11-22}
"""


def vocabulary() -> Vocabulary:
    return parse_vocabulary(VOCABULARY.encode())


def rule(rule_id: str = "R", **changes: Any) -> dict[str, Any]:
    """A rule as JSON-like data: in force, seen, blocking, everywhere in the Union, with `changes`."""
    return {
        "id": rule_id,
        "jurisdiction": "EU",
        "title": {"en": f"Title {rule_id}", "zh": f"标题 {rule_id}"},
        "citation": "Law 1",
        "applies_from": "2020-01-01",
        "status": "in_force",
        "scope": "true",
        "require": "p",
        "consequence": "prohibited",
        "severity": "block",
        "addressee": "importer",
        "trust": "seen",
        "source": "page",
        "checked_on": "2026-11-22",
    } | changes


def pack(*rules: dict[str, Any], group: str = "EU") -> RulePack:
    """A pack of one group; JSON is YAML."""
    words, register = vocabulary(), parse_acts(ACTS.encode())
    table = parse_jurisdictions(JURISDICTIONS.encode())
    return RulePack(
        words, table, [parse_group(file_of(*rules, group=group), words, "eu.yaml", register)], acts=register
    )


def file_of(*rules: dict[str, Any], group: str = "EU") -> bytes:
    """A rule file; JSON is YAML."""
    file = {"schema": "greencard/rules/2", "jurisdiction": group, "law": "Law", "rules": list(rules)}
    return json.dumps(file).encode()


def fact(name: str, value: Any, **more: Any) -> Fact:
    if isinstance(value, bool):
        return Fact(name=name, value=value, **more)
    if isinstance(value, list | tuple | set | frozenset):
        return Fact(name=name, value=tuple(value), **more)
    return Fact(name=name, value=str(value), **more)


def facts(**values: Any) -> tuple[Fact, ...]:
    return tuple(fact(name, value) for name, value in values.items())


def order(destination: str = "DE", on: str = "2027-02-10", **more: Any) -> Order:
    return Order(product_id="thing", destination=destination, on=date.fromisoformat(on), **({"quantity": 1} | more))


def line(material: str, net_kg: str = "1", **more: Any) -> BomLine:
    return BomLine(material=material, net_kg=Decimal(net_kg), gross_kg=Decimal(net_kg), **more)


def part(material: str, mass_kg: str = "0.1", **more: Any) -> PackagingPart:
    return PackagingPart(material=material, mass_kg=Decimal(mass_kg), **more)


def product(*stated: Fact, code: str = "44201900", **more: Any) -> Product:
    defaults: dict[str, Any] = {
        "id": "thing",
        "name": NAME,
        "declared_unit": Text(en="1 piece", zh="1 件"),
        "mass_kg": Decimal(1),
        "customs": Customs(code=code, system="CN"),
        "seller": Party(id="S", name=NAME),
        "facility": Facility(id="F", name=NAME, place=NAME),
        "bom": (line("laminated bamboo board"),),
        "facts": stated,
        "illustrative": True,
    }
    return Product(**(defaults | more))


def carton(units: int, tare_kg: str) -> Carton:
    size = Decimal(40)
    return Carton(units=units, length_cm=size, width_cm=size, height_cm=size, tare_kg=Decimal(tare_kg))
