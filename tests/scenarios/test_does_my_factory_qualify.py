"""Mr Chen sells folding totes and wants to supply a supermarket chain: he follows the gap list until the answer turns.

The product is the illustrative `rpet-tote`, the buyer the illustrative `supermarket-chain`; the arithmetic is by hand.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from service_samples import EXAMPLES
from walk import Shell

FACTS = "facts:\n"
PAPER = "evidence: {grade: E1, kind: GRS transaction certificate}}"
CERTIFIED = (
    "scheme: GRS, transaction_certificate: TC-2026-77, evidence: {grade: E1, kind: GRS transaction certificate}}"
)
COUNTRY = "  country: CN\n  latitude"
AUDITED = (
    "  country: CN\n  audits: [{scheme: SMETA_4, on: 2026-11-01, evidence: {grade: E2, number: ZAA1}}]\n  latitude"
)
SAID = "  oxo_degradable: false\n  pack_eps_loose_fill: false\n"
CLEAR = (
    "  forced_labour_finding: {value: none, grade: E1, source: due diligence 2026}\n"
    "  entity_list_match: {value: false, grade: E1, source: screening 2026-11}\n"
)
# labour: wage 1.2 → 70, living wage 0.6 → 60, hours 54 → 70, insurance 0.82 → 82, accidents 1 → 80, agreement 0.3 → 30,
# training 8 → 50: 442 / 7 = 63.142857; community: 0.004 → 40, 0.7 → 70: 55
FIGURES = """  min_wage_ratio: 1.2
  living_wage_share: 0.6
  hours_week_p95: 54
  social_insurance_share: 0.82
  injury_rate_trir: 1
  collective_agreement_share: 0.3
  training_h_per_worker: 8
  community_spend_share: 0.004
  local_employment_share: 0.7
"""


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


class Tote:
    """The product file as it grows."""

    def __init__(self, shell, folder):
        self.shell = shell
        self.path = folder / "tote.yaml"
        self.text = (EXAMPLES / "rpet-tote.yaml").read_text(encoding="utf-8")

    def change(self, old, new):
        assert self.text.count(old) >= 1
        self.text = self.text.replace(old, new, 1)

    def ask(self):
        self.path.write_text(self.text, encoding="utf-8")
        found = self.shell(
            "pillars", "tote.yaml", "--profile", "supermarket-chain", "--to", "DE,FR", "--on", "2026-11-30", "--json"
        )
        assert found.status == 0, found.err
        return found.json


def gap(report, criterion):
    return next((one for one in report["gaps"] if one["criterion"] == criterion), None)


def steps(report, criterion):
    found = gap(report, criterion)
    return [] if found is None else [(step["kind"], step["pointer"], step["enough"]) for step in found["steps"]]


def test_the_gap_list_is_followed_until_he_qualifies(shell, tmp_path):
    tote = Tote(shell, tmp_path)
    report = tote.ask()
    assert report["buyer"]["answer"] == "cannot_tell"
    # the cloth, 78 of 94 g, states 100 %: its paper is the cheapest step, and enough: 0.8297… > 0.30
    assert steps(report, "recycled")[0] == ("evidence", "/bom/0/recycled/transaction_certificate", "yes")
    assert Decimal(gap(report, "recycled")["steps"][0]["end_after"]) == Decimal("0.829787234042")
    tote.change(PAPER, CERTIFIED)
    report = tote.ask()
    assert gap(report, "recycled") is None

    # one ban waits for one fact: whether the plastic is oxo-degradable
    assert steps(report, "plastic-level") == [("data", "/facts/oxo_degradable", "unknown")]
    tote.change(FACTS, FACTS + SAID)
    report = tote.ask()
    assert gap(report, "plastic-level") is None
    assert [level["met"] for level in report["plastic"]["levels"]] == ["yes", "yes", "yes", "yes", "no"]

    # the gate: two checks to document; only both together may be enough
    assert [enough for _, _, enough in steps(report, "no-finding")] == ["no", "unknown"]
    tote.change(FACTS, FACTS + CLEAR)
    report = tote.ask()
    assert gap(report, "no-finding") is None

    # seven figures to write down, then an audit: without one the low end stops at 40
    kinds = [kind for kind, _, _ in steps(report, "labour")]
    assert kinds == ["data"] * 7 + ["audit"]
    tote.change(FACTS, FACTS + FIGURES)
    report = tote.ask()
    assert report["social"]["labour"]["score"] == {"low": "40", "high": "63.1428571429"}
    assert report["buyer"]["answer"] == "cannot_tell"
    assert [kind for kind, _, _ in steps(report, "labour")] == ["audit"]
    tote.change(COUNTRY, AUDITED)
    report = tote.ask()
    assert report["social"]["labour"]["score"] == {"low": "63.1428571428", "high": "63.1428571429"}
    assert report["social"]["community"]["score"] == {"low": "55", "high": "55"}
    assert report["buyer"]["answer"] == "qualifies"
    assert report["gaps"] == []


def test_a_finding_undoes_it_all(shell, tmp_path):
    tote = Tote(shell, tmp_path)
    for old, new in ((PAPER, CERTIFIED), (FACTS, FACTS + SAID + CLEAR + FIGURES), (COUNTRY, AUDITED)):
        tote.change(old, new)
    assert tote.ask()["buyer"]["answer"] == "qualifies"
    tote.change("number: ZAA1}}", "number: ZAA1}, findings: [C182]}")
    report = tote.ask()
    assert (report["social"]["grade"], report["buyer"]["answer"]) == ("E", "does_not")
    assert [kind for kind, _, _ in steps(report, "no-finding")] == ["practice"]
