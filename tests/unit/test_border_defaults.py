"""Default values, benchmarks, mark-ups, factors: fallback, routes, periods; shipped data against the reference."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from greencard.adapters.packs.border import border_pack
from greencard.border.benchmark import benchmark_for, factor_for, routes_of
from greencard.border.defaults import default_value, highest_value, markup_for, printed_apart

PACK = border_pack()
SHARED = Path(__file__).parents[2] / "../shared/reference/cbam"
D = Decimal


def _reference(name):
    path = SHARED / name
    if not path.exists():
        pytest.skip("shared material not beside this checkout")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_most_specific_row_of_the_country():
    assert default_value(PACK, "73181595", "CN").value == D("6.375")  # row 7318 15
    assert default_value(PACK, "73181290", "CN").value == D("2.738")  # row 7318 12 90
    assert default_value(PACK, "73102990", "CN").row.cn == "7310"
    assert default_value(PACK, "73181595", "CN").fallback == ""


def test_row_without_value_takes_the_whole_row_of_other_countries():
    # China prints "–" for 7203; Taiwan's stainless rows were blanked by IR (EU) 2026/1740.
    assert PACK.default_table("CN").rows["7203"].value is None
    assert PACK.default_table("TW").rows["72181000"].value is None
    for cn, origin in (("72031000", "CN"), ("72181000", "TW")):
        answer = default_value(PACK, cn, origin)
        assert (answer.fallback, answer.table) == ("no_value", "Other countries and territories")
        # whole row: route, direct and total of one printed row, never mixed
        assert answer.row in PACK.default_table("other").rows.values()


def test_country_without_row_or_table():
    assert default_value(PACK, "73181595", "LR").fallback == "no_row"  # Liberia: one row, hydrogen
    assert default_value(PACK, "28041000", "LR").value == D("10.82")
    for origin in ("FJ", "XK"):
        assert default_value(PACK, "73181595", origin).fallback == "no_table"
    assert PACK.default_table("FJ") is None


def test_correcting_act_is_what_is_shipped():
    # IR (EU) 2026/1740: Tunisia's "7615" rows are the 7616 rows, and no 7615 row is left anywhere.
    tunisia = PACK.default_table("TN").rows
    assert [tunisia[cn].total for cn in ("76161000", "76169100", "76169910", "76169990")] == [
        "1.44",
        "1.44",
        "0.76",
        "1.44",
    ]
    assert not [cn for cn in PACK.goods if cn.startswith("7615")]
    assert default_value(PACK, "73181210", "CN").row.route == ""  # v1 printed C
    assert PACK.default_table("other").rows["72262000"].total == "5.5"  # v1: 5.588
    assert {"2523100010", "2523100090", "2523900010", "2523900090", "2507008080"} == set(PACK.taric)


def test_codes_told_apart_by_taric_have_no_eight_digit_default():
    assert default_value(PACK, "25231000", "CN") is None
    assert printed_apart(PACK, "25231000") == ("2523100010", "2523100090")
    assert default_value(PACK, "2523100010", "CN").value == D("1.3")
    assert default_value(PACK, "2523100090", "CN").value == D("1.39")
    assert printed_apart(PACK, "73181595") == ()


def test_unknown_country_of_a_precursor_takes_the_highest_value():
    rows = PACK.annex_iv.rows
    assert len(rows) == 260
    assert highest_value(PACK, "72230019").row.cn == "722300"
    assert highest_value(PACK, "76169990").value == D("5.559")
    assert highest_value(PACK, "25231000") is None


def test_annex_iv_is_the_maximum_over_all_tables():
    highest: dict[str, Decimal] = {}
    origins = [iso for iso, place in PACK.territories.items() if place.default_table]
    assert len(origins) == 121
    for origin in [*origins, "other"]:
        for cn, row in PACK.default_table(origin).rows.items():
            if row.value is not None:
                highest[cn] = max(highest.get(cn, D(0)), row.value)
    assert highest == {cn: row.value for cn, row in PACK.annex_iv.rows.items()}


def test_combined_route_takes_the_letter_that_exists_for_the_code():
    assert default_value(PACK, "72271000", "CN").row.route == "C/F"
    assert benchmark_for(PACK, "72271000", "B", "C/F", 2026).route == "F"
    assert benchmark_for(PACK, "72279010", "B", "C/F", 2026).route == "C"
    assert benchmark_for(PACK, "72271000", "B", "E/H", 2026).route == "H"


def test_letter_without_meaning_for_a_code_is_not_used():
    # Row 7318 15 prints C for all bolts; the benchmark of stainless 7318 15 35 does not depend on the route.
    answer = benchmark_for(PACK, "73181535", "B", "C", 2026)
    assert (answer.value, answer.route, answer.letter_unused) == (D("1.154"), "", True)
    assert not benchmark_for(PACK, "73181210", "B", "", 2026).letter_unused


def test_route_that_is_not_printed_gives_nothing():
    assert benchmark_for(PACK, "73181595", "B", "K", 2026) is None
    assert benchmark_for(PACK, "73181595", "B", "", 2026) is None
    assert benchmark_for(PACK, "73181599", "B", "C", 2026) is None


def test_every_code_of_every_origin_has_a_benchmark_for_its_printed_route():
    origins = [iso for iso, place in PACK.territories.items() if place.default_table]
    for origin in [*origins, "FJ"]:
        for cn in PACK.codes:
            for code in printed_apart(PACK, cn) or (cn,):
                found = default_value(PACK, code, origin)
                assert found is not None, (origin, code)
                assert benchmark_for(PACK, code, "B", found.row.route, 2026) is not None, (origin, code)


@pytest.mark.parametrize(
    ("year", "value", "carried"),
    [
        (2026, "1.154", False),
        (2027, "1.154", False),
        (2028, "1.116", False),
        (2030, "1.116", False),
        (2031, "1.116", True),
    ],
)
def test_period_of_the_benchmark(year, value, carried):
    answer = benchmark_for(PACK, "73181210", "B", "", year)
    assert (answer.value, answer.carried) == (D(value), carried)


def test_column_a_is_the_last_process_and_column_b_the_whole_chain():
    # The trap: hot-rolled coil 7208, 31 times apart.
    assert benchmark_for(PACK, "72081000", "A", "", 2026).value == D("0.044")
    assert benchmark_for(PACK, "72081000", "B", "C", 2026).value == D("1.370")
    assert routes_of(PACK, "72071111", "A") == ("C", "D", "E")
    assert benchmark_for(PACK, "76011010", "A", "L", 2026).value == D("0.091")


def test_markup_by_sector_and_year():
    assert [markup_for(PACK, "iron_steel", year) for year in (2026, 2027, 2028, 2034)] == [
        D("0.10"),
        D("0.20"),
        D("0.30"),
        D("0.30"),
    ]
    assert {markup_for(PACK, "fertilisers", year) for year in (2026, 2027, 2030)} == {D("0.01")}
    assert markup_for(PACK, "iron_steel", 2025) is None


def test_factor_is_the_remaining_free_share():
    factors = {year: factor_for(PACK, year).cbam_factor for year in range(2026, 2035)}
    assert list(factors.values()) == [
        D(x) for x in ("0.975", "0.95", "0.90", "0.775", "0.515", "0.39", "0.265", "0.14", "0")
    ]
    assert factor_for(PACK, 2040).cbam_factor == 0
    assert factor_for(PACK, 2025) is None
    assert factor_for(PACK, 2030).cscf_final
    assert not factor_for(PACK, 2031).cscf_final


def test_shipped_default_values_are_the_reference_rows():
    by_table = {place.default_table: iso for iso, place in PACK.territories.items() if place.default_table}
    by_table["Other countries and territories"] = "other"
    rows = _reference("default_values_all_v2.csv")
    assert len(rows) == 12539
    for row in rows:
        found = PACK.default_table(by_table[row["country"]]).rows[row["cn_code"]]
        kept = (
            found.direct,
            found.indirect,
            found.total,
            found.route,
            PACK.marks[found.mark],
            PACK.goods[row["cn_code"]],
        )
        assert kept == tuple(row[k] for k in ("direct", "indirect", "total", "route", "checked", "description"))
    assert sum(len(PACK.default_table(iso).rows) for iso in by_table.values()) == 12539


def test_shipped_benchmarks_are_the_reference_rows():
    wanted = sorted(
        (row["cn_code"], row["column"], row["route"], row["production_years"], D(row["benchmark_tco2e_per_t"]))
        for row in _reference("benchmarks.csv")
    )
    kept = sorted(
        (cn, row.column, row.route, "all" if row.years is None else f"{row.years[0]}-{row.years[1]}", row.value)
        for cn, rows in PACK.benchmarks.items()
        for row in rows
    )
    assert kept == wanted


def test_china_table_with_markup_is_the_reference_table():
    for row in _reference("default_values_china.csv"):
        if row["total"] in ("-", "see below"):
            continue
        value = PACK.default_table("CN").rows[row["taric_code_2026_1740"] or row["cn_code"]].value
        category = {"Iron and steel": "iron_steel"}.get(row["sector"], row["sector"].lower())
        for year in (2026, 2027, 2028):
            name = f"total_with_markup_{year}_exact"
            assert value * (1 + markup_for(PACK, category, year)) == D(row[name]), row
