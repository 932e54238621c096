"""Parties, facilities, products, assessments: scope, versions, what is public."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from msgspec import to_builtins

from conformance.store_samples import ALICE, BOB, NOON, assessment, facility, ground, party, product, put
from greencard.adapters.clock import FixedClock
from greencard.adapters.sql import SqlStore, open_store
from greencard.errors import InvalidInput, Refused
from greencard.model import Party, Text
from greencard.ports import Principal


def test_a_party_is_replaced_by_itself_only(store: SqlStore):
    with store.session(ALICE) as session:
        session.put_party(party())
        session.put_party(Party(id="alice", name=Text(en="Alice Ltd")))
    with store.session(ALICE) as session:
        assert session.party("alice") == Party(id="alice", name=Text(en="Alice Ltd"))
    with pytest.raises(Refused) as refused, store.session(BOB) as session:
        session.put_party(party("alice"))
    assert refused.value.code == "GC-STO-010"


def test_another_party_is_a_name_once_it_has_published(store: SqlStore):
    with store.session(ALICE) as session:
        session.put_party(party())
        put(session, ALICE, "urn:a", published=False)
    with store.session(BOB) as session:
        assert session.party("alice") is None
    with store.session(ALICE) as session:
        put(session, ALICE, "urn:b")
    with store.session(BOB) as session:
        seen = session.party("alice")
        assert seen == Party(id="alice", name=party().name, roles=party().roles, country="CN", stall="")


def test_a_product_is_versioned_by_its_digest(store: SqlStore, clock: FixedClock):
    with store.session(ALICE) as session:
        one = session.put_product(product(mass="0.980"), "a")
        clock.advance(timedelta(seconds=5))
        again = session.put_product(product(mass="0.980"), "a")
        two = session.put_product(product(mass="0.99"), "b")
        back = session.put_product(product(mass="0.980"), "a")
    assert (one, one.version, two.version, back.version) == (again, 1, 2, 3)
    assert two.stored_at - one.stored_at == timedelta(seconds=5)
    with store.session(ALICE) as session:
        assert session.product("pan") == back
        assert session.product("pan", 1) == one
        assert session.product("pan", 2) == two
        assert str(session.product("pan", 1).product.mass_kg) == "0.980"
        assert [session.product("pan", n) for n in (0, -1, 4, 2**40)] == [None] * 4
        assert session.product("pot") is None


def test_products_come_newest_version_by_id_over_many_pages(store: SqlStore):
    names = [f"{letter}{n:03}" for letter in ("a", "B", "锅") for n in range(140)]
    with store.session(ALICE) as session:
        for name in reversed(names):
            session.put_product(product(name), "1")
        session.put_product(product("a007", mass="2"), "2")
    with store.session(BOB) as session:
        session.put_product(product("a000"), "1")
        assert [stored.party for stored in session.products()] == ["bob"]
    with store.session(ALICE) as session:
        stored = list(session.products())
    # By code point, whatever language the database was set up in: capitals before small letters before Chinese.
    assert [one.product.id for one in stored] == sorted(names)
    assert {one.product.id: one.version for one in stored if one.version > 1} == {"a007": 2}


def test_the_same_ids_of_two_parties_do_not_meet(store: SqlStore):
    with store.session(ALICE) as session:
        session.put_facility(facility(kind="Alice's"))
        session.put_product(product(mass="1"), "a")
    with store.session(BOB) as session:
        assert session.product("pan") is None
        assert session.product("pan", 1) is None
        assert list(session.products()) == []
        session.put_facility(facility(kind="Bob's"))
        assert session.put_product(product(mass="2"), "b").version == 1
    with store.session(ALICE) as session:
        assert str(session.product("pan").product.mass_kg) == "1"


def test_an_assessment_is_named_by_its_canonical_bytes(store: SqlStore):
    with store.session(ALICE) as session:
        stored = session.put_product(product(), "a")
        name = session.put_assessment(assessment(stored.product), stored.version)
        assert session.put_assessment(assessment(stored.product), stored.version) == name
        other = session.put_assessment(assessment(stored.product, kg="4.2"), stored.version)
    # RFC 8785 by other means: sorted keys, no space, no escapes, the one whole float (latitude 29.0) without its point.
    plain = json.dumps(to_builtins(assessment(product())), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert plain.count("29.0") == 1
    assert name == hashlib.sha256(plain.replace("29.0", "29").encode()).hexdigest()
    assert other != name
    with store.session(ALICE) as session:
        assert session.assessment(name) == assessment(product())
        assert str(session.assessment(name).footprint.total_kg_co2e) == "4.20"


def test_an_assessment_is_seen_by_others_once_a_card_is_published_on_it(store: SqlStore):
    with store.session(ALICE) as session:
        name = ground(session)
        put(session, ALICE, "urn:a", published=False)
    with store.session(BOB) as session:
        assert session.assessment(name) is None
    with store.session(ALICE) as session:
        put(session, ALICE, "urn:b")
    with store.session(BOB) as session:
        assert session.assessment(name) == assessment(product())


@pytest.mark.parametrize("version", [2, 0, -1, 2**40])
def test_an_assessment_of_a_version_that_is_not_stored_is_refused(store: SqlStore, version: int):
    with store.session(ALICE) as session:
        session.put_product(product(), "a")
    with pytest.raises(InvalidInput) as refused, store.session(ALICE) as session:
        session.put_assessment(assessment(product()), version)
    assert refused.value.code == "GC-STO-011"
    with pytest.raises(InvalidInput) as foreign, store.session(BOB) as session:
        session.put_assessment(assessment(product()), 1)
    assert foreign.value.code == "GC-STO-011"


@pytest.mark.parametrize("text", ["", "a\x00b", "line\nbreak", "\ud800", "x" * 501])
def test_an_impossible_id_is_not_found_and_cannot_be_stored(store: SqlStore, text: str):
    with store.session(ALICE) as session:
        assert session.party(text) is None
        assert session.product(text) is None
        assert session.assessment(text) is None
        assert session.card(text) is None
        assert session.card_by_slug(text) is None
        assert session.readings(text, NOON, NOON + timedelta(days=1)) == []
    with pytest.raises(InvalidInput) as refused, store.session(ALICE) as session:
        session.put_product(product(text), "a")
    assert refused.value.code == "GC-STO-016"
    assert refused.value.faults[0].place.pointer == "/id"
    with pytest.raises(InvalidInput, match="party"), store.session(Principal(party=text)):
        pass


def test_a_text_that_is_no_unicode_is_refused_before_it_is_written(store: SqlStore):
    with pytest.raises(InvalidInput) as refused, store.session(ALICE) as session:
        session.put_party(Party(id="alice", name=Text(en="\udcff")))
    assert refused.value.code == "GC-STO-025"


def test_texts_with_every_other_character_survive(store: SqlStore):
    text = Text(en='\x00\x1f"\\/\u2028 😀', zh="锅' OR 1=1 --")
    with store.session(ALICE) as session:
        session.put_party(Party(id="alice", name=text))
    with store.session(ALICE) as session:
        assert session.party("alice").name == text


def test_records_are_there_after_reopening(address):
    first = open_store(address)
    with first.session(ALICE) as session:
        session.put_party(party())
        session.put_facility(facility())
        made = put(session, ALICE, "urn:a")
        session.log.save_checkpoint(0, "origin\n0\n")
    first.close()
    second = open_store(address)
    with second.session(ALICE) as session:
        assert session.party("alice") == party()
        assert session.product("pan").product == product()
        assert session.card("urn:a") == made
        assert session.log.checkpoint() == "origin\n0\n"
        assert session.next_status_index() == 1
    second.close()
