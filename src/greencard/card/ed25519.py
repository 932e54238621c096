"""Ed25519 verification (RFC 8032) with one verdict whichever library answers.

libsodium (PyNaCl) is used where it is installed, OpenSSL (cryptography) otherwise. They differ on degenerate inputs
only: keys and commitments of small order, and points that are not reduced. Those are refused here before either is
asked, so that no signature is valid on one machine and invalid on another. (An S beyond the group order both refuse.)
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_open: Any
_Forged: type[Exception]
try:
    from nacl.bindings import crypto_sign_open
    from nacl.exceptions import BadSignatureError

    _open, _Forged = crypto_sign_open, BadSignatureError
except ImportError:  # the verdict is the same without it
    _open, _Forged = None, InvalidSignature

__all__ = ["KEY_BYTES", "SIGNATURE_BYTES", "usable_key", "verify_signature"]

KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
_P: Final = 2**255 - 19
_SIGN_BIT: Final = 1 << 255
_ORDER_8: Final = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
_SMALL_ORDER: Final = frozenset({0, 1, _P - 1, _ORDER_8, _P - _ORDER_8})
"""y-coordinates of the eight points whose order divides 8 (y = -1, 0, 1 and the two of order 8)."""


@lru_cache(maxsize=1024)
def usable_key(public_key: bytes) -> bool:
    """Whether the 32 bytes encode a curve point, reduced, of more than small order."""
    if len(public_key) != KEY_BYTES or not _sound_point(public_key):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key)
    except ValueError:
        return False
    return True


def verify_signature(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether `signature` is that of `message` under the raw public key (RFC 8032 5.1.7, strict as said above)."""
    if len(signature) != SIGNATURE_BYTES or not usable_key(public_key):
        return False
    if not _sound_point(signature[:KEY_BYTES]):
        return False
    if _open is None:
        return _verify_openssl(public_key, signature, message)
    try:
        _open(signature + message, public_key)
    except _Forged:
        return False
    return True


def _verify_openssl(public_key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        _openssl_key(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=1024)
def _openssl_key(public_key: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public_key)


def _sound_point(encoded: bytes) -> bool:
    y = int.from_bytes(encoded, "little") & (_SIGN_BIT - 1)
    return y < _P and y not in _SMALL_ORDER
