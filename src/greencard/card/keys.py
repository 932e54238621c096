"""Public keys as text: multibase base58btc, Multikey, did:key, verification method identifiers, DID documents."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from greencard.card.ed25519 import KEY_BYTES, usable_key
from greencard.errors import InvalidInput, declare

__all__ = [
    "decode_base58",
    "decode_multikey",
    "did_document",
    "did_key",
    "encode_base58",
    "encode_multikey",
    "key_of_did",
    "verification_method",
]

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_MAX_CHARS: Final = 256
_ED25519_PUB: Final = b"\xed\x01"
"""Multicodec varint of ed25519-pub."""
_DID_KEY: Final = "did:key:"
# Limbs of ten digits: 58**10 fits a machine word, so big-number arithmetic runs once per limb, not once per digit.
_LIMB_DIGITS: Final = 10
_LIMB: Final = 58**_LIMB_DIGITS
_PAIRS: Final = tuple(a + b for a in _ALPHABET for b in _ALPHABET)
_PAIR_VALUE: Final = {pair: value for value, pair in enumerate(_PAIRS)}

BAD_KEY = declare(
    "GC-CRD-015",
    InvalidInput,
    en="{text} is not an Ed25519 public key (Multikey or did:key, z6Mk…).",
    zh="{text} 不是 Ed25519 公钥（Multikey 或 did:key，z6Mk…）。",
    remedy_en="Copy the key as the issuer publishes it, from z6Mk to the end.",
    remedy_zh="请按签发机构公布的内容完整复制公钥（以 z6Mk 开头）。",
)


def encode_base58(data: bytes) -> str:
    """Base58btc text; leading zero bytes become leading `1`s."""
    number = int.from_bytes(data, "big")
    limbs = []
    while number:
        number, limb = divmod(number, _LIMB)
        pairs = []
        for _ in range(_LIMB_DIGITS // 2):
            limb, pair = divmod(limb, 3364)
            pairs.append(_PAIRS[pair])
        limbs.append("".join(reversed(pairs)))
    zeros = len(data) - len(data.lstrip(b"\x00"))
    return "1" * zeros + "".join(reversed(limbs)).lstrip("1")


def decode_base58(text: str) -> bytes | None:
    """Bytes of base58btc text of at most 256 characters; None where it is not such text."""
    if len(text) > _MAX_CHARS:
        return None
    digits = text.lstrip("1")
    zeros = len(text) - len(digits)
    digits = "1" * (-len(digits) % _LIMB_DIGITS) + digits
    number = 0
    try:
        for start in range(0, len(digits), _LIMB_DIGITS):
            limb = 0
            for at in range(start, start + _LIMB_DIGITS, 2):
                limb = limb * 3364 + _PAIR_VALUE[digits[at : at + 2]]
            number = number * _LIMB + limb
    except KeyError:
        return None
    return b"\x00" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def encode_multikey(public_key: bytes) -> str:
    """Multibase text of a raw Ed25519 public key (Controlled Identifiers 1.0, Multikey).

    Raises:
        InvalidInput: not a usable key (GC-CRD-015).
    """
    if not usable_key(public_key):
        raise BAD_KEY.at(text=public_key.hex()[:80])
    return "z" + encode_base58(_ED25519_PUB + public_key)


@lru_cache(maxsize=1024)
def decode_multikey(text: str) -> bytes:
    """Raw public key of Multikey text.

    Raises:
        InvalidInput: not an Ed25519 key (GC-CRD-015).
    """
    data = decode_base58(text[1:]) if text[:1] == "z" else None
    if data is None or data[:2] != _ED25519_PUB or len(data) != KEY_BYTES + 2 or not usable_key(data[2:]):
        raise BAD_KEY.at(text=repr(text[:80]))
    return data[2:]


def did_key(public_key: bytes) -> str:
    """`did:key` of a raw Ed25519 public key."""
    return _DID_KEY + encode_multikey(public_key)


def key_of_did(did: str) -> bytes:
    """Raw public key that a `did:key` is.

    Raises:
        InvalidInput: another DID method, or not an Ed25519 key (GC-CRD-015).
    """
    if not did.startswith(_DID_KEY):
        raise BAD_KEY.at(text=repr(did[:80]))
    return decode_multikey(did[len(_DID_KEY) :])


def verification_method(issuer_id: str, public_key: bytes | None = None) -> str:
    """Identifier of an issuer's key: the DID and, as fragment, the key in Multikey text.

    A `did:key` needs no key given: it is its key.

    Raises:
        InvalidInput: no key where one is needed, or not an Ed25519 key (GC-CRD-015).
    """
    multikey = encode_multikey(key_of_did(issuer_id) if public_key is None else public_key)
    return f"{issuer_id}#{multikey}"


def did_document(issuer_id: str, *public_keys: bytes) -> dict[str, Any]:
    """DID document of an issuer with the keys it signs cards with (DID Core 1.0; served for did:web)."""
    methods = [
        {
            "id": verification_method(issuer_id, key),
            "type": "Multikey",
            "controller": issuer_id,
            "publicKeyMultibase": encode_multikey(key),
        }
        for key in public_keys
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": issuer_id,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
