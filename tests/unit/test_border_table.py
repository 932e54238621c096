"""The table of columns against the answer for one line: every row, every status, every refusal, every digit."""

import random
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.adapters.packs.border import border_pack
from greencard.border import eu_cbam
from greencard.border.columns import distinct, exact_product, sums_by
from greencard.border.table import REFUSALS, STATUSES, Words, answer_at, costs_table
from greencard.errors import GreencardError, InvalidInput

PACK = border_pack()
D = Decimal
TODAY = date(2026, 11, 23)
DAY = date(2026, 9, 30)
T = 10**6

CODES = (
    *sorted(PACK.codes),
    *PACK.taric,
    *(
        "7318",
        "731812",
        "7310",
        "7202",
        "2601",
        "2804",
        "25070080",
        "25231000",
        "2523",
        "7609",
        "76",
        "731899",
        "73181599",
    ),
    *("44209099", "95030099", "73239400", "72044990", "7318.15.95", "7318 15 95", "2716", "31051000", "31056000"),
    *("", "x", "7700", "0000", "731815951", "99999999", "７３１８１５９５"),
)
ORIGINS = (*sorted(PACK.territories), "UK", "", "ZZ", "cn")
MASSES = (0, -5, 1, 999, 1_000, 49_999_999, 50 * T, 50 * T + 1, 50 * T + 1_000, 10**15, 10**15 + 1, 123_456_789_012_345)
IMPORTERS = (-1, -1, -2, 0, 1, 50 * T, 50 * T + 1, 50_001_000, 10**15, 10**15 + 1)
DAYS = tuple(
    date.fromisoformat(text)
    for text in (
        *("2020-02-29", "2023-09-30", "2023-10-01", "2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01"),
        *("2026-06-30", "2026-07-01", "2026-09-30", "2026-10-01", "2026-12-31", "2027-01-01", "2028-07-01"),
        *("2031-01-01", "2034-01-01", "2040-05-05"),
    )
)


def expected(cn, origin, mass_g, on, importer_g, as_of=TODAY):
    """Status, refusal, certificates and cost of the line, as the answer for one line has them."""
    tonnes = D(mass_g).scaleb(-6)
    total = None if importer_g == -1 else D(importer_g).scaleb(-6)
    try:
        answer = eu_cbam(PACK, cn=cn, origin=origin, net_mass_t=tonnes, on=on, importer_tonnes=total, as_of=as_of)
    except GreencardError as error:
        return "refused", error.code, None, None, None
    line = answer.lines[0] if len(answer.lines) == 1 and _one_answer(answer, cn) else None
    certificates, cost = (line.certificates_t, line.cost_eur) if line else (None, None)
    return answer.status, "", certificates, cost, answer.cost_eur


def _one_answer(answer, cn):
    return answer.lines[0].cn == cn.replace(".", "").replace(" ", "")


def compare(rows, as_of=TODAY):
    cn, origin, mass, on, importer = (list(column) for column in zip(*rows, strict=True))
    table = costs_table(
        PACK, cn=cn, origin=origin, mass_g=np.array(mass), on=on, importer_g=np.array(importer), as_of=as_of
    )
    seen = set()
    for index, row in enumerate(rows):
        status, refusal, certificates, cost, due = expected(*row, as_of)
        got = (
            STATUSES[table.status[index]],
            REFUSALS[table.refusal[index]],
            table.certificates_t.at(index),
            table.line_cost_eur.at(index),
            table.cost_at(index),
        )
        assert got == (status, refusal, certificates, cost, due), row
        seen.add((status, refusal))
    return table, seen


def random_rows(seed, count):
    rng = random.Random(seed)  # noqa: S311 - a sample, not a secret
    rows = []
    for _ in range(count):
        mass = rng.choice(MASSES) if rng.random() < 0.3 else rng.randrange(1, 10 ** rng.randrange(1, 16))
        importer = rng.choice(IMPORTERS) if rng.random() < 0.7 else mass + rng.randrange(0, 10**9)
        on = rng.choice(DAYS) if rng.random() < 0.5 else date(2026, 1, 1) + timedelta(days=rng.randrange(365))
        rows.append((rng.choice(CODES), rng.choice(ORIGINS), mass, on, importer))
    return rows


