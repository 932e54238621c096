"""Strict JSON in, canonical JSON out: what is signed can be read in one way only.

Reading refuses what two parsers might see differently (duplicate members, lone surrogates, integers beyond 2**53 - 1,
NaN) before anything is hashed. Writing is RFC 8785 (JCS). orjson does both faster where it is installed; where its
bytes could differ from RFC 8785 the reference implementation writes them, so the result never depends on it.
"""

from __future__ import annotations

import json
import math
import re
from hashlib import sha256
from typing import Any, Final, NoReturn

import rfc8785

from greencard.errors import InvalidInput, NotVerified, declare

_fast: Any
try:
    import orjson

    _fast = orjson
except ImportError:  # the bytes are the same without it
    _fast = None

__all__ = [
    "MAX_DEPTH",
    "MAX_DOCUMENT_BYTES",
    "canonical_bytes",
    "digest",
    "is_plain",
    "jcs",
    "parse_document",
    "read_document",
]

MAX_DOCUMENT_BYTES: Final = 1 << 20
MAX_DEPTH: Final = 64
MAX_INTEGER: Final = 2**53 - 1
"""Largest integer every JSON reader keeps exactly (RFC 8259 6, RFC 8785 3.2.2.3)."""
_MAX_INTEGER_CHARS: Final = 17
_BELOW_SURROGATES: Final = "\ud7ff"
_SMALL: Final = 1e-4
_TOKEN = re.compile(rb'[\[\]{}"]|\\.', re.DOTALL)

NOT_READABLE = declare(
    "GC-CRD-001",
    NotVerified,
    en="The card cannot be read: {what}.",
    zh="卡片无法读取：{what_zh}。",
    remedy_en="Download the card again; a picture or another system's code is not a card file.",
    remedy_zh="请重新下载卡片；图片或其他系统的二维码不是卡片文件。",
)
NOT_CANONICAL = declare(
    "GC-CRD-014",
    InvalidInput,
    en="This document has no canonical JSON form (RFC 8785): {what}.",
    zh="该文档没有规范 JSON 形式（RFC 8785）：{what_zh}。",
    remedy_en="Use text, integers up to 2^53-1, finite numbers, lists and objects with text keys, at most 64 deep.",
    remedy_zh="请只用文本、不超过 2^53-1 的整数、有限数值、列表及以文本为键的对象，最多 64 层。",
)


def parse_document(data: bytes) -> dict[str, Any]:
    """The JSON object in `data`: at most 1 MiB, 64 deep, no member twice, no lone surrogate, integers within 2**53 - 1.

    Raises:
        NotVerified: it is not such an object (GC-CRD-001).
    """
    return read_document(data)[0]


def read_document(data: bytes) -> tuple[dict[str, Any], bool]:
    """`parse_document`, and whether the value is plain: what `canonical_bytes` then need not find out again."""
    if len(data) > MAX_DOCUMENT_BYTES:
        raise NOT_READABLE.at(what="longer than 1 MiB", what_zh="超过 1 MiB")
    value = _parse_fast(data)
    if value is None:
        value = _parse_strict(data)
    if not isinstance(value, dict):
        raise NOT_READABLE.at(what="not a JSON object", what_zh="不是 JSON 对象")
    try:
        return value, is_plain(value)
    except InvalidInput as error:
        params = error.faults[0].params
        raise NOT_READABLE.at(what=params["what"], what_zh=params["what_zh"]) from None


def jcs(value: Any) -> bytes:
    """Canonical bytes of a JSON value (RFC 8785).

    Raises:
        InvalidInput: the value has no canonical form (GC-CRD-014).
    """
    return canonical_bytes(value, plain=is_plain(value))


def canonical_bytes(value: Any, *, plain: bool) -> bytes:
    """`jcs` of a value that was inspected: a part of what `read_document` gave, with what it said."""
    try:
        written: bytes = (
            _fast.dumps(value, option=_fast.OPT_SORT_KEYS) if plain and _fast is not None else rfc8785.dumps(value)
        )
    except (ValueError, TypeError):  # a lone surrogate, in either implementation
        raise NOT_CANONICAL.at(what="a lone surrogate", what_zh="含不成对的代理码") from None
    return written


