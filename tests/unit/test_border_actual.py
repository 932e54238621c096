"""A producer's own data: column A and the precursors' free allocation, the split, verification, the upper bound."""

from datetime import date
from decimal import Decimal

import pytest

from greencard.adapters.packs.border import border_pack
from greencard.border import ActualEmissions, Precursor, Verification, eu_cbam
from greencard.border.actual import actual_obligation
from greencard.border.obligation import Good, Obligation
from greencard.errors import InvalidInput, Refused

PACK = border_pack()
D = Decimal
Q3 = date(2026, 9, 30)
TODAY = date(2026, 11, 23)
REPORT = Verification(verifier="Example Verification GmbH", report="VR-2026-001", year=2026)
PRICE = D("82.32")

# The stainless screw of the acceptance walk-through: 0.563 kg of screws take 0.592 kg of wire (mass before cutting) and
# 0.35 MJ of natural gas at 56.1 kg CO2 per GJ: 0.35 x 0.0561 / 0.563 = 0.034876 t/t; 0.592 / 0.563 = 1.051510 t/t.
GAS = (D("0.35") * D("0.0561") / D("0.563")).quantize(D("0.000001"))
WIRE_A = D("0.109")  # benchmark A of 7223 00 19, beside 0.038 of the screw
ARTICLE_A = D("0.112")  # benchmark A of 7326 90 98
WIRE = (D("0.592") / D("0.563")).quantize(D("0.000001"))


def statement(*, split=True, verified=True, see="3.9", verification=REPORT, **more):
    precursor = Precursor(
        cn="72230019",
        origin="CN",
        mass_t_per_t=WIRE,
        see_t_per_t=None if see is None else D(see),
        split_stated=split,
        verified=verified,
        **more,
    )
    return ActualEmissions(direct_t_per_t=GAS, precursors=(precursor,), verification=verification)


def ask(actual, *, cn="73181210", mass="52", tonnes="52", on=Q3, origin="CN"):
    total = None if tonnes is None else D(tonnes)
    return eu_cbam(
        PACK,
        cn=cn,
        origin=origin,
        net_mass_t=D(mass),
        on=on,
        importer_tonnes=total,
        as_of=TODAY,
        actual=actual,
    )


def test_the_arithmetic_of_the_screw():
    assert (str(GAS), str(WIRE)) == ("0.034876", "1.051510")


def test_mill_statement_that_mixes_direct_and_indirect_is_refused():
    with pytest.raises(Refused) as caught:
        ask(statement(split=False))
    assert caught.value.code == "GC-BRD-020"
    (fault,) = caught.value.faults
    assert fault.place.pointer == "/actual/precursors/0/see_t_per_t"
    assert "3.9" in fault.text("en")
    assert "direct" in fault.remedy("en")
    assert "indirect" in fault.remedy("en")
    assert "间接" in fault.remedy("zh")


def test_own_process_that_mixes_is_refused_for_steel_and_aluminium_only():
    mixed = ActualEmissions(direct_t_per_t=D("1.2"), split_stated=False, verification=REPORT)
    for cn in ("73181210", "76169990"):
        with pytest.raises(Refused) as caught:
            ask(mixed, cn=cn)
        assert caught.value.code == "GC-BRD-020"
    # aluminous cement counts both, so one figure for both is enough: (1.2 - 0.975 x 0.717) t/t
    answer = ask(mixed, cn="25233000", mass="100", tonnes="100")
    assert answer.cost_eur == (D("1.2") - D("0.975") * D("0.717")) * 100 * PRICE


def test_small_importer_is_exempt_before_any_statement_is_read():
    assert ask(statement(split=False), mass="48", tonnes="48").status == "exempt_de_minimis"


