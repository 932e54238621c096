"""What EU CBAM costs: the table of hand-computed amounts, every status, every boundary, and what must never happen."""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.adapters.packs.border import border_pack
from greencard.border import ActualEmissions, Precursor, Verification, eu_cbam, held_price_line
from greencard.errors import InvalidInput, Refused

PACK = border_pack()
D = Decimal
Q3 = date(2026, 9, 30)
TODAY = date(2026, 11, 23)


def ask(cn="73181595", origin="CN", *, mass="1", on=Q3, tonnes="100", as_of=TODAY, **more):
    total = None if tonnes is None else D(tonnes)
    return eu_cbam(PACK, cn=cn, origin=origin, net_mass_t=D(mass), on=on, importer_tonnes=total, as_of=as_of, **more)


def cents(amount):
    return amount.quantize(D("0.01"), ROUND_HALF_UP)


# China, default values, price of 2026-Q3 = 82.32 EUR. Columns: total, benchmark B of 2026 / of 2028, EUR per t in 2026,
# 2028, 2034. By hand for 7318 15 95:
#   2026: 6.375 x 1.10 = 7.0125;  0.975 x 1.364 = 1.3299;  7.0125 - 1.3299 = 5.6826;  x 82.32 = 467.791632
#   2028: 6.375 x 1.30 = 8.2875;  0.90  x 1.364 = 1.2276;  8.2875 - 1.2276 = 7.0599;  x 82.32 = 581.170968
#   2034: 6.375 x 1.30 = 8.2875;  no factor applies;        8.2875;                    x 82.32 = 682.227000
# and for 7318 12 10, whose benchmark changes in 2028: 9.1065 - 0.90 x 1.116 = 8.1021;     x 82.32 = 666.964872
TABLE = [
    ("73181595", "6.375", "1.364", "467.79", "581.17", "682.23"),
    ("73181692", "5.045", "1.364", "347.36", "438.84", "539.90"),
    ("73181290", "2.738", "1.364", "138.45", "191.95", "293.01"),
    ("73181210", "7.005", "1.154", "541.69", "666.96", "749.65"),
    ("73269098", "3.076", "1.491", "158.87", "218.72", "329.18"),
    ("73102990", "4.312", "1.491", "270.79", "350.99", "461.45"),
    ("76129080", "5.559", "1.594", "375.44", "476.81", "594.90"),
    ("76169990", "5.559", "1.485", "384.19", "484.88", "594.90"),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_table_of_china_on_default_values(row):
    cn, total, benchmark, eur_2026, eur_2028, eur_2034 = row
    answer = ask(cn)
    (line,) = answer.lines
    assert answer.status == "liable"
    assert cents(answer.cost_eur) == D(eur_2026)
    assert (line.see_t_per_t, line.benchmark_t_per_t) == (D(total) * D("1.1"), D(benchmark))
    assert (line.benchmark_column, line.markup, line.cbam_factor, line.cscf) == ("B", D("0.10"), D("0.975"), 1)
    for year, eur in ((2026, eur_2026), (2028, eur_2028), (2034, eur_2034)):
        held = held_price_line(PACK, cn=cn, origin="CN", net_mass_t=D(1), year=year, price_eur_per_t=D("82.32"))
        assert cents(held.cost_eur) == D(eur)
        assert "scenario" in held.price_note.en


def test_bolts_exactly_and_unrounded():
    (line,) = ask().lines
    assert line.certificates_t == D("5.6826")
    assert line.cost_eur == D("467.791632")
    assert line.formula == "max(0, 6.375 × (1 + 0.1) − 0.975 × 1 × 1.364) × 1 t"
    assert (line.matched_rule, line.route, line.path) == ("7318", "C", "default")


# --- the ten facts a calculator gets wrong most often ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("cn", "words"),
    [
        ("44209099", "wood, bamboo"),
        ("44191900", "wood, bamboo"),
        ("46021100", "basketware"),
        ("48201030", "paper"),
        ("39241000", "plastics"),
        ("61102091", "knitted clothing"),
        ("63079098", "textile"),
        ("95030099", "toys"),
        ("69111000", "ceramic"),
        ("70133799", "glass"),
    ],
)
def test_fact_1_bamboo_wood_paper_plastic_textile_toys_ceramics_glass_cost_nothing(cn, words):
    answer = ask(cn, tonnes=None)
    assert (answer.status, answer.cost_eur) == ("not_applicable", 0)
    assert words in answer.reason.en
    assert "Annex I" in answer.reason.en
    assert "附件一" in answer.reason.zh
    assert answer.law == ("Regulation (EU) 2023/956, Annex I",)


