"""The error codes of this room: what can be wrong with a product file, in both languages, each with a next step."""

from __future__ import annotations

from typing import Final

from greencard.errors import InvalidInput, declare

__all__: list[str] = []

# --- the bytes and their syntax -------------------------------------------------------------------------------------

TOO_LARGE: Final = declare(
    "GC-CAT-001",
    InvalidInput,
    en="The file is larger than {limit} bytes, so it was not read.",
    zh="文件超过 {limit} 字节，未读取。",
    remedy_en="A product file holds one product; put meter readings in their own CSV file.",
    remedy_zh="一个商品文件只写一个商品；电表读数请放在单独的 CSV 文件中。",
)
WRONG_ENCODING: Final = declare(
    "GC-CAT-002",
    InvalidInput,
    en="The file is not UTF-8; it looks like {looks_like}.",
    zh="文件不是 UTF-8 编码，看起来是 {looks_like_zh}。",
    remedy_en='Save it again as UTF-8 (in Notepad: "Save as", encoding "UTF-8").',
    remedy_zh="请另存为 UTF-8 编码（记事本：“另存为”，编码选“UTF-8”）。",
)
SYNTAX: Final = declare(
    "GC-CAT-003",
    InvalidInput,
    en="The file cannot be read from here on: {problem}.",
    zh="从此处起无法读取文件：{problem_zh}。",
    remedy_en='Write "key: value" with a space after the colon; indent each level by the same number of spaces.',
    remedy_zh="请写成“键: 值”，冒号后留一个空格，同一层级缩进相同的空格数。",
)
FULL_WIDTH_COLON: Final = declare(
    "GC-CAT-004",
    InvalidInput,
    en="This line uses the full-width colon “：” after the key.",
    zh="此行的键后使用了全角冒号“：”。",
    remedy_en='Type the half-width colon and a space: "{key}: ".',
    remedy_zh="请改用半角冒号加空格：“{key}: ”。",
)
TAB: Final = declare(
    "GC-CAT-005",
    InvalidInput,
    en="This line is indented with a tab.",
    zh="此行用制表符（Tab）缩进。",
    remedy_en="Indent with spaces.",
    remedy_zh="请改用空格缩进。",
)
TOO_COMPLEX: Final = declare(
    "GC-CAT-006",
    InvalidInput,
    en="The file holds more than {nodes} entries or nests deeper than {depth} levels.",
    zh="文件条目超过 {nodes} 个，或嵌套超过 {depth} 层。",
    remedy_en="Keep one product per file and only the keys of the product file.",
    remedy_zh="每个文件只写一个商品，只使用商品文件规定的键。",
)
ALIAS: Final = declare(
    "GC-CAT-007",
    InvalidInput,
    en="YAML anchors and aliases ({mark}) are not read: one line could stand for millions.",
    zh="不读取 YAML 锚点与别名（{mark}）：一行可能展开成数百万行。",
    remedy_en="Write the value out where it is needed.",
    remedy_zh="请在需要的位置直接写出内容。",
)
TAG: Final = declare(
    "GC-CAT-008",
    InvalidInput,
    en="The YAML tag {tag} is not read.",
    zh="不读取 YAML 标签 {tag}。",
    remedy_en="Remove the word that begins with “!”.",
    remedy_zh="请删除以“!”开头的标签。",
)
DUPLICATE_KEY: Final = declare(
    "GC-CAT-009",
    InvalidInput,
    en="{key} stands twice: on line {first_line} and on line {second_line}.",
    zh="{key} 出现两次：第 {first_line} 行和第 {second_line} 行。",
    remedy_en="Keep one of the two.",
    remedy_zh="请只保留一处。",
)
NOT_ONE_PRODUCT: Final = declare(
    "GC-CAT-010",
    InvalidInput,
    en="The file does not hold one product: {found} was found.",
    zh="文件不是一个商品：读到的是{found_zh}。",
    remedy_en='Begin with "schema: greencard/product/1"; "greencard init" writes a file to start from.',
    remedy_zh="请以“格式: greencard/product/1”开头；可用“greencard init 文件名 --lang zh”生成起始文件。",
)
TOO_MANY: Final = declare(
    "GC-CAT-011",
    InvalidInput,
    en="The file has {limit} faults or more; the rest is not listed.",
    zh="文件问题已达 {limit} 个，其余未列出。",
    remedy_en="Correct those listed and check again.",
    remedy_zh="请先改正已列出的问题，再次检查。",
)

