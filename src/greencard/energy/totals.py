"""What daily or monthly totals prove of own solar use: at least so much, at most so much.

In one interval of minutes `min(load, pv - export)` is what the load took. In a total of a day the same formula is an
upper bound: generation that was not exported went into the load *if* the export figure is what flowed out. A portal's
daily "export" may be netted: 80 kWh out at noon and 100 kWh in at night then read "export 0", and own solar was 0, not
80. So the bounds are

* at most: `min(load, pv - export)`, whatever the meter;
* at least: the same, where the export meter counts one way (a register of outflow, or stated so) and there is no
  battery: by conservation of energy all that did not leave was used on the site; where `pv - export` exceeds the load,
  something else took it and nothing of that total is proven;
* at least: 0 in every other case, a total without any export included, because netting can have hidden all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from greencard.model import MeterInterval

if TYPE_CHECKING:
    from greencard.energy.readings import Readings

__all__ = ["SolarBound", "TotalsBound", "bound"]

_TOLERANCE_WH = 10


@dataclass(frozen=True, slots=True)
class SolarBound:
    """Own solar use lies in [at_least_wh, at_most_wh]; equal where it is known."""

    at_least_wh: int
    at_most_wh: int

    @property
    def exact(self) -> bool:
        """Whether the totals leave nothing open."""
        return self.at_least_wh == self.at_most_wh


@dataclass(frozen=True, slots=True)
class TotalsBound:
    """How a total of these readings bounds own solar."""

    one_way_export: bool
    battery: bool

    def of(self, total: MeterInterval) -> SolarBound:
        """The bound of one total."""
        kept = max(0, total.pv_wh - total.export_wh)
        most = min(total.load_wh, kept)
        proven = self.one_way_export and not self.battery and kept <= total.load_wh + _TOLERANCE_WH
        return SolarBound(most if proven else 0, most)

    def over(self, totals: tuple[MeterInterval, ...]) -> SolarBound:
        """The bound of their sum."""
        found = [self.of(total) for total in totals]
        return SolarBound(sum(one.at_least_wh for one in found), sum(one.at_most_wh for one in found))


def bound(readings: Readings) -> TotalsBound:
    """How totals of these readings are bounded; void readings prove nothing and are none of the totals' checks."""
    return TotalsBound(
        one_way_export=readings.one_way_export,
        battery=any(item.charge_wh or item.discharge_wh for item in readings.intervals),
    )
