"""Mass in and mass out of a unit process, and what a process eats of its own yield (ISO 14067:2018 6.4.3)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.errors import Fault, Place
from greencard.footprint.system.codes import MASS_GAP, OWN_USE
from greencard.footprint.system.units import is_massless, ratio, to_kg
from greencard.quantity import decimal_text, significant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from greencard.errors import Severity
    from greencard.footprint.system.index import Index
    from greencard.model import Output, SystemInput, UnitProcess

__all__ = ["mass_faults", "mass_of", "own_use_faults"]

WARN: Final = Decimal("0.05")
REFUSE: Final = Decimal("0.20")
"""Our thresholds; the standard asks for the balance and names none."""
_SHOWN: Final = 60
_DIGITS: Final = 12


def mass_of(output: Output) -> Decimal | None:
    """Mass of an output's whole amount, kg; None where it is not known. Energy has none."""
    if output.mass_kg is not None:
        return output.mass_kg
    return Decimal(0) if is_massless(output.unit) else to_kg(output.amount, output.unit)


def _mass_in(taken: SystemInput, index: Index) -> Decimal | None:
    if taken.fuel or taken.electricity or is_massless(taken.unit):
        return Decimal(0)
    kg = to_kg(taken.amount, taken.unit)
    if kg is not None or not taken.output:
        return kg
    provider = index.outputs[taken.output].output
    if not provider.amount.is_finite() or provider.amount <= 0:
        return None  # its own process says so
    whole = mass_of(provider)
    times = ratio(taken.unit, provider.unit)
    if whole is None or times is None or not whole.is_finite():
        return None
    return whole * taken.amount * times / provider.amount


def mass_faults(process: UnitProcess, pointer: str, index: Index) -> Iterator[Fault]:
    """A warning above 5 % and an error above 20 %, where every mass is known and matter goes in at all.

    Gases let out may have been part of what went in, wholly or not (the oxygen of CO2 comes from the air), so they
    explain a loss up to their own mass and never a gain. A process that yields energy or transport burns matter and is
    left out.
    """
    if any(is_massless(output.unit) and output.kind == "product" for output in process.outputs):
        return
    masses_in = [_mass_in(taken, index) for taken in process.inputs]
    masses_out = [mass_of(output) for output in process.outputs]
    if any(mass is None for mass in (*masses_in, *masses_out)):
        return
    taken = sum((mass for mass in masses_in if mass is not None), Decimal(0))
    yielded = sum((mass for mass in masses_out if mass is not None), Decimal(0))
    if taken == 0 or yielded == 0:
        return
    lost = taken - yielded
    if lost > 0:
        lost = max(Decimal(0), lost - sum((release.kg for release in process.releases), Decimal(0)))
    apart = abs(lost) / max(taken, yielded)
    if apart > WARN:
        severity: Severity = "error" if apart > REFUSE else "warning"
        yield MASS_GAP.fault(
            Place(pointer),
            severity=severity,
            process=process.id[:_SHOWN],
            taken=decimal_text(significant(taken, _DIGITS)),
            yielded=decimal_text(significant(yielded, _DIGITS)),
            percent=f"{apart * 100:.1f}",
        )


def own_use_faults(process: UnitProcess, pointer: str) -> Iterator[Fault]:
    """An error where a process takes as much of one of its products as it yields, or more of its scrap."""
    for j, output in enumerate(process.outputs):
        eaten = Decimal(0)
        for taken in process.inputs:
            times = ratio(taken.unit, output.unit) if taken.output == output.id else None
            eaten += taken.amount * times if times is not None else Decimal(0)
        # Scrap may all go back to where it arose: it bears nothing, so nothing goes round.
        if eaten > output.amount or (eaten == output.amount and output.kind == "product"):
            yield OWN_USE.fault(
                Place(f"{pointer}/outputs/{j}/amount"),
                process=process.id[:_SHOWN],
                output=output.id[:_SHOWN],
                taken=decimal_text(significant(eaten, _DIGITS)),
                yielded=decimal_text(significant(output.amount, _DIGITS)),
                unit=output.unit,
            )
