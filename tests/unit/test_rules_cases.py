"""Orders whose answer was worked by hand: committed vectors, and the reference cases beside the checkout."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from greencard.adapters.packs.rules import load_all
from greencard.model import RuleOutcome
from greencard.rules import evaluate
from rules_samples import facts, order

HERE = Path(__file__).parents[1]
VECTORS = json.loads((HERE / "vectors" / "rules_cases.json").read_text(encoding="utf-8"))["cases"]
REFERENCE = HERE.parents[1] / "shared" / "reference" / "regulations" / "cases.csv"


def _outcome(destination: str, on: str, rule_id: str, known: dict[str, Any]) -> RuleOutcome:
    pack = load_all()
    outcomes = evaluate(pack, facts(**known), order(destination, on))
    now = pack.versions(rule_id)[0].rule.id
    found = [one for one in outcomes if one.rule_id == now]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("case", VECTORS, ids=[case["id"] for case in VECTORS])
def test_vector(case: dict[str, Any]):
    outcome = _outcome(case["destination"], case["on"], case["rule"], case["facts"])
    assert outcome.status == case["status"]
    assert list(outcome.missing_facts) == case.get("missing", [])
    if "levy" in case:
        assert outcome.levy is not None
        assert outcome.levy.amount == Decimal(case["levy"])


def test_there_are_vectors_for_every_status():
    assert {case["status"] for case in VECTORS} == {"pass", "fail", "unknown", "not_applicable"}


def _rows() -> list[dict[str, str]]:
    if not REFERENCE.exists():
        return []
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not REFERENCE.exists(), reason="shared material not beside this checkout")
def test_reference_cases():
    rows = _rows()
    assert len(rows) == 28
    answers = {}
    for row in rows:
        outcome = _outcome(row["destination"], row["date"], row["rule_id"], json.loads(row["facts_json"]))
        answer: str = outcome.status
        if answer == "pass" and outcome.levy is not None:
            answer = "levy"
        if answer == "not_applicable" and row["expected"] == "not_yet_or_no_longer":
            assert outcome.applies_from is not None
            assert outcome.applies_from.isoformat() > row["date"]
            answer = "not_yet_or_no_longer"
        answers[row["case"]] = answer
    assert answers == {row["case"]: row["expected"] for row in rows}
