"""A bamboo desk organiser beside one of polypropylene: the arithmetic by hand, and what may be said of the two."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from footprint_samples import METERED, assess, product
from greencard.adapters.packs.claims import claim_lexicon
from greencard.footprint.comparison.compare import Side, compare
from greencard.model import BomLine, Evidence, Process, Product, SupplierFigure, Text

UNIT = Text(en="1 desk organiser", zh="1 个桌面收纳盒")


def organiser(name: str, zh: str, mass: str, line: BomLine, kwh: str) -> Product:
    return product(
        id=name.split(maxsplit=1)[0].lower(),
        name=Text(en=name, zh=zh),
        declared_unit=UNIT,
        mass_kg=Decimal(mass),
        bom=(line,),
        processes=(Process(name="making", electricity_kwh=Decimal(kwh), evidence=METERED),),
    )


def bamboo(supplier: SupplierFigure | None = None) -> Product:
    return organiser(
        "Bamboo organiser",
        "竹制收纳盒",
        "0.98",
        BomLine(
            material="laminated bamboo board (moso)",
            net_kg=Decimal("0.98"),
            gross_kg=Decimal("1.31"),
            bio_based_share=Decimal(1),
            distance_km=Decimal(25),
            supplier=supplier,
        ),
        "0.76",
    )


def plastic(gross: str = "0.63") -> Product:
    return organiser(
        "Polypropylene organiser",
        "聚丙烯收纳盒",
        "0.60",
        BomLine(
            material="polypropylene",
            net_kg=Decimal("0.60"),
            gross_kg=Decimal(gross),
            factor="material/pp/cn-cpcd-2021",
            plastic=True,
            distance_km=Decimal(180),
        ),
        "0.9",
    )


def side(item: Product) -> Side:
    return Side(item, assess(item))


PLASTIC = side(plastic())
BAMBOO = side(bamboo())
DOCUMENTED = side(
    bamboo(
        SupplierFigure(
            kg_co2e_per_kg=Decimal("0.30"),
            scope="cradle_to_gate",
            evidence=Evidence(grade="E2", kind="verified card", issuer="test"),
        )
    )
)


def test_the_figures_by_hand() -> None:
    found = compare(BAMBOO, PLASTIC)
    # bamboo: MDF stands in, 1.31 x 1.12 = 1.4672; road 1.31 kg x 25 km = 0.03275 tkm x 0.07818 = 0.002560395;
    #   0.76 kWh x 0.5777 = 0.439052; losses 0.33 x 0.00468568 = 0.0015462744; box 0.05 x 1.19972542 = 0.059986271
    assert found.left_kg_co2e == Decimal("1.9703449404")
    # polypropylene: 0.63 x 1.587 = 0.99981; road 0.63 x 180 = 0.1134 tkm x 0.07818 = 0.008865612;
    #   0.9 kWh x 0.5777 = 0.51993; losses 0.03 x 0.00468568 = 0.0001405704; box 0.059986271
    assert found.right_kg_co2e == Decimal("1.5887324534")
    assert found.difference_kg_co2e == Decimal("0.3816124870")


def test_a_proxy_for_bamboo_is_too_little_to_state_a_difference() -> None:
    found = compare(BAMBOO, PLASTIC)
    assert found.refused_for == ()
    assert found.interval is not None
    assert found.interval.low < 0 < found.interval.high
    assert found.sentence is not None
    assert found.sentence.en == (
        "Per desk organiser, from cradle to gate, “Bamboo organiser” is 1.97 kg CO2e (95 %: 0.92 to 5.72) and "
        "“Polypropylene organiser” is 1.59 kg CO2e (95 %: 1.29 to 2.02): no difference can be stated (95 % of the "
        "difference: −0.72 to 4.14 kg CO2e). Partial carbon footprint by ISO 14067:2018, climate change only: use and "
        "end of life are not included, and no other environmental impact is assessed. Land-use change of bio-based "
        "material is not quantified. Not verified."
    )
    assert found.sentence.zh == (
        "每个桌面收纳盒，从摇篮到大门：“竹制收纳盒”为 1.97 kg CO2e（95%：0.92 至 5.72），“聚丙烯收纳盒”为 1.59 kg CO2e"
        "（95%：1.29 至 2.02）；不能断定两者有差异（差值的 95% 区间：−0.72 至 4.14 kg CO2e）。按 ISO 14067:2018 "
        "核算的部分碳足迹，仅涉及气候变化：未含使用和废弃处置，未评价其他环境影响。生物基材料的土地利用变化未量化。未经核查。"
    )


def test_a_documented_figure_for_the_bamboo_board_lets_the_difference_be_said() -> None:
    found = compare(DOCUMENTED, PLASTIC)
    # bamboo now 1.31 x 0.30 = 0.393 instead of 1.4672: 0.8961449404; less 1.5887324534
    assert found.difference_kg_co2e == Decimal("-0.6925875130")
    assert found.interval is not None
    assert found.interval.high < 0
    assert found.sentence is not None
    assert "“Bamboo organiser” is lower by 0.69 kg CO2e (95 %: 0.3" in found.sentence.en
    assert "“竹制收纳盒”低 0.69 kg CO2e（95%：0.3" in found.sentence.zh
    assert found.sentence.en.endswith("Not verified.")
    other = compare(PLASTIC, DOCUMENTED)
    assert other.sentence is not None
    assert "“Bamboo organiser” is lower by 0.69 kg CO2e (95 %: 0.3" in other.sentence.en


def test_what_bamboo_took_up_stands_apart_and_never_makes_it_negative() -> None:
    found = compare(DOCUMENTED, PLASTIC)
    assert found.left_kg_co2e > 0
    # 0.98 kg x 0.5 kg C/kg x 44/12 = 1.7966…
    assert any("−1.80 kg and 0 kg" in note.en and "in neither figure" in note.en for note in found.notes)
    heavier = msgspec.structs.replace(
        DOCUMENTED.result,
        components=msgspec.structs.replace(DOCUMENTED.result.components, biogenic_uptake=Decimal(-99)),
    )
    again = compare(Side(DOCUMENTED.product, heavier), PLASTIC)
    assert (again.difference_kg_co2e, again.interval) == (found.difference_kg_co2e, found.interval)


def test_the_sentence_claims_nothing_and_tells_its_limits() -> None:
    for pair in ((BAMBOO, PLASTIC), (DOCUMENTED, PLASTIC)):
        said = compare(*pair).sentence
        assert said is not None
        for text in (said.en, said.zh):
            assert all(found.use == "ambiguous" for found in claim_lexicon().find(text))  # "bio-based material"
        for word in ("better", "greener", "eco", "friendly", "save"):
            assert word not in said.en.lower()
        for limit in ("Partial", "climate change only", "use and end of life are not included", "Not verified"):
            assert limit in said.en
        for limit in ("部分碳足迹", "仅涉及气候变化", "未含使用和废弃处置", "未经核查"):
            assert limit in said.zh
