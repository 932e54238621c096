"""Error codes of rule packs: acts, parameters, units, overrides."""

from __future__ import annotations

from typing import Final

from greencard.errors import InvalidInput, declare

__all__ = ["BAD_PARAMETER", "NO_RULES", "OWN_RULES_CLASH", "UNKNOWN_ACT", "WRONG_UNIT"]

UNKNOWN_ACT: Final = declare(
    "GC-RUL-020",
    InvalidInput,
    en="Rule {rule} waits for {act}, which the register of acts does not name.",
    zh="规则 {rule} 的日期取决于 {act}，但法案登记表中没有该法案。",
    remedy_en="Add the act to acts.yaml with its source, or correct its id.",
    remedy_zh="请在 acts.yaml 中登记该法案及其来源，或更正编号。",
)
BAD_PARAMETER: Final = declare(
    "GC-RUL-021",
    InvalidInput,
    en="Rule {rule}, parameter {name}: {problem}.",
    zh="规则 {rule} 的参数 {name}：{problem}。",
    remedy_en="Give each parameter a unit and a value from the first day of the rule on; docs/rules.md gives the form.",
    remedy_zh="每个参数须有单位，并自规则首日起有取值；写法见 docs/rules.md。",
)
WRONG_UNIT: Final = declare(
    "GC-RUL-022",
    InvalidInput,
    en="Rule {rule}, {part}: {left} stands beside {right}.",
    zh="规则 {rule} 的 {part}：单位 {left} 与 {right} 不一致。",
    remedy_en="Write the parameter in the unit of the fact it is compared with; the vocabulary gives it.",
    remedy_zh="参数单位须与所比较的事实一致；单位见词汇表。",
)
OWN_RULES_CLASH: Final = declare(
    "GC-RUL-023",
    InvalidInput,
    en="Your file {file} gives fact {name}, which the packaged vocabulary has already.",
    zh="自有文件 {file} 中的事实 {name} 在内置词汇表中已存在。",
    remedy_en="Use the packaged fact, or give yours another name.",
    remedy_zh="请直接使用内置事实，或另取名称。",
)
NO_RULES: Final = declare(
    "GC-RUL-024",
    InvalidInput,
    en="No rule files in {folder}.",
    zh="{folder} 中没有规则文件。",
    remedy_en="Put them at <jurisdiction>/<law>.yaml, such as bd/plastic-bags.yaml; docs/rules.md gives the format.",
    remedy_zh="请按 <辖区>/<法律>.yaml 存放，例如 bd/plastic-bags.yaml；格式见 docs/rules.md。",
)
