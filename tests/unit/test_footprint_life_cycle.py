"""After the gate: distribution, use, end of life; beside the cradle-to-gate figure and never in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from footprint_samples import METERED, assess, product
from greencard.adapters.packs.shipped import ShippedPacks
from greencard.errors import InvalidInput
from greencard.model import (
    BomLine,
    Disposal,
    EndOfLife,
    FootprintResult,
    Leg,
    LifeCycle,
    Product,
    Route,
    Text,
    UseStage,
)
from greencard.services.assess import assess_product

D = Decimal
PLUGGED = UseStage(
    scenario=Text(en="two hours a day", zh="每天两小时"), years=D(5), electricity_kwh_per_year=D(10), country="DE"
)
SCRAPPED = EndOfLife(
    scenario=Text(en="household waste in Germany", zh="德国生活垃圾"),
    disposal=(Disposal(route="recycling", share=D("0.25")), Disposal(route="landfill", share=D("0.75"))),
)
WOODEN = product(
    bom=(BomLine(material="wood", net_kg=D("0.5"), gross_kg=D("0.5"), bio_based_share=D(1), distance_km=D(0)),),
    processes=(),
)


def made(item: Product | None = None, **changes: Any) -> FootprintResult:
    return assess(msgspec.structs.replace(item or product(), **changes))


def life(result: FootprintResult) -> LifeCycle:
    assert result.life_cycle is not None
    return result.life_cycle


def kg(result: FootprintResult) -> dict[str, Decimal]:
    return {stage.id: stage.kg_co2e for stage in life(result).stages}


def test_no_scenario_no_life_cycle() -> None:
    assert made().life_cycle is None


def test_use_takes_the_grid_of_the_country_of_use() -> None:
    result = made(use=PLUGGED)
    # 10 kWh x 5 years x 0.34206 (Germany)
    assert kg(result) == {"use": D("17.103")}
    leaf = life(result).explain.children[1].children[0]
    assert leaf.factor is not None
    assert leaf.factor.id.startswith("electricity/life-cycle/de/")
    assert leaf.formula.startswith("50 kWh × 0.34206")
    asked = {q.code: q.kg_co2e_at_stake for q in result.questions}
    assert asked["use.evidence"] == D("17.103")
    elsewhere = assess(msgspec.structs.replace(product(), use=PLUGGED), destination="FR")
    assert kg(elsewhere) == kg(result)
    bought_there = msgspec.structs.replace(PLUGGED, country="")
    found = assess(msgspec.structs.replace(product(), use=bought_there), destination="FR")
    assert kg(found) == {"use": D("2.209")}  # 50 x 0.04418
    documented = made(use=msgspec.structs.replace(PLUGGED, evidence=METERED))
    assert "use.evidence" not in {q.code for q in documented.questions}


@pytest.mark.parametrize("country", ["", "XX"])
def test_without_a_life_cycle_grid_use_is_left_out_and_asked_for(country: str) -> None:
    result = made(use=msgspec.structs.replace(PLUGGED, country=country))
    assert "use" in life(result).left_out
    assert life(result).total_kg_co2e == result.total_kg_co2e
    asked = next(q for q in result.questions if q.code == "use.country")
    assert asked.pointer == "/use/country"
    assert ("direct one never stands in" in asked.text.en) == bool(country)


def test_use_without_electricity_is_a_stage_of_nothing() -> None:
    still = msgspec.structs.replace(PLUGGED, electricity_kwh_per_year=D(0), country="")
    result = made(use=still)
    assert kg(result) == {"use": 0}
    assert "use" not in life(result).left_out


def test_end_of_life_goes_by_stream_and_share_without_credit() -> None:
    result = made(end_of_life=SCRAPPED)
    # plastic 0.5 kg: 0.125 x 0.00468568 + 0.375 x 0.00898311 = 0.0005857100 + 0.00336866625
    # paper 0.05 kg: 0.0125 x 0.00468568 + 0.0375 x 1.1644894 = 0.000058571 + 0.0436683525
    assert kg(result) == {"end_of_life": D("0.04768129975")}
    said = " ".join(note.en for note in result.notes)
    assert "without credit" in said
    assert "Landfill methane" in said
    assert "burning" not in said  # nothing goes to energy recovery
    assert all(tip.kg_co2e >= 0 for tip in life(result).explain.children[1].children)


def burnt(*lines: BomLine, share: str = "1") -> FootprintResult:
    way = [Disposal(route="energy_recovery", share=D(share))]
    if share != "1":
        way.append(Disposal(route="landfill", share=1 - D(share)))
    mass = sum((line.net_kg for line in lines), D(0))
    item = product(bom=lines, mass_kg=mass, processes=(), packaging=())
    return made(item, end_of_life=EndOfLife(scenario=Text(en="incinerated", zh="焚烧"), disposal=tuple(way)))


def of(material: str, kg: str = "1", **changes: Any) -> BomLine:
    return BomLine(material=material, net_kg=D(kg), gross_kg=D(kg), distance_km=D(0), **changes)


def test_burnt_plastic_lets_out_the_carbon_of_its_formula() -> None:
    # (CH2)n: 44.009 / (12.011 + 2 x 1.008) = 44.009 / 14.027 = 3.1374 kg CO2 per kg; plastics to energy recovery
    # 0.00468568 for collection
    result = burnt(of("polypropylene"))
    assert kg(result) == {"end_of_life": D("3.14168568")}
    # PET, C10H8O4: 10 x 44.009 / 192.17 = 2.2901; PVC, C2H3Cl: 2 x 44.009 / 62.496 = 1.4084
    assert kg(burnt(of("PET"))) == {"end_of_life": D("2.29468568")}
    assert kg(burnt(of("PVC"))) == {"end_of_life": D("1.41268568")}
    # 30 % burnt, the rest to landfill: 0.3 x 3.14168568 + 0.7 x 0.00898311
    assert kg(burnt(of("polypropylene"), share="0.3")) == {"end_of_life": D("0.948793881")}
    said = " ".join(note.en for note in result.notes)
    assert "burning fossil plastics" in said
    assert "no credit" in said


def test_burning_never_makes_plastic_look_better_than_burying_it() -> None:
    for name in ("polypropylene", "ABS", "PET", "nylon", "polyurethane", "silicone"):
        buried = made(
            product(bom=(of(name),), mass_kg=D(1), processes=(), packaging=()),
            end_of_life=EndOfLife(scenario=Text(en="x"), disposal=(Disposal(route="landfill", share=D(1)),)),
        )
        assert kg(burnt(of(name)))["end_of_life"] > kg(buried)["end_of_life"] + D("0.5")


def test_what_grew_gives_no_fossil_carbon() -> None:
    assert kg(burnt(of("wood", bio_based_share=D(1)))) == {"end_of_life": D("0.00468568")}
    # half of it from plants: half of 3.137
    assert kg(burnt(of("HDPE", bio_based_share=D("0.5")))) == {"end_of_life": D("1.57318568")}


def test_a_plastic_of_no_one_formula_takes_the_most_carbon_and_is_asked_about() -> None:
    result = burnt(of("ABS"))
    # as polystyrene, C8H8: 8 x 44.009 / 104.152 = 3.3804
    assert kg(result) == {"end_of_life": D("3.38468568")}
    asked = next(q for q in result.questions if q.code == "end_of_life.carbon")
    assert (asked.about, asked.kg_co2e_at_stake) == ("ABS", D("3.38"))
    assert "polystyrene" in asked.text.en
    assert "聚苯乙烯" in asked.text.zh
    assert not [q for q in burnt(of("polypropylene")).questions if q.code == "end_of_life.carbon"]


def test_what_holds_plastic_in_unknown_part_is_asked_about_and_not_made_up() -> None:
    result = burnt(of("circuit board"))
    asked = next(q for q in result.questions if q.code == "end_of_life.carbon")
    assert asked.kg_co2e_at_stake == D("3.38")
    assert "at most" in asked.text.en


def test_a_route_without_a_factor_is_asked_about_and_the_stage_left_out() -> None:
    rotting = EndOfLife(scenario=Text(en="compost"), disposal=(Disposal(route="composting", share=D(1)),))
    result = made(end_of_life=rotting)
    found = [q for q in result.questions if q.code == "end_of_life.factor"]
    assert [q.about for q in found] == ["plastic"]
    assert "end_of_life" in life(result).left_out
    assert life(result).total_kg_co2e == result.total_kg_co2e


def test_mixed_waste_stands_in_for_a_stream_without_a_factor() -> None:
    burnt = EndOfLife(scenario=Text(en="incinerated"), disposal=(Disposal(route="energy_recovery", share=D(1)),))
    tile = product(
        bom=(BomLine(material="ceramic tile", net_kg=D("0.5"), gross_kg=D("0.5"), distance_km=D(0)),),
        processes=(),
        packaging=(),
    )
    tips = life(made(tile, end_of_life=burnt)).explain.children[1].children
    assert [tip.note.en for tip in tips] == ["mixed waste stands in"]


def test_biogenic_carbon_that_came_in_leaves_again() -> None:
    result = made(WOODEN, end_of_life=SCRAPPED)
    assert result.components.biogenic_uptake < 0
    assert life(result).biogenic_release_kg + result.components.biogenic_uptake == 0
    assert any("comes to zero" in note.en for note in result.notes)
    assert life(made(WOODEN, use=PLUGGED)).biogenic_release_kg == 0


def test_the_cradle_to_gate_figure_never_changes() -> None:
    bare = made()
    for changes in ({"use": PLUGGED}, {"end_of_life": SCRAPPED}, {"use": PLUGGED, "end_of_life": SCRAPPED}):
        full = made(**changes)
        for field in ("total_kg_co2e", "stages", "components", "measured_share", "interval", "explain", "boundary"):
            assert getattr(full, field) == getattr(bare, field)
        whole = life(full)
        assert whole.total_kg_co2e == full.total_kg_co2e + sum(kg(full).values(), D(0))
        assert whole.explain.kg_co2e == whole.total_kg_co2e == sum(c.kg_co2e for c in whole.explain.children)
        assert whole.interval.low <= whole.total_kg_co2e <= whole.interval.high
        assert full.snapshot != bare.snapshot


def test_only_all_stages_make_a_grave() -> None:
    route = Route(
        destination="Hamburg, DE",
        legs=(Leg(mode="road_hgv", origin="Yiwu", destination="Ningbo", distance_km=D(250)),),
    )
    packs, on = ShippedPacks(), date(2026, 11, 23)

    def at(**changes: Any) -> FootprintResult:
        return assess_product(
            msgspec.structs.replace(product(), **changes), readings=None, packs=packs, on=on
        ).footprint

    use = msgspec.structs.replace(PLUGGED, country="")
    full = at(route=route, use=use, end_of_life=SCRAPPED)
    assert life(full).left_out == ()
    assert life(full).explain.label.en.startswith("Cradle to grave")
    assert kg(full)["use"] == D("17.103")  # the route ends in Germany
    # 0.55 kg with packaging x 250 km: 0.1375 tkm x 0.07818
    assert kg(full)["distribution"] == D("0.01074975")
    part = at(route=route, use=use)
    assert life(part).left_out == ("end_of_life",)
    assert "not cradle to grave" in life(part).explain.label.en
    assert life(at(use=PLUGGED, end_of_life=SCRAPPED)).left_out == ("distribution",)
    assert at(route=route).life_cycle is None


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        (
            {"end_of_life": msgspec.structs.replace(SCRAPPED, disposal=SCRAPPED.disposal[:1])},
            "GC-FPT-031",
            "/end_of_life/disposal",
        ),
        ({"end_of_life": msgspec.structs.replace(SCRAPPED, disposal=())}, "GC-FPT-031", "/end_of_life/disposal"),
        (
            {
                "end_of_life": msgspec.structs.replace(
                    SCRAPPED,
                    disposal=(Disposal(route="landfill", share=D("1.5")), Disposal(route="recycling", share=D("-0.5"))),
                )
            },
            "GC-FPT-002",
            "/end_of_life/disposal/0/share",
        ),
        ({"use": msgspec.structs.replace(PLUGGED, years=D(-1))}, "GC-FPT-001", "/use/years"),
        (
            {"use": msgspec.structs.replace(PLUGGED, electricity_kwh_per_year=D("Infinity"))},
            "GC-FPT-007",
            "/use/electricity_kwh_per_year",
        ),
    ],
)
def test_scenarios_that_cannot_be(changes: dict[str, Any], code: str, pointer: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        made(**changes)
    assert (caught.value.faults[0].code, caught.value.faults[0].place.pointer) == (code, pointer)
