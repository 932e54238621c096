"""The aggregated goods category of a code, and the sector parameters its report must give.

Implementing Regulation (EU) 2025/2547 Annex I point 2 (categories) and Annex IV point 2 (parameters).
"""

from __future__ import annotations

from typing import Final, Literal

__all__ = ["PARAMETERS", "AggregatedCategory", "aggregated_category"]

AggregatedCategory = Literal[
    "calcined_clay",
    "cement_clinker",
    "cement",
    "aluminous_cement",
    "hydrogen",
    "urea",
    "nitric_acid",
    "ammonia",
    "mixed_fertilisers",
    "sintered_ore",
    "pig_iron",
    "ferro_manganese",
    "ferro_chromium",
    "ferro_nickel",
    "direct_reduced_iron",
    "crude_steel",
    "iron_or_steel_products",
    "unwrought_aluminium",
    "aluminium_products",
    "electricity",
]

_PREFIXES: Final[dict[str, AggregatedCategory]] = {
    "2507": "calcined_clay",
    "252310": "cement_clinker",
    "252330": "aluminous_cement",
    "2523": "cement",
    "2601": "sintered_ore",
    "2716": "electricity",
    "2804": "hydrogen",
    "2808": "nitric_acid",
    "2814": "ammonia",
    "2834": "mixed_fertilisers",
    "310210": "urea",
    "31": "mixed_fertilisers",
    "7201": "pig_iron",
    "72021": "ferro_manganese",
    "72024": "ferro_chromium",
    "72026": "ferro_nickel",
    "7203": "direct_reduced_iron",
    "7206": "crude_steel",
    "7207": "crude_steel",
    "7218": "crude_steel",
    "7224": "crude_steel",
    "72": "iron_or_steel_products",
    "73": "iron_or_steel_products",
    "7601": "unwrought_aluminium",
    "76": "aluminium_products",
}

_ALLOYS: Final = ("manganese_pct", "chromium_pct", "nickel_pct", "other_alloys_pct")
_SCRAP: Final = ("scrap_t_per_t", "pre_consumer_scrap_pct")
_STEEL: Final = (*_ALLOYS, *_SCRAP)
"""The main reducing agent of steel is due “if known”, so it is asked for and never missed."""

PARAMETERS: Final[dict[AggregatedCategory, tuple[str, ...]]] = {
    "cement": ("clinker_ratio_pct",),
    "urea": ("purity_pct", "nitrogen_pct"),
    "nitric_acid": ("concentration_pct", "nitrogen_pct"),
    "ammonia": ("nitrogen_pct",),
    "mixed_fertilisers": (
        "nitrogen_ammonium_pct",
        "nitrogen_nitrate_pct",
        "nitrogen_urea_pct",
        "nitrogen_other_pct",
        "nitrogen_pct",
    ),
    "pig_iron": ("reducing_agent", *_ALLOYS),
    "ferro_manganese": ("manganese_pct", "carbon_pct"),
    "ferro_chromium": ("chromium_pct", "carbon_pct"),
    "ferro_nickel": ("nickel_pct", "carbon_pct"),
    "direct_reduced_iron": ("reducing_agent", *_ALLOYS),
    "crude_steel": _STEEL,
    "iron_or_steel_products": _STEEL,
    "unwrought_aluminium": _SCRAP,
    "aluminium_products": _SCRAP,
}
"""Parameters by category; a category that is not here needs none (“n.a.”).

The printed row of ferro-nickel reads “Mass % of and carbon”: nickel is our reading of the gap.
"""


def aggregated_category(cn: str) -> AggregatedCategory | None:
    """The category of a CN code by its longest known prefix; None for a code outside these headings."""
    for length in range(len(cn), 1, -1):
        found = _PREFIXES.get(cn[:length])
        if found is not None:
            return found
    return None
