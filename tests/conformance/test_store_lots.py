"""Energy lots in every store: no interleaving allocates more than was metered, and what is retired stays so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, timedelta, timezone
from pathlib import Path

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import text

from conformance.store_samples import ALICE, BOB, NOON, facility
from greencard.adapters.sql import SqlStore, in_memory_store, open_store
from greencard.energy.lots import MAX_LOT_WH, Account
from greencard.errors import GreencardError, InvalidInput, Refused
from greencard.model.lot import EnergyLot, LotAllocation


def lot(name: str = "lot-1", wh: int = 1000, **changes: object) -> EnergyLot:
    fields = {
        "id": name, "facility_id": "plant-1", "start": NOON, "end": NOON + timedelta(days=1), "source": "pv",
        "metered_wh": wh,
    }  # fmt: skip
    return EnergyLot(**(fields | changes))  # type: ignore[arg-type]


def part(name: str, wh: int, of: str = "lot-1", product: str = "pan") -> LotAllocation:
    return LotAllocation(id=name, lot_id=of, product_id=product, wh=wh)


@pytest.fixture
def plant(store: SqlStore) -> SqlStore:
    for who in (ALICE, BOB):
        with store.session(who) as session:
            session.put_facility(facility())
    with store.session(ALICE) as session:
        assert session.lots.put(lot())
    return store


def sums(store: SqlStore, name: str = "lot-1") -> tuple[int, int]:
    with store.session(ALICE) as session:
        found = session.lots.balance(name)
        assert found is not None
        return found.allocated_wh, found.retired_wh


def refusal(store: SqlStore, step) -> str:
    with pytest.raises(GreencardError) as refused, store.session(ALICE) as session:
        step(session.lots)
    return refused.value.code


def test_a_lot_comes_back_as_it_was_stored(plant: SqlStore):
    with plant.session(ALICE) as session:
        found = session.lots.balance("lot-1")
        assert found is not None
        assert (found.lot, found.allocated_wh, found.retired_wh, found.free_wh) == (lot(), 0, 0, 1000)
        assert session.lots.balance("lot-2") is None
        assert session.lots.balance("\x00") is None
        assert session.lots.allocation("a") is None
        assert session.lots.allocations("lot-1") == []


def test_the_same_lot_again_changes_nothing_in_any_time_zone(plant: SqlStore):
    yiwu = timezone(timedelta(hours=8))
    with plant.session(ALICE) as session:
        assert not session.lots.put(lot())
        assert not session.lots.put(lot(start=NOON.astimezone(yiwu), end=(NOON + timedelta(days=1)).astimezone(yiwu)))
        found = session.lots.balance("lot-1")
        assert found is not None
        assert found.lot.start.tzinfo is UTC
    assert refusal(plant, lambda lots: lots.put(lot(wh=1001))) == "GC-MTR-075"


@pytest.mark.parametrize(
    ("first", "last", "source", "fine"),
    [(24, 48, "pv", True), (-24, 0, "pv", True), (23, 48, "pv", False), (1, 2, "pv", False), (0, 24, "grid", True)],
)
def test_one_wh_is_in_one_lot(plant: SqlStore, first: int, last: int, source: str, fine: bool):
    other = lot("lot-2", start=NOON + timedelta(hours=first), end=NOON + timedelta(hours=last), source=source)
    if fine:
        with plant.session(ALICE) as session:
            assert session.lots.put(other)
    else:
        assert refusal(plant, lambda lots: lots.put(other)) == "GC-STO-026"


def test_a_certificate_is_used_once_by_anybody(plant: SqlStore):
    green = lot("green", source="certificate", certificate="GEC 1")
    with plant.session(ALICE) as session:
        assert session.lots.put(green)
        assert not session.lots.put(green)
        assert session.lots.put(lot("green-2", source="certificate", certificate="GEC 2"))
    for who in (ALICE, BOB):
        with pytest.raises(Refused) as refused, plant.session(who) as session:
            session.lots.put(lot("again", source="certificate", certificate="GEC 1"))
        assert refused.value.code == "GC-STO-027"


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (lot(wh=0), "GC-MTR-074"),
        (lot(wh=MAX_LOT_WH + 1), "GC-MTR-074"),
        (lot(wh=True), "GC-MTR-074"),
        (lot(end=NOON), "GC-QTY-004"),
        (lot(start=NOON.replace(tzinfo=None)), "GC-QTY-004"),
        (lot(certificate="GEC 1"), "GC-MTR-073"),
        (lot(source="certificate"), "GC-MTR-073"),
        (lot("\x07"), "GC-STO-016"),
        (lot("other", facility_id="plant-9"), "GC-STO-011"),
    ],
)
def test_what_is_no_lot_is_refused(plant: SqlStore, bad: EnergyLot, code: str):
    assert refusal(plant, lambda lots: lots.put(bad)) == code


def test_the_whole_lot_can_be_given_and_no_more(plant: SqlStore):
    with plant.session(ALICE) as session:
        session.lots.allocate(part("a", 999))
        session.lots.allocate(part("b", 1))
    assert sums(plant) == (1000, 0)
    with pytest.raises(Refused) as refused, plant.session(ALICE) as session:
        session.lots.allocate(part("c", 1))
    assert (refused.value.code, refused.value.faults[0].params["free"]) == ("GC-MTR-070", "0")
    assert sums(plant) == (1000, 0)


def test_a_call_can_be_repeated_and_means_the_same_once(plant: SqlStore):
    with plant.session(ALICE) as session:
        assert session.lots.allocate(part("a", 700)) == session.lots.allocate(part("a", 700)) == part("a", 700)
        session.lots.retire("a", "card-1")
        session.lots.retire("a", "card-1")
        assert session.lots.allocate(part("a", 700)).state == "retired"
    assert sums(plant) == (700, 700)
    for other in (part("a", 701), part("a", 700, product="pot"), part("a", 700, of="lot-2")):
        assert refusal(plant, lambda lots, other=other: lots.allocate(other)) == "GC-MTR-075"


def test_retirement_is_final(plant: SqlStore):
    with plant.session(ALICE) as session:
        session.lots.allocate(part("a", 300))
        session.lots.retire("a", "card-1")
    assert refusal(plant, lambda lots: lots.release("a")) == "GC-MTR-072"
    assert refusal(plant, lambda lots: lots.retire("a", "card-2")) == "GC-MTR-072"
    assert sums(plant) == (300, 300)
    with plant.session(ALICE) as session:
        assert session.lots.allocation("a") == msgspec.structs.replace(part("a", 300), state="retired", target="card-1")


def test_what_is_released_can_be_given_again_under_another_id(plant: SqlStore):
    with plant.session(ALICE) as session:
        session.lots.allocate(part("a", 1000))
        session.lots.release("a")
        session.lots.release("a")
        session.lots.allocate(part("b", 1000))
        assert [(one.id, one.state) for one in session.lots.allocations("lot-1")] == [("a", "released"), ("b", "held")]
    assert sums(plant) == (1000, 0)
    assert refusal(plant, lambda lots: lots.allocate(part("a", 1000))) == "GC-MTR-075"
    assert refusal(plant, lambda lots: lots.retire("a", "card-1")) == "GC-MTR-073"


def test_exported_energy_reaches_no_product(plant: SqlStore):
    with plant.session(ALICE) as session:
        session.lots.put(lot("out", source="export"))
        balance = session.lots.balance("out")
        assert balance is not None
        assert balance.free_wh == 0
    assert refusal(plant, lambda lots: lots.allocate(part("a", 1, of="out"))) == "GC-MTR-071"


@pytest.mark.parametrize("wh", [0, -1, MAX_LOT_WH + 1, True, 1.0])
def test_only_whole_wh_above_zero_can_be_given(plant: SqlStore, wh: int):
    assert refusal(plant, lambda lots: lots.allocate(part("a", wh))) == "GC-MTR-074"


def test_what_is_not_there_is_said_so(plant: SqlStore):
    assert refusal(plant, lambda lots: lots.allocate(part("a", 1, of="lot-9"))) == "GC-MTR-073"
    assert refusal(plant, lambda lots: lots.allocate(part("a", 1, of="\x00"))) == "GC-MTR-073"
    assert refusal(plant, lambda lots: lots.release("a")) == "GC-MTR-073"
    assert refusal(plant, lambda lots: lots.retire("a", "card")) == "GC-MTR-073"
    assert refusal(plant, lambda lots: lots.retire("a", "")) == "GC-STO-016"


def test_another_party_sees_and_takes_nothing(plant: SqlStore):
    with plant.session(BOB) as session:
        assert session.lots.balance("lot-1") is None
        assert list(session.lots.balances()) == []
    with pytest.raises(InvalidInput), plant.session(BOB) as session:
        session.lots.allocate(part("a", 1))
    assert sums(plant) == (0, 0)


def test_lots_are_listed_by_id_and_by_facility(plant: SqlStore):
    with plant.session(ALICE) as session:
        session.put_facility(facility("plant-2"))
        for day in range(1, 1203):
            start = NOON + timedelta(days=day)
            session.lots.put(lot(f"lot-{day:05}", start=start, end=start + timedelta(days=1)))
        session.lots.put(lot("other", facility_id="plant-2"))
    with plant.session(ALICE) as session:
        every = [one.lot.id for one in session.lots.balances()]
        assert every == sorted(every)
        assert len(every) == 1204
        assert [one.lot.id for one in session.lots.balances("plant-2")] == ["other"]
        assert len(list(session.lots.balances("plant-1"))) == 1203


def test_a_refused_allocation_takes_the_whole_session_back(plant: SqlStore):
    assert refusal(plant, lambda lots: [lots.allocate(part("a", 400)), lots.allocate(part("b", 601))]) == "GC-MTR-070"
    assert sums(plant) == (0, 0)


def test_the_database_itself_refuses_what_comes_past_this_code(plant: SqlStore):
    from sqlalchemy.exc import IntegrityError

    for statement in (
        "UPDATE lots SET allocated_wh = metered_wh + 1",
        "UPDATE lots SET retired_wh = 1",
        "UPDATE lots SET retired_wh = -1",
        "UPDATE lots SET source = 'export', allocated_wh = 1",
    ):
        with plant._database.engine.connect() as connection, pytest.raises(IntegrityError):
            connection.execute(text(statement))


def take(store: SqlStore, name: str, wh: int) -> bool:
    try:
        with store.session(ALICE) as session:
            session.lots.allocate(part(name, wh))
    except Refused as refused:
        assert refused.code == "GC-MTR-070"  # noqa: PT017 - the refusal is one of two right answers
        return False
    return True


def test_threads_never_take_more_than_was_metered(plant: SqlStore):
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda n: take(plant, f"a{n}", 70), range(40)))
    assert sum(won) == 1000 // 70
    assert sums(plant) == (won.count(True) * 70, 0)


def test_several_engines_on_one_database_never_take_more_than_was_metered(address: str | Path):
    stores = [open_store(address) for _ in range(4)]
    with stores[0].session(ALICE) as session:
        session.put_facility(facility())
        session.lots.put(lot())
    with ThreadPoolExecutor(4) as pool:
        won = list(pool.map(lambda n: take(stores[n % 4], f"a{n}", 90), range(24)))
    assert won.count(True) == 11
    assert sums(stores[1]) == (990, 0)
    for store in stores:
        store.close()


names = st.sampled_from(["a", "b", "c"])


class StoreAgainstAccount(RuleBasedStateMachine):
    """The store and the pure account are given the same steps and must say the same, refusals included."""

    def __init__(self) -> None:
        super().__init__()
        self.store = in_memory_store()
        self.account = Account(lot(wh=10))
        with self.store.session(ALICE) as session:
            session.put_facility(facility())
            session.lots.put(lot(wh=10))

    def both(self, pure, stored) -> None:
        said = [self.outcome(lambda: setattr(self, "account", pure())), self.outcome(lambda: self.within(stored))]
        assert said[0] == said[1]

    def within(self, step) -> None:
        with self.store.session(ALICE) as session:
            step(session.lots)

    @staticmethod
    def outcome(step) -> str:
        try:
            step()
        except GreencardError as error:
            return error.code
        return ""

    @rule(name=names, wh=st.integers(0, 11), product=st.sampled_from(["pan", "pot"]))
    def allocate(self, name: str, wh: int, product: str) -> None:
        self.both(
            lambda: self.account.allocate(name, product, wh),
            lambda lots: lots.allocate(part(name, wh, product=product)),
        )

    @rule(name=names)
    def release(self, name: str) -> None:
        self.both(lambda: self.account.release(name), lambda lots: lots.release(name))

    @precondition(lambda self: self.account.allocations)
    @rule(name=names, card=st.sampled_from(["card-1", "card-2"]))
    def retire(self, name: str, card: str) -> None:
        self.both(lambda: self.account.retire(name, card), lambda lots: lots.retire(name, card))

    @invariant()
    def same_sums_and_records(self) -> None:
        with self.store.session(ALICE) as session:
            assert session.lots.balance("lot-1") == self.account.balance
            assert session.lots.allocations("lot-1") == sorted(self.account, key=lambda one: one.id)

    def teardown(self) -> None:
        self.store.close()


TestStoreAgainstAccount = StoreAgainstAccount.TestCase
TestStoreAgainstAccount.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
