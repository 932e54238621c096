"""Error codes of the footprint kernel."""

from __future__ import annotations

from greencard.errors import InvalidInput, Refused, declare

__all__ = [
    "BAD_DRAWS",
    "CYCLE_GAIN",
    "DRAW_NOT_PRODUCTIVE",
    "DUPLICATE_ID",
    "NEGATIVE_VALUE",
    "NOT_FINITE",
    "NOT_PRODUCTIVE",
    "TOO_MANY",
    "UNKNOWN_PROCESS",
    "WRONG_SHAPE",
]

WRONG_SHAPE = declare(
    "GC-FPT-100",
    InvalidInput,
    en="{field} has the shape {found}; {expected} is needed.",
    zh="{field} 的形状为 {found}，应为 {expected}。",
    remedy_en="Give one number per process, per exchange or per component, in the order of the ids.",
    remedy_zh="请按编号顺序，为每个过程、每条交换或每个分量各给一个数值。",
)
NOT_FINITE = declare(
    "GC-FPT-101",
    InvalidInput,
    en="{field} of “{process}” is {value}; a finite number is needed.",
    zh="“{process}”的 {field} 为 {value}，须为有限的数值。",
    remedy_en="Correct the number, or leave the exchange out when it is not known.",
    remedy_zh="请更正该数值；若未知，请去掉该交换。",
)
NEGATIVE_VALUE = declare(
    "GC-FPT-102",
    InvalidInput,
    en="{field} of “{process}” is {value}; it cannot be negative.",
    zh="“{process}”的 {field} 为 {value}，不能为负。",
    remedy_en="Allocate co-products before the system is built (ISO 14067:2018 6.4.6): no exchange is a credit here.",
    remedy_zh="请在建立产品系统之前完成共生产品分配（ISO 14067:2018 6.4.6）：此处的交换不得作为抵扣。",
)
UNKNOWN_PROCESS = declare(
    "GC-FPT-103",
    InvalidInput,
    en="{field} names the process number {value}; the system has the numbers 0 to {last}.",
    zh="{field} 指向第 {value} 号过程；本系统的编号为 0 至 {last}。",
    remedy_en="Number the processes by their place in the ids.",
    remedy_zh="请按过程在编号列表中的位置填写。",
)
DUPLICATE_ID = declare(
    "GC-FPT-104",
    InvalidInput,
    en="Two processes are called “{process}”.",
    zh="有两个过程同名“{process}”。",
    remedy_en="Give every process its own id.",
    remedy_zh="请为每个过程设置唯一编号。",
)
CYCLE_GAIN = declare(
    "GC-FPT-105",
    Refused,
    en="These processes use up what they make: {cycle}. One unit needs {gain} units of itself.",
    zh="下列过程的产出被自身耗尽：{cycle}。每生产 1 单位需消耗自身 {gain} 单位。",
    remedy_en="Correct an amount or a unit on this loop (kWh for MWh, g for kg): their product must stay below 1.",
    remedy_zh="请更正该循环上的数量或单位（如 kWh 与 MWh、g 与 kg）：循环上各数量之积须小于 1。",
)
NOT_PRODUCTIVE = declare(
    "GC-FPT-106",
    Refused,
    en="Loops that share processes use up together what they make. The strongest: {cycle}, {gain} units for each unit.",
    zh="若干共用过程的循环合计耗尽了自身产出。其中最强的是 {cycle}：每生产 1 单位需消耗自身 {gain} 单位。",
    remedy_en="Correct the amounts on these loops until, together, they take less than 1 unit for each unit made.",
    remedy_zh="请更正这些循环上的数量，使每生产 1 单位合计消耗小于 1 单位。",
)
DRAW_NOT_PRODUCTIVE = declare(
    "GC-FPT-107",
    Refused,
    en="In draw {draw} the loop {cycle} uses up what it makes: the spread of its amounts reaches a gain of 1.",
    zh="第 {draw} 次抽样中，循环 {cycle} 耗尽了自身产出：其数量的离散程度使循环增益达到 1。",
    remedy_en="Measure the amounts on this loop better; with this spread its footprint has no finite mean.",
    remedy_zh="请更准确地测量该循环上的数量；在此离散程度下，其足迹没有有限的均值。",
)
BAD_DRAWS = declare(
    "GC-FPT-108",
    InvalidInput,
    en="{field} is {value}; a whole number from {low} to {high} is needed.",
    zh="{field} 为 {value}，须为 {low} 至 {high} 的整数。",
    remedy_en="Ask for fewer draws or fewer processes at a time.",
    remedy_zh="请减少抽样次数或一次抽样的过程数。",
)
TOO_MANY = declare(
    "GC-FPT-109",
    InvalidInput,
    en="The system has {count} {what}; one snapshot holds {limit}.",
    zh="本系统有 {count} 个{what}；一个快照最多 {limit} 个。",
    remedy_en="Split the system by merchant: blocks that do not supply each other are independent.",
    remedy_zh="请按商户拆分系统：互不供货的部分彼此独立。",
)
