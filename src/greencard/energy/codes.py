"""Error codes of meter readings and solar matching (GC-MTR)."""

from __future__ import annotations

from typing import Final

from greencard.errors import InvalidInput, declare

KNOWN_COLUMNS: Final = (
    "timestamp/时间, load_kwh/用电, pv_kwh/光伏, export_kwh/上网, "
    "load_register_kwh/用电表码, pv_register_kwh/光伏表码, export_register_kwh/上网表码"
)

TOO_LARGE = declare(
    "GC-MTR-001",
    InvalidInput,
    en="The readings file holds {size} bytes; at most {limit} are read.",
    zh="抄表文件有 {size} 字节，最多读取 {limit} 字节。",
    remedy_en="Split the file by year, or export quarter-hours instead of minutes.",
    remedy_zh="请按年份拆分文件，或改为导出 15 分钟数据。",
)
TOO_MANY_ROWS = declare(
    "GC-MTR-002",
    InvalidInput,
    en="The readings file has more than {limit} rows.",
    zh="抄表文件超过 {limit} 行。",
    remedy_en="Split the file by year, or export quarter-hours instead of minutes.",
    remedy_zh="请按年份拆分文件，或改为导出 15 分钟数据。",
)
WRONG_ENCODING = declare(
    "GC-MTR-003",
    InvalidInput,
    en="The readings file is not UTF-8 text; it looks like {encoding}.",
    zh="抄表文件不是 UTF-8 文本，看起来是 {encoding}。",
    remedy_en='In WPS or Excel choose "Save as" and the type "CSV UTF-8".',
    remedy_zh="在 WPS 或 Excel 中选择“另存为”，类型选“CSV UTF-8”。",
)
NOT_CSV = declare(
    "GC-MTR-004",
    InvalidInput,
    en="This line is not comma-separated text: {reason}.",
    zh="此行不是逗号分隔的文本：{reason}。",
    remedy_en="Save the sheet as CSV with commas, without line breaks inside cells.",
    remedy_zh="请把表格存为逗号分隔的 CSV，单元格内不要换行。",
)
NO_READINGS = declare(
    "GC-MTR-005",
    InvalidInput,
    en="The file holds {count} usable rows; an interval length needs at least two.",
    zh="文件只有 {count} 行可用数据；至少两行才能确定时段长度。",
    remedy_en="Give the header line and at least two rows.",
    remedy_zh="请提供表头和至少两行数据。",
)
UNKNOWN_COLUMN = declare(
    "GC-MTR-006",
    InvalidInput,
    en="Column {name} is not known.",
    zh="无法识别列 {name}。",
    remedy_en="Use these column names: {known}.",
    remedy_zh="请使用以下列名：{known}。",
)
MISSING_COLUMN = declare(
    "GC-MTR-007",
    InvalidInput,
    en="There is no column for {name}.",
    zh="缺少列 {name}。",
    remedy_en="Use these column names: {known}. Where nothing is exported, write 0.",
    remedy_zh="请使用以下列名：{known}。没有上网电量请填 0：缺了这一列，上网电量会被误算为自用。",
)
REPEATED_COLUMN = declare(
    "GC-MTR-008",
    InvalidInput,
    en="Column {name} is given more than once.",
    zh="列 {name} 重复出现。",
    remedy_en="Keep one column for each quantity, either interval energy or register readings.",
    remedy_zh="每种电量只保留一列：时段电量或表码读数二选一。",
)
WRONG_CELLS = declare(
    "GC-MTR-009",
    InvalidInput,
    en="This row has {count} cells; the header has {expected}.",
    zh="此行有 {count} 个单元格，表头有 {expected} 个。",
    remedy_en="Fill every cell of the row, or remove the row (it is then counted as a gap).",
    remedy_zh="请填满此行，或删除此行（将按缺失时段计）。",
)
BAD_TIMESTAMP = declare(
    "GC-MTR-010",
    InvalidInput,
    en="{text} is not an ISO 8601 instant between the years 2000 and 2099.",
    zh="{text} 不是 2000 至 2099 年间的 ISO 8601 时间。",
    remedy_en="Write the interval's start as 2026-03-01T08:00:00+08:00; a year such as 1970 means a reset meter clock.",
    remedy_zh="请把时段起点写成 2026-03-01T08:00:00+08:00；出现 1970 等年份说明电表时钟被重置。",
)
NO_ZONE = declare(
    "GC-MTR-011",
    InvalidInput,
    en="{text} has no time zone.",
    zh="{text} 缺少时区。",
    remedy_en="Add the offset, for China +08:00, as in 2026-03-01T08:00:00+08:00.",
    remedy_zh="请加上时区偏移，中国为 +08:00，例如 2026-03-01T08:00:00+08:00。",
)
NOT_ENERGY = declare(
    "GC-MTR-012",
    InvalidInput,
    en="{text} in {column} is not a number of kWh.",
    zh="{column} 中的 {text} 不是千瓦时数值。",
    remedy_en="Write a plain decimal such as 12.5; remove the row if the value was not metered (it is then a gap).",
    remedy_zh="请写普通小数，例如 12.5；若当时未计量，请删除此行（将按缺失时段计）。",
)
NEGATIVE_ENERGY = declare(
    "GC-MTR-013",
    InvalidInput,
    en="{column} is {text} kWh; metered energy cannot be negative.",
    zh="{column} 为 {text} 千瓦时；计量电量不能为负。",
    remedy_en="Give consumption, generation and export each as zero or more, in its own column.",
    remedy_zh="用电、发电、上网请分列填写，且不小于 0。",
)
IMPOSSIBLE_ENERGY = declare(
    "GC-MTR-014",
    InvalidInput,
    en="{column} is {text} kWh, more than {limit} kWh in one reading.",
    zh="{column} 为 {text} 千瓦时，单个读数超过 {limit} 千瓦时。",
    remedy_en="Check the unit: values are kWh, not Wh.",
    remedy_zh="请检查单位：应为千瓦时（kWh），不是瓦时（Wh）。",
)
BACKWARDS = declare(
    "GC-MTR-015",
    InvalidInput,
    en="{text} is earlier than the row before it ({previous}).",
    zh="{text} 早于上一行（{previous}）。",
    remedy_en="Sort the rows by time; if the meter's clock was set back, give the rows before and after as two files.",
    remedy_zh="请按时间排序；若电表时钟被回拨，请把前后数据分成两个文件。",
)
DUPLICATE_INSTANT = declare(
    "GC-MTR-016",
    InvalidInput,
    en="{text} is the same instant as line {first}.",
    zh="{text} 与第 {first} 行是同一时刻。",
    remedy_en="Keep one row for each interval; two offsets may name one instant.",
    remedy_zh="每个时段只保留一行；不同时区写法可能是同一时刻。",
)
IRREGULAR = declare(
    "GC-MTR-017",
    InvalidInput,
    en="This row starts {step} s after the row before it, which is no multiple of the interval of {seconds} s.",
    zh="此行比上一行晚 {step} 秒，不是时段长度 {seconds} 秒的整数倍。",
    remedy_en="Export all rows with one interval length; leave missing rows out instead of shifting the others.",
    remedy_zh="请用同一时段长度导出全部数据；缺失的行请留空，不要移动其他行。",
)
INTERVAL_LENGTH = declare(
    "GC-MTR-018",
    InvalidInput,
    en="The rows are {seconds} s apart; solar use is matched in intervals of 1 to 60 minutes that divide an hour.",
    zh="各行间隔 {seconds} 秒。光伏自用按 1 分钟至 1 小时、且能整除 1 小时的时段匹配。",
    remedy_en="Export 15-minute or hourly values; daily or monthly totals, read as totals, prove a bound alone.",
    remedy_zh="请导出 15 分钟或 1 小时数据。日合计或月合计可按合计读取，但只能得出自用光伏的上下限。",
)
EXPORT_ABOVE_PV = declare(
    "GC-MTR-019",
    InvalidInput,
    en="Export ({export} kWh) is above generation ({pv} kWh) in this interval.",
    zh="此时段上网电量（{export} 千瓦时）大于发电量（{pv} 千瓦时）。",
    remedy_en="Check that both meters use one clock and that the columns are not exchanged; storage is not read yet.",
    remedy_zh="请检查两块电表时钟是否一致、列是否写反；目前不支持储能。",
)
REGISTER_BACK = declare(
    "GC-MTR-020",
    InvalidInput,
    en="Register {column} goes back from {previous} to {text} kWh.",
    zh="表码 {column} 从 {previous} 退回到 {text} 千瓦时。",
    remedy_en="If the meter was exchanged or rolled over, give the rows before and after as two files.",
    remedy_zh="若换过电表或表码归零，请把前后数据分成两个文件。",
)
STOPPED = declare(
    "GC-MTR-021",
    InvalidInput,
    en="Reading stopped after {count} faults; later lines were not looked at.",
    zh="发现 {count} 处问题后停止读取，之后的行未检查。",
    remedy_en="Correct these first: one cause often explains many lines.",
    remedy_zh="请先更正以上问题：许多行往往出于同一原因。",
)
OTHER_SEPARATOR = declare(
    "GC-MTR-022",
    InvalidInput,
    en="The columns are separated by {mark}, not by a comma.",
    zh="各列以 {mark_zh} 分隔，而不是英文逗号。",
    remedy_en="Save the file again as CSV with commas.",
    remedy_zh="请另存为以英文逗号分隔的 CSV 文件。",
)
PV_ABOVE_CAPACITY = declare(
    "GC-MTR-030",
    InvalidInput,
    en="{count} intervals generate more than the plant of {kwp} kWp can ({limit} kWh each); the first shows {pv} kWh.",
    zh="有 {count} 个时段的发电量超过 {kwp} kWp 装机的可能值（每时段 {limit} 千瓦时）；首个为 {pv} 千瓦时。",
    remedy_en="Check the stated kWp, the unit and the meter's multiplier.",
    remedy_zh="请核对装机容量、单位和电表倍率。",
)
PV_AT_NIGHT = declare(
    "GC-MTR-031",
    InvalidInput,
    en="{count} intervals show {kwh} kWh of PV generation in the dark; the first is {start}.",
    zh="有 {count} 个时段在夜间出现光伏发电共 {kwh} 千瓦时；首个为 {start}。",
    remedy_en="Check the time zone: a clock kept in UTC but written as +08:00 is 8 hours off.",
    remedy_zh="请检查时区：以 UTC 记录却写成 +08:00 的时钟会差 8 小时。",
)
PV_UNACCOUNTED = declare(
    "GC-MTR-032",
    InvalidInput,
    en="In {count} intervals {kwh} kWh of PV is neither exported nor used by the load; the first is {start}.",
    zh="有 {count} 个时段共 {kwh} 千瓦时光伏电量既未上网也未被负荷使用；首个为 {start}。",
    remedy_en="It is not counted as self-use. Check that load holds all consumption, from the grid and from the roof.",
    remedy_zh="这部分不计入自用。请确认用电列包含来自电网和屋顶的全部用电。",
)
NOTHING_IN_PERIOD = declare(
    "GC-MTR-040",
    InvalidInput,
    en="There are no readings between {start} and {end}.",
    zh="{start} 至 {end} 之间没有抄表数据。",
    remedy_en="Give readings of this period, or choose a period the readings cover.",
    remedy_zh="请提供该期间的抄表数据，或选择有数据的期间。",
)
UNEVEN_INTERVALS = declare(
    "GC-MTR-041",
    InvalidInput,
    en="Readings at {start} overlap, run backwards or differ in length from those before.",
    zh="{start} 的读数与之前的重叠、倒序或时段长度不同。",
    remedy_en="Match readings of one interval length, in order, each interval once.",
    remedy_zh="请使用同一时段长度、按时间排序且不重复的读数。",
)
