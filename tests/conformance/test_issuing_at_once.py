"""Issuers of one store at the same time: one log, one card in force per product, the newest one found."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from greencard.adapters.clock import SystemClock
from greencard.adapters.keys import MemoryKeys
from greencard.adapters.packs.shipped import ShippedPacks
from greencard.adapters.sql import open_store
from greencard.card import encode_card
from greencard.errors import Refused
from greencard.factors import Catalogue
from greencard.model import Text
from greencard.ports import CardRecord, Clock
from greencard.services import Greencard
from service_samples import LOU, SETTINGS, Bench

DAY = date(2026, 11, 23)
WORKERS, EACH = 4, 4


class Interrupted(ShippedPacks):
    """Packs whose first reader is overtaken: while it assesses, something else happens."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: Callable[[], object] | None = None

    def factors(self) -> Catalogue:
        do, self.meanwhile = self.meanwhile, None
        if do is not None:
            do()
        return super().factors()


@contextmanager
def installation(address: str | Path, packs: ShippedPacks, clock: Clock | None = None) -> Iterator[Greencard]:
    """The use cases with connections of their own, as in another process."""
    clock = clock or SystemClock()
    store = open_store(address, clock)
    yield Greencard(store=store, keys=MemoryKeys(), clock=clock, packs=packs, settings=SETTINGS)
    store.close()


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.close()


def test_no_card_is_lost_doubled_or_left_beside_its_successor(address: str | Path, bench: Bench):
    """Four installations on one store; each day's figure of one product is asked for by two of them at once."""
    packs = ShippedPacks()
    product = bench.product("ceramic-mug")
    with installation(address, packs) as app:
        app.put_product(LOU, product)
    start = threading.Barrier(WORKERS)

    def work(number: int) -> list[CardRecord]:
        with installation(address, packs) as app:
            start.wait()
            return [app.issue_card(LOU, product.id, on=DAY + timedelta(days=n + number // 2)) for n in range(EACH)]

    with ThreadPoolExecutor(WORKERS) as pool:
        given = [record for records in pool.map(work, range(WORKERS)) for record in records]
    with installation(address, packs) as app, app._store.session(LOU) as session:
        cards = sorted(session.cards(), key=lambda one: one.card.log.index)
        size = session.log.size()
        assert [one.card.log.index for one in cards] == list(range(size))
        assert {one.card.id for one in given} == {one.card.id for one in cards}
        assert [one.status_index for one in cards] == list(range(size))
        assert [one.status for one in cards] == ["superseded"] * (size - 1) + ["active"]
        assert [one.card.issued_at for one in cards] == sorted(one.card.issued_at for one in cards)
        assert session.card_by_slug(cards[-1].slug) == cards[-1]
        assert [one.card.log.checkpoint for one in cards] == [session.log.checkpoint(n + 1) for n in range(size)]
        for one in cards:
            outcome = app.verify_card(encode_card(one.card), at=cards[-1].card.issued_at).outcome
            assert outcome == ("genuine" if one.status == "active" else "withdrawn")


def test_who_is_overtaken_while_assessing_does_not_put_the_old_product_in_force(address: str | Path, bench: Bench):
    product = bench.product("ceramic-mug")
    changed = msgspec.structs.replace(product, name=Text(en="Mug, new mould", zh="马克杯（新模具）"))
    packs = Interrupted()
    newer: list[CardRecord] = []
    with installation(address, packs, bench.clock) as slow, installation(address, ShippedPacks(), bench.clock) as fast:
        slow.put_product(LOU, product)

        def meanwhile() -> None:
            fast.put_product(LOU, changed)
            newer.append(fast.issue_card(LOU, product.id))

        packs.meanwhile = meanwhile
        record = slow.issue_card(LOU, product.id)
        assert (record, record.product_version) == (newer[0], 2)
        assert slow.log_head().size == 1


def test_a_withdrawal_that_comes_too_late_is_told_so(address: str | Path, bench: Bench):
    product = bench.product("ceramic-mug")
    packs = Interrupted()
    with installation(address, packs, bench.clock) as one, installation(address, ShippedPacks(), bench.clock) as other:
        one.put_product(LOU, product)
        old = one.issue_card(LOU, product.id, on=DAY)
        # Withdrawn while its successor is being assessed: the successor is issued, the old card stays withdrawn.
        packs.meanwhile = lambda: other.withdraw_card(LOU, old.card.id)
        new = one.issue_card(LOU, product.id, on=DAY + timedelta(days=1))
        assert one.card_view(old.card.id).record.status == "revoked"
        assert one.card_view(new.card.id).record.status == "active"
        newest = one.issue_card(LOU, product.id, on=DAY + timedelta(days=2))
        with pytest.raises(Refused) as late:
            other.withdraw_card(LOU, new.card.id)
        assert late.value.code == "GC-SVC-005"
        assert one.card_view(newest.card.id).record.status == "active"
