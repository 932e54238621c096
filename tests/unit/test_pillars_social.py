"""P2: two indices behind the ILO gate; arithmetic by hand in the comments."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from greencard.errors import InvalidInput
from greencard.model import Evidence
from greencard.pillars.audits import best_cap, cap_of
from greencard.pillars.measures import Measured
from greencard.pillars.social import score_of
from pillars_samples import CLEAR, ON, PARAMETERS, audit, fact, given


def social(*facts, audits=()):
    return Measured(given(facts=facts, audits=audits), PARAMETERS).social


def terms(name):
    return next(one for one in PARAMETERS.indicators if one.id == name)


@pytest.mark.parametrize(
    ("name", "value", "points"),
    [
        ("min_wage_ratio", "0.99", "0"),
        ("min_wage_ratio", "1", "40"),
        ("min_wage_ratio", "1.1", "55"),  # half-way from 40 to 70
        ("min_wage_ratio", "1.35", "85"),
        ("min_wage_ratio", "9", "100"),
        ("hours_week_p95", "40", "100"),
        ("hours_week_p95", "54", "70"),  # half-way from 100 to 40
        ("hours_week_p95", "60", "40"),
        ("hours_week_p95", "66", "20"),
        ("hours_week_p95", "80", "0"),
        ("injury_rate_trir", "1", "80"),
        ("training_h_per_worker", "24", "75"),
        ("community_spend_share", "0.005", "50"),
        ("local_employment_share", "0.333", "33.3"),
    ],
)
def test_points_lie_on_straight_lines_between_the_anchors(name, value, points):
    assert score_of(Decimal(value), terms(name)) == Decimal(points)


def test_every_number_explains_itself():
    one = next(i for i in social(*CLEAR, fact("hours_week_p95", "54")).labour.indicators if i.id == "hours_week_p95")
    assert (one.value, one.score, one.grade, one.reference) == (54, 70, "E1", "ILO C001; SA8000 7; amfori BSCI")
    for text in (one.why.en, one.why.zh):
        assert "54" in text
        assert "70" in text
        assert "60 → 40" in text


def test_the_interval_counts_the_missing_as_nothing_and_as_all():
    # hours 70, wage 40 of seven indicators: low 110/7 = 15.714…, high (110 + 500)/7 = 87.142…, mean of the two 55
    labour = social(*CLEAR, fact("hours_week_p95", "54"), fact("min_wage_ratio", "1")).labour
    assert labour.score.low == Decimal("15.7142857142")
    assert labour.score.high == Decimal("87.1428571429")
    assert labour.of_the_known == 55
    assert labour.coverage == Decimal("0.285714285714")


def full_marks():
    best = {one.id: max(one.anchors, key=lambda anchor: anchor[1])[0] for one in PARAMETERS.indicators}
    return [fact(name, str(value)) for name, value in best.items()]


@pytest.mark.parametrize(
    ("audits", "cap"),
    [
        ((), "40"),
        ((audit("self_assessment"),), "40"),
        ((audit("SMETA_2"),), "40"),  # no cap of its own
        ((audit("SA8000"),), "100"),
        ((audit("SMETA_4"),), "85"),
        ((audit("BSCI", rating="A"),), "85"),
        ((audit("BSCI", rating="B"),), "85"),
        ((audit("BSCI", rating="C"),), "65"),
        ((audit("BSCI", rating="D"),), "40"),
        ((audit("BSCI"),), "40"),
        ((audit("SA8000", evidence=Evidence()),), "40"),  # named, not shown
        ((audit("SA8000", evidence=Evidence(grade="E2")),), "40"),  # a grade without a paper
        ((audit("SA8000", evidence=Evidence(grade="E2", number="1", valid_until=date(2026, 1, 1))),), "40"),
        ((audit("SA8000", ON + timedelta(days=1)),), "40"),  # not held yet
        ((audit("BSCI", rating="C"), audit("SMETA_4")), "85"),
    ],
)
def test_the_audit_caps_the_low_end_alone(audits, cap):
    found = social(*CLEAR, *full_marks(), audits=audits)
    assert found.cap == Decimal(cap)
    assert found.labour.score.low == Decimal(cap)
    assert found.labour.score.high == 100


def test_a_cap_fades_in_a_straight_line_from_one_to_three_years():
    # 100 at 12 months; 24 months are 730.5 days, half the way: 50; 36 months: 0
    for days, low, high in ((365, 100, 100), (730, 50, 51), (731, 49, 50), (1095, 0, 1), (1096, 0, 0), (4000, 0, 0)):
        assert low <= cap_of(audit("SA8000", ON - timedelta(days=days)), ON, PARAMETERS) <= high
    old = (audit("SA8000", ON - timedelta(days=1000)),)
    assert best_cap(given(audits=old), PARAMETERS)[0] == 40  # never less than no audit at all


# -- the gate --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "audits"),
    [
        ((fact("forced_labour_finding", "confirmed"),), ()),
        ((fact("forced_labour_finding", "indicators", "E0"),), ()),
        ((*CLEAR[:1], fact("entity_list_match", value=True)), ()),
        (CLEAR, (audit("SMETA_4", findings=("C182",)),)),
        (CLEAR, (audit("SMETA_4", ON - timedelta(days=3000), findings=("C087", "C100")),)),  # bad news does not fade
    ],
)
def test_a_finding_is_grade_e_and_ends_the_scoring(facts, audits):
    found = social(*facts, *full_marks(), audits=audits)
    assert (found.gate.status, found.grade) == ("failed", "E")
    assert found.gate.findings
    for index in (found.labour, found.community):
        assert (index.score.low, index.score.high, index.of_the_known) == (0, 0, None)


@pytest.mark.parametrize("word", ["unknown", "?", ""])
def test_another_word_answers_nothing(word):
    found = social(fact("forced_labour_finding", word), CLEAR[1], *full_marks())
    assert (found.gate.status, found.labour.score.low) == ("open", 0)


def test_silence_keeps_the_low_end_at_zero_and_a_statement_opens_it():
    assert social(*full_marks()).labour.score.low == 0
    said = (fact("forced_labour_finding", "none", "E0"), fact("entity_list_match", value=False, grade="E0"))
    found = social(*said, *full_marks())
    assert found.gate.status == "stated"
    assert found.gate.missing_facts == ("forced_labour_finding", "entity_list_match")
    assert found.labour.score.low == 40
    assert social(*CLEAR, *full_marks()).gate.status == "clear"


def test_an_audit_that_found_nothing_documents_the_answer_and_does_not_replace_it():
    said = (fact("forced_labour_finding", "none", "E0"), CLEAR[1])
    assert social(audits=(audit("SMETA_4"),)).gate.status == "open"
    assert social(CLEAR[1], audits=(audit("SMETA_4"),)).gate.status == "open"
    assert social(*said).gate.missing_facts == ("forced_labour_finding",)
    assert social(*said, audits=(audit("SMETA_4"),)).gate.status == "clear"
    assert social(*said, audits=(audit("self_assessment"),)).gate.status == "stated"
    assert social(*said, audits=(audit("SMETA_4", ON - timedelta(days=1100)),)).gate.status == "stated"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("living_wage_share", "95"),
        ("community_spend_share", "1.01"),
        ("hours_week_p95", "169"),
        ("injury_rate_trir", "-1"),
        ("workers_total", "-3"),
    ],
)
def test_a_figure_outside_its_range_is_refused(name, value):
    with pytest.raises(InvalidInput) as caught:
        social(*CLEAR, fact(name, value))
    assert caught.value.code == "GC-PIL-003"
    assert caught.value.faults[0].place.pointer == f"/facts/{name}"


def test_no_number_is_refused_too():
    with pytest.raises(InvalidInput) as caught:
        social(*CLEAR, fact("hours_week_p95", "many"))
    assert caught.value.code == "GC-QTY-001"


def test_indicators_are_named_by_vsme_or_gri_or_their_law():
    for one in PARAMETERS.indicators:
        assert one.reference
        assert one.basis.en
        assert one.basis.zh
        assert one.status == "ours"
