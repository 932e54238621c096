"""Carbon cost at the border: EU CBAM and the schemes beside it.

`regimes` answers for a destination, `eu_cbam` and `uk_cbam` for one scheme. All are pure functions over a `BorderPack`,
which `parse_pack` reads from the bytes of dated, cited tables.
"""

from greencard.border.actual import ActualEmissions, Precursor, Verification
from greencard.border.cost import eu_cbam
from greencard.border.pack import BorderPack, parse_pack
from greencard.border.regimes import regimes
from greencard.border.scenario import held_price_line
from greencard.border.scope import ScopeAnswer, ScopeBranch, in_scope
from greencard.border.uk import uk_cbam

__all__ = [
    "ActualEmissions",
    "BorderPack",
    "Precursor",
    "ScopeAnswer",
    "ScopeBranch",
    "Verification",
    "eu_cbam",
    "held_price_line",
    "in_scope",
    "parse_pack",
    "regimes",
    "uk_cbam",
]
