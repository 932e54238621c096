"""Products made of products: units by mass, depth, cycles, what does not hold, and edits with what they reach."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from greencard.errors import GreencardError
from greencard.footprint.kernel import Repricer
from greencard.footprint.market import MarketEditor, entry_of
from greencard.footprint.market.explain import explained
from greencard.model import MeterReference
from market_samples import CLOSE, ON, line, made_of, market, product, recipes, single


def total(found, name):
    return float(found.totals[found.places[name]])


def test_a_line_takes_gross_mass_over_the_mass_of_the_linked_product():
    # part: 2 kg a unit. The whole takes 3 kg gross of it: 1.5 units.
    part = product("part", line(net="2"))
    whole = product("whole", made_of("part", "2.5", gross="3"), line("Glass", "1"), kwh="0")
    found = market([whole, part])
    alone = market([product("alone", line("Glass", "1"), kwh="0"), part])
    at = found.places["whole"]
    lost = found.stages[at][2]
    assert total(found, "whole") == pytest.approx(total(alone, "alone") + 1.5 * total(alone, "part") + lost, rel=CLOSE)
    assert found.stages[at][0] == pytest.approx(
        alone.stages[alone.places["alone"]][0] + 1.5 * total(alone, "part"), rel=CLOSE
    )
    assert 0 < lost < 0.1, "half a kilogram of the part is lost and treated"
    assert found.stages.sum(axis=1) == pytest.approx(found.totals, rel=1e-13)


def test_a_chain_of_ten_carries_every_level():
    products = [product("p0", line())]
    products += [product(f"p{k}", made_of(f"p{k - 1}", "1"), kwh="0") for k in range(1, 11)]
    found = market(products[::-1])
    # each level is one unit of the one before; masses are equal, inbound is not stated, nothing is lost
    assert total(found, "p10") == pytest.approx(total(found, "p0"), rel=1e-13)
    low, high = found.low[found.places["p10"]], found.high[found.places["p10"]]
    base = found.places["p0"]
    assert low < found.low[base], "ten weighed links add doubt"
    assert high > found.high[base]


def test_a_productive_cycle_is_solved():
    # regrind: a = own_a + 0.2 b, b = own_b + 0.5 a (one kilogram each)
    a = product("a", line(net="0.8"), made_of("b", "0.2"), kwh="0")
    b = product("b", line("Glass", "0.5"), made_of("a", "0.5"), kwh="0")
    found = market([a, b, product("pp", line(net="0.8"), kwh="0"), product("glass", line("Glass", "0.5"), kwh="0")])
    own_a, own_b = total(found, "pp"), total(found, "glass")
    expected = np.linalg.solve([[1, -0.2], [-0.5, 1]], [own_a, own_b])
    assert [total(found, "a"), total(found, "b")] == pytest.approx(expected, rel=1e-12)
    at = found.places["a"]
    assert found.low[at] < found.totals[at] < found.high[at]
    # doubt through the cycle: what `a` takes of each leaf is the solved need times the leaf
    assert found.high[at] / found.totals[at] > 1.05


def test_a_cycle_that_eats_what_it_makes_is_named_and_stops_no_other():
    a = product("a", made_of("b", "1"))
    b = product("b", made_of("a", "1"))
    found = market([a, b, product("user", made_of("a", "1")), product("free", line())])
    assert found.ids == ("free",)
    fault = found.faults["a"][0]
    assert fault.code == "GC-FPT-061"
    assert set(fault.params["cycle"].split(" → ")) == {"a", "b"}
    assert fault.place.pointer == "/bom/0/product"
    assert found.faults["user"][0].code == "GC-FPT-063"


def test_a_product_made_of_itself_is_refused_unless_it_yields_something():
    eats = product("eats", made_of("eats", "1"))
    regrinds = product("regrinds", line(net="0.75"), made_of("regrinds", "0.25"), kwh="0")
    found = market([eats, regrinds, product("new", line(net="0.75"), kwh="0")])
    assert found.faults["eats"][0].code == "GC-FPT-061"
    assert total(found, "regrinds") == pytest.approx(total(found, "new") / 0.75, rel=1e-12)


def test_a_missing_link_refuses_the_product_and_all_made_of_it():
    found = market([product("a", made_of("nowhere", "1")), product("b", made_of("a", "1")), product("c", line())])
    assert found.ids == ("c",)
    assert found.faults["a"][0].code == "GC-FPT-060"
    assert found.faults["a"][0].params["linked"] == "nowhere"
    assert found.faults["b"][0].code == "GC-FPT-063"


def test_a_link_to_a_product_that_was_refused_says_so():
    found = market([product("bad", line("unobtainium")), product("b", made_of("bad", "1"))])
    assert found.faults["b"][0].code == "GC-FPT-063"
    assert found.faults["bad"][0].code.startswith("GC-FAC")


def test_an_id_given_twice_stands_for_the_first():
    found = market([product("a", line()), product("a", line("Glass"))])
    assert len(found) == 1
    assert total(found, "a") == pytest.approx(float(single(product("a", line())).total_kg_co2e), rel=CLOSE)
    assert [faults[0].code for faults in found.faults.values()] == ["GC-FPT-062"]


def test_links_and_what_the_columns_do_not_know_are_refused_together():
    meter = MeterReference(file="r.csv", period_start=ON, period_end=ON)
    one = msgspec.structs.replace(product("a", made_of("b", "1")), meter=meter)
    found = market([one, product("b", line())])
    assert found.faults["a"][0].code == "GC-FPT-064"
    assert found.faults["a"][0].params["feature"] == "meter"


def test_by_itself_a_linked_product_is_refused_rather_than_read_by_its_words():
    with pytest.raises(GreencardError) as caught:
        single(product("a", made_of("b", "1"), line()))
    assert caught.value.code == "GC-FPT-066"
    assert caught.value.faults[0].place.pointer == "/bom/0/product"


def test_the_fault_of_a_linked_product_is_its_own():
    bad = product("a", made_of("b", "1"), line("unobtainium"))
    found = market([bad, product("b", line())])
    assert found.faults["a"][0].code.startswith("GC-F")
    assert found.faults["a"][0].code != "GC-FPT-066"


def test_doubt_that_two_products_share_does_not_average_out_through_links():
    # a kilogram of PP bought, and one more had through a part: the same factor, so the doubt is that of two purchases
    # of it; the mass of the link adds its own
    part = product("part", line(net="1"), kwh="0")
    found = market(
        [
            part,
            product("whole", made_of("part", "1"), line(net="1"), kwh="0"),
            product("two", line(net="1"), line(net="1"), kwh="0"),
        ]
    )
    whole, two = found.places["whole"], found.places["two"]
    assert found.totals[whole] == pytest.approx(found.totals[two], rel=1e-12)
    assert found.high[two] <= found.high[whole] <= 1.02 * found.high[two]


def test_measured_data_stay_measured_through_a_link():
    part = product("part", line(), kwh="5")
    part = msgspec.structs.replace(
        part,
        processes=(msgspec.structs.replace(part.processes[0], evidence=single_evidence()),),
    )
    found = market([part, product("whole", made_of("part", "1"), kwh="0")])
    share = found.measured_share[found.places["part"]]
    assert 0 < share < 1
    assert found.measured_share[found.places["whole"]] == pytest.approx(share, rel=1e-12)


def single_evidence():
    from greencard.model import Evidence

    return Evidence(grade="E1", kind="bill")


def test_the_tree_of_a_linked_product_adds_up():
    found = market([product("part", line(net="2")), product("whole", made_of("part", "1"), line("Glass", "1"))])
    tree = explained(found, found.places["whole"])
    assert float(tree.kg_co2e) == pytest.approx(total(found, "whole"), rel=CLOSE)
    assert any("part" in node.label.en for node in tree.children[0].children)


def editor(products):
    found = market(products)
    taken = recipes()
    return found, MarketEditor(found, taken, single)


def chain():
    return [
        product("a", line()),
        product("b", made_of("a", "0.5"), line("Glass", "0.5")),
        product("c", made_of("b", "1")),
        product("apart", line("Cotton fabric", "1")),
    ]


@pytest.mark.parametrize(
    ("changed", "touched"),
    [
        (product("a", line(net="1.2")), {"a", "b", "c"}),
        (product("a", line("Glass", "1")), {"a", "b", "c"}),
        (product("b", made_of("a", "0.25"), line("Glass", "0.75")), {"b", "c"}),
        (product("b", line("Glass", "1")), {"b", "c"}),
        (product("apart", made_of("c", "1")), {"apart"}),
        (product("a", line(net="0.9"), made_of("c", "0.1")), {"a", "b", "c"}),
    ],
)
def test_an_edit_is_the_market_solved_anew(changed, touched):
    _, edit = editor(chain())
    edited = edit.edit(changed)
    anew = market([changed if one.id == changed.id else one for one in chain()])
    assert set(edited.ids) >= touched - ({"apart"} if changed.id != "apart" else set())
    for name, kg, parts in zip(edited.ids, edited.totals, edited.components, strict=True):
        at = anew.places[name]
        assert kg == pytest.approx(anew.totals[at], rel=1e-11)
        assert parts == pytest.approx(anew.components[at], rel=1e-10, abs=1e-12)
    settled = edit.settled()
    for name in anew.ids:
        assert total(settled, name) == pytest.approx(total(anew, name), rel=1e-11)
        assert settled.high[settled.places[name]] == pytest.approx(anew.high[anew.places[name]], rel=1e-9)


def test_edits_follow_each_other():
    _, edit = editor(chain())
    for net in ("1.1", "1.2", "1.3"):
        edit.edit(product("a", line(net=net)))
    edit.edit(product("b", made_of("a", "0.6"), line("Glass", "0.4")))
    last = edit.edit(product("a", line(net="1.4")))
    anew = market(
        [product("a", line(net="1.4")), product("b", made_of("a", "0.6"), line("Glass", "0.4")), *chain()[2:]]
    )
    for name, kg in zip(last.ids, last.totals, strict=True):
        assert kg == pytest.approx(total(anew, name), rel=1e-11)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (product("nobody", line()), "GC-FPT-065"),
        (product("a", made_of("nowhere", "1")), "GC-FPT-060"),
        (product("a", line("unobtainium")), "GC-FAC-"),
        (product("a", made_of("c", "4")), "GC-FPT-10"),
    ],
)
def test_an_edit_that_cannot_be_changes_nothing(changed, code):
    found, edit = editor(chain())
    with pytest.raises(GreencardError) as caught:
        edit.edit(changed)
    assert caught.value.code.startswith(code)
    edited = edit.edit(chain()[0])
    for name, kg in zip(edited.ids, edited.totals, strict=True):
        assert kg == pytest.approx(total(found, name), rel=1e-12)


def test_an_entry_names_its_product_and_mass():
    entry = entry_of(product("a", line(net="2.5")), recipes(), single, "a.json")
    assert (entry.id, entry.mass_kg, entry.file, entry.whole) == ("a", 2.5, "a.json", None)


def test_an_edit_that_leaves_the_links_alone_copies_no_snapshot(monkeypatch):
    _, edit = editor(chain())
    monkeypatch.setattr(Repricer, "snapshot", lambda _: pytest.fail("a whole market copied for one product"))
    changed = product("b", made_of("a", "0.5"), line("Cotton fabric", "0.5"))
    edited = edit.edit(changed)
    anew = market([changed if one.id == "b" else one for one in chain()])
    assert set(edited.ids) == {"b", "c"}
    for name, kg in zip(edited.ids, edited.totals, strict=True):
        assert kg == pytest.approx(total(anew, name), rel=1e-11)


def test_a_tree_cites_its_factors_as_the_single_assessment_does():
    own = product("own", line(net="0.5"), line("Glass", "0.5"))
    found = market([own, product("whole", made_of("own", "1"))])
    tree = explained(found, found.places["own"])
    alone = single(own).explain
    mine, theirs = ({(n.factor.id, n.factor.source) for n in tips(node) if n.factor} for node in (tree, alone))
    assert mine == theirs != set()
    for node in tips(tree):
        assert node.factor is None or f"{node.unit} × " in node.formula
        assert node.factor is None or node.factor.unit in node.formula
    assert float(tree.kg_co2e) == pytest.approx(float(alone.kg_co2e), rel=CLOSE)


def tips(node):
    return [tip for child in node.children for tip in tips(child)] if node.children else [node]
