"""Codes of the Harmonized System 2022 (World Customs Organization): chapters, headings and subheadings with their text.

The first six digits of a tariff code are the same in every contracting party; what follows is national.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from greencard.catalogue.faults import HS_DATA

__all__ = ["HsCodes", "parse_hs"]

_MOST: Final = 4_194_304
_LINE: Final = re.compile(r"((?:[0-9]{2}){1,3})\t(\S.*)")


@dataclass(frozen=True, slots=True)
class HsCodes:
    """The codes of one edition; `digest` is the SHA-256 of the table's text."""

    texts: Mapping[str, str]
    digest: str

    def contains(self, code: str) -> bool:
        """Whether the first six digits of `code` (all of it where it is shorter) are a code of this edition."""
        return code[:6] in self.texts

    def describe(self, code: str) -> str:
        """English text of the longest prefix of `code` that is known, of at most six digits; empty if none is."""
        return next((self.texts[code[:n]] for n in (6, 4, 2) if len(code) >= n and code[:n] in self.texts), "")

    def __len__(self) -> int:
        return len(self.texts)


def parse_hs(data: bytes) -> HsCodes:
    """The table from its gzip-compressed text, one `code<TAB>description` a line.

    Raises:
        InvalidInput: not that format, larger than 4 MiB, a code twice, or a code without its heading (GC-CAT-090).
    """
    try:
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        raw = unpacker.decompress(data, _MOST)
        text = raw.decode("utf-8")
    except (zlib.error, UnicodeDecodeError) as error:
        raise HS_DATA.at(problem=str(error)[:80]) from error
    if not unpacker.eof:
        raise HS_DATA.at(problem="gzip")
    texts: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None or match[1] in texts or (len(match[1]) > 2 and match[1][:-2] not in texts):  # noqa: PLR2004 - chapter
            raise HS_DATA.at(problem=f"line {number}")
        texts[match[1]] = match[2]
    if not texts:
        raise HS_DATA.at(problem="0 codes")
    return HsCodes(MappingProxyType(texts), hashlib.sha256(raw).hexdigest())
