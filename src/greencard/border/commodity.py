"""Commodity codes and origins as they are given to this room: digits only, and a code that exists in form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from greencard.errors import InvalidInput, Place, declare

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CN_DIGITS", "commodity_code", "country_code", "spaced"]

CN_DIGITS: Final = 8
"""Digits of a Combined Nomenclature code, the level at which Annex I, defaults and benchmarks speak."""
_LENGTHS: Final = (4, 6, 8, 10)
_LONGEST_TEXT: Final = 20
_LAST_CHAPTER: Final = 97
_RESERVED_CHAPTER: Final = 77

BAD_CODE = declare(
    "GC-BRD-001",
    InvalidInput,
    en="{code} is not a commodity code of 4, 6, 8 or 10 digits in chapters 01 to 97.",
    zh="{code} 不是第 01 至 97 章中 4、6、8 或 10 位的商品编码。",
    remedy_en="Give the eight-digit CN code of the good itself, digits only, such as 73181595.",
    remedy_zh="请填写该货物本身的 8 位 CN 编码，只含数字，例如 73181595。",
)
BAD_COUNTRY = declare(
    "GC-BRD-002",
    InvalidInput,
    en="{code} is not a country code of ISO 3166-1 alpha-2.",
    zh="{code} 不是 ISO 3166-1 二位国家代码。",
    remedy_en="Give two capital letters such as CN; the United Kingdom is GB and Greece is GR. Of Union origin, name"
    " the Member State (Ceuta and Melilla: ES); Northern Ireland (XI) is not answered here.",
    remedy_zh="请填写两位大写字母，例如 CN；英国为 GB，希腊为 GR。原产于欧盟的请填成员国（休达、梅利利亚填 ES）；"
    "此处不答复北爱尔兰（XI）。",
)


def commodity_code(text: str, place: Place | None = None) -> str:
    """The digits of an HS (4, 6), CN (8) or TARIC (10) code; spaces and dots between digits are dropped.

    Raises:
        InvalidInput: another length, other characters, or a chapter that holds no goods (GC-BRD-001).
    """
    if isinstance(text, str) and len(text) <= _LONGEST_TEXT:
        code = text.replace(" ", "").replace(".", "")
        if code.isascii() and code.isdigit() and len(code) in _LENGTHS:
            chapter = int(code[:2])
            if 1 <= chapter <= _LAST_CHAPTER and chapter != _RESERVED_CHAPTER and code[2:4] != "00":
                return code
    raise BAD_CODE.at(place or Place(), code=repr(text)[:_LONGEST_TEXT])


def country_code(text: str, known: Mapping[str, object], place: Place | None = None) -> str:
    """`text` if it is a key of `known` (ISO 3166-1 alpha-2).

    Raises:
        InvalidInput: it is not; a mistyped origin must never be priced as "other countries" (GC-BRD-002).
    """
    if isinstance(text, str) and text in known:
        return text
    raise BAD_COUNTRY.at(place or Place(), code=repr(text)[:_LONGEST_TEXT])


def spaced(code: str) -> str:
    """A code as the Official Journal prints it: `7318 15 95`."""
    return " ".join(part for part in (code[:4], code[4:6], code[6:8], code[8:]) if part)
