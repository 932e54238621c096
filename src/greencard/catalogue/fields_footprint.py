"""Fields that only the footprint reads: co-products, own gas releases, certificates, use and end of life."""

from __future__ import annotations

from typing import Final

from greencard.catalogue.field_kinds import EVIDENCE, ZERO, choices, described
from greencard.catalogue.schema import Kind, Record

__all__ = ["ALLOCATION", "CERTIFICATE", "CO_PRODUCT", "DISPOSAL", "END_OF_LIFE", "RELEASE", "USE"]

CO_PRODUCT: Final = Record(
    "co_products",
    "a co-product",
    "联产品",
    (
        described(
            "name",
            "名称",
            Kind.TEXT,
            "What else the process yields and sells.",
            "工序同时产出并出售的物品。",
            required=True,
        ),
        described(
            "kg",
            "质量_kg|质量",
            Kind.MASS,
            "Mass for one declared unit of the product.",
            "每个声明单位对应的质量。",
            required=True,
            unit="kg",
            above=True,
        ),
        described(
            "price_per_kg",
            "每千克价格",
            Kind.NUMBER,
            "Price, in the currency of the product's price in the same allocation.",
            "价格，与本分配中商品价格同一币种。",
            minimum=ZERO,
        ),
        described(
            "energy_mj_per_kg",
            "热值_MJ每kg",
            Kind.NUMBER,
            "Net calorific value.",
            "低位热值。",
            unit="MJ/kg",
            minimum=ZERO,
        ),
    ),
)

ALLOCATION: Final = Record(
    "allocation",
    "allocation",
    "分配",
    (
        described(
            "method",
            "方法",
            Kind.CHOICE,
            "How the shared burden is split; physical before economic (ISO 14067:2018 6.4.6).",
            "共同负荷如何分配；物理关系优先于经济价值（ISO 14067:2018 6.4.6）。",
            required=True,
            choices=choices("mass|质量", "energy|热值", "economic|经济价值"),
        ),
        described(
            "product_price_per_kg",
            "商品每千克价格",
            Kind.NUMBER,
            "Price of the product itself, for the economic method.",
            "商品本身的价格，用于经济价值法。",
            minimum=ZERO,
        ),
        described(
            "product_energy_mj_per_kg",
            "商品热值_MJ每kg",
            Kind.NUMBER,
            "Net calorific value of the product itself, for the energy method.",
            "商品本身的低位热值，用于热值法。",
            unit="MJ/kg",
            minimum=ZERO,
        ),
        described("reason", "理由", Kind.TEXT, "Why this method.", "为何采用此方法。"),
    ),
    short="method",
)

RELEASE: Final = Record(
    "releases",
    "a gas released",
    "气体排放",
    (
        described(
            "gas",
            "气体",
            Kind.TEXT,
            "The gas: CO2, CH4, N2O, HFC-134a, SF6.",
            "气体：CO2、CH4、N2O、HFC-134a、SF6。",
            required=True,
            longest=40,
        ),
        described(
            "kg", "质量_kg|质量", Kind.MASS, "Mass released for one unit.", "每件排放的质量。", required=True, unit="kg"
        ),
        described(
            "origin",
            "来源",
            Kind.CHOICE,
            "Fossil if left out; biogenic, land-use change or land management are reported apart.",
            "不填为化石；生物源、土地利用变化和土地管理单独列示。",
            choices=choices(
                "fossil|化石", "biogenic|生物源", "land_use_change|土地利用变化", "land_management|土地管理"
            ),
        ),
    ),
)

