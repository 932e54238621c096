"""The table of fields in two published forms: the reference page and the JSON Schema."""

from __future__ import annotations

from typing import Any, Final

from greencard.catalogue.fields import PRODUCT, RECORDS
from greencard.catalogue.schema import UNITS, Field, Kind, Record
from greencard.quantity import decimal_text

__all__ = ["document_fields", "product_file_schema"]

_SCHEMA_ID: Final = "urn:greencard:schema:product-file:1"
_KIND_ZH: Final = {
    Kind.TEXT: "文字",
    Kind.ID: "编号",
    Kind.WORDS: "中文或英文文字，或两者",
    Kind.CUSTOMS_CODE: "海关编码",
    Kind.PATH: "相对路径",
    Kind.MASS: "质量",
    Kind.ELECTRICITY: "电量",
    Kind.HEAT: "热量",
    Kind.DISTANCE: "距离",
    Kind.NUMBER: "数字",
    Kind.SHARE: "份额 0–1",
    Kind.PERCENT: "百分数",
    Kind.COUNT: "整数",
    Kind.ANGLE: "度数",
    Kind.FLAG: "是 / 否",
    Kind.DATE: "日期 年-月-日",
    Kind.COUNTRY: "国家代码",
    Kind.CHOICE: "选项",
    Kind.CHOICES: "选项列表",
    Kind.SIZE: "三个长度",
    Kind.TEXTS: "文字列表",
    Kind.RECORD: "组",
    Kind.RECORDS: "组的列表",
    Kind.FACTS: "事实",
}
_INTRO: Final = """# The product file · 商品文件

One product, one file, YAML or JSON in UTF-8, at most 1 MiB. Comments are welcome. Keys may be English or Chinese, in
any mixture; a key stands once. `greencard init` writes a file to start from, `greencard product check FILE` says what
is missing.

一个商品一个文件，YAML 或 JSON，UTF-8 编码，不超过 1 MiB，可以写注释。键可用英文或中文，可以混用，每个键只写一次。
`greencard init` 生成起始文件，`greencard product check 文件` 说明缺什么。

Numbers are read as they are written, by the field they stand in: `0.10` stays ten hundredths, `NO` is Norway where
a country is asked for. A mass, an energy or a distance may carry its unit
(`980 g`, `0.98 kg`, `12 度`, `215 公里`); without one it has the unit in the table. YAML anchors, aliases and tags are
refused.

Also read, because they can mean one thing only: a full-width colon or a missing space behind a key of this page at the
beginning of a line (`净重：0.5`, `净重:0.5`); full-width digits; “curly” quotation marks around a value; capitals of a
unit (`KG`, `kwh`); dates with the year first (`2026/10/1`, `2026年10月1日`); `readings\\2026.csv`; `中国` for CN.
Refused, because they can mean two: thousands separators and decimal commas (`20,500`), `斤` and `里`, a percentage of
at most 1 without its sign (`0.3` in `share_pct`: write `30 %` or `0.3 %`), dates with the year last, full-width commas.

数字按所在字段读取，不做猜测。质量、能量、距离可以带单位（`980 g`、`0.98 kg`、`12 度`、`215 公里`），
不带时用表中单位。不接受 YAML 锚点、别名和标签。

以下写法只有一种含义，可以读取：行首的键后用全角冒号或漏空格（`净重：0.5`、`净重:0.5`）；全角数字；用弯引号“”括住的值；
单位大小写（`KG`、`kwh`）；年份在前的日期（`2026/10/1`、`2026年10月1日`）；`readings\\2026.csv`；国家写 `中国`。
以下写法含义不唯一，不予读取：千位分隔符和逗号小数（`20,500`）；斤、里；不带百分号且不大于 1 的百分数
（`百分比: 0.3` 请写 `30 %` 或 `0.3 %`）；年份在后的日期；全角逗号。
"""
_OUTRO: Final = """
This page is generated from `greencard.catalogue.fields`. 本页由 `greencard.catalogue.fields` 生成。
"""
_DAY: Final = (
    "^[0-9]{4}(-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2}|[.][0-9]{1,2}[.][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)$"
)
_NUMBER: Final = r"^\s*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"


def document_fields() -> str:
    """`docs/product-file.md`: every field, in both languages, in Markdown."""
    parts = [_INTRO]
    for record in RECORDS:
        parts.append(f"\n## {record.title} · {record.title_zh}\n")
        parts.append("\n| key · 键 | kind · 类型 | meaning | 含义 |\n|---|---|---|---|\n")
        parts.extend(_line(record, item) for item in record.fields)
    units = [
        f"| {kind.value} · {_KIND_ZH[kind]} | {', '.join(f'`{unit}`' for unit in known)} |\n"
        for kind, known in UNITS.items()
    ]
    parts.append("\n## Units · 单位\n\n| quantity · 量 | written as · 写法 |\n|---|---|\n")
    parts.extend(units)
    parts.append(_OUTRO)
    return "".join(parts)


