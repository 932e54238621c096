"""Facts read from the record and the order: what follows, what stays open, and what a statement overrides."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from greencard.adapters.packs.claims import claim_lexicon
from greencard.adapters.packs.rules import load_pack, vocabulary
from greencard.model import Customs, Evidence, Fact, Product, Recycled
from greencard.rules import AND_MORE, claim_codes, order_facts, prepare, verdict
from greencard.rules.derive import contradicted
from greencard.rules.materials import read_material
from rules_samples import carton, fact, line, order, part, product


def _facts(goods: Product, **of_order: object) -> dict[str, Fact]:
    found = order_facts(goods, order(**of_order), claim_lexicon())  # type: ignore[arg-type]
    assert len({one.name for one in found}) == len(found)
    return {one.name: one for one in found}


def _values(goods: Product, **of_order: object) -> dict[str, object]:
    return {name: one.value for name, one in _facts(goods, **of_order).items()}


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("laminated bamboo board (moso)", {"bamboo"}),
        ("竹板", {"bamboo"}),
        ("UF-free PVAc adhesive", set()),
        ("plant-oil finish", set()),
        ("felt feet, recycled PET", {"pet", "polyester", "plastic"}),
        ("steel screws", {"steel"}),
        ("不锈钢螺丝", {"steel"}),
        ("moulded pulp tray", {"board", "paper"}),
        ("corrugated board", {"board", "paper"}),
        ("瓦楞纸箱", {"board", "paper"}),
        ("LDPE inner bag", {"pe", "plastic"}),
        ("bamboo powder", {"bamboo"}),
        ("melamine-formaldehyde resin", {"melamine_resin", "plastic"}),
        ("密胺树脂", {"melamine_resin", "plastic"}),
        ("corn starch", set()),
        ("ceramic sol-gel coating", set()),
        ("stainless induction disc", {"steel"}),
        ("beech handle, FSC", {"wood"}),
        ("aluminium ingot/sheet 3003", {"aluminium"}),
        ("stoneware body (clay, feldspar, quartz)", {"ceramic"}),
        ("soda-lime glass tube", {"glass"}),
        ("combed cotton yarn", {"cotton"}),
        ("polyamide", {"polyamide", "plastic"}),
        ("elastane", {"elastane", "plastic"}),
        ("PBAT", {"plastic"}),
        ("rPET woven fabric 210D", {"pet", "polyester", "plastic"}),
        ("PP webbing", {"pp", "plastic"}),
        ("PC/ABS shell", {"plastic"}),
        ("USB-C cable, copper and TPE", {"plastic"}),
        ("PCB assembly", set()),
        ("LED board and wire", set()),
        ("polycrystalline PV cell 0.3 W x4", set()),
        ("lithium polymer cells 37 Wh (NMC)", set()),
        ("fibreboard back", {"wood"}),
        ("中密度板（密度板）", {"wood"}),
        ("PU leather", {"plastic"}),
        ("viscose from bamboo", {"viscose"}),
        ("silicone rubber seal", {"silicone"}),
        ("EPS foam", {"eps", "plastic"}),
        ("ethylene vinyl acetate (EVA)", {"plastic"}),
        ("牛皮纸", {"paper"}),
    ],
)
def test_material_words(words: str, codes: set[str]):
    reading = read_material(words)
    assert reading.known
    assert reading.codes == codes


@pytest.mark.parametrize("words", ["unobtainium", "神秘材料", "", "X-17"])
def test_unknown_words_are_unknown(words: str):
    assert not read_material(words).known


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40))
def test_any_words_read_to_codes_of_the_vocabulary(words: str):
    assert read_material(words).codes <= set(vocabulary().kinds["materials"].codes)


def test_order_and_customs():
    goods = product(customs=Customs(code="44201900", system="CN", confirmed_by="broker"), code="")
    found = _facts(goods, destination="DE", quantity=9000, importer_size="small", sales_channel="b2b_import")
    assert found["destination"].value == "DE"
    assert found["placed_on_market_date"].value == "2027-02-10"
    assert found["order_quantity"].value == "9000"
    assert (found["hs_code"].value, found["hs_code"].grade) == ("44201900", "E1")
    assert found["origin_country"].value == "CN"
    assert found["importer_size"].value == "small"
    assert found["product_mass_g"].value == "1000"
    assert "food_contact" not in found


def test_empty_lists_of_an_order_are_not_a_statement():
    silent = _facts(product())
    assert not {"documents", "registrations", "marks", "claims", "sales_channel", "importer_size"} & set(silent)
    given_some = _values(product(), documents=("packaging_EU_DoC",))
    assert given_some["documents"] == ("packaging_EU_DoC",)
    assert "marks" not in given_some


def test_nothing_is_derived_from_silence():
    found = _facts(product(bom=(line("PP"),)))
    for name in ("food_contact", "single_use", "has_battery", "is_eee", "oxo_degradable", "pfas_added", "pb_ppm"):
        assert name not in found
    assert "plant_filler_in_plastic" not in found


@pytest.mark.parametrize("code", ["39241000", "44191100", "69111000", "821599"])
def test_tableware_headings_are_for_food(code: str):
    assert _values(product(code=code))["food_contact"] is True


@pytest.mark.parametrize("code", ["44201900", "39249000", "69120023", "761510"])
def test_mixed_headings_say_nothing_about_food(code: str):
    assert "food_contact" not in _values(product(code=code))


def test_materials_and_shares():
    goods = product(bom=(line("beech", "0.7"), line("ABS", "0.3"), line("steel screw", "0.0005")))
    values = _values(goods)
    assert values["materials"] == ("plastic", "wood")
    assert values["plastic_share"] == "0.299850074963"  # 0.3 / 1.0005
    assert "composite_wood" not in values


def test_a_material_above_a_thousandth_counts_and_at_it_does_not():
    goods = product(bom=(line("steel", "0.999"), line("brass", "0.001")))
    assert _values(goods)["materials"] == ("steel",)
    goods = product(bom=(line("steel", "0.998"), line("brass", "0.002")))
    assert _values(goods)["materials"] == ("brass", "steel")


def test_an_unknown_material_leaves_the_set_open():
    values = _values(product(bom=(line("steel"), line("unobtainium"))))
    assert values["materials"] == ("steel", AND_MORE)
    assert not {"plastic_share", "composite_wood", "plant_filler_in_plastic"} & set(values)
    flagged = _values(product(bom=(line("unobtainium", plastic=True),)))
    assert flagged["materials"] == ("plastic", AND_MORE)


def test_ground_bamboo_in_a_plastic_part_is_plant_filler():
    values = _values(product(bom=(line("bamboo powder", "0.52"), line("melamine-formaldehyde resin", "0.31"))))
    assert values["plant_filler_in_plastic"] is True
    solid = _values(product(bom=(line("bamboo board"), line("felt feet, PET"))))
    assert "plant_filler_in_plastic" not in solid
    none = _values(product(bom=(line("bamboo powder"), line("steel"))))
    assert none["plant_filler_in_plastic"] is False


def test_composite_wood():
    assert _values(product(bom=(line("MDF"),)))["composite_wood"] is True
    assert _values(product(bom=(line("stoneware"),)))["composite_wood"] is False
    assert "composite_wood" not in _values(product(bom=(line("bamboo board"),)))


def test_battery_words():
    assert _values(product(bom=(line("ABS"), line("NiMH cell 600 mAh x4"))))["has_battery"] is True
    assert "has_battery" not in _values(product(bom=(line("polycrystalline PV cell 0.3 W x4"),)))


def test_packaging_of_the_whole_order():
    goods = product(
        packaging=(
            part("board box", "0.11"),
            part("LDPE bag", "0.004"),
            part("corrugated board", "0.05", level="transport"),
        )
    )
    values = _values(goods, quantity=1000)
    assert values["pack_types"] == ("sales", "transport")
    assert values["pack_materials"] == ("board", "paper", "pe", "plastic")
    assert values["pack_total_kg"] == "164"
    assert values["pack_plastic_kg"] == "4"
    assert values["pack_paper_kg"] == "160"
    assert values["pack_wood_kg"] == "0"
    assert values["pack_eps_loose_fill"] is False
    assert "pack_wood_solid" not in values


def test_a_carton_that_is_no_part_counts_by_its_tare_and_leaves_the_materials_open():
    goods = product(packaging=(part("board box", "0.1"),), carton=carton(12, "0.9"))
    values = _values(goods, quantity=120)
    assert values["pack_types"] == ("sales", "transport")
    assert values["pack_total_kg"] == "21"  # 120 x 0.1 + 10 cartons x 0.9
    assert AND_MORE in values["pack_materials"]  # type: ignore[operator]
    assert "pack_plastic_kg" not in values


def test_no_packaging_given_is_not_no_packaging():
    assert not [name for name in _facts(product()) if name.startswith("pack_")]


def test_no_plastic_anywhere_cannot_be_oxo_degradable():
    plain = (part("board box"),)
    assert _values(product(packaging=plain))["oxo_degradable"] is False
    assert "oxo_degradable" not in _values(product(packaging=(*plain, part("LDPE bag"))))
    assert "oxo_degradable" not in _values(product(packaging=plain, bom=()))
    traces = (line("bamboo board", "1"), line("PET felt", "0.0001"))
    assert "oxo_degradable" not in _values(product(packaging=plain, bom=traces))


def test_recycled_shares_of_the_product():
    post = Recycled(share=Decimal("0.5"), kind="post_consumer", evidence=Evidence(grade="E1"))
    pre = Recycled(share=Decimal(1), kind="pre_consumer", evidence=Evidence(grade="E2"))
    unsaid = Recycled(share=Decimal("0.5"))
    found = _facts(product(bom=(line("PP", "6", recycled=post), line("ABS", "2", recycled=pre), line("PA6", "2"))))
    assert (found["recycled_pcr_share"].value, found["recycled_pre_share"].value) == ("0.3", "0.2")
    assert found["recycled_pcr_share"].grade == "E1"
    assert "recycled_pcr_share" not in _facts(product(bom=(line("PP", recycled=unsaid),)))
    assert "recycled_pcr_share" not in _facts(product(bom=(line("PP"),)))
    none = Recycled(share=Decimal(0))
    assert _values(product(bom=(line("PP", recycled=none),)))["recycled_pcr_share"] == "0"
    assert "recycled_pcr_share" not in _facts(product(bom=(line("PP", recycled=none), line("ABS"))))


def test_recycled_shares_of_plastic_packaging():
    certificate = Evidence(grade="E2", kind="EN 15343")
    half = Recycled(share=Decimal("0.5"), kind="post_consumer", evidence=certificate)
    stated = Recycled(share=Decimal(1), kind="pre_consumer")
    parts = (part("LDPE bag", "3", recycled=half), part("PP tape", "1", recycled=stated), part("board box", "9"))
    found = _facts(product(packaging=parts))
    assert found["pack_plastic_recycled_share"].value == "0.625"  # (3 x 0.5 + 1) / 4
    assert found["pack_plastic_pcr_share"].value == "0.375"
    assert found["pack_plastic_certified_share"].value == "0.375"
    assert found["pack_plastic_recycled_share"].grade == "E0"
    bare = _values(product(packaging=(part("LDPE bag"),)))
    assert bare["pack_plastic_certified_share"] == "0"
    assert "pack_plastic_recycled_share" not in bare


def test_stated_facts_replace_derived_ones():
    stated = (fact("materials", ["glass"], grade="E2"), fact("food_contact", False), fact("pb_ppm", "12"))
    found = _facts(product(*stated, code="39241000"))
    assert (found["materials"].value, found["materials"].grade) == (("glass",), "E2")
    assert found["food_contact"].value is False
    assert found["pb_ppm"].value == "12"


def test_papers_and_claims_of_record_and_order_add_up():
    papers = fact("documents", ["FCM_DoC"], grade="E1")
    found = _facts(product(papers), documents=("packaging_EU_DoC", "FCM_DoC"))
    assert found["documents"].value == ("FCM_DoC", "packaging_EU_DoC")
    assert found["documents"].grade == "E0"
    assert _facts(product(papers))["documents"] == papers
    none = _facts(product(fact("marks", [])))
    assert none["marks"].value == ()
    goods = product(fact("claims", ["recycled_content"]), claims=("biodegradable", "solar-powered"))
    assert _values(goods)["claims"] == ("recycled_content", "biodegradable")


def test_what_functions_mean():
    values = _values(product(fact("product_functions", ["plate", "power_bank"])))
    assert values["food_contact"] is True
    assert values["has_battery"] is True
    assert "food_contact" not in _values(product(fact("product_functions", ["toy"])))


@pytest.mark.parametrize(
    ("claims", "codes"),
    [
        (["zero-carbon office"], ("carbon_neutral_offset",)),
        (["零碳办公"], ("carbon_neutral_offset",)),
        (["carbon_neutral_offset"], ("carbon_neutral_offset",)),
        (["100 % biodegradable"], ("biodegradable",)),
        (["可降解"], ("biodegradable",)),
        (["eco-friendly and recyclable"], ("generic_green", "recyclable_symbol")),  # in the order of the words
        (["Digital Green Card"], (AND_MORE,)),
        (["bamboo fibre", "a nice thing"], ("bamboo_fibre", AND_MORE)),
        (["28.4 % recycled content"], ("recycled_content",)),
        (["half the plastic by 2030"], ("future_performance_unverified",)),
    ],
)
def test_claims_in_words(claims: list[str], codes: tuple[str, ...]):
    assert claim_codes(claims, claim_lexicon()) == codes
    assert _values(product(claims=tuple(claims)))["claims"] == codes


@settings(max_examples=40, deadline=None)
@given(
    words=st.lists(st.sampled_from(["bamboo board", "ABS", "unobtainium", "竹粉", "PE", "steel", "MDF"]), min_size=1),
    packs=st.lists(st.sampled_from(["board box", "LDPE bag", "mystery wrap", "EPS chips"])),
    masses=st.decimals(min_value="0.0001", max_value=10, places=4),
    quantity=st.integers(1, 10**9),
)
def test_whatever_the_record_its_facts_are_read(words: list[str], packs: list[str], masses: Decimal, quantity: int):
    goods = product(
        bom=tuple(line(word, str(masses)) for word in words),
        packaging=tuple(part(word, str(masses)) for word in packs),
        claims=("green",),
    )
    sheet = prepare(vocabulary(), order_facts(goods, order(quantity=quantity), claim_lexicon()), order().on)
    total = sheet.known.get("pack_total_kg")
    assert (total is None) == (not packs)
    if isinstance(total, Decimal):
        exact = masses * len(packs) * quantity
        assert abs(total - exact) <= exact * Decimal("1e-11")


def test_packaging_masses_grow_with_the_order():
    goods = product(packaging=(part("LDPE bag", "0.003"),))
    one, many = _values(goods, quantity=1), _values(goods, quantity=7000)
    assert Decimal(str(many["pack_plastic_kg"])) == 7000 * Decimal(str(one["pack_plastic_kg"]))


def test_a_mean_over_packaging_parts_on_both_sides_of_the_limit_is_left_open():
    def shares(*values: str) -> dict[str, object]:
        some = [Recycled(share=Decimal(value), kind="post_consumer") for value in values]
        return _values(product(packaging=tuple(part("LDPE bag", recycled=one) for one in some)))

    assert "pack_plastic_recycled_share" not in shares("0.1", "0.9")
    assert "pack_plastic_recycled_share" not in shares("0.29", "0.3")
    assert shares("0.1", "0.2")["pack_plastic_recycled_share"] == "0.15"
    assert shares("0.3", "0.5")["pack_plastic_recycled_share"] == "0.4"


BOWL = (line("bamboo powder", "0.3"), line("melamine-formaldehyde resin", "0.7"))


@pytest.mark.parametrize(
    ("goods", "name"),
    [
        (product(fact("plant_filler_in_plastic", False), bom=BOWL), "plant_filler_in_plastic"),
        (product(fact("composite_wood", False), bom=(line("MDF panel"),)), "composite_wood"),
        (product(fact("product_functions", ["power_bank"]), fact("has_battery", False)), "has_battery"),
    ],
    ids=["filler", "panel", "battery"],
)
def test_a_bare_no_to_what_the_record_says_by_name_leaves_the_fact_open(goods: Product, name: str):
    assert name not in _values(goods)
    assert set(contradicted(goods)) == {name}
    agreed = structs.replace(goods, facts=tuple(one for one in goods.facts if one.name != name))
    assert _values(agreed)[name] is True
    assert contradicted(agreed) == {}


def test_a_document_settles_what_the_record_says_twice():
    """A laboratory's report on the very goods outweighs the word in a bill of materials."""
    goods = product(fact("plant_filler_in_plastic", False, grade="E1"), bom=BOWL)
    assert _values(goods)["plant_filler_in_plastic"] is False
    assert contradicted(goods) == {}


def test_denying_the_bamboo_powder_of_ones_own_list_does_not_let_the_bowl_in():
    """Before: the bare "no" won over the bill of materials, and the Union's ban on ground bamboo in plastic was met."""
    goods = product(fact("food_contact", True), fact("plant_filler_in_plastic", False), bom=BOWL, code="39241000")
    answer = verdict(load_pack("DE"), goods, order("DE"), as_of=date(2026, 11, 30))
    assert answer.overall == "cannot_tell"
    (twice,) = [one for one in answer.missing if one.contradiction.en]
    assert twice.name == "plant_filler_in_plastic"
    assert "the bill of materials says yes" in twice.contradiction.en
    assert "材料清单" in twice.contradiction.zh
    assert twice.blocking
