"""Whether a card was published: its leaf, the path to the root, and the signed checkpoint, joined in one answer."""

from __future__ import annotations

from base64 import b64encode
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from greencard.errors import GreencardError, NotVerified, declare
from greencard.log.checkpoint import MALFORMED, Checkpoint, verify_checkpoint
from greencard.log.leaf import commitment
from greencard.log.tree import HASH_BYTES, leaf_hash, verify_inclusion
from greencard.model import LogProof

__all__ = ["PublicationCheck", "check_publication", "log_proof", "publication_check"]

PublicationCheck = Callable[[str, bytes, datetime, LogProof], Checkpoint]
_MAX_TEXT: Final = 128

NOT_INCLUDED = declare(
    "GC-LOG-003",
    NotVerified,
    en="The card is not entry {index} of the public log of {size} entries under this checkpoint.",
    zh="在此检查点下，该卡不是公开日志（共 {size} 条）的第 {index} 条。",
    remedy_en="Ask the seller for a fresh download of the card; if it still fails, report it to the issuer.",
    remedy_zh="请向卖方索取重新下载的卡片；若仍不符，请向签发机构报告。",
)


def log_proof(index: int, size: int, salt: bytes, path: Sequence[bytes], checkpoint: str) -> LogProof:
    """The proof as it travels with the card: base64 text and the signed note."""
    return LogProof(
        index=index,
        size=size,
        salt=b64encode(salt).decode(),
        path=tuple(b64encode(item).decode() for item in path),
        checkpoint=checkpoint,
    )


def check_publication(
    card_id: str, card_digest: bytes, issued_at: datetime, proof: LogProof, keys: Mapping[str, bytes]
) -> Checkpoint:
    """The verified checkpoint under which the card with this id, digest and time of issue stands in the log.

    Raises:
        NotVerified: the checkpoint does not hold (GC-LOG-001, -002, -004) or the card is not in it (GC-LOG-003).
    """
    checkpoint = verify_checkpoint(proof.checkpoint, keys)
    salt = _strict(proof.salt)
    path = [_strict(item) for item in proof.path]
    if checkpoint.size != proof.size or any(len(item) != HASH_BYTES for item in path):
        raise NOT_INCLUDED.at(index=proof.index, size=proof.size)
    try:
        leaf = commitment(card_id, card_digest, salt, issued_at)
    except GreencardError as error:
        fault = error.faults[0]
        raise MALFORMED.at(what=fault.text("en"), what_zh=fault.text("zh")) from None
    if not verify_inclusion(leaf_hash(leaf), proof.index, proof.size, path, checkpoint.root):
        raise NOT_INCLUDED.at(index=proof.index, size=proof.size)
    return checkpoint


def publication_check(keys: Mapping[str, bytes]) -> PublicationCheck:
    """`check_publication` with the known log and witness keys filled in: what `greencard.card.verify` asks for."""

    def check(card_id: str, card_digest: bytes, issued_at: datetime, proof: LogProof) -> Checkpoint:
        return check_publication(card_id, card_digest, issued_at, proof, keys)

    return check


def _strict(text: str) -> bytes:
    try:
        value = a2b_base64(text[:_MAX_TEXT].encode("ascii"), strict_mode=True)
    except (Base64Error, UnicodeEncodeError):
        raise MALFORMED.at(what="salt or path is not base64", what_zh="盐或路径不是 base64") from None
    if b64encode(value).decode() != text:
        raise MALFORMED.at(what="salt or path is not base64", what_zh="盐或路径不是 base64")
    return value
