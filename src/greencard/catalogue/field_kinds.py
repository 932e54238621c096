"""How a field of the product file is described, and the record that stands inside many others: evidence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from greencard.catalogue.schema import UNITS, Choice, Field, Kind, Record

__all__ = ["EVIDENCE", "GRADES", "ZERO", "choices", "described"]

ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_MOST: Final = Decimal(10) ** 12
"""More than any mass, energy, distance, price or number of pieces of one product; keeps sums exact."""


def described(key: str, zh: str, kind: Kind, doc: str, doc_zh: str, **more: Any) -> Field:
    """A field with the bounds its kind has; `zh` lists the Chinese keys, divided by “|”, the one we write first."""
    if kind in {Kind.MASS, Kind.ELECTRICITY, Kind.HEAT, Kind.DISTANCE, Kind.SHARE, Kind.PERCENT, Kind.SIZE}:
        more.setdefault("minimum", ZERO)
    if kind in {Kind.SHARE, Kind.PERCENT}:
        more.setdefault("maximum", _ONE)
    if kind is Kind.COUNT:
        more.setdefault("minimum", _ONE)
    if kind in {Kind.COUNT, Kind.NUMBER, *UNITS}:
        more.setdefault("maximum", _MOST)
    return Field(key, tuple(zh.split("|")), kind, doc, doc_zh, **more)


def choices(*pairs: str) -> tuple[Choice, ...]:
    """A closed list; each entry is the stored word and its Chinese words, divided by “|”."""
    words = [pair.split("|") for pair in pairs]
    return tuple(Choice(first, tuple(rest)) for first, *rest in words)


GRADES: Final = choices("E0|陈述", "E1|文件", "E2|第三方审核", "E3|可验证凭证")

EVIDENCE: Final = Record(
    "evidence",
    "evidence",
    "证据",
    (
        described(
            "grade",
            "等级",
            Kind.CHOICE,
            "E0 stated, E1 document, E2 audited by a third party, E3 verifiable credential.",
            "E0 陈述，E1 文件，E2 第三方审核，E3 可验证凭证。",
            choices=GRADES,
        ),
        described(
            "kind",
            "类型",
            Kind.TEXT,
            "What it is: invoice, certificate, meter reading.",
            "是什么：发票、证书、电表读数。",
        ),
        described("issuer", "出具方", Kind.TEXT, "Who issued it.", "由谁出具。"),
        described("number", "编号", Kind.TEXT, "Its number.", "文件编号。"),
        described("valid_from", "生效日期", Kind.DATE, "First day it holds.", "生效的第一天。"),
        described("valid_until", "失效日期", Kind.DATE, "Last day it holds.", "有效的最后一天。"),
    ),
    short="grade",
)
