"""A file of lines: what its cells say, whose threshold it settles, and that both ways of answering agree."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from border_samples import AS_OF, LIMIT, PACK, answered, lines_of
from greencard.border import eu_cbam
from greencard.border.answered import answer_lines
from greencard.border.lines import Defaults
from greencard.errors import InvalidInput
from greencard.model import Text

BOLTS = {"cn": "73181595", "origin": "CN", "kg": "1000", "on": "2026-08-15"}
RATE = Decimal("5.6826") * Decimal("82.32")
"""EUR per t of Chinese bolts in the third quarter: 6.375 × 1.1 − 0.975 × 1.364 = 5.6826 t/t, × 82.32 EUR."""


def test_one_line_by_hand():
    (row,) = answered([BOLTS | {"importer_t": 120}]).rows()
    assert (row.status, row.due_eur, row.certificates_t) == ("liable", RATE, Decimal("5.6826"))
    assert (row.row, row.importer_basis, row.regime) == (2, "stated", "eu-cbam")


@pytest.mark.parametrize(
    ("cells", "tonnes"),
    [
        ({"kg": "12.5"}, "0.0125"),
        ({"kg": 12.5}, "0.0125"),
        ({"kg": Decimal("12.5")}, "0.0125"),
        ({"kg": None, "t": "0.0125"}, None),
        ({"kg": "0.0005"}, "0.0000005"),
        ({"kg": 73}, "0.073"),
        ({"kg": "1e3"}, "1"),
    ],
)
def test_mass_in_kilograms_exactly(cells, tonnes):
    if tonnes is None:
        with pytest.raises(InvalidInput) as caught:
            answered([BOLTS | cells])
        assert caught.value.code == "GC-BRD-060"
        return
    (row,) = answered([BOLTS | cells]).rows()
    assert row.net_mass_t == Decimal(tonnes)
    assert row.exposure_eur == Decimal(tonnes) * RATE


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"kg": "1.000,5"}, "GC-BRD-062"),
        ({"kg": "1,000"}, "GC-BRD-062"),
        ({"kg": "12 kg"}, "GC-BRD-061"),
        ({"kg": ""}, "GC-BRD-061"),
        ({"kg": "nan"}, "GC-BRD-061"),
        ({"kg": "0"}, "GC-BRD-003"),
        ({"kg": "-5"}, "GC-BRD-003"),
        ({"kg": "1e20"}, "GC-BRD-003"),
        ({"on": "15/8/2026"}, "GC-BRD-063"),
        ({"on": "2026-02-30"}, "GC-BRD-063"),
        ({"on": datetime(2026, 8, 15, 9, 30)}, "GC-BRD-063"),  # noqa: DTZ001 - what a sheet holds
        ({"on": ""}, "GC-BRD-063"),
        ({"cn": "7318159"}, "GC-BRD-001"),
        ({"cn": ""}, "GC-BRD-001"),
        ({"origin": "XX"}, "GC-BRD-002"),
        ({"origin": ""}, "GC-BRD-002"),
        ({"importer_t": "0.5"}, "GC-BRD-005"),
        ({"importer_t": "-1"}, "GC-BRD-003"),
        ({"importer_t": "-0.000001"}, "GC-BRD-003"),
        ({"to": "XX"}, "GC-BRD-002"),
    ],
)
def test_a_wrong_cell_refuses_its_row_and_no_other(cells, code):
    for most in (5_000, 0):
        found = answered([BOLTS, BOLTS | cells, BOLTS | {"importer_t": 120}], most_in_full=most)
        rows = list(found.rows())
        assert [row.status for row in rows] == ["threshold_unknown", "refused", "liable"]
        assert rows[1].refusal == code
        total = found.total(LIMIT)
        assert (total.refused, total.refused_rows) == ({code: 1}, ((3, code),))
        assert (total.due_eur, total.exposure_eur) == (RATE, RATE)


def test_a_refusal_says_what_to_do_in_both_languages():
    (row,) = answered([BOLTS | {"kg": "1,5"}]).rows()
    assert "1250.5" in row.reason.en
    assert "1250.5" in row.reason.zh


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (("cn", "origin", "on"), "kg is missing"),
        (("origin", "kg", "on"), "cn is missing"),
        (("cn", "origin", "kg"), "on is missing"),
        (("cn", "origin", "kg", "t", "on"), "both kg and t"),
        (("cn", "CN code", "origin", "kg", "on"), "two columns mean the same"),
        (("cn", "origin", "kg", "on", "importer_t", "importer_kg"), "both importer_kg and importer_t"),
    ],
)
def test_columns_that_cannot_be_used(header, words):
    with pytest.raises(InvalidInput) as caught:
        lines_of([dict.fromkeys(header, "1")])
    assert caught.value.code == "GC-BRD-060"
    assert words in str(caught.value)


def test_headings_in_chinese_and_columns_left_alone():
    rows = [
        {
            "商品编码": "73181595",
            "原产国": "CN",
            "净重（公斤）": "1000",
            "日期": "2026/8/15",
            "颜色": "红",
            "参考号": "A1",
        }
    ]
    lines = lines_of(rows)
    assert lines.ignored == ("颜色",)
    (row,) = answer_lines(PACK, lines, as_of=AS_OF).rows()
    assert (row.exposure_eur, row.reference, row.on) == (RATE, "A1", date(2026, 8, 15))


def test_what_holds_of_every_line_may_be_given_once():
    lines = lines_of([{"cn": "73181595", "t": "1"}], Defaults(date(2026, 8, 15), "CN", "NL"))
    (row,) = answer_lines(PACK, lines, as_of=AS_OF, importer_t=Decimal(120)).rows()
    assert (row.due_eur, row.origin, row.to, row.importer_t) == (RATE, "CN", "NL", Decimal(120))


def test_rows_are_bounded():
    from greencard.border.lines import columns_of, lines_of_rows

    columns = columns_of(tuple(BOLTS), "a.csv", Defaults())
    with pytest.raises(InvalidInput) as caught:
        lines_of_rows(columns, enumerate([tuple(BOLTS.values())] * 4, 2), "a.csv", Defaults(), most=3)
    assert caught.value.code == "GC-BRD-064"


def test_fifty_tonnes_in_the_file_settle_nothing_and_one_gram_more_settles_every_line_of_the_year():
    # Art. 2a: exempt while the year's total does not exceed 50 t. 30 + 20 t may be all or not: not known.
    half = {"importer": "Acme", "kg": "30000"}
    exact = answered([BOLTS | half, BOLTS | half | {"kg": "20000", "on": "2026-02-01"}])
    assert {row.status for row in exact.rows()} == {"threshold_unknown"}
    above = answered([BOLTS | half, BOLTS | half | {"kg": "20000.001", "on": "2026-02-01"}])
    assert {(row.status, row.importer_basis) for row in above.rows()} == {("liable", "file")}
    assert above.total(LIMIT).importers[0].above_threshold
    # 30 t × 5.6826 × 82.32 + 20.000001 t × 5.6826 × 75.36 (first quarter)
    due = Decimal("5.6826") * (30 * Decimal("82.32") + Decimal("20.000001") * Decimal("75.36"))
    assert above.total(LIMIT).due_eur == due


@pytest.mark.parametrize(
    "other",
    [
        {"importer": "Beta"},  # somebody else
        {"on": "2027-02-01"},  # another year
        {"cn": "44209099"},  # not in Annex I
        {"origin": "CH"},  # an exempt origin
        {"cn": "28041000"},  # hydrogen never counts
        {"to": "GB"},  # not imported into the Union
        {"cn": "2507"},  # perhaps in Annex I
        {"importer": ""},  # nobody's
        {"kg": "x"},  # no mass
    ],
)
def test_what_does_not_count_towards_an_importers_year(other):
    first = BOLTS | {"importer": "Acme", "kg": "30000"}
    rows = list(answered([first, first | other | ({"kg": "30000"} if "kg" not in other else {})]).rows())
    assert rows[0].status == "threshold_unknown"


def test_an_importers_year_of_any_size_is_above_the_threshold():
    huge = BOLTS | {"importer": "Acme", "kg": "999999999999"}
    for most in (5_000, 0):
        found = answered([huge] * 3, most_in_full=most)
        assert {(row.status, row.importer_basis) for row in found.rows()} == {("liable", "file")}
        assert found.total(LIMIT).importers[0].tonnes == 3 * Decimal("999999999.999")


def test_a_file_without_a_column_of_importers_settles_nothing_between_its_lines():
    rows = answered([BOLTS | {"kg": "30000"}, BOLTS | {"kg": "30000"}]).rows()
    assert {row.status for row in rows} == {"threshold_unknown"}


def test_a_stated_total_below_the_files_own_lines_is_a_contradiction():
    one = BOLTS | {"importer": "Acme", "kg": "30000"}
    for most in (5_000, 0):
        rows = list(answered([one | {"importer_t": "40"}, one], most_in_full=most).rows())
        assert [row.status for row in rows] == ["refused", "liable"]
        assert rows[0].refusal == "GC-BRD-065"
    with pytest.raises(InvalidInput) as caught:
        answered([BOLTS | {"kg": "30000"}, BOLTS | {"kg": "30000"}], importer_t=Decimal(50))
    assert caught.value.code == "GC-BRD-065"


@pytest.mark.parametrize("most", [0, 100])
def test_a_total_stated_in_one_row_holds_of_every_row_of_that_importer_and_year(most):
    acme = BOLTS | {"importer": "Acme"}
    others = [
        BOLTS | {"importer": "Beta"},
        acme | {"on": "2025-08-15"},
        acme | {"origin": "CH"},
        BOLTS | {"importer": ""},
    ]
    for total, status in (("50.000", "exempt_de_minimis"), ("50.001", "liable"), ("50.0000004", "liable")):
        found = list(answered([acme | {"importer_t": total}, acme, acme, *others], most_in_full=most).rows())
        assert [(row.status, row.importer_basis) for row in found[:3]] == [(status, "stated")] * 3
        assert [row.status for row in found[3:]] == [
            "threshold_unknown",
            "not_applicable",
            "exempt_origin",
            "threshold_unknown",
        ]


@pytest.mark.parametrize("most", [0, 100])
def test_totals_of_one_importer_on_both_sides_of_the_threshold_are_refused(most):
    acme = BOLTS | {"importer": "Acme"}
    rows = [acme | {"importer_t": "50"}, acme | {"importer_t": "51"}, acme]
    found = list(answered(rows, most_in_full=most).rows())
    assert [(row.status, row.refusal) for row in found] == [
        ("refused", "GC-BRD-121"),
        ("refused", "GC-BRD-121"),
        ("threshold_unknown", ""),
    ]
    # running totals on one side of it decide alike
    same = list(answered([acme | {"importer_t": "60"}, acme | {"importer_t": "75"}, acme], most_in_full=most).rows())
    assert [row.status for row in same] == ["liable"] * 3
    assert same[2].importer_t == 75
    for stated, total in ((found, None), (same, 75)):
        kept = [acme | ({} if row.importer_basis == "" else {"importer_t": str(row.importer_t)}) for row in stated]
        (one,) = answered(kept, most_in_full=most).total(LIMIT).importers
        assert one.stated_t == total


def test_one_total_is_for_one_importer_and_one_year():
    for rows in (
        [BOLTS, BOLTS | {"on": "2027-03-01"}],
        [BOLTS | {"importer": "Acme"}, BOLTS | {"importer": "Beta"}],
    ):
        with pytest.raises(InvalidInput) as caught:
            answered(rows, importer_t=Decimal(60))
        assert caught.value.code == "GC-BRD-066"
    with pytest.raises(InvalidInput) as caught:
        answered([BOLTS], importer_t=Decimal(-1))
    assert caught.value.code == "GC-BRD-003"


def test_other_destinations_are_answered_by_their_own_scheme():
    rows = [
        BOLTS | {"to": to, "on": on} for to, on in (("GB", "2026-12-31"), ("GB", "2027-01-01"), ("NO", "2027-01-01"))
    ]
    for most in (5_000, 0):
        found = list(answered([*rows, BOLTS | {"to": "BR"}], most_in_full=most).rows())
        assert [(row.regime, row.status) for row in found] == [
            ("uk-cbam", "not_applicable"),
            ("uk-cbam", "cannot_price"),
            ("no-cbam", "cannot_price"),
            ("", "no_scheme"),
        ]


def test_an_empty_file_is_answered_with_nothing():
    for most in (5_000, -1):
        found = answer_lines(
            PACK, lines_of([{**BOLTS, "kg": "", "cn": "", "origin": "", "on": ""}]), as_of=AS_OF, most_in_full=most
        )
        total = found.total(LIMIT)
        assert (total.lines, total.due_eur, total.statuses["liable"]) == (0, 0, 0)


CODES = ("73181595", "73181692", "76169990", "44209099", "7318", "25231000", "28041000", "99999999", "31052010", "x")
ROWS = st.fixed_dictionaries(
    {
        "cn": st.sampled_from(CODES),
        "origin": st.sampled_from(("CN", "VN", "CH", "DE", "ZZ", "XK")),
        "kg": st.one_of(
            st.decimals("0.0001", "60000", places=4).map(str), st.sampled_from(("", "0", "-1", "1,5", "49999.9999"))
        ),
        "on": st.sampled_from(
            (
                "2023-09-30",
                "2025-12-31",
                "2026-01-01",
                "2026-03-31",
                "2026-04-01",
                "2026-10-01",
                "2027-01-01",
                "2034-05-05",
                "?",
            )
        ),
        "importer_t": st.sampled_from(("", "", "50", "50.000", "50.001", "0.1", "120", "60.0000005")),
        "importer": st.sampled_from(("", "Acme", "Beta")),
        "to": st.sampled_from(("", "DE", "NL", "GB", "NO", "BR", "Q")),
    }
)


@given(st.lists(ROWS, min_size=1, max_size=25), st.sampled_from(("2026-04-06", "2026-11-23", "2027-01-04")))
def test_both_ways_of_answering_agree_on_every_line(rows, as_of):
    day = date.fromisoformat(as_of)
    lines = lines_of(rows)
    singly = answer_lines(PACK, lines, as_of=day)
    columns = answer_lines(PACK, lines, as_of=day, most_in_full=0)
    nothing = Text()
    for one, other in zip(singly.rows(), columns.rows(), strict=True):
        assert {**_plain(one), "reason": nothing} == {**_plain(other), "reason": nothing}
    left, right = singly.total(LIMIT), columns.total(LIMIT)
    assert left == right
    assert left.due_eur == sum((row.due_eur for row in singly.rows() if row.due_eur is not None), Decimal(0))


def _plain(row):
    return {name: getattr(row, name) for name in row.__struct_fields__}


@given(st.lists(ROWS, min_size=1, max_size=10))
def test_a_line_of_a_file_is_the_line_asked_alone(rows):
    found = answered(rows)
    for row in found.rows():
        if (
            row.status in {"refused", "no_scheme"}
            or row.regime != "eu-cbam"
            or row.on is None
            or row.net_mass_t is None
        ):
            continue
        alone = eu_cbam(
            PACK,
            cn=row.cn,
            origin=row.origin,
            net_mass_t=row.net_mass_t,
            on=row.on,
            importer_tonnes=row.importer_t,
            as_of=AS_OF,
        )
        assert (alone.status, alone.reason) == (row.status, row.reason)
        assert alone.cost_eur == row.due_eur


def test_a_million_lines_fit_their_types():
    lines = lines_of([BOLTS | {"kg": "999999999999"}])
    assert lines.mass_g.dtype == np.int64
    (row,) = answer_lines(PACK, lines, as_of=AS_OF).rows()
    assert row.net_mass_t == Decimal("999999999.999")
    assert row.due_eur == Decimal("999999999.999") * RATE
