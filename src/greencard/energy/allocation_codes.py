"""Error codes of certificates, allocation, energy lots and the facility period file (GC-MTR-050 to GC-MTR-079)."""

from __future__ import annotations

from greencard.errors import InvalidInput, NotFound, Refused, declare

# -- certificates -----------------------------------------------------------------------------------------------------

SOLD_ABOVE_GENERATION = declare(
    "GC-MTR-050",
    Refused,
    en="Certificates of own solar stand for {listed} kWh of the period; the plant generated {generated} kWh.",
    zh="所列自有光伏绿证对应本期 {listed} 千瓦时，而电站仅发电 {generated} 千瓦时。",
    remedy_en="Check quantity and production period of each certificate: one kWh has one certificate.",
    remedy_zh="请核对每张绿证的电量和生产期间：一千瓦时只对应一张绿证。",
)
DOUBLE_USE = declare(
    "GC-MTR-051",
    Refused,
    en="Certificate {scheme} {id} is listed twice.",
    zh="绿证 {scheme} {id} 列出了两次。",
    remedy_en="A certificate speaks for its kWh once. Remove one of the two entries.",
    remedy_zh="每张绿证只能使用一次，请删除重复项。",
)
PART_CERTIFICATE = declare(
    "GC-MTR-052",
    InvalidInput,
    en="Certificate {scheme} {id} stands for {kwh} kWh, which is not a whole number of 1 000 kWh.",
    zh="绿证 {scheme} {id} 对应 {kwh} 千瓦时，不是 1000 千瓦时的整数倍。",
    remedy_en="Give whole certificates; what is below 1 000 kWh rolls over into the next month.",
    remedy_zh="请填写整张绿证；不足 1000 千瓦时的部分结转至下月。",
)
CERTIFICATE_DATES = declare(
    "GC-MTR-053",
    InvalidInput,
    en="Certificate {scheme} {id}: production {first} to {last} ends before it begins.",
    zh="绿证 {scheme} {id}：生产期间 {first} 至 {last}，终点早于起点。",
    remedy_en="Give the first and the last day of production.",
    remedy_zh="请填写生产期间的首日和末日。",
)

# -- allocation -------------------------------------------------------------------------------------------------------

