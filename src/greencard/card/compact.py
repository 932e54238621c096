"""GC1, the card in a label-sized code: COSE_Sign1 (RFC 9052) over CWT claims (RFC 8392) with the marked figures.

Carried after `#` of the product's GS1 Digital Link, so the camera opens the page, the fragment never reaches the
server, and a cached page verifies it with no network. Claims 1 issuer, 2 subject, 4 expiry, 6 issue, and one private
map: `h` SHA-256 of the full card, `st` status index, the figures as text. Deterministic CBOR (RFC 8949 4.2.1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

import cbor2

from greencard.card.base64url import decode_base64url, encode_base64url
from greencard.card.canonical import digest
from greencard.card.content import SHAPE, figures
from greencard.card.ed25519 import SIGNATURE_BYTES, verify_signature
from greencard.card.proof import SIGNATURE_MISMATCH, instant
from greencard.errors import NotVerified, declare
from greencard.model import Value

__all__ = [
    "COMPACT_FIGURES",
    "MAX_COMPACT_BYTES",
    "CompactCard",
    "compact_text",
    "decode_compact",
    "encode_compact",
    "key_hint",
    "parse_compact_text",
    "verify_compact",
]

MAX_COMPACT_BYTES: Final = 1024
COMPACT_FIGURES: Final = ("pcf", "lo", "hi", "meas", "pv", "trn", "rec", "plp")
"""The figures a label carries, by their keys in `figures`."""
_SIGN1: Final = 18
_ALG, _KID, _ED25519 = 1, 4, -19
"""COSE header labels, and Ed25519 as RFC 9864 names it."""
_ISS, _SUB, _EXP, _IAT, _CARD = 1, 2, 4, 6, -70001
_KID_BYTES: Final = 8
_DIGEST_BYTES: Final = 32
_PARTS: Final = 4

BAD_COMPACT = declare(
    "GC-CRD-016",
    NotVerified,
    en="This code is not a GC1 card: {what}.",
    zh="该二维码不是 GC1 卡片：{what_zh}。",
    remedy_en="Scan the code again, or ask the seller for the card file.",
    remedy_zh="请重新扫码，或向卖方索取卡片文件。",
)


class CompactCard(Value, frozen=True, kw_only=True):
    """What a GC1 code says; true only after `verify_compact`."""

    issuer_id: str
    subject: str
    expires: datetime
    issued: datetime
    card_digest: bytes
    status_index: int
    figures: dict[str, str]
    key_hint: bytes
    message: bytes
    """The COSE Sig_structure that was signed."""
    signature: bytes


def key_hint(public_key: bytes) -> bytes:
    """The `kid` of a key: the first eight bytes of its SHA-256."""
    return sha256(public_key).digest()[:_KID_BYTES]


def encode_compact(document: dict[str, Any], *, public_key: bytes, sign: Callable[[bytes], bytes]) -> bytes:
    """The signed GC1 form of a secured card.

    Raises:
        NotVerified: the document is not a Green Card (GC-CRD-005).
    """
    shown = figures(document)
    try:
        subject = _path(document["credentialSubject"]["id"])
        issuer = document["issuer"]["id"]
        expires, issued = instant(document["validUntil"]), instant(document["validFrom"])
        index = int(document["credentialStatus"]["statusListIndex"])
    except (AttributeError, KeyError, TypeError, ValueError):
        raise SHAPE.at(what="issuer, subject, period or status", what_zh="签发方、主体、有效期或状态") from None
    if expires is None or issued is None:
        raise SHAPE.at(what="validFrom or validUntil", what_zh="validFrom 或 validUntil")
    card = {"h": digest(document), "st": index} | {key: shown[key] for key in COMPACT_FIGURES if key in shown}
    claims = {_ISS: issuer, _SUB: subject, _EXP: int(expires.timestamp()), _IAT: int(issued.timestamp()), _CARD: card}
    protected = _cbor({_ALG: _ED25519, _KID: key_hint(public_key)})
    payload = _cbor(claims)
    signature = sign(_sig_structure(protected, payload))
    return _cbor(cbor2.CBORTag(_SIGN1, [protected, {}, payload, signature]))


def decode_compact(data: bytes) -> CompactCard:
    """The parts of a GC1 code; no signature is checked.

    Raises:
        NotVerified: not GC1 in deterministic CBOR (GC-CRD-016).
    """
    outer = _read(data)
    parts = outer.value if isinstance(outer, cbor2.CBORTag) and outer.tag == _SIGN1 else None
    if not isinstance(parts, list | tuple) or len(parts) != _PARTS:
        raise BAD_COMPACT.at(what="not a COSE_Sign1", what_zh="不是 COSE_Sign1")
    protected, unprotected, payload, signature = parts
    # The second part is not signed: whatever stood there beside the empty map would be a second spelling of the card.
    if not _labelled(unprotected) or not all(isinstance(part, bytes) for part in (protected, payload, signature)):
        raise BAD_COMPACT.at(what="not a COSE_Sign1", what_zh="不是 COSE_Sign1")
    header, claims = _read(protected), _read(payload)
    if not _labelled(header, _ALG, _KID) or type(header[_ALG]) is not int or header[_ALG] != _ED25519:
        raise BAD_COMPACT.at(what="another algorithm than Ed25519", what_zh="算法不是 Ed25519")
    if not _labelled(claims, _ISS, _SUB, _EXP, _IAT, _CARD):
        raise BAD_COMPACT.at(what="other claims", what_zh="声明项不符")
    if len(signature) != SIGNATURE_BYTES or not isinstance(header[_KID], bytes):
        raise BAD_COMPACT.at(what="no key or no signature", what_zh="缺少密钥或签名")
    return _typed(claims, header[_KID], _sig_structure(protected, payload), signature)


def verify_compact(data: bytes, public_key: bytes) -> CompactCard:
    """A GC1 code whose signature holds under a raw public key. Period and status are the caller's to check.

    Raises:
        NotVerified: not GC1 (GC-CRD-016), or the signature does not hold (GC-CRD-002).
    """
    card = decode_compact(data)
    if card.key_hint != key_hint(public_key) or not verify_signature(public_key, card.signature, card.message):
        raise SIGNATURE_MISMATCH.at()
    return card


def compact_text(data: bytes) -> str:
    """GC1 as it stands behind `#` in an address: base64url without padding."""
    return encode_base64url(data)


def parse_compact_text(text: str) -> bytes:
    """Bytes of GC1 text, alone or behind the `#` of an address.

    Raises:
        NotVerified: no base64url text of a label's size (GC-CRD-016).
    """
    encoded = text.strip().rpartition("#")[2]
    data = decode_base64url(encoded) if len(encoded) <= MAX_COMPACT_BYTES * 2 else None
    if data is None:
        raise BAD_COMPACT.at(what="not base64url", what_zh="不是 base64url")
    return data


def _labelled(value: object, *labels: int) -> bool:
    """Whether it is a map with exactly these labels, as integers: to Python 1.0 and true are the key 1 as well."""
    return isinstance(value, Mapping) and value.keys() == set(labels) and all(type(label) is int for label in value)


def _path(address: str) -> str:
    """Path of an address, which the label's own address repeats; the whole of it where it has none (a URN)."""
    rest = address.partition("#")[0]
    _, gap, located = rest.partition("://")
    return "/" + located.partition("/")[2] if gap else rest


