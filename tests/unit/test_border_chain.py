"""Precursors level by level: own emissions, own free allocation, own year, defaults in part, and circles."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.adapters.packs.border import border_pack
from greencard.border import ActualEmissions, CarbonPricePaid, Precursor, Verification, eu_cbam
from greencard.errors import InvalidInput, Refused

PACK = border_pack()
D = Decimal
Q3 = date(2026, 9, 30)
TODAY = date(2026, 11, 23)
PRICE = D("82.32")


def report(year=2026, number="1"):
    return Verification(verifier="Example Verification GmbH", report=f"VR-{year}-{number}", year=year)


def ask(actual, *, cn="73181595", on=Q3, mass="100", tonnes="100", **more):
    return eu_cbam(
        PACK,
        cn=cn,
        origin="CN",
        net_mass_t=D(mass),
        on=on,
        importer_tonnes=D(tonnes),
        as_of=TODAY,
        actual=actual,
        **more,
    )


def chain(*, pig=None, billet_report=True, year=2026):
    """Bolts from rod from billet from pig iron; every mill but that of the pig iron has verified data."""
    pig = pig or Precursor(cn="72011011", origin="CN", mass_t_per_t=D("0.95"))
    billet = ActualEmissions(
        direct_t_per_t=D("0.2"),
        route="C",
        precursors=(pig,),
        installation="Steelworks",
        verification=report(year) if billet_report else None,
    )
    rod = ActualEmissions(
        direct_t_per_t=D("0.1"),
        precursors=(Precursor(cn="72071111", origin="CN", mass_t_per_t=D("1.02"), emissions=billet),),
        installation="Rod mill",
        verification=report(year),
    )
    return ActualEmissions(
        direct_t_per_t=D("0.15"),
        precursors=(Precursor(cn="72131000", origin="CN", mass_t_per_t=D("1.05"), emissions=rod),),
        installation="Bolt works",
        verification=report(year),
    )


# By hand, 2026. Pig iron 7201 from China on its default value: 1.66 x 1.10 = 1.826; benchmark B 1.21.
#   billet SEE = 0.2 + 0.95 x 1.826            = 1.9347
#   rod    SEE = 0.1 + 1.02 x 1.9347           = 2.073394
#   bolt   SEE = 0.15 + 1.05 x 2.073394        = 2.3270637
# Free allocation at 0.975: benchmark A of billet by route C 0.188, of rod 0.038, of bolts 0.038:
#   pig 1.17975; billet 0.1833 + 0.95 x 1.17975 = 1.3040625; rod 0.03705 + 1.02 x 1.3040625 = 1.36719375
#   bolt 0.03705 + 1.05 x 1.36719375           = 1.4726034375
# Certificates per tonne 2.3270637 - 1.4726034375 = 0.8544602625; share by default 1.05 x 1.02 x 0.95 x 1.826 / SEE.
SEE, SEFA = D("2.3270637"), D("1.4726034375")


def test_three_levels_by_hand():
    answer = ask(chain())
    (line,) = answer.lines
    assert (line.path, line.benchmark_column, line.benchmark_t_per_t) == ("actual", "A", D("0.038"))
    assert (line.see_t_per_t, line.sefa_t_per_t) == (SEE, SEFA)
    assert line.certificates_t == D("85.44602625")
    assert answer.cost_eur == D("85.44602625") * PRICE
    assert line.default_share == D("0.798373")
    said = " ".join(text.en for text in answer.assumptions)
    assert "79.8373 % of the embedded emissions rest on default values" in said
    assert "Art. 15" in said
    assert line.law[2] == "Implementing Regulation (EU) 2025/2547"


def test_mark_up_rests_on_the_default_part_alone_and_by_year():
    # 2027: the pig iron's mark-up is 20 %, the verified parts have none. The report of 2026 needs proof of production.
    answer = ask(chain(), on=date(2027, 3, 1))
    pig = D("1.66") * D("1.2")
    assert answer.lines[0].see_t_per_t == D("0.15") + D("1.05") * (D("0.1") + D("1.02") * (D("0.2") + D("0.95") * pig))
    assert answer.lines[0].cbam_factor == D("0.95")
    assert any("must be proven" in text.en for text in answer.assumptions)


def test_pig_iron_of_unknown_country_takes_the_highest_value():
    known = ask(chain()).lines[0]
    unknown = ask(chain(pig=Precursor(cn="72011011", mass_t_per_t=D("0.95")))).lines[0]
    highest = PACK.annex_iv.rows["7201"].value
    assert unknown.see_t_per_t - known.see_t_per_t == D("1.05") * D("1.02") * D("0.95") * (highest - D("1.66")) * D(
        "1.1"
    )
    assert any(
        "country of production unknown" in text.en
        for text in ask(chain(pig=Precursor(cn="72011011", mass_t_per_t=D(1)))).assumptions
    )


def test_row_of_the_country_without_a_value_falls_back_as_a_whole():
    # Taiwan's stainless rows were blanked: "Other countries and territories", total and route of that row.
    bar = Precursor(cn="72221111", origin="TW", mass_t_per_t=D(1))
    answer = ask(ActualEmissions(direct_t_per_t=D("0.1"), precursors=(bar,), verification=report()), cn="73181535")
    other = PACK.default_table("other").rows
    row = next(other[key] for key in ("72221111", "722211", "7222") if key in other)
    assert answer.lines[0].see_t_per_t == D("0.1") + row.value * D("1.1")
    assert any("Other countries and territories" in text.en for text in answer.assumptions)


def test_one_mill_without_a_report_makes_the_whole_indicative():
    answer = ask(chain(billet_report=False))
    default, stated = answer.lines
    assert (default.path, stated.path) == ("default", "indicative")
    assert (stated.certificates_t, stated.cost_eur, stated.see_t_per_t) == (None, None, SEE)
    assert answer.cost_eur == default.cost_eur == D("568.26") * PRICE
    assert any("precursor 7207 11 11: no verification report" in text.en for text in answer.assumptions)
    (confirmed,) = [change for change in answer.what_would_change_it if "were confirmed" in change.what.en]
    assert confirmed.cost_eur == D("85.44602625") * PRICE
    assert confirmed.change_eur == confirmed.cost_eur - answer.cost_eur


def test_unverified_precursors_can_stand_on_their_default_values():
    # Own process verified, the wire rod only stated: the report can rest on the rod's default 3.169 x 1.1, B 1.364.
    rod = Precursor(cn="72131000", origin="CN", mass_t_per_t=D("1.05"), see_t_per_t=D(2), split_stated=True)
    answer = ask(ActualEmissions(direct_t_per_t=D("0.15"), precursors=(rod,), verification=report()))
    (change,) = [change for change in answer.what_would_change_it if "whose data are not verified" in change.what.en]
    see = D("0.15") + D("1.05") * D("3.169") * D("1.1")
    sefa = D("0.975") * D("0.038") + D("1.05") * D("0.975") * D("1.364")
    assert change.certificates_t == 100 * (see - sefa)
    assert change.cost_eur == change.certificates_t * PRICE
    assert change.change_eur == change.cost_eur - answer.cost_eur
    waiting = ask(
        ActualEmissions(direct_t_per_t=D("0.15"), precursors=(rod,), verification=report()), on=date(2026, 12, 1)
    )
    (change,) = [change for change in waiting.what_would_change_it if "whose data are not verified" in change.what.en]
    assert (change.cost_eur, change.change_eur, change.certificates_t) == (None, None, 100 * (see - sefa))


@pytest.mark.parametrize(
    ("year", "words"), [(2025, "outside the reporting periods"), (2027, "outside the reporting periods")]
)
def test_a_report_of_another_period_is_named(year, words):
    answer = ask(chain(year=year))
    assert [line.path for line in answer.lines] == ["default", "indicative"]
    assert any(words in text.en and str(year) in text.en for text in answer.assumptions)


def test_precursor_made_a_year_earlier_takes_the_benchmark_of_its_year():
    # Aluminous cement 2523 30: benchmark 0.717 for production 2026-27, 0.686 for 2028-30; factor of 2028: 0.90.
    good = ActualEmissions(direct_t_per_t=D(1), indirect_t_per_t=D("0.1"), verification=report(2027))
    answer = ask(good, cn="25233000", on=date(2028, 2, 1))
    (line,) = answer.lines
    assert (line.path, line.benchmark_t_per_t, line.sefa_t_per_t) == ("actual", D("0.717"), D("0.90") * D("0.717"))
    same_year = ActualEmissions(direct_t_per_t=D(1), indirect_t_per_t=D("0.1"), verification=report(2028))
    assert ask(same_year, cn="25233000", on=date(2028, 2, 1)).lines[0].benchmark_t_per_t == D("0.686")
    part = Precursor(cn="25233000", origin="CN", mass_t_per_t=D(1), see_t_per_t=D(1), verified=True, year=2027)
    made = ActualEmissions(direct_t_per_t=D(1), indirect_t_per_t=D(0), precursors=(part,), verification=report(2028))
    answer = ask(made, cn="25233000", on=date(2028, 2, 1))
    assert answer.lines[0].sefa_t_per_t == D("0.90") * (D("0.686") + D("0.717"))
    assert any("Art. 13" in text.en for text in answer.assumptions)
    for year in (2025, 2029):
        off = ActualEmissions(
            direct_t_per_t=D(1),
            indirect_t_per_t=D(0),
            precursors=(msgspec.structs.replace(part, year=year),),
            verification=report(2028),
        )
        assert ask(off, cn="25233000", on=date(2028, 2, 1)).lines[-1].path == "indicative"


def test_direct_only_for_goods_of_annex_ii_through_the_whole_chain():
    # The sintered ore's own indirect emissions do not count in steel; in sintered ore declared as such they do.
    ore = ActualEmissions(direct_t_per_t=D("0.2"), indirect_t_per_t=D("0.06"), verification=report())
    pig = Precursor(cn="26011200", origin="CN", mass_t_per_t=D("1.5"), emissions=ore)
    iron = ActualEmissions(direct_t_per_t=D("1.2"), precursors=(pig,), verification=report())
    assert ask(iron, cn="72011011").lines[0].see_t_per_t == D("1.2") + D("1.5") * D("0.2")
    assert ask(ore, cn="26011200").lines[0].see_t_per_t == D("0.26")
    mixed = ActualEmissions(direct_t_per_t=D("0.26"), split_stated=False, verification=report())
    with pytest.raises(Refused) as caught:
        ask(
            ActualEmissions(
                direct_t_per_t=D("1.2"),
                precursors=(Precursor(cn="26011200", origin="CN", mass_t_per_t=D("1.5"), emissions=mixed),),
                verification=report(),
            ),
            cn="72011011",
        )
    assert caught.value.code == "GC-BRD-020"
    assert caught.value.faults[0].place.pointer == "/actual/precursors/0/emissions/direct_t_per_t"


def test_a_chain_that_comes_back_to_itself_is_refused_by_name():
    inner = ActualEmissions(direct_t_per_t=D(1), verification=report())
    for _ in range(2):
        again = Precursor(cn="7213 10 00", origin="CN", mass_t_per_t=D(1), emissions=inner, installation="Rod mill")
        inner = ActualEmissions(direct_t_per_t=D(1), precursors=(again,), verification=report())
    with pytest.raises(Refused) as caught:
        ask(inner)
    assert caught.value.code == "GC-BRD-043"
    assert "7213 10 00 (Rod mill) → 7213 10 00 (Rod mill)" in str(caught.value)
    assert caught.value.faults[0].place.pointer == "/actual/precursors/0/emissions/precursors/0"
    assert "循环" in caught.value.faults[0].text("zh")


def test_the_good_itself_as_its_own_precursor_is_a_circle():
    inner = ActualEmissions(direct_t_per_t=D(1), verification=report(), installation="Bolt works")
    again = Precursor(cn="73181595", origin="CN", mass_t_per_t=D(1), emissions=inner)
    with pytest.raises(Refused) as caught:
        ask(ActualEmissions(direct_t_per_t=D(1), precursors=(again,), installation="Bolt works"))
    assert caught.value.code == "GC-BRD-043"


def test_endless_and_contradictory_chains_are_refused():
    deep = ActualEmissions(direct_t_per_t=D(0))
    for _ in range(14):
        deep = ActualEmissions(
            direct_t_per_t=D(0), precursors=(Precursor(cn="72131000", mass_t_per_t=D(1), emissions=deep),)
        )
    with pytest.raises(InvalidInput) as caught:
        ask(deep)
    assert caught.value.code == "GC-BRD-041"
    leaf = ActualEmissions(direct_t_per_t=D(0), precursors=(Precursor(cn="72131000", mass_t_per_t=D(1)),) * 50)
    wide = tuple(Precursor(cn="72131000", mass_t_per_t=D(1), emissions=leaf) for _ in range(11))
    with pytest.raises(InvalidInput) as caught:
        ask(ActualEmissions(direct_t_per_t=D(0), precursors=wide))
    assert caught.value.code == "GC-BRD-041"
    both = Precursor(cn="72131000", mass_t_per_t=D(1), see_t_per_t=D(1), emissions=ActualEmissions(direct_t_per_t=D(0)))
    with pytest.raises(InvalidInput) as caught:
        ask(ActualEmissions(direct_t_per_t=D(0), precursors=(both,)))
    assert caught.value.code == "GC-BRD-042"
    bad = Precursor(cn="72131000", mass_t_per_t=D(1), emissions=ActualEmissions(direct_t_per_t=D("NaN")))
    with pytest.raises(InvalidInput) as caught:
        ask(ActualEmissions(direct_t_per_t=D(0), precursors=(bad,)))
    assert caught.value.faults[0].place.pointer == "/actual/precursors/0/emissions/direct_t_per_t"


FIGURES = st.decimals("0", "5", places=7)


@settings(max_examples=60, deadline=None)
@given(FIGURES, FIGURES, FIGURES, FIGURES, FIGURES, st.decimals("0.000001", "100000", places=6))
def test_the_chain_is_exact_against_fractions(own, rod, billet, rod_mass, billet_mass, mass):
    actual = ActualEmissions(
        direct_t_per_t=own,
        verification=report(),
        precursors=(
            Precursor(
                cn="72131000",
                origin="CN",
                mass_t_per_t=rod_mass,
                emissions=ActualEmissions(
                    direct_t_per_t=rod,
                    verification=report(),
                    precursors=(
                        Precursor(
                            cn="72071111",
                            origin="CN",
                            mass_t_per_t=billet_mass,
                            emissions=ActualEmissions(direct_t_per_t=billet, route="C", verification=report()),
                        ),
                    ),
                ),
            ),
        ),
    )
    answer = ask(actual, mass=str(mass), tonnes="1000000")
    (line,) = answer.lines
    F = Fraction  # noqa: N806 - reads as the number it makes
    factor = F("0.975")
    see = F(own) + F(rod_mass) * (F(rod) + F(billet_mass) * F(billet))
    sefa = factor * F("0.038") + F(rod_mass) * (factor * F("0.038") + F(billet_mass) * factor * F("0.188"))
    assert F(line.certificates_t) == F(mass) * max(F(0), see - sefa)
    assert F(answer.cost_eur) == F(line.certificates_t) * F(PRICE)
    assert answer.cost_eur >= 0


@pytest.mark.parametrize("field", ["gwp_kg_co2e", "footprint", "solar_share", "offset", "transport_kg", "lca_factor"])
@pytest.mark.parametrize("kind", [ActualEmissions, Precursor, Verification])
def test_no_life_cycle_figure_can_enter(kind, field):
    given = {"direct_t_per_t": "1", "cn": "72131000", "mass_t_per_t": "1", "verifier": "x", "report": "y", "year": 2026}
    allowed = {name: given[name] for name in given if name in kind.__struct_fields__}
    msgspec.convert(allowed, kind, strict=False)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**allowed, field: "0.5"}, kind, strict=False)


# --- Article 9 ------------------------------------------------------------------------------------------------------


def test_a_carbon_price_paid_abroad_takes_nothing_off_and_says_why():
    paid = CarbonPricePaid(country="CN", eur_per_t_product=D("10"), evidence="ETS receipt")
    answer = ask(None, carbon_price=paid)
    assert answer.cost_eur == D("568.26") * PRICE
    assert answer.lines[0].deduction_t == 0
    assert any("are not deducted" in text.en and "default carbon price" in text.en for text in answer.assumptions)
    (change,) = [change for change in answer.what_would_change_it if change.not_law and "Art. 9" in change.what.en]
    assert change.what.en.startswith("NOT LAW")
    assert (change.cost_eur, change.change_eur) == (answer.cost_eur - 1000, -1000)
    huge = CarbonPricePaid(country="CN", eur_per_t_product=D("100000"))
    (change,) = [c for c in ask(None, carbon_price=huge).what_would_change_it if c.not_law and "Art. 9" in c.what.en]
    assert (change.cost_eur, change.change_eur) == (0, -answer.cost_eur)
    verified = ask(chain(), carbon_price=paid)
    assert verified.lines[0].path == "actual"
    assert not any("default carbon price" in text.en for text in verified.assumptions)


def test_a_carbon_price_that_is_none_is_refused():
    for paid, code in (
        (CarbonPricePaid(country="UK", eur_per_t_product=D(1)), "GC-BRD-002"),
        (CarbonPricePaid(country="CN", eur_per_t_product=D(-1)), "GC-BRD-051"),
        (CarbonPricePaid(country="CN", eur_per_t_product=D("NaN")), "GC-BRD-051"),
    ):
        with pytest.raises(InvalidInput) as caught:
            ask(None, carbon_price=paid)
        assert caught.value.code == code
