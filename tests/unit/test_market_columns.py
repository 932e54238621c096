"""The market's columns against the single assessment: the same totals, stages, intervals, questions, or the same no."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.errors import GreencardError
from greencard.footprint.kernel import COMPONENTS
from greencard.footprint.market import REACH, apart_of
from greencard.model import (
    CoProduct,
    EndOfLife,
    Evidence,
    Facility,
    MeterReference,
    PackagingPart,
    Process,
    Product,
    Recycled,
    Release,
    RooftopSolar,
    SupplierFigure,
    Text,
)
from market_samples import CLOSE, ON, PACKS, examples, line, market, plain_examples, product, single

WORDS = sorted({word for m in PACKS.factors().materials.values() for word in (*m.en[:2], *m.zh[:1])})
FACTORS = sorted(f.id for rows in PACKS.factors().by_material.values() for f in rows if f.unit == "kg CO2e/kg")


def agree(found, at, result):
    """One row of a market against the single result, figure by figure."""
    row = found.row(at)
    assert row.total == pytest.approx(float(result.total_kg_co2e), rel=CLOSE)
    for value, stage in zip(row.stages, result.stages, strict=True):
        assert value == pytest.approx(float(stage.kg_co2e), rel=CLOSE, abs=1e-300)
    assert row.low == pytest.approx(float(result.interval.low), rel=1e-9)
    assert row.high == pytest.approx(float(result.interval.high), rel=1e-9)
    assert row.measured_share == pytest.approx(float(result.measured_share), abs=1e-11)
    assert row.questions == len(result.questions)
    at_stake = sum(float(question.kg_co2e_at_stake) for question in result.questions)
    assert row.at_stake == pytest.approx(at_stake, rel=1e-9, abs=1e-12)
    parts = dict(zip(COMPONENTS, row.components, strict=True))
    shown = result.components
    assert parts["fossil"] == pytest.approx(float(shown.fossil), rel=CLOSE, abs=1e-11)
    assert parts["uptake"] == pytest.approx(float(shown.biogenic_uptake), rel=1e-10)
    assert parts["biogenic_co2"] == pytest.approx(float(shown.biogenic_emissions), rel=1e-10)
    assert parts["biogenic_non_co2"] == pytest.approx(float(shown.biogenic_non_co2), rel=1e-10)
    assert parts["packaging"] == pytest.approx(float(shown.packaging), rel=CLOSE)


@pytest.mark.parametrize("which", [examples, plain_examples])
def test_the_twelve_examples_are_the_same_alone_and_in_a_market(which):
    products = list(which())
    found = market(products)
    assert not found.faults
    assert set(found.ids) == {one.id for one in products}
    for one in products:
        agree(found, found.places[one.id], single(one))


def test_the_examples_without_roof_are_within_the_columns_and_those_with_one_are_not():
    assert not any(apart_of(one) for one in plain_examples())
    assert any(apart_of(one) == "solar" for one in examples())


kilos = st.integers(0, 10**7).map(lambda n: Decimal(n).scaleb(-4))
shares = st.sampled_from([Decimal(0), Decimal("0.3"), Decimal("0.333"), Decimal(1)])
evidences = st.sampled_from(
    [
        Evidence(),
        Evidence(grade="E1", kind="invoice"),
        Evidence(grade="E2"),
        Evidence(grade="E1", kind="certificate", valid_until=ON.replace(year=2025)),
    ]
)
recycleds = st.none() | st.builds(Recycled, share=shares, evidence=evidences)
suppliers = st.builds(
    SupplierFigure,
    kg_co2e_per_kg=st.integers(1, 900).map(lambda n: Decimal(n).scaleb(-2)),
    scope=st.sampled_from(["cradle_to_gate", "direct_and_indirect_mixed", "direct_only", "unstated"]),
    per=st.sampled_from(["kg", "piece"]),
    card=st.sampled_from(["", "card-7"]),
    evidence=evidences,
)


def rarely(odd, *usual):
    """One of the usual, and once in a while what is refused."""
    return st.tuples(st.integers(0, 40), st.sampled_from(usual)).map(lambda pair: odd if pair[0] == 40 else pair[1])


@st.composite
def lines(draw):
    net = draw(kilos)
    return line(
        draw(rarely("unobtainium", "LED 0.3 W x4", "bamboo and steel", *WORDS)),
        str(net),
        str(net + draw(rarely(Decimal("-0.1"), Decimal(0), Decimal("0.0001"), Decimal("0.3")))),
        factor=draw(rarely("no/such", "")) or draw(st.sampled_from(["", "", *FACTORS[:40]])),
        recycled=draw(recycleds),
        supplier=draw(st.none() | st.none() | suppliers),
        bio_based_share=draw(rarely(Decimal("0.3"), Decimal(0))) if draw(rarely(True, False)) else Decimal(0),
        distance_km=draw(rarely(Decimal(30_000), None, Decimal(0), Decimal("12.5"))),
    )


@st.composite
def products(draw):
    bom = draw(st.lists(lines(), min_size=1, max_size=9))
    base = product("p", *bom)
    steps = [
        Process(
            name=draw(st.sampled_from(["moulding", "铸造"])),
            electricity_kwh=draw(st.sampled_from([Decimal(0), Decimal("1.7")])),
            heat_mj=draw(st.sampled_from([Decimal(0), Decimal(30)])),
            heat_fuel=draw(rarely(draw(st.sampled_from(["", "moonlight"])), "natural gas", "竹废料")),
            evidence=draw(evidences),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    parts = [
        PackagingPart(material=draw(st.sampled_from(WORDS)), mass_kg=draw(kilos), recycled=draw(recycleds))
        for _ in range(draw(st.integers(0, 2)))
    ]
    mass = base.mass_kg * draw(rarely(Decimal("1.3"), Decimal(1), Decimal("1.1"), Decimal("1.2")))
    facility = msgspec.structs.replace(base.facility, country=draw(rarely("XX", "CN", "DE")))
    return msgspec.structs.replace(
        base, mass_kg=mass, processes=tuple(steps), packaging=tuple(parts), facility=facility
    )


def alone(one):
    try:
        return single(one), ()
    except GreencardError as error:
        return None, error.faults


@settings(max_examples=50, deadline=None)
@given(products())
def test_any_product_is_the_same_alone_and_in_a_market(one):
    found = market([one])
    expected, faults = alone(one)
    if expected is None:
        assert found.faults[one.id] == faults
        assert not len(found)
    else:
        agree(found, 0, expected)


def test_every_field_of_the_model_is_counted_beside_or_apart():
    for kind, reach in REACH.items():
        named = [*reach.counted, *reach.beside, *reach.apart]
        assert sorted(named) == sorted(kind.__struct_fields__), f"{kind.__name__}: decide what a market does with it"
        assert len(set(named)) == len(named)


TEXT = Text(en="x")
APART = [
    ("meter", {"meter": MeterReference(file="r.csv", period_start=ON, period_end=ON)}),
    ("end_of_life", {"end_of_life": EndOfLife(scenario=TEXT, disposal=())}),
    ("solar", {"facility": Facility(id="f", name=TEXT, place=TEXT, solar=RooftopSolar(kwp=Decimal(9)))}),
    ("supplier_card", {"bom": (line("PP granulate", supplier_card="card.json"),)}),
    ("releases", {"processes": (Process(name="x", releases=(Release(gas="CH4", kg=Decimal(1)),)),)}),
    ("co_products", {"processes": (Process(name="x", co_products=(CoProduct(name="y", kg=Decimal(1)),)),)}),
]


@pytest.mark.parametrize(("field", "said"), APART)
def test_what_the_columns_do_not_know_is_left_to_the_single_assessment(field, said):
    one = msgspec.structs.replace(product("p", line()), **said)
    assert apart_of(one) == field
    called = []

    def asked(given: Product):
        called.append(given.id)
        return single(product("p", line()))

    from greencard.footprint.market import assess_market
    from market_samples import inbound

    found = assess_market([one], PACKS.factors(), inbound=inbound, single=asked, on=ON)
    assert called == ["p"]
    assert found.totals[0] == pytest.approx(float(single(product("p", line())).total_kg_co2e), rel=CLOSE)


def test_a_refused_product_stops_no_other_and_keeps_its_own_faults():
    bad = product("bad", line("unobtainium"))
    found = market([product("a", line()), bad, product("b", line())])
    assert found.ids == ("a", "b")
    with pytest.raises(GreencardError) as caught:
        single(bad)
    assert found.faults == {"bad": caught.value.faults}


def test_twice_the_mass_is_twice_the_materials():
    found = market([product("one", line(net="1.5"), kwh="0"), product("two", line(net="3"), kwh="0")])
    assert found.totals[1] == pytest.approx(2 * found.totals[0], rel=1e-14)


def test_the_same_market_has_the_same_digest_and_another_one_another():
    first, again = (market([product("a", line())]) for _ in range(2))
    assert first.digest == again.digest
    assert market([product("a", line(net="1.0001"))]).digest != first.digest


def test_questions_are_ranked_by_the_parts_of_the_totals_that_rest_on_them():
    found = market([product("a", line()), product("b", line()), product("c", line("Glass", "2"))])
    asked = found.asked_most(3)
    assert asked[0].products == 2
    assert asked[0].about == "PP granulate"
    assert [a.mean_share * a.products for a in asked] == sorted(
        (a.mean_share * a.products for a in asked), reverse=True
    )