CERTIFICATE: Final = Record(
    "certificates",
    "an energy certificate",
    "绿证",
    (
        described(
            "scheme",
            "类型",
            Kind.CHOICE,
            "China's green electricity certificate, International REC, European guarantee of origin.",
            "中国绿证、国际绿证、欧洲来源担保。",
            required=True,
            choices=choices("GEC|绿证", "I-REC|国际绿证", "GO|来源担保"),
        ),
        described("id", "编号", Kind.TEXT, "Its number.", "证书编号。", required=True, longest=120),
        described(
            "energy_kwh",
            "电量_kWh|电量",
            Kind.ELECTRICITY,
            "Electricity it speaks for; a whole certificate is 1 000 kWh.",
            "所代表的电量；一张为 1000 千瓦时。",
            required=True,
            unit="kWh",
            above=True,
        ),
        described(
            "technology",
            "发电类型",
            Kind.CHOICE,
            "How the electricity was made.",
            "发电方式。",
            required=True,
            choices=choices("pv|光伏", "wind|风电", "hydro|水电", "biomass|生物质", "nuclear|核电", "other|其他"),
        ),
        described(
            "country",
            "国家",
            Kind.COUNTRY,
            "Where it was made; it counts in that market alone.",
            "发电所在国家；仅在该市场内有效。",
            required=True,
        ),
        described(
            "produced_from", "生产起始日", Kind.DATE, "First day of production.", "发电的第一天。", required=True
        ),
        described(
            "produced_until", "生产截止日", Kind.DATE, "Last day of production.", "发电的最后一天。", required=True
        ),
        described(
            "fate",
            "去向",
            Kind.CHOICE,
            "Kept or sold (own plant), bought, or cancelled for the own use.",
            "自有电站：保留或出售；购入；或为自用注销。",
            required=True,
            choices=choices("kept|保留", "sold|已出售", "bought|购入", "cancelled_for_self|自用注销"),
        ),
        described(
            "cancelled_on",
            "注销日期",
            Kind.DATE,
            "Day on which it was cancelled for this use; a bought certificate counts only then.",
            "为本次使用注销的日期；购入的证书注销后才计入。",
        ),
    ),
)

USE: Final = Record(
    "use",
    "the use stage",
    "使用阶段",
    (
        described(
            "scenario",
            "情景",
            Kind.WORDS,
            "The use profile in a sentence, with its source.",
            "用一句话说明使用情景及依据。",
            required=True,
        ),
        described(
            "years",
            "年限",
            Kind.NUMBER,
            "Service life.",
            "使用年限。",
            required=True,
            unit="a",
            minimum=ZERO,
            above=True,
        ),
        described(
            "electricity_kwh_per_year",
            "年用电量_kWh|年用电量",
            Kind.ELECTRICITY,
            "Electricity one unit takes in a year.",
            "一件每年用电量。",
            unit="kWh",
        ),
        described(
            "country",
            "国家",
            Kind.COUNTRY,
            "Whose grid it uses; the route's destination if left out.",
            "使用哪国电网；不填则按路线目的地。",
        ),
        described("evidence", "证据", Kind.RECORD, "What supports it.", "依据。", record=EVIDENCE),
    ),
)

DISPOSAL: Final = Record(
    "disposal",
    "a way of disposal",
    "处置方式",
    (
        described(
            "route",
            "方式",
            Kind.CHOICE,
            "The way.",
            "处置方式。",
            required=True,
            choices=choices("recycling|回收", "landfill|填埋", "energy_recovery|焚烧发电", "composting|堆肥"),
        ),
        described(
            "share_pct",
            "百分比",
            Kind.PERCENT,
            "Part of the discarded mass, per cent.",
            "占废弃质量的百分比。",
            unit="%",
            target="share",
            required=True,
        ),
        described(
            "share",
            "份额",
            Kind.SHARE,
            "The same as a share of one; give one of the two.",
            "同上，以 0 到 1 表示；两者填一。",
        ),
    ),
)

END_OF_LIFE: Final = Record(
    "end_of_life",
    "end of life",
    "报废处置",
    (
        described(
            "scenario",
            "情景",
            Kind.WORDS,
            "What becomes of product and packaging, in a sentence, with its source.",
            "用一句话说明商品和包装的去向及依据。",
            required=True,
        ),
        described(
            "disposal",
            "处置",
            Kind.RECORDS,
            "Ways and their shares, which sum to 100 %.",
            "各处置方式及比例，合计 100%。",
            required=True,
            record=DISPOSAL,
        ),
        described("evidence", "证据", Kind.RECORD, "What supports it.", "依据。", record=EVIDENCE),
    ),
)