def test_exposure_reads_a_mixed_figure_as_an_upper_bound_and_never_as_certificates():
    answer = ask(
        ActualEmissions(
            direct_t_per_t=GAS, precursors=statement(split=False).precursors, upper_bound=True, verification=REPORT
        )
    )
    default, exposure = answer.lines
    assert (default.path, exposure.path) == ("default", "indicative")
    assert answer.cost_eur == default.cost_eur
    assert (exposure.certificates_t, exposure.cost_eur, exposure.price_eur_per_t) == (None, None, None)
    assert exposure.see_t_per_t == GAS + WIRE * D("3.9")
    per_t = GAS + WIRE * D("3.9") - D("0.975") * (D("0.038") + WIRE * WIRE_A)
    (change,) = [change for change in answer.what_would_change_it if "confirmed" in change.what.en]
    assert change.cost_eur == per_t * 52 * PRICE
    assert any("upper bound" in text.en and "上限" in text.zh for text in answer.assumptions)


def test_verified_data_take_column_a_and_the_precursors_own():
    answer = ask(statement())
    (line,) = answer.lines
    assert (answer.status, line.path, line.benchmark_column, line.markup) == ("liable", "actual", "A", None)
    assert line.benchmark_t_per_t == D("0.038")
    see, sefa = GAS + WIRE * D("3.9"), D("0.975") * D("0.038") + WIRE * (D("0.975") * WIRE_A)
    assert line.see_t_per_t == see
    assert line.certificates_t == 52 * (see - sefa)
    assert answer.cost_eur == 52 * (see - sefa) * PRICE
    assert any("solar" in text.en for text in answer.assumptions)
    default = eu_cbam(PACK, cn="73181210", origin="CN", net_mass_t=D(52), on=Q3, importer_tonnes=D(52), as_of=TODAY)
    (change,) = [change for change in answer.what_would_change_it if "default" in change.what.en]
    assert change.cost_eur == default.cost_eur


def test_precursor_on_its_default_value_takes_column_b_with_its_printed_route():
    # Hot-rolled coil 7208 from China, default 3.187 (row 7208, route C): benchmark B 1.370, not A 0.044.
    coil = Precursor(cn="72081000", origin="CN", mass_t_per_t=D("1.1"))
    answer = ask(ActualEmissions(direct_t_per_t=D("0.2"), precursors=(coil,), verification=REPORT), cn="73269098")
    (line,) = answer.lines
    see = D("0.2") + D("1.1") * D("3.187") * D("1.1")  # 10 % mark-up of 2026 on the precursor's default
    sefa = D("0.975") * ARTICLE_A + D("1.1") * D("0.975") * D("1.370")
    assert line.path == "actual"
    assert (line.see_t_per_t, line.certificates_t) == (see, 52 * (see - sefa))
    assert any("column B" in text.en for text in answer.assumptions)


def test_precursor_of_unknown_country_takes_annex_iv():
    coil = Precursor(cn="72081000", mass_t_per_t=D(1))
    (line,) = ask(ActualEmissions(direct_t_per_t=D(0), precursors=(coil,), verification=REPORT), cn="73269098").lines
    assert line.see_t_per_t == PACK.annex_iv.rows["7208"].value * D("1.1")
    assert line.see_t_per_t > D("3.187") * D("1.1")


@pytest.mark.parametrize("origin", ["DE", "NO", "CH", "IS"])
def test_precursor_of_the_union_or_an_exempt_country_counts_nothing_either_way(origin):
    # IR (EU) 2025/2547 Annex III point B: "the specific direct or indirect embedded emissions of that precursor shall
    # be counted as zero"; what was never charged has no free allocation to give back either.
    coil = Precursor(
        cn="72081000", origin=origin, mass_t_per_t=D(1), see_t_per_t=D(2), split_stated=True, verified=True
    )
    answer = ask(ActualEmissions(direct_t_per_t=D("0.5"), precursors=(coil,), verification=REPORT), cn="73269098")
    (line,) = answer.lines
    assert (line.path, line.see_t_per_t, line.default_share) == ("actual", D("0.5"), 0)
    assert line.certificates_t == 52 * (D("0.5") - D("0.975") * ARTICLE_A)
    assert any("counts zero emissions" in text.en and "计为零" in text.zh for text in answer.assumptions)


