"""Bitstring Status List v1.0: one bit per card, the same list for everyone, so that asking does not tell who asks."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, Literal

from greencard.card.base64url import decode_base64url, encode_base64url
from greencard.card.document import VCDM_CONTEXT
from greencard.card.proof import timestamp
from greencard.errors import InvalidInput, NotVerified, declare

__all__ = ["MIN_ENTRIES", "StatusPurpose", "decode_list", "encode_list", "status_bit", "status_list_credential"]

StatusPurpose = Literal["revocation", "refresh"]
"""`revocation`: withdrawn for good. `refresh`: a newer card replaces this one."""

MIN_ENTRIES: Final = 131_072
"""Smallest list that hides one card among others (Bitstring Status List v1.0, 6.1)."""
MAX_ENTRIES: Final = 1 << 24
_MAX_TEXT: Final = 3 << 20
_GZIP: Final = 31

LIST_UNUSABLE = declare(
    "GC-CRD-012",
    NotVerified,
    en="The status list cannot be used: {what}.",
    zh="状态列表无法使用：{what_zh}。",
    remedy_en="Fetch the list again from the address in the card.",
    remedy_zh="请按卡片中的地址重新获取状态列表。",
)
NO_SUCH_INDEX = declare(
    "GC-CRD-018",
    InvalidInput,
    en="{index} is not a position in a status list of {size} entries.",
    zh="{index} 不是 {size} 条状态列表中的位置。",
    remedy_en="Use the index that was given out for the card.",
    remedy_zh="请使用为该卡分配的序号。",
)


def encode_list(set_indices: Iterable[int], size: int = MIN_ENTRIES) -> str:
    """The `encodedList` of a list of `size` entries (a multiple of 8) with these bits set: multibase `u`, gzip inside.

    Raises:
        InvalidInput: an index outside the list, or a size that no list may have (GC-CRD-018).
    """
    if not MIN_ENTRIES <= size <= MAX_ENTRIES or size % 8:
        raise NO_SUCH_INDEX.at(index="-", size=size)
    bits = bytearray(size // 8)
    for index in set_indices:
        if not 0 <= index < size:
            raise NO_SUCH_INDEX.at(index=index, size=size)
        bits[index >> 3] |= 0x80 >> (index & 7)
    packer = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
    packed = packer.compress(bytes(bits)) + packer.flush()
    return "u" + encode_base64url(packed)


def decode_list(encoded: str) -> bytes:
    """The bits of an `encodedList`; at most 2 MiB come out, whatever went in.

    Raises:
        NotVerified: not multibase base64url, not one whole gzip stream, too short or too long (GC-CRD-012).
    """
    packed = decode_base64url(encoded[1:]) if encoded[:1] == "u" and len(encoded) <= _MAX_TEXT else None
    if packed is None:
        raise LIST_UNUSABLE.at(what="not base64url", what_zh="不是 base64url")
    unpacker = zlib.decompressobj(_GZIP)
    try:
        bits = unpacker.decompress(packed, MAX_ENTRIES // 8 + 1)
    except zlib.error:
        raise LIST_UNUSABLE.at(what="not a gzip stream", what_zh="不是 gzip 数据") from None
    if len(bits) > MAX_ENTRIES // 8 or not unpacker.eof or unpacker.unused_data or len(bits) * 8 < MIN_ENTRIES:
        raise LIST_UNUSABLE.at(what="too short, too long or cut off", what_zh="过短、过长或不完整")
    return bits


def status_bit(bits: bytes, index: int) -> bool:
    """Whether the bit of a card is set; index 0 is the first byte's highest bit.

    Raises:
        InvalidInput: the index lies outside the list (GC-CRD-018).
    """
    if not 0 <= index < len(bits) * 8:
        raise NO_SUCH_INDEX.at(index=index, size=len(bits) * 8)
    return bool(bits[index >> 3] & 0x80 >> (index & 7))


def status_list_credential(
    *,
    list_url: str,
    issuer_id: str,
    purpose: StatusPurpose,
    set_indices: Iterable[int],
    valid_from: datetime,
    valid_until: datetime,
    size: int = MIN_ENTRIES,
) -> dict[str, Any]:
    """The unsigned status list credential found at `list_url`; `greencard.card.secure` signs it.

    Raises:
        InvalidInput: an index outside the list (GC-CRD-018), a time without zone (GC-CRD-022).
    """
    return {
        "@context": [VCDM_CONTEXT],
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "id": list_url,
        "issuer": issuer_id,
        "validFrom": timestamp(valid_from),
        "validUntil": timestamp(valid_until),
        "credentialSubject": {
            "id": f"{list_url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encode_list(set_indices, size),
        },
    }