MISALIGNED = declare(
    "GC-MTR-054",
    InvalidInput,
    en="The intervals of {seconds} s do not all have one length and lie on the period {start} to {end}.",
    zh="{seconds} 秒的计量时段长度不一，或与期间 {start} 至 {end} 的起止不一致。",
    remedy_en="Begin and end the period at the start of an interval, such as midnight; export intervals of one length.",
    remedy_zh="请让期间在计量时段的起点开始和结束（例如零点），并导出长度一致的时段。",
)
RUN_OUTSIDE = declare(
    "GC-MTR-055",
    Refused,
    en="The run of {product} from {start} to {end} lies outside what {meter} measured ({first} to {last}).",
    zh="{product} 的生产批次 {start} 至 {end} 超出 {meter} 的计量范围（{first} 至 {last}）。",
    remedy_en="Give readings that cover the run, or correct its window.",
    remedy_zh="请提供覆盖该批次的读数，或更正批次时间。",
)
RUN_BACKWARDS = declare(
    "GC-MTR-056",
    InvalidInput,
    en="The run of {product} from {start} to {end} is empty, runs backwards or has no time zone.",
    zh="{product} 的生产批次 {start} 至 {end} 为空、倒序或缺少时区。",
    remedy_en="Give start before end, both with an offset such as +08:00, or neither.",
    remedy_zh="起点须早于终点，且都带时区，例如 +08:00；也可以都不填。",
)
RUNS_OVERLAP = declare(
    "GC-MTR-057",
    Refused,
    en="{products} ran at the same time on {meter} from {start}, and nothing says how they share its energy.",
    zh="{products} 自 {start} 起同时在 {meter} 上生产，但没有说明如何分摊电量。",
    remedy_en="Give each machine its own sub-meter, or state a key (shares with their reason).",
    remedy_zh="请为各设备设分表，或给出分摊比例及其依据。",
)
KEY_SUM = declare(
    "GC-MTR-058",
    InvalidInput,
    en="The stated shares sum to {sum}, or one of them is negative, above one or given twice.",
    zh="所列分摊比例合计为 {sum}，或存在负数、大于 1 或重复的比例。",
    remedy_en="Give one share from 0 to 1 for each product; together they make 1.",
    remedy_zh="请为每个产品给出一个 0 到 1 的比例，合计为 1。",
)
NO_UNITS = declare(
    "GC-MTR-059",
    InvalidInput,
    en="{product} has {units} units in the period; energy cannot be given per unit.",
    zh="{product} 本期产量为 {units}，无法计算单位能耗。",
    remedy_en="Give the good units that were made; a single run may have none, the product may not.",
    remedy_zh="请填写合格品数量；单个批次可以为零，产品合计不能为零。",
)
SUBMETERS_ABOVE = declare(
    "GC-MTR-060",
    Refused,
    en="The sub-meters show {excess} kWh more than the main meter in {count} intervals, first at {start}: more than "
    "{tolerance} % of the load.",
    zh="分表在 {count} 个时段内比总表多 {excess} 千瓦时（首次出现于 {start}），超过用电量的 {tolerance}%。",
    remedy_en="Check clocks and multipliers, and that no sub-meter stands behind another.",
    remedy_zh="请核对时钟和倍率，并确认分表之间没有嵌套。",
)
SUBMETER_LENGTH = declare(
    "GC-MTR-061",
    InvalidInput,
    en="Sub-meter {id} has intervals of {seconds} s, the main meter of {main} s.",
    zh="分表 {id} 的计量时段为 {seconds} 秒，总表为 {main} 秒。",
    remedy_en="Export the sub-meter in the main meter's intervals or in shorter ones that divide them.",
    remedy_zh="请按总表的时段或能整除它的更短时段导出分表数据。",
)
NO_SUBMETER = declare(
    "GC-MTR-062",
    InvalidInput,
    en="Sub-meter {id} has no readings, is listed twice, or is not listed.",
    zh="分表 {id} 没有读数、重复列出或未列出。",
    remedy_en="List each sub-meter once, with a readings file or with register readings.",
    remedy_zh="每个分表只列一次，并提供读数文件或表码。",
)
BAD_REGISTER = declare(
    "GC-MTR-063",
    InvalidInput,
    en="The register readings of sub-meter {id} are fewer than two, out of order, outside the period or falling.",
    zh="分表 {id} 的表码少于两个、顺序有误、超出期间或出现倒退。",
    remedy_en="Give instants with their readings in order, from inside the period; a new meter is a new sub-meter.",
    remedy_zh="请按时间顺序给出期间内的时刻和表码；更换电表请作为新的分表列出。",
)
NO_MASS = declare(
    "GC-MTR-064",
    InvalidInput,
    en="{product} has no unit mass above zero, and {what} is split by mass.",
    zh="{product} 没有大于零的单位质量，而 {what} 按质量分摊。",
    remedy_en="Give its net mass per unit in kg, or split by something else.",
    remedy_zh="请填写单位净质量（千克），或改用其他分摊方式。",
)
NO_KEY = declare(
    "GC-MTR-065",
    InvalidInput,
    en="{what} is split by stated shares, and those of {products} come to nothing.",
    zh="{what} 按所列比例分摊，而 {products} 没有大于零的比例。",
    remedy_en="Give the shares, or split by mass, units, hours or electricity.",
    remedy_zh="请给出比例，或按质量、件数、工时、用电量分摊。",
)
NOTHING_TO_WEIGH = declare(
    "GC-MTR-066",
    InvalidInput,
    en="{what} is split by {by}, which is zero for every product concerned.",
    zh="{what} 按{by_zh}分摊，但相关产品的该值均为零。",
    remedy_en="Split it by something the products have.",
    remedy_zh="请改用产品具有的分摊依据。",
)
BAD_FUEL = declare(
    "GC-MTR-067",
    InvalidInput,
    en="Fuel {fuel} has no energy of zero or more: give MJ, or an amount with its calorific value.",
    zh="燃料 {fuel} 没有不小于零的能量：请填写 MJ，或用量及其低位热值。",
    remedy_en="Give `mj`, or `amount`, `unit` and `mj_per_unit` (net calorific value).",
    remedy_zh="请填写 MJ，或同时填写用量、单位和低位热值。",
)
TOO_LARGE_ENERGY = declare(
    "GC-MTR-068",
    InvalidInput,
    en="An interval of {meter} holds {wh} Wh; at most {limit} Wh can be allocated.",
    zh="{meter} 的一个时段为 {wh} Wh；最多可分摊 {limit} Wh。",
    remedy_en="Check the unit of the readings: Wh in a kWh column?",
    remedy_zh="请核对读数单位：是否把 Wh 填在了 kWh 列？",
)
UNKNOWN_PRODUCT = declare(
    "GC-MTR-069",
    InvalidInput,
    en="{product} is named in {where} but has no run in the period.",
    zh="{where} 中的 {product} 在本期没有生产批次。",
    remedy_en="Add its run (units, and a window where there is one), or take the name out.",
    remedy_zh="请补充其生产批次（产量及时间），或删除该名称。",
)

