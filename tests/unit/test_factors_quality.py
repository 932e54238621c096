"""Data-quality ratings where a factor is used: the steps of the table, one by one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.adapters.packs.factors import factor_catalogue
from greencard.factors import LifeCycleFactor, ratings

CATALOGUE = factor_catalogue()
TABLE = CATALOGUE.rating_table


@pytest.mark.parametrize(
    ("factor_id", "used_in", "year", "expected"),
    [
        ("electricity/life-cycle/cn/2024", "CN", 2026, (1, 1, 1)),
        ("electricity/life-cycle/cn/2024", "CN-ZJ", 2026, (1, 1, 1)),
        ("electricity/life-cycle/cn/2024", "DE", 2026, (1, 4, 1)),
        ("electricity/life-cycle/cn-residual-derived/2023", "CN", 2026, (3, 1, 2)),
        ("electricity/life-cycle/glo/ember", "BR", 2026, (2, 3, 5)),
        ("material/pp/cn-cpcd-2021", "CN", 2026, (2, 1, 2)),
        ("material/pp/cn-cpcd-2021", "TW", 2026, (2, 2, 2)),
        ("material/pp/cn-cpcd-coal-gllmtp", "CN", 2026, (4, 1, 2)),
        ("material/pp/gb-echo-cpcd", "GB", 2026, (5, 1, 2)),
        ("material/aluminium/glo-iai-2022", "CN", 2026, (3, 3, 2)),
        ("material/zinc/cn-cpcd-hydro-2005", "CN", 2026, (3, 1, 5)),
        ("electricity/direct/cn-zj/2023", "CN-ZJ", 2026, (1, 1, 2)),
    ],
)
def test_ratings(factor_id: str, used_in: str, year: int, expected: tuple[int, int, int]) -> None:
    found = CATALOGUE.quality_of(CATALOGUE.factor(factor_id), used_in=used_in, on_year=year)
    assert (found.technological, found.geographical, found.temporal) == expected
    assert all(reason.en and reason.zh for reason in found.reasons)


@pytest.mark.parametrize(("age", "rating"), [(0, 1), (2, 1), (3, 2), (5, 2), (6, 3), (9, 3), (10, 4), (14, 4), (15, 5)])
def test_the_steps_of_time_are_those_of_the_pedigree_matrix(age: int, rating: int) -> None:
    factor = CATALOGUE.factor("electricity/life-cycle/cn/2024")
    assert ratings(factor, "CN", 2024 + age, table=TABLE).temporal == rating
    assert ratings(factor, "CN", 2024 - age, table=TABLE).temporal == rating


def test_a_proxy_is_the_last_step_of_technology_whatever_it_is() -> None:
    official = CATALOGUE.factor("electricity/life-cycle/cn/2024")
    assert CATALOGUE.quality_of(official, proxy=True).technological == 5


def test_a_citation_is_rated_as_its_factor_and_an_unknown_one_by_itself() -> None:
    factor = CATALOGUE.factor("material/pp/cn-cpcd-coal-gllmtp")
    assert isinstance(factor, LifeCycleFactor)
    assert CATALOGUE.quality_of(factor.reference()) == CATALOGUE.quality_of(factor)
    fuel = CATALOGUE.fuel("natural gas").combustion_reference(CATALOGUE.gwp["AR6"])
    found = CATALOGUE.quality_of(fuel)
    assert (found.technological, found.geographical, found.temporal) == (3, 3, 5)


@settings(max_examples=40)
@given(st.sampled_from(sorted(CATALOGUE.factors)), st.text(max_size=6), st.integers(1900, 2100))
def test_every_factor_has_a_rating_anywhere_and_any_year(factor_id: str, used_in: str, year: int) -> None:
    found = CATALOGUE.quality_of(CATALOGUE.factor(factor_id), used_in=used_in, on_year=year)
    assert {found.technological, found.geographical, found.temporal} <= {1, 2, 3, 4, 5}
