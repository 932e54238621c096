"""Two products typed by hand, their arithmetic in comments, and what the result says beside the total."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from footprint_samples import CATALOGUE, ROAD_CN, assess, cup, dec, match_of, product
from greencard.footprint import assess_footprint
from greencard.model import (
    BomLine,
    Evidence,
    ExplainNode,
    Recycled,
    SupplierFigure,
)


def test_polypropylene_box_by_hand() -> None:
    result = assess(product())
    stages = {stage.id: stage for stage in result.stages}
    # raw materials: 0.6 kg gross x 1.587 = 0.9522
    assert stages["raw_materials"].kg_co2e == Decimal("0.9522")
    # inbound: 0.6 kg x 100 km = 0.06 tkm x 0.07818 = 0.0046908
    assert stages["inbound_transport"].kg_co2e == Decimal("0.0046908")
    # production: 1 kWh x 0.5777 = 0.5777; 2 MJ x 0.0562763 = 0.1125526; supply 2 x 0.01579111 = 0.03158222;
    #   0.1 kg of plastic scrap x 0.00468568 = 0.000468568; sum 0.722303388
    assert stages["production"].kg_co2e == Decimal("0.722303388")
    # packaging: 0.05 x 1.19972542 = 0.059986271
    assert stages["packaging"].kg_co2e == Decimal("0.059986271")
    # total 0.9522 + 0.0046908 + 0.722303388 + 0.059986271
    assert result.total_kg_co2e == Decimal("1.739180459")
    # measured: metered electricity and gas, 0.5777 + 0.1125526
    assert stages["production"].measured_kg_co2e == Decimal("0.6902526")
    assert result.measured_share == pytest.approx(Decimal("0.6902526") / Decimal("1.739180459"))
    assert result.components.packaging == Decimal("0.059986271")
    assert result.components.fossil == result.total_kg_co2e
    assert result.components.aircraft == 0
    assert result.components.land_use_change is None


def test_bio_based_cup_by_hand() -> None:
    result = assess(cup(), solar=match_of("0.4"))
    # PLA: 0.1 kg x (0.5 + 1.833) = 0.2333, uptake not netted
    # electricity: own solar 0.2 kWh x 0.0520 = 0.0104; grid 0.3 kWh x 0.5777 = 0.17331
    # pellets: CH4 and N2O of 1 MJ 0.00190575; supply 0.01727591
    # total 0.2333 + 0.0104 + 0.17331 + 0.00190575 + 0.01727591 = 0.43619166
    assert result.total_kg_co2e == Decimal("0.43619166")
    assert result.components.biogenic_non_co2 == Decimal("0.00190575")
    assert result.components.fossil == Decimal("0.43428591")
    assert result.components.biogenic_emissions == Decimal("0.112")
    # carbon: 0.1 kg x 0.5 = 0.05 kg C; uptake -0.05 x 44/12 = -0.1833333...
    assert result.components.biogenic_carbon_content_kg == Decimal("0.05")
    assert result.components.biogenic_uptake == Decimal("-0.183333333333")
    electricity = result.electricity
    assert electricity.treatment == "solar_interval_matched"
    assert electricity.self_solar_kwh == Decimal("0.2")
    assert electricity.grid_kwh == Decimal("0.3")
    # avoided against all-grid: 0.2 x (0.5777 - 0.0520) = 0.10514, an explanation
    assert electricity.avoided_vs_all_grid_kg == Decimal("0.10514")
    assert any("land-use" in note.en.lower() for note in result.notes)


def _walk(node: ExplainNode) -> list[ExplainNode]:
    return [node, *(below for child in node.children for below in _walk(child))]


def test_every_leaf_cites_its_factor_and_recomputes() -> None:
    for node in _walk(assess(product()).explain):
        if node.children:
            assert node.kg_co2e == sum(child.kg_co2e for child in node.children)
        else:
            assert node.factor is not None
            assert node.factor.source
            assert node.factor.licence
            assert node.amount is not None
            scale = Decimal("0.001") if node.unit == "kg km" else Decimal(1)
            assert float(node.kg_co2e) == pytest.approx(float(node.amount * scale * node.factor.value), rel=1e-11)


def test_recycled_share_mixes_by_cut_off() -> None:
    line = BomLine(
        material="ABS", net_kg=Decimal("0.5"), gross_kg=Decimal("0.5"), recycled=Recycled(share=Decimal("0.35"))
    )
    result = assess(product(bom=(line,), processes=(), packaging=()))
    # 0.5 x (0.65 x 2.788 + 0.35 x 0.57) = 0.5 x (1.8122 + 0.1995) = 1.00585
    assert result.total_kg_co2e == Decimal("1.00585")
    codes = {question.code: question for question in result.questions}
    # at stake in the undocumented share: 0.5 x 0.35 x (2.788 - 0.57) = 0.38815
    assert codes["recycled.evidence"].kg_co2e_at_stake == Decimal("0.38815")


def test_recycled_share_without_a_recycled_factor_takes_the_primary_one() -> None:
    line = BomLine(
        material="wood", net_kg=Decimal("0.5"), gross_kg=Decimal("0.5"), recycled=Recycled(share=Decimal("0.5"))
    )
    result = assess(product(bom=(line,), processes=(), packaging=()))
    assert float(result.total_kg_co2e) == pytest.approx(0.5 * 0.26950416)
    asked = {question.code: question.kg_co2e_at_stake for question in result.questions}
    assert float(asked["factor.recycled_missing"]) == pytest.approx(0.25 * 0.26950416)


@pytest.mark.parametrize(
    ("scope", "grade", "kg", "basis"),
    [
        ("cradle_to_gate", "E1", "0.66", "measured"),  # 0.6 x 1.1
        ("cradle_to_gate", "E0", "0.66", "default"),
        ("direct_and_indirect_mixed", "E2", "0.66", "default"),
        ("direct_only", "E2", "0.9522", "default"),  # 0.6 x 1.587
        ("unstated", "E3", "0.9522", "default"),
    ],
)
def test_supplier_figures(scope: str, grade: str, kg: str, basis: str) -> None:
    figure = SupplierFigure(kg_co2e_per_kg=Decimal("1.1"), scope=scope, evidence=Evidence(grade=grade, kind="card"))  # type: ignore[arg-type]
    line = msgspec.structs.replace(product().bom[0], supplier=figure)
    result = assess(product(bom=(line,)))
    node = result.explain.children[0].children[0]
    assert node.kg_co2e == Decimal(kg)
    assert node.basis == basis
    codes = {question.code for question in result.questions}
    assert ("supplier.evidence" in codes) == (grade == "E0")
    assert ("supplier.scope" in codes) == (scope != "cradle_to_gate")
    if scope == "direct_and_indirect_mixed":
        assert "CBAM" in node.note.en
        assert node.grade == "E2"


def test_supplier_figure_per_piece_counts_once() -> None:
    figure = SupplierFigure(kg_co2e_per_kg=Decimal("3.1"), scope="cradle_to_gate", per="piece")
    line = msgspec.structs.replace(product().bom[0], supplier=figure)
    assert assess(product(bom=(line,))).stages[0].kg_co2e == Decimal("3.1")


def test_a_proposed_factor_says_so_and_a_proxy_asks() -> None:
    line = BomLine(material="竹板", net_kg=Decimal("0.5"), gross_kg=Decimal("0.6"), bio_based_share=Decimal(1))
    result = assess(product(bom=(line,), processes=(), packaging=()))
    node = result.explain.children[0].children[0]
    assert "not confirmed" in node.note.en
    assert "代用" in node.note.zh
    asked = {question.code: question for question in result.questions}
    assert asked["factor.proxy"].kg_co2e_at_stake == node.kg_co2e == Decimal("0.672")  # 0.6 x 1.12 (MDF)
    # 0.1 kg to landfill instead: 0.1 x (0.92534348 - 0.00468568) = 0.09206578
    assert asked["waste.route"].kg_co2e_at_stake == Decimal("0.09206578")
    # no distance, none known to estimate from: 500 km rank it, 0.0006 t x 500 km x 0.07818
    assert asked["inbound.distance"].kg_co2e_at_stake == Decimal("0.023454")


def test_gwp_mix_is_said() -> None:
    notes = " ".join(note.en for note in assess(product()).notes)
    assert "AR4 (2)" in notes  # the board factor and the waste factor
    assert "not stated" in notes


def test_unknown_carbon_fraction_is_not_invented() -> None:
    line = BomLine(material="cork", net_kg=dec("0.5"), gross_kg=dec("0.5"), bio_based_share=Decimal(1))
    result = assess(product(bom=(line,), packaging=()))
    assert result.components.biogenic_carbon_content_kg == 0
    assert any("carbon fraction" in note.en for note in result.notes)


def test_questions_are_ranked_by_what_rests_on_them() -> None:
    asked = assess(msgspec.structs.replace(cup(), annual_units=20_000), solar=match_of("0.4")).questions
    # the PLA stands on a published average (0.2333); the pellets are stated: 0.00190575 + 0.01727591,
    # and were they not biomass 0.112 of CO2 would count
    assert [(question.code, question.kg_co2e_at_stake) for question in asked] == [
        ("material.supplier_figure", Decimal("0.2333")),
        ("energy.fuel", Decimal("0.13118166")),
    ]


def test_mass_balance_is_noted_above_five_percent() -> None:
    assert any("apart" in note.en for note in assess(product(mass_kg=Decimal("0.46"))).notes)
    assert not any("apart." in note.en for note in assess(product()).notes)


def test_snapshot_names_every_input() -> None:
    base = assess(product()).snapshot
    assert assess(product()).snapshot == base
    assert assess(product(mass_kg=Decimal("0.49"))).snapshot != base
    assert assess(product(), solar=match_of("0")).snapshot != base
    assert assess(product(), grid_factor="electricity/life-cycle/cn/2023").snapshot != base
    other = msgspec.structs.replace(ROAD_CN, value=Decimal("0.08"))
    assert assess_footprint(product(), CATALOGUE, inbound_intensity=other).snapshot != base


@pytest.mark.parametrize(
    ("material", "share", "primary", "recycled"),
    [
        # a pair from one source wins a near tie
        ("soda-lime glass tube", "0.18", "material/glass/gb-glass", "material/glass/gb-glass-closed-loop"),
        # but never against the country's own primary metal
        (
            "aluminium ingot/sheet 3003",
            "0.4",
            "material/aluminium/cn-cpcd-literature",
            "material/aluminium/tw-moenv-recycled-ingot",
        ),
    ],
)
def test_pairs_of_primary_and_recycled(material: str, share: str, primary: str, recycled: str) -> None:
    mass = Decimal("0.5")
    line = BomLine(material=material, net_kg=mass, gross_kg=mass, recycled=Recycled(share=Decimal(share)))
    node = assess(product(bom=(line,), processes=(), packaging=())).explain.children[0].children[0]
    assert [child.factor.id for child in node.children if child.factor] == [primary, recycled]


def test_a_parent_is_as_weak_as_its_weakest_child() -> None:
    production = assess(product(bom=product().bom)).explain.children[2]
    moulding = production.children[0]
    assert [child.basis for child in moulding.children] == ["measured", "measured", "default"]  # supply of the gas
    assert moulding.basis == "default"
    assert moulding.grade == "E1"
    assert production.grade == "E0"  # losses are stated
