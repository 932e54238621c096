"""Fields of what a product is made of, how, and what it is packed in."""

from __future__ import annotations

from typing import Final

from greencard.catalogue.field_kinds import EVIDENCE, ZERO, choices, described
from greencard.catalogue.fields_footprint import ALLOCATION, CO_PRODUCT, RELEASE
from greencard.catalogue.fields_pillars import RECYCLED
from greencard.catalogue.schema import Kind, Record

__all__ = ["BOM_LINE", "CARTON", "PACKAGING", "PROCESS", "SUPPLIER"]

SUPPLIER: Final = Record(
    "supplier",
    "supplier figure",
    "供应商数据",
    (
        described(
            "kg_co2e_per_kg",
            "碳足迹_kgCO2e每kg|碳足迹",
            Kind.NUMBER,
            "The supplier's own figure, kg CO2e per kg (or per piece).",
            "供应商自己的数值，每千克（或每件）的 kg CO2e。",
            required=True,
            unit="kg CO2e/kg",
            minimum=ZERO,
        ),
        described(
            "scope",
            "范围",
            Kind.CHOICE,
            "What the figure covers.",
            "数值包含什么。",
            choices=choices(
                "cradle_to_gate|从摇篮到大门",
                "direct_and_indirect_mixed|直接间接混合",
                "direct_only|仅直接排放",
                "unstated|未说明",
            ),
        ),
        described(
            "per",
            "单位",
            Kind.CHOICE,
            "Per kg of material or per piece.",
            "每千克或每件。",
            choices=choices("kg|千克", "piece|件"),
        ),
        described(
            "card",
            "碳卡编号",
            Kind.TEXT,
            "Identifier of the supplier's own card, if it has one.",
            "供应商自己的碳卡编号（如有）。",
        ),
        described("evidence", "证据", Kind.RECORD, "What supports it.", "依据。", record=EVIDENCE),
        described("note", "备注", Kind.TEXT, "Anything a reader must know.", "读者须知。"),
    ),
)

BOM_LINE: Final = Record(
    "bom",
    "a material",
    "材料",
    (
        described(
            "material", "材料|名称", Kind.TEXT, "What it is, in trade words.", "是什么，用行业叫法。", required=True
        ),
        described(
            "net_kg",
            "净用量|净用量_kg",
            Kind.MASS,
            "Mass that stays in one unit.",
            "留在一件商品中的质量。",
            required=True,
            unit="kg",
        ),
        described(
            "gross_kg",
            "毛用量|毛用量_kg",
            Kind.MASS,
            "Mass that enters the process, before scrap; the net mass if left out.",
            "投入工序的质量（含损耗）；不填则等于净用量。",
            unit="kg",
        ),
        described(
            "factor",
            "排放因子",
            Kind.TEXT,
            "Id of the emission factor you have confirmed; left out, one is proposed and marked.",
            "已确认的排放因子编号；不填则由系统建议并注明。",
        ),
        described(
            "recycled",
            "再生料",
            Kind.RECORD,
            "Recycled content of this material, or a percentage such as 40 %.",
            "该材料的再生料，或直接写百分数如 40 %。",
            record=RECYCLED,
        ),
        described(
            "bio_based_pct",
            "生物基百分比",
            Kind.PERCENT,
            "Part of the mass that grew: bamboo, cotton, wood.",
            "来自生物的质量百分比：竹、棉、木。",
            unit="%",
            target="bio_based_share",
        ),
        described(
            "bio_based_share",
            "生物基份额",
            Kind.SHARE,
            "The same as a share of one; give one of the two.",
            "同上，以 0 到 1 表示；两者填一。",
        ),
        described(
            "plastic",
            "塑料",
            Kind.FLAG,
            "Whether it is plastic (compostable plastic is plastic).",
            "是否塑料（可堆肥塑料也是塑料）。",
        ),
        described("origin", "产地", Kind.TEXT, "Where it comes from.", "来自哪里。"),
        described(
            "distance_km",
            "运距|运距_km",
            Kind.DISTANCE,
            "Road distance to the factory.",
            "到工厂的公路距离。",
            unit="km",
        ),
        described(
            "supplier",
            "供应商数据",
            Kind.RECORD,
            "The supplier's own footprint figure, if there is one.",
            "供应商提供的碳足迹数值（如有）。",
            record=SUPPLIER,
        ),
        described(
            "cbam_precursor",
            "CBAM前体",
            Kind.FLAG,
            "Whether it is a precursor under EU CBAM (steel rod in a screw).",
            "是否为欧盟 CBAM 前体（如螺丝中的钢线材）。",
        ),
        described(
            "supplier_card",
            "供应商绿卡",
            Kind.TEXT,
            "The supplier's green card: a file beside this one, or its id. Its verified figure stands for the line.",
            "供应商的绿卡：与本文件放在一起的文件名，或卡号。核验后以其数值计算该行。",
        ),
        described(
            "product",
            "自产商品",
            Kind.TEXT,
            "Id of another product of the same folder that this line is made of.",
            "该行所用的同一文件夹内另一商品的编号。",
            longest=80,
        ),
    ),
)

