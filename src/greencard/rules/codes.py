"""Error codes of this room."""

from __future__ import annotations

from typing import Final

from greencard.errors import InvalidInput, declare

__all__ = [
    "BAD_CODE",
    "BAD_DESTINATION",
    "BAD_FACT_VALUE",
    "BAD_MEASURES",
    "BAD_PACK",
    "DUPLICATE_RULE",
    "EXPRESSION_TOO_BIG",
    "NOT_EXPRESSION",
    "UNKNOWN_FACT",
    "UNKNOWN_NAME",
    "WRONG_TYPE",
]

NOT_EXPRESSION: Final = declare(
    "GC-RUL-001",
    InvalidInput,
    en="Rule {rule}, {part}, column {column}: {problem}.",
    zh="规则 {rule} 的 {part} 第 {column} 列：{problem}。",
    remedy_en="Use && || ! == != < <= > >= in, lists, literals, overlaps, size, hs_in and * + - only.",
    remedy_zh="只能使用 && || ! == != < <= > >= in、列表、字面量、overlaps、size、hs_in 以及 * + -。",
)
EXPRESSION_TOO_BIG: Final = declare(
    "GC-RUL-002",
    InvalidInput,
    en="Rule {rule}, {part}: the expression is too {what} (more than {limit}).",
    zh="规则 {rule} 的 {part}：表达式过大（{what} 超过 {limit}）。",
    remedy_en="Split the rule into several rules.",
    remedy_zh="请拆分为多条规则。",
)
UNKNOWN_NAME: Final = declare(
    "GC-RUL-003",
    InvalidInput,
    en="Rule {rule}, {part}, column {column}: {name} is no fact or function of the vocabulary.",
    zh="规则 {rule} 的 {part} 第 {column} 列：词汇表中没有 {name}。",
    remedy_en="Add the fact to the vocabulary, or correct the name.",
    remedy_zh="请先把该事实加入词汇表，或更正名称。",
)
WRONG_TYPE: Final = declare(
    "GC-RUL-004",
    InvalidInput,
    en="Rule {rule}, {part}, column {column}: {found} stands where {wanted} is needed.",
    zh="规则 {rule} 的 {part} 第 {column} 列：此处需要 {wanted}，却是 {found}。",
    remedy_en="Compare like with like; the vocabulary gives the type and the codes of each fact.",
    remedy_zh="请用同类值比较；各事实的类型和代码见词汇表。",
)
BAD_PACK: Final = declare(
    "GC-RUL-005",
    InvalidInput,
    en="The rule data cannot be read: {problem}.",
    zh="规则数据无法读取：{problem}。",
    remedy_en="Correct the file at the place named; docs/rules.md gives the format.",
    remedy_zh="请更正所指位置；格式见 docs/rules.md。",
)
DUPLICATE_RULE: Final = declare(
    "GC-RUL-006",
    InvalidInput,
    en="Rule {rule} is given twice.",
    zh="规则 {rule} 重复。",
    remedy_en="Give each rule its own id; a changed figure is a new value of its parameter, a changed duty a new rule.",
    remedy_zh="每条规则使用唯一编号；数值变更请在参数中增加取值，义务变更请另立一条。",
)
UNKNOWN_FACT: Final = declare(
    "GC-RUL-007",
    InvalidInput,
    en="{name} is no fact of the vocabulary{near}.",
    zh="词汇表中没有事实 {name}{near}。",
    remedy_en="Use a name listed in docs/rules.md.",
    remedy_zh="请使用 docs/rules.md 中列出的名称。",
)
BAD_FACT_VALUE: Final = declare(
    "GC-RUL-008",
    InvalidInput,
    en="Fact {name} is {value}; it must be {wanted}.",
    zh="事实 {name} 的值为 {value}；应为{wanted_zh}。",
    remedy_en="Give the fact in its own type and unit, or leave it out: an absent fact becomes a question.",
    remedy_zh="请按规定的类型和单位填写；不知道可留空，系统会提问。",
)
BAD_CODE: Final = declare(
    "GC-RUL-009",
    InvalidInput,
    en="{code} is no code of {name}{near}.",
    zh="{code} 不是 {name} 的代码{near}。",
    remedy_en="Use one of: {known}.",
    remedy_zh="可用代码：{known}。",
)
BAD_DESTINATION: Final = declare(
    "GC-RUL-010",
    InvalidInput,
    en="{destination} is not a country or subdivision code.",
    zh="{destination} 不是国家或地区代码。",
    remedy_en="Write ISO 3166 codes in capitals, such as DE, FR, US-CA or AU-QLD.",
    remedy_zh="请使用大写 ISO 3166 代码，例如 DE、FR、US-CA、AU-QLD。",
)
BAD_MEASURES: Final = declare(
    "GC-RUL-050",
    InvalidInput,
    en="The table of trade measures cannot be read: {problem}.",
    zh="贸易措施表无法读取：{problem}。",
    remedy_en="Correct the row named; docs/check.md gives the columns.",
    remedy_zh="请更正所指的行；各列见 docs/check.md。",
)
