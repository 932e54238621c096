"""Signed checkpoints: C2SP tlog-checkpoint v1.0.0 in the C2SP signed-note v1.0.0 format, Ed25519 (type 0x01)."""

from __future__ import annotations

import re
from base64 import b64encode
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from greencard.errors import InvalidInput, NotVerified, declare
from greencard.log.tree import HASH_BYTES, MAX_SIZE
from greencard.model import Value

__all__ = [
    "MAX_NOTE_BYTES",
    "Checkpoint",
    "NoteSignature",
    "cosign",
    "key_id",
    "parse_checkpoint",
    "parse_vkey",
    "sign_checkpoint",
    "verify_checkpoint",
    "vkey",
]

MAX_NOTE_BYTES: Final = 65_536
MAX_SIGNATURES: Final = 64
"""The signed-note format asks verifiers to accept at least 16."""
_ED25519: Final = b"\x01"
_KEY_BYTES: Final = 32
_SIGNATURE_BYTES: Final = 64
_ID_BYTES: Final = 4
_ORIGIN_SIZE_ROOT: Final = 3
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")

MALFORMED = declare(
    "GC-LOG-001",
    NotVerified,
    en="The log's proof cannot be read: {what}.",
    zh="日志证明无法读取：{what_zh}。",
    remedy_en="Download the card and its proof again.",
    remedy_zh="请重新下载卡片及其证明。",
)
BAD_SIGNATURE = declare(
    "GC-LOG-002",
    NotVerified,
    en="The signature of {name} does not fit this checkpoint.",
    zh="{name} 的签名与此检查点不符。",
    remedy_en="Do not rely on it; keep the file and report it to the issuer.",
    remedy_zh="请勿采信；保留该文件并向签发机构报告。",
)
UNKNOWN_SIGNER = declare(
    "GC-LOG-004",
    NotVerified,
    en="No key of the log {origin} that is known here has signed this checkpoint.",
    zh="此检查点没有已知的日志 {origin} 密钥签名。",
    remedy_en="Give the log's verifier key (vkey) or check the card with the issuer's own verifier.",
    remedy_zh="请提供该日志的验证公钥（vkey），或使用签发机构的核验工具。",
)
BAD_VKEY = declare(
    "GC-LOG-008",
    InvalidInput,
    en="This is not a verifier key of the form name+hash+key: {text}.",
    zh="这不是“名称+哈希+公钥”形式的验证公钥：{text}。",
    remedy_en="Copy the whole line as the log publishes it.",
    remedy_zh="请完整复制日志公布的整行文本。",
)
BAD_NAME = declare(
    "GC-LOG-010",
    InvalidInput,
    en="{name} cannot name a log or a key.",
    zh="{name} 不能作为日志或密钥名称。",
    remedy_en="Use a name such as log.example/2026h2, without spaces or plus signs.",
    remedy_zh="请使用类似 log.example/2026h2 的名称，不含空格与加号。",
)
CANNOT_SIGN = declare(
    "GC-LOG-012",
    InvalidInput,
    en="A checkpoint states 0 to 2^63-1 entries and a root of 32 bytes, not {size} entries and {length} bytes.",
    zh="检查点须为 0 至 2^63-1 条及 32 字节的根，而非 {size} 条、{length} 字节。",
    remedy_en="Give the size and root that the log's store reports.",
    remedy_zh="请使用日志存储报告的条数与根。",
)


class NoteSignature(Value, frozen=True, kw_only=True):
    """One signature line: key name, 4-byte key id and the signature as they stand in the note."""

    name: str
    key_id: bytes
    signature: bytes