def _typed(claims: Mapping[Any, Any], kid: bytes, message: bytes, signature: bytes) -> CompactCard:
    card = claims[_CARD]
    whole: tuple[Any, Any, Any] = (
        claims[_EXP],
        claims[_IAT],
        card.get("st") if isinstance(card, Mapping) else None,
    )
    if not all(type(number) is int and 0 <= number < 1 << 40 for number in whole):
        raise BAD_COMPACT.at(what="a time or index that is none", what_zh="时间或序号不符")
    shown = {key: value for key, value in card.items() if key not in {"h", "st"}}
    texts = [claims[_ISS], claims[_SUB], *shown, *shown.values()]
    if not all(isinstance(text, str) for text in texts) or not shown.keys() <= set(COMPACT_FIGURES):
        raise BAD_COMPACT.at(what="figures of another form", what_zh="数字格式不符")
    if not isinstance(card.get("h"), bytes) or len(card["h"]) != _DIGEST_BYTES:
        raise BAD_COMPACT.at(what="no digest of the card", what_zh="缺少卡片摘要")
    try:
        expires, issued = (datetime.fromtimestamp(number, UTC) for number in whole[:2])
    except (ValueError, OverflowError, OSError):
        raise BAD_COMPACT.at(what="a time or index that is none", what_zh="时间或序号不符") from None
    return CompactCard(
        issuer_id=claims[_ISS],
        subject=claims[_SUB],
        expires=expires,
        issued=issued,
        card_digest=card["h"],
        status_index=whole[2],
        figures=shown,
        key_hint=kid,
        message=message,
        signature=signature,
    )


def _sig_structure(protected: bytes, payload: bytes) -> bytes:
    """RFC 9052 4.4, without external data."""
    return _cbor(["Signature1", protected, b"", payload])


def _cbor(value: Any) -> bytes:
    # Length-first and bytewise key order agree here: keys are small integers or texts that carry their length first.
    written: bytes = cbor2.dumps(value, canonical=True)
    return written


def _read(data: bytes) -> Any:
    """CBOR that is deterministic: writing it again gives the same bytes, so nothing stands twice or behind it."""
    if len(data) > MAX_COMPACT_BYTES:
        raise BAD_COMPACT.at(what="too long", what_zh="过长")
    try:
        value = cbor2.loads(data)
        same = _cbor(value) == data
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError, MemoryError, EOFError):
        same, value = False, None
    if not same:
        raise BAD_COMPACT.at(what="not deterministic CBOR", what_zh="不是确定性 CBOR")
    return value
