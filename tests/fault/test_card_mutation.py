"""Every byte of a card file and of a credential, changed one at a time: none may still pass."""

from __future__ import annotations

import json

import pytest

from card_samples import ISSUER_KEY, LOG_CHECK, NOW, TRUSTED, issued, public
from greencard.card import check_proof, encode_card, jcs, parse_document, verify
from greencard.errors import GreencardError

CARD = issued()
FILE = encode_card(CARD)
BARE = jcs(CARD.document)
STRIDE = 5
REFUSED = {"do_not_rely", "not_a_card", "could_not_check"}


def changed(data: bytes, at: int, mask: int) -> bytes:
    return data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]


@pytest.mark.parametrize("start", range(STRIDE))
def test_no_changed_byte_of_a_card_file_passes(start):
    # five runs with five masks together touch every byte once
    mask = (0x01, 0x02, 0x10, 0x20, 0x80)[start]
    for at in range(start, len(FILE), STRIDE):
        outcome = verify(changed(FILE, at, mask), at=NOW, trusted=TRUSTED, log_check=LOG_CHECK).outcome
        assert outcome in REFUSED, FILE[max(0, at - 20) : at + 20]


def test_no_changed_byte_of_a_credential_keeps_its_proof():
    key = public(ISSUER_KEY)
    check_proof(parse_document(BARE), key)
    for at in range(0, len(BARE), 3):
        with pytest.raises(GreencardError):
            check_proof(parse_document(changed(BARE, at, 0x01)), key)


def test_no_dropped_or_doubled_byte_passes():
    for at in range(0, len(FILE), 23):
        for data in (FILE[:at] + FILE[at + 1 :], FILE[:at] + FILE[at : at + 1] + FILE[at:]):
            assert verify(data, at=NOW, trusted=TRUSTED, log_check=LOG_CHECK).outcome in REFUSED


def members(value, path=()):
    if isinstance(value, dict):
        for name, member in value.items():
            yield (*path, name)
            yield from members(member, (*path, name))
    elif isinstance(value, list):
        for at, member in enumerate(value):
            yield (*path, at)
            yield from members(member, (*path, at))


def test_no_member_can_be_removed():
    for path in members(json.loads(FILE)):
        whole = json.loads(FILE)
        parent = whole
        for step in path[:-1]:
            parent = parent[step]
        del parent[path[-1]]
        assert verify(jcs(whole), at=NOW, trusted=TRUSTED, log_check=LOG_CHECK).outcome in REFUSED, path
