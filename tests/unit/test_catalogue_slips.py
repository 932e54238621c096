"""Ms Lou fills in the starter the way people type in a Chinese office: what is read, and what each slip is told."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest

from greencard.catalogue import FactKind, HsCodes, canonical_product, check_product, read_product
from greencard.errors import Fault
from greencard.model import Product

HS = HsCodes({"44": "Wood", "4420": "Wood marquetry", "442019": "Wood; statuettes"}, "test")
STARTER = files("greencard").joinpath("data/starter/product.zh.yaml").read_text(encoding="utf-8")
CONFIRMED = STARTER.replace("# 确认人: 报关行", "确认人: 报关行").replace("# 确认日期", "确认日期")
LATIN = re.compile(r"[A-Za-z]{3,}")


def typed(old: str, new: str, text: str = STARTER) -> bytes:
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1).encode()


def read(data: bytes) -> Product:
    return read_product(data, "商品.yaml", HS)


def errors(data: bytes) -> list[Fault]:
    return [fault for fault in check_product(data, "商品.yaml", HS) if fault.severity == "error"]


def line_of(word: str, text: str = STARTER) -> int:
    return next(number for number, row in enumerate(text.splitlines(), 1) if word in row)


SAME = [
    ("净重: 0.50", "净重：0.50"),
    ("净重: 0.50", "净重： 0.50"),
    ("净重: 0.50", "净重:0.50"),
    ("净重: 0.50", "净重:　0.50"),
    ("净重: 0.50", "净重:\t0.50"),
    ("净重: 0.50", "净重: ０．５"),
    ("净重: 0.50", "净重: 0.5KG"),
    ("净重: 0.50", "净重: 500G"),
    ("净重: 0.50", "净重: “500 克”"),
    ("净重: 0.50", "净重: 0.5㎏"),
    ("名称:\n", "名称：\n"),
    ("  中文: 竹制收纳盒", "  中文：竹制收纳盒"),
    ("  - 材料: 竹集成材", "  - 材料：竹集成材"),
    ("  - 材料: 竹集成材", "  -材料: 竹集成材"),
    ("  consumer_product: 是", "  consumer_product：是"),
    ("电量: 0.40", "电量: 0.4KWH"),
    ("电量: 0.40", "电量: 400 瓦时"),
    ("运距: 25 ", "运距: 25KM "),
    ("再生料: 80 %", "再生料: 80％"),
    ("原产国: CN", "原产国: 中国"),
    ("方式: 铁路", "方式: 火车"),
    ("编号: my-stall", "编号: “my-stall”"),
]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_what_can_mean_one_thing_only_is_read(old: str, new: str):
    assert canonical_product(read(typed(old, new))) == canonical_product(read(STARTER.encode()))


def test_a_file_of_windows_notepad_is_read():
    data = ("\ufeff" + STARTER.replace("\n", "\r\n")).encode()
    assert canonical_product(read(data)) == canonical_product(read(STARTER.encode()))


def test_a_whole_starter_with_full_width_colons_is_read():
    rows = [re.sub(r"^( *(?:- )?[^\s:{#-][^:{#]*?): ?", r"\1：", row) for row in STARTER.splitlines()]
    assert sum("：" in row.split("#")[0] for row in rows) > 40
    assert canonical_product(read("\n".join(rows).encode())) == canonical_product(read(STARTER.encode()))


@pytest.mark.parametrize("day", ["2026/10/1", "2026-10-1", "2026.10.1", "2026年10月1日", "2026/10/01"])
def test_a_date_with_the_year_first_is_read(day: str):
    assert read(typed("2026-10-15", day, CONFIRMED)).customs.confirmed_on == date(2026, 10, 1)


@pytest.mark.parametrize("period", ["2025/10/1至2026/9/30", "2025-10-01 ~ 2026-09-30", "2025年10月1日到2026年9月30日"])
def test_a_period_is_two_dates(period: str):
    meter = read(f"{STARTER}\n电表:\n  文件: readings\\2026.csv\n  期间: {period}\n".encode()).meter
    assert meter is not None
    assert (meter.file, meter.period_start, meter.period_end) == (
        "readings/2026.csv",
        date(2025, 10, 1),
        date(2026, 9, 30),
    )


def test_a_percentage_with_its_sign_is_what_it_says():
    line = read(typed("生物基百分比: 100", "生物基百分比: 0.5 %")).bom[0]
    assert line.bio_based_share == Decimal("0.005")


REFUSED = [
    ("净重: 0.50", "净重: 0,50", "GC-CAT-024", "千位分隔符"),
    ("净重: 0.50", "净重: 1斤", "GC-CAT-025", "公斤"),
    ("净重: 0.50", "净重: 0.48-0.52", "GC-CAT-025", "千克"),
    ("公里: 20500", "公里: 20,500", "GC-CAT-024", "20,500"),
    ("运距: 25 ", "运距: 50里 ", "GC-CAT-025", "公里"),
    ("电量: 0.40", "电量: 0.4 mwh", "GC-CAT-025", "千瓦时"),
    ("每箱件数: 20", "每箱件数: 20 只", "GC-CAT-038", "只"),
    ("再生料: 80 %", "再生料: 0.3", "GC-CAT-029", "再生料 为"),
    ("再生料: 80 %", "再生料: 30", "GC-CAT-029", "再生料 为"),
    ("生物基百分比: 100", "生物基百分比: 0.98", "GC-CAT-039", "98 %"),
    ("生物基百分比: 100", "生物基百分比: 1", "GC-CAT-039", "100 %"),
    ("2026-10-15", "01/10/2026", "GC-CAT-031", "年"),
    ("2026-10-15", "2026-10/1", "GC-CAT-031", "年"),
    ("编码: 4420 19", "编码: 4420199090", "GC-CAT-044", "前 6 位"),
    ("钢螺丝, 净用量", "钢螺丝 净用量", "GC-CAT-003", "逗号"),
    ("钢螺丝, 净用量: 0.02,", "钢螺丝，净用量: 0.02，", "GC-CAT-012", "全角符号“，”"),
    ("{材料: 钢螺丝, 净用量: 0.02", "{材料：钢螺丝，净用量：0.02", "GC-CAT-012", "全角符号"),
    ("净用量: 0.02,", "净用量:0.02,", "GC-CAT-013", "加一个空格"),
    ("{材料: 纸盒", "｛材料: 纸盒", "GC-CAT-012", "全角符号“｛”"),
    ("  - 材料: 竹集成材", "  — 材料: 竹集成材", "GC-CAT-012", "- "),
    ("    净用量: 0.48", "　　净用量: 0.48", "GC-CAT-012", "全角符号"),
    ("    净用量: 0.48", "     净用量: 0.48", "GC-CAT-003", "缩进"),
    ("    净用量: 0.48", "   净用量: 0.48", "GC-CAT-003", "缩进"),
    ("    净用量: 0.48", "\t净用量: 0.48", "GC-CAT-005", "空格"),
    ("运距: 150}", "运距: 150", "GC-CAT-003", "括号"),
]


@pytest.mark.parametrize(("old", "new", "code", "says"), REFUSED)
def test_a_slip_is_named_in_chinese_at_its_line(old: str, new: str, code: str, says: str):
    found = errors(typed(old, new, CONFIRMED))
    assert [(fault.code, fault.place.line) for fault in found] == [(code, line_of(old, CONFIRMED))]
    said = found[0].text("zh") + found[0].remedy("zh")
    assert says in said
    plain = re.sub(r"\b(YAML|kWh|MWh|mwh|nmi|HS2022|system|CN|Tab)\b", "", said)
    assert not LATIN.search(plain), plain


KEYS = [
    ("净重: 0.50", "重量: 0.50", "GC-CAT-021", "请改为 净重"),
    ("净重: 0.50", "净重g: 500", "GC-CAT-037", "净重: 500 g"),
    ("净重: 0.50", "净重（克）: 500", "GC-CAT-037", "净重: 500 克"),
    ("净重: 0.50", "净重(kg): 0.5", "GC-CAT-037", "净重: 0.5 kg"),
    ("    净用量: 0.48", "    重量: 0.48", "GC-CAT-021", "请改为 净用量"),
    ("  编码: 4420 19", "  HS编码: 4420 19", "GC-CAT-021", "请改为 编码"),
    ("    运距: 25 ", "    距离: 25 ", "GC-CAT-021", "请改为 运距"),
]


@pytest.mark.parametrize(("old", "new", "code", "says"), KEYS)
def test_a_key_of_the_trade_is_answered_with_ours(old: str, new: str, code: str, says: str):
    fault = next(fault for fault in errors(typed(old, new)) if fault.code == code)
    assert fault.place.line == line_of(old)
    assert says in fault.remedy("zh")


def test_a_claim_with_a_full_width_colon_stays_as_printed():
    data = f"{STARTER}\n宣称:\n  - 材料：再生料含量 40 %\n  - “竹”\n".encode()
    assert read(data).claims == ("材料：再生料含量 40 %", "“竹”")


def test_a_full_width_colon_inside_a_text_is_never_a_key():
    data = typed("净重: 0.50", "净重：0.50").replace('摊位: ""'.encode(), "摊位: |\n    编号：7\n".encode())
    assert [fault.code for fault in errors(data)] == ["GC-CAT-004"]


def test_a_name_that_is_a_key_and_a_value_is_refused():
    (fault,) = errors(typed("名称:\n  中文: 竹制收纳盒\n  英文: Bamboo storage box", "名称:\n  中文：竹制收纳盒"))
    assert (fault.code, fault.place.line) == ("GC-CAT-004", line_of("竹制收纳盒"))


@pytest.mark.parametrize("head", [b"PK\x03\x04\x14\x00", b"\xd0\xcf\x11\xe0\xa1\xb1", b"%PDF-1.7\n\xff"])
def test_an_office_document_is_called_one(head: bytes):
    (fault,) = errors(head + bytes(range(256)))
    assert fault.code == "GC-CAT-014"
    assert "Excel" in fault.text("zh")


@pytest.mark.parametrize(
    ("data", "says"), [(b"", "空文件"), ("竹盒 0.5kg".encode(), "一段文字"), (b"- a\n- b\n", "一个列表")]
)
def test_what_is_no_product_is_named_in_chinese(data: bytes, says: str):
    (fault,) = errors(data)
    assert fault.code == "GC-CAT-010"
    assert says in fault.text("zh")


def test_the_yuan_has_a_code():
    data = f"{STARTER}\n价格:\n  - {{金额: 4.2, 币种: RMB, 条件: 离岸价, 订单数量: 5000}}\n".encode()
    (fault,) = errors(data)
    assert (fault.code, "CNY" in fault.text("zh"), fault.text("zh")[:2]) == ("GC-CAT-023", True, "币种")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_optional_line_of_the_starter_is_switched_on_by_removing_its_mark_and_space(lang: str):
    text = files("greencard").joinpath(f"data/starter/product.{lang}.yaml").read_text(encoding="utf-8")
    head, body = text.split("\n\n", 1)
    assert "# " in head
    rows = [re.sub(r"^( *)# (?=[ \w-]+:|  - )", r"\1", row) for row in body.splitlines()]
    assert sum(row != old for row, old in zip(rows, body.splitlines(), strict=True)) >= 15
    found = errors("\n".join(rows).encode())
    assert {fault.code for fault in found} <= {"GC-CAT-046", "GC-CAT-023"}  # the dots that stand for a barcode, a route


def test_a_fact_by_its_chinese_name_is_told_the_name_the_rules_read():
    data = typed("food_contact: 否", "接触食品: 否")
    words = {name: FactKind("bool") for name in ("consumer_product", "piercing_post")} | {
        "food_contact": FactKind("bool", label_zh="接触食品"),
        "materials": FactKind("set"),
    }
    (fault,) = [fault for fault in check_product(data, "p", HS, words) if fault.severity == "error"]
    assert (fault.code, fault.place.line) == ("GC-CAT-057", line_of("food_contact"))
    assert "是否想写 food_contact" in fault.text("zh")
