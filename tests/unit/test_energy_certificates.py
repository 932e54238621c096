"""Certificates: what was sold is gone, what was bought covers grid supply of its market and time, sums stay whole."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.energy.certificates import SupplySums, electricity_claims, last_use, whole_certificates
from greencard.errors import InvalidInput, Refused
from greencard.model import EnergyCertificate

MWH = 1_000_000
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
YEAR = SupplySums(load_wh=100 * MWH, self_wh=30 * MWH, exported_wh=20 * MWH, generated_wh=50 * MWH)


def certificate(name: str, mwh: int, fate: str, **changes: object) -> EnergyCertificate:
    fields = {
        "scheme": "GEC", "id": name, "energy_wh": mwh * MWH, "technology": "pv", "country": "CN",
        "produced_from": FIRST, "produced_until": LAST, "fate": fate,
    }  # fmt: skip
    return EnergyCertificate(**(fields | changes))  # type: ignore[arg-type]


def bought(name: str, mwh: int, technology: str = "wind", **changes: object) -> EnergyCertificate:
    return certificate(name, mwh, "bought", **({"technology": technology, "cancelled_on": date(2027, 2, 1)} | changes))


def claims(*certificates: EnergyCertificate, state: str = "kept", sums: SupplySums = YEAR, **period: date):
    dates = {"first": FIRST, "last": LAST} | period
    return electricity_claims(sums, certificates, country="CN", state=state, **dates)  # type: ignore[arg-type]


def parts(found) -> tuple[int, ...]:
    """kept, sold, unsettled, certified, grid, in MWh."""
    columns = (found.self_kept_wh, found.self_sold_wh, found.self_unsettled_wh, found.certified_wh, found.grid_wh)
    return tuple(wh // MWH for wh in columns)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("kept", (30, 0, 0, 0, 70)),
        ("not_issued", (30, 0, 0, 0, 70)),
        ("sold", (0, 30, 0, 0, 70)),
        ("unknown", (0, 0, 30, 0, 70)),
    ],
)
def test_without_certificates_the_word_of_the_plant_decides(state: str, expected: tuple[int, ...]):
    assert parts(claims(state=state)) == expected


@pytest.mark.parametrize(
    ("sold", "gone"),
    [(1, 0), (20, 0), (21, 1), (35, 15), (50, 30)],  # 20 MWh were exported: those go first
)
def test_sold_certificates_speak_for_exports_first_and_then_for_own_use(sold: int, gone: int):
    assert parts(claims(certificate("a", sold, "sold"))) == (30 - gone, gone, 0, 0, 70)


def test_certificates_override_the_word_for_what_they_cover_alone():
    kept = certificate("k", 4, "cancelled_for_self")
    assert parts(claims(kept, state="sold")) == (4, 26, 0, 0, 70)
    assert parts(claims(kept, state="unknown")) == (4, 0, 26, 0, 70)
    # Kept ones speak for the 20 MWh of exports first: 23 leave 3 for own use.
    assert parts(claims(certificate("k", 23, "kept"), state="unknown")) == (3, 0, 27, 0, 70)


def test_more_than_was_generated_cannot_be_certified():
    with pytest.raises(Refused) as refused:
        claims(certificate("a", 30, "sold"), certificate("b", 21, "sold"))
    assert refused.value.code == "GC-MTR-050"
    assert refused.value.faults[0].params == {"listed": "51000", "generated": "50000"}
    claims(certificate("a", 30, "sold"), certificate("b", 20, "sold"))


def test_a_block_of_a_longer_time_counts_by_days_against_the_owner():
    # 73 MWh over 365 days, of which 31 are in January: 6.2 MWh, 1.2 more than was exported.
    january = SupplySums(load_wh=10 * MWH, self_wh=4 * MWH, exported_wh=5 * MWH, generated_wh=9 * MWH)
    found = claims(certificate("a", 73, "sold"), sums=january, last=date(2026, 1, 31))
    assert found.self_sold_wh == 1_200_000
    assert [one.wh for one in found.unused] == [73 * MWH - 6_200_000]


def test_the_generation_nobody_metered_may_have_been_certified():
    from greencard.model import SolarMatch

    match = SolarMatch(
        period_start=None, period_end=None, intervals=9, missing_intervals=1, load_wh=9, self_consumed_wh=1,  # type: ignore[arg-type]
        exported_wh=8 * MWH, pv_wh=9 * MWH,
    )  # fmt: skip
    assert SupplySums.of(match).generated_wh == 10 * MWH


def test_one_certificate_speaks_once():
    with pytest.raises(Refused) as refused:
        claims(bought("a", 1), bought("a", 1))
    assert refused.value.code == "GC-MTR-051"
    claims(bought("a", 1), bought("a", 1, scheme="I-REC"))


@pytest.mark.parametrize("wh", [0, -MWH, 999_999, MWH + 1])
def test_there_is_no_part_of_a_certificate(wh: int):
    with pytest.raises(InvalidInput) as refused:
        claims(bought("a", 1, energy_wh=wh))
    assert refused.value.code == "GC-MTR-052"


def test_production_runs_forward():
    with pytest.raises(InvalidInput) as refused:
        claims(bought("a", 1, produced_from=LAST, produced_until=FIRST))
    assert refused.value.code == "GC-MTR-053"


def test_bought_and_cancelled_covers_grid_supply_up_to_what_there_is():
    found = claims(bought("b", 50, "hydro", produced_until=date(2026, 6, 30)), bought("a", 40))
    assert parts(found) == (30, 0, 0, 70, 0)
    assert [(one.technology, one.wh // MWH) for one in found.certified] == [("hydro", 50), ("wind", 20)]
    assert [(one.id, one.wh // MWH, one.why.en) for one in found.unused] == [
        ("a", 20, "more than the grid supply of the period")
    ]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"cancelled_on": None}, "bought, but not cancelled for this use"),
        ({"country": "DE"}, "made in another market than the load"),
        ({"produced_until": date(2027, 1, 1)}, "produced after the end of the period"),
        ({"cancelled_on": date(2026, 12, 30)}, "cancelled before it was produced"),
        ({"cancelled_on": date(2029, 1, 1)}, "too old: no longer valid in the period or when cancelled"),
        (
            {"produced_from": date(2023, 1, 1), "produced_until": date(2023, 12, 31), "cancelled_on": date(2025, 3, 1)},
            "too old: no longer valid in the period or when cancelled",
        ),
    ],
)
def test_a_bought_certificate_that_does_not_fit_covers_nothing_and_says_why(changes: dict[str, object], why: str):
    found = claims(bought("a", 10, **changes))
    assert parts(found) == (30, 0, 0, 0, 70)
    assert [(one.wh, one.why.en) for one in found.unused] == [(10 * MWH, why)]
    assert all(one.why.zh for one in found.unused)


def test_a_green_certificate_lives_two_years_from_its_production_month():
    made = {"produced_from": date(2024, 1, 1), "produced_until": date(2024, 1, 3)}
    assert last_use(bought("a", 1, **made)) == date(2026, 1, 31)
    assert last_use(bought("a", 1, scheme="I-REC", **made)) == date(2025, 1, 31)
    assert last_use(bought("a", 1, produced_until=date(2024, 12, 5))) == date(2026, 12, 31)
    assert last_use(bought("a", 1, produced_until=date.max)) == date.max
    fits = bought("a", 10, cancelled_on=date(2026, 1, 31), **made)
    assert parts(claims(fits)) == (30, 0, 0, 10, 60)
    assert parts(claims(fits, first=date(2026, 2, 1))) == (30, 0, 0, 0, 70)


def test_one_cancelled_for_own_use_is_the_plants_where_the_plant_can_have_made_it():
    no_plant = SupplySums(load_wh=10 * MWH, self_wh=0, exported_wh=0, generated_wh=0)
    assert parts(claims(certificate("a", 4, "cancelled_for_self"), sums=no_plant)) == (0, 0, 0, 4, 6)
    wind = certificate("a", 4, "cancelled_for_self", technology="wind")
    assert parts(claims(wind, state="unknown")) == (0, 0, 30, 4, 66)


def test_a_certificate_of_other_generation_says_nothing_of_the_roof():
    found = claims(certificate("a", 50, "sold", technology="wind"))
    assert parts(found) == (30, 0, 0, 0, 70)
    assert found.unused[0].why.en == "not of the own solar plant"


def test_the_remainder_rolls_over():
    assert whole_certificates(1_499_000) == (1, 499_000)
    assert whole_certificates(501_000, 499_000) == (1, 0)
    assert whole_certificates(999_999) == (0, 999_999)


amounts = st.integers(0, 60)
fates = st.sampled_from(["kept", "sold", "bought", "cancelled_for_self"])
lists = st.lists(st.tuples(st.integers(1, 12), fates, st.sampled_from(["pv", "wind"]), st.booleans()), max_size=6).map(
    lambda rows: [
        certificate(f"c{at}", mwh, fate, technology=technology, cancelled_on=LAST if cancelled else None)
        for at, (mwh, fate, technology, cancelled) in enumerate(rows)
    ]
)
supplies = st.builds(
    lambda own, grid, exported: SupplySums((own + grid) * MWH, own * MWH, exported * MWH, (own + exported) * MWH),
    amounts, amounts, amounts,
)  # fmt: skip


def or_none(certificates, supply, state):
    try:
        return claims(*certificates, sums=supply, state=state)
    except Refused:  # more certificates than generation
        return None


@settings(max_examples=60, deadline=None)
@given(certificates=lists, supply=supplies, state=st.sampled_from(["kept", "not_issued", "sold", "unknown"]))
def test_the_parts_sum_to_the_load_whatever_was_bought_and_sold(certificates, supply, state):
    found = or_none(certificates, supply, state)
    if found is None:
        return
    columns = (found.self_kept_wh, found.self_sold_wh, found.self_unsettled_wh, found.certified_wh, found.grid_wh)
    assert min(columns) >= 0
    assert sum(columns) == supply.load_wh
    assert sum(columns[:3]) == supply.self_wh  # certificates move attributes, never kWh
    assert sum(one.wh for one in found.certified) == found.certified_wh
    assert claims(*reversed(certificates), sums=supply, state=state) == found


@settings(max_examples=60, deadline=None)
@given(certificates=lists, supply=supplies, state=st.sampled_from(["kept", "sold", "unknown"]), more=st.integers(1, 9))
def test_selling_never_makes_more_ours_and_buying_never_makes_an_own_kwh(certificates, supply, state, more):
    before = or_none(certificates, supply, state)
    sold = or_none([*certificates, certificate("new", more, "sold")], supply, state)
    if before is not None and sold is not None:
        assert sold.self_kept_wh <= before.self_kept_wh
        assert sold.self_sold_wh >= before.self_sold_wh
        assert sold.certified_wh == before.certified_wh
    added = or_none([*certificates, bought("new", more)], supply, state)
    if before is not None:
        assert added is not None
        assert added.self_kept_wh == before.self_kept_wh
        assert added.certified_wh == min(before.certified_wh + more * MWH, supply.load_wh - supply.self_wh)