def digest(value: Any) -> bytes:
    """SHA-256 of the canonical bytes."""
    return sha256(jcs(value)).digest()


def is_plain(value: Any) -> bool:  # noqa: C901, PLR0912 - one pass over every node, flat because it is the hot path
    """Check types, depth and number ranges; whether orjson with sorted keys writes exactly the RFC 8785 bytes.

    It does, unless a key has characters from U+D800 up (JCS sorts by UTF-16 unit, orjson by code point) or a float is
    integral (from 2**52 on all are) or tiny: those have another notation.

    Raises:
        InvalidInput: the value has no canonical form (GC-CRD-014).
    """
    plain = True
    depth = -1
    row: list[Any] = [(value,)]
    while row:
        depth += 1
        if depth > MAX_DEPTH:
            raise NOT_CANONICAL.at(what="deeper than 64 levels", what_zh="超过 64 层")
        below: list[Any] = []
        for group in row:
            for item in group:
                kind = type(item)
                if kind is str:
                    continue
                if kind is dict:
                    try:
                        keys = "".join(item)
                    except TypeError:
                        raise NOT_CANONICAL.at(what="a key that is not text", what_zh="键不是文本") from None
                    if not keys.isascii() and max(keys) > _BELOW_SURROGATES:
                        plain = False
                    below.append(item.values())
                elif kind is list or kind is tuple:
                    below.append(item)
                elif kind is int:
                    if not -MAX_INTEGER <= item <= MAX_INTEGER:
                        raise NOT_CANONICAL.at(what="an integer beyond 2^53-1", what_zh="整数超过 2^53-1")
                elif kind is float:
                    if not math.isfinite(item):
                        raise NOT_CANONICAL.at(what="not a finite number", what_zh="不是有限数值")
                    if abs(item) < _SMALL or item.is_integer():
                        plain = False
                elif item is not None and kind is not bool:
                    raise NOT_CANONICAL.at(what=f"a value of type {kind.__name__}", what_zh=f"类型 {kind.__name__}")
        row = below
    return plain


def _parse_fast(data: bytes) -> Any:
    """What orjson reads, if writing it again gives the same bytes: then no member stood twice. Else None."""
    if _fast is None:
        return None
    try:
        value = _fast.loads(data)
        return value if _fast.dumps(value) == data else None
    except (ValueError, TypeError):
        return None


def _parse_strict(data: bytes) -> Any:
    _check_depth(data)
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text,
            object_pairs_hook=_members_once,
            parse_int=_bounded_integer,
            parse_constant=_no_constant,
        )
        # Escapes may still hold half a surrogate pair, which UTF-8 cannot carry.
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeError:
        raise NOT_READABLE.at(what="not UTF-8 text", what_zh="不是 UTF-8 文本") from None
    except (ValueError, RecursionError):
        raise NOT_READABLE.at(what="not JSON", what_zh="不是 JSON") from None
    return value


def _check_depth(data: bytes) -> None:
    depth = 0
    quoted = False
    for token in _TOKEN.findall(data):
        if token == b'"':
            quoted = not quoted
        elif not quoted:
            depth += (token in b"[{") - (token in b"]}")
            if depth > MAX_DEPTH:
                raise NOT_READABLE.at(what="deeper than 64 levels", what_zh="超过 64 层")


def _members_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NOT_READABLE.at(what="a member stands twice", what_zh="同一成员出现两次")
    return members


def _bounded_integer(text: str) -> int:
    if len(text) > _MAX_INTEGER_CHARS:
        raise NOT_READABLE.at(what="an integer beyond 2^53-1", what_zh="整数超过 2^53-1")
    return int(text)


def _no_constant(name: str) -> NoReturn:
    raise NOT_READABLE.at(what=f"{name} is not JSON", what_zh=f"{name} 不是 JSON")