WIDE_MARK: Final = declare(
    "GC-CAT-012",
    InvalidInput,
    en="This line uses the full-width character “{mark}”.",
    zh="此行使用了全角符号“{mark}”。",
    remedy_en="Type “{half}” instead; a full-width character that belongs to a text goes between quotation marks.",
    remedy_zh="请改用半角的“{half}”；属于文字内容的全角符号，请把整段文字放在引号内。",
)
NO_SPACE: Final = declare(
    "GC-CAT-013",
    InvalidInput,
    en="There is no space behind “{mark}”.",
    zh="“{mark}”后面缺少空格。",
    remedy_en="Type a space behind “{mark}”.",
    remedy_zh="请在“{mark}”后面加一个空格。",
)
NO_TEXT: Final = declare(
    "GC-CAT-014",
    InvalidInput,
    en="The file is an Excel, Word or PDF document, not text.",
    zh="这是 Excel、Word 或 PDF 文件，不是文本文件。",
    remedy_en='Write the product into a text file; "greencard init" writes one to start from.',
    remedy_zh="请把商品写入文本文件；可用“greencard init 文件名 --lang zh”生成起始文件。",
)

# --- keys and single values -----------------------------------------------------------------------------------------

UNKNOWN_KEY: Final = declare(
    "GC-CAT-020",
    InvalidInput,
    en="{key} is not a key of {record}.",
    zh="{record_zh}中没有 {key} 这个键。",
    remedy_en="Keys here: {known}.",
    remedy_zh="此处可用的键：{known_zh}。",
)
NEAR_KEY: Final = declare(
    "GC-CAT-021",
    InvalidInput,
    en="{key} is not a key of {record}. Did you mean {near}?",
    zh="{record_zh}中没有 {key} 这个键。是否想写 {near}？",
    remedy_en="Write {near}, or remove the line.",
    remedy_zh="请改为 {near}，或删除此行。",
)
MISSING: Final = declare(
    "GC-CAT-022",
    InvalidInput,
    en="{record} has no {key}.",
    zh="{record_zh}缺少 {key_zh}。",
    remedy_en="Add {key}: {doc}",
    remedy_zh="请补上 {key_zh}：{doc_zh}",
)
SHAPE: Final = declare(
    "GC-CAT-023",
    InvalidInput,
    en="{key} should be {expected}.",
    zh="{key_zh} 应为{expected_zh}。",
    remedy_en="{doc}",
    remedy_zh="{doc_zh}",
)
NOT_A_NUMBER: Final = declare(
    "GC-CAT-024",
    InvalidInput,
    en="{key} is {value}, which is not a number.",
    zh="{key} 为 {value}，不是数字。",
    remedy_en="Write a plain number such as 0.98, without thousands separators; known units: {units}.",
    remedy_zh="请写普通数字，例如 0.98，不带千位分隔符；可用单位：{units_zh}。",
)
UNKNOWN_UNIT: Final = declare(
    "GC-CAT-025",
    InvalidInput,
    en="{key} is {value}; {unit} is not a unit known here.",
    zh="{key} 为 {value}，其中 {unit} 不是可识别的单位。",
    remedy_en="Use one of: {units}.",
    remedy_zh="请使用：{units_zh}。",
)
NEGATIVE_MASS: Final = declare(
    "GC-CAT-026",
    InvalidInput,
    en="{key} is {value}; a mass cannot be negative.",
    zh="{key} 为 {value}，质量不能为负。",
    remedy_en="Give the mass in kg as a number of zero or more.",
    remedy_zh="请填写不小于 0 的千克数。",
)
OUT_OF_RANGE: Final = declare(
    "GC-CAT-027",
    InvalidInput,
    en="{key} is {value}; it must be {bounds}.",
    zh="{key} 为 {value}，应{bounds_zh}。",
    remedy_en="{doc}",
    remedy_zh="{doc_zh}",
)
SHARE_ABOVE_ONE: Final = declare(
    "GC-CAT-028",
    InvalidInput,
    en="{key} is {value}, more than the whole.",
    zh="{key} 为 {value}，超过了全部。",
    remedy_en="Forty per cent is 0.4 as a share, 40 as a percentage, or “40 %”.",
    remedy_zh="百分之四十写作份额 0.4、百分数 40，或“40 %”。",
)
BARE_PERCENT: Final = declare(
    "GC-CAT-029",
    InvalidInput,
    en="{key} is {value}: per cent or share?",
    zh="{key_zh} 为 {value}：是百分数还是份额？",
    remedy_en="Write “40 %”, or share_pct: 40, or share: 0.4.",
    remedy_zh="请写“40 %”，或 百分比: 40，或 份额: 0.4。",
)
NOT_A_CHOICE: Final = declare(
    "GC-CAT-030",
    InvalidInput,
    en="{key} is {value}, which is not one of the words read here.",
    zh="{key} 为 {value}，不是可识别的选项。",
    remedy_en="Write one of: {known}.",
    remedy_zh="请写：{known_zh}。",
)
NOT_A_DATE: Final = declare(
    "GC-CAT-031",
    InvalidInput,
    en="{key} is {value}, which is not a date.",
    zh="{key} 为 {value}，不是日期。",
    remedy_en="Write the year first, then month and day, such as 2026-09-30.",
    remedy_zh="请按 年-月-日 的顺序写，例如 2026-09-30 或 2026年9月30日。",
)
NOT_A_COUNTRY: Final = declare(
    "GC-CAT-032",
    InvalidInput,
    en="{key} is {value}, which is not a country code of ISO 3166-1.",
    zh="{key} 为 {value}，不是 ISO 3166-1 国家代码。",
    remedy_en="Write two letters, such as CN, DE or BR.",
    remedy_zh="请写两个英文字母：中国 CN、德国 DE、美国 US、巴西 BR。",
)
TEXT_TOO_LONG: Final = declare(
    "GC-CAT-033",
    InvalidInput,
    en="{key} has more than {limit} characters.",
    zh="{key} 超过 {limit} 个字符。",
    remedy_en="Shorten it.",
    remedy_zh="请缩短。",
)
NOT_AN_ID: Final = declare(
    "GC-CAT-034",
    InvalidInput,
    en="{key} is {value}; an identifier has letters, digits, “.”, “_” and “-” only.",
    zh="{key} 为 {value}；编号只能用英文字母、数字、“.”“_”“-”。",
    remedy_en="Choose a short name such as bamboo-box-01; it will stand in addresses.",
    remedy_zh="请取一个短编号，例如 bamboo-box-01；它会出现在网址中。",
)
TWO_NAMES: Final = declare(
    "GC-CAT-035",
    InvalidInput,
    en="{key} (line {second_line}) says the same as {other} (line {first_line}).",
    zh="{key}（第 {second_line} 行）与 {other}（第 {first_line} 行）是同一项。",
    remedy_en="Keep one of the two.",
    remedy_zh="请只保留一处。",
)
EMPTY_LIST: Final = declare(
    "GC-CAT-036",
    InvalidInput,
    en="{key} is empty.",
    zh="{key} 为空。",
    remedy_en="{doc}",
    remedy_zh="{doc_zh}",
)

