"""The carbon footprint of a product as ISO 14067:2018 wants it reported, with the reason for every number."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from greencard.model.base import Text, Value
from greencard.model.energy import SolarMatch
from greencard.model.fact import Grade

__all__ = [
    "Basis",
    "Components",
    "Electricity",
    "ExplainNode",
    "FactorRef",
    "FootprintResult",
    "Interval",
    "Question",
    "Stage",
    "StageId",
]

StageId = Literal["raw_materials", "inbound_transport", "production", "packaging"]
Basis = Literal["measured", "default"]


class FactorRef(Value, frozen=True, kw_only=True):
    """The emission factor a number rests on."""

    id: str
    name: str
    value: Decimal
    unit: str
    region: str
    year: int | None
    gwp: str
    source: str
    licence: str
    trust: Literal["seen", "recall"] = "seen"
    name_zh: str = ""


class ExplainNode(Value, frozen=True, kw_only=True):
    """Why a number is what it is. Children sum to `kg_co2e`; a leaf names its factor or its supplier."""

    label: Text
    kg_co2e: Decimal
    basis: Basis
    stage: StageId | None = None
    formula: str = ""
    amount: Decimal | None = None
    unit: str = ""
    factor: FactorRef | None = None
    grade: Grade = "E0"
    note: Text = Text()
    children: tuple[ExplainNode, ...] = ()


class Stage(Value, frozen=True, kw_only=True):
    """One life-cycle stage, split into what rests on measurement and what on published averages."""

    id: StageId
    kg_co2e: Decimal
    measured_kg_co2e: Decimal
    default_kg_co2e: Decimal


class Components(Value, frozen=True, kw_only=True):
    """Separately reported parts (ISO 14067:2018 6.4.9), kg CO2e per declared unit; None: not split."""

    fossil: Decimal
    biogenic_uptake: Decimal = Decimal(0)
    """Zero or negative: CO2 taken up by bio-based material, reported apart and never subtracted from the total."""
    biogenic_emissions: Decimal = Decimal(0)
    """Biogenic CO2 of biomass burnt at the site, reported apart and not in the total."""
    biogenic_non_co2: Decimal = Decimal(0)
    """CH4 and N2O of that biomass, kg CO2e, in the total: fossil plus this is the total."""
    land_use_change: Decimal | None = None
    aircraft: Decimal = Decimal(0)
    packaging: Decimal = Decimal(0)
    biogenic_carbon_content_kg: Decimal = Decimal(0)
    """kg C in one declared unit; uptake is minus 44/12 times this."""


class Interval(Value, frozen=True, kw_only=True):
    """An uncertainty interval, kg CO2e per declared unit."""

    low: Decimal
    high: Decimal
    level: Decimal
    method: str


class Electricity(Value, frozen=True, kw_only=True):
    """How electricity was treated (ISO 14067:2018 6.4.9.4)."""

    kwh_per_unit: Decimal
    self_solar_kwh: Decimal
    grid_kwh: Decimal
    solar_share: Decimal
    treatment: Literal["grid_only", "solar_interval_matched", "solar_not_counted"]
    reason: Text
    grid_factor: FactorRef
    solar_factor: FactorRef | None = None
    avoided_vs_all_grid_kg: Decimal = Decimal(0)
    """An explanation of a difference, never part of the footprint."""
    match: SolarMatch | None = None


class Question(Value, frozen=True, kw_only=True):
    """A missing or weak datum, and how many kg CO2e of the result rest on it."""

    code: str
    about: str
    text: Text
    kg_co2e_at_stake: Decimal
    pointer: str = ""


class FootprintResult(Value, frozen=True, kw_only=True):
    """Partial carbon footprint, cradle to gate, per declared unit. Transport to the buyer is not in `total_kg_co2e`."""

    product_id: str
    declared_unit: Text
    boundary: Literal["cradle_to_gate"] = "cradle_to_gate"
    rules: str = "iso14067-2018"
    gwp_set: str
    total_kg_co2e: Decimal
    stages: tuple[Stage, ...]
    components: Components
    measured_share: Decimal
    """Share of the total that rests on measured or supplier-specific data, 0 to 1."""
    interval: Interval
    electricity: Electricity
    explain: ExplainNode
    questions: tuple[Question, ...] = ()
    notes: tuple[Text, ...] = ()
    snapshot: str
    """SHA-256 over factor data, rule set, engine version and input: the same snapshot gives the same bytes."""
