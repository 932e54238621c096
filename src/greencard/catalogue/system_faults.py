"""Error codes of the system file."""

from __future__ import annotations

from typing import Final

from greencard.errors import InvalidInput, declare

__all__: list[str] = []

SYSTEM_TOO_LARGE: Final = declare(
    "GC-CAT-110",
    InvalidInput,
    en="The system file is larger than {limit} {what}, so it was not read.",
    zh="系统文件超过 {limit} {what_zh}，未读取。",
    remedy_en="Write a large system as JSON, or split it by facility and link the parts by their cards.",
    remedy_zh="大型系统请写成 JSON，或按工厂拆分，各部分以碳卡连接。",
)
NOT_ONE_SYSTEM: Final = declare(
    "GC-CAT-111",
    InvalidInput,
    en="The file does not hold one product system: {found} was found.",
    zh="文件不是一个产品系统：读到的是{found_zh}。",
    remedy_en='Begin with "schema: greencard/system/1"; docs/product-systems.md shows a whole file.',
    remedy_zh="请以“格式: greencard/system/1”开头；docs/product-systems.md 有完整示例。",
)
ONE_AMOUNT: Final = declare(
    "GC-CAT-112",
    InvalidInput,
    en="{record} gives its amount {count} times ({given}); once is needed.",
    zh="{record_zh}的数量填写了 {count} 次（{given}）；须且只须填写一次。",
    remedy_en="Write one of {known}; amount stands with its unit.",
    remedy_zh="请在 {known_zh} 中只写一项；数量须同时写单位。",
)
AMOUNT_OF: Final = declare(
    "GC-CAT-113",
    InvalidInput,
    en="{given} stands without {needed}.",
    zh="填写了 {given}，但没有 {needed_zh}。",
    remedy_en="Add {needed}, or write the amount in kg.",
    remedy_zh="请补上 {needed_zh}，或改用 重量。",
)