@pytest.mark.parametrize("seed", range(4))
def test_thousands_of_random_lines_agree_with_the_answer_for_one(seed):
    _, seen = compare(random_rows(seed, 2_500))
    assert {status for status, _ in seen} == set(STATUSES)
    assert {refusal for _, refusal in seen} >= {"GC-BRD-001", "GC-BRD-002", "GC-BRD-003", "GC-BRD-005"}


def test_every_code_of_the_tables_from_three_origins_agrees():
    rows = [(cn, origin, 1_234_567, DAY, 60 * T) for cn in (*PACK.codes, *PACK.taric) for origin in ("CN", "FJ", "TW")]
    table, seen = compare(rows)
    assert {status for status, _ in seen} == {"liable", "cannot_price"}
    assert table.counts()["liable"] > 1_500


def test_as_of_decides_which_prices_are_known():
    rows = [("73181595", "CN", T, day, 60 * T) for day in (date(2026, 2, 1), date(2026, 5, 1), DAY)]
    for as_of, liable in ((date(2026, 4, 6), 0), (date(2026, 4, 7), 1), (date(2026, 7, 6), 2), (date(2026, 10, 5), 3)):
        table, _ = compare(rows, as_of)
        assert table.counts()["liable"] == liable


def test_bolts_by_hand():
    # 10.8 t x 5.6826 = 61.37208 t; x 82.32 = 5052.1496256 EUR; 467.791632 EUR per t
    table = costs_table(
        PACK, cn=["73181595"], origin=["CN"], mass_g=[10_800_000], on=DAY, importer_g=[60 * T], as_of=TODAY
    )
    assert table.certificates_t.at(0) == D("61.37208")
    assert table.line_cost_eur.at(0) == D("5052.1496256")
    assert table.line_cost_eur.cents().tolist() == [505_215]


def test_total_adds_what_is_due_exactly_and_nothing_else():
    rows = [
        ("73181595", "CN", 333_333, DAY, 60 * T),
        ("73181595", "CN", 777_777, DAY, 60 * T),
        ("2507008080", "CN", T, DAY, 60 * T),  # free allocation above its emissions: zero, no credit for the others
        ("73181595", "CN", T, DAY, -1),
        ("73181595", "CN", T, DAY, 50 * T),
        ("44209099", "CN", T, DAY, -1),
    ]
    table, _ = compare(rows)
    assert table.due_eur() == (D("0.333333") + D("0.777777")) * D("467.791632")
    assert table.exposure_eur() == D("467.791632")
    assert table.counts() == {
        "refused": 0,
        "not_applicable": 1,
        "exempt_origin": 0,
        "exempt_de_minimis": 1,
        "liable": 3,
        "threshold_unknown": 1,
        "cannot_price": 0,
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**15), st.integers(0, 9 * 10**12)), min_size=1, max_size=20))
def test_products_in_two_limbs_are_exact(pairs):
    mass, rate = (np.array(column, np.int64) for column in zip(*pairs, strict=True))
    upper, rest = exact_product(mass, rate)
    for index, (grams, per_tonne) in enumerate(pairs):
        assert int(upper[index]) * 10**9 + int(rest[index]) == grams * per_tonne
        assert 0 <= rest[index] < 10**9


def test_sums_do_not_overflow():
    rows = 40_000
    table = costs_table(
        PACK, cn=["73181595"] * rows, origin=["CN"] * rows, mass_g=10**15, on=DAY, importer_g=10**15, as_of=TODAY
    )
    assert table.due_eur() == D("467.791632") * 10**9 * rows


def test_columns_may_be_arrays_words_texts_or_one_value_for_all():
    plain = costs_table(
        PACK, cn=["73181595", "44209099"], origin=["CN", "CN"], mass_g=[T, T], on=DAY, importer_g=None, as_of=TODAY
    )
    other = costs_table(
        PACK,
        cn=np.array(["73181595", "44209099"]),
        origin=Words(np.array([0, 0]), ("CN",)),
        mass_g=np.array([T, T], np.uint32),
        on=np.array(["2026-09-30", "2026-09-30"], "datetime64[s]"),
        importer_g=-1,
        as_of=TODAY,
    )
    assert plain.status.tolist() == other.status.tolist() == [5, 1]
    assert plain.line_cost_eur.at(0) == other.line_cost_eur.at(0) == D("467.791632")
    assert plain.certificates_t.at(1) is None
    assert costs_table(PACK, cn=[], origin=[], mass_g=[], on=DAY, importer_g=None, as_of=TODAY).due_eur() == 0


