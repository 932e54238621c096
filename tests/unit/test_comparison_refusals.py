"""When nothing may be said of two products, and why, in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from footprint_samples import METERED, assess, product
from greencard.footprint.comparison.comparability import function_of
from greencard.footprint.comparison.compare import Side, compare
from greencard.model import (
    BomLine,
    FootprintComparison,
    FootprintResult,
    MeterReference,
    Process,
    Product,
    Question,
    Text,
)


def other_box(**changes: object) -> Product:
    line = msgspec.structs.replace(product().bom[0], gross_kg=Decimal("0.7"))
    return product(**({"id": "other", "name": Text(en="other box", zh="另一盒"), "bom": (line,)} | changes))


def side(item: Product, **changes: object) -> Side:
    return Side(item, msgspec.structs.replace(assess(item), **changes))


BOX = side(product())


def reasons(found: FootprintComparison) -> str:
    assert found.sentence is None
    assert all(reason.en and reason.zh for reason in found.refused_for)
    return " | ".join(reason.en for reason in found.refused_for)


def test_two_boxes_of_one_function_are_compared() -> None:
    found = compare(BOX, side(other_box()))
    assert found.refused_for == ()
    assert found.sentence is not None
    assert found.sentence.en.startswith("Per box, from cradle to gate")
    assert found.sentence.zh.startswith("每个，从摇篮到大门")
    assert "Land-use" not in found.sentence.en


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"rules": "gbt24067-2024"}, "rule sets differ: iso14067-2018 and gbt24067-2024"),
        ({"gwp_set": "AR5"}, "GWP sets differ: AR6 and AR5"),
        ({"boundary": "cradle_to_grave"}, "system boundaries differ"),
    ],
)
def test_rules_gwp_and_boundary_must_agree(changes: dict[str, str], word: str) -> None:
    assert word in reasons(compare(BOX, side(other_box(), **changes)))


def test_the_declared_unit_must_be_shared_and_do_something() -> None:
    litre = other_box(declared_unit=Text(en="1 litre of storage"))
    assert "state it, such as --function" in reasons(compare(BOX, side(litre)))
    stated = compare(BOX, side(litre), function=Text(en="storing one litre", zh="收纳一升物品"))
    assert stated.sentence is not None
    assert stated.sentence.en.startswith("Per storing one litre, ")
    assert any("statement of whoever compares" in note.en for note in stated.notes)
    shared = compare(BOX, side(other_box()))
    assert not any("statement of whoever compares" in note.en for note in shared.notes)


@pytest.mark.parametrize("unit", ["1 kg", "KG", "1 tonne", "１ kg", "公斤", "1 千克"])
def test_a_bare_mass_is_no_function(unit: str) -> None:
    one, two = product(declared_unit=Text(en=unit)), other_box(declared_unit=Text(en=unit))
    assert function_of(one, two) is None
    assert "name no function" in reasons(compare(side(one), side(two)))


@pytest.mark.parametrize("unit", ["1 piece", "one piece", "1 set (5 pieces)", "10 kg", "0.5 kg", "2 pcs", "1 m2"])
def test_a_bare_count_or_any_mass_is_no_function(unit: str) -> None:
    # One piece of a bottle does not do what one piece of a brush does.
    assert function_of(product(declared_unit=Text(en=unit)), other_box(declared_unit=Text(en=unit))) is None


@pytest.mark.parametrize("unit", ["1 件", "一套", "每件产品", "10 千克", "1 双"])
def test_the_same_in_chinese(unit: str) -> None:
    assert function_of(product(declared_unit=Text(zh=unit)), other_box(declared_unit=Text(zh=unit))) is None


def test_a_named_thing_in_one_language_is_enough() -> None:
    both = Text(en="1 piece", zh="1 个收纳盒")
    found = function_of(product(declared_unit=both), other_box(declared_unit=both))
    assert found is not None


def test_counts_of_units_need_a_stated_function_and_stand_in_the_sentence() -> None:
    twice = Side(BOX.product, BOX.result, Decimal(2))
    assert "--function" in reasons(compare(twice, side(other_box())))
    found = compare(twice, side(other_box()), function=Text(en="keeping tea", zh="存放茶叶"))
    assert found.sentence is not None
    assert "(2 × 1 box)" in found.sentence.en
    assert "（2 × " in found.sentence.zh


def test_a_lower_side_without_any_electricity_says_nothing() -> None:
    # Its losses fill the stage, and at stake stands 0 because nobody knows: neither may make it the better one.
    line = msgspec.structs.replace(product().bom[0], gross_kg=Decimal("0.52"))
    bare = side(product(id="bare", name=Text(en="bare box", zh="裸盒"), bom=(line,), processes=()))
    full = side(other_box(processes=(Process(name="moulding", electricity_kwh=Decimal(5)),)))
    found = compare(bare, full)
    assert found.difference_kg_co2e < 0
    assert "no electricity at all" in reasons(found)


def test_the_sentence_names_the_rule_set_it_was_made_under() -> None:
    gb = {"rules": "gbt24067-2024"}
    one, two = side(product(), **gb), side(other_box(), **gb)
    found = compare(one, two)
    assert found.sentence is not None
    assert "by GB/T 24067-2024" in found.sentence.en
    assert "not claimed" in found.sentence.en
    assert "ISO" not in found.sentence.zh


def test_units_are_one_by_meaning_not_by_spaces_and_capitals() -> None:
    one = product(declared_unit=Text(en="1 Box  (with lid)"))
    assert function_of(one, other_box(declared_unit=Text(en="1 box (with lid)"))) is not None
    assert function_of(one, other_box(declared_unit=Text(en="1 box"))) is None
    assert function_of(product(declared_unit=Text(zh="1 个盒")), other_box(declared_unit=Text(zh="1 个 盒"))) is None
    assert function_of(product(declared_unit=Text(zh="1 个盒")), other_box(declared_unit=Text(zh="1 个盒"))) is not None
    rice = Text(en="1 kg bag of rice")
    assert function_of(product(declared_unit=rice), other_box(declared_unit=rice)) is not None
    assert function_of(product(declared_unit=Text(en="a")), other_box(declared_unit=Text(zh="甲"))) is None
    assert function_of(product(), other_box(), Text(en="  ")) == function_of(product(), other_box())


def test_made_up_data_say_nothing_in_public() -> None:
    found = compare(BOX, side(other_box(illustrative=True)))
    assert "Made-up (illustrative) data" in reasons(found)
    assert found.difference_kg_co2e != 0


def test_a_stage_that_only_one_side_fills_is_another_boundary() -> None:
    bare = other_box(packaging=())
    assert "Only one of the two records holds anything for packaging" in reasons(compare(BOX, side(bare)))
    assert compare(side(product(packaging=())), side(bare)).sentence is not None


def test_periods_more_than_three_years_apart_are_two_times() -> None:
    def metered(item: Product, year: int) -> Side:
        period = MeterReference(file="m.csv", period_start=date(year, 1, 1), period_end=date(year, 12, 31))
        result = assess(item)
        item = msgspec.structs.replace(item, meter=period)
        return Side(item, result)

    assert compare(metered(product(), 2025), metered(other_box(), 2022)).sentence is not None
    assert compare(metered(product(), 2025), metered(other_box(), 2021)).sentence is not None
    assert "reference periods lie more than three years apart" in reasons(
        compare(metered(product(), 2025), metered(other_box(), 2020))
    )
    assert "reference periods" in reasons(compare(metered(product(), 2020), metered(other_box(), 2025)))


def test_one_grid_at_two_figures_is_refused() -> None:
    item = other_box()
    older = Side(item, assess(item, grid_factor="electricity/life-cycle/cn/2023"))
    assert "same grid is taken at two different figures" in reasons(compare(BOX, older))


def with_gap(result: FootprintResult, kg: str, code: str = "inbound.distance") -> FootprintResult:
    asked = Question(code=code, about="zinc", text=Text(en="?"), kg_co2e_at_stake=Decimal(kg))
    return msgspec.structs.replace(result, questions=(asked,))


def test_what_the_lower_side_leaves_out_may_not_reach_the_difference() -> None:
    higher = side(other_box())
    gap = higher.result.total_kg_co2e - BOX.result.total_kg_co2e
    assert gap > 0
    small = Side(BOX.product, with_gap(BOX.result, str(gap / 2)))
    large = Side(BOX.product, with_gap(BOX.result, str(gap * 2)))
    assert compare(small, higher).sentence is not None
    assert "What the left record leaves out (zinc)" in reasons(compare(large, higher))
    assert "What the right record leaves out (zinc)" in reasons(compare(higher, large))
    # On the higher side it could only widen the difference; and a question about evidence leaves nothing out.
    assert compare(BOX, Side(higher.product, with_gap(higher.result, str(gap * 2)))).sentence is not None
    told = Side(BOX.product, with_gap(BOX.result, str(gap * 2), "material.supplier_figure"))
    assert compare(told, higher).sentence is not None


def test_every_reason_is_given_at_once() -> None:
    bad = side(other_box(illustrative=True, packaging=(), declared_unit=Text(en="1 kg")), gwp_set="AR5")
    assert len(compare(BOX, bad).refused_for) == 4


def test_bio_based_material_without_land_use_change_is_said_in_the_sentence() -> None:
    wood = other_box(
        bom=(
            BomLine(
                material="wood",
                net_kg=Decimal("0.5"),
                gross_kg=Decimal("0.5"),
                bio_based_share=Decimal(1),
                distance_km=Decimal(100),
            ),
        ),
        processes=(Process(name="sawing", electricity_kwh=Decimal(3), evidence=METERED),),
    )
    found = compare(BOX, side(wood))
    assert found.sentence is not None
    assert "Land-use change of bio-based material is not quantified." in found.sentence.en
    counted = msgspec.structs.replace(assess(wood).components, land_use_change=Decimal("0.1"))
    told = compare(BOX, side(wood, components=counted)).sentence
    assert told is not None
    assert "Land-use" not in told.en


def test_names_that_are_the_same_are_told_apart_and_long_ones_are_cut() -> None:
    twin = other_box(name=product().name)
    found = compare(BOX, side(twin)).sentence
    assert found is not None
    assert "“box (box)”" in found.en
    assert "“box (other)”" in found.en
    long = other_box(name=Text(en="x" * 5000, zh="长" * 5000))
    said = compare(BOX, side(long)).sentence
    assert said is not None
    assert len(said.en) < 1000
    assert len(said.zh) < 1000