def test_fact_2_the_obligation_is_not_two_and_a_half_percent():
    # The wrong reading: 2.5 % of 7.0125 t x 82.32 = 14.43 EUR per t.
    wrong = D("0.025") * D("7.0125") * D("82.32")
    assert cents(wrong) == D("14.43")
    assert 32 < ask().cost_eur / wrong < 33


def test_fact_3_default_values_take_column_b():
    # 7208 hot-rolled coil: (3.187 x 1.1 - 0.975 x 1.370) x 82.32 = 178.62; with column A (0.044) it would be 285.06.
    answer = ask("72081000")
    assert answer.lines[0].benchmark_column == "B"
    assert cents(answer.cost_eur) == cents((D("3.187") * D("1.1") - D("0.975") * D("1.370")) * D("82.32"))


@pytest.mark.parametrize(
    ("on", "price"),
    [
        (date(2026, 1, 1), "75.36"),
        (date(2026, 3, 31), "75.36"),
        (date(2026, 4, 1), "75.28"),
        (date(2026, 6, 30), "75.28"),
        (date(2026, 7, 1), "82.32"),
        (date(2026, 9, 30), "82.32"),
    ],
)
def test_fact_4_the_quarter_of_import_decides_the_price(on, price):
    answer = ask(on=on)
    assert answer.status == "liable"
    assert answer.lines[0].price_eur_per_t == D(price)
    assert answer.cost_eur == D("5.6826") * D(price)


@pytest.mark.parametrize("on", [date(2026, 10, 1), date(2026, 12, 31)])
def test_fact_4_an_unpublished_price_is_refused_with_its_day(on):
    answer = ask(on=on)
    assert (answer.status, answer.cost_eur) == ("cannot_price", None)
    (line,) = answer.lines
    assert line.certificates_t == D("5.6826")
    assert (line.price_eur_per_t, line.cost_eur) == (None, None)
    assert "2027-01-04" in answer.reason.en
    assert "2027-01-04" in answer.reason.zh
    # after that day the answer asks for newer data, and still carries nothing forward
    later = ask(on=on, as_of=date(2027, 1, 4))
    assert later.status == "cannot_price"
    assert "not in this dataset" in later.reason.en


def test_fact_4_a_price_is_known_from_the_day_it_is_published():
    assert ask(as_of=date(2026, 10, 4)).status == "cannot_price"
    assert ask(as_of=date(2026, 10, 5)).status == "liable"
    assert ask(on=date(2026, 2, 1), as_of=date(2026, 4, 6)).status == "cannot_price"
    # a quarter that was not published on the day of asking is no alternative either
    offered = {change.what.en for change in ask(on=date(2026, 2, 1), as_of=date(2026, 7, 6)).what_would_change_it}
    assert "Imported in 2026-Q2 at 75.28 EUR" in offered
    assert not any(what.startswith("Imported in 2026-Q3 at") for what in offered)
    assert "Imported in 2026-Q3: its price is published on 2026-10-05" in offered


def test_fact_5_values_of_the_correcting_act():
    # 7318 12 10: v1 printed route C, which has no benchmark for stainless screws; corrected to none.
    (line,) = ask("73181210").lines
    assert (line.route, line.benchmark_t_per_t) == ("", D("1.154"))
    # the mark-up is applied to the total: 701.25 t per 100 t of bolts, not v1's rounded 701.300
    assert ask(mass="100", tonnes="100").lines[0].see_t_per_t * 100 == D("701.250")
    # clinker speaks ten digits
    clinker = ask("25231000")
    assert clinker.status == "cannot_price"
    assert [line.cn for line in clinker.lines] == ["2523100010", "2523100090"]
    assert "10 digits" in clinker.reason.en
    assert ask("2523100090").status == "liable"