def test_precursor_of_the_union_without_figures_takes_no_default_value():
    coil = Precursor(cn="72081000", origin="DE", mass_t_per_t=D(1))
    answer = ask(ActualEmissions(direct_t_per_t=D("0.5"), precursors=(coil,), verification=REPORT), cn="73269098")
    assert answer.lines[0].certificates_t == 52 * (D("0.5") - D("0.975") * ARTICLE_A)


def test_stated_free_allocation_of_a_verified_precursor_is_used():
    (line,) = ask(statement(sefa_t_per_t=D("1.5"))).lines
    assert line.certificates_t == 52 * (GAS + WIRE * D("3.9") - D("0.975") * D("0.038") - WIRE * D("1.5"))


@pytest.mark.parametrize(
    "actual",
    [
        statement(verification=None),
        statement(verified=False),
        statement(verification=Verification(verifier="", report="x", year=2026)),
        statement(verification=Verification(verifier="x", report=" ", year=2026)),
        statement(verification=Verification(verifier="x", report="y", year=2025)),
        statement(verification=Verification(verifier="x", report="y", year=2027)),
    ],
)
def test_unverified_data_are_indicative_and_the_default_is_due(actual):
    answer = ask(actual)
    default, stated = answer.lines
    assert (default.path, stated.path) == ("default", "indicative")
    assert (stated.certificates_t, stated.cost_eur) == (None, None)
    assert answer.cost_eur == default.cost_eur
    assert default.certificates_t == 52 * (D("7.7055") - D("0.975") * D("1.154"))


def test_later_import_may_use_data_of_an_earlier_year_with_proof():
    answer = ask(statement(), on=date(2027, 5, 1))
    assert answer.lines[0].path == "actual"
    assert any("must be proven" in text.en for text in answer.assumptions)


def test_indirect_emissions_must_be_given_where_they_count():
    with pytest.raises(Refused) as caught:
        ask(ActualEmissions(direct_t_per_t=D(1), verification=REPORT), cn="25233000")
    assert caught.value.code == "GC-BRD-021"
    both = ActualEmissions(direct_t_per_t=D(1), indirect_t_per_t=D("0.3"), verification=REPORT)
    assert ask(both, cn="25233000").lines[0].see_t_per_t == D("1.3")
    # for steel the same indirect figure changes nothing
    steel = ActualEmissions(direct_t_per_t=D(1), indirect_t_per_t=D("0.3"), verification=REPORT)
    assert ask(steel).lines[0].see_t_per_t == 1


def test_route_is_asked_where_the_benchmark_depends_on_it():
    ingot = ActualEmissions(direct_t_per_t=D("0.6"), verification=REPORT)
    with pytest.raises(Refused) as caught:
        ask(ingot, cn="76011010")
    assert caught.value.code == "GC-BRD-022"
    assert "K, L" in str(caught.value)
    secondary = ActualEmissions(direct_t_per_t=D("0.6"), route="L", verification=REPORT)
    assert ask(secondary, cn="76011010").lines[0].benchmark_t_per_t == D("0.091")


@pytest.mark.parametrize("route", ["L/x", "K/L", "L/", "M", "l", "Lx"])
def test_a_route_that_is_no_letter_of_the_act_is_not_guessed(route):
    ingot = ActualEmissions(direct_t_per_t=D("0.6"), route=route, verification=REPORT)
    with pytest.raises(Refused) as caught:
        ask(ingot, cn="76011010")
    assert caught.value.code == "GC-BRD-022"


def test_precursor_without_any_value_is_refused():
    for cn in ("72044990", "7208", "25231000"):
        with pytest.raises(Refused) as caught:
            ask(ActualEmissions(direct_t_per_t=D(1), precursors=(Precursor(cn=cn, origin="CN", mass_t_per_t=D(1)),)))
        assert caught.value.code == "GC-BRD-024"


