"""What can be wrong with a file of lines as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from greencard.errors import InvalidInput, Unavailable, declare

__all__ = [
    "FORMATS",
    "NOT_READABLE",
    "NO_TABLES",
    "TOO_MANY_TO_WRITE",
    "WRONG_ENCODING",
    "needs_tables",
]

FORMATS: Final = (".csv", ".ndjson", ".jsonl", ".xlsx", ".parquet")

WRONG_ENCODING: Final = declare(
    "GC-BRD-067",
    InvalidInput,
    en="The text file is neither UTF-8 nor GB18030: {what}.",
    zh="该文本文件既非 UTF-8 也非 GB18030：{what}。",
    remedy_en="Save it as UTF-8 (in Excel: CSV UTF-8), or give the workbook itself.",
    remedy_zh="请另存为 UTF-8（Excel 中选“CSV UTF-8”），或直接提供工作簿。",
)
NOT_READABLE: Final = declare(
    "GC-BRD-068",
    InvalidInput,
    en="The file cannot be read as {kind}: {what}.",
    zh="无法按 {kind} 读取该文件：{what}。",
    remedy_en="Save it again in that format, or give its real one by the ending of its name.",
    remedy_zh="请重新以该格式保存，或让文件扩展名与实际格式一致。",
)
NO_TABLES: Final = declare(
    "GC-BRD-070",
    Unavailable,
    en="The parts that read {kind} are not installed ({missing}).",
    zh="未安装读取 {kind} 的组件（{missing}）。",
    remedy_en="Install them with: pip install 'digital-green-card[tables]', or give the lines as CSV.",
    remedy_zh="请安装：pip install 'digital-green-card[tables]'，或改用 CSV。",
)
TOO_MANY_TO_WRITE: Final = declare(
    "GC-BRD-071",
    InvalidInput,
    en="A workbook holds at most {most} lines.",
    zh="工作簿最多容纳 {most} 行。",
    remedy_en="Write CSV or Parquet instead.",
    remedy_zh="请改写为 CSV 或 Parquet。",
)


@contextmanager
def needs_tables(kind: str) -> Iterator[None]:
    """Around an import of what the extra `[tables]` brings.

    Raises:
        Unavailable: it is not installed (GC-BRD-070).
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise NO_TABLES.at(kind=kind, missing=error.name) from None
