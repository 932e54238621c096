"""Data Integrity proofs with the cryptosuite eddsa-jcs-2022 (W3C vc-di-eddsa 1.0, 3.3), and only that one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from greencard.card.canonical import canonical_bytes, is_plain
from greencard.card.ed25519 import SIGNATURE_BYTES, verify_signature
from greencard.card.keys import decode_base58, encode_base58
from greencard.errors import InvalidInput, NotVerified, declare

__all__ = ["CRYPTOSUITE", "check_proof", "instant", "proof_of", "secure", "secured_bytes", "timestamp"]

CRYPTOSUITE: Final = "eddsa-jcs-2022"
_TYPE: Final = "DataIntegrityProof"
_PURPOSE: Final = "assertionMethod"
_KNOWN: Final = frozenset(
    {"@context", "id", "type", "cryptosuite", "created", "expires", "verificationMethod", "proofPurpose", "proofValue"}
)
# XMLSCHEMA11-2 dateTimeStamp, with the offset that VCDM 2.0 asks for.
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})", re.ASCII)

SIGNATURE_MISMATCH = declare(
    "GC-CRD-002",
    NotVerified,
    en="The signature does not fit these bytes: the card was changed after it was signed, or it was damaged.",
    zh="签名与内容不符：卡片签发后被改动或已损坏。",
    remedy_en="Do not rely on it; ask the seller for a new card.",
    remedy_zh="请勿采信；请向卖方索取新卡。",
)
PROOF_FORM = declare(
    "GC-CRD-013",
    NotVerified,
    en="The card's proof is not one we can check: {what}.",
    zh="该卡的证明无法核验：{what_zh}。",
    remedy_en="Ask the issuer for a card with one eddsa-jcs-2022 proof for assertionMethod.",
    remedy_zh="请向签发机构索取带单个 eddsa-jcs-2022 证明（assertionMethod）的卡片。",
)
PROOF_EXPIRED = declare(
    "GC-CRD-023",
    NotVerified,
    en="The proof of this card ended on {expires}.",
    zh="该卡的证明已于 {expires} 失效。",
    remedy_en="Ask the seller for the current card.",
    remedy_zh="请向卖方索取现行卡片。",
)
ALREADY_SECURED = declare(
    "GC-CRD-022",
    InvalidInput,
    en="This document carries a proof already, or a time without zone.",
    zh="该文档已带有证明，或时间缺少时区。",
    remedy_en="Sign the document without its proof, with times that have a zone.",
    remedy_zh="请对不含证明的文档签名，时间须带时区。",
)


def timestamp(at: datetime) -> str:
    """An instant as UTC text to the second, as credentials carry it.

    Raises:
        InvalidInput: no time zone (GC-CRD-022).
    """
    if at.tzinfo is None:
        raise ALREADY_SECURED.at()
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def instant(text: object) -> datetime | None:
    """The instant an XML Schema dateTimeStamp names; None where it is not one."""
    if not isinstance(text, str) or not _STAMP.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def secure(
    document: dict[str, Any],
    *,
    sign: Callable[[bytes], bytes],
    verification_method: str,
    created: datetime,
) -> dict[str, Any]:
    """A copy of `document` with its proof (vc-di-eddsa 3.3.1); `sign` gives the 64-byte Ed25519 signature of a message.

    The document's `@context` is taken into the proof and signed with it, so a context cannot be put in front later.

    Raises:
        InvalidInput: a proof is there already, or no zone in `created` (GC-CRD-022); no canonical form (GC-CRD-014).
    """
    return _secured(document, sign, verification_method, created, is_plain(document))


def secured_bytes(
    document: dict[str, Any],
    *,
    sign: Callable[[bytes], bytes],
    verification_method: str,
    created: datetime,
) -> tuple[dict[str, Any], bytes]:
    """What `secure` gives, and its canonical bytes; the document is looked through once for both.

    Raises:
        InvalidInput: as `secure`.
    """
    plain = is_plain(document)
    secured = _secured(document, sign, verification_method, created, plain)
    return secured, canonical_bytes(secured, plain=plain)


def _secured(
    document: dict[str, Any], sign: Callable[[bytes], bytes], method: str, created: datetime, plain: bool
) -> dict[str, Any]:
    if "proof" in document:
        raise ALREADY_SECURED.at()
    # Text only, beside the context that is the document's: the options are as plain as the document.
    options: dict[str, Any] = {
        "type": _TYPE,
        "cryptosuite": CRYPTOSUITE,
        "created": timestamp(created),
        "verificationMethod": method,
        "proofPurpose": _PURPOSE,
    }
    if "@context" in document:
        options["@context"] = document["@context"]
    value = "z" + encode_base58(sign(_hash_data(options, document, plain=plain)))
    return {**document, "proof": {**options, "proofValue": value}}


def proof_of(document: dict[str, Any]) -> dict[str, Any]:
    """The document's only proof, its form checked.

    Raises:
        NotVerified: none, several, or not an eddsa-jcs-2022 proof of an assertion (GC-CRD-013).
    """
    proof = document.get("proof")
    if not isinstance(proof, dict):
        raise PROOF_FORM.at(what="there is not exactly one proof", what_zh="应恰有一个证明")
    if proof.get("type") != _TYPE or proof.get("cryptosuite") != CRYPTOSUITE:
        raise PROOF_FORM.at(what="not eddsa-jcs-2022", what_zh="不是 eddsa-jcs-2022")
    if proof.get("proofPurpose") != _PURPOSE:
        raise PROOF_FORM.at(what="not made for assertionMethod", what_zh="用途不是 assertionMethod")
    if not isinstance(proof.get("verificationMethod"), str) or not proof.keys() <= _KNOWN:
        raise PROOF_FORM.at(what="no verification method, or unknown members", what_zh="缺少验证方法或含未知成员")
    for name in ("created", "expires"):
        if name in proof and instant(proof[name]) is None:
            raise PROOF_FORM.at(what=f"{name} is no time", what_zh=f"{name} 不是时间")
    return proof


def check_proof(
    document: dict[str, Any], public_key: bytes, *, at: datetime | None = None, plain: bool | None = None
) -> None:
    """Check the embedded proof under a raw public key (vc-di-eddsa 3.3.2); with `at`, also that it has not expired.

    Whose key it is, is not asked here. `plain` is what `read_document` said of the document, to spare a second look.

    Raises:
        NotVerified: form (GC-CRD-013), signature (GC-CRD-002) or expiry (GC-CRD-023) do not hold.
    """
    proof = proof_of(document)
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    if "@context" in options:
        if not _begins_with(document.get("@context"), options["@context"]):
            raise PROOF_FORM.at(what="it was made for another @context", what_zh="证明对应另一 @context")
        unsecured["@context"] = options["@context"]
    value = proof.get("proofValue")
    signature = decode_base58(value[1:]) if isinstance(value, str) and value[:1] == "z" else None
    if signature is None or len(signature) != SIGNATURE_BYTES:
        raise PROOF_FORM.at(what="proofValue is no signature", what_zh="proofValue 不是签名")
    try:
        message = _hash_data(options, unsecured, plain=is_plain(document) if plain is None else plain)
    except InvalidInput as error:
        params = error.faults[0].params
        raise PROOF_FORM.at(what=params["what"], what_zh=params["what_zh"]) from None
    if not verify_signature(public_key, signature, message):
        raise SIGNATURE_MISMATCH.at()
    expires = instant(options.get("expires"))
    if at is not None and expires is not None and expires <= at:
        raise PROOF_EXPIRED.at(expires=options["expires"])


def _hash_data(options: dict[str, Any], unsecured: dict[str, Any], *, plain: bool) -> bytes:
    """SHA-256 of the canonical proof configuration, then SHA-256 of the canonical document (3.3.3 to 3.3.5)."""
    configuration, document = (canonical_bytes(part, plain=plain) for part in (options, unsecured))
    return sha256(configuration).digest() + sha256(document).digest()


def _begins_with(context: object, start: object) -> bool:
    whole = context if isinstance(context, list) else [context]
    head = start if isinstance(start, list) else [start]
    return whole[: len(head)] == head
