"""The carbon footprint of one product, cradle to gate, by ISO 14067:2018, with a reason for every number."""

from greencard.footprint.assess import ENGINE, RULES, assess_footprint
from greencard.footprint.evidence import standing_evidence
from greencard.footprint.rulesets import RULE_SETS, RuleSet, rule_set
from greencard.footprint.supplier_card import SupplierCard

__all__ = [
    "ENGINE",
    "RULES",
    "RULE_SETS",
    "RuleSet",
    "SupplierCard",
    "assess_footprint",
    "rule_set",
    "standing_evidence",
]
