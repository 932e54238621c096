"""The footprint of each wanted output: total, components, stages, interval, reasons, other rules side by side."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from greencard.errors import Refused
from greencard.footprint.doubt.moments import MOST_SIGMA
from greencard.footprint.kernel import COMPONENTS, compile_snapshot
from greencard.footprint.notes import unlike_gwp
from greencard.footprint.question import ranked
from greencard.footprint.system.balance import mass_of
from greencard.footprint.system.build import RULES
from greencard.footprint.system.built import ACCOUNTS, STAGES
from greencard.footprint.system.explain import THRESHOLD, Unroller
from greencard.footprint.system.quality import QualityOf
from greencard.footprint.system.sharing import METHOD_NAMES, other_methods, products_of, shares_of
from greencard.model import AllocatedShare, Components, Interval, Measurement, Sensitivity, Stage, SystemFootprint, Text
from greencard.quantity import decimal_of, decimal_text, significant

if TYPE_CHECKING:
    from greencard.footprint.kernel import Variance
    from greencard.footprint.system.built import BuiltSystem, Floats
    from greencard.model import AllocationMethod, ExplainNode, Question

__all__ = ["LEVEL", "MAX_ALTERNATIVES", "interval_of", "system_footprints"]

LEVEL: Final = Decimal("0.95")
METHOD: Final = (
    "first-order lognormal: one random number per factor, so that uses of the same factor add linearly; "
    "independent amounts; greencard default table 1"
)
MAX_ALTERNATIVES: Final = 64
"""Other allocations computed for one system; each solves it once more."""
_Z: Final = 1.959963984540054
_C_PER_CO2: Final = Decimal(12) / Decimal(44)
_NEXT: Final = 5
_DIGITS: Final = 12
_CARBON_APART: Final = 0.05
_ORDER: Final = Text(
    en="Shared burdens: first divided by what serves one product alone, then by the rule of the process; scrap leaves "
    "without burden or credit (cut-off), waste is treated at the cost of its maker (ISO 14067:2018 6.4.6, Annex D).",
    zh="共同负担：先按“专用于”划分，再按工序的分配规则；废料不带负担也不给信用（截断法），"
    "废物由产生工序承担处理负担（ISO 14067:2018 6.4.6、附录 D）。",
)
_APART: Final = Text(
    en="Biogenic CO2 and its uptake stand apart from the total and follow the carbon, not the allocation rule.",
    zh="生物源 CO2 及其吸收单独列示，不计入总量；按碳的实际流向分配，与负担分配规则无关。",
)
_UNKNOWABLE: Final = Text(
    en="The amounts are not known well enough for this figure: within their spread it may be any size. Look for a loop "
    "that yields hardly more than it takes.",
    zh="用量的不确定性使该数值几乎无法确定：在其波动范围内可为任意大小。请检查产出几乎等于自身投入的循环。",
)


@dataclass(frozen=True, slots=True)
class _Alternative:
    process: int
    method: AllocationMethod
    totals: Floats


def system_footprints(
    built: BuiltSystem, *, threshold: float = THRESHOLD, sensitivity: bool = True
) -> tuple[SystemFootprint, ...]:
    """The footprint of one unit of each wanted output, in the order asked for (ISO 14067:2018, cradle to gate).

    Offsets, credits and exported energy have no way in: there is no argument and no type for them. The same system and
    data give the same bytes.

    Args:
        built: the system.
        threshold: part of the total below which an output is not opened in the explain tree.
        sensitivity: whether the other rules the data allow are solved too (6.4.6.1).

    Raises:
        Refused: a cycle eats as much as it yields, named (GC-FPT-105, 106).
    """
    unroller = Unroller(built)
    others, left_out = _alternatives(built) if sensitivity else ([], 0)
    trees = ((place, unroller.tree(place, threshold=threshold)) for place in built.wanted)
    quality = QualityOf(built)
    return tuple(_footprint(built, place, tree, others, left_out, quality) for place, tree in trees)


def _alternatives(built: BuiltSystem) -> tuple[list[_Alternative], int]:
    """Totals under each other rule, one process changed at a time; how many were left out."""
    found: list[_Alternative] = []
    left_out = 0
    for number, process in enumerate(built.system.processes):
        for method in other_methods(process):
            if len(found) >= MAX_ALTERNATIVES:
                left_out += 1
                continue
            shares = built.shares.copy()
            parts = dict(zip((o.id for o in products_of(process)), shares_of(process, method), strict=True))
            for place in built.outputs_of(number):
                shares[place] = parts.get(built.outputs[place].id, 0.0)
            try:
                totals = compile_snapshot(built.snapshot(shares)).totals()
            except Refused:
                continue  # under that rule the loop would not pay for itself: no admissible alternative
            found.append(_Alternative(number, method, np.array(totals[: len(built.outputs)])))
    return found, left_out


def _footprint(  # noqa: PLR0917 - each is a different thing
    built: BuiltSystem,
    place: int,
    explain: ExplainNode,
    others: list[_Alternative],
    left_out: int,
    quality: QualityOf,
) -> SystemFootprint:
    output = built.outputs[place]
    total = float(built.totals[place])
    demand = np.zeros(len(built.ids))
    demand[place] = 1.0
    scaling = built.kernel.scaling(demand)
    variance = built.kernel.variance(place)
    spread = _spread(total, variance)
    accounts = built.accounts[place]
    used = {built.owner[i] for i in np.flatnonzero(scaling[: len(built.outputs)]).tolist()}
    stages = tuple(
        Stage(
            id=stage,
            kg_co2e=decimal_of(accounts[2 * i] + accounts[2 * i + 1]),
            measured_kg_co2e=decimal_of(accounts[2 * i]),
            default_kg_co2e=decimal_of(accounts[2 * i + 1]),
        )
        for i, stage in enumerate(STAGES)
    )
    measured = math.fsum(accounts[i] for i, (_, counted) in enumerate(ACCOUNTS) if counted)
    components, carbon_note = _components(built, place)
    leaf_scale = scaling[len(built.outputs) : len(built.outputs) + len(built.leaves)]
    factors = [leaf.factor for leaf, units in zip(built.leaves, leaf_scale.tolist(), strict=True) if units]
    notes = [
        _ORDER,
        *((_APART,) if components.biogenic_uptake or components.biogenic_emissions else ()),
        *built.notes,
        *_lost(built, used),
        *(note for note in (carbon_note, unlike_gwp(factors, built.gwp.name), *_free_scrap(built, scaling)) if note),
    ]
    if total > 0 and variance.sigma > MOST_SIGMA:
        notes.append(_UNKNOWABLE)
    if left_out:
        notes.append(
            Text(
                en=f"{left_out} other allocations were not solved (at most {MAX_ALTERNATIVES} are).",
                zh=f"另有 {left_out} 种分配方式未计算（最多计算 {MAX_ALTERNATIVES} 种）。",
            )
        )
    return SystemFootprint(
        system_id=built.system.id,
        output=output.id,
        name=output.name,
        unit=output.unit,
        rules=RULES,
        gwp_set=built.gwp.name,
        total_kg_co2e=decimal_of(total),
        components=components,
        stages=stages,
        measured_share=significant(decimal_of(min(1.0, measured / total)), _DIGITS) if total else Decimal(0),
        interval=_interval(total, spread),
        explain=explain,
        allocations=_allocations(built, used),
        sensitivities=_sensitivities(built, place, others, used),
        next_measurements=_next(built, variance, spread),
        questions=_questions(built, scaling),
        notes=tuple(dict.fromkeys(notes)),
        quality=quality.of(scaling),
        snapshot=built.digest,
        illustrative=built.system.illustrative,
    )


def interval_of(built: BuiltSystem, place: int) -> Interval:
    """The published 95 % interval of one unit of an output, kg CO2e."""
    total = float(built.totals[place])
    return _interval(total, _spread(total, built.kernel.variance(place)))


def _spread(total: float, variance: Variance) -> float:
    return _factor(variance.sigma) if total > 0 else 1.0


def _factor(sigma: float) -> float:
    """By how much the ends of the interval lie apart from the total; not knowing at all has an end (`MOST_SIGMA`)."""
    return math.exp(_Z * min(sigma, MOST_SIGMA))


def _interval(total: float, spread: float) -> Interval:
    return Interval(low=decimal_of(total / spread), high=decimal_of(total * spread), level=LEVEL, method=METHOD)


def _components(built: BuiltSystem, place: int) -> tuple[Components, Text | None]:
    parts = dict(zip(COMPONENTS, built.components[place].tolist(), strict=True))
    output = built.outputs[place]
    carried = significant(-(decimal_of(parts["uptake"]) + decimal_of(parts["biogenic_co2"])) * _C_PER_CO2, _DIGITS)
    stated = output.biogenic_carbon_kg / output.amount
    note = None
    if stated and abs(carried - stated) > Decimal(str(_CARBON_APART)) * stated:
        note = Text(
            en=f"The record states {decimal_text(significant(stated, 4))} kg of biogenic carbon per {output.unit}; "
            f"what was taken up less what was let out on the way leaves {decimal_text(significant(carried, 4))} kg.",
            zh=f"记录所填生物碳为每{output.unit} {decimal_text(significant(stated, 4))} 千克；"
            f"吸收量减去途中释放量为 {decimal_text(significant(carried, 4))} 千克。",
        )
    return (
        Components(
            fossil=decimal_of(parts["fossil"]),
            biogenic_uptake=decimal_of(min(0.0, parts["uptake"])),
            biogenic_emissions=decimal_of(parts["biogenic_co2"]),
            biogenic_non_co2=decimal_of(parts["biogenic_non_co2"]),
            land_use_change=decimal_of(parts["land_use_change"]) if parts["land_use_change"] else None,
            land_management=decimal_of(parts["land_management"]) if parts["land_management"] else None,
            aircraft=decimal_of(parts["aircraft"]),
            packaging=decimal_of(parts["packaging"]),
            biogenic_carbon_content_kg=significant(stated, _DIGITS) if stated else max(Decimal(0), carried),
        ),
        note,
    )


def _allocations(built: BuiltSystem, used: set[int]) -> tuple[AllocatedShare, ...]:
    found = []
    for number in sorted(used):
        process = built.system.processes[number]
        rule = process.allocation
        if rule is None or len(products_of(process)) < 2:  # noqa: PLR2004 - nothing is shared
            continue
        for place in built.outputs_of(number):
            output = built.outputs[place]
            if output.kind == "product":
                found.append(
                    AllocatedShare(
                        process=process.id,
                        output=output.id,
                        process_name=process.name,
                        output_name=output.name,
                        method=rule.method,
                        share=decimal_of(float(built.shares[place])),
                        reason=rule.reason,
                    )
                )
    return tuple(found)


def _sensitivities(
    built: BuiltSystem, place: int, others: list[_Alternative], used: set[int]
) -> tuple[Sensitivity, ...]:
    found = []
    for other in others:
        if other.process not in used:
            continue
        process = built.system.processes[other.process]
        en, zh = METHOD_NAMES[other.method]
        name = process.name if process.name.en or process.name.zh else Text(en=process.id, zh=process.id)
        found.append(
            Sensitivity(
                id=f"allocation:{process.id}:{other.method}",
                label=Text(en=f"{name.in_lang('en')} split by {en}", zh=f"{name.in_lang('zh')}按{zh}分配"),
                total_kg_co2e=decimal_of(float(other.totals[place])),
            )
        )
    return tuple(found)


def _questions(built: BuiltSystem, scaling: Floats) -> tuple[Question, ...]:
    """Questions upstream of the output, with the kg of one unit of it that rest on each."""
    consumer, _, take, _ = built.rows
    kg = np.bincount(take, weights=scaling[consumer] * built.row_kg, minlength=len(built.takes))
    found = []
    for number, question in built.questions:
        stake = float(kg[number])
        if stake > 0:
            found.append(msgspec.structs.replace(question, kg_co2e_at_stake=decimal_of(stake)))
    return ranked(found)


def _free_scrap(built: BuiltSystem, scaling: Floats) -> list[Text]:
    """A note where the chain takes more scrap without burden than it makes: the rest comes from outside (cut-off)."""
    notes = []
    size = len(built.outputs)
    for place, output in enumerate(built.outputs):
        if output.kind != "scrap" or not scaling[place]:
            continue
        process = built.owner[place]
        batches = math.fsum(
            scaling[i] * built.shares[i] / built.amounts[i] for i in built.outputs_of(process) if i < size
        )
        made = batches * float(output.amount)
        if scaling[place] > made * (1 + 1e-9):
            more = decimal_text(significant(decimal_of(float(scaling[place]) - made), 4))
            notes.append(
                Text(
                    en=f"The chain takes {more} {output.unit} more of the scrap {output.id} per unit than it makes; "
                    "that part comes from elsewhere, without burden (cut-off).",
                    zh=f"每单位产品所用废料 {output.id} 比自身链条产生的多 {more} {output.unit}，该部分来自外部，"
                    "不带负担（截断法）。",
                )
            )
    return notes


def _lost(built: BuiltSystem, used: set[int]) -> list[Text]:
    """A note for everything that leaves the way to this output without treatment, by the record's word alone."""
    notes = []
    for number in sorted(used):
        for output in built.system.processes[number].outputs:
            if output.kind == "loss" or (output.kind == "waste" and output.treatment == "none"):
                process, kg = built.system.processes[number], mass_of(output)
                said = "?" if kg is None else decimal_text(significant(kg, 4))
                notes.append(
                    Text(
                        en=f"{process.name.in_lang('en') or process.id}: {output.name.in_lang('en') or output.id}, "
                        f"{said} kg, leaves without treatment, as the record states.",
                        zh=f"{process.name.in_lang('zh') or process.id}：{output.name.in_lang('zh') or output.id} "
                        f"{said} 千克未经处理而离开，依记录所述。",
                    )
                )
    return notes


