"""What the fields of the pillars say taken together."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from greencard.catalogue.rows import Reading, Row
from greencard.errors import InvalidInput, declare
from greencard.quantity import decimal_text, significant

__all__ = ["check_pillar_rows", "recycled_problem"]

RECYCLED_PARTS: Final = declare(
    "GC-PIL-001",
    InvalidInput,
    en="{key} is {value} %: {why}.",
    zh="{key} 为 {value}%：{why_zh}。",
    remedy_en="Give the recycled share, its post-consumer part, and apart from them the regrind of the same process.",
    remedy_zh="请分别填写再生料份额、其中的消费后部分，以及另列的厂内回用料。",
)


def recycled_problem(share: Decimal, post: Decimal | None, rework: Decimal, kind: str) -> tuple[str, str, str] | None:
    """Why recycled shares do not fit together: the field, and the reason in both languages; None: they do."""
    if post is not None and post > share:
        return "post_consumer_share", "it is more than the recycled share it is a part of", "大于它所属的再生料份额"
    if post is not None and kind and (post, kind) not in {(share, "post_consumer"), (Decimal(0), "pre_consumer")}:
        return "post_consumer_share", f"the kind {kind} says otherwise", f"与来源 {kind} 矛盾"
    if rework and share + rework > 1:
        return (
            "rework_share",
            "with the recycled share it is more than the whole line",
            "与再生料份额相加超过全部",
        )
    return None


def check_pillar_rows(reading: Reading, product: Row) -> None:
    """Shares of one material that cannot all be true, in every line, packaging part and the carton."""
    parts: list[Row] = [*product.get("bom", []), *product.get("packaging", [])]
    if (carton := product.get("carton")) is not None:
        parts.append(carton)
    for row in (part.get("recycled") for part in parts):
        if row is None or row.get("share") is None:
            continue
        kind = row.get("kind", "")
        post, rework = row.get("post_consumer_share"), row.get("rework_share", Decimal(0))
        problem = recycled_problem(row.get("share"), post, rework, kind)
        if problem is not None:
            field, why, why_zh = problem
            value = decimal_text(significant(row.get(field) * 100, 12))
            key = row.written[field].text or field
            reading.add(RECYCLED_PARTS.fault(row.at(field), key=key, value=value, why=why, why_zh=why_zh))
