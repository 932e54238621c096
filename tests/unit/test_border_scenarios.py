"""Stamped what-ifs, dates, scope in words, and the sea-freight surcharge that is no part of CBAM."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.adapters.packs.border import border_pack
from greencard.border import (
    ActualEmissions,
    PriceScenario,
    Verification,
    calendar,
    eu_cbam,
    held_price_line,
    outlook,
    proposed_extension,
    regimes,
    scope_of,
    sea_surcharge,
)
from greencard.errors import InvalidInput, Refused
from greencard.model import Order, Text

PACK = border_pack()
D = Decimal
TODAY = date(2026, 11, 23)
HELD = (PriceScenario(name=Text(en="held", zh="假定"), eur_per_t=D("82.32")),)


def look(cn="73181595", origin="CN", mass="1", **more):
    return outlook(PACK, cn, origin, D(mass), as_of=TODAY, **({"prices": HELD} | more))


# --- outlook --------------------------------------------------------------------------------------------------------

# Bolts 7318 15 95 from China, total 6.375, benchmark B 1.364 of route C. SEE is 6.375 x 1.1 = 7.0125 in 2026,
# x 1.2 = 7.65 in 2027, x 1.3 = 8.2875 from 2028; free allocation is factor x 1.364.
FACTORS = {
    2026: "0.975",
    2027: "0.95",
    2028: "0.90",
    2029: "0.775",
    2030: "0.515",
    2031: "0.39",
    2032: "0.265",
    2033: "0.14",
    2034: "0",
}
SLOWER = {2028: "0.915", 2029: "0.81", 2030: "0.59", 2031: "0.48", 2032: "0.375", 2033: "0.27", 2034: "0.15"}


def see(year):
    return {2026: D("7.0125"), 2027: D("7.65")}.get(year, D("8.2875"))


def test_year_by_year_to_the_end_of_free_allocation():
    found = look()
    assert [row.year for row in found.years] == list(FACTORS)
    for row in found.years:
        assert row.cbam_factor == D(FACTORS[row.year])
        assert row.certificates_t == see(row.year) - D(FACTORS[row.year]) * D("1.364")
        (cost,) = row.costs
        assert cost.cost_eur == row.certificates_t * D("82.32")
        assert row.path == "default"
    assert found.years[0].costs[0].cost_eur == D("467.791632")
    assert found.years[-1].costs[0].cost_eur == D("682.227000")
    assert any("rovisional" in text.en for text in found.years[1].assumptions)
    assert not any("rovisional" in text.en for text in found.years[0].assumptions)


def test_the_outlook_is_stamped():
    found = look()
    assert any("2025/2621" in act for act in found.law)
    stated = look(actual=ActualEmissions(direct_t_per_t=D(1)), first_year=2028, last_year=2028)
    assert [row.year for row in stated.years] == [2028]
    assert any("2025/2547" in act for act in stated.law)
    assert not any("2025/2621" in act for act in stated.law)
    assert found.stamp.en.startswith("SCENARIO")
    assert "not forecast" in found.stamp.en
    assert found.slower_stamp.en.startswith("NOT LAW: COM(2026) 616")
    assert found.slower_stamp.zh.startswith("非法律")
    assert found.dataset == PACK.dataset


def test_slower_phase_out_stands_beside_the_law_and_changes_none_of_it():
    for row in look().years:
        if row.year not in SLOWER:
            assert (row.slower_factor, row.slower_certificates_t, row.slower_costs) == (None, None, ())
            continue
        assert row.slower_factor == D(SLOWER[row.year])
        assert row.slower_certificates_t == see(row.year) - D(SLOWER[row.year]) * D("1.364")
        assert row.slower_certificates_t < row.certificates_t
        assert row.slower_costs[0].cost_eur == row.slower_certificates_t * D("82.32")
    late = look(first_year=2037, last_year=2038).years
    assert [(row.cbam_factor, row.slower_factor) for row in late] == [(0, D("0.15")), (0, None)]


def test_without_prices_a_range_of_published_ones_is_held():
    found = look(prices=())
    assert [cost.price_eur_per_t for cost in found.years[3].costs] == [D("75.28"), D("82.32")]
    lowest, latest = (cost.name for cost in found.years[0].costs)
    assert lowest.en == "lowest published price held (2026-Q2)"
    assert latest.en == "latest and highest published price held (2026-Q3)"
    assert latest.zh == "假定为已公布的最新价、最高价（2026-Q3）"
    early = outlook(PACK, "73181595", "CN", D(1), as_of=date(2026, 5, 1))
    assert [cost.price_eur_per_t for cost in early.years[0].costs] == [D("75.36")]
    with pytest.raises(Refused) as caught:
        outlook(PACK, "73181595", "CN", D(1), as_of=date(2026, 1, 1))
    assert caught.value.code == "GC-BRD-124"


def test_outlook_on_a_producers_figures_is_indicative():
    report = Verification(verifier="V", report="R", year=2026)
    found = look(actual=ActualEmissions(direct_t_per_t=D("2.5"), verification=report))
    first, last = found.years[0], found.years[-1]
    assert (first.path, first.markup, first.see_t_per_t) == ("indicative", None, D("2.5"))
    assert first.certificates_t == D("2.5") - D("0.975") * D("0.038")
    assert last.certificates_t == D("2.5")
    assert first.slower_certificates_t is None
    with pytest.raises(Refused):
        look("7310", actual=ActualEmissions(direct_t_per_t=D(1)))


def test_outlook_agrees_with_the_law_of_today_and_with_the_held_line():
    answer = eu_cbam(
        PACK,
        cn="73181595",
        origin="CN",
        net_mass_t=D("10.8"),
        on=date(2026, 9, 30),
        importer_tonnes=D(60),
        as_of=TODAY,
    )
    assert look(mass="10.8").years[0].certificates_t == answer.lines[0].certificates_t
    for row in look(mass="10.8").years:
        line = held_price_line(
            PACK, cn="73181595", origin="CN", net_mass_t=D("10.8"), year=row.year, price_eur_per_t=D("82.32")
        )
        assert (line.certificates_t, line.cost_eur) == (row.certificates_t, row.costs[0].cost_eur)


def test_outlook_refuses_what_has_no_answer():
    for change in ({"cn": "44209099"}, {"origin": "NO"}, {"cn": "31051000"}, {"cn": "7202"}, {"cn": "25231000"}):
        with pytest.raises(Refused) as refused:
            look(**change)
        assert refused.value.code == "GC-BRD-031"
    many = HELD * 21
    for change in ({"first_year": 2025}, {"last_year": 2025}, {"last_year": 2101}, {"prices": many}):
        with pytest.raises(InvalidInput) as caught:
            look(**change)
        assert caught.value.code == "GC-BRD-030"
    for price in (D(-1), D("NaN"), D("1e9")):
        with pytest.raises(InvalidInput):
            look(prices=(PriceScenario(name=Text(en="x"), eur_per_t=price),))
    with pytest.raises(InvalidInput) as caught:
        look(mass="0")
    assert caught.value.code == "GC-BRD-003"


CODES = sorted(cn for cn in PACK.codes if not cn.startswith(("2523", "25070080", "28", "31")))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(CODES), st.sampled_from(["CN", "IN", "TR", "FJ", "VN"]), st.decimals("0.001", "999", places=3))
def test_outlook_never_falls_and_scales_with_mass(cn, origin, mass):
    one, many = look(cn, origin, "1"), look(cn, origin, str(mass))
    certificates = [row.certificates_t for row in one.years]
    assert certificates == sorted(certificates)
    assert all(value >= 0 for value in certificates)
    assert [row.certificates_t for row in many.years] == [mass * value for value in certificates]
    assert all(row.slower_certificates_t <= row.certificates_t for row in one.years if row.slower_factor is not None)


# --- what would change it -------------------------------------------------------------------------------------------


def changes(on=date(2026, 9, 30), tonnes="100", mass="1", **more):
    total = None if tonnes is None else D(tonnes)
    asked = {"cn": "73181595", "origin": "CN", "net_mass_t": D(mass), "on": on, "importer_tonnes": total}
    answer = eu_cbam(PACK, **(asked | {"as_of": TODAY} | more))
    return answer, {change.what.en: change for change in answer.what_would_change_it}


def starting(found, words):
    (change,) = [change for what, change in found.items() if what.startswith(words)]
    return change


def test_each_change_comes_with_its_amount():
    answer, found = changes()
    cost = D("467.791632")
    assert answer.cost_eur == cost
    verified = starting(found, "Emissions of the producer")
    assert (verified.cost_eur, verified.change_eur) == (None, D("-8.232"))  # 0.1 t/t x 82.32
    q1 = starting(found, "Imported in 2026-Q1 at")
    assert (q1.cost_eur, q1.change_eur) == (D("5.6826") * D("75.36"), D("5.6826") * (D("75.36") - D("82.32")))
    q4 = starting(found, "Imported in 2026-Q4: its price is published on 2027-01-04")
    assert (q4.cost_eur, q4.change_eur) == (None, None)
    later = starting(found, "Imported in 2027:")
    assert later.certificates_t == D("6.3542")
    assert "each 0.01 t/t by which the new benchmark is lower adds 0.0095 t" in later.what.en
    within = starting(found, "If the importer's CBAM goods of the calendar year do not exceed 50 t")
    assert (within.cost_eur, within.change_eur) == (0, -cost)
    assert not any(change.not_law for change in found.values())


def test_a_change_cannot_save_more_than_the_cost():
    # calcined clay costs nothing: verified data can save nothing
    _, found = changes(cn="2507008080")
    assert starting(found, "Emissions of the producer").change_eur == 0


def test_slower_phase_out_is_shown_for_its_years_and_marked():
    answer, found = changes(on=date(2028, 5, 1))
    assert answer.status == "cannot_price"
    proposal = starting(found, "NOT LAW: under COM(2026) 616")
    assert proposal.not_law
    assert proposal.certificates_t == D("8.2875") - D("0.915") * D("1.364")
    assert answer.lines[0].certificates_t == D("8.2875") - D("0.90") * D("1.364")


def test_line_says_its_quarter_publication_day_law_and_allocation():
    answer, _ = changes()
    (line,) = answer.lines
    assert (line.price_period, line.price_published_on) == ("2026-Q3", date(2026, 10, 5))
    assert (line.sefa_t_per_t, line.default_share, line.deduction_t) == (D("1.3299"), 1, 0)
    assert any("2025/2621" in act for act in line.law)
    waiting, _ = changes(on=date(2026, 12, 1))
    assert (waiting.lines[0].price_period, waiting.lines[0].price_published_on) == ("2026-Q4", date(2027, 1, 4))


def test_exempt_line_says_what_the_threshold_is_worth():
    _, found = changes(tonnes="50.000")
    (above,) = found.values()
    assert (above.cost_eur, above.change_eur) == (D("467.791632"), D("467.791632"))
    _, found = changes(tonnes="50.001")
    assert starting(found, "If the importer's").cost_eur == 0


# --- calendar and scope ---------------------------------------------------------------------------------------------


def test_calendar_is_in_order_and_says_what_is_law():
    events = calendar(PACK, TODAY)
    assert [event.day for event in events] == sorted(event.day for event in events)
    by_day = {(event.day.isoformat(), event.regime): event for event in events}
    sale = by_day["2027-02-01", "eu-cbam"]
    assert (sale.state, sale.days_away) == ("law", 70)
    assert "Sale of certificates" in sale.what.en
    assert by_day["2027-09-30", "eu-cbam"].state == "law"
    assert by_day["2027-01-04", "eu-cbam"].state == "reported"
    assert by_day["2028-01-01", "eu-cbam"].state == "proposal"
    assert by_day["2027-01-01", "no-cbam"].state == "plan"
    assert by_day["2028-05-31", "uk-cbam"].days_away == (date(2028, 5, 31) - TODAY).days
    assert by_day["2026-01-01", "eu-cbam"].days_away < 0
    assert all(event.what.en and event.what.zh and event.law for event in events)
    assert {event.regime for event in calendar(PACK, TODAY, regime="uk-cbam")} == {"uk-cbam"}
    assert all("proposal" in event.law for event in events if event.state == "proposal")
    with pytest.raises(InvalidInput):
        calendar(PACK, "2026-11-23")


def test_calendar_agrees_with_prices_and_parameters():
    days = {event.day for event in calendar(PACK, TODAY)}
    assert {row.published_on for row in PACK.prices} <= days
    parameters = PACK.parameters
    assert {parameters.eu_obligation_from, parameters.uk_from, parameters.eu_proposed_goods_from} <= days


@pytest.mark.parametrize(
    ("cn", "verdict", "prefix"),
    [
        ("73181595", "already_in", ""),
        ("73239400", "added", "73239400"),
        ("73239300", "not_named", ""),
        ("76151030", "not_named", ""),
        ("44209099", "not_named", ""),
        ("74151000", "added_if_steel_or_aluminium", "74151000"),
        ("87042110", "added_if_steel_or_aluminium", "870421"),
        ("87042139", "not_named", ""),
        ("870421", "some_codes", "870421"),
        ("7325", "added", "7325"),
        ("73251000", "added", "7325"),
        ("7323", "some_codes", "73239400"),
    ],
)
def test_proposed_extension(cn, verdict, prefix):
    found = proposed_extension(PACK, cn)
    assert (found.verdict, found.prefix) == (verdict, prefix)
    assert found.stamp.en.startswith("NOT LAW: COM(2025) 989")
    assert found.stamp.zh.startswith("非法律")
    assert "no cost" in found.procedure.en
    assert found.applies_from == (date(2028, 1, 1) if prefix else None)


def test_scope_in_words():
    bolts = scope_of(PACK, "7318 15 95")
    assert (bolts.cn, bolts.verdict, bolts.rule, bolts.category) == ("73181595", "in", "7318", "iron_steel")
    assert "direct emissions count" in bolts.reason.en
    assert (bolts.indirect, bolts.ghg, bolts.uk_verdict) == (False, ("CO2",), "in")
    ore = scope_of(PACK, "26011200")
    assert ore.indirect
    assert "direct and indirect emissions count" in ore.reason.en
    bamboo = scope_of(PACK, "44209099")
    assert (bamboo.verdict, bamboo.uk_verdict, bamboo.proposed.verdict) == ("out", "out", "not_named")
    assert "chapter 44" in bamboo.reason.en
    assert "chapter 44" in bamboo.uk_reason.en
    alloys = scope_of(PACK, "7202")
    assert alloys.verdict == "depends"
    assert ("72022", "out") in alloys.branches
    assert ("", "in") in alloys.branches
    with pytest.raises(InvalidInput):
        scope_of(PACK, "screws")


def test_scenario_values_travel_as_json():
    for value in (look(), scope_of(PACK, "7202"), calendar(PACK, TODAY)[0], sea()):
        assert msgspec.json.decode(msgspec.json.encode(value), type=type(value)) == value


# --- sea freight ----------------------------------------------------------------------------------------------------


def sea(on=date(2026, 2, 1), **change):
    asked = {"from_area": "Asia", "to_area": "North Europe", "equipment": "40 ft dry", "containers": 3}
    return sea_surcharge(PACK, **(asked | {"on": on, "as_of": TODAY} | change))


def test_sea_surcharge_is_reported_per_carrier_in_its_own_currency():
    found = sea()
    assert (found.kind, found.status) == ("eu_ets_sea_freight", "reported")
    (maersk,) = found.reports
    assert (maersk.carrier, maersk.per_container, maersk.total, maersk.currency) == ("Maersk", 168, 504, "USD")
    assert "not of CBAM" in found.reason.en


def test_sea_surcharge_holds_from_its_first_day_to_its_last():
    for on, status in (
        (date(2025, 12, 31), "no_figure_for_day"),
        (date(2026, 1, 1), "reported"),
        (date(2026, 3, 31), "reported"),
        (date(2026, 4, 1), "no_figure_for_day"),
    ):
        assert sea(on=on).status == status
    assert sea(containers=100_000).reports[0].total == 16_800_000
    with pytest.raises(InvalidInput):
        sea(containers=100_001)


def test_old_surcharges_are_history_and_carry_no_total():
    found = sea(on=date(2026, 9, 30))
    assert (found.status, found.reports) == ("no_figure_for_day", ())
    (old,) = found.earlier
    assert (old.per_container, old.total, old.last_day) == (168, None, date(2026, 3, 31))
    inside = sea(to_area="Europe", equipment="20 ft dry", on=date(2026, 9, 30))
    assert inside.status == "no_figure_for_day"
    assert [(row.carrier, row.per_container, row.total) for row in inside.reports] == [("ONE", None, None)]
    assert sea(from_area="North Europe", to_area="Mediterranean").status == "lane_not_reported"


def test_sea_questions_that_cannot_be():
    for change in (
        {"from_area": "Mars"},
        {"to_area": ""},
        {"equipment": "cart"},
        {"containers": 0},
        {"containers": 1.5},
    ):
        with pytest.raises(InvalidInput) as caught:
            sea(**change)
        assert caught.value.code == "GC-BRD-052"


def test_no_surcharge_enters_a_border_cost():
    answer, _ = changes()
    assert "USD" not in msgspec.json.encode(answer).decode()
    assert answer.cost_eur == answer.lines[0].cost_eur


# --- United Kingdom -------------------------------------------------------------------------------------------------


def test_the_order_carries_the_value_in_pounds():
    order = Order(
        product_id="p", destination="GB", on=date(2027, 1, 1), quantity=1, importer_cbam_value_gbp=D("49999.99")
    )
    asked = {"destination": "GB", "cn": "73181595", "origin": "CN", "net_mass_t": D(1), "on": order.on}
    (below,) = regimes(
        PACK, **asked, importer_tonnes=None, as_of=TODAY, importer_value_gbp=order.importer_cbam_value_gbp
    )
    assert below.status == "exempt_de_minimis"
    assert "50000 GBP" in below.what_would_change_it[0].what.en
    (above,) = regimes(PACK, **asked, importer_tonnes=None, as_of=TODAY, importer_value_gbp=D(50_000))
    assert (above.status, above.cost_eur) == ("cannot_price", None)
    said = " ".join(text.en for text in above.assumptions)
    assert "2028-01-31" in said
    assert "2028-05-31" in said
    assert "sectoral domestic price" in said
