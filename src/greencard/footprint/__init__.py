"""The carbon footprint of one product, cradle to gate, by ISO 14067:2018, with a reason for every number."""

from greencard.footprint.assess import ENGINE, RULES, assess_footprint
from greencard.footprint.evidence import standing_evidence

__all__ = ["ENGINE", "RULES", "assess_footprint", "standing_evidence"]
