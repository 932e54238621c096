"""The product file as data: every field with its English and Chinese keys, kind, unit, bounds and meaning.

This one table drives the reading, the writing, `docs/product-file.md` and the published JSON Schema.
"""

from __future__ import annotations

from typing import Final

from greencard.catalogue.field_kinds import EVIDENCE, choices, described
from greencard.catalogue.fields_footprint import (
    ALLOCATION,
    CERTIFICATE,
    CO_PRODUCT,
    DISPOSAL,
    END_OF_LIFE,
    RELEASE,
    USE,
)
from greencard.catalogue.fields_goods import BOM_LINE, CARTON, PACKAGING, PROCESS, SUPPLIER
from greencard.catalogue.fields_pillars import AUDIT, RECYCLED
from greencard.catalogue.fields_trade import (
    CUSTOMS,
    FACILITY,
    FACT,
    IDENTIFIERS,
    LEG,
    METER,
    PERIOD,
    PRICE,
    ROUTE,
    SELLER,
    SOLAR,
)
from greencard.catalogue.schema import Kind, Record

__all__ = ["FACT", "PERIOD", "PRODUCT", "RECORDS", "RECYCLED", "SCHEMA_NAME"]

SCHEMA_NAME: Final = "greencard/product/1"

PRODUCT: Final = Record(
    "product",
    "the product",
    "商品",
    (
        described(
            "schema",
            "格式",
            Kind.CHOICE,
            "Version of this file format.",
            "本文件的格式版本。",
            choices=choices(SCHEMA_NAME),
        ),
        described(
            "illustrative",
            "示例数据",
            Kind.FLAG,
            "Whether the data are made up; such a product gets a test card only.",
            "是否为虚构示例；虚构商品只能签发测试卡。",
        ),
        described(
            "id",
            "编号|商品编号",
            Kind.ID,
            "Your short name for the product; stands in addresses.",
            "商品编号，自己取；会出现在网址中。",
            required=True,
            longest=80,
        ),
        described("name", "名称|品名", Kind.WORDS, "Its name.", "商品名称。", required=True),
        described(
            "declared_unit",
            "声明单位|计量单位",
            Kind.WORDS,
            "The unit every figure stands for: 1 set, 1 box of 200.",
            "所有数值对应的单位：1 套、1 盒 200 支。",
            required=True,
        ),
        described(
            "identifiers",
            "标识",
            Kind.RECORD,
            "Barcode, article number, lot.",
            "条码、货号、批次。",
            record=IDENTIFIERS,
        ),
        described(
            "customs",
            "海关",
            Kind.RECORD,
            "Customs code and origin.",
            "海关编码和原产国。",
            required=True,
            record=CUSTOMS,
        ),
        described("seller", "卖方|商户", Kind.RECORD, "Who sells it.", "由谁销售。", required=True, record=SELLER),
        described(
            "facility",
            "工厂|生产工厂",
            Kind.RECORD,
            "Where it is made.",
            "在哪里生产。",
            required=True,
            record=FACILITY,
        ),
        described(
            "mass_kg",
            "净重|净重_kg",
            Kind.MASS,
            "Net mass of one unit without packaging.",
            "一件的净重，不含包装。",
            required=True,
            unit="kg",
            above=True,
        ),
        described(
            "bom",
            "材料清单|物料清单|材料",
            Kind.RECORDS,
            "What it is made of.",
            "由什么材料制成。",
            required=True,
            record=BOM_LINE,
        ),
        described(
            "processes",
            "工序",
            Kind.RECORDS,
            "What is done with it in the factory.",
            "在工厂经过哪些工序。",
            record=PROCESS,
        ),
        described(
            "packaging",
            "包装",
            Kind.RECORDS,
            "What one unit is packed in, without the carton.",
            "一件商品的包装，不含外箱。",
            record=PACKAGING,
        ),
        described("carton", "外箱|纸箱", Kind.RECORD, "The shipping carton.", "运输外箱。", record=CARTON),
        described(
            "route",
            "路线|运输路线",
            Kind.RECORD,
            "How it travels, and against what that is compared.",
            "如何运输，与什么比较。",
            record=ROUTE,
        ),
        described("prices", "价格", Kind.RECORDS, "Prices of one unit.", "每件价格。", record=PRICE),
        described(
            "meter",
            "电表|电表读数",
            Kind.RECORD,
            "Interval readings of the factory.",
            "工厂的分时电表读数。",
            record=METER,
        ),
        described("annual_units", "年产量", Kind.COUNT, "Units made in a year.", "一年生产多少件。"),
        described(
            "use",
            "使用|使用阶段",
            Kind.RECORD,
            "What it takes while it is used; shown beside the cradle-to-gate figure.",
            "使用期间的消耗；列在出厂数字之外。",
            record=USE,
        ),
        described(
            "end_of_life",
            "报废|报废处置",
            Kind.RECORD,
            "What becomes of it afterwards; shown beside the cradle-to-gate figure.",
            "用完之后如何处置；列在出厂数字之外。",
            record=END_OF_LIFE,
        ),
        described(
            "facts",
            "事实",
            Kind.FACTS,
            "Facts the rules ask for, by their name in the vocabulary.",
            "法规所需的事实，用词表中的名称。",
            record=FACT,
        ),
        described(
            "claims",
            "宣称",
            Kind.TEXTS,
            "Environmental claims as printed on goods, pack or listing.",
            "商品、包装或页面上的环保宣称原文。",
        ),
    ),
)

RECORDS: Final = (
    PRODUCT,
    IDENTIFIERS,
    CUSTOMS,
    SELLER,
    FACILITY,
    SOLAR,
    CERTIFICATE,
    AUDIT,
    BOM_LINE,
    RECYCLED,
    SUPPLIER,
    EVIDENCE,
    PROCESS,
    RELEASE,
    CO_PRODUCT,
    ALLOCATION,
    PACKAGING,
    CARTON,
    ROUTE,
    LEG,
    PRICE,
    METER,
    PERIOD,
    USE,
    END_OF_LIFE,
    DISPOSAL,
    FACT,
)
"""Every record, the product first, each before the records it does not contain."""
