"""The life of a lot as a value, against a model that only counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from greencard.energy.lots import Account, lots_of
from greencard.energy.matching import match
from greencard.errors import GreencardError, Refused
from greencard.model import MeterInterval
from greencard.model.lot import EnergyLot

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def lot(wh: int = 100, source: str = "pv") -> EnergyLot:
    return EnergyLot(id="lot", facility_id="F", start=NOON, end=NOON + HOUR, source=source, metered_wh=wh)  # type: ignore[arg-type]


def test_a_matched_period_becomes_lots_whose_sum_is_the_meter():
    intervals = [
        MeterInterval(start=NOON, seconds=3600, load_wh=500, pv_wh=700, export_wh=200),
        MeterInterval(start=NOON + HOUR, seconds=3600, load_wh=400, pv_wh=0, export_wh=0),
    ]
    lots = lots_of(match(intervals), "F", evidence="abc")
    assert {one.source: one.metered_wh for one in lots} == {"pv": 500, "grid": 400, "export": 200}
    assert [one.id for one in lots] == [
        f"F/2026-11-23T04:00+00:00/2026-11-23T06:00+00:00/{source}" for source in ("pv", "grid", "export")
    ]
    assert {one.evidence for one in lots} == {"abc"}
    assert lots_of(match(intervals), "F", evidence="abc") == lots
    assert [one.source for one in lots_of(match(intervals[1:]), "F")] == ["grid"]  # no lot of nothing


def test_what_a_battery_lost_is_in_the_grid_lot():
    day = [
        MeterInterval(start=NOON, seconds=3600, load_wh=0, pv_wh=100, export_wh=0, charge_wh=100),
        MeterInterval(start=NOON + HOUR, seconds=3600, load_wh=80, pv_wh=0, export_wh=0, discharge_wh=80),
    ]
    found = match(day)
    lots = {one.source: one.metered_wh for one in lots_of(found, "F")}
    assert found.storage_loss_wh == 20
    assert lots["grid"] == 80 - found.self_consumed_wh + 20


def test_a_refused_step_leaves_the_account_as_it_was():
    account = Account(lot()).allocate("a", "pan", 60)
    with pytest.raises(Refused):
        account.allocate("b", "pan", 41)
    assert account.balance.allocated_wh == 60
    assert account.allocate("b", "pan", 40).balance.free_wh == 0


def test_an_export_is_never_allocated():
    with pytest.raises(Refused) as refused:
        Account(lot(source="export")).allocate("a", "pan", 1)
    assert refused.value.code == "GC-MTR-071"
    assert Account(lot(source="export")).balance.free_wh == 0


class Ledger(RuleBasedStateMachine):
    """Steps on several lots at once; the model keeps free, held and retired Wh of each as plain numbers."""

    held = Bundle("held")
    retired = Bundle("retired")

    def __init__(self) -> None:
        super().__init__()
        self.metered = [7, 50, 1000]
        self.accounts = [Account(lot(wh)) for wh in self.metered]
        self.held_wh = [0, 0, 0]
        self.retired_wh = [0, 0, 0]
        self.count = 0

    @rule(target=held, which=st.integers(0, 2), wh=st.integers(1, 600))
    def allocate(self, which: int, wh: int):
        free = self.metered[which] - self.held_wh[which] - self.retired_wh[which]
        name = f"a{self.count}"
        self.count += 1
        if wh > free:
            with pytest.raises(Refused) as refused:
                self.accounts[which].allocate(name, "pan", wh)
            assert refused.value.code == "GC-MTR-070"
            return multiple()
        self.accounts[which] = self.accounts[which].allocate(name, "pan", wh)
        self.held_wh[which] += wh
        return which, name, wh

    @rule(one=consumes(held))
    def release(self, one: tuple[int, str, int]) -> None:
        which, name, wh = one
        self.accounts[which] = self.accounts[which].release(name)
        self.held_wh[which] -= wh

    @rule(target=retired, one=consumes(held))
    def retire(self, one: tuple[int, str, int]):
        which, name, wh = one
        self.accounts[which] = self.accounts[which].retire(name, f"card of {name}")
        self.held_wh[which] -= wh
        self.retired_wh[which] += wh
        return one

    @rule(one=retired)
    def nothing_undoes_a_retirement(self, one: tuple[int, str, int]) -> None:
        which, name, _ = one
        for step in (
            lambda: self.accounts[which].release(name),
            lambda: self.accounts[which].retire(name, "another card"),
        ):
            with pytest.raises(GreencardError) as refused:
                step()
            assert refused.value.code == "GC-MTR-072"
        assert self.accounts[which].retire(name, f"card of {name}") == self.accounts[which]

    @invariant()
    def the_sums_are_the_models_and_within_the_meter(self) -> None:
        for which, account in enumerate(self.accounts):
            balance = account.balance
            assert (balance.allocated_wh, balance.retired_wh) == (
                self.held_wh[which] + self.retired_wh[which],
                self.retired_wh[which],
            )
            assert 0 <= balance.retired_wh <= balance.allocated_wh <= self.metered[which]


TestLedger = Ledger.TestCase
TestLedger.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
