"""The ZIP that an .xlsx file is, bounded before anything in it is parsed."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final, NamedTuple

from greencard.errors import InvalidInput, Place, declare

__all__ = ["DAMAGED", "MAX_WORKBOOK_BYTES", "NOT_XLSX", "OF_LINES", "TOO_BIG", "Bounds", "parts_of"]

MAX_WORKBOOK_BYTES: Final = 16 * 1024 * 1024
DAMAGED: Final = ("a part is missing or damaged", "部件缺失或损坏")
_SMALL: Final = 1024 * 1024
"""Parts up to this size may be packed as tightly as they like."""
_OLD: Final = b"\xd0\xcf\x11\xe0"
_PIECE: Final = 1 << 20
_ENCRYPTED: Final = 0x1
_DOCTYPE: Final = "<!DOCTYPE"
_DOCTYPES: Final = tuple(_DOCTYPE.encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
_DECLARED: Final = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"'>]{1,40})["']""")
_PLAIN: Final = frozenset({b"utf-8", b"utf-16", b"us-ascii", b"ascii"})
"""Encodings in which the mark of a document type reads as one of `_DOCTYPES`; any other could hide it."""


class Bounds(NamedTuple):
    """What a workbook may come to, packed and unpacked."""

    packed: int = MAX_WORKBOOK_BYTES
    parts: int = 1_000
    unpacked: int = 256 * 1024 * 1024
    ratio: int = 150
    """Unpacked against packed size of one part above 1 MiB."""


OF_LINES: Final = Bounds(packed=50_000_000, parts=2_000, unpacked=256_000_000, ratio=1_100)
"""A file of lines: a million like rows pack tightly, so the sum alone bounds the work (DEFLATE ends near 1 030)."""

NOT_XLSX = declare(
    "GC-BRD-101",
    InvalidInput,
    en="{file} cannot be read as a workbook: {why}.",
    zh="{file} 无法作为工作簿读取：{why_zh}。",
    remedy_en="Give an .xlsx file as it was downloaded; save an .xls file as .xlsx first.",
    remedy_zh="请使用下载的原始 .xlsx 文件；.xls 文件请先另存为 .xlsx。",
)
TOO_BIG = declare(
    "GC-BRD-102",
    InvalidInput,
    en="{file} is larger than a workbook that is read here: {what}.",
    zh="{file} 超出此处可读取的工作簿大小：{what_zh}。",
    remedy_en="Nothing of it was opened. Save what is needed alone into a new workbook (lines also as CSV or Parquet),"
    " or download the Commission's again.",
    remedy_zh="文件未被打开。请只把所需内容另存为新工作簿（清单也可用 CSV、Parquet），或重新下载欧盟委员会的工作簿。",
)


def parts_of(data: bytes, file: str, bounds: Bounds = Bounds()) -> zipfile.ZipFile:  # noqa: B008 - a frozen value
    """The parts of an .xlsx file, every one looked at and none of them parsed yet.

    A part cannot give more bytes than its directory entry says (the reader stops there), so bounding the entries bounds
    the work. Parts with a document type, which alone can define entities, are refused wherever it stands, and so are
    XML parts in an encoding that could hide it.

    Raises:
        InvalidInput: no ZIP, encrypted, damaged, a part with a document type or such an encoding (GC-BRD-101); beyond
            the bounds (102).
    """
    place = Place(file=file)
    if len(data) > bounds.packed:
        raise TOO_BIG.at(place, file=file, what=f"{len(data)} bytes", what_zh=f"{len(data)} 字节")
    if data.startswith(_OLD):
        raise NOT_XLSX.at(place, file=file, why="it is an .xls file or has a password", why_zh="为 .xls 文件或已加密码")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
        raise NOT_XLSX.at(place, file=file, why="it is no ZIP", why_zh="不是 ZIP 文件") from None
    if len(entries) > bounds.parts or len({entry.filename for entry in entries}) != len(entries):
        raise TOO_BIG.at(place, file=file, what=f"{len(entries)} parts", what_zh=f"{len(entries)} 个部件")
    unpacked = sum(entry.file_size for entry in entries)
    tight = any(e.file_size > _SMALL and e.file_size > bounds.ratio * max(1, e.compress_size) for e in entries)
    if unpacked > bounds.unpacked or tight:
        raise TOO_BIG.at(place, file=file, what=f"{unpacked} bytes unpacked", what_zh=f"解压后 {unpacked} 字节")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise NOT_XLSX.at(place, file=file, why="it has a password", why_zh="已加密码")
    for entry in entries:
        _look(archive, entry, place)
    return archive


def _look(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Place) -> None:
    """Refuse a part that declares a document type or hides one; a mark may lie across two pieces."""
    tail, first = b"", True
    try:
        with archive.open(entry) as part:
            while piece := part.read(_PIECE):
                if first:
                    _plainly_encoded(piece[:1024], place)
                window = tail + piece
                if any(mark in window for mark in _DOCTYPES):
                    why, why_zh = "a part declares a document type", "含文档类型声明"
                    raise NOT_XLSX.at(place, file=place.file, why=why, why_zh=why_zh)
                tail, first = window[-len(_DOCTYPE) * 2 :], False
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError):
        raise NOT_XLSX.at(place, file=place.file, why=DAMAGED[0], why_zh=DAMAGED[1]) from None


def _plainly_encoded(head: bytes, place: Place) -> None:
    declared = _DECLARED.search(head.replace(b"\x00", b""))
    if declared is not None and declared[1].lower() not in _PLAIN:
        why = f"a part is encoded as {declared[1].decode('ascii', 'replace')}"
        raise NOT_XLSX.at(place, file=place.file, why=why, why_zh="部件编码不是 UTF-8 或 UTF-16")
