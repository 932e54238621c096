"""The numerical kernel: one product system, every footprint in it, in one pass.

`snapshot_of` checks a system and freezes it, `compile_snapshot` proves that it makes more than it uses, and the
`Kernel` answers: intensities of all products, demands, scaling, Monte Carlo, variance, and edits re-priced in place.
"""

from greencard.footprint.kernel.reprice import Repriced, Repricer
from greencard.footprint.kernel.snapshot import COMPONENTS, IN_TOTAL, Snapshot, snapshot_of
from greencard.footprint.kernel.system import Kernel, compile_snapshot
from greencard.footprint.kernel.variance import Variance

__all__ = [
    "COMPONENTS",
    "IN_TOTAL",
    "Kernel",
    "Repriced",
    "Repricer",
    "Snapshot",
    "Variance",
    "compile_snapshot",
    "snapshot_of",
]
