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
    "DataQuality",
    "Electricity",
    "ExplainNode",
    "FactorRef",
    "FootprintResult",
    "Interval",
    "LifeCycle",
    "LifeStage",
    "LifeStageId",
    "Measurement",
    "MonteCarlo",
    "Question",
    "Sensitivity",
    "Stage",
    "StageId",
]

StageId = Literal["raw_materials", "inbound_transport", "production", "packaging"]
LifeStageId = Literal["distribution", "use", "end_of_life"]
"""Stages after the gate; they stand beside the cradle-to-gate figure and never inside it."""
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
    sigma: Decimal | None = None
    """Of a leaf: standard deviation of ln(factor). Uses of one factor share one random number."""
    amount_sigma: Decimal | None = None
    """Of a leaf: standard deviation of ln(amount)."""
    quality: DataQuality | None = None
    """Of a leaf: how well its factor fits this use."""
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
    """None: not quantified; a bio-based material's change is then an open point, not zero."""
    land_management: Decimal | None = None
    aircraft: Decimal = Decimal(0)
    packaging: Decimal = Decimal(0)
    biogenic_carbon_content_kg: Decimal = Decimal(0)
    """kg C in one declared unit; uptake is minus 44/12 times this."""


class DataQuality(Value, frozen=True, kw_only=True):
    """Data-quality ratings from 1 (best) to 5; of a result, weighted by contribution (PACT v3, dqi)."""

    technological: Decimal
    geographical: Decimal
    temporal: Decimal


class Measurement(Value, frozen=True, kw_only=True):
    """A datum whose better knowledge narrows the interval most: the next measurement worth making."""

    label: Text
    about: Literal["factor", "amount"]
    factor_id: str = ""
    pointer: str = ""
    variance_share: Decimal
    """Part of the variance of ln(total) that rests on this datum, 0 to 1."""
    kg_co2e: Decimal
    """By how much the upper half of the 95 % interval would shrink if this were known exactly."""


class MonteCarlo(Value, frozen=True, kw_only=True):
    """A sampled check of the analytic interval, one random number per factor."""

    draws: int
    seed: int
    mean: Decimal
    median: Decimal
    interval: Interval
    agrees: bool
    """Whether both half-widths lie within 20 % of each other."""


class LifeStage(Value, frozen=True, kw_only=True):
    """One stage after the gate under a stated scenario."""

    id: LifeStageId
    kg_co2e: Decimal
    scenario: Text


class LifeCycle(Value, frozen=True, kw_only=True):
    """Full carbon footprint, cradle to grave: the cradle-to-gate total and the stages after it by their scenarios."""

    total_kg_co2e: Decimal
    stages: tuple[LifeStage, ...]
    left_out: tuple[LifeStageId, ...] = ()
    """Stages for which the record gives no scenario; with any left out this is not a full footprint."""
    biogenic_release_kg: Decimal = Decimal(0)
    """Biogenic CO2 leaving at end of life; with the uptake it comes to zero (ISO 14067:2018 6.5.2)."""
    interval: Interval
    explain: ExplainNode


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
    certified_kwh: Decimal = Decimal(0)
    residual_kwh: Decimal = Decimal(0)
    """kWh whose certificates were sold, at the residual mix."""
    residual_factor: FactorRef | None = None
    certified_factor: FactorRef | None = None
    location_based_kg_co2e: Decimal | None = None
    """The footprint's electricity at the grid average alone (ISO 14067:2018 6.4.9.4, sensitivity)."""
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


class Sensitivity(Value, frozen=True, kw_only=True):
    """The total under another choice that the standard allows: location-based electricity, another allocation."""

    id: str
    label: Text
    total_kg_co2e: Decimal


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
    quality: DataQuality | None = None
    next_measurements: tuple[Measurement, ...] = ()
    monte_carlo: MonteCarlo | None = None
    life_cycle: LifeCycle | None = None
    sensitivities: tuple[Sensitivity, ...] = ()
    snapshot: str
    """SHA-256 over factor data, rule set, engine version and input: the same snapshot gives the same bytes."""
