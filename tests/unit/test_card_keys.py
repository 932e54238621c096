"""Keys as text, and Ed25519 verdicts that do not depend on the library."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import example, given, settings
from hypothesis import strategies as st

from card_samples import ISSUER_ID, ISSUER_KEY, OTHER_KEY, public
from greencard.card import decode_multikey, did_document, did_key, ed25519, encode_multikey, key_of_did
from greencard.card import verification_method as method_of
from greencard.card.ed25519 import usable_key, verify_signature
from greencard.card.keys import decode_base58, encode_base58
from greencard.errors import GreencardError, InvalidInput

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def encode_by_definition(data: bytes) -> str:
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = ALPHABET[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def test_the_base58_vectors_of_the_internet_draft():
    # draft-msporny-base58-03, section 5
    for data, text in (
        (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
        (
            b"The quick brown fox jumps over the lazy dog.",
            "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
        ),
        (bytes.fromhex("0000287fb4cd"), "11233QC4"),
    ):
        assert encode_base58(data) == text
        assert decode_base58(text) == data


@settings(max_examples=60)
@given(data=st.binary(max_size=80))
@example(data=b"\0" * 64)
@example(data=b"\0" + b"\xff" * 63)
@example(data=(58**20).to_bytes(16, "big"))
def test_base58_is_its_definition_and_its_inverse(data):
    text = encode_base58(data)
    assert text == encode_by_definition(data)
    assert decode_base58(text) == data


@pytest.mark.parametrize("text", ["0", "O", "I", "l", "a b", "é", "z" * 257, "2\n"])
def test_text_that_is_not_base58_is_none(text):
    assert decode_base58(text) is None


def test_did_key_is_its_key():
    key = public(ISSUER_KEY)
    did = did_key(key)
    assert did.startswith("did:key:z6Mk")
    assert key_of_did(did) == key == decode_multikey(encode_multikey(key))
    assert method_of(did) == f"{did}#{did.removeprefix('did:key:')}"
    assert method_of(ISSUER_ID, key) == f"{ISSUER_ID}#{encode_multikey(key)}"


def test_every_character_of_a_did_key_matters():
    did = did_key(public(ISSUER_KEY))
    for at in range(len(did)):
        for other in ("2" if did[at] != "2" else "3", "0", "é"):
            if other == did[at]:
                continue
            changed = did[:at] + other + did[at + 1 :]
            try:
                assert key_of_did(changed) != public(ISSUER_KEY)
            except GreencardError as error:
                assert error.code == "GC-CRD-015"  # noqa: PT017 - half of the changes give another key


@pytest.mark.parametrize("text", ["", "z", "did:web:a", "did:key:", "did:key:z6Mk", "did:key:m7QEg", ISSUER_ID])
def test_text_that_is_no_did_key_is_refused(text):
    with pytest.raises(InvalidInput) as caught:
        key_of_did(text)
    assert caught.value.code == "GC-CRD-015"
    with pytest.raises(InvalidInput):
        method_of(text)


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(32), bytes(33)])
def test_bytes_that_are_no_key_are_refused(key):
    with pytest.raises(InvalidInput):
        did_key(key)


def test_a_did_document_lists_its_keys_for_assertions():
    keys = (public(ISSUER_KEY), public(OTHER_KEY))
    document = did_document(ISSUER_ID, *keys)
    methods = document["verificationMethod"]
    assert [decode_multikey(method["publicKeyMultibase"]) for method in methods] == list(keys)
    assert document["assertionMethod"] == [method["id"] for method in methods]
    assert {method["controller"] for method in methods} == {document["id"]}


def test_the_first_vectors_of_rfc_8032():
    for secret, key, message, signature in (
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ):
        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
        assert public(private).hex() == key
        assert verify_signature(bytes.fromhex(key), bytes.fromhex(signature), bytes.fromhex(message))
        assert not verify_signature(bytes.fromhex(key), bytes.fromhex(signature), bytes.fromhex(message) + b"x")


def verdicts(key: bytes, signature: bytes, message: bytes) -> set[bool]:
    """The verdict with PyNaCl where it is installed, and the one without."""
    found = {verify_signature(key, signature, message)}
    kept, ed25519._open = ed25519._open, None
    try:
        return found | {verify_signature(key, signature, message)}
    finally:
        ed25519._open = kept


@settings(max_examples=40)
@given(message=st.binary(max_size=64), at=st.integers(0, 63), bit=st.integers(0, 7))
def test_both_libraries_refuse_every_flipped_bit(message, at, bit):
    signature = bytearray(ISSUER_KEY.sign(message))
    assert verdicts(public(ISSUER_KEY), bytes(signature), message) == {True}
    signature[at] ^= 1 << bit
    assert verdicts(public(ISSUER_KEY), bytes(signature), message) == {False}


def test_degenerate_keys_and_signatures_are_refused_by_both():
    identity = (1).to_bytes(32, "little")
    empty = identity + bytes(32)  # R the neutral element, S zero: holds for a neutral key in a lenient verifier
    order_8 = ed25519._ORDER_8
    for y in (0, 1, P - 1, P, P + 1, order_8, P - order_8, 2**255 - 1):
        for sign in (0, 1 << 255):
            key = (y | sign).to_bytes(32, "little")
            assert not usable_key(key)
            assert verdicts(key, empty, b"any") == {False}
    key = public(ISSUER_KEY)
    good = ISSUER_KEY.sign(b"m")
    larger = (int.from_bytes(good[32:], "little") + ORDER).to_bytes(32, "little")
    assert verdicts(key, good[:32] + larger, b"m") == {False}
    assert verdicts(key, identity + good[32:], b"m") == {False}
    assert verdicts(key, good[:-1], b"m") == {False}
    assert verdicts(key[:-1], good, b"m") == {False}


def test_the_points_of_order_8_are_what_they_are_called():
    # d of the curve -x^2 + y^2 = 1 + d x^2 y^2 (RFC 8032 5.1); doubling y four times over must reach the neutral y = 1
    d = -121665 * pow(121666, -1, P) % P

    def double(x: int, y: int) -> tuple[int, int]:
        k = d * x * x * y * y % P
        return 2 * x * y * pow(1 + k, -1, P) % P, (y * y + x * x) * pow(1 - k, -1, P) % P

    y = ed25519._ORDER_8
    xx = (y * y - 1) * pow(d * y * y + 1, -1, P) % P
    x = pow(xx, (P + 3) // 8, P)
    x = x if x * x % P == xx else x * pow(2, (P - 1) // 4, P) % P
    assert x * x % P == xx
    point, seen = (x, y), []
    for _ in range(3):
        point = double(*point)
        seen.append(point)
    assert seen[-1] == (0, 1)
    assert (0, 1) not in seen[:-1]
    assert {seen[0][1], seen[1][1], y, P - y, 1} == ed25519._SMALL_ORDER