def test_a_row_that_is_wrong_says_so_and_spoils_no_other():
    table = costs_table(
        PACK,
        cn=["73181595", None, 73181595, "73181595"],
        origin=["CN", "CN", "CN", None],
        mass_g=[T] * 4,
        on=np.array(["NaT", "2026-09-30", "2026-09-30", "2026-09-30"], "datetime64[D]"),
        importer_g=None,
        as_of=TODAY,
    )
    assert [REFUSALS[code] for code in table.refusal] == ["GC-BRD-004", "GC-BRD-001", "GC-BRD-001", "GC-BRD-002"]
    assert {STATUSES[code] for code in table.status} == {"refused"}
    assert table.cost_at(0) is None


def test_columns_that_are_none_are_refused():
    good = {"cn": ["73181595"], "origin": ["CN"], "mass_g": [T], "on": DAY, "importer_g": None, "as_of": TODAY}
    for change in (
        {"cn": "73181595"},
        {"cn": 5},
        {"origin": ["CN", "CN"]},
        {"mass_g": [1.5]},
        {"mass_g": [[1]]},
        {"mass_g": [1, 2]},
        {"mass_g": ["1"]},
        {"on": ["yesterday"]},
        {"on": [DAY, DAY]},
        {"importer_g": [1.0]},
        {"cn": Words(np.array([3]), ("73181595",))},
        {"cn": Words(np.array([1]), ("73181595",))},
        {"cn": Words(np.array([-1]), ("73181595",))},
    ):
        with pytest.raises(InvalidInput) as caught:
            costs_table(PACK, **(good | change))
        assert caught.value.code == "GC-BRD-054", change
    with pytest.raises(InvalidInput) as caught:
        costs_table(PACK, **(good | {"as_of": "2026-11-23"}))
    assert caught.value.code == "GC-BRD-004"
    huge = costs_table(PACK, **(good | {"mass_g": np.array([2**64 - 1], np.uint64)}))
    assert REFUSALS[huge.refusal[0]] == "GC-BRD-003"
    # as a signed number it would read -1: not known
    huge = costs_table(PACK, **(good | {"importer_g": np.array([2**64 - 1], np.uint64)}))
    assert REFUSALS[huge.refusal[0]] == "GC-BRD-003"
    small = costs_table(PACK, **(good | {"mass_g": np.array([T], np.uint64)}))
    assert small.line_cost_eur.at(0) == D("467.791632")


def test_a_row_can_be_asked_for_in_words():
    answer = answer_at(PACK, cn="73181595", origin="CN", mass_g=10_800_000, on=DAY, importer_g=-1, as_of=TODAY)
    assert answer.status == "threshold_unknown"
    assert answer.lines[0].cost_eur == D("5052.1496256")
    with pytest.raises(InvalidInput):
        answer_at(PACK, cn="73181595", origin="CN", mass_g=2 * T, on=DAY, importer_g=T, as_of=TODAY)


@given(st.lists(st.integers(-(2**40), 2**40) | st.integers(0, 50), max_size=40))
def test_distinct_values_are_those_of_a_sort(values):
    column = np.array(values, np.int64)
    found, index = distinct(column)
    assert found.tolist() == sorted(set(values))
    assert found[index].tolist() == values


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10**15)), max_size=30))
def test_sums_by_index(pairs):
    index, amounts = (np.array([pair[at] for pair in pairs], np.int64) for at in (0, 1))
    found = sums_by(index, amounts, 4)
    assert found.tolist() == [sum(amount for at, amount in pairs if at == one) for one in range(4)]


def test_a_sum_beyond_the_column_is_given_as_its_top():
    assert sums_by(np.zeros(5_000, np.int64), np.full(5_000, 10**15), 1).tolist() == [2**62]
