"""The card: credential document, proof, status, compact form, verification.

Runs with msgspec, cryptography, cbor2, rfc8785 and the standard library alone: to check a card nobody has to trust or
install the rest of the program. PyNaCl and orjson make it faster where they are present and change no result.
"""

from greencard.card.canonical import MAX_DOCUMENT_BYTES, digest, jcs, parse_document
from greencard.card.compact import (
    CompactCard,
    compact_text,
    decode_compact,
    encode_compact,
    parse_compact_text,
    verify_compact,
)
from greencard.card.content import CardContent, StatusEntry, ThirdParty, content_of, figures
from greencard.card.document import CONTEXT_PATH, build_document, context_document, product_path
from greencard.card.keys import (
    decode_multikey,
    did_document,
    did_key,
    encode_multikey,
    key_of_did,
    verification_method,
)
from greencard.card.proof import check_proof, secure, secured_bytes
from greencard.card.status import StatusPurpose, decode_list, encode_list, status_bit, status_list_credential
from greencard.card.verdicts import CHECKS, Check, CheckId, CheckState, Outcome
from greencard.card.verification import LogCheck, TrustedIssuer, Verification, encode_card, verify

__all__ = [
    "CHECKS",
    "CONTEXT_PATH",
    "MAX_DOCUMENT_BYTES",
    "CardContent",
    "Check",
    "CheckId",
    "CheckState",
    "CompactCard",
    "LogCheck",
    "Outcome",
    "StatusEntry",
    "StatusPurpose",
    "ThirdParty",
    "TrustedIssuer",
    "Verification",
    "build_document",
    "check_proof",
    "compact_text",
    "content_of",
    "context_document",
    "decode_compact",
    "decode_list",
    "decode_multikey",
    "did_document",
    "did_key",
    "digest",
    "encode_card",
    "encode_compact",
    "encode_list",
    "encode_multikey",
    "figures",
    "jcs",
    "key_of_did",
    "parse_compact_text",
    "parse_document",
    "product_path",
    "secure",
    "secured_bytes",
    "status_bit",
    "status_list_credential",
    "verification_method",
    "verify",
    "verify_compact",
]
