"""The system file as data: every field with its English and Chinese keys, kind, unit, bounds and meaning."""

from __future__ import annotations

from typing import Final

from greencard.catalogue.field_kinds import EVIDENCE, ZERO, choices, described
from greencard.catalogue.schema import Kind, Record

__all__ = ["SYSTEM", "SYSTEM_RECORDS", "SYSTEM_SCHEMA"]

SYSTEM_SCHEMA: Final = "greencard/system/1"

_UNITS: Final = choices(
    "kg|千克|公斤",
    "piece|件|个",
    "kWh|度|千瓦时",
    "MJ|兆焦",
    "m2|平方米",
    "m3|立方米",
    "tkm|吨公里",
    "g|克",
    "t|吨",
    "MWh|兆瓦时",
    "GJ|吉焦",
)
_OUTPUT_UNITS: Final = _UNITS[:7]

_OUTPUT: Final = Record(
    "output",
    "an output",
    "产出",
    (
        described("id", "编号", Kind.ID, "How other processes ask for it.", "供其他工序引用的编号。", required=True),
        described("name", "名称", Kind.WORDS, "What it is.", "是什么。"),
        described(
            "kg", "重量|千克", Kind.MASS, "Amount where it is weighed.", "按重量计的数量。", unit="kg", above=True
        ),
        described(
            "amount",
            "数量",
            Kind.NUMBER,
            "Amount in the period or batch, where it is not weighed.",
            "本期或本批的数量（不按重量计时）。",
            minimum=ZERO,
            above=True,
        ),
        described("unit", "单位", Kind.CHOICE, "Unit of the amount.", "数量的单位。", choices=_OUTPUT_UNITS),
        described(
            "kind",
            "类别",
            Kind.CHOICE,
            "Product, waste to be treated, scrap for recycling, or loss: water that evaporates or drains.",
            "产品、待处理的废物、可回收的废料，或水分损失（蒸发或排出的水）。",
            choices=choices("product|产品", "waste|废物", "scrap|废料|回收料", "loss|水分损失|蒸发"),
        ),
        described("mass_kg", "总质量", Kind.MASS, "Mass of the whole amount.", "整批的质量。", unit="kg"),
        described(
            "price",
            "单价",
            Kind.NUMBER,
            "Price of one unit, any one currency.",
            "每单位价格，币种统一即可。",
            minimum=ZERO,
        ),
        described(
            "energy_mj",
            "总热值",
            Kind.HEAT,
            "Net calorific value of the whole amount.",
            "整批的低位热值。",
            unit="MJ",
        ),
        described(
            "biogenic_carbon_kg",
            "生物碳",
            Kind.MASS,
            "Biogenic carbon in the whole amount, kg C.",
            "整批所含生物碳，千克碳。",
            unit="kg",
        ),
        described(
            "treatment",
            "处理",
            Kind.TEXT,
            "For waste: id of a waste factor, or none where nothing is done; water vapour is a loss, no waste.",
            "废物的处理因子编号；无需处理写 none。水蒸气不是废物，请用类别“水分损失”。",
        ),
    ),
)

_INPUT: Final = Record(
    "input",
    "an input",
    "投入",
    (
        described("output", "产出|来自", Kind.ID, "Id of an output of this system.", "本系统某项产出的编号。"),
        described("factor", "排放因子", Kind.TEXT, "Id of an emission factor.", "排放因子编号。"),
        described("material", "材料", Kind.TEXT, "What is bought, in trade words.", "外购材料，用行业叫法。"),
        described("fuel", "燃料", Kind.TEXT, "Fuel burnt at the site.", "现场燃烧的燃料。"),
        described("card", "碳卡", Kind.TEXT, "A supplier's green card.", "供应商碳卡。"),
        described(
            "electricity_kwh",
            "电量|用电量",
            Kind.ELECTRICITY,
            "Electricity of the facility.",
            "工厂用电量。",
            unit="kWh",
        ),
        described("kg", "重量|千克", Kind.MASS, "Amount where it is weighed.", "按重量计的数量。", unit="kg"),
        described("mj", "热量|兆焦", Kind.HEAT, "Fuel energy, net calorific value.", "燃料热量，低位热值。", unit="MJ"),
        described(
            "amount",
            "数量",
            Kind.NUMBER,
            "Amount in the period or batch, where it is not weighed.",
            "本期或本批的数量（不按重量计时）。",
            minimum=ZERO,
        ),
        described("unit", "单位", Kind.CHOICE, "Unit of the amount.", "数量的单位。", choices=_UNITS),
        described("only_for", "专用于", Kind.ID, "The one product output it serves.", "只用于该工序的某一产品产出。"),
        described(
            "bio_based_pct",
            "生物基百分比",
            Kind.PERCENT,
            "Part of the material that grew.",
            "来自生物的质量百分比。",
            unit="%",
            target="bio_based_share",
        ),
        described(
            "uncertainty",
            "不确定度",
            Kind.NUMBER,
            "Standard deviation of ln(amount).",
            "数量对数的标准差。",
            minimum=ZERO,
        ),
        described("evidence", "证据", Kind.RECORD, "What supports the amount.", "数量的依据。", record=EVIDENCE),
    ),
)

