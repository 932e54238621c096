"""Error codes of product systems (ISO 14067:2018 6.4.6 and Annex D)."""

from __future__ import annotations

from greencard.errors import InvalidInput, Refused, declare

__all__ = [
    "AMOUNT",
    "BAD_CARBON",
    "CARD",
    "CLAIMS",
    "FROM_NOTHING",
    "LOSS",
    "MASS_GAP",
    "NO_BASIS",
    "NO_PRODUCT",
    "NO_RULE",
    "ONLY_FOR",
    "OWN_USE",
    "PRICED_WASTE",
    "SHARES_SUM",
    "SHARE_OUTPUT",
    "SOURCES",
    "TOO_MANY_DRAWS",
    "TREATMENT",
    "TWO_PROVIDERS",
    "UNIT",
    "UNKNOWN_GAS",
    "UNKNOWN_OUTPUT",
    "WANTED",
]

UNKNOWN_OUTPUT = declare(
    "GC-FPT-110",
    InvalidInput,
    en="No process of the system yields “{output}”.{near}",
    zh="系统中没有工序产出“{output}”。{near_zh}",
    remedy_en="Take the id of a product or scrap output, or buy it: name a factor, a material or a supplier's card.",
    remedy_zh="请填写某个产品或废料产出的编号；若为外购，请填写排放因子、材料或供应商碳卡。",
)
TWO_PROVIDERS = declare(
    "GC-FPT-111",
    InvalidInput,
    en="The id “{id}” stands twice: here and at {first}.",
    zh="编号“{id}”出现两次：此处和 {first}。",
    remedy_en="Give every process and every output an id of its own; an input must know from whom it takes.",
    remedy_zh="每个工序和每项产出都应有唯一编号，投入才能对应到唯一来源。",
)
SOURCES = declare(
    "GC-FPT-112",
    InvalidInput,
    en="The input names {count} sources ({named}); exactly one is needed.",
    zh="该投入填写了 {count} 个来源（{named}）；须且只须填写一个。",
    remedy_en="Keep one of output, factor, material, fuel, card and electricity.",
    remedy_zh="请在产出、排放因子、材料、燃料、碳卡、电力中只保留一个。",
)
UNIT = declare(
    "GC-FPT-113",
    InvalidInput,
    en="The amount is in {unit}, {source} in {wanted}; one does not convert into the other.",
    zh="数量单位为 {unit}，而{source_zh}的单位为 {wanted}，两者不能换算。",
    remedy_en="Give the amount in {wanted}, or in another unit of the same kind (kg, g, t; kWh, MJ, GJ).",
    remedy_zh="请以 {wanted} 或同类单位（kg、g、t；kWh、MJ、GJ）填写。",
)
AMOUNT = declare(
    "GC-FPT-114",
    InvalidInput,
    en="{field} is {value}; it must be a finite number {bounds}.",
    zh="{field} 为 {value}；应为{bounds_zh}的有限数值。",
    remedy_en="Correct the number. Nothing is taken back from a footprint: a credit or an offset has no place in it.",
    remedy_zh="请改正数值。碳足迹中没有可扣减的项：信用或抵消不能进入。",
)
NO_RULE = declare(
    "GC-FPT-115",
    InvalidInput,
    en="“{process}” yields {count} products and does not say how they share its burdens.",
    zh="“{process}”产出 {count} 种产品，但未说明如何分配其负担。",
    remedy_en="First say which input serves which product alone (only_for); split the rest by allocation: mass or "
    "energy before economic (ISO 14067:2018 6.4.6.2).",
    remedy_zh="请先注明哪些投入只用于某一产品（专用于），其余用分配规则：先质量或能量，后经济"
    "（ISO 14067:2018 6.4.6.2）。",
)
SHARES_SUM = declare(
    "GC-FPT-116",
    InvalidInput,
    en="The shares of “{process}” sum to {sum}, not to 1.",
    zh="“{process}”的份额合计为 {sum}，不等于 1。",
    remedy_en="What is allocated must add up to what there is (ISO 14067:2018 6.4.6.1); write thirds with ten digits.",
    remedy_zh="分配后的合计必须等于分配前的总量（ISO 14067:2018 6.4.6.1）；三分之一请写到十位小数。",
)
SHARE_OUTPUT = declare(
    "GC-FPT-117",
    InvalidInput,
    en="The shares of “{process}” name “{output}”, which is {what}.",
    zh="“{process}”的份额中，“{output}”{what_zh}。",
    remedy_en="Name every product output of the process once, and no other.",
    remedy_zh="请将该工序的每项产品产出各写一次，不写其他。",
)
NO_BASIS = declare(
    "GC-FPT-118",
    InvalidInput,
    en="“{process}” is split by {method}, but “{output}” has no {basis}.",
    zh="“{process}”按{method_zh}分配，但“{output}”没有{basis_zh}。",
    remedy_en="Give the {basis} of every product output, or choose a rule for which the data are there.",
    remedy_zh="请补充每项产品产出的{basis_zh}，或改用数据齐全的分配方法。",
)
PRICED_WASTE = declare(
    "GC-FPT-119",
    InvalidInput,
    en="“{output}” is {kind} and has a price of {price}.",
    zh="“{output}”属于{kind_zh}，却有价格 {price}。",
    remedy_en="What is sold is a co-product and bears its part: make it kind: product, or leave the price out and let "
    "the scrap go to recycling without burden and without credit (cut-off).",
    remedy_zh="能出售的是共产品，应承担相应负担：请改为“产品”；或去掉价格，废料按截断法进入回收，不带负担也不给信用。",
)
MASS_GAP = declare(
    "GC-FPT-120",
    InvalidInput,
    en="“{process}” takes {taken} kg and yields {yielded} kg: {percent} % apart (ISO 14067:2018 6.4.3).",
    zh="“{process}”投入 {taken} 千克，产出 {yielded} 千克，相差 {percent}%（ISO 14067:2018 6.4.3）。",
    remedy_en="Add the missing input, waste, scrap or release, and water that evaporates as an output of kind loss; up "
    "to 5 % is accepted, up to 20 % with this warning.",
    remedy_zh="请补充缺失的投入、废物、废料或排放；蒸发的水分请列为“水分损失”类产出。5% 以内可接受，20% 以内仅提醒。",
)
OWN_USE = declare(
    "GC-FPT-121",
    InvalidInput,
    en="“{process}” takes {taken} {unit} of its own “{output}” and yields {yielded}: nothing is left.",
    zh="“{process}”自用“{output}”{taken} {unit}，而产出仅 {yielded}：没有净产出。",
    remedy_en="Correct one of the amounts; a process must yield more than it eats.",
    remedy_zh="请改正其中一个数量；工序的产出必须多于自用。",
)
UNKNOWN_GAS = declare(
    "GC-FPT-122",
    InvalidInput,
    en="The GWP set {gwp} has no value for “{gas}”{of}.",
    zh="GWP 数据集 {gwp} 中没有“{gas}”{of_zh}的数值。",
    remedy_en="Name one of: {known}.",
    remedy_zh="请填写：{known}。",
)
ONLY_FOR = declare(
    "GC-FPT-123",
    InvalidInput,
    en="The input serves “{output}” alone, which “{process}” does not yield as a product.",
    zh="该投入专用于“{output}”，但“{process}”没有这项产品产出。",
    remedy_en="Name a product output of the same process, or leave only_for out.",
    remedy_zh="请填写同一工序的产品产出编号，或留空。",
)
WANTED = declare(
    "GC-FPT-124",
    InvalidInput,
    en="The footprint of “{output}” is asked for, which is {what}.",
    zh="要求计算“{output}”，但它{what_zh}。",
    remedy_en="Ask for product outputs: {known}.",
    remedy_zh="请填写产品产出的编号：{known}。",
)
CARD = declare(
    "GC-FPT-125",
    Refused,
    en="The supplier's card “{card}” cannot be used: {why}.",
    zh="供应商碳卡“{card}”不能使用：{why_zh}。",
    remedy_en="Get a valid card of the supplier and check it, or take a material or a factor for this input.",
    remedy_zh="请取得供应商有效的碳卡并核验，或改用材料或排放因子。",
)
TREATMENT = declare(
    "GC-FPT-126",
    InvalidInput,
    en="The treatment of “{output}” cannot be taken: {why}.",
    zh="“{output}”的处理方式不可用：{why_zh}。",
    remedy_en="For a waste of known mass name a waste factor such as waste/wood/landfill; none: nothing is done.",
    remedy_zh="请为质量已知的废物填写废物因子，例如 waste/wood/landfill；无需处理时写 none。",
)
NO_PRODUCT = declare(
    "GC-FPT-127",
    InvalidInput,
    en="{what}",
    zh="{what_zh}",
    remedy_en="Describe each unit process with at least one product output; at most {limit} exchanges are read.",
    remedy_zh="每个单元过程至少应有一项产品产出；交换最多 {limit} 条。",
)
BAD_CARBON = declare(
    "GC-FPT-128",
    InvalidInput,
    en="“{name}” holds {carbon} kg of biogenic carbon in {mass} kg.",
    zh="“{name}”质量 {mass} 千克，却含生物碳 {carbon} 千克。",
    remedy_en="Give kg of carbon in the whole amount; wood holds about half of its dry mass.",
    remedy_zh="请填写整批所含碳的千克数；木材约为干重的一半。",
)
CLAIMS = declare(
    "GC-FPT-129",
    InvalidInput,
    en="The electricity claims of “{process}” come to {sum} of its use.",
    zh="“{process}”的电力声明合计为其用电量的 {sum}。",
    remedy_en="Shares are zero or more and come to at most 1; the rest is the grid's.",
    remedy_zh="各份额不小于 0，合计不超过 1；其余按电网计。",
)
FROM_NOTHING = declare(
    "GC-FPT-130",
    InvalidInput,
    en="“{process}” lets out biogenic CO2, but nothing that grew goes into it.",
    zh="“{process}”排放生物源 CO2，但其投入中没有任何生物质。",
    remedy_en="Give bio_based_pct on the input that brings the carbon, take a supplier's card that states it, or call "
    "the release fossil: biogenic CO2 stands apart from the total only because plants took it up before "
    "(ISO 14067:2018 6.4.9.3). A fuel's own CO2 is counted with the fuel.",
    remedy_zh="请在带入碳的投入上填写“生物基百分比”，或使用载明生物碳的供应商碳卡，或将该排放改为“化石”："
    "生物源 CO2 之所以单列，是因为植物此前已吸收（ISO 14067:2018 6.4.9.3）。燃料自身的 CO2 已随燃料计入。",
)
LOSS = declare(
    "GC-FPT-131",
    InvalidInput,
    en="The loss “{output}” {what}.",
    zh="水分损失“{output}”{what_zh}。",
    remedy_en="A loss is water, by its mass in kg. What holds carbon is a product, scrap, waste or a release.",
    remedy_zh="“水分损失”仅指水，请填写质量（千克）。含碳的物料应列为产品、废料、废物或直接排放。",
)
TOO_MANY_DRAWS = declare(
    "GC-FPT-132",
    InvalidInput,
    en="{draws} draws of {outputs} outputs are more than fit at once.",
    zh="{outputs} 项产出各抽样 {draws} 次，超出一次可计算的数量。",
    remedy_en="Ask for at most {most} draws, or for fewer outputs (products).",
    remedy_zh="请将抽样次数减至 {most} 次以内，或减少“最终产品”。",
)