def _next(built: BuiltSystem, variance: Variance, spread: float) -> tuple[Measurement, ...]:
    """The data whose better knowledge narrows the interval most: factors and amounts, largest part first."""
    whole = variance.variance
    total = variance.total
    if whole <= 0 or total <= 0:
        return ()
    found: list[tuple[float, Text, str, str]] = []
    snapshot = built.kernel.snapshot
    by_group = variance.by_group.tolist()
    found += [(by_group[group], name, factor_id, "") for factor_id, name, group in built.factor_groups]
    for group, process in built.release_groups:
        found.append((by_group[group], built.system.processes[process].name, "", f"/processes/{process}/releases"))
    top = np.argsort(-variance.by_exchange, kind="stable")[:_NEXT].tolist()
    for row in top:
        number = built.first_take.get((int(snapshot.consumers[row]), int(snapshot.providers[row])))
        if number is not None:
            take = built.takes[number]
            found.append((float(variance.by_exchange[row]), take.label, "", take.pointer))
    found.sort(key=lambda entry: (-entry[0], entry[2], entry[3]))
    measurements = []
    for part, label, factor_id, pointer in found[:_NEXT]:
        if part <= 0:
            continue
        without = _factor(math.sqrt(max(0.0, whole - part)) / total)
        measurements.append(
            Measurement(
                label=label,
                about="factor" if factor_id else "amount",
                factor_id=factor_id,
                pointer=pointer,
                variance_share=decimal_of(part / whole),
                kg_co2e=decimal_of(total * (spread - without)),
            )
        )
    return tuple(measurements)
