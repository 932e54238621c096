"""Dated, cited obligations of destinations, in three-valued logic.

`parse_vocabulary`, `parse_jurisdictions` and `parse_group` read data; `RulePack` joins them; `order_facts` reads an
order's facts from the record; `evaluate` says what each rule says; `verdict` says whether the order may enter;
`explained` lays its reasons open; `one_word` says the word alone, for matrices; `Measures` are told beside it.
"""

from greencard.rules.abroad import Abroad
from greencard.rules.acts import Acts, parse_acts
from greencard.rules.derive import claim_codes, order_facts
from greencard.rules.entry import RuleTests
from greencard.rules.evaluate import WATCH_MONTHS, binds, caution, evaluate, severity_here
from greencard.rules.explain import explained
from greencard.rules.interpret import missing, truth
from greencard.rules.materials import Reading, read_material
from greencard.rules.measures import Measure, Measures, parse_measures
from greencard.rules.pack import (
    ENGINE,
    CompiledRule,
    Jurisdictions,
    LevyTerms,
    Rule,
    RuleGroup,
    RulePack,
    parse_group,
    parse_jurisdictions,
)
from greencard.rules.resolve import condition
from greencard.rules.rule import Number
from greencard.rules.sheet import AND_MORE, FactSheet, prepare
from greencard.rules.syntax import Where, parse
from greencard.rules.terms import All, Const, Term, limits_in, names_in
from greencard.rules.verdict import verdict
from greencard.rules.vocabulary import FactKind, Vocabulary, parse_vocabulary
from greencard.rules.word import OVERALL_RANK, Kept, Word, one_word, statuses
from greencard.rules.wording import said

__all__ = [
    "AND_MORE",
    "ENGINE",
    "OVERALL_RANK",
    "WATCH_MONTHS",
    "Abroad",
    "Acts",
    "All",
    "CompiledRule",
    "Const",
    "FactKind",
    "FactSheet",
    "Jurisdictions",
    "Kept",
    "LevyTerms",
    "Measure",
    "Measures",
    "Number",
    "Reading",
    "Rule",
    "RuleGroup",
    "RulePack",
    "RuleTests",
    "Term",
    "Vocabulary",
    "Where",
    "Word",
    "binds",
    "caution",
    "claim_codes",
    "condition",
    "evaluate",
    "explained",
    "limits_in",
    "missing",
    "names_in",
    "one_word",
    "order_facts",
    "parse",
    "parse_acts",
    "parse_group",
    "parse_jurisdictions",
    "parse_measures",
    "parse_vocabulary",
    "prepare",
    "read_material",
    "said",
    "severity_here",
    "statuses",
    "truth",
    "verdict",
]