@pytest.mark.parametrize(
    ("tonnes", "status"),
    [
        ("1", "exempt_de_minimis"),
        ("49.999", "exempt_de_minimis"),
        ("50.000", "exempt_de_minimis"),
        ("50.001", "liable"),
    ],
)
def test_fact_6_fifty_tonnes_is_a_cliff(tonnes, status):
    answer = ask(tonnes=tonnes)
    assert answer.status == status
    if status == "liable":
        assert answer.cost_eur == D("467.791632")  # every tonne of the year, no allowance of 50
    else:
        assert answer.cost_eur == 0
        assert [line.cost_eur for line in answer.lines] == [0]
        crossed = [change.cost_eur for change in answer.what_would_change_it]
        assert crossed == [D("467.791632")]


def test_fact_6_the_seller_cannot_know_the_importers_total():
    answer = ask(tonnes=None)
    assert (answer.status, answer.cost_eur) == ("threshold_unknown", None)
    assert answer.lines[0].cost_eur == D("467.791632")
    amounts = {change.what.en: change.cost_eur for change in answer.what_would_change_it}
    assert [cost for what, cost in amounts.items() if "exceed 50 t, every tonne" in what] == [D("467.791632")]
    assert [cost for what, cost in amounts.items() if "do not exceed 50 t" in what] == [0]
    assert "467.79" in answer.reason.en


def test_fact_6_an_order_above_fifty_tonnes_settles_it():
    assert ask(mass="50", tonnes=None).status == "threshold_unknown"
    assert ask(mass="50.001", tonnes=None).status == "liable"


@pytest.mark.parametrize(("cn", "status"), [("28041000", "liable"), ("27160000", "cannot_price")])
def test_fact_6_never_for_hydrogen_and_electricity(cn, status):
    for tonnes in ("1", None):
        answer = ask(cn, tonnes=tonnes)
        assert answer.status == status
        assert not [change for change in answer.what_would_change_it if "50 t" in change.what.en]


def test_fact_7_solar_power_changes_nothing_for_steel_and_aluminium():
    for cn in ("73181595", "76129080"):
        assert any("solar" in text.en and "光伏" in text.zh for text in ask(cn).assumptions)
    assert not any("solar" in text.en for text in ask("25233000").assumptions)


def test_fact_3_verified_data_take_column_a_and_the_precursors_allocation():
    # Coil 7208 10 00, benchmark A 0.044 (B 1.370), of 1.05 t slab whose own report states an allocation of 1.3 t/t:
    # SEE = 0.1 + 1.05 x 2.0 = 2.2; SEFA = 0.975 x 0.044 + 1.05 x 1.3 = 1.4079; 0.7921 x 82.32 = 65.205672 EUR per t.
    report = Verification(verifier="V", report="R", year=2026)
    slab = Precursor(
        cn="72071210",
        origin="CN",
        mass_t_per_t=D("1.05"),
        see_t_per_t=D("2.0"),
        split_stated=True,
        verified=True,
        sefa_t_per_t=D("1.3"),
    )
    actual = ActualEmissions(direct_t_per_t=D("0.1"), precursors=(slab,), verification=report)
    answer = ask("72081000", actual=actual)
    assert (answer.lines[0].benchmark_column, answer.lines[0].benchmark_t_per_t) == ("A", D("0.044"))
    assert answer.cost_eur == D("65.205672")


def test_fact_8_a_life_cycle_footprint_has_no_way_in():
    # Every field that takes a figure is one of IR (EU) 2025/2547; none of them is a footprint, and unknown names are
    # refused, so an ISO 14067 result cannot be handed over by mistake.
    with pytest.raises(TypeError):
        ActualEmissions(direct_t_per_t=D(1), footprint_kg_co2e=D(3))
    assert {name for name in Precursor.__struct_fields__ if name.endswith("_t_per_t")} == {
        "mass_t_per_t",
        "see_t_per_t",
        "sefa_t_per_t",
    }
    with pytest.raises(TypeError):
        eu_cbam(
            PACK,
            cn="73181595",
            origin="CN",
            net_mass_t=D(1),
            on=Q3,
            importer_tonnes=None,
            as_of=TODAY,
            footprint=D(3),  # type: ignore[call-arg]
        )


def test_fact_9_every_quote_without_verified_data_is_a_default_quote():
    answer = ask()
    assert {line.path for line in answer.lines} == {"default"}
    assert any("verifier" in change.what.en and change.cost_eur is None for change in answer.what_would_change_it)