def test_impossible_figures_are_refused():
    good = Precursor(cn="72081000", mass_t_per_t=D(1))
    for actual in (
        ActualEmissions(direct_t_per_t=D(-1)),
        ActualEmissions(direct_t_per_t=D("NaN")),
        ActualEmissions(direct_t_per_t=D("1e9")),
        ActualEmissions(direct_t_per_t=D(1), indirect_t_per_t=D("Infinity")),
        ActualEmissions(direct_t_per_t=D(1), precursors=(Precursor(cn="72081000", mass_t_per_t=D(-1)),)),
        ActualEmissions(direct_t_per_t=D(1), precursors=(good,) * 51),
    ):
        with pytest.raises(InvalidInput) as caught:
            ask(actual)
        assert caught.value.code == "GC-BRD-023"
    with pytest.raises(InvalidInput) as caught:
        ask(ActualEmissions(direct_t_per_t=D(1), precursors=(Precursor(cn="x", mass_t_per_t=D(1)),)))
    assert (caught.value.code, caught.value.faults[0].place.pointer) == ("GC-BRD-001", "/actual/precursors/0/cn")
    with pytest.raises(InvalidInput) as caught:
        ask(ActualEmissions(direct_t_per_t=D(1), precursors=(Precursor(cn="7208", origin="UK", mass_t_per_t=D(1)),)))
    assert caught.value.code == "GC-BRD-002"
    with pytest.raises(InvalidInput) as caught:
        ask(ActualEmissions(direct_t_per_t=D(1), verification=REPORT), cn="7310")
    assert caught.value.code == "GC-BRD-006"


def test_no_free_allocation_is_owed_back():
    clean = ActualEmissions(direct_t_per_t=D("0.001"), verification=REPORT)
    answer = ask(clean, cn="73181595")
    assert (answer.status, answer.cost_eur) == ("liable", 0)


def test_after_2034_nothing_is_deducted():
    good = Good("73181210", "CN", "iron_steel", indirect=False, year=2035)
    result = actual_obligation(PACK, good, statement())
    assert isinstance(result, Obligation)
    assert result.sefa_t_per_t == 0
    assert result.rate_t_per_t == result.see_t_per_t


@pytest.mark.parametrize("route", ["Z", "c", "C/F", "CC"])
def test_a_made_up_route_is_refused_where_the_benchmark_does_not_depend_on_it_too(route):
    with pytest.raises(InvalidInput) as caught:
        cost_with(route)
    assert caught.value.code == "GC-BRD-123"
    assert "A, B, C" in str(caught.value)
    assert cost_with("C").status == "liable"
    assert cost_with("").status == "liable"


def cost_with(route):
    return eu_cbam(
        border_pack(),
        cn="73181595",
        origin="CN",
        net_mass_t=Decimal(1),
        on=date(2026, 8, 15),
        importer_tonnes=Decimal(120),
        as_of=date(2027, 3, 1),
        actual=ActualEmissions(direct_t_per_t=Decimal(2), route=route),
    )


def test_a_refused_figure_is_shown_as_it_was_written():
    with pytest.raises(InvalidInput) as caught:
        eu_cbam(
            border_pack(),
            cn="73181595",
            origin="CN",
            net_mass_t=Decimal(1),
            on=date(2026, 8, 15),
            importer_tonnes=None,
            as_of=date(2027, 3, 1),
            actual=ActualEmissions(direct_t_per_t=Decimal(-1)),
        )
    assert str(caught.value).startswith("direct_t_per_t of the emissions statement is -1.")


def test_data_of_one_good_are_not_left_aside_without_a_word_where_a_heading_is_asked():
    with pytest.raises(InvalidInput) as caught:
        eu_cbam(
            border_pack(),
            cn="7318",
            origin="CN",
            net_mass_t=Decimal(1),
            on=date(2026, 8, 15),
            importer_tonnes=None,
            as_of=date(2027, 3, 1),
            actual=ActualEmissions(direct_t_per_t=Decimal(1), route="C"),
        )
    assert caught.value.code == "GC-BRD-006"
