"""Everything that can be wrong with a system, all of it at once, each at its place."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from greencard.errors import InvalidInput, Refused
from greencard.footprint.system import check_system
from greencard.model import AllocationRule, ProductSystem, Release, StatedShare, SystemInput
from greencard.model import system as system_model
from system_samples import built, card, catalogue, footprints, out, split, step, system, take, text

METAL = card("metal", 5)


def faults(*processes, **more):
    return check_system(system(*processes, **more), catalogue().gwp["AR6"])


def found(*processes, **more):
    return [(fault.code, fault.place.pointer, fault.severity) for fault in faults(*processes, **more)]


def codes(*processes, **more):
    return [code for code, _, _ in found(*processes, **more)]


def release(gas, kg, origin="fossil"):
    return Release(gas=gas, kg=Decimal(str(kg)), origin=origin)


GOOD = step("good", [out("good", 10)], [take(10, card="metal")])


def test_a_sound_system_has_no_fault():
    assert found(GOOD) == []


def test_every_fault_of_a_bad_system_comes_at_once():
    bad = step(
        "good",
        [out("good", 1), out("b", 1, kind="waste", price=2)],
        [
            take(1, output="goods"),
            take(1, card="metal", material="steel"),
            take(1),
            take(1, "piece", output="good"),
            take(1, "kg", electricity=True),
            take(1, "kWh", card="x", only_for="b"),
        ],
        releases=(release("CH5", 1),),
    )
    assert found(GOOD, bad, products=("b", "nothing")) == [
        ("GC-FPT-111", "/processes/1/id", "error"),
        ("GC-FPT-111", "/processes/1/outputs/0/id", "error"),
        ("GC-FPT-119", "/processes/1/outputs/1/price", "error"),
        ("GC-FPT-110", "/processes/1/inputs/0/output", "error"),
        ("GC-FPT-112", "/processes/1/inputs/1", "error"),
        ("GC-FPT-112", "/processes/1/inputs/2", "error"),
        ("GC-FPT-113", "/processes/1/inputs/3/unit", "error"),
        ("GC-FPT-113", "/processes/1/inputs/4/unit", "error"),
        ("GC-FPT-123", "/processes/1/inputs/5/only_for", "error"),
        ("GC-FPT-122", "/processes/1/releases/0/gas", "error"),
        ("GC-FPT-124", "/products/0", "error"),
        ("GC-FPT-124", "/products/1", "error"),
    ]


def test_every_fault_reads_in_both_languages():
    bad = step("p", [out("a", 0), out("b", 1)], [take(-1, output="aa"), take(1, "m2", fuel="coal")])
    for fault in faults(bad, GOOD, GOOD):
        for lang in ("en", "zh"):
            assert fault.text(lang)
            assert fault.remedy(lang)
            assert "{" not in fault.text(lang) + fault.remedy(lang)
        assert fault.text("en") != fault.text("zh")


def test_a_near_miss_is_named():
    (fault,) = faults(GOOD, step("p", [out("a", 1)], [take(1, output="goood")]))
    assert "Did you mean “good”?" in fault.text("en")


def test_waste_cannot_be_taken():
    made = step("p", [out("a", 9), out("mud", 1, kind="waste")], [take(10, card="metal")])
    (fault,) = faults(made, step("q", [out("b", 1)], [take(1, output="mud")]))
    assert fault.code == "GC-FPT-110"
    assert "treated and not used" in fault.text("en")


@pytest.mark.parametrize("bad", ["-1", "NaN", "sNaN", "Infinity", "-Infinity", "1e20", "1e999999", "1e-40"])
def test_no_amount_is_negative_or_endless(bad):
    value = Decimal(bad)
    outputs = (msgspec.structs.replace(out("a", 1), amount=value, price=value, energy_mj=value, mass_kg=value),)
    process = step("p", outputs, [take(bad, card="metal", uncertainty=value)], releases=(release("CO2", bad),))
    assert found(process) == [
        ("GC-FPT-114", f"/processes/0/{field}", "error")
        for field in (
            "outputs/0/amount",
            "outputs/0/mass_kg",
            "outputs/0/price",
            "outputs/0/energy_mj",
            "inputs/0/amount",
            "inputs/0/uncertainty",
            "releases/0/kg",
        )
    ]


def test_an_output_of_nothing_is_no_output():
    assert codes(step("p", [out("a", 0)], [take(1, card="metal")])) == ["GC-FPT-114"]


def test_no_offset_can_be_expressed():
    # no negative release, no negative input, and no field in which a credit could stand
    for entry in ({"releases": (release("CO2", "-0.001"),)}, {"inputs": [take("-0.001", card="metal")]}):
        with pytest.raises(InvalidInput) as refusal:
            built(system(step("p", [out("a", 1)], **entry)), METAL)
        assert refusal.value.code == "GC-FPT-114"
        assert "offset" in refusal.value.faults[0].remedy("en")
    for kind in (ProductSystem, system_model.UnitProcess, SystemInput, system_model.Output, Release):
        names = {field.name for field in msgspec.structs.fields(kind)}
        assert not names & {"offset", "offsets", "credit", "credits", "avoided", "removal", "removals"}
    with pytest.raises(Refused) as refusal:
        built(system(step("p", [out("a", 1)], [take(1, card="metal")])), card("metal", -5))
    assert refusal.value.code == "GC-FPT-125"


def two(rule, **more):
    return step("p", [out("a", 6, **more), out("b", 4, **more)], [take(10, card="metal")], allocation=rule)


def test_several_products_need_a_rule_and_its_data():
    assert found(two(None)) == [("GC-FPT-115", "/processes/0/allocation", "error")]
    assert found(two(split("economic"))) == [("GC-FPT-118", "/processes/0/allocation/method", "error")] * 2
    assert codes(two(split("economic"), price=0)) == ["GC-FPT-116"]
    assert codes(two(split("energy"), energy_mj=3)) == []
    pieces = step("p", [out("a", 6, "piece"), out("b", 4)], [take(10, card="metal")], allocation=split("mass"))
    assert codes(pieces) == ["GC-FPT-118"]


def test_stated_shares_are_whole_and_known():
    assert codes(two(split("stated", a="0.5", b="0.5"))) == []
    assert codes(two(split("stated", a="0.3333333333", b="0.6666666667"))) == []
    assert codes(two(split("stated", a="0.5", b="0.500000002"))) == ["GC-FPT-116"]
    assert codes(two(split("stated", a=1))) == ["GC-FPT-117"]
    assert codes(two(split("stated", a="0.5", b="0.25", c="0.25"))) == ["GC-FPT-117"]
    assert "GC-FPT-114" in codes(two(split("stated", a="1.5", b="-0.5")))
    twice = AllocationRule(
        method="stated",
        shares=tuple(StatedShare(output=name, share=Decimal("0.5")) for name in ("a", "a", "b")),
    )
    assert codes(two(twice)) == ["GC-FPT-117", "GC-FPT-116"]


@pytest.mark.parametrize(
    ("taken", "expected"),
    [("10.5", []), ("10.6", ["warning"]), ("12.4", ["warning"]), ("12.6", ["error"]), ("7.9", ["error"]), ("9.6", [])],
)
def test_mass_in_is_mass_out_within_five_and_twenty_per_cent(taken, expected):
    process = step("p", [out("a", 9), out("chips", 1, kind="scrap")], [take(taken, card="metal")])
    assert [(code, kind) for code, _, kind in found(process)] == [("GC-FPT-120", kind) for kind in expected]


def test_mass_is_followed_through_pieces_and_let_out_as_gas():
    part = step("part", [out("part", 10, "piece", mass_kg=20)], [take(20, card="metal")])
    fits = step("fits", [out("set", 5, "piece", mass_kg=20)], [take(10, "piece", output="part")])
    short = step("short", [out("box", 5, "piece", mass_kg=10)], [take(10, "piece", output="part")])
    unknown = step("unknown", [out("bag", 5, "piece")], [take(10, "piece", output="part")])
    assert found(part, fits, short, unknown) == [("GC-FPT-120", "/processes/2", "error")]
    kiln = step("kiln", [out("lime", 56)], [take(100, card="metal")], releases=(release("CO2", 44),))
    assert found(kiln) == []
    burner = step("burner", [out("heat", 100, "MJ")], [take(10, card="metal")])
    assert found(burner) == []


def test_own_use_stays_below_the_yield():
    # 1.5 kWh is 5.4 MJ of 6
    def process(kwh):
        return step("p", [out("heat", 6, "MJ")], [take(kwh, "kWh", output="heat"), take(1, card="metal")])

    assert codes(process("1.5"), products=("heat",)) == []
    assert found(process("1.7"), products=("heat",)) == [("GC-FPT-121", "/processes/0/outputs/0/amount", "error")]


def test_waste_has_a_mass_and_a_treatment_of_waste():
    def process(**more):
        return step("p", [out("a", 9), out("mud", 1, kind="waste", **more)], [take(10, card="metal")])

    assert codes(process()) == []
    pieces = step("p", [out("a", 9), out("mud", 1, "piece", kind="waste")], [take(10, card="metal")])
    assert codes(pieces) == ["GC-FPT-126"]
    assert codes(step("p", [out("a", 9, treatment="waste/metal/landfill")])) == ["GC-FPT-126"]
    for wrong in ("material/zinc/fr-ademe-primary", "waste/metal/nowhere", "electricity/direct/cn-ah/2021"):
        with pytest.raises(InvalidInput) as refusal:
            built(system(process(treatment=wrong)), METAL)
        assert refusal.value.code == "GC-FPT-126"


def test_carbon_is_part_of_the_mass():
    assert codes(step("p", [out("a", 9, biogenic_carbon_kg=10)])) == ["GC-FPT-128"]


def test_a_system_needs_processes_and_processes_need_products():
    assert codes() == ["GC-FPT-127"]
    assert codes(step("p", [out("chips", 1, kind="scrap")])) == ["GC-FPT-127"]
    loop = (step("p", [out("a", 2)], [take(1, output="b")]), step("q", [out("b", 2)], [take(1, output="a")]))
    assert "GC-FPT-127" in codes(*loop)


def test_methane_is_weighed_by_its_origin():
    gwp = catalogue().gwp["AR6"].gases
    for origin, key in (("fossil", "CH4 fossil"), ("biogenic", "CH4 biogenic")):
        process = step("p", [out("a", 1)], [take(1, card="metal")], releases=(release("CH4", 2, origin),))
        result = footprints(system(process), METAL)["a"]
        assert result.total_kg_co2e == 5 + 2 * gwp[key]
        apart = result.components.biogenic_non_co2
        assert apart == (2 * gwp[key] if origin == "biogenic" else 0)


def test_direct_factors_are_refused_by_their_type_and_units_by_their_kind():
    direct = step("p", [out("a", 1)], [take(1, "kWh", factor="electricity/direct/cn-ah/2021")])
    with pytest.raises(Refused) as refusal:
        built(system(direct))
    assert refusal.value.code == "GC-FAC-003"
    assert refusal.value.faults[0].place.pointer == "/processes/0/inputs/0/factor"
    unlike = step("p", [out("a", 1)], [take(1, "kWh", factor="material/zinc/fr-ademe-primary")])
    with pytest.raises(InvalidInput) as wrong:
        built(system(unlike))
    assert wrong.value.code == "GC-FPT-113"


def test_every_input_without_a_source_is_named_in_one_refusal():
    process = step("p", [out("a", 3)], [take(1, card="x"), take(1, material="unobtainium"), take(1, card="y")])
    with pytest.raises(Refused) as refusal:
        built(system(process))
    places = [(fault.code, fault.place.pointer) for fault in refusal.value.faults]
    assert places == [
        ("GC-FPT-125", "/processes/0/inputs/0/card"),
        ("GC-FAC-004", "/processes/0/inputs/1/material"),
        ("GC-FPT-125", "/processes/0/inputs/2/card"),
    ]


def test_text_of_any_length_stays_short_in_a_fault():
    long = "x" * 5000
    process = msgspec.structs.replace(step("p", [out("a", 1)], [take(1, output=long)]), id=long, name=text(long))
    for fault in faults(process):
        assert len(fault.text("en")) < 400


def test_a_wholly_wrong_system_is_told_within_bounds():
    many = [step(f"p{i}", [out(f"o{i}", 1)], [take(1, output=f"x{j}") for j in range(50)]) for i in range(40)]
    assert len(faults(*many)) == 1000


def test_what_comes_from_nothing_is_said():
    result = footprints(system(step("spring", [out("water", 1)])))["water"]
    assert result.total_kg_co2e == 0
    assert result.measured_share == 0
    assert (result.interval.low, result.interval.high) == (0, 0)
    assert any("bears no burden" in note.en for note in result.notes)
