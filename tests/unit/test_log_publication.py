"""A card's place in the log: salted leaf, path, checkpoint, and every part of the proof that could be changed."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import msgspec
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from card_samples import CARD_ID, ISSUED, LOG, LOG_CHECK, LOG_KEYS, OTHER_KEY, SALT, issued, public
from greencard.errors import InvalidInput, NotVerified
from greencard.log import check_commitment, check_publication, commitment, verify_checkpoint

DIGEST = sha256(b"card").digest()


def test_a_leaf_is_canonical_json_of_hashes_and_a_time():
    leaf = commitment(CARD_ID, DIGEST, SALT, ISSUED)
    value = json.loads(leaf)
    assert rfc8785.dumps(value) == leaf
    assert value == {
        "type": "greencard/leaf/1",
        "card": sha256(CARD_ID.encode()).hexdigest(),
        "commitment": sha256(SALT + DIGEST).hexdigest(),
        "time": "2026-11-01T06:00:00Z",
    }


def test_a_leaf_shows_neither_card_nor_digest():
    leaf = commitment(CARD_ID, DIGEST, SALT, ISSUED)
    for secret in (CARD_ID, DIGEST.hex(), sha256(DIGEST).hexdigest()):
        assert secret.encode() not in leaf


@settings(max_examples=40)
@given(at=st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))])))
def test_a_leaf_depends_on_the_instant_and_not_on_its_zone(at):
    leaf = commitment(CARD_ID, DIGEST, SALT, at)
    if at > datetime(2, 1, 1, tzinfo=UTC):
        assert leaf == commitment(CARD_ID, DIGEST, SALT, at.astimezone(UTC))
        assert leaf != commitment(CARD_ID, DIGEST, SALT, at - timedelta(microseconds=1))


def test_check_commitment():
    leaf = commitment(CARD_ID, DIGEST, SALT, ISSUED)
    check_commitment(leaf, CARD_ID, DIGEST, SALT, ISSUED)
    for other in (
        (CARD_ID + "x", DIGEST, SALT, ISSUED),
        (CARD_ID, sha256(DIGEST).digest(), SALT, ISSUED),
        (CARD_ID, DIGEST, SALT + b"x", ISSUED),
        (CARD_ID, DIGEST, SALT, ISSUED + timedelta(seconds=1)),
    ):
        with pytest.raises(NotVerified) as caught:
            check_commitment(leaf, *other)
        assert caught.value.code == "GC-LOG-011"


@pytest.mark.parametrize(
    ("card_digest", "salt", "at"),
    [
        (DIGEST[:-1], SALT, ISSUED),
        (DIGEST, SALT[:-1], ISSUED),
        (DIGEST, bytes(65), ISSUED),
        (DIGEST, SALT, ISSUED.replace(tzinfo=None)),
    ],
)
def test_a_leaf_that_would_not_hide_or_not_bind_is_refused(card_digest, salt, at):
    with pytest.raises(InvalidInput) as caught:
        commitment(CARD_ID, card_digest, salt, at)
    assert caught.value.code == "GC-LOG-009"


def check(card, **changes):
    proof = msgspec.structs.replace(card.log, **changes)
    return check_publication(card.id, bytes.fromhex(card.digest), card.issued_at, proof, LOG_KEYS)


@pytest.mark.parametrize(("before", "after"), [(0, 0), (0, 1), (1, 0), (9, 3), (63, 64), (64, 0)])
def test_a_published_card_is_found_wherever_it_stands(before, after):
    card = issued(before=before, after=after)
    head = check(card)
    assert (head.origin, head.size, card.log.index) == (LOG, before + after + 1, before)
    assert LOG_CHECK(card.id, bytes.fromhex(card.digest), card.issued_at, card.log) == head


def test_a_proof_for_another_card_time_or_place_is_refused():
    card = issued()
    digest = bytes.fromhex(card.digest)
    for card_id, card_digest, at in (
        (card.id + "0", digest, card.issued_at),
        (card.id, sha256(digest).digest(), card.issued_at),
        (card.id, digest, card.issued_at + timedelta(microseconds=1)),
    ):
        with pytest.raises(NotVerified) as caught:
            check_publication(card_id, card_digest, at, card.log, LOG_KEYS)
        assert caught.value.code == "GC-LOG-003"
    path = card.log.path
    for changes in (
        {"index": 8},
        {"index": -1},
        {"index": 13},
        {"size": 14},
        {"path": path[:-1]},
        {"path": (*path, path[0])},
        {"path": path[::-1]},
        {"path": (b64encode(bytes(31)).decode(), *path[1:])},
        {"salt": b64encode(bytes(16)).decode()},
    ):
        with pytest.raises(NotVerified) as caught:
            check(card, **changes)
        assert caught.value.code == "GC-LOG-003"


@pytest.mark.parametrize(
    "changes",
    [
        {"salt": ""},
        {"salt": b64encode(bytes(15)).decode()},
        {"salt": "AAAA"},
        {"salt": "*"},
        {"salt": "é" * 20},
        {"salt": b64encode(bytes(16)).decode() + " "},
        {"salt": "A" * 500},
        {"path": ("not base64",)},
    ],
)
def test_salts_and_paths_that_are_none_are_refused(changes):
    with pytest.raises(NotVerified) as caught:
        check(issued(), **changes)
    assert caught.value.code == "GC-LOG-001"


def test_stray_bits_in_a_path_are_refused():
    card = issued()
    first = card.log.path[0]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    loose = first[:-2] + letters[letters.index(first[-2]) + 1] + "="
    with pytest.raises(NotVerified) as caught:
        check(card, path=(loose, *card.log.path[1:]))
    assert caught.value.code == "GC-LOG-001"


def test_a_proof_under_another_checkpoint_or_key_is_refused():
    card, other = issued(), issued(after=4)
    with pytest.raises(NotVerified) as caught:
        check(card, checkpoint=other.log.checkpoint)
    assert caught.value.code == "GC-LOG-003"
    with pytest.raises(NotVerified) as caught:
        verify_checkpoint(card.log.checkpoint, {LOG: public(OTHER_KEY)})
    assert caught.value.code == "GC-LOG-004"


def test_the_checkpoint_fixes_the_size():
    card = issued(before=0, after=0)
    assert check(card).size == 1
    with pytest.raises(NotVerified):
        check(card, size=2)
