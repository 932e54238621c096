"""A product system in ISO 14067's sense: unit processes, what they exchange, and how shared burdens are split."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from greencard.model.base import Text, Value
from greencard.model.fact import Evidence
from greencard.model.footprint import (
    Components,
    DataQuality,
    ExplainNode,
    Interval,
    Measurement,
    MonteCarlo,
    Question,
    Sensitivity,
    Stage,
    StageId,
)
from greencard.model.product import Release

__all__ = [
    "AllocatedShare",
    "AllocationMethod",
    "AllocationRule",
    "Output",
    "ProductSystem",
    "StatedShare",
    "SystemFootprint",
    "SystemInput",
    "UnitProcess",
]

AllocationMethod = Literal["mass", "energy", "economic", "stated"]


class Output(Value, frozen=True, kw_only=True):
    """What a unit process yields. Its `id` is how other processes of the system ask for it."""

    id: str
    name: Text
    amount: Decimal
    """Of `unit`, in the period or batch the process describes."""
    unit: Literal["kg", "piece", "kWh", "MJ", "m2", "m3", "tkm"] = "kg"
    mass_kg: Decimal | None = None
    """Mass of the whole amount where the unit is not kg; needed for allocation by mass and for the mass balance."""
    price: Decimal | None = None
    """Per unit, any one currency for all outputs of the process; for economic allocation."""
    energy_mj: Decimal | None = None
    """Net calorific value of the whole amount; for allocation by energy."""
    kind: Literal["product", "waste", "scrap", "loss"] = "product"
    """`waste` is treated at the cost of the products; `scrap` for recycling leaves without burden (cut-off); `loss` is
    water that evaporates or is pressed out: it counts in the mass balance and holds no carbon."""
    biogenic_carbon_kg: Decimal = Decimal(0)
    """Biogenic carbon in the whole amount, kg C."""
    treatment: str = ""
    """For `waste` alone: id of the waste factor; `none` for what needs no treatment; empty: the worst route of its
    stream, and a question."""


class SystemInput(Value, frozen=True, kw_only=True):
    """What a unit process takes. Exactly one of `output`, `factor`, `material`, `fuel`, `card` says from where."""

    output: str = ""
    """Id of an output of the same system: cycles are allowed as long as no process eats more than it yields."""
    factor: str = ""
    material: str = ""
    """A merchant's words; the catalogue proposes a factor and the result says so."""
    fuel: str = ""
    """Burnt at the site, MJ of net calorific value."""
    card: str = ""
    """A supplier's green card, in its declared units."""
    electricity: bool = False
    """Electricity of the facility, kWh, treated by ISO 14067:2018 6.4.9.4."""
    amount: Decimal
    unit: str
    only_for: str = ""
    """Output this input serves alone: subdivision, so that it is not allocated (ISO 14067:2018 6.4.6.2 a)."""
    bio_based_share: Decimal = Decimal(0)
    """Bio-based part of a `material` by mass, 0 to 1; its biogenic carbon is taken up where it enters the system."""
    uncertainty: Decimal | None = None
    """Standard deviation of ln(amount); empty: by the grade of evidence."""
    evidence: Evidence = Evidence()


class StatedShare(Value, frozen=True, kw_only=True):
    """One output's part of a shared burden, 0 to 1."""

    output: str
    share: Decimal


class AllocationRule(Value, frozen=True, kw_only=True):
    """How the inputs and releases no output has to itself are split over the product outputs."""

    method: AllocationMethod
    shares: tuple[StatedShare, ...] = ()
    """For `stated` alone; they sum to one."""
    reason: Text = Text()


class UnitProcess(Value, frozen=True, kw_only=True):
    """The smallest element for which data are collected (ISO 14067:2018 3.1.3)."""

    id: str
    name: Text
    stage: StageId = "production"
    outputs: tuple[Output, ...]
    inputs: tuple[SystemInput, ...] = ()
    releases: tuple[Release, ...] = ()
    """Gases let out by the process itself, kg in the period or batch."""
    allocation: AllocationRule | None = None
    """Needed where there is more than one output of kind `product`."""


class ProductSystem(Value, frozen=True, kw_only=True):
    """Unit processes of one or several facilities, linked by their outputs."""

    schema: Literal["greencard/system/1"] = "greencard/system/1"
    id: str
    name: Text
    country: str = "CN"
    """Whose grid its electricity comes from."""
    processes: tuple[UnitProcess, ...]
    products: tuple[str, ...] = ()
    """Outputs whose footprints are wanted; empty: every product output that no process of the system takes."""
    illustrative: bool = False


class AllocatedShare(Value, frozen=True, kw_only=True):
    """What one product output bears of the burdens shared in its process (ISO 14067:2018 6.4.6)."""

    process: str
    output: str
    process_name: Text = Text()
    output_name: Text = Text()
    method: AllocationMethod
    share: Decimal
    """0 to 1; over the outputs of a process they sum to one."""
    reason: Text = Text()


class SystemFootprint(Value, frozen=True, kw_only=True):
    """Partial carbon footprint, cradle to gate, of one unit of one output of a product system."""

    system_id: str
    output: str
    name: Text
    unit: str
    """The total stands for one of these."""
    boundary: Literal["cradle_to_gate"] = "cradle_to_gate"
    rules: str = "iso14067-2018"
    gwp_set: str
    total_kg_co2e: Decimal
    components: Components
    stages: tuple[Stage, ...]
    measured_share: Decimal
    """Share of the total that rests on measured or supplier-specific data, 0 to 1."""
    interval: Interval
    explain: ExplainNode
    """Leaves sum to the total; what lies below the threshold stands in leaves of its own."""
    allocations: tuple[AllocatedShare, ...] = ()
    """Every shared burden on the way to this output, with the rule that split it."""
    sensitivities: tuple[Sensitivity, ...] = ()
    """The total under each other rule the data allow, one process changed at a time (ISO 14067:2018 6.4.6.1)."""
    monte_carlo: MonteCarlo | None = None
    """The interval checked by random draws, where that was asked for."""
    next_measurements: tuple[Measurement, ...] = ()
    questions: tuple[Question, ...] = ()
    notes: tuple[Text, ...] = ()
    quality: DataQuality | None = None
    snapshot: str
    """SHA-256 over factor data, rule set, engine version and input: the same snapshot gives the same bytes."""
    illustrative: bool = False