def test_fact_10_no_deduction_for_a_carbon_price_abroad():
    assert any("No carbon price paid abroad is deducted" in text.en for text in ask().assumptions)


# --- statuses -------------------------------------------------------------------------------------------------------


def test_before_the_obligation():
    for on in (date(2025, 12, 31), date(2023, 10, 1), date(2020, 1, 1)):
        answer = ask(on=on)
        assert (answer.status, answer.cost_eur) == ("not_applicable", 0)
    assert "transitional" in ask(on=date(2025, 12, 31)).reason.en
    assert "2023-10-01" in ask(on=date(2023, 9, 30)).reason.en
    assert ask(on=date(2026, 1, 1)).status == "liable"


def test_the_transitional_period_asked_no_reports_for_goods_outside_it():
    for on in (date(2023, 10, 1), date(2025, 12, 31)):
        assert "Annex I" in ask("44209099", on=on).reason.en
        assert "reports" not in ask("44209099", on=on).reason.en
        assert ask(origin="CH", on=on).status == "exempt_origin"
        assert ask(origin="DE", on=on).status == "exempt_origin"


@pytest.mark.parametrize("origin", ["IS", "LI", "NO", "CH"])
def test_exempt_origins(origin):
    answer = ask(origin=origin)
    assert (answer.status, answer.cost_eur) == ("exempt_origin", 0)
    assert "Annex III" in answer.law[0]


def test_union_goods_are_not_goods_of_a_third_country():
    for origin in ("DE", "GR", "HR", "RE"):
        assert ask(origin=origin).status == "exempt_origin"
    for origin in ("GB", "TR", "CN", "UA", "RS"):
        assert ask(origin=origin).status == "liable"


def test_bamboo_stays_not_applicable_whatever_the_origin_and_the_total():
    for origin in ("NO", "DE", "CN"):
        assert ask("44209099", origin=origin, tonnes="0").status == "not_applicable"


def test_kitchenware_names_the_neighbours_that_are_in_and_the_proposal():
    answer = ask("73239400")
    assert answer.status == "not_applicable"
    assert "7318" in answer.reason.en
    assert "73239400" not in answer.reason.en
    (change,) = answer.what_would_change_it
    assert "not law" in change.what.en
    assert "非法律" in change.what.zh
    assert "2028-01-01" in change.what.en
    assert ask("73239300").what_would_change_it == ()
    assert ask("73239400", on=date(2028, 6, 1)).status == "not_applicable"


def test_excluded_code_names_its_rule():
    answer = ask("72044990")
    assert answer.status == "not_applicable"
    assert "waste and scrap" in answer.reason.en


@pytest.mark.parametrize(
    ("cn", "word"), [("31051000", "nitrogen"), ("28141000", "nitrogen"), ("25232100", "clinker"), ("27160000", "kWh")]
)
def test_goods_counted_in_another_unit_fail_loudly(cn, word):
    answer = ask(cn)
    assert (answer.status, answer.cost_eur) == ("cannot_price", None)
    assert word in answer.reason.en
    assert answer.lines[0].certificates_t is None


def test_other_cement_and_sintered_ore_are_counted_in_tonnes():
    # aluminous cement: (2.18 x 1.1 - 0.975 x 0.717) x 82.32; sintered ore: (0.26 x 1.1 - 0.975 x 0.086) x 82.32
    assert ask("25233000").cost_eur == (D("2.398") - D("0.975") * D("0.717")) * D("82.32")
    assert ask("26011200").cost_eur == (D("0.286") - D("0.975") * D("0.086")) * D("82.32")


def test_free_allocation_above_the_emissions_gives_zero_not_a_credit():
    # calcined clay: 0.32 x 1.1 = 0.352 < 0.975 x 0.666 = 0.64935
    answer = ask("2507008080")
    assert (answer.status, answer.cost_eur) == ("liable", 0)
    assert answer.lines[0].certificates_t == 0


def test_years_without_a_published_price_still_count_certificates():
    for on, certificates in ((date(2027, 1, 1), "6.3542"), (date(2028, 1, 1), "7.0599")):
        # 2027: 6.375 x 1.2 - 0.95 x 1.364 = 7.65 - 1.2958
        answer = ask(on=on, as_of=on)
        assert answer.status == "cannot_price"
        assert answer.lines[0].certificates_t == D(certificates)
        assert any("rovisional" in text.en for text in answer.assumptions)
    assert not any("rovisional" in text.en for text in ask(on=date(2026, 12, 31)).assumptions)
    far = ask("73181210", on=date(2031, 5, 1)).assumptions
    assert any("correction factor of the year of import is not set" in text.en for text in far)
    assert any("made in the year of import" in text.en for text in far)


