"""Product systems: unit processes of one or several facilities, linked by their outputs, solved all at once.

Subdivision, then the stated rule for what several products share; scrap by cut-off; cycles; supplier cards as leaves.
ISO 14067:2018 6.4.6 and Annex D. Offsets have no type here.
"""

from greencard.footprint.system.build import ENGINE, RULES, build
from greencard.footprint.system.built import BuiltSystem
from greencard.footprint.system.check import MAX_EXCHANGES, MAX_PROCESSES, check_system
from greencard.footprint.system.explain import Unroller
from greencard.footprint.system.monte_carlo import system_monte_carlo
from greencard.footprint.system.result import system_footprints
from greencard.footprint.system.supply import ElectricityClaim, SupplierLeaf

__all__ = [
    "ENGINE",
    "MAX_EXCHANGES",
    "MAX_PROCESSES",
    "RULES",
    "BuiltSystem",
    "ElectricityClaim",
    "SupplierLeaf",
    "Unroller",
    "build",
    "check_system",
    "system_footprints",
    "system_monte_carlo",
]
