"""Rule sets are data: what each says it is, and what nobody read stays unsaid."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import greencard.footprint
from footprint_samples import CATALOGUE, assess, product
from greencard.errors import InvalidInput
from greencard.footprint import RULE_SETS, rule_set


def test_the_default_is_iso_and_the_result_says_which() -> None:
    assert assess(product()).rules == "iso14067-2018"
    chinese = assess(product(), rules="gbt24067-2024")
    assert chinese.rules == "gbt24067-2024"
    assert any("conformity with it is not claimed" in note.en for note in chinese.notes)
    assert not any("24067" in note.en for note in assess(product()).notes)
    assert chinese.total_kg_co2e == assess(product()).total_kg_co2e
    assert chinese.snapshot != assess(product()).snapshot


@pytest.mark.parametrize("found", RULE_SETS.values(), ids=RULE_SETS)
def test_every_rule_set_is_whole(found: greencard.footprint.RuleSet) -> None:
    assert found.gwp_set in CATALOGUE.gwp
    for text in (found.name, found.full, found.partial, *found.boundaries.values(), *found.unknown, *found.adds):
        assert text.en
        assert text.zh
    assert {"cradle_to_gate", "cradle_to_grave"} <= found.boundaries.keys()
    assert found.sources
    assert found.unknown
    if not any(source.kind == "standard" and source.read for source in found.sources):
        # nobody read the text: no clause may look as if somebody had
        assert all(clause.trust == "recall" for clause in found.clauses)


def test_no_clause_of_the_chinese_standard_is_made_up() -> None:
    assert rule_set("gbt24067-2024").clauses == ()
    assert rule_set("gbt24067-2024").clause("electricity") == ""
    assert rule_set("iso14067-2018").clause("electricity") == "6.4.9.4"


@pytest.mark.parametrize("rules", ["", "iso14067-2099", "x" * 10_000])
def test_an_unknown_rule_set_is_refused(rules: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        assess(product(), rules=rules)
    assert caught.value.code == "GC-FPT-030"
    assert "gbt24067-2024" in caught.value.faults[0].remedy("en")


def test_the_calculation_never_asks_a_rule_set_for_its_name() -> None:
    """A third rule set is an entry in `rulesets.py`, never a branch somewhere else."""
    folder = Path(greencard.footprint.__file__).parent
    for file in sorted(folder.glob("*.py")):
        if file.name == "rulesets.py":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare):
                said = ast.unparse(node)
                assert "gbt24067" not in said, f"{file.name}: {said}"
                assert "iso14067" not in said, f"{file.name}: {said}"
