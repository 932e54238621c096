"""Cards: scope, paths, statuses, what is refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import event

from conformance.store_samples import ALICE, BOB, NOON, append, assessment, ground, product, put, record
from greencard.adapters.sql import SqlStore, open_store
from greencard.errors import InvalidInput, Refused, Unavailable
from greencard.ports import CardRecord, StoreSession


def test_a_card_comes_back_as_it_was_stored(store: SqlStore):
    with store.session(ALICE) as session:
        append(session, [b"leaf"])
        made = put(session, ALICE, "urn:a", leaf=0, slug="01/06901234567892/10/B2026-10")
    with store.session(ALICE) as session:
        assert session.card("urn:a") == made
        # The credential's own key order is kept: it is read by people too.
        assert list(session.card("urn:a").card.document) == ["@context", "id", "credentialSubject"]


def test_a_private_card_is_seen_by_its_party_alone(store: SqlStore):
    with store.session(ALICE) as session:
        put(session, ALICE, "urn:private", published=False, slug="path")
        put(session, ALICE, "urn:public")
    with store.session(BOB) as session:
        assert session.card("urn:private") is None
        assert session.card_by_slug("path") is None
        assert session.card("urn:public").party == "alice"
        assert list(session.cards()) == []
        assert [one.card.id for one in session.cards(published_only=True)] == ["urn:public"]
    with store.session(ALICE) as session:
        assert session.card("urn:private").published is False
        assert session.card_by_slug("path") is None


def test_cards_come_newest_first_over_many_pages(store: SqlStore):
    count = 403
    with store.session(ALICE) as session:
        name = ground(session)
        for n in range(count):
            at = NOON + timedelta(seconds=n // 2)
            made = record(ALICE, name, session.next_status_index(), f"urn:{n}", at=at, published=n % 2 == 0)
            session.put_card(made)
    with store.session(BOB) as session:
        put(session, BOB, "urn:bob", at=NOON + timedelta(days=1))
    newest = [f"urn:{n}" for n in reversed(range(count))]
    with store.session(ALICE) as session:
        assert [one.card.id for one in session.cards()] == newest
        everyone = [one.card.id for one in session.cards(published_only=True)]
    assert everyone == ["urn:bob", *newest[::2]]


def test_a_path_leads_to_the_newest_published_card(store: SqlStore):
    with store.session(ALICE) as session:
        put(session, ALICE, "urn:2", slug="01/1", at=NOON + timedelta(hours=2))
        put(session, ALICE, "urn:1", slug="01/1", at=NOON + timedelta(hours=1))
        put(session, ALICE, "urn:3", slug="01/1", at=NOON + timedelta(hours=3), published=False)
        put(session, ALICE, "urn:4", slug="01/2", at=NOON + timedelta(hours=4))
    with store.session(BOB) as session:
        assert session.card_by_slug("01/1").card.id == "urn:2"
        assert session.card_by_slug("01/3") is None
    with store.session(ALICE) as session:
        session.set_card_status("urn:2", "revoked")
        # A withdrawn card is shown as withdrawn, not hidden behind an older one.
        assert session.card_by_slug("01/1").status == "revoked"


def test_a_path_belongs_to_whoever_published_there_first(store: SqlStore):
    with store.session(ALICE) as session:
        put(session, ALICE, "urn:a", slug="01/1")
        put(session, ALICE, "urn:hidden", slug="01/2", published=False)
    with pytest.raises(Refused) as refused, store.session(BOB) as session:
        put(session, BOB, "urn:b", slug="01/1")
    assert refused.value.code == "GC-STO-022"
    with store.session(BOB) as session:
        put(session, BOB, "urn:b", slug="01/2")
        put(session, BOB, "urn:c", slug="01/1", published=False)
        assert session.card_by_slug("01/1").party == "alice"


def test_a_card_is_never_overwritten(store: SqlStore):
    with store.session(ALICE) as session:
        first = put(session, ALICE, "urn:a", published=False)
    for who in (ALICE, BOB):
        with pytest.raises(Refused) as refused, store.session(who) as session:
            put(session, who, "urn:a", at=NOON + timedelta(days=1))
        assert refused.value.code == "GC-STO-012"
    with store.session(ALICE) as session:
        assert session.card("urn:a") == first
        assert session.statuses() == [(0, "active")]
    with store.session(BOB) as session:
        assert session.product("pan") is None  # the rest of Bob's session went with it


def test_a_card_must_fit_what_is_stored(store: SqlStore):
    with store.session(ALICE) as session:
        name = ground(session)
        other = session.put_assessment(assessment(session.put_product(product("pot"), "p").product), 1)
        session.put_product(product(mass="2"), "second version, not assessed")
        index = session.next_status_index()
        session.put_card(record(ALICE, name, session.next_status_index(), "urn:used"))
    good = {"product_id": "pan", "product_version": 1, "assessment_id": name, "status_index": index}
    wrong = [
        ({"party": "bob"}, "GC-STO-010", "/party"),
        ({"product_id": "nothing"}, "GC-STO-011", "/product_id"),
        ({"product_id": "\x00"}, "GC-STO-011", "/product_id"),
        ({"product_version": 2**40}, "GC-STO-011", "/product_id"),
        ({"product_version": 3}, "GC-STO-011", "/product_id"),
        ({"product_version": 2}, "GC-STO-011", "/assessment_id"),
        ({"assessment_id": "0" * 64}, "GC-STO-011", "/assessment_id"),
        ({"assessment_id": "\x00"}, "GC-STO-011", "/assessment_id"),
        ({"assessment_id": other}, "GC-STO-011", "/assessment_id"),
        ({"status_index": index + 1}, "GC-STO-023", "/status_index"),
        ({"status_index": 99}, "GC-STO-023", "/status_index"),
        ({"status_index": -1}, "GC-STO-023", "/status_index"),
        ({"status_index": 2**70}, "GC-STO-023", "/status_index"),
        ({"slug": ""}, "GC-STO-016", "/slug"),
    ]
    base = record(ALICE, name, index, "urn:x")
    fields = {field: getattr(base, field) for field in base.__struct_fields__}
    for change, code, pointer in wrong:
        with pytest.raises((InvalidInput, Refused)) as refused, store.session(ALICE) as session:
            session.put_card(type(base)(**(fields | change)))
        assert (refused.value.code, refused.value.faults[0].place.pointer) == (code, pointer), change
    for leaf in (0, -1, 2**70):
        with pytest.raises(InvalidInput) as leafless, store.session(ALICE) as session:
            session.put_card(record(ALICE, name, index, "urn:x", leaf=leaf))
        assert leafless.value.code == "GC-STO-019"
    with pytest.raises(InvalidInput) as timeless, store.session(ALICE) as session:
        session.put_card(record(ALICE, name, index, "urn:x", at=NOON.replace(tzinfo=None)))
    assert timeless.value.code == "GC-STO-025"
    with store.session(ALICE) as session:
        session.put_card(type(base)(**(fields | good)))


def test_a_status_position_of_another_party_is_not_ours(store: SqlStore):
    with store.session(ALICE) as session:
        index = session.next_status_index()
    with pytest.raises(Refused) as refused, store.session(BOB) as session:
        session.put_card(record(BOB, ground(session), index, "urn:b"))
    assert refused.value.code == "GC-STO-023"


def test_statuses_are_public_and_cover_issued_cards_only(store: SqlStore):
    with store.session(ALICE) as session:
        put(session, ALICE, "urn:0", published=False)
        assert session.next_status_index() == 1
        put(session, ALICE, "urn:2")
        session.set_card_status("urn:2", "superseded")
    with store.session(BOB) as session:
        put(session, BOB, "urn:3")
        session.set_card_status("urn:3", "revoked")
        assert session.statuses() == [(0, "active"), (2, "superseded"), (3, "revoked")]
        assert session.card("urn:2").status == "superseded"


def test_a_card_may_be_stored_withdrawn(store: SqlStore):
    with store.session(ALICE) as session:
        made = record(ALICE, ground(session), session.next_status_index(), "urn:a")
        fields = {field: getattr(made, field) for field in made.__struct_fields__}
        session.put_card(type(made)(**(fields | {"status": "revoked"})))
    with store.session(BOB) as session:
        assert session.card("urn:a").status == "revoked"


ORDER = ["active", "superseded", "revoked"]


@pytest.mark.parametrize("now", ORDER)
@pytest.mark.parametrize("wanted", ORDER)
def test_a_card_is_never_taken_back_into_force(store: SqlStore, now: str, wanted: str):
    with store.session(ALICE) as session:
        put(session, ALICE, "urn:a")
        session.set_card_status("urn:a", now)
    if ORDER.index(wanted) >= ORDER.index(now):
        with store.session(ALICE) as session:
            session.set_card_status("urn:a", wanted)
            assert session.card("urn:a").status == wanted
    else:
        with pytest.raises(Refused) as refused, store.session(ALICE) as session:
            session.set_card_status("urn:a", wanted)
        assert refused.value.code == "GC-STO-021"
        with store.session(ALICE) as session:
            assert session.card("urn:a").status == now


def test_another_partys_card_cannot_be_withdrawn_nor_told_from_none(store: SqlStore):
    with store.session(ALICE) as session:
        put(session, ALICE, "urn:a")
        put(session, ALICE, "urn:b", published=False)
    said = set()
    for name in ("urn:a", "urn:b", "urn:c"):
        with pytest.raises(InvalidInput) as refused, store.session(BOB) as session:
            session.set_card_status(name, "revoked")
        said.add((refused.value.code, str(refused.value).replace(name, "…")))
    assert {code for code, _ in said} == {"GC-STO-011"}
    assert len(said) == 1
    with store.session(ALICE) as session:
        assert session.statuses() == [(0, "active"), (1, "active")]


def test_an_iterator_read_after_its_session_says_so(store: SqlStore):
    with store.session(ALICE) as session:
        put(session, ALICE, "urn:a")
        late = session.cards()
    with pytest.raises(Unavailable) as over:
        next(late)
    assert over.value.code == "GC-STO-024"
    with pytest.raises(Unavailable, match="over"):
        session.next_status_index()


def another(session: StoreSession, name: str, made_from: str, at: datetime, product_id: str = "pan") -> CardRecord:
    made = record(ALICE, made_from, session.next_status_index(), name, at=at)
    made = msgspec.structs.replace(made, product_id=product_id)
    session.put_card(made)
    return made


def test_the_cards_of_a_product_in_force_are_found_among_many(store: SqlStore):
    with store.session(ALICE) as session:
        pan, pot = ground(session), ground(session, "pot")
        kept = [another(session, f"urn:{n}", pan, NOON + timedelta(hours=n)) for n in range(4)]
        another(session, "urn:pot", pot, NOON, "pot")
        session.set_card_status("urn:1", "superseded")
        session.set_card_status("urn:2", "revoked")
    with store.session(BOB) as session:
        put(session, BOB, "urn:bob")
        assert [one.card.id for one in session.active_cards("pan")] == ["urn:bob"]
        assert session.times_issued(pan) == 1, "the same content, and one card of it is Bob's"
    with store.session(ALICE) as session:
        assert session.active_cards("pan") == [kept[3], kept[0]]
        assert [one.card.id for one in session.active_cards("pot")] == ["urn:pot"]
        assert session.active_cards("lid") == session.active_cards("\x00") == []
        assert [session.times_issued(name) for name in (pan, pot, "0" * 64, "\x00")] == [4, 1, 0, 0]


def test_one_status_is_read_without_the_list(store: SqlStore):
    with store.session(ALICE) as session:
        put(session, ALICE, "urn:0", published=False)
        assert session.next_status_index() == 1, "given, and no card took it"
        put(session, ALICE, "urn:2")
        session.set_card_status("urn:2", "superseded")
        put(session, ALICE, "urn:3")
        session.set_card_status("urn:3", "revoked")
    with store.session(BOB) as session:
        asked = (-(2**70), -1, 0, 1, 2, 3, 4, 2**62, 2**64)
        given = [None, None, "active", None, "superseded", "revoked", None, None, None]
        assert [session.status_at(index) for index in asked] == given
        assert session.statuses(ended_only=True) == [(2, "superseded"), (3, "revoked")]


def test_what_is_asked_for_every_card_is_answered_from_an_index(tmp_path: Path):
    """A market has tens of thousands of products: no question about one card may read them all."""
    store = open_store(tmp_path)
    asked: list[tuple[str, object]] = []
    event.listen(store._database.engine, "before_cursor_execute", lambda *args: asked.append((args[2], args[3])))
    with store.session(ALICE) as session:
        session.active_cards("pan")
        session.times_issued("0" * 64)
        session.status_at(7)
        session.card("urn:a")
        session.card_by_slug("01/1")
    with store.session(BOB) as session:
        session.assessment("0" * 64)
    with store._database.engine.connect() as connection:
        assert len(asked) == 7
        for statement, values in tuple(asked):
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
            assert not any(step.startswith("SCAN") for step in plan), (statement, plan)
            if "cards.product = " in statement:
                assert any("product=?" in step for step in plan), plan
    store.close()


def test_who_holds_the_programme_keeps_other_issuers_waiting_and_readers_not(address: str | Path):
    store = open_store(address, wait_s=0.05)
    with store.session(ALICE) as session:
        session.lock_programme()
        for wants in (lambda other: other.lock_programme(), lambda other: other.next_status_index()):
            with pytest.raises(Unavailable) as busy, store.session(BOB) as other:
                wants(other)
            assert busy.value.code == "GC-STO-002"
        with store.session(BOB) as reader:
            assert reader.statuses() == []
        put(session, ALICE, "urn:a")
    with store.session(BOB) as session:
        session.lock_programme()
        assert session.status_at(0) == "active"
    store.close()