UNIT_IN_KEY: Final = declare(
    "GC-CAT-037",
    InvalidInput,
    en="{key} is not a key of {record}; a unit stands with the number, not in the key.",
    zh="{record_zh}中没有 {key} 这个键；单位应写在数值后面，不写在键里。",
    remedy_en="Write {near} and the number with its unit, such as “{near}: {example}”.",
    remedy_zh="请写 {near}，数值后带单位，例如“{near}: {example}”。",
)
NO_UNIT: Final = declare(
    "GC-CAT-038",
    InvalidInput,
    en="{key} is {value}; here stands a number alone, without {unit}.",
    zh="{key} 为 {value}；此处只写数字，不写 {unit}。",
    remedy_en="Write the number alone. {doc}",
    remedy_zh="请只写数字。{doc_zh}",
)
LOW_PERCENT: Final = declare(
    "GC-CAT-039",
    InvalidInput,
    en="{key} is {value}: {value} per cent, or a share of one ({percent} %)?",
    zh="{key} 为 {value}：是 {value}%，还是份额（即 {percent}%）？",
    remedy_en="Write the per cent sign, “{percent} %” or “{value} %”.",
    remedy_zh="请带上百分号，写“{percent} %”或“{value} %”。",
)

# --- what the product says, taken together --------------------------------------------------------------------------

