"""Error codes of the footprint room."""

from __future__ import annotations

from greencard.errors import InvalidInput, declare

__all__ = [
    "BAD_INTENSITY",
    "BAD_MATCH",
    "GROSS_BELOW_NET",
    "MASS_BALANCE",
    "NEGATIVE",
    "NOTHING_IN_IT",
    "NOT_BIO_BASED",
    "NO_FUEL_NAMED",
    "SHARE_RANGE",
    "SUPPLIER_ZERO",
    "TOO_FAR",
    "TOO_LARGE",
]

NEGATIVE = declare(
    "GC-FPT-001",
    InvalidInput,
    en="{field} is {value}; it cannot be negative.",
    zh="{field} 为 {value}，不能为负。",
    remedy_en="Give a number of zero or more.",
    remedy_zh="请填写不小于 0 的数值。",
)
SHARE_RANGE = declare(
    "GC-FPT-002",
    InvalidInput,
    en="{field} is {value}; a share lies between 0 and 1.",
    zh="{field} 为 {value}；比例须在 0 到 1 之间。",
    remedy_en="Write 30 % as 0.3.",
    remedy_zh="30% 请写作 0.3。",
)
GROSS_BELOW_NET = declare(
    "GC-FPT-003",
    InvalidInput,
    en="The gross mass {gross} kg of “{material}” is below its net mass {net} kg.",
    zh="“{material}”的毛重 {gross} 千克小于净重 {net} 千克。",
    remedy_en="Gross is what enters the process, net what stays in the product.",
    remedy_zh="毛重为投入量，净重为留在产品中的量。",
)
NOTHING_IN_IT = declare(
    "GC-FPT-004",
    InvalidInput,
    en="The product has no mass or no bill of materials.",
    zh="产品没有质量或没有物料清单。",
    remedy_en="Give the net mass of one unit and at least one material.",
    remedy_zh="请填写一个声明单位的净重和至少一种材料。",
)
MASS_BALANCE = declare(
    "GC-FPT-005",
    InvalidInput,
    en="The materials weigh {bom} kg together, the product {mass} kg: {percent} % apart (ISO 14067:2018 6.4.3).",
    zh="材料净重合计 {bom} 千克，产品净重 {mass} 千克，相差 {percent}%（ISO 14067:2018 6.4.3）。",
    remedy_en="Add the missing material or correct a mass; up to 20 % is accepted, above 5 % with a note.",
    remedy_zh="请补充缺失材料或更正质量；20% 以内可接受，超过 5% 会注明。",
)
NO_FUEL_NAMED = declare(
    "GC-FPT-006",
    InvalidInput,
    en="The process “{process}” uses {heat} MJ of heat without naming the fuel.",
    zh="工序“{process}”使用 {heat} MJ 热量，但未填写燃料。",
    remedy_en="Name the fuel, such as natural gas.",
    remedy_zh="请填写燃料，例如天然气。",
)
TOO_LARGE = declare(
    "GC-FPT-007",
    InvalidInput,
    en="{field} is {value}; no declared unit holds such an amount.",
    zh="{field} 为 {value}，超出一个声明单位的合理范围。",
    remedy_en="Give the amount for one declared unit, as a finite number.",
    remedy_zh="请按一个声明单位填写有限的数值。",
)
BAD_INTENSITY = declare(
    "GC-FPT-008",
    InvalidInput,
    en="The inbound transport intensity {id} ({value} {unit}) is not an emission per tonne-kilometre.",
    zh="进厂运输强度 {id}（{value} {unit}）不是每吨公里排放量。",
    remedy_en="Pass a well-to-wheel road intensity in kg CO2e/tkm or g CO2e/tkm.",
    remedy_zh="请使用公路运输全过程（WTW，油井到车轮）强度，单位 kg CO2e/tkm 或 g CO2e/tkm。",
)
BAD_MATCH = declare(
    "GC-FPT-009",
    InvalidInput,
    en="The meter readings give {self_wh} Wh of own solar use in a load of {load_wh} Wh.",
    zh="电表数据显示自用光伏 {self_wh} Wh，而用电量为 {load_wh} Wh。",
    remedy_en="Match the readings again; own use can be neither negative nor above the load.",
    remedy_zh="请重新匹配读数；自用电量不能为负，也不能超过用电量。",
)
TOO_FAR = declare(
    "GC-FPT-010",
    InvalidInput,
    en="{material} travels {distance} km to the facility; at most {limit} km are believed.",
    zh="{material}运到工厂的距离为 {distance} 公里；不应超过 {limit} 公里。",
    remedy_en="Give the road distance in kilometres, not metres.",
    remedy_zh="请以公里（而非米）填写公路距离。",
)
SUPPLIER_ZERO = declare(
    "GC-FPT-011",
    InvalidInput,
    en="The supplier's figure for “{material}” is 0; from cradle to gate no material is made without emissions.",
    zh="“{material}”的供应商数值为 0；从摇篮到大门，任何材料的制造都有排放。",
    remedy_en="Leave the figure out, or give the one in the supplier's document; recycled material is a share.",
    remedy_zh="请留空，或填写供应商文件中的数值；再生料请填写再生比例。",
)
NOT_BIO_BASED = declare(
    "GC-FPT-012",
    InvalidInput,
    en="“{material}” is given as {percent} % bio-based; metal, glass and minerals hold no biogenic carbon.",
    zh="“{material}”填写的生物基比例为 {percent}%；金属、玻璃和矿物不含生物碳。",
    remedy_en="Give the bio-based share of each material in its own line.",
    remedy_zh="请将各材料分行填写，并分别给出生物基比例。",
)
