"""Error codes of transport chains and their intensity catalogue (GC-TRN)."""

from __future__ import annotations

from greencard.errors import InvalidInput, Refused, declare

UNKNOWN_MODE = declare(
    "GC-TRN-001",
    InvalidInput,
    en="Transport mode {mode} is not known.",
    zh="无法识别运输方式 {mode}。",
    remedy_en="Use one of: {known}.",
    remedy_zh="请使用：{known}。",
)
NO_INTENSITY = declare(
    "GC-TRN-002",
    Refused,
    en="There is no sourced emission intensity for {mode} from {origin} to {destination}.",
    zh="{origin} 至 {destination} 的 {mode} 没有有来源的排放强度。",
    remedy_en="Leave the leg out and say so, or load a catalogue that covers it.",
    remedy_zh="请略去该运输段并注明，或加载包含该运输方式的目录。",
)
BAD_DISTANCE = declare(
    "GC-TRN-003",
    InvalidInput,
    en="The distance from {origin} to {destination} is {distance} km; it must be above 0 and at most {limit} km.",
    zh="{origin} 至 {destination} 的距离为 {distance} 公里；应大于 0 且不超过 {limit} 公里。",
    remedy_en="Give the length of the leg in kilometres.",
    remedy_zh="请以公里填写该运输段的长度。",
)
BAD_MASS = declare(
    "GC-TRN-004",
    InvalidInput,
    en="The mass to be moved is {mass} kg; it must be above zero.",
    zh="运输质量为 {mass} 千克；必须大于零。",
    remedy_en="Give the mass of one declared unit with its packaging, in kg.",
    remedy_zh="请填写一个声明单位连同包装的质量（千克）。",
)
NO_LEGS = declare(
    "GC-TRN-005",
    InvalidInput,
    en="The transport chain has no legs.",
    zh="运输链没有任何运输段。",
    remedy_en="Give at least one leg, or leave the route out.",
    remedy_zh="请至少填写一个运输段，或不填路线。",
)
NO_ELECTRICITY = declare(
    "GC-TRN-006",
    Refused,
    en="The electric train {origin} - {destination} needs an electricity factor of {region} in kg CO2e/kWh; {given}.",
    zh="{origin} 至 {destination} 的电力牵引列车需要 {region} 的电力因子（kg CO2e/kWh）；{given}。",
    remedy_en="Give the life-cycle grid factor of {region}, or leave the traction out (the high rail value is used).",
    remedy_zh="请提供 {region} 的电网生命周期因子，或不填牵引方式（此时采用偏高的铁路值）。",
)
OTHER_DESTINATION = declare(
    "GC-TRN-007",
    InvalidInput,
    en="The baseline ends at {baseline}, the route at {route}: two chains to different places cannot be compared.",
    zh="基准路线止于 {baseline}，所选路线止于 {route}：终点不同的两条运输链不能比较。",
    remedy_en="Let both chains end at the same place, written the same way.",
    remedy_zh="请让两条运输链止于同一地点，并采用相同写法。",
)
OTHER_ORIGIN = declare(
    "GC-TRN-008",
    InvalidInput,
    en="The baseline starts in {baseline}, the route in {route}: chains from different countries cannot be compared.",
    zh="基准路线始于 {baseline}，所选路线始于 {route}：起点国家不同的两条运输链不能比较。",
    remedy_en="Let both chains start where the goods are made or handed over.",
    remedy_zh="请让两条运输链都从货物的产地或交接地开始。",
)
BAD_PACK = declare(
    "GC-TRN-010",
    InvalidInput,
    en="The transport catalogue cannot be used: {reason}.",
    zh="运输强度目录无法使用：{reason}。",
    remedy_en="Correct the catalogue file; docs/transport.md describes it.",
    remedy_zh="请更正目录文件；格式见 docs/transport.md。",
)
