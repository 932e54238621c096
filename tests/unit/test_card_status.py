"""Bitstring Status List: bits where they belong, bounded unpacking, the list as a credential."""

from __future__ import annotations

import gzip
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from card_samples import BASE, ISSUED, ISSUER_ID, UNTIL
from greencard.card import decode_list, encode_list, status_bit, status_list_credential
from greencard.errors import InvalidInput, NotVerified

SIZE = 131_072


def packed(data: bytes) -> str:
    return "u" + urlsafe_b64encode(data).rstrip(b"=").decode()


def code_of(encoded: str) -> str:
    with pytest.raises(NotVerified) as caught:
        decode_list(encoded)
    return caught.value.code


@settings(max_examples=30)
@given(indices=st.sets(st.integers(0, SIZE - 1), max_size=20))
def test_the_bits_that_were_set_are_set(indices):
    bits = decode_list(encode_list(indices))
    assert len(bits) * 8 == SIZE
    assert {index for index in indices if status_bit(bits, index)} == indices
    assert sum(byte.bit_count() for byte in bits) == len(indices)


def test_index_0_is_the_highest_bit_of_the_first_byte():
    # Bitstring Status List v1.0, 3.3: the first index is the left-most bit
    assert decode_list(encode_list([0]))[:1] == b"\x80"
    assert decode_list(encode_list([7, 8]))[:2] == b"\x01\x80"
    assert decode_list(encode_list([SIZE - 1]))[-1:] == b"\x01"


def test_any_gzip_reader_can_read_it_and_the_bytes_repeat():
    encoded = encode_list([5])
    text = encoded[1:]
    assert gzip.decompress(urlsafe_b64decode(text + "=" * (-len(text) % 4)))[:1] == b"\x04"
    assert encoded == encode_list([5])
    assert decode_list(packed(gzip.compress(bytes(SIZE // 8), mtime=0))) == bytes(SIZE // 8)


def test_the_length_of_a_list_is_bounded_below_and_above():
    assert len(encode_list([])) < 100
    for size in (0, 8, SIZE - 8, SIZE + 1, (1 << 24) + 8):
        with pytest.raises(InvalidInput) as caught:
            encode_list([], size)
        assert caught.value.code == "GC-CRD-018"
    assert len(decode_list(encode_list([], 1 << 24))) == 1 << 21
    assert code_of(packed(gzip.compress(bytes(SIZE // 8 - 1), mtime=0))) == "GC-CRD-012"
    assert code_of(packed(gzip.compress(bytes((1 << 21) + 1)))) == "GC-CRD-012"


def test_a_bomb_is_not_unpacked():
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join([packer.compress(bytes(1 << 20)) for _ in range(200)]) + packer.flush()
    assert code_of(packed(bomb)) == "GC-CRD-012"


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "u",
        "z" + encode_list([])[1:],
        encode_list([])[1:],
        encode_list([]) + "=",
        encode_list([])[:-8],
        encode_list([]) + "AAAA",
        encode_list([1]).replace("_", "/").replace("-", "+") + "/",
        "u" + "é" * 10,
        "u" + "A" * (4 << 20),
        packed(zlib.compress(bytes(SIZE // 8))),
        packed(gzip.compress(bytes(SIZE // 8), mtime=0) + b"x"),
        packed(gzip.compress(bytes(SIZE // 8), mtime=0) * 2),
        packed(gzip.compress(bytes(SIZE // 8), mtime=0)[:-4] + b"abcd"),
    ],
)
def test_what_is_no_list_is_refused(encoded):
    assert code_of(encoded) == "GC-CRD-012"


@pytest.mark.parametrize("index", [-1, SIZE])
def test_an_index_outside_the_list_is_refused(index):
    with pytest.raises(InvalidInput) as caught:
        encode_list([index])
    assert caught.value.code == "GC-CRD-018"
    with pytest.raises(InvalidInput):
        status_bit(bytes(SIZE // 8), index)


def test_the_list_credential():
    document = status_list_credential(
        list_url=f"{BASE}/status/refresh",
        issuer_id=ISSUER_ID,
        purpose="refresh",
        set_indices=[3],
        valid_from=ISSUED,
        valid_until=UNTIL,
    )
    subject = document["credentialSubject"]
    assert document["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert (document["id"], document["issuer"]) == (f"{BASE}/status/refresh", ISSUER_ID)
    assert (subject["type"], subject["statusPurpose"]) == ("BitstringStatusList", "refresh")
    assert status_bit(decode_list(subject["encodedList"]), 3)
    assert document["validUntil"] == "2027-11-01T06:00:00Z"