def test_goods_of_2027_are_told_of_the_weekly_price_and_of_no_quarter():
    answer = ask(on=date(2027, 1, 1))
    assert "weekly" in answer.reason.en
    assert not [change for change in answer.what_would_change_it if "2026-Q" in change.what.en]
    assert "weekly" not in ask(on=date(2026, 12, 31)).reason.en


def test_unknown_price_and_unknown_total_say_both():
    answer = ask(on=date(2026, 11, 1), tonnes=None)
    assert answer.status == "cannot_price"
    assert any("do not exceed 50 t" in change.what.en for change in answer.what_would_change_it)
    assert ask(on=date(2026, 11, 1), tonnes="50").status == "exempt_de_minimis"


def test_short_code_gives_a_line_per_branch_and_no_guess():
    answer = ask("731812")
    assert (answer.status, answer.cost_eur) == ("cannot_price", None)
    assert {line.cn: cents(line.cost_eur) for line in answer.lines} == {
        "73181210": D("541.69"),
        "73181290": D("138.45"),
    }
    assert "138.45 to 541.69" in answer.reason.en
    mixed = ask("2601")
    assert mixed.status == "cannot_price"
    assert [(line.cn, cents(line.cost_eur)) for line in mixed.lines] == [("26011200", D("16.64"))]
    assert any("not in Annex I" in change.what.en and change.cost_eur == 0 for change in mixed.what_would_change_it)


def test_branches_outside_annex_i_are_named_one_by_one():
    out = [change.what.en for change in ask("7202").what_would_change_it if change.what.en.startswith("If the good is")]
    assert len(out) == 9
    assert all("not in Annex I" in what for what in out)
    assert any("7202 2" in what and "ferro-silicon" in what for what in out)
    (rest,) = [change for change in ask("2601").what_would_change_it if change.what.en.startswith("If the good is")]
    assert rest.what.en == "If the good is another code of 2601 …: not in Annex I"
    assert rest.cost_eur == 0


def test_short_code_whose_branches_agree_is_priced():
    answer = ask("7310")
    assert answer.status == "liable"
    assert cents(answer.cost_eur) == D("270.79")
    assert answer.lines[0].cn == "7310"


def test_short_code_of_a_small_importer_is_exempt_anyway():
    for cn in ("7318", "7202", "2601", "25070080"):
        assert ask(cn, tonnes="50").status == "exempt_de_minimis"
    # hydrogen is one branch of 2804: the threshold does not settle it
    assert ask("2804", tonnes="50").status == "cannot_price"


def test_code_in_a_covered_heading_that_no_benchmark_names():
    answer = ask("73181599")
    assert answer.status == "cannot_price"
    assert "no benchmark" in answer.reason.en
    assert ask("731899").status == "cannot_price"


def test_fallback_and_route_are_said():
    fiji = ask(origin="FJ")
    assert any("Other countries and territories" in text.en for text in fiji.assumptions)
    assert any("letter C" in text.en for text in ask("73181535").assumptions)
    assert any("family that exists" in text.en for text in ask("72271000").assumptions)


def test_every_answer_carries_dataset_and_both_languages():
    for answer in (ask(), ask(tonnes=None), ask("44209099"), ask(origin="NO"), ask("7318"), ask(on=date(2027, 3, 1))):
        assert answer.dataset == PACK.dataset
        assert answer.dataset.startswith("sha256:")
        texts = [answer.reason, *answer.assumptions, *(change.what for change in answer.what_would_change_it)]
        assert all(text.en and text.zh for text in texts)
        assert answer.law


# --- bad input ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mass", ["0", "-1", "NaN", "Infinity", "1e13", "1e-60", "1." + "1" * 60])
def test_impossible_masses_are_refused(mass):
    with pytest.raises(InvalidInput) as caught:
        ask(mass=mass, tonnes=None)
    assert caught.value.code == "GC-BRD-003"


