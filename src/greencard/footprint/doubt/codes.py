"""Error codes of doubt and comparison (GC-FPT-040 to 049)."""

from __future__ import annotations

from greencard.errors import InvalidInput, declare

__all__ = ["BAD_DRAWS", "BAD_SCORES", "NOT_ITS_RESULT", "NO_DOUBT_TOLD", "UNITS_RANGE"]

BAD_DRAWS = declare(
    "GC-FPT-040",
    InvalidInput,
    en="A Monte Carlo sample of {draws} draws with seed {seed} cannot be taken.",
    zh="无法以 {draws} 次抽样、种子 {seed} 进行蒙特卡洛模拟。",
    remedy_en="Give from {fewest} to {most} draws (10000 serve well) and a seed from 0 to {largest}.",
    remedy_zh="抽样次数请取 {fewest} 至 {most}（一般 10000 次即可），种子取 0 至 {largest}。",
)
BAD_SCORES = declare(
    "GC-FPT-041",
    InvalidInput,
    en="The pedigree scores {scores} are not five whole numbers from 1 to 5.",
    zh="谱系评分 {scores} 不是五个 1 至 5 的整数。",
    remedy_en="Give reliability, completeness, temporal, geographical and technological scores, such as 2,3,1,1,4.",
    remedy_zh="请依次给出可靠性、完整性、时间、地域、技术五项评分，例如 2,3,1,1,4。",
)
NOT_ITS_RESULT = declare(
    "GC-FPT-042",
    InvalidInput,
    en="The result of {result} was given for the product {product}.",
    zh="商品 {product} 附带的是 {result} 的核算结果。",
    remedy_en="Give each product with its own result.",
    remedy_zh="请为每个商品提供其自身的核算结果。",
)
NO_DOUBT_TOLD = declare(
    "GC-FPT-043",
    InvalidInput,
    en="The result of {product} does not say how uncertain each of its parts is.",
    zh="{product} 的核算结果未给出各部分的不确定度。",
    remedy_en="Assess the product again with this version.",
    remedy_zh="请用当前版本重新核算该商品。",
)
UNITS_RANGE = declare(
    "GC-FPT-044",
    InvalidInput,
    en="{units} declared units cannot fulfil a function.",
    zh="{units} 个声明单位无法构成一次功能。",
    remedy_en="Give how many declared units fulfil the function once, a number above zero such as 1 or 2.5.",
    remedy_zh="请填写实现一次功能所需的声明单位数，大于 0，例如 1 或 2.5。",
)
