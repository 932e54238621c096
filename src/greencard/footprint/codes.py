"""Error codes of the footprint room."""

from __future__ import annotations

from greencard.errors import InvalidInput, Refused, declare

__all__ = [
    "ALLOCATION_DATA",
    "BAD_CARD",
    "BAD_ENERGY",
    "BAD_INTENSITY",
    "BAD_MATCH",
    "CARD_BOUNDARY",
    "CARD_EXPIRED",
    "CARD_ILLUSTRATIVE",
    "CARD_MASS",
    "CARD_MISSING",
    "CO_PRODUCT_MASS",
    "DISPOSAL_SHARES",
    "GAS_ORIGIN",
    "GROSS_BELOW_NET",
    "MASS_BALANCE",
    "NEGATIVE",
    "NOTHING_IN_IT",
    "NOT_BIO_BASED",
    "NO_ALLOCATION",
    "NO_FUEL_NAMED",
    "SHARE_RANGE",
    "SUPPLIER_ZERO",
    "TOO_FAR",
    "TOO_LARGE",
    "UNKNOWN_RULES",
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
CARD_MISSING = declare(
    "GC-FPT-020",
    Refused,
    en="“{material}” names the supplier's card {card}, and no verified card of that name is at hand.",
    zh="“{material}”引用了供应商绿卡 {card}，但没有可用的、已核验的该卡。",
    remedy_en="Put the card's file beside the product file, or remove it from the line: the published average stands.",
    remedy_zh="请将该卡文件放在商品文件旁；或从该行移除，改用公布的平均值。",
)
CARD_BOUNDARY = declare(
    "GC-FPT-021",
    Refused,
    en="The supplier's card {card} covers {boundary}; a material needs cradle to gate.",
    zh="供应商绿卡 {card} 的边界为 {boundary}；材料须为从摇篮到大门。",
    remedy_en="Ask the supplier for a card from cradle to gate, or remove it: the published average stands.",
    remedy_zh="请向供应商索取从摇篮到大门的绿卡；或移除该卡，改用公布的平均值。",
)
CARD_MASS = declare(
    "GC-FPT-022",
    Refused,
    en="The supplier's card {card} does not say what its declared unit ({unit}) weighs.",
    zh="供应商绿卡 {card} 未说明其声明单位（{unit}）的质量。",
    remedy_en="Ask the supplier for a card whose declared unit is a mass or states one, or remove it from the line.",
    remedy_zh="请向供应商索取声明单位为质量、或写明质量的绿卡；或从该行移除。",
)
CARD_ILLUSTRATIVE = declare(
    "GC-FPT-023",
    Refused,
    en="The supplier's card {card} holds made-up data (illustrative); this product is real.",
    zh="供应商绿卡 {card} 为示例数据，而本商品不是示例。",
    remedy_en="Ask the supplier for a card of real data, or remove it: the published average stands.",
    remedy_zh="请向供应商索取真实数据的绿卡；或移除该卡，改用公布的平均值。",
)
CARD_EXPIRED = declare(
    "GC-FPT-024",
    Refused,
    en="The supplier's card {card} was valid until {until}; the assessment is of {on}.",
    zh="供应商绿卡 {card} 有效期至 {until}；核算日期为 {on}。",
    remedy_en="Ask the supplier for a new card, or remove it from the line: the published average stands.",
    remedy_zh="请向供应商索取新卡；或从该行移除，改用公布的平均值。",
)
BAD_CARD = declare(
    "GC-FPT-025",
    Refused,
    en="The supplier's card {card} gives {kg} kg CO2e between {low} and {high}, {measured} measured: this cannot be.",
    zh="供应商绿卡 {card} 的数值为 {kg} kg CO2e，区间 {low} 至 {high}，实测比例 {measured}：无法使用。",
    remedy_en="Ask the supplier: nothing is made without emissions, and the interval must hold the figure.",
    remedy_zh="请询问供应商：任何材料的制造都有排放，且区间须包含该数值。",
)
NO_ALLOCATION = declare(
    "GC-FPT-026",
    InvalidInput,
    en="The process “{process}” has co-products, and nothing says how its burden is split (ISO 14067:2018 6.4.6).",
    zh="工序“{process}”有联产品，但未说明负担如何分配（ISO 14067:2018 6.4.6）。",
    remedy_en="Give an allocation: mass where the masses say it, else energy, else economic with its reason.",
    remedy_zh="请填写分配方法：质量可反映时按质量，其次热值，最后经济价值并说明理由。",
)
ALLOCATION_DATA = declare(
    "GC-FPT-027",
    InvalidInput,
    en="Allocation by {method} of the process “{process}” needs {field}, above zero for the product.",
    zh="工序“{process}”按{method_zh}分配，须填写 {field}；产品的该值须大于 0。",
    remedy_en="Give it per kg, or choose a method for which the data are known.",
    remedy_zh="请按每千克填写，或改用数据齐备的方法。",
)
CO_PRODUCT_MASS = declare(
    "GC-FPT-028",
    InvalidInput,
    en="The co-products weigh {kg} kg, but only {free} kg of the materials do not stay in the product.",
    zh="联产品合计 {kg} 千克，而物料中未留在产品内的仅有 {free} 千克。",
    remedy_en="Gross is all that enters the process, also what becomes the co-product.",
    remedy_zh="毛重为全部投入量，包括成为联产品的部分。",
)
GAS_ORIGIN = declare(
    "GC-FPT-029",
    InvalidInput,
    en="{gas} cannot be of {origin} origin.",
    zh="{gas} 的来源不能是 {origin}。",
    remedy_en="Biomass and land let out CO2, CH4 and N2O; anything else is fossil.",
    remedy_zh="生物质和土地只释放 CO2、CH4 和 N2O；其他气体请填 fossil。",
)
UNKNOWN_RULES = declare(
    "GC-FPT-030",
    InvalidInput,
    en="There is no rule set {rules}.",
    zh="没有规则集 {rules}。",
    remedy_en="Choose one of: {known}.",
    remedy_zh="请选择：{known}。",
)
DISPOSAL_SHARES = declare(
    "GC-FPT-031",
    InvalidInput,
    en="The shares of disposal come to {sum}; they must come to 1.",
    zh="报废处置比例合计为 {sum}，应为 1。",
    remedy_en="Say for the whole mass where it goes, each route once.",
    remedy_zh="请说明全部质量的去向，每种方式填写一次。",
)
BAD_ENERGY = declare(
    "GC-FPT-032",
    InvalidInput,
    en="The energy allocated to the product does not hold: {what}.",
    zh="分配给产品的能源数据不成立：{what_zh}。",
    remedy_en="Allocate the facility's readings again, for this product and this facility.",
    remedy_zh="请针对本产品和本工厂重新分配电表读数。",
)