class Checkpoint(Value, frozen=True, kw_only=True):
    """What a log says of itself: origin, number of entries, root. `signers` holds the names that were verified."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()
    signatures: tuple[NoteSignature, ...] = ()
    signers: tuple[str, ...] = ()

    def body(self) -> bytes:
        """The signed text: origin, size, root and extension lines, each ended by a newline."""
        lines = (self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines).encode()


def key_id(name: str, public_key: bytes) -> bytes:
    """First four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key) (signed-note v1.0.0)."""
    _check_key(name, public_key)
    return sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:_ID_BYTES]


def vkey(name: str, public_key: bytes) -> str:
    """The verifier key as a line of text: `name+hex key id+base64(0x01 ‖ public key)`."""
    return f"{name}+{key_id(name, public_key).hex()}+{b64encode(_ED25519 + public_key).decode()}"


def parse_vkey(text: str) -> tuple[str, bytes]:
    """Name and raw Ed25519 public key of a verifier key.

    Raises:
        InvalidInput: not of that form, of another type, or the hash does not fit (GC-LOG-008).
    """
    name, _, rest = text.strip().partition("+")
    identifier, _, encoded = rest.partition("+")
    key = _base64(encoded) if len(encoded) <= _SIGNATURE_BYTES else None
    if key is None or not _nameable(name) or key[:1] != _ED25519 or len(key) != _KEY_BYTES + 1:
        raise BAD_VKEY.at(text=repr(text[:100]))
    if key_id(name, key[1:]).hex() != identifier:
        raise BAD_VKEY.at(text=repr(text[:100]))
    return name, key[1:]


def sign_checkpoint(origin: str, size: int, root: bytes, *, sign: Callable[[bytes], bytes], public_key: bytes) -> str:
    """The signed note of a checkpoint; the log's key is named like its origin.

    Raises:
        InvalidInput: a name, size or root that no note can carry (GC-LOG-008, GC-LOG-010, GC-LOG-012).
    """
    identifier = key_id(origin, public_key)
    if not 0 <= size <= MAX_SIZE or len(root) != HASH_BYTES:
        raise CANNOT_SIGN.at(size=size, length=len(root))
    body = Checkpoint(origin=origin, size=size, root=root).body()
    return f"{body.decode()}\n{_line(origin, identifier, sign(body))}"


def cosign(note: str, name: str, *, sign: Callable[[bytes], bytes], public_key: bytes) -> str:
    """The note with one more plain Ed25519 signature line under `name`. It must have been verified before."""
    parsed = parse_checkpoint(note)
    return note + _line(name, key_id(name, public_key), sign(parsed.body()))


def parse_checkpoint(note: str) -> Checkpoint:
    """The parts of a signed note, exactly as written; no signature is checked.

    Raises:
        NotVerified: not a checkpoint note (GC-LOG-001).
    """
    if len(note) > MAX_NOTE_BYTES or any(ord(c) < ord(" ") and c != "\n" for c in note):
        raise MALFORMED.at(what="too long, or control characters", what_zh="过长或含控制字符")
    text, gap, tail = note.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise MALFORMED.at(what="no signature part", what_zh="缺少签名部分")
    lines = text.split("\n")
    if len(lines) < _ORIGIN_SIZE_ROOT or not all(lines):
        raise MALFORMED.at(what="origin, size or root missing", what_zh="缺少来源、条数或根")
    root = _base64(lines[2])
    if not _DECIMAL.fullmatch(lines[1]) or int(lines[1]) > MAX_SIZE or root is None or len(root) != HASH_BYTES:
        raise MALFORMED.at(what="size or root is not one", what_zh="条数或根的格式不对")
    return Checkpoint(
        origin=lines[0],
        size=int(lines[1]),
        root=root,
        extensions=tuple(lines[3:]),
        signatures=_signatures(tail),
    )


def verify_checkpoint(note: str, keys: Mapping[str, bytes], *, origin: str | None = None) -> Checkpoint:
    """The checkpoint with the names whose signatures hold, the log's own among them.

    `keys` maps names to raw public keys, those of logs and of witnesses alike. Lines of unknown keys are passed over;
    a line of a known key (name and id) that does not hold rejects the note (signed-note v1.0.0).

    Raises:
        NotVerified: not a note (GC-LOG-001), a known key's signature fails (GC-LOG-002), or the log that the origin
            names has not signed it with a known key, or `origin` is another (GC-LOG-004).
    """
    checkpoint = parse_checkpoint(note)
    body = checkpoint.body()
    signers: list[str] = []
    for line in checkpoint.signatures:
        key = keys.get(line.name)
        if key is None or key_id(line.name, key) != line.key_id:
            continue
        if len(line.signature) != _SIGNATURE_BYTES or not _holds(key, line.signature, body):
            raise BAD_SIGNATURE.at(name=line.name)
        signers.append(line.name)
    if checkpoint.origin not in signers or origin not in (None, checkpoint.origin):
        raise UNKNOWN_SIGNER.at(origin=origin or checkpoint.origin)
    return Checkpoint(
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=checkpoint.root,
        extensions=checkpoint.extensions,
        signatures=checkpoint.signatures,
        signers=tuple(dict.fromkeys(signers)),
    )


def _holds(public_key: bytes, signature: bytes, body: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, body)
    except (InvalidSignature, ValueError):
        return False
    return True


def _line(name: str, identifier: bytes, signature: bytes) -> str:
    return f"— {name} {b64encode(identifier + signature).decode()}\n"


def _signatures(tail: str) -> tuple[NoteSignature, ...]:
    lines = tail.split("\n")[:-1]
    if not 1 <= len(lines) <= MAX_SIGNATURES:
        raise MALFORMED.at(what="none or too many signatures", what_zh="没有签名或签名过多")
    found = []
    for line in lines:
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        value = _base64(encoded)
        if dash != "—" or not _nameable(name) or value is None or len(value) <= _ID_BYTES:
            raise MALFORMED.at(what="a signature line of another form", what_zh="签名行格式不对")
        found.append(NoteSignature(name=name, key_id=value[:_ID_BYTES], signature=value[_ID_BYTES:]))
    return tuple(found)


def _base64(text: str) -> bytes | None:
    """Strict base64: nothing outside the alphabet, canonical padding and no stray bits; None where it is not."""
    try:
        value = a2b_base64(text.encode("ascii"), strict_mode=True)
    except (Base64Error, UnicodeEncodeError):
        return None
    return value if b64encode(value).decode() == text else None


def _nameable(name: str) -> bool:
    return bool(name) and "+" not in name and name.isprintable() and not any(c.isspace() for c in name)


def _check_key(name: str, public_key: bytes) -> None:
    if not _nameable(name):
        raise BAD_NAME.at(name=repr(name[:100]))
    if len(public_key) != _KEY_BYTES:
        raise BAD_VKEY.at(text=public_key.hex()[:100])
