"""Cycles and links against textbooks, dense algebra, and what must not change a result."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.errors import Refused
from greencard.footprint.system import Unroller, build, system_footprints
from greencard.model import Release
from system_samples import built, card, catalogue, footprints, out, split, step, system, take, totals

METAL = card("metal", 5)
KWH = take(1, unit="kWh", electricity=True)


def co2(kg):
    return (Release(gas="CO2", kg=Decimal(str(kg))),)


def test_the_textbook_system_of_heijungs_and_suh():
    # Heijungs & Suh 2002, ch. 2: 2 litres of fuel give 10 kWh and 1 kg CO2; 50 of crude oil give 100 litres and 10 kg.
    # 1 000 kWh need 100 and 2 of the two processes: 100 x 1 + 2 x 10 = 120 kg CO2. (Litres are kg here.)
    made = system(
        step("power", [out("kWh", 10, "kWh")], [take(2, output="fuel")], releases=co2(1)),
        step("refinery", [out("fuel", 100)], releases=co2(10), inputs=[take(100, card="crude")]),
        products=("kWh",),
    )
    crude = card("crude", "1e-9")
    assert 1000 * float(footprints(made, crude)["kWh"].total_kg_co2e) == pytest.approx(120, rel=1e-7)


def test_a_refinery_that_uses_its_own_power_plant():
    # fuel f per kg, power p per kWh: p = 0.1 + 0.2 f, f = 0.1 + 0.5 p (500 kWh per 1 000 kg)
    # p = 0.1 + 0.02 + 0.1 p -> p = 0.12/0.9 = 0.1333..., f = 0.1 + 0.0666... = 0.1666...
    made = system(
        step("power", [out("electricity", 10, "kWh")], [take(2, output="fuel")], releases=co2(1)),
        step("refinery", [out("fuel", 1000)], [take(500, "kWh", output="electricity")], releases=co2(100)),
        products=("electricity", "fuel"),
    )
    assert totals(made) == pytest.approx({"electricity": 2 / 15, "fuel": 1 / 6}, rel=1e-14)


def test_two_facilities_supply_each_other_across_units():
    # foundry: 100 pieces of 2 kg from 210 kg billet and 0.36 GJ (100 kWh) of the mill's power; the mill takes 5 pieces
    foundry = step(
        "foundry",
        [out("part", 100, "piece", mass_kg=200), out("chips", 10, kind="scrap")],
        [take("0.21", "t", output="billet"), take("0.36", "GJ", output="power")],
    )
    mill = step("mill", [out("billet", 1000)], [take(1000, card="metal"), take(5, "piece", output="part")])
    plant = step("plant", [out("power", 50, "kWh")], releases=co2(25))
    made = system(foundry, mill, plant, products=("part",))
    # b = 5 + 0.005 a; a = 2.1 b + 1 x 0.5 -> a = 10.5 + 0.0105 a + 0.5 -> a = 11/0.9895
    assert totals(made, METAL)["part"] == pytest.approx(11 / 0.9895, rel=1e-13)


def test_a_cycle_that_eats_what_it_yields_is_refused_by_name():
    made = system(
        step("p", [out("a", 1)], [take(2, "kWh", output="b")]),
        step("q", [out("b", 1, "kWh")], [take("0.5", output="a")]),
        products=("a",),
    )
    with pytest.raises(Refused) as refusal:
        footprints(made)
    assert refusal.value.code == "GC-FPT-105"
    sentence = refusal.value.faults[0].text("en")
    assert "a" in sentence
    assert "b" in sentence
    assert "→" in sentence
    assert "→" in refusal.value.faults[0].text("zh")


def dense(made, cards):
    """The same system by hand: allocate by mass, then solve h = A h + c with numpy."""
    names = [output.id for process in made.processes for output in process.outputs]
    price = {found.id: float(found.kg_co2e) for found in cards}
    a, c = np.zeros((len(names), len(names))), np.zeros(len(names))
    for process in made.processes:
        whole = sum(float(output.amount) for output in process.outputs)
        for output in process.outputs:
            j = names.index(output.id)
            for entry in process.inputs:
                per_unit = float(entry.amount) / whole
                if entry.output:
                    a[j, names.index(entry.output)] += per_unit
                else:
                    c[j] += per_unit * price[entry.card]
    return dict(zip(names, np.linalg.solve(np.eye(len(names)) - a, c).tolist(), strict=True))


@st.composite
def systems(draw):
    """Processes with one or two products by mass, taking at most 0.8 kg of others per kg: cycles, all productive."""
    count = draw(st.integers(2, 6))
    names = [[f"o{i}{k}" for k in range(draw(st.integers(1, 2)))] for i in range(count)]
    flat = [name for found in names for name in found]
    number = st.decimals("0.1", "50", places=2)
    processes = []
    for i in range(count):
        outputs = [out(name, draw(number)) for name in names[i]]
        whole = sum(output.amount for output in outputs)
        elsewhere = [name for name in flat if name not in names[i]]
        links = draw(st.lists(st.tuples(st.sampled_from(elsewhere), st.decimals("0.01", "0.2", places=3)), max_size=4))
        inputs = [take(whole * amount, output=name) for name, amount in links]
        bought = whole - sum(entry.amount for entry in inputs)
        inputs.append(take(bought, card=draw(st.sampled_from(["metal", "other"]))))
        rule = split("mass") if len(outputs) > 1 else None
        processes.append(step(f"p{i}", outputs, inputs, allocation=rule))
    return system(*processes, products=tuple(flat))


CARDS = (METAL, card("other", "0.25"))


@settings(max_examples=50, deadline=None)
@given(made=systems())
def test_any_system_agrees_with_dense_algebra_and_its_tree_adds_up(made):
    found = built(made, *CARDS)
    expected = dense(made, CARDS)
    got = dict(zip((output.id for output in found.outputs), found.totals.tolist(), strict=True))
    assert got == pytest.approx(expected, rel=1e-11)
    unroller = Unroller(found)
    for place in found.wanted:
        tree = unroller.tree(place)
        leaves = [node.kg_co2e for node in _leaves(tree)]
        assert float(sum(leaves)) == pytest.approx(float(found.totals[place]), rel=1e-12)
        assert tree.kg_co2e == sum(leaves)
        assert found.accounts[place].sum() == pytest.approx(found.totals[place], rel=1e-12)


def _leaves(node):
    if not node.children:
        yield node
    for child in node.children:
        yield from _leaves(child)


@settings(max_examples=25, deadline=None)
@given(made=systems(), data=st.data())
def test_neither_order_nor_batch_nor_splitting_a_line_changes_a_figure(made, data):
    before = totals(made, *CARDS)
    turned = data.draw(st.permutations(made.processes))
    swapped = [
        msgspec.structs.replace(p, outputs=tuple(reversed(p.outputs)), inputs=tuple(reversed(p.inputs))) for p in turned
    ]
    assert totals(system(*swapped, products=made.products), *CARDS) == pytest.approx(before, rel=1e-11)
    times = Decimal(data.draw(st.integers(2, 9)))
    first = made.processes[0]
    larger = msgspec.structs.replace(
        first,
        outputs=tuple(msgspec.structs.replace(o, amount=o.amount * times) for o in first.outputs),
        inputs=tuple(msgspec.structs.replace(i, amount=i.amount * times) for i in first.inputs),
    )
    assert totals(system(larger, *made.processes[1:], products=made.products), *CARDS) == pytest.approx(
        before, rel=1e-11
    )
    halves = tuple(msgspec.structs.replace(i, amount=i.amount / 2) for i in first.inputs for _ in range(2))
    parted = msgspec.structs.replace(first, inputs=halves)
    assert totals(system(parted, *made.processes[1:], products=made.products), *CARDS) == pytest.approx(
        before, rel=1e-11
    )


def test_twice_the_figure_of_everything_bought_is_twice_the_footprint():
    made = system(step("p", [out("a", 4), out("b", 6)], [take(10, card="metal")], allocation=split("mass")))
    once, twice = totals(made, METAL), totals(made, card("metal", 10))
    assert twice == pytest.approx({name: 2 * kg for name, kg in once.items()}, rel=1e-14)


def test_the_same_system_gives_the_same_bytes_and_another_one_another_snapshot():
    made = system(step("p", [out("a", 10)], [take(10, card="metal"), take(3, "kWh", electricity=True)]))
    first, second = (msgspec.json.encode(footprints(made, METAL)["a"]) for _ in range(2))
    assert first == second
    other = footprints(made, card("metal", "5.0000001"))["a"]
    assert other.snapshot != footprints(made, METAL)["a"].snapshot


def test_wanted_without_a_list_is_what_no_other_process_takes():
    made = system(
        step("p", [out("a", 10)], [take(9, card="metal"), take(1, output="a")]),
        step("q", [out("b", 5), out("chips", 5, kind="scrap")], [take(10, output="a")]),
    )
    assert list(footprints(made, METAL)) == ["b"]
    loop = system(step("p", [out("a", 10)], [take(9, card="metal"), take(1, output="a")]))
    assert footprints(loop, METAL)["a"].total_kg_co2e == 5  # 9 kg bought over 9 kg net


def test_results_cost_one_build():
    made = system(step("p", [out("a", 10)], [take(10, material="steel sheet")]))
    results = system_footprints(build(made, catalogue()))
    steel = results[0].explain.children[0]
    assert results[0].total_kg_co2e == steel.factor.value
    assert steel.formula == f"1 kg × {steel.factor.value} kg CO2e/kg"


def test_a_loop_hardly_productive_has_an_interval_that_ends_and_says_why():
    """a takes 0.999999 b, b takes a: 0.5777 / (1 - 0.999999) = 577 700 kg; amounts known to 10 % cannot carry that."""
    made = system(
        step(
            "p", [out("a", 1, "piece")], [take(1, unit="kWh", electricity=True), take("0.999999", "piece", output="b")]
        ),
        step("q", [out("b", 1, "piece")], [take(1, "piece", output="a")]),
        products=("a",),
    )
    result = footprints(made)["a"]
    assert float(result.total_kg_co2e) == pytest.approx(577_700, rel=1e-6)
    # a standard deviation of ln beyond 3 counts as 3: a factor of exp(3 x 1.96) = 357.8 either way
    assert float(result.interval.high / result.total_kg_co2e) == pytest.approx(357.76, rel=1e-4)
    assert any("loop" in note.en and "循环" in note.zh for note in result.notes)