NET_ABOVE_GROSS: Final = declare(
    "GC-CAT-040",
    InvalidInput,
    en="{material}: the net mass {net} kg is more than the gross mass {gross} kg.",
    zh="{material}：净用量 {net} kg 大于毛用量 {gross} kg。",
    remedy_en="gross_kg is what enters the process, net_kg what stays in the product; correct one of them.",
    remedy_zh="毛用量是投入工序的质量，净用量是留在商品中的质量；请改正其中一个。",
)
MASSES_DISAGREE: Final = declare(
    "GC-CAT-041",
    InvalidInput,
    en="The materials sum to {sum} kg, {off} % off the product's {mass} kg; up to 5 % is read.",
    zh="各材料净用量合计 {sum} kg，与商品净重 {mass} kg 相差 {off} %，允许不超过 5 %。",
    remedy_en="Weigh one unit without packaging, or correct the net masses of the materials.",
    remedy_zh="请称一件不含包装的商品，或改正各材料净用量。",
)
MASSES_ROUGH: Final = declare(
    "GC-CAT-042",
    InvalidInput,
    en="The materials sum to {sum} kg, {off} % off the product's {mass} kg.",
    zh="各材料净用量合计 {sum} kg，与商品净重 {mass} kg 相差 {off} %。",
    remedy_en="Up to 1 % is rounding; look for a material that is missing or weighed twice.",
    remedy_zh="1 % 以内算四舍五入；请查找漏写或重复的材料。",
)
UNKNOWN_CODE: Final = declare(
    "GC-CAT-043",
    InvalidInput,
    en="{code} is not in the Harmonized System 2022: there is no subheading {hs6}. {near}",
    zh="{code} 不在《协调制度》2022 版中：没有子目 {hs6}。{near_zh}",
    remedy_en="Look the code up with your customs broker; the first six digits are the same in every country.",
    remedy_zh="请向报关行核对编码；前六位各国通用。",
)
CODE_SHAPE: Final = declare(
    "GC-CAT-044",
    InvalidInput,
    en="{value} is not a customs code of {system}: {expected} digits are needed.",
    zh="{value} 不是 {system} 编码：应为 {expected} 位数字。",
    remedy_en="Give the 6-digit HS code (the first six of a longer national code), or the 8-digit CN code of the "
    "European Union with system: CN.",
    remedy_zh="请填写 6 位 HS 编码（国内报关的 10 位编码取前 6 位），或 8 位欧盟 CN 编码（编码体系: CN）。",
)
CODE_UNCONFIRMED: Final = declare(
    "GC-CAT-045",
    InvalidInput,
    en="Who confirmed the customs code {code} ({description}), and when?",
    zh="海关编码 {code}（英文品名：{description}）由谁、何时确认？",
    remedy_en="Add confirmed_by (merchant, broker or binding_ruling) and confirmed_on; duties rest on it.",
    remedy_zh="请补充 确认人（商户、报关行或约束性裁定）和 确认日期；关税和入境规则都以此为准。",
)
BAD_GTIN: Final = declare(
    "GC-CAT-046",
    InvalidInput,
    en="{value} is not a GTIN: {reason}.",
    zh="{value} 不是有效的 GTIN 条码：{reason_zh}。",
    remedy_en="Copy the 8, 12, 13 or 14 digits under the barcode, the last one is the check digit.",
    remedy_zh="请抄写条码下方的 8、12、13 或 14 位数字，最后一位是校验位。",
)
NO_ELECTRICITY: Final = declare(
    "GC-CAT-047",
    InvalidInput,
    en="How much electricity does one unit take? None is given.",
    zh="生产一件用多少度电？目前没有填写。",
    remedy_en="Add a process with electricity_kwh; without it the footprint leaves production out.",
    remedy_zh="请在 工序 中填写 电量_kWh；否则碳足迹不含生产用电。",
)
NO_PACKAGING: Final = declare(
    "GC-CAT-048",
    InvalidInput,
    en="How is one unit packed? No packaging is given.",
    zh="一件商品如何包装？目前没有填写。",
    remedy_en="Add packaging (material, mass_kg) and carton; packaging rules and charges depend on them.",
    remedy_zh="请补充 包装（材料、质量）和 外箱；包装法规和收费取决于它们。",
)
CLAIM_WORD: Final = declare(
    "GC-CAT-049",
    InvalidInput,
    en="The claim “{claim}” says “{word}” ({family}); some destinations forbid it, "
    "the European Union by Directive (EU) 2024/825.",
    zh="宣称“{claim}”含有“{word}”（{family_zh}），部分目的地禁止这样说，欧盟依据 (EU) 2024/825 指令。",
    remedy_en="See `greencard claims`: which act forbids it where, from which day, and what may be said instead.",
    remedy_zh="见 greencard claims：哪里禁止、依据何法、自何日起，以及可以怎样改写。",
)
SUPPLIER_SCOPE: Final = declare(
    "GC-CAT-050",
    InvalidInput,
    en="{material}: what does the supplier's figure of {value} kg CO2e/kg cover, direct emissions alone or more?",
    zh="{material}：供应商给出的 {value} kg CO2e/kg 只含直接排放，还是也含电力和上游？",
    remedy_en="Ask for the two parts apart; a mixed or unstated figure cannot enter a border calculation.",
    remedy_zh="请向供应商索取分开的两部分；混合或未说明的数值不能用于边境碳成本计算。",
)
UNSAFE_PATH: Final = declare(
    "GC-CAT-051",
    InvalidInput,
    en="{key} is {value}; it must be a path beside or below the product file.",
    zh="{key} 为 {value}；应为与商品文件同级或下级的路径。",
    remedy_en="Write a relative path such as readings/2026.csv.",
    remedy_zh="请写相对路径，例如 readings/2026.csv。",
)
PERIOD_BACKWARDS: Final = declare(
    "GC-CAT-052",
    InvalidInput,
    en="{key} ends on {end}, before it begins on {start}.",
    zh="{key} 的结束日期 {end} 早于开始日期 {start}。",
    remedy_en="Give the first day, then the last day.",
    remedy_zh="请先写第一天，再写最后一天。",
)
SOLAR_WITHOUT_METER: Final = declare(
    "GC-CAT-053",
    InvalidInput,
    en="Where are the meter readings? Rooftop solar is named, but no meter file.",
    zh="电表读数在哪里？填写了屋顶光伏，但没有电表文件。",
    remedy_en="Add meter with file and period; without interval readings all electricity counts as grid electricity.",
    remedy_zh="请补充 电表（文件、期间）；没有分时读数时，全部电量按电网计算。",
)
CERTIFICATES_UNKNOWN: Final = declare(
    "GC-CAT-054",
    InvalidInput,
    en="Were green-power certificates of the rooftop solar issued, and were they kept or sold?",
    zh="屋顶光伏的绿证是否已核发？保留还是已出售？",
    remedy_en="Set certificates to not_issued, kept or sold; if sold, the solar share belongs to the buyer.",
    remedy_zh="请把 绿证 填为 未核发、保留 或 已出售；已出售的，光伏份额归买方。",
)
BASELINE_UNNAMED: Final = declare(
    "GC-CAT-055",
    InvalidInput,
    en="The baseline route has no name.",
    zh="基准路线没有名称。",
    remedy_en="Add baseline_name: a saving without its baseline cannot be checked.",
    remedy_zh="请补充 基准名称：没有基准的节省无法核对。",
)
HEAT_WITHOUT_FUEL: Final = declare(
    "GC-CAT-056",
    InvalidInput,
    en="{process} takes {heat} MJ of heat; from which fuel?",
    zh="{process} 用热 {heat} MJ；用什么燃料？",
    remedy_en="Add heat_fuel, such as natural gas or bituminous coal.",
    remedy_zh="请补充 燃料，例如 天然气 或 烟煤。",
)
UNKNOWN_FACT: Final = declare(
    "GC-CAT-057",
    InvalidInput,
    en="{name} is not a fact of the vocabulary.{near}",
    zh="事实词表中没有 {name}。{near_zh}",
    remedy_en="Use a name of the vocabulary (docs/rules.md lists them); a fact under another name answers no rule.",
    remedy_zh="请使用词表中的英文名称（见 docs/rules.md，附中文对照）；其他名称不会被任何规则读取。",
)
FACT_VALUE: Final = declare(
    "GC-CAT-058",
    InvalidInput,
    en="{name} is {value}; the vocabulary asks for {expected}.",
    zh="{name} 为 {value}；词表要求 {expected_zh}。",
    remedy_en="Correct the value, or remove the line: an unknown fact is asked for, a wrong one misleads.",
    remedy_zh="请改正，或删除此行：未知的事实会被询问，错误的事实会误导。",
)
DATE_WITHOUT_PERSON: Final = declare(
    "GC-CAT-059",
    InvalidInput,
    en="{given} is given without {missing}.",
    zh="填写了 {given_zh}，但没有 {missing_zh}。",
    remedy_en="Give both, or neither.",
    remedy_zh="请两项都填，或都不填。",
)

# --- packaged data --------------------------------------------------------------------------------------------------

HS_DATA: Final = declare(
    "GC-CAT-090",
    InvalidInput,
    en="The table of customs codes cannot be read: {problem}.",
    zh="海关编码表无法读取：{problem}。",
    remedy_en="Install the package again; the table is part of it.",
    remedy_zh="请重新安装软件包；编码表随包提供。",
)