def _line(record: Record, item: Field) -> str:
    required = " **required · 必填**" if item.required else ""
    keys = f"`{item.key}` " + " ".join(f"`{key}`" for key in item.zh) + required
    kind = f"{item.kind.value} · {_KIND_ZH[item.kind]}"
    if item.unit:
        kind += f", {item.unit}"
    if item.record is not None and item.kind is not Kind.FACTS:
        kind += f": {item.record.title} · {item.record.title_zh}"
    if item.choices:
        kind += ": " + ", ".join("/".join(f"`{word}`" for word in (c.value, *c.zh)) for c in item.choices)
    if item.kind is Kind.NUMBER and item.minimum is not None:
        kind += f", ≥ {decimal_text(item.minimum)}"
    if record.short == item.key:
        kind += "; may stand alone · 可单独写"
    return f"| {keys} | {kind} | {item.doc} | {item.doc_zh} |\n"


def product_file_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the product file in English, Chinese or mixed keys.

    It describes shape; masses that must agree, check digits and customs codes are the work of `check_product`.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": _SCHEMA_ID,
        "title": "greencard product file",
        "description": PRODUCT.title + " · " + PRODUCT.title_zh,
        "$ref": "#/$defs/product",
        "$defs": {record.name: _record(record) for record in RECORDS},
    }


def _record(record: Record) -> dict[str, Any]:
    properties = {key: _field(item) for item in record.fields for key in item.keys}
    needed = {item.name for item in record.fields if item.required}
    groups = [[key for item in record.fields if item.name == name for key in item.keys] for name in sorted(needed)]
    schema: dict[str, Any] = {
        "type": "object",
        "title": f"{record.title} · {record.title_zh}",
        "properties": properties,
        "additionalProperties": False,
    }
    if groups:
        schema["allOf"] = [{"anyOf": [{"required": [key]} for key in group]} for group in groups]
    if record.name == "period":
        return {"anyOf": [schema, {"type": "string", "pattern": "^[0-9]{4}[-/.年].*[0-9]{4}[-/.年]"}]}
    if record.short:
        return {"anyOf": [schema, {"type": ["string", "number", "boolean", "array"]}]}
    return schema


def _field(item: Field) -> dict[str, Any]:
    schema = _kind(item)
    schema["description"] = f"{item.doc} {item.doc_zh}"
    if not item.required:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema


def _kind(item: Field) -> dict[str, Any]:  # noqa: C901, PLR0911, PLR0912 - one line per kind
    words = [word for choice in item.choices for word in (choice.value, *choice.zh)]
    match item.kind:
        case Kind.RECORD if item.record is not None:
            return {"$ref": f"#/$defs/{item.record.name}"}
        case Kind.RECORDS if item.record is not None:
            schema: dict[str, Any] = {"type": "array", "items": {"$ref": f"#/$defs/{item.record.name}"}}
            return schema | ({"minItems": 1} if item.required else {})
        case Kind.FACTS if item.record is not None:
            names = {"pattern": "^[a-z][a-z0-9_]{0,63}$"}
            return {"type": "object", "propertyNames": names, "additionalProperties": {"$ref": "#/$defs/facts"}}
        case Kind.WORDS:
            keys = {key: {"type": ["string", "null"]} for key in ("zh", "en", "中文", "英文")}
            return {
                "anyOf": [{"type": "string"}, {"type": "object", "properties": keys, "additionalProperties": False}]
            }
        case Kind.FLAG:
            return {"enum": [True, False, "true", "false", "yes", "no", "是", "否", "真", "假"]}
        case Kind.CHOICE:
            return {"enum": words}
        case Kind.CHOICES:
            return {"anyOf": [{"enum": words}, {"type": "array", "items": {"enum": words}}]}
        case Kind.TEXTS:
            return {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
        case Kind.DATE:
            return {"type": "string", "pattern": _DAY}
        case Kind.COUNTRY:
            return {"type": "string", "pattern": "^([A-Za-z]{2}|中国)$"}
        case Kind.ID:
            return {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$", "maxLength": item.longest}
        case Kind.TEXT | Kind.PATH | Kind.CUSTOMS_CODE:
            return {"type": ["string", "number"], "maxLength": item.longest}
        case Kind.SIZE:
            side = _number(item)
            return {"anyOf": [{"type": "string"}, {"type": "array", "items": side, "minItems": 3, "maxItems": 3}]}
        case _:
            return _number(item)


def _number(item: Field) -> dict[str, Any]:
    """A number as such, or as text with its unit; bounds hold for the number, the unit's factor is not applied here."""
    schema: dict[str, Any] = {"type": ["number", "string"], "pattern": _NUMBER}
    if item.minimum is not None:
        schema["exclusiveMinimum" if item.above else "minimum"] = int(item.minimum)
    if item.maximum is not None:
        schema["maximum"] = int(item.maximum) * (100 if item.kind is Kind.PERCENT else 1)
    return schema
