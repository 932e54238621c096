"""The ZIP that an .xlsx file is, bounded before anything in it is parsed."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from greencard.errors import InvalidInput, Place, declare

__all__ = ["DAMAGED", "MAX_WORKBOOK_BYTES", "NOT_XLSX", "TOO_BIG", "parts_of"]

MAX_WORKBOOK_BYTES: Final = 16 * 1024 * 1024
DAMAGED: Final = ("a part is missing or damaged", "部件缺失或损坏")
_MOST_PARTS: Final = 1_000
_MOST_UNPACKED: Final = 256 * 1024 * 1024
_MOST_RATIO: Final = 150
_SMALL: Final = 1024 * 1024
"""Parts up to this size may be packed as tightly as they like."""
_OLD: Final = b"\xd0\xcf\x11\xe0"
_HEAD: Final = 2048
_ENCRYPTED: Final = 0x1

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
    en="{file} is larger than a workbook of the Commission can be: {what}.",
    zh="{file} 超出欧盟委员会工作簿的合理大小：{what_zh}。",
    remedy_en="Nothing of it was opened. Download the workbook again from the Commission's page.",
    remedy_zh="文件未被打开。请从欧盟委员会网页重新下载。",
)


def parts_of(data: bytes, file: str) -> zipfile.ZipFile:
    """The parts of an .xlsx file, none of them unpacked yet.

    A part cannot give more bytes than its directory entry says (the reader stops there), so bounding the entries bounds
    the work: at most 1 000 parts, 256 MiB in all, and 150 times the packed size for each part above 1 MiB.

    Raises:
        InvalidInput: no ZIP, encrypted, an XML part with a document type (GC-BRD-101); beyond those bounds (102).
    """
    place = Place(file=file)
    if len(data) > MAX_WORKBOOK_BYTES:
        raise TOO_BIG.at(place, file=file, what=f"{len(data)} bytes", what_zh=f"{len(data)} 字节")
    if data.startswith(_OLD):
        raise NOT_XLSX.at(place, file=file, why="it is an .xls file or has a password", why_zh="为 .xls 文件或已加密码")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise NOT_XLSX.at(place, file=file, why="it is no ZIP", why_zh="不是 ZIP 文件") from None
    if len(entries) > _MOST_PARTS or len({entry.filename for entry in entries}) != len(entries):
        raise TOO_BIG.at(place, file=file, what=f"{len(entries)} parts", what_zh=f"{len(entries)} 个部件")
    unpacked = sum(entry.file_size for entry in entries)
    tight = any(e.file_size > _SMALL and e.file_size > _MOST_RATIO * max(1, e.compress_size) for e in entries)
    if unpacked > _MOST_UNPACKED or tight:
        raise TOO_BIG.at(place, file=file, what=f"{unpacked} bytes unpacked", what_zh=f"解压后 {unpacked} 字节")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise NOT_XLSX.at(place, file=file, why="it has a password", why_zh="已加密码")
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in _head(archive, entry, place):
            raise NOT_XLSX.at(place, file=file, why="a part declares a document type", why_zh="含文档类型声明")
    return archive


def _head(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Place) -> bytes:
    try:
        with archive.open(entry) as part:
            return part.read(_HEAD).replace(b"\x00", b"").upper()
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError):
        raise NOT_XLSX.at(place, file=place.file, why=DAMAGED[0], why_zh=DAMAGED[1]) from None