# -- energy lots ------------------------------------------------------------------------------------------------------

LOT_EXHAUSTED = declare(
    "GC-MTR-070",
    Refused,
    en="Lot {lot} has {free} Wh left; {asked} Wh were asked for.",
    zh="批次 {lot} 剩余 {free} Wh，申请 {asked} Wh。",
    remedy_en="Take less, release an allocation that is not retired, or take from another lot.",
    remedy_zh="请减少用量、释放尚未注销的分配，或改用其他批次。",
)
EXPORT_LOT = declare(
    "GC-MTR-071",
    Refused,
    en="Lot {lot} is energy that was exported to the grid; no product can use it.",
    zh="批次 {lot} 为上网电量，任何产品均不能使用。",
    remedy_en="Exported energy stays in its own ledger (ISO 14067: no offsetting). Allocate self-used or grid energy.",
    remedy_zh="上网电量单独记账（ISO 14067 不允许抵消）。请分配自用或电网电量。",
)
RETIRED = declare(
    "GC-MTR-072",
    Refused,
    en="Allocation {allocation} was retired for {target}; that is final.",
    zh="分配 {allocation} 已为 {target} 注销，不可更改。",
    remedy_en="Make a new allocation from what the lot has left.",
    remedy_zh="请从批次余量中另行分配。",
)
UNKNOWN_LOT = declare(
    "GC-MTR-073",
    NotFound,
    en="There is no {kind} {id}.",
    zh="找不到{kind_zh} {id}。",
    remedy_en="Check the id.",
    remedy_zh="请检查编号。",
)
BAD_AMOUNT = declare(
    "GC-MTR-074",
    InvalidInput,
    en="{wh} is not a whole number of Wh from {least} to {most}.",
    zh="{wh} 不是 {least} 到 {most} 之间的整数 Wh。",
    remedy_en="Give integer Wh.",
    remedy_zh="请填写整数 Wh。",
)
TAKEN_ID = declare(
    "GC-MTR-075",
    Refused,
    en="The {kind} {id} exists with other content.",
    zh="{kind_zh} {id} 已存在，且内容不同。",
    remedy_en="Lots and allocations are never rewritten. Use a new id.",
    remedy_zh="批次和分配不可改写，请使用新的编号。",
)

# -- the facility period file -----------------------------------------------------------------------------------------

WRONG_SHAPE = declare(
    "GC-MTR-076",
    InvalidInput,
    en="{key}: {found} cannot be read; expected is {expected}.",
    zh="{key}：无法读取 {found}；应为{expected_zh}。",
    remedy_en="docs/energy.md shows each field of a facility period file.",
    remedy_zh="各字段说明见 docs/energy.md。",
)
UNKNOWN_FIELD = declare(
    "GC-MTR-077",
    InvalidInput,
    en="{key} is not a field here.",
    zh="此处没有字段 {key}。",
    remedy_en="Known here: {known}.",
    remedy_zh="可用字段：{known_zh}。",
)
MISSING_FIELD = declare(
    "GC-MTR-078",
    InvalidInput,
    en="{key} is missing: {expected}.",
    zh="缺少 {key_zh}：{expected_zh}。",
    remedy_en="Add it; docs/energy.md shows a whole file.",
    remedy_zh="请补充；完整示例见 docs/energy.md。",
)
TWICE = declare(
    "GC-MTR-079",
    InvalidInput,
    en="{key} is given twice here (first on line {first}).",
    zh="{key} 在此重复出现（首次在第 {first} 行）。",
    remedy_en="Keep one of the two.",
    remedy_zh="请只保留一处。",
)
