"""From untrusted bytes to a syntax tree: size, encoding and syntax, in that order.

YAML is read as events, never composed or constructed: no object is built from a tag, no alias is followed, no depth of
brackets reaches the call stack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Protocol

import yaml

from greencard.catalogue.faults import (
    ALIAS,
    NO_TEXT,
    NOT_ONE_PRODUCT,
    SYNTAX,
    TAG,
    TOO_LARGE,
    WRONG_ENCODING,
)
from greencard.catalogue.json_text import feed_json
from greencard.catalogue.syntax import keys_of, mended, named
from greencard.catalogue.tree import Builder, Node, Scalar
from greencard.errors import Fault, GreencardError, Place

__all__ = ["MAX_BYTES", "ByteReader", "Source", "load", "text_of"]

MAX_BYTES: Final = 1_048_576
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OFFICE: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
"""How Excel, Word and PDF files begin."""
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


class ByteReader(Protocol):
    """Anything with `read(n)` that gives at most `n` bytes: an open file, a request body."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """A syntax tree and the faults of syntax that did not stop the reading (keys given twice)."""

    root: Node
    faults: tuple[Fault, ...]


def text_of(data: bytes | ByteReader, file: str) -> str:
    """The text of at most 1 MiB of UTF-8, without byte-order mark.

    Raises:
        InvalidInput: larger than that (GC-CAT-001; a reader is asked for one byte more and no further), or not UTF-8
            (GC-CAT-002, naming the encoding it looks like).
    """
    raw = data if isinstance(data, bytes | bytearray | memoryview) else data.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise TOO_LARGE.at(Place("", file), limit=MAX_BYTES)
    raw = bytes(raw)
    looks_like = _utf16(raw)
    if looks_like:
        raise WRONG_ENCODING.at(Place("", file, 1), looks_like=looks_like, looks_like_zh=looks_like)
    if raw.startswith(_OFFICE):
        raise NO_TEXT.at(Place("", file))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        looks_like, looks_like_zh = _legacy(raw)
        raise WRONG_ENCODING.at(Place("", file, line), looks_like=looks_like, looks_like_zh=looks_like_zh) from error


def _utf16(raw: bytes) -> str:
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "UTF-16"
    if len(raw) >= 4 and b"\x00" in (raw[0:1], raw[1:2]) and raw[0:2] != b"\x00\x00":  # noqa: PLR2004 - two characters
        return "UTF-16"
    return ""


def _legacy(raw: bytes) -> tuple[str, str]:
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return "no text encoding known here", "无法识别的编码"
    if _HAN.search(text):
        return "GB18030 (GBK)", "GB18030（GBK，记事本称“ANSI”）"
    return "an older one-byte encoding", "较早的单字节编码"


def load(data: bytes | ByteReader, file: str) -> Source:
    """The syntax tree of a YAML or JSON file.

    Raises:
        InvalidInput: too large, not UTF-8, not YAML or JSON, beyond the bounds, or using aliases or tags
            (GC-CAT-001 to GC-CAT-010).
    """
    text = text_of(data, file)
    if text.lstrip()[:1] in {"{", "["}:
        builder = Builder(file)
        try:
            feed_json(text, builder)
        except GreencardError as error:
            # `{a: 1}` is YAML though it begins like JSON; a file that calls itself JSON is judged as JSON
            if error.code != SYNTAX.code or file.lower().endswith(".json"):
                raise
            builder = _read_yaml(text, file)
    else:
        builder = _read_yaml(text, file)
    if builder.root is None:
        raise NOT_ONE_PRODUCT.at(Place("", file, 1), found="nothing", found_zh="空文件")
    return Source(builder.root, tuple(builder.faults))


def _read_yaml(text: str, file: str) -> Builder:
    """The file as it stands; where that is no product, with a colon or a space put right behind keys known here."""
    builder, refusal = Builder(file), None
    try:
        _feed_yaml(text, builder)
    except GreencardError as error:
        refusal = error
    if refusal is None and not isinstance(builder.root, Scalar):
        return builder
    other, changed = mended(text)
    second = Builder(file)
    if changed:
        try:
            _feed_yaml(other, second)
        except GreencardError as error:
            # both fail: the one that came further names what a correction of the keys alone would not mend
            if refusal is not None and (error.faults[0].place.line or 0) > (refusal.faults[0].place.line or 0):
                raise
        else:
            if second.root is not None and changed <= keys_of(second.root):
                return second
    if refusal is not None:
        raise refusal
    return builder


def _feed_yaml(text: str, builder: Builder) -> None:
    documents = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            line = event.start_mark.line + 1 if event.start_mark is not None else 1
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise NOT_ONE_PRODUCT.at(
                        Place("", builder.file, line), found="a second document (---)", found_zh="第二份文档（---）"
                    )
            elif isinstance(event, yaml.CollectionEndEvent):
                builder.close()
            elif isinstance(event, yaml.NodeEvent):
                _feed_node(event, line, builder)
    except yaml.YAMLError as error:
        raise named(error, text, builder.file) from error


def _feed_node(event: yaml.NodeEvent, line: int, builder: Builder) -> None:
    place = Place("", builder.file, line)
    if event.anchor is not None:
        mark = "*" if isinstance(event, yaml.AliasEvent) else "&"
        raise ALIAS.at(place, mark=f"{mark}{event.anchor}"[:60])
    tag = getattr(event, "tag", None)
    if tag is not None:
        raise TAG.at(place, tag=repr(tag[:60]))
    if isinstance(event, yaml.ScalarEvent):
        builder.scalar(event.value, line, plain=not event.style)
    else:
        builder.open(line, table=isinstance(event, yaml.MappingStartEvent))
