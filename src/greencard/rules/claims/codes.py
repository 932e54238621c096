"""Error codes of the claims linter (GC-CLM-001 is that of the lexicon)."""

from __future__ import annotations

from typing import Final

from greencard.errors import InvalidInput, declare

__all__ = ["BAD_CLAIM_DATA", "NO_DESTINATION", "TEXT_TOO_LONG", "TOO_MANY_DESTINATIONS"]

BAD_CLAIM_DATA: Final = declare(
    "GC-CLM-002",
    InvalidInput,
    en="The data on claims cannot be read: {problem}.",
    zh="声称数据无法读取：{problem}。",
    remedy_en="Correct the file at the place named; docs/claims.md gives the format.",
    remedy_zh="请更正所指位置；格式见 docs/claims.md。",
)
TEXT_TOO_LONG: Final = declare(
    "GC-CLM-003",
    InvalidInput,
    en="The text has {characters} characters; at most {limit} are read at once.",
    zh="文本有 {characters} 个字符；一次最多读取 {limit} 个。",
    remedy_en="Give the label, the page or the listing by itself, or split the file.",
    remedy_zh="请只提供标签、页面或商品描述本身，或拆分文件。",
)
TOO_MANY_DESTINATIONS: Final = declare(
    "GC-CLM-004",
    InvalidInput,
    en="{count} destinations are asked for at once; at most {limit}.",
    zh="一次查询了 {count} 个目的地；最多 {limit} 个。",
    remedy_en="Ask in several calls.",
    remedy_zh="请分次查询。",
)
NO_DESTINATION: Final = declare(
    "GC-CLM-005",
    InvalidInput,
    en="No destination is named.",
    zh="没有写明目的地。",
    remedy_en="Say where the text will be read: DE, FR, US-CA … (ISO 3166), several with commas.",
    remedy_zh="请写明文本将出现在哪里：DE、FR、US-CA……（ISO 3166），多个用逗号分隔。",
)
