"""The acts a border answer cites, and the words both languages use for its categories."""

from __future__ import annotations

from typing import Final

from greencard.model import Text

__all__ = [
    "ANNEX_I",
    "ARTICLE_2",
    "ARTICLE_9",
    "ARTICLE_21",
    "BENCHMARKS",
    "CATEGORY",
    "DEFAULTS",
    "EXEMPT",
    "FACTOR",
    "METHOD",
    "PHASE_OUT",
    "PROPOSAL",
    "THRESHOLD",
    "TRANSITION",
    "UK_ACT",
    "UNKNOWN_ORIGIN",
]

ANNEX_I: Final = "Regulation (EU) 2023/956, Annex I"
ARTICLE_2: Final = "Regulation (EU) 2023/956, Art. 2(1)"
EXEMPT: Final = "Regulation (EU) 2023/956, Art. 2(4) and Annex III point 1"
THRESHOLD: Final = "Regulation (EU) 2023/956, Art. 2a and Annex VII (Regulation (EU) 2025/2083)"
ARTICLE_9: Final = "Regulation (EU) 2023/956, Art. 9"
ARTICLE_21: Final = (
    "Regulation (EU) 2023/956, Art. 21(1a) (Regulation (EU) 2025/2083); Implementing Regulation (EU) 2025/2548"
)
TRANSITION: Final = "Regulation (EU) 2023/956, Art. 32 and 36"
DEFAULTS: Final = (
    "Implementing Regulation (EU) 2025/2621, Annex I, as replaced by Implementing Regulation (EU) 2026/1740"
)
UNKNOWN_ORIGIN: Final = (
    "Implementing Regulation (EU) 2025/2621, Art. 1(5) and Annex IV, as replaced by Implementing Regulation (EU)"
    " 2026/1740"
)
BENCHMARKS: Final = "Implementing Regulation (EU) 2025/2620, Annex point 5"
FACTOR: Final = "Directive 2003/87/EC, Art. 10a(1a); Implementing Decision (EU) 2026/1862"
METHOD: Final = "Implementing Regulation (EU) 2025/2547"
PHASE_OUT: Final = "COM(2026) 616 (proposal, not law)"
PROPOSAL: Final = "COM(2025) 989 (proposal, not law)"
UK_ACT: Final = "Finance Act 2026 (c. 11), Part 5, ss. 142-158"

CATEGORY: Final[dict[str, Text]] = {
    "cement": Text(en="cement", zh="水泥"),
    "electricity": Text(en="electricity", zh="电力"),
    "fertilisers": Text(en="fertilisers", zh="化肥"),
    "iron_steel": Text(en="iron and steel", zh="钢铁"),
    "aluminium": Text(en="aluminium", zh="铝"),
    "hydrogen": Text(en="hydrogen", zh="氢"),
}
