"""Error codes of reading quality, storage and totals (GC-MTR-023 to -029, -033 to -039, -042 to -049)."""

from __future__ import annotations

from greencard.errors import InvalidInput, declare

DUPLICATE_ROWS = declare(
    "GC-MTR-023",
    InvalidInput,
    en="{count} rows repeat an earlier row exactly; the first is line {line}.",
    zh="有 {count} 行与之前的行完全相同；首个为第 {line} 行。",
    remedy_en="They were dropped: nothing is counted twice. Export each period once.",
    remedy_zh="已剔除重复行，未重复计量。请勿重复导出同一时段。",
)
REGISTER_ROLLED = declare(
    "GC-MTR-024",
    InvalidInput,
    en="Register {column} rolled over {count} times; the first from {previous} to {text} kWh.",
    zh="表码 {column} 归零翻转 {count} 次；首次从 {previous} 到 {text} 千瓦时。",
    remedy_en="Counted on through {top} kWh. If the meter was exchanged there, give the rows as two files.",
    remedy_zh="电量按表码上限 {top} 千瓦时连续计算。若当时更换了电表，请把前后数据分成两个文件。",
)
REGISTER_RESET = declare(
    "GC-MTR-025",
    InvalidInput,
    en="Register {column} starts anew {count} times; the first falls from {previous} to {text} kWh.",
    zh="表码 {column} 重新起码 {count} 次；首次从 {previous} 降到 {text} 千瓦时。",
    remedy_en="The energy in between is unknown: that interval is a gap. Keep the record of the meter's exchange.",
    remedy_zh="其间电量未知，该时段按缺失计。请保留换表记录。",
)
REGISTER_JUMP = declare(
    "GC-MTR-026",
    InvalidInput,
    en="Register {column} jumps {count} times; the first from {previous} to {text} kWh, {times} times a usual step.",
    zh="表码 {column} 跳变 {count} 次；首次从 {previous} 到 {text} 千瓦时，为通常增量的 {times} 倍。",
    remedy_en="That interval is a gap. If a meter with a higher reading was put in, keep the record.",
    remedy_zh="该时段按缺失计。若换上了读数更高的电表，请保留换表记录。",
)
METER_STUCK = declare(
    "GC-MTR-027",
    InvalidInput,
    en="{column} shows the same {kwh} kWh in {count} intervals in a row; the first is {start}.",
    zh="{column} 连续 {count} 个时段均为 {kwh} 千瓦时；首个为 {start}。",
    remedy_en="A live meter is never that even. Check the logger and export the period again.",
    remedy_zh="正常电表不会如此恒定。请检查采集器并重新导出该时段。",
)
MIXED_PERIODS = declare(
    "GC-MTR-028",
    InvalidInput,
    en="The interval length changes {count} times; the first to {seconds} s at {start}.",
    zh="时段长度改变 {count} 次；首次在 {start} 变为 {seconds} 秒。",
    remedy_en="Each stretch is matched in its own intervals. If rows are merely missing there, export it again.",
    remedy_zh="各段按其自身时段长度匹配。若只是缺行，请补全后重新导出。",
)
TOTALS_ONLY = declare(
    "GC-MTR-029",
    InvalidInput,
    en="The rows are totals of a day or more: they prove own solar use of at least {least} and at most {most} kWh.",
    zh="各行为日或更长时间的合计：可证明的自用光伏至少 {least}、至多 {most} 千瓦时。",
    remedy_en="The lower figure counts. Export 15-minute or hourly values, or registers of a one-way export meter.",
    remedy_zh="按下限计入。请导出 15 分钟或 1 小时数据，或单向上网电表的表码。",
)
PV_ABOVE_CLEAR_SKY = declare(
    "GC-MTR-033",
    InvalidInput,
    en="{count} intervals generate more than {kwp} kWp can under the brightest sky of the place; the first, {start}, "
    "shows {pv} kWh where {limit} kWh is the limit.",
    zh="有 {count} 个时段的发电量超过 {kwp} kWp 在当地最亮天空下的可能值；"
    "首个 {start} 为 {pv} 千瓦时，上限 {limit} 千瓦时。",
    remedy_en="Own solar of these intervals is not counted. Check clock, unit, multiplier, kWp, tilt and azimuth.",
    remedy_zh="这些时段的自用光伏不计入。请核对时钟、单位、倍率、装机容量、倾角和朝向。",
)
UNIT_SLIP = declare(
    "GC-MTR-034",
    InvalidInput,
    en="{column} peaks at {kw} kW, {times} times the rated {kwp} kWp: the column holds Wh, not kWh.",
    zh="{column} 峰值为 {kw} 千瓦，是 {kwp} kWp 的 {times} 倍：该列单位是瓦时而不是千瓦时。",
    remedy_en="Divide the column by 1000, or correct the stated kWp.",
    remedy_zh="请将该列除以 1000，或更正装机容量。",
)
UNIT_SUSPECTED = declare(
    "GC-MTR-035",
    InvalidInput,
    en="{column} peaks at {kw} kW, {share} of {kwp} kWp: MWh in the column, or the meter's multiplier missing?",
    zh="{column} 峰值为 {kw} 千瓦，仅为 {kwp} kWp 的 {share}：单位可能是兆瓦时，或漏乘电表倍率。",
    remedy_en="Check unit and multiplier (CT ratio) of this column and of the load beside it.",
    remedy_zh="请核对该列及用电列的单位和互感器倍率。",
)
PV_CLOCK = declare(
    "GC-MTR-036",
    InvalidInput,
    en="Over {days} days generation is centred {hours} h {side} where the sun of this place puts it.",
    zh="{days} 天的发电量中心比当地太阳时{side_zh} {hours} 小时。",
    remedy_en="The clock or its zone is wrong (UTC written as +08:00 is 8 h early). Nothing was shifted, no own solar "
    "is counted: correct the offset and read the file again.",
    remedy_zh="时钟或时区有误（UTC 写成 +08:00 会早 8 小时）。数据未移动，自用光伏暂不计入：请更正后重新导入。",
)
METERS_SKEWED = declare(
    "GC-MTR-037",
    InvalidInput,
    en="Export fits generation and load best when generation is moved by {intervals} intervals ({minutes} min).",
    zh="将发电数据移动 {intervals} 个时段（{minutes} 分钟）后，与用电、上网数据最吻合。",
    remedy_en="PV meter and grid meter keep different clocks. Nothing was shifted: set one clock, export again.",
    remedy_zh="光伏表与并网表时钟不一致。系统不会自动移动数据：请校时后重新导出。",
)
PV_WITHOUT_NIGHT = declare(
    "GC-MTR-038",
    InvalidInput,
    en="On {days} of {of} days generation never stops, day or night.",
    zh="{of} 天中有 {days} 天昼夜均有发电，从不为零。",
    remedy_en="This is not the sun alone: check the column. Own solar of those days is not counted.",
    remedy_zh="这不可能只是光伏：请确认该列来自光伏电表。这些天的自用光伏不计入。",
)
YIELD_UNLIKELY = declare(
    "GC-MTR-039",
    InvalidInput,
    en="{days} days gave {kwh} kWh, {share} of what {basis} lets expect.",
    zh="{days} 天发电 {kwh} 千瓦时，为{basis_zh}预期值的 {share}。",
    remedy_en="Check kWp, unit and multiplier (CT ratio), and whether part of the plant is metered elsewhere.",
    remedy_zh="请核对装机容量、单位和互感器倍率，以及是否有部分电站另行计量。",
)
DISCHARGE_ABOVE_CHARGE = declare(
    "GC-MTR-042",
    InvalidInput,
    en="The battery gave {discharge} kWh and took {charge} kWh: its losses cannot be read from this file.",
    zh="储能放电 {discharge} 千瓦时、充电 {charge} 千瓦时：无法由此文件得出其损耗。",
    remedy_en="Nothing out of the battery counts as own solar. Give a longer period, or exchange the two columns.",
    remedy_zh="储能放电不计为自用光伏。请提供更长期间的数据，或检查两列是否写反。",
)
DAYLIGHT_SAVING = declare(
    "GC-MTR-043",
    InvalidInput,
    en="At the clock change of {start} the file {what}, although its offset stays {offset}.",
    zh="在 {start} 夏令时切换处，文件{what_zh}，但时区偏移始终为 {offset}。",
    remedy_en="Write local times with their own offset (in Madrid +01:00 in winter, +02:00 in summer), or all in UTC.",
    remedy_zh="请为本地时间写明当时的偏移（如马德里冬季 +01:00、夏季 +02:00），或全部用 UTC。",
)
STRETCH_SLIP = declare(
    "GC-MTR-044",
    InvalidInput,
    en="On {days} days {column} is about {times} times its median day; the first is {start}.",
    zh="{column} 有 {days} 天约为其日中位数的 {times} 倍；首日为 {start}。",
    remedy_en="A stretch of Wh or MWh among kWh? {treatment}",
    remedy_zh="是否有一段数据的单位写成瓦时或兆瓦时？{treatment_zh}",
)
TOTALS_STEP = declare(
    "GC-MTR-045",
    InvalidInput,
    en="As totals, the rows must be whole days or calendar months apart; these are {seconds} s apart.",
    zh="作为合计，各行须相隔整天或整月；此处相隔 {seconds} 秒。",
    remedy_en="Start each row at local midnight, or on the first of each month.",
    remedy_zh="请使每行从当地零点或每月第一天开始。",
)
LOAD_INCOMPLETE = declare(
    "GC-MTR-046",
    InvalidInput,
    en="{share} of the generation that was not exported is used by nobody, at a load of {load} kWh in all.",
    zh="未上网的发电量中有 {share} 无人使用，而总用电仅 {load} 千瓦时。",
    remedy_en="Check unit and multiplier (CT ratio) of the load, and that export is metered and not written as 0.",
    remedy_zh="请核对用电列的单位和互感器倍率，并确认上网电量已计量而非填 0。",
)
BAD_SITE = declare(
    "GC-MTR-047",
    InvalidInput,
    en="{name} is {value}; it lies between {low} and {high}.",
    zh="{name} 为 {value}，应在 {low} 与 {high} 之间。",
    remedy_en="Correct the facility's record.",
    remedy_zh="请更正工厂信息。",
)

PV_ABOVE_SUPPOSED_SKY = declare(
    "GC-MTR-048",
    InvalidInput,
    en="{count} intervals generate more than the clear-sky model gives {kwp} kWp at this place and tilt; the first, "
    "{start}, shows {pv} kWh where {limit} kWh is its limit.",
    zh="有 {count} 个时段的发电量超过晴空模型对 {kwp} kWp 在当地及该倾角下的估值；"
    "首个 {start} 为 {pv} 千瓦时，模型上限 {limit} 千瓦时。",
    remedy_en="Nothing was changed. Check kWp, tilt, azimuth, multiplier and clock.",
    remedy_zh="数据未作改动。请核对装机容量、倾角、朝向、倍率和时钟。",
)
