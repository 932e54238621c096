"""Error codes of the columnar back end."""

from __future__ import annotations

from typing import Final

from greencard.errors import InvalidInput, Unavailable, declare

__all__ = [
    "ASKED_NOT_STATED",
    "BAD_CELL",
    "BAD_COLUMN",
    "BAD_KEY",
    "NO_DAY",
    "NO_POLARS",
    "TOO_MANY",
    "UNKNOWN_COLUMN",
    "UNREADABLE",
]

NO_POLARS: Final = declare(
    "GC-RUL-040",
    Unavailable,
    en="A catalogue is checked in columns, and polars is not installed here.",
    zh="批量查验商品目录需要 polars，本机未安装。",
    remedy_en="Install the extra: pip install 'digital-green-card[tables]'.",
    remedy_zh="请安装附加组件：pip install 'digital-green-card[tables]'。",
)
UNKNOWN_COLUMN: Final = declare(
    "GC-RUL-041",
    InvalidInput,
    en="Column {column} is no fact of the vocabulary{near}.",
    zh="词汇表中没有列 {column} 对应的事实{near}。",
    remedy_en="Name columns after the facts in docs/rules.md; name a column of your own, such as a SKU, as a key.",
    remedy_zh="列名须为 docs/rules.md 中的事实名称；自有的列（如货号）请声明为标识列。",
)
BAD_COLUMN: Final = declare(
    "GC-RUL-042",
    InvalidInput,
    en="Column {column} holds {found}; it must hold {wanted}.",
    zh="列 {column} 的类型为 {found}；应为{wanted_zh}。",
    remedy_en="Convert the column before it is given; a cell left empty (null) is an unknown fact.",
    remedy_zh="请先转换该列的类型；留空（null）表示未知。",
)
BAD_CELL: Final = declare(
    "GC-RUL-043",
    InvalidInput,
    en="Column {column}, row {row}: {value} must be {wanted}.",
    zh="列 {column} 第 {row} 行：{value} 应为{wanted_zh}。",
    remedy_en="Correct the cell, or leave it empty (null): an empty cell is an unknown fact.",
    remedy_zh="请更正该单元格，或留空（null）：留空表示未知。",
)
NO_DAY: Final = declare(
    "GC-RUL-044",
    InvalidInput,
    en="No day is given{where}: which rules bind depends on the day of placing on the market.",
    zh="未给出上市日期{where}：适用哪些规则取决于该日期。",
    remedy_en="Give one day for all, or a column placed_on_market_date without empty cells.",
    remedy_zh="请为全部商品指定一个日期，或提供无空值的 placed_on_market_date 列。",
)
ASKED_NOT_STATED: Final = declare(
    "GC-RUL-045",
    InvalidInput,
    en="The table has a column destination, but the destinations are what is asked.",
    zh="表中含有 destination 列，而目的地应由查询指定。",
    remedy_en="Drop the column; every row is checked for every destination asked.",
    remedy_zh="请删除该列；每一行都会对所查询的每个目的地查验。",
)
TOO_MANY: Final = declare(
    "GC-RUL-046",
    InvalidInput,
    en="The rules hold more {what} of {name} than columns have room for ({limit}).",
    zh="规则中 {name} 的{what_zh}超出列的容量（{limit}）。",
    remedy_en="Check order by order instead, or report the pack.",
    remedy_zh="请改为逐单查验，或报告该规则包。",
)
BAD_KEY: Final = declare(
    "GC-RUL-047",
    InvalidInput,
    en="The key column {column} is not in the table, is given twice, or is named like a destination asked for.",
    zh="标识列 {column} 不在表中、重复，或与所查询的目的地同名。",
    remedy_en="Name the table's own columns, each once; rename one that reads as a country code.",
    remedy_zh="请列出表中自有的列，每列一次；与国家代码同名的列请改名。",
)
UNREADABLE: Final = declare(
    "GC-RUL-048",
    InvalidInput,
    en="The table cannot be read from row {row} on: {problem}.",
    zh="表格自第 {row} 行起无法读取：{problem}。",
    remedy_en="Check that the file is whole and of the type its name says.",
    remedy_zh="请检查文件是否完整、类型是否与文件名一致。",
)
