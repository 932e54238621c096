"""The twenty-one requirements a verifier of a carbon footprint of products looks for, in our own words.

The standards are sold and not quoted. Which clause treats a topic is the rule set's to say (`RuleSet.clause`).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from greencard.model import Text

__all__ = ["REQUIREMENTS", "Requirement"]


class Requirement(NamedTuple):
    """Number, topic, and what is asked."""

    number: int
    topic: str
    """Of `RuleSet.clause`: where the rule set treats it."""
    text: Text


def _r(number: int, topic: str, en: str, zh: str) -> Requirement:
    return Requirement(number, topic, Text(en=en, zh=zh))


REQUIREMENTS: Final[tuple[Requirement, ...]] = (
    _r(
        1,
        "declared_unit",
        "A functional or declared unit is stated and quantified; a partial footprint uses a declared unit.",
        "给出并量化功能单位或声明单位；部分碳足迹采用声明单位。",
    ),
    _r(
        2,
        "boundary",
        "The boundary is stated stage by stage, a partial footprint is labelled so, and product category rules are "
        "used where they exist.",
        "逐阶段说明系统边界；部分碳足迹须注明；有产品种类规则时须采用。",
    ),
    _r(
        3,
        "cut_off",
        "Only insignificant flows are cut off; each is named with its effect.",
        "仅可舍去不重要的流，并逐项说明其影响。",
    ),
    _r(
        4,
        "data",
        "Processes under the maker's control rest on site-specific data; other data state their quality.",
        "制造商控制的过程采用现场数据；其他数据须说明质量。",
    ),
    _r(5, "time_boundary", "The period of the data is stated and represents a year.", "说明数据时段，并能代表全年。"),
    _r(
        6,
        "use_stage",
        "Use and end-of-life scenarios are stated and documented where the stages are in the boundary.",
        "边界包含使用和报废阶段时，须说明情景并有依据。",
    ),
    _r(7, "validation", "Mass that goes in comes out.", "质量平衡：投入与产出相符。"),
    _r(
        8,
        "allocation",
        "Allocation is avoided, then physical, then economic; parts add up to the whole; other choices are shown.",
        "分配依次采用：避免、物理关系、经济价值；各部分之和等于总量；列出其他选择的结果。",
    ),
    _r(
        9,
        "biogenic",
        "Fossil and biogenic greenhouse gases are listed separately; methane of biomass is an emission.",
        "化石与生物源温室气体分列；生物质甲烷计为排放。",
    ),
    _r(10, "carbon_content", "Biogenic carbon in the product is reported apart.", "单独报告产品中的生物碳含量。"),
    _r(
        11,
        "land_use_change",
        "Direct land-use change of bio-based materials is included and reported apart.",
        "计入生物基材料的直接土地利用变化，并单独报告。",
    ),
    _r(12, "land_use", "Land use, if included, is documented apart.", "如计入土地利用，须单独说明。"),
    _r(13, "aircraft", "Emissions of aircraft are included and reported apart.", "计入航空排放，并单独报告。"),
    _r(
        14,
        "timing",
        "Emissions and removals count as if at the start; no discount for storage or delay.",
        "排放与清除视同期初发生；不因储存或延迟而折减。",
    ),
    _r(15, "boundary", "No offset is inside the boundary.", "系统边界内不含任何抵消。"),
    _r(
        16,
        "gwp",
        "GWP100 of the latest IPCC report is used, and one set throughout.",
        "采用 IPCC 最新报告的 GWP100，且前后一致。",
    ),
    _r(
        17,
        "electricity",
        "Electricity is treated by its kind of supply; where contracts count, the grid average is shown beside.",
        "电力按供应方式处理；采用合同凭证时并列电网平均结果。",
    ),
    _r(
        18,
        "interpretation",
        "The result is interpreted: hotspots, completeness, sensitivity, uncertainty, limits.",
        "对结果进行解释：热点、完整性、敏感性、不确定性与局限。",
    ),
    _r(19, "report", "The report names everything a reader needs to repeat the study.", "报告包含复核所需的全部信息。"),
    _r(
        20,
        "review",
        "Critical review and verification are stated; without them the result says so.",
        "说明评审与核查情况；未经核查须注明。",
    ),
    _r(
        21,
        "comparison",
        "Products are compared only on the same unit, boundary and rules.",
        "仅在单位、边界和规则一致时比较产品。",
    ),
)
