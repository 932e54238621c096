"""Dated, cited obligations of destinations, in three-valued logic.

`parse_vocabulary`, `parse_jurisdictions` and `parse_group` read data; `RulePack` joins them; `order_facts` reads an
order's facts from the record; `evaluate` says what each rule says; `verdict` says whether the order may enter.
"""

from greencard.rules.derive import claim_codes, order_facts
from greencard.rules.evaluate import WATCH_MONTHS, evaluate
from greencard.rules.interpret import missing, truth
from greencard.rules.materials import Reading, read_material
from greencard.rules.pack import (
    ENGINE,
    Jurisdictions,
    LevyTerms,
    Rule,
    RuleGroup,
    RulePack,
    parse_group,
    parse_jurisdictions,
)
from greencard.rules.resolve import condition
from greencard.rules.sheet import AND_MORE, FactSheet, prepare
from greencard.rules.syntax import Where, parse
from greencard.rules.verdict import verdict
from greencard.rules.vocabulary import FactKind, Vocabulary, parse_vocabulary

__all__ = [
    "AND_MORE",
    "ENGINE",
    "WATCH_MONTHS",
    "FactKind",
    "FactSheet",
    "Jurisdictions",
    "LevyTerms",
    "Reading",
    "Rule",
    "RuleGroup",
    "RulePack",
    "Vocabulary",
    "Where",
    "claim_codes",
    "condition",
    "evaluate",
    "missing",
    "order_facts",
    "parse",
    "parse_group",
    "parse_jurisdictions",
    "parse_vocabulary",
    "prepare",
    "read_material",
    "truth",
    "verdict",
]