PROCESS: Final = Record(
    "processes",
    "a process",
    "工序",
    (
        described("name", "名称|工序", Kind.TEXT, "What is done.", "做什么。", required=True),
        described(
            "electricity_kwh",
            "电量_kWh|电量|用电",
            Kind.ELECTRICITY,
            "Electricity for one unit.",
            "生产一件的用电。",
            unit="kWh",
        ),
        described(
            "heat_mj",
            "热量_MJ|热量|用热",
            Kind.HEAT,
            "Heat for one unit, from fuel burnt or steam bought.",
            "生产一件的用热（燃料或外购蒸汽）。",
            unit="MJ",
        ),
        described(
            "heat_fuel",
            "燃料",
            Kind.TEXT,
            "The fuel of that heat: natural gas, bituminous coal, bamboo residues.",
            "供热燃料：天然气、烟煤、竹废料。",
        ),
        described(
            "evidence", "证据", Kind.RECORD, "What supports it: meter, bill.", "依据：电表、账单。", record=EVIDENCE
        ),
        described(
            "releases",
            "气体排放",
            Kind.RECORDS,
            "Gases the process itself lets out: a leak, a reaction.",
            "工序自身排放的气体：泄漏、反应。",
            record=RELEASE,
        ),
        described(
            "co_products",
            "联产品",
            Kind.RECORDS,
            "What else it yields and sells; it carries its part of the burden.",
            "同时产出并出售的物品，分担相应负荷。",
            record=CO_PRODUCT,
        ),
        described(
            "allocation",
            "分配",
            Kind.RECORD,
            "How the burden is split with the co-products.",
            "与联产品如何分配负荷。",
            record=ALLOCATION,
        ),
    ),
)

PACKAGING: Final = Record(
    "packaging",
    "a packaging part",
    "包装",
    (
        described(
            "material",
            "材料|名称",
            Kind.TEXT,
            "What it is: board box, LDPE bag.",
            "是什么：纸盒、LDPE 袋。",
            required=True,
        ),
        described(
            "mass_kg", "质量|质量_kg", Kind.MASS, "Mass for one unit.", "每件商品的质量。", required=True, unit="kg"
        ),
        described(
            "level",
            "层级",
            Kind.CHOICE,
            "Sales, grouped or transport packaging.",
            "销售、集合或运输包装。",
            choices=choices("sales|销售", "grouped|集合", "transport|运输"),
        ),
        described(
            "recycled",
            "再生料",
            Kind.RECORD,
            "Recycled content, or a percentage such as 80 %.",
            "再生料，或百分数如 80 %。",
            record=RECYCLED,
        ),
        described("plastic", "塑料", Kind.FLAG, "Whether it is plastic.", "是否塑料。"),
        described(
            "factor", "排放因子", Kind.TEXT, "Id of the emission factor you have confirmed.", "已确认的排放因子编号。"
        ),
    ),
)

CARTON: Final = Record(
    "carton",
    "the carton",
    "外箱",
    (
        described("units", "每箱件数", Kind.COUNT, "Units in one carton.", "每箱装多少件。", required=True),
        described(
            "size_cm",
            "尺寸_cm|尺寸",
            Kind.SIZE,
            "Outer length, width, height.",
            "外尺寸：长、宽、高。",
            required=True,
            unit="cm",
            above=True,
        ),
        described(
            "tare_kg",
            "箱重|箱重_kg",
            Kind.MASS,
            "Mass of the empty carton; divided by its units it counts as transport packaging.",
            "空箱质量；除以每箱件数后计为运输包装。",
            required=True,
            unit="kg",
        ),
        described(
            "material", "材料", Kind.TEXT, "What it is made of: corrugated board.", "材质：瓦楞纸板。", required=True
        ),
        described(
            "recycled", "再生料", Kind.RECORD, "Recycled content of the carton.", "外箱的再生料。", record=RECYCLED
        ),
        described("plastic", "塑料", Kind.FLAG, "Whether it is plastic.", "是否塑料。"),
        described(
            "factor", "排放因子", Kind.TEXT, "Id of the emission factor you have confirmed.", "已确认的排放因子编号。"
        ),
    ),
)