def test_wrong_types_and_contradictions_are_refused():
    with pytest.raises(InvalidInput) as caught:
        eu_cbam(PACK, cn="73181595", origin="CN", net_mass_t=1.5, on=Q3, importer_tonnes=None, as_of=TODAY)  # type: ignore[arg-type]
    assert caught.value.code == "GC-BRD-003"
    with pytest.raises(InvalidInput) as caught:
        ask(on=datetime(2026, 9, 30, 23, 59, tzinfo=UTC))
    assert caught.value.code == "GC-BRD-004"
    with pytest.raises(InvalidInput) as caught:
        ask(mass="60", tonnes="59.999")
    assert caught.value.code == "GC-BRD-005"
    with pytest.raises(InvalidInput) as caught:
        ask(tonnes="-1")
    assert caught.value.code == "GC-BRD-003"
    for wrong in ("UK", "ZZ", ""):
        with pytest.raises(InvalidInput) as caught:
            ask(origin=wrong)
        assert caught.value.code == "GC-BRD-002"


def test_scenarios_refuse_what_has_no_default():
    def held(**change):
        asked = {"cn": "73181595", "origin": "CN", "net_mass_t": D(1), "year": 2030, "price_eur_per_t": D(90)}
        return held_price_line(PACK, **(asked | change))

    assert held().cost_eur == (D("8.2875") - D("0.515") * D("1.364")) * 90
    for change in ({"cn": "44209099"}, {"origin": "NO"}, {"cn": "25231000"}, {"cn": "31051000"}, {"cn": "7202"}):
        with pytest.raises(Refused) as refused:
            held(**change)
        assert refused.value.code == "GC-BRD-031"
    for change in ({"year": 2025}, {"price_eur_per_t": D(-1)}, {"price_eur_per_t": D("NaN")}, {"year": 3000}):
        with pytest.raises(InvalidInput) as caught:
            held(**change)
        assert caught.value.code == "GC-BRD-030"


# --- properties -----------------------------------------------------------------------------------------------------

CODES = sorted(cn for cn in PACK.codes if not cn.startswith(("2523", "25070080", "28", "31")))
ORIGINS = sorted(iso for iso, place in PACK.territories.items() if place.eu_cbam == "third")
MASSES = st.decimals("0.000001", "100000", places=6)
DAYS = st.dates(date(2026, 1, 1), date(2026, 9, 30))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CODES), st.sampled_from(ORIGINS), MASSES, MASSES, DAYS)
def test_cost_is_never_negative_and_additive_in_mass(cn, origin, left, right, on):
    def cost(mass):
        return eu_cbam(PACK, cn=cn, origin=origin, net_mass_t=mass, on=on, importer_tonnes=D(10) ** 6, as_of=TODAY)

    both, one, other = cost(left + right), cost(left), cost(right)
    assert one.status == both.status == "liable"
    assert one.cost_eur >= 0
    assert both.cost_eur == one.cost_eur + other.cost_eur
    assert both.lines[0].certificates_t == one.lines[0].certificates_t + other.lines[0].certificates_t


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(CODES),
    st.sampled_from(ORIGINS),
    MASSES,
    st.tuples(st.decimals("0", "500", places=2), st.decimals("0", "500", places=2)),
    st.integers(2026, 2036),
)
def test_cost_rises_with_price_and_year(cn, origin, mass, prices, year):
    def held(price, year):
        line = held_price_line(PACK, cn=cn, origin=origin, net_mass_t=mass, year=year, price_eur_per_t=price)
        return line.cost_eur

    low, high = sorted(prices)
    assert held(low, year) <= held(high, year)
    assert held(low, year) <= held(low, year + 1)  # mark-up rises and free allocation falls, never the other way


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=24), st.text(max_size=4))
def test_no_text_ends_in_a_foreign_error(cn, origin):
    with pytest.raises(InvalidInput):
        ask(f"{cn}x", origin)
    with pytest.raises(InvalidInput):
        ask("73181595", f"{origin}x")


def test_what_is_known_second_hand_is_said():
    said = " ".join(text.en for text in ask().assumptions)
    assert "as quoted by several independent sources" in said
    assert "the Commission's page itself was not read" in said
    assert "The price of 2026-Q3" not in " ".join(text.en for text in ask(on=date(2026, 11, 1)).assumptions)
