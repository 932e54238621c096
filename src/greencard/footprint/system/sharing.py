"""How burdens shared by several products are split: the rule stated, and the other rules the data allow.

ISO 14067:2018 6.4.6.2 puts subdivision first (`only_for`, where the system is built), then physical relations (mass,
energy), then economic value. Whatever the rule, the parts add up to the whole (6.4.6.1).
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.errors import Fault, Place
from greencard.footprint.system.codes import NO_BASIS, NO_RULE, SHARE_OUTPUT, SHARES_SUM
from greencard.footprint.system.units import ratio, to_kg

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from greencard.model import AllocationMethod, Output, UnitProcess

__all__ = ["METHOD_NAMES", "carbon_shares", "other_methods", "products_of", "rule_faults", "shares_of"]

_ONE: Final = Decimal("1e-9")
_MJ: Final = "MJ"
_SHOWN: Final = 60
METHOD_NAMES: Final[dict[AllocationMethod, tuple[str, str]]] = {
    "mass": ("mass", "质量"),
    "energy": ("energy content", "热值"),
    "economic": ("economic value", "经济价值"),
    "stated": ("stated shares", "指定份额"),
}
_BASES: Final[dict[AllocationMethod, tuple[str, str]]] = {
    "mass": ("mass_kg", "总质量"),
    "energy": ("energy_mj", "总热值"),
    "economic": ("price", "单价"),
}
_PHYSICAL_FIRST: Final[tuple[AllocationMethod, ...]] = ("mass", "energy", "economic")


def products_of(process: UnitProcess) -> tuple[Output, ...]:
    """Outputs that bear burdens."""
    return tuple(output for output in process.outputs if output.kind == "product")


def _basis(output: Output, method: AllocationMethod) -> Decimal | None:
    """What an output counts for under a rule: kg, MJ or money; None where the record does not say."""
    if method == "mass":
        return output.mass_kg if output.mass_kg is not None else to_kg(output.amount, output.unit)
    if method == "economic":
        return None if output.price is None else output.price * output.amount
    if output.energy_mj is not None:
        return output.energy_mj
    times = ratio(output.unit, _MJ)
    return None if times is None else output.amount * times


def rule_faults(process: UnitProcess, pointer: str) -> Iterator[Fault]:
    """Errors of the rule: none where one is needed, shares that do not add up, outputs without the basis."""
    rule, products, name = process.allocation, products_of(process), process.id[:_SHOWN]
    if rule is None:
        if len(products) > 1:
            yield NO_RULE.fault(Place(f"{pointer}/allocation"), process=name, count=len(products))
        return
    here = f"{pointer}/allocation"
    if rule.method == "stated":
        yield from _stated_faults(process, here)
        return
    if len(products) < 2:  # noqa: PLR2004 - nothing is shared
        return
    basis, basis_zh = _BASES[rule.method]
    method, method_zh = METHOD_NAMES[rule.method]
    found = [_basis(output, rule.method) for output in products]
    for output, amount in zip(products, found, strict=True):
        if amount is None or (
            amount == 0 and any(found)
        ):  # an output without mass or value would take its part for nothing
            yield NO_BASIS.fault(
                Place(f"{here}/method"),
                process=name,
                output=output.id[:_SHOWN],
                method=method,
                method_zh=method_zh,
                basis=basis,
                basis_zh=basis_zh,
            )
    if all(amount == 0 for amount in found):
        yield SHARES_SUM.fault(Place(f"{here}/method"), process=name, sum=0)


def _stated_faults(process: UnitProcess, here: str) -> Iterator[Fault]:
    rule, name = process.allocation, process.id[:_SHOWN]
    stated = () if rule is None else rule.shares
    left = {output.id for output in products_of(process)}
    for j, share in enumerate(stated):
        if share.output not in left:
            known = any(output.id == share.output for output in products_of(process))
            what = "named before" if known else "no product output of it"
            what_zh = "重复出现" if known else "不是该工序的产品产出"
            yield SHARE_OUTPUT.fault(
                Place(f"{here}/shares/{j}/output"),
                process=name,
                output=share.output[:_SHOWN],
                what=what,
                what_zh=what_zh,
            )
        left.discard(share.output)
    for output_id in sorted(left):
        place = Place(f"{here}/shares")
        yield SHARE_OUTPUT.fault(
            place, process=name, output=output_id[:_SHOWN], what="without a share", what_zh="没有份额"
        )
    total = sum((share.share for share in stated), Decimal(0))
    if abs(total - 1) > _ONE:
        yield SHARES_SUM.fault(Place(f"{here}/shares"), process=name, sum=total)


def shares_of(process: UnitProcess, method: AllocationMethod | None = None) -> list[float]:
    """Share of each product output, in their order, under a rule (empty: the process's own); they sum to one."""
    products = products_of(process)
    if len(products) == 1:
        return [1.0]
    rule = process.allocation
    wanted = method or (rule.method if rule is not None else "mass")
    if wanted == "stated":
        stated = {} if rule is None else {share.output: share.share for share in rule.shares}
        return _normal([stated.get(output.id) for output in products])
    return _normal([_basis(output, wanted) for output in products])


def other_methods(process: UnitProcess) -> tuple[AllocationMethod, ...]:
    """Rules other than the stated one for which every product output has the data; none where nothing is shared."""
    products = products_of(process)
    if len(products) < 2 or process.allocation is None:  # noqa: PLR2004 - nothing is shared
        return ()
    found = []
    for method in _PHYSICAL_FIRST:
        bases = [_basis(output, method) for output in products]
        if method != process.allocation.method and all(bases):
            found.append(method)
    return tuple(found)


def carbon_shares(process: UnitProcess, outputs: Sequence[Output]) -> list[float]:
    """How biogenic carbon divides over all that leaves, products, scrap and waste: by its own content where stated.

    Else by mass. Carbon is matter and follows it whatever rule splits the burdens (ISO 14067:2018 6.4.9.3); where no
    mass is known it follows the rule, and scrap and waste take none. A loss is water and takes none.
    """
    for bases in (
        [output.biogenic_carbon_kg for output in outputs],
        [Decimal(0) if output.kind == "loss" else _basis(output, "mass") for output in outputs],
    ):
        if None not in bases and any(bases):
            return _normal(bases)
    given = iter(shares_of(process))
    return [next(given) if output.kind == "product" else 0.0 for output in outputs]


def _normal(bases: Sequence[Decimal | None]) -> list[float]:
    numbers = [float(basis or 0) for basis in bases]
    total = math.fsum(numbers)
    return [number / total for number in numbers]
