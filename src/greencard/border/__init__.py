"""Carbon cost at the border: EU CBAM and the schemes beside it.

`regimes` answers for a destination, `eu_cbam` and `uk_cbam` for one scheme; `costs_table` of `greencard.border.table`,
which needs numpy, answers for columns of lines. `emissions_of` turns an operator's data into a statement. `outlook`
and `proposed_extension` are stamped scenarios. All are pure functions over a `BorderPack`, which `parse_pack` reads
from the bytes of dated, cited tables.
"""

from greencard.border.cogeneration import Cogeneration, CogenerationFactors, cogeneration_factors
from greencard.border.cost import eu_cbam
from greencard.border.deduction import Deduction, deduction_for
from greencard.border.installation import (
    Attributed,
    ConsumedPrecursor,
    ElectricityUse,
    HeatFlow,
    OtherGas,
    ProcessData,
    SourceStream,
    WasteGasFlow,
    attributed_emissions,
    emissions_of,
)
from greencard.border.pack import BorderPack, parse_pack
from greencard.border.regimes import UNION_AS_A_WHOLE, in_union, regimes
from greencard.border.scenario import (
    Outlook,
    OutlookYear,
    PriceScenario,
    ScenarioCost,
    held_price_line,
    outlook,
)
from greencard.border.scope import ScopeAnswer, ScopeBranch, in_scope
from greencard.border.sea import SeaSurcharge, SurchargeReport, sea_surcharge
from greencard.border.statement import ActualEmissions, CarbonPricePaid, Precursor, Verification
from greencard.border.timetable import (
    CalendarEvent,
    ProposedScope,
    ScopeReport,
    calendar,
    proposed_extension,
    scope_of,
)
from greencard.border.uk import uk_cbam

__all__ = [
    "UNION_AS_A_WHOLE",
    "ActualEmissions",
    "Attributed",
    "BorderPack",
    "CalendarEvent",
    "CarbonPricePaid",
    "Cogeneration",
    "CogenerationFactors",
    "ConsumedPrecursor",
    "Deduction",
    "ElectricityUse",
    "HeatFlow",
    "OtherGas",
    "Outlook",
    "OutlookYear",
    "Precursor",
    "PriceScenario",
    "ProcessData",
    "ProposedScope",
    "ScenarioCost",
    "ScopeAnswer",
    "ScopeBranch",
    "ScopeReport",
    "SeaSurcharge",
    "SourceStream",
    "SurchargeReport",
    "Verification",
    "WasteGasFlow",
    "attributed_emissions",
    "calendar",
    "cogeneration_factors",
    "deduction_for",
    "emissions_of",
    "eu_cbam",
    "held_price_line",
    "in_scope",
    "in_union",
    "outlook",
    "parse_pack",
    "proposed_extension",
    "regimes",
    "scope_of",
    "sea_surcharge",
    "uk_cbam",
]