_RELEASE: Final = Record(
    "release",
    "a release",
    "直接排放",
    (
        described(
            "gas",
            "气体",
            Kind.TEXT,
            "CO2, CH4, N2O, HFC-134a, SF6 …",
            "CO2、CH4、N2O、HFC-134a、SF6 等。",
            required=True,
        ),
        described("kg", "重量|千克", Kind.MASS, "Mass let out.", "排放质量。", required=True, unit="kg"),
        described(
            "origin",
            "来源",
            Kind.CHOICE,
            "Fossil, biogenic, land-use change or land management.",
            "化石、生物源、土地利用变化或土地管理。",
            choices=choices(
                "fossil|化石", "biogenic|生物源", "land_use_change|土地利用变化", "land_management|土地管理"
            ),
        ),
    ),
)

_SHARE: Final = Record(
    "share",
    "a share",
    "份额",
    (
        described("output", "产出", Kind.ID, "Id of a product output.", "产品产出的编号。", required=True),
        described(
            "share", "份额", Kind.SHARE, "0 to 1, or per cent with its sign.", "0 到 1，或带百分号。", required=True
        ),
    ),
)

_ALLOCATION: Final = Record(
    "allocation",
    "the allocation",
    "分配",
    (
        described(
            "method",
            "方法",
            Kind.CHOICE,
            "By mass, by energy content, by economic value, or as stated.",
            "按质量、热值、经济价值或指定份额。",
            required=True,
            choices=choices("mass|质量", "energy|热值|能量", "economic|经济|价值", "stated|指定"),
        ),
        described("shares", "份额", Kind.RECORDS, "For stated alone.", "仅用于“指定”。", record=_SHARE),
        described("reason", "理由", Kind.WORDS, "Why this rule.", "为何采用该规则。"),
    ),
    short="method",
)

_PROCESS: Final = Record(
    "process",
    "a unit process",
    "单元过程",
    (
        described("id", "编号", Kind.ID, "Your short name for it.", "自己取的短编号。", required=True),
        described("name", "名称", Kind.WORDS, "What is done.", "做什么。"),
        described(
            "stage",
            "阶段",
            Kind.CHOICE,
            "Where its emissions are shown.",
            "其排放归入哪个阶段。",
            choices=choices("production|生产", "raw_materials|原材料", "inbound_transport|进厂运输", "packaging|包装"),
        ),
        described("outputs", "产出", Kind.RECORDS, "What it yields.", "产出什么。", required=True, record=_OUTPUT),
        described("inputs", "投入", Kind.RECORDS, "What it takes.", "投入什么。", record=_INPUT),
        described(
            "releases",
            "直接排放|排放",
            Kind.RECORDS,
            "Gases it lets out itself.",
            "工序自身排放的气体。",
            record=_RELEASE,
        ),
        described(
            "allocation",
            "分配",
            Kind.RECORD,
            "How several products share what none has to itself.",
            "多种产品如何分担共同负担。",
            record=_ALLOCATION,
        ),
    ),
)

SYSTEM: Final = Record(
    "system",
    "the product system",
    "产品系统",
    (
        described(
            "schema",
            "格式",
            Kind.CHOICE,
            "Version of this file format.",
            "本文件的格式版本。",
            required=True,
            choices=choices(SYSTEM_SCHEMA),
        ),
        described("illustrative", "示例数据", Kind.FLAG, "Whether the data are made up.", "是否为虚构示例。"),
        described("id", "编号", Kind.ID, "Your short name for it.", "自己取的短编号。", required=True, longest=80),
        described("name", "名称", Kind.WORDS, "Its name.", "名称。", required=True),
        described("country", "国家", Kind.COUNTRY, "Whose grid supplies it.", "用电来自哪国电网。"),
        described(
            "products",
            "最终产品",
            Kind.TEXTS,
            "Outputs whose footprints are wanted; left out: those no process takes.",
            "要计算的产出编号；不填则为未被使用的产品。",
        ),
        described(
            "processes",
            "单元过程|工序",
            Kind.RECORDS,
            "The unit processes.",
            "各单元过程。",
            required=True,
            record=_PROCESS,
        ),
    ),
)

SYSTEM_RECORDS: Final = (SYSTEM, _PROCESS, _OUTPUT, _INPUT, _RELEASE, _ALLOCATION, _SHARE, EVIDENCE)
"""Every record, the system first."""
