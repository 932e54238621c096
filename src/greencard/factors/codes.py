"""Error codes of the factors room."""

from __future__ import annotations

from greencard.errors import InvalidInput, Refused, declare

__all__ = [
    "AMBIGUOUS_GAS",
    "BAD_DATA",
    "BAD_OWN_FACTOR",
    "MIXED_KINDS",
    "NOT_A_MATERIAL",
    "NOT_CONVERTIBLE",
    "NO_CANDIDATE",
    "NO_FUEL",
    "NO_GRID",
    "OWN_TOO_LARGE",
    "PART_ALONE",
    "UNKNOWN_FACTOR",
    "UNKNOWN_GAS",
    "UNTRUSTED",
    "WRONG_UNIT",
]

BAD_DATA = declare(
    "GC-FAC-001",
    InvalidInput,
    en="The factor data cannot be read: {reason}",
    zh="无法读取因子数据：{reason}",
    remedy_en="Restore the packaged data, or correct the row named here.",
    remedy_zh="请恢复随软件发布的数据，或改正此处指出的行。",
)
UNKNOWN_FACTOR = declare(
    "GC-FAC-002",
    Refused,
    en="There is no emission factor {id}.",
    zh="没有编号为 {id} 的排放因子。",
    remedy_en="Take an id from the catalogue, or leave the factor empty and let the catalogue propose one.",
    remedy_zh="请从因子目录中选取编号，或留空由目录推荐。",
)
MIXED_KINDS = declare(
    "GC-FAC-003",
    Refused,
    en="{id} is a direct CO2 factor ({unit}); a product footprint needs a life-cycle factor.",
    zh="{id} 是直接排放因子（{unit}）；产品碳足迹须使用全生命周期因子。",
    remedy_en="For electricity in China take the published electricity carbon footprint factor, such as {instead}.",
    remedy_zh="中国电力请使用公布的电力碳足迹因子，例如 {instead}。",
)
NO_CANDIDATE = declare(
    "GC-FAC-004",
    Refused,
    en="No emission factor answers to the material “{words}”.",
    zh="没有与材料“{words}”对应的排放因子。",
    remedy_en="Name the material plainly (such as polypropylene), name a factor id, or give the supplier's own figure.",
    remedy_zh="请用通用名称填写材料（如聚丙烯），或填写因子编号，或提供供应商的碳足迹数值。",
)
WRONG_UNIT = declare(
    "GC-FAC-005",
    Refused,
    en="The factor {id} is in {unit}; here {wanted} is needed.",
    zh="因子 {id} 的单位为 {unit}；此处需要 {wanted}。",
    remedy_en="Choose a factor in {wanted}.",
    remedy_zh="请选择单位为 {wanted} 的因子。",
)
NO_FUEL = declare(
    "GC-FAC-006",
    Refused,
    en="No combustion factor answers to the fuel “{words}”.",
    zh="没有与燃料“{words}”对应的燃烧排放因子。",
    remedy_en="Name one of: {known}.",
    remedy_zh="请填写其中之一：{known}。",
)
NO_GRID = declare(
    "GC-FAC-008",
    Refused,
    en="No life-cycle electricity factor is at hand for the country {country}.",
    zh="没有国家 {country} 的电力全生命周期因子。",
    remedy_en="Give one of your own with its source (--factors FILE; unit kg CO2e/kWh, supply average, region "
    "{country}).",
    remedy_zh="请用 --factors 文件提供该国因子及来源（单位 kg CO2e/kWh，supply 填 average，region 填 {country}）。",
)
UNTRUSTED = declare(
    "GC-FAC-009",
    Refused,
    en="The factor {id} was not read in its source (trust: {trust}) and may not enter a footprint.",
    zh="因子 {id} 未经来源核对（可信度：{trust}），不得用于碳足迹。",
    remedy_en="Choose a factor whose source was read.",
    remedy_zh="请选择来源已核对的因子。",
)
NOT_A_MATERIAL = declare(
    "GC-FAC-010",
    Refused,
    en="The factor {id} is not one of making a material; it cannot stand for “{words}”.",
    zh="因子 {id} 不是材料制造因子，不能用于“{words}”。",
    remedy_en="Choose a factor whose id begins with material/, or leave it empty and let the catalogue propose one.",
    remedy_zh="请选择编号以 material/ 开头的因子，或留空由目录推荐。",
)

PART_ALONE = declare(
    "GC-FAC-011",
    Refused,
    en="The factor {id} covers a part alone ({boundary}) and cannot stand for the whole.",
    zh="因子 {id} 仅覆盖一部分（{boundary}），不能代表整体。",
    remedy_en="Choose a factor of the whole: for electricity one of the supply, for a material one whose id begins "
    "with material/; a fuel is named by its words.",
    remedy_zh="请选择覆盖整体的因子：电力用供电因子，材料用编号以 material/ 开头的因子；燃料请直接写名称。",
)
NOT_CONVERTIBLE = declare(
    "GC-FAC-012",
    Refused,
    en="{id} is published in CO2e only (GWP set: {gwp}); it cannot be expressed under {wanted}.",
    zh="{id} 仅以二氧化碳当量发布（GWP：{gwp}），无法换算为 {wanted}。",
    remedy_en="Take a factor that lists its gases, or report the figure under its own GWP set and say so.",
    remedy_zh="请改用列出各气体的因子，或按其自身的 GWP 报告并注明。",
)
UNKNOWN_GAS = declare(
    "GC-FAC-013",
    Refused,
    en="{set} as held here has no global warming potential of the gas {gas}.",
    zh="此处收录的 {set} 没有气体 {gas} 的全球变暖潜势。",
    remedy_en="Name one of: {known}.",
    remedy_zh="请填写其中之一：{known}。",
)
AMBIGUOUS_GAS = declare(
    "GC-FAC-014",
    Refused,
    en="{set} gives fossil and biogenic methane different potentials; {gas} alone does not say which.",
    zh="{set} 对化石源和生物源甲烷给出不同的潜势；{gas} 未说明来源。",
    remedy_en="Write CH4 fossil or CH4 biogenic.",
    remedy_zh="请写明 CH4 fossil（化石）或 CH4 biogenic（生物）。",
)
BAD_OWN_FACTOR = declare(
    "GC-FAC-015",
    InvalidInput,
    en="This row is no factor: {reason}",
    zh="该行不是有效因子：{reason_zh}",
    remedy_en="Columns: id, name_en, name_zh, value, unit, region, year, boundary, gwp, source, licence; see "
    "docs/factors.md.",
    remedy_zh="列：id、name_en、name_zh、value、unit、region、year、boundary、gwp、source、licence；"
    "见 docs/factors.md。",
)
OWN_TOO_LARGE = declare(
    "GC-FAC-016",
    InvalidInput,
    en="The factor file is too large or no table: {reason}",
    zh="因子文件过大或不是表格：{reason_zh}",
    remedy_en="Give a UTF-8 CSV with a header, at most 2 MiB and 10 000 rows.",
    remedy_zh="请提供带表头的 UTF-8 CSV，不超过 2 MiB、10 000 行。",
)
