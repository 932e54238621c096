"""The twelve examples, and what can be recomputed from them against the archetypes they were carried over from."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from greencard.adapters.packs.hs import hs_codes
from greencard.catalogue import FactKind, check_product, composition, read_product, write_product
from greencard.catalogue.checks import gtin_problem
from greencard.catalogue.source import load
from greencard.catalogue.tree import Table
from greencard.model import Leg, Product
from greencard.rules.vocabulary import parse_vocabulary

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data" / "archetypes"
NAMES = [
    "aluminium-cookware",
    "bamboo-desk-organiser",
    "bamboo-fibre-kitchenware",
    "ceramic-mug",
    "christmas-ornament",
    "cotton-socks",
    "pla-carrier-bag",
    "power-bank",
    "rpet-tote",
    "solar-garden-light",
    "stainless-screws",
    "wooden-toy",
]
every = pytest.mark.parametrize("name", NAMES)


class Texts(yaml.SafeLoader):
    """Numbers stay text, so that Decimal reads what the archetype says."""


Texts.yaml_implicit_resolvers = {
    key: [(tag, rule) for tag, rule in rules if not tag.endswith((":float", ":int"))]
    for key, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def example(name: str) -> Product:
    path = ROOT / "examples" / f"{name}.yaml"
    return read_product(path.read_bytes(), path.name, hs_codes())


def archetype(name: str) -> Any:
    if not SHARED.is_dir():
        pytest.skip("shared material not beside this checkout")
    return yaml.load((SHARED / f"{name}.yaml").read_text(encoding="utf-8"), Loader=Texts)  # noqa: S506 - a SafeLoader


def number(value: object) -> Decimal:
    return Decimal(str(value))


def test_there_are_twelve():
    assert sorted(path.stem for path in (ROOT / "examples").glob("*.yaml")) == NAMES


@every
def test_an_example_has_no_error_and_says_that_it_is_one(name: str):
    raw = (ROOT / "examples" / f"{name}.yaml").read_bytes()
    assert [fault for fault in check_product(raw, name, hs_codes()) if fault.severity == "error"] == []
    product = example(name)
    assert product.illustrative
    assert product.id == name
    assert re.match(r"# (ILLUSTRATIVE|示例)", raw.decode())
    for text in (product.seller.name, product.facility.name):
        assert "(fictional)" in text.en
        assert "（虚构）" in text.zh
    assert "work/" not in raw.decode()
    assert "shared" not in raw.decode()


@every
def test_an_example_has_a_demonstration_gtin_of_its_own(name: str):
    (gtin,) = [item.value for item in example(name).identifiers if item.scheme == "gtin"]
    assert gtin.startswith("952")
    assert gtin_problem(gtin) is None
    others = [item.value for other in NAMES if other != name for item in example(other).identifiers]
    assert gtin not in others


@every
def test_an_example_written_and_read_is_the_same(name: str):
    assert read_product(write_product(example(name)), "p.json", hs_codes()) == example(name)


def test_one_example_is_chinese_throughout():
    root = load((ROOT / "examples" / "cotton-socks.yaml").read_bytes(), "p").root
    assert isinstance(root, Table)
    assert all(re.search(r"[\u4e00-\u9fff]", key.text) for key, _ in root.entries)


def test_meter_files_of_the_examples():
    with_meter = {name: meter for name in NAMES if (meter := example(name).meter) is not None}
    assert set(with_meter) == {"bamboo-desk-organiser", "stainless-screws"}
    assert with_meter["bamboo-desk-organiser"].file == "readings/anji-2025-10-2026-09.csv"
    assert with_meter["stainless-screws"].file == "readings/haiyan-2026-10.csv"


def test_facts_the_stories_rest_on():
    facts = {name: {fact.name: fact.value for fact in example(name).facts} for name in NAMES}
    assert facts["bamboo-fibre-kitchenware"]["food_contact"] is True
    assert facts["bamboo-fibre-kitchenware"]["plant_filler_in_plastic"] is True
    assert facts["bamboo-fibre-kitchenware"]["product_functions"] == ("plate", "cup", "tableware")
    assert facts["bamboo-desk-organiser"]["food_contact"] is False
    assert "composite_wood" not in facts["bamboo-desk-organiser"]
    assert facts["power-bank"]["battery_kwh"] == "0.037"
    assert facts["wooden-toy"]["childrens_product"] is True
    assert {name for name in NAMES if facts[name].get("has_battery")} == {"power-bank", "solar-garden-light"}


@every
def test_facts_are_of_the_vocabulary_and_of_its_types(name: str):
    rules = parse_vocabulary((ROOT / "src" / "greencard" / "data" / "rules" / "facts.yaml").read_bytes())
    vocabulary = {
        kind.name: FactKind(kind.type, kind.unit, frozenset(kind.codes), kind.closed) for kind in rules.kinds.values()
    }
    raw = (ROOT / "examples" / f"{name}.yaml").read_bytes()
    faults = check_product(raw, name, hs_codes(), vocabulary)
    assert [fault.text() for fault in faults if fault.code in {"GC-CAT-057", "GC-CAT-058"}] == []
    typed = {fact.name: fact.value for fact in read_product(raw, name, hs_codes(), vocabulary).facts}
    assert typed == {fact.name: fact.value for fact in example(name).facts}


def test_sold_certificates_stay_sold():
    solar = {name: plant.certificates for name in NAMES if (plant := example(name).facility.solar) is not None}
    assert [name for name, state in solar.items() if state == "sold"] == ["pla-carrier-bag"]
    assert set(solar.values()) == {"sold", "kept"}


def test_the_mixed_mill_figure_is_asked_about():
    raw = (ROOT / "examples" / "stainless-screws.yaml").read_bytes()
    assert "GC-CAT-050" in [fault.code for fault in check_product(raw, "p", hs_codes())]


# --- against the archetypes -----------------------------------------------------------------------------------------


@every
def test_every_line_carries_the_archetype_numbers(name: str):
    product, source = example(name), archetype(name)
    lines = source["product"]["bill_of_materials"]
    assert len(product.bom) == len(lines)
    for ours, theirs in zip(product.bom, lines, strict=True):
        assert ours.net_kg == number(theirs["net_kg"])
        assert ours.gross_kg == number(theirs.get("gross_kg", theirs["net_kg"]))
        assert ours.distance_km == number(theirs["distance_km"])
        assert ours.bio_based_share * 100 == number(theirs.get("bio_based_pct", 0))
        assert ours.plastic is theirs.get("plastic", False)
        assert ours.cbam_precursor is theirs.get("cbam_precursor", False)
        assert (ours.recycled.share * 100 if ours.recycled else 0) == number(theirs.get("recycled_pct", 0))
    assert [(step.electricity_kwh, step.heat_mj) for step in product.processes] == [
        (number(step["electricity_kwh"]), number(step.get("heat_mj", 0))) for step in source["processes"]
    ]
    assert [number(price.amount) for price in product.prices] == [
        number(source["prices"][key]) for key in ("exw_cny", "fob_usd", "retail_eur")
    ]
    assert product.annual_units == int(source["factory"]["annual_units"])
    assert product.customs.code == source["customs"]["cn8"].replace(" ", "")
    assert product.customs.code.startswith(source["customs"]["hs6"])


@every
def test_derived_figures_of_the_archetype_come_out_again(name: str):
    product, source = example(name), archetype(name)
    stated, packed = source["product"], source["packaging"]
    summary = composition(product)
    assert product.mass_kg == number(stated["mass_kg"])
    assert sum(line.net_kg for line in product.bom) == product.mass_kg
    assert round(summary.recycled_share * 100, 1) == number(stated["recycled_pct_of_mass"])
    assert summary.product_plastic_kg == number(stated["plastic_kg"])
    assert sum(step.electricity_kwh for step in product.processes) == number(source["electricity_kwh_per_unit"])
    sales = [part for part in product.packaging if part.level == "sales"]
    assert sum(part.mass_kg for part in sales) == number(packed["primary_mass_kg"])
    assert sum(part.mass_kg for part in sales if part.plastic) == number(packed["plastic_kg"])
    carton = product.carton
    assert carton is not None
    gross = carton.units * (product.mass_kg + sum(part.mass_kg for part in sales)) + carton.tare_kg
    assert gross == number(packed["carton_gross_kg"])
    volume = carton.length_cm * carton.width_cm * carton.height_cm / 10**6
    assert round(volume, 4) == number(packed["carton_cbm"])
    (shared,) = [part for part in product.packaging if part.level == "transport"]
    assert abs(shared.mass_kg * carton.units - carton.tare_kg) < Decimal("1e-10")


def told(legs: tuple[Leg, ...]) -> list[tuple[str, Decimal]]:
    return [(leg.mode, leg.distance_km) for leg in legs]


@every
def test_routes_and_baselines_are_those_of_the_archetype(name: str):
    route, source = example(name).route, archetype(name)["route"]
    assert route is not None
    assert told(route.legs) == [(leg["mode"], number(leg["km"])) for leg in source["legs"]]
    if source["baseline"] == "same":
        assert route.baseline == ()
    else:
        assert told(route.baseline) == [(leg["mode"], number(leg["km"])) for leg in source["baseline"]]
        assert route.baseline_name.en
        assert route.baseline_name.zh
    assert source["destination"].startswith(route.destination)
    solar, theirs = example(name).facility.solar, archetype(name)["factory"]["rooftop_solar"]
    assert (solar is None) is (theirs is None)
    if solar is not None:
        assert solar.kwp == number(theirs["kwp"])
        assert solar.self_consumption_share == number(theirs["self_consumption_share"])
        assert (solar.certificates == "sold") is theirs["certificates_sold"]
