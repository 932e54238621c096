"""The error codes of this room."""

from __future__ import annotations

from typing import Final

from greencard.errors import InvalidInput, declare

__all__ = ["BAD_DATA", "BAD_VALUE"]

BAD_DATA: Final = declare(
    "GC-PIL-002",
    InvalidInput,
    en="{what} cannot be read: {problem}.",
    zh="{what_zh}无法读取：{problem}。",
    remedy_en="Correct the file; docs/pillars.md shows the form. The shipped files are whole: reinstall if one is not.",
    remedy_zh="请改正文件，格式见 docs/pillars.md；随包文件如有损坏请重新安装。",
)
BAD_VALUE: Final = declare(
    "GC-PIL-003",
    InvalidInput,
    en="{name} is {value}; it must lie between {low} and {high}.",
    zh="{name} 为 {value}，应在 {low} 与 {high} 之间。",
    remedy_en="Write a share as 0 to 1 (95 % is 0.95) and other figures in the unit of the vocabulary.",
    remedy_zh="比例请写 0 到 1（95% 写 0.95），其他数值按词表单位填写。",
)
