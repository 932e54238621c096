"""Whatever the goods are: true evidence never widens an interval, silence never pays, order and scale do not matter."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal

import msgspec
from hypothesis import given as given_by
from hypothesis import settings
from hypothesis import strategies as st

from greencard.model import Disposal, Evidence, Recycled
from greencard.pillars import MEASURES
from greencard.pillars.gaps import _merged
from greencard.pillars.measures import Measured
from pillars_samples import ON, PARAMETERS, PROVEN, audit, fact, given, part

_SHARES = st.decimals(min_value=0, max_value=1, places=3)
_MASSES = st.decimals(min_value="0.001", max_value="50", places=4)
_KINDS = st.sampled_from(["pre_consumer", "post_consumer"])
_WHERE = st.sampled_from(["product", "product", "sales", "grouped", "transport"])
_WORDS = st.sampled_from(["steel", "PP", "PE bag", "bamboo powder", "paper", "PE coated paper", "mystery", "viscose"])
_VALUES = {
    "min_wage_ratio": st.decimals(min_value="0.5", max_value="2", places=2),
    "hours_week_p95": st.decimals(min_value=30, max_value=90, places=1),
    "injury_rate_trir": st.decimals(min_value=0, max_value=9, places=2),
    "training_h_per_worker": st.decimals(min_value=0, max_value=60, places=0),
    "community_spend_share": st.decimals(min_value=0, max_value="0.02", places=4),
    "living_wage_share": _SHARES,
    "social_insurance_share": _SHARES,
    "collective_agreement_share": _SHARES,
    "local_employment_share": _SHARES,
}


@st.composite
def truths(draw):
    """Goods and a site as they are, with everything that could be shown of them."""
    lines = [
        {
            "words": draw(_WORDS),
            "kg": draw(_MASSES),
            "where": "product" if n == 0 else draw(_WHERE),
            "share": draw(_SHARES),
            "kind": draw(_KINDS),
            "plastic": draw(st.booleans()),
            "filler": draw(st.booleans()),
            "bio": draw(_SHARES),
        }
        for n in range(draw(st.integers(1, 5)))
    ]
    facts = {name: str(draw(values)) for name, values in _VALUES.items()}
    facts |= {"single_use": draw(st.booleans()), "pack_reusable": draw(st.booleans())}
    clean = draw(st.integers(0, 4)) > 0
    facts |= {"forced_labour_finding": "none" if clean else "indicators", "entity_list_match": False}
    audits = [
        audit(
            draw(st.sampled_from(["SA8000", "SMETA_4", "BSCI", "SLCP"])),
            ON - timedelta(days=draw(st.integers(0, 1500))),
            rating="C",
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    return {"lines": lines, "facts": facts, "audits": audits, "recycling": draw(_SHARES)}


@st.composite
def revelations(draw):
    """How much of a truth is shown: less, and then more or the same."""
    truth = draw(truths())
    less = [(draw(st.integers(0, 3)), draw(st.booleans())) for _ in truth["lines"]]
    more = [(max(a, draw(st.integers(0, 3))), b or draw(st.booleans())) for a, b in less]
    known = {name: draw(st.integers(0, 2)) for name in truth["facts"]}
    then = {name: max(level, draw(st.integers(0, 2))) for name, level in known.items()}
    some = [draw(st.booleans()) for _ in truth["audits"]]
    all_of = [a or draw(st.booleans()) for a in some]
    end = draw(st.integers(0, 2))
    later = max(end, draw(st.integers(0, 2)))
    return shown(truth, less, known, some, end), shown(truth, more, then, all_of, later)


def recycled(line, level):
    """Silence, a statement, records, a certificate that says which kind it is."""
    if level == 0:
        return None
    if level == 1:
        return Recycled(share=line["share"])
    if level == 2:
        return Recycled(share=line["share"], records="mass_balance", evidence=PROVEN)
    return Recycled(share=line["share"], kind=line["kind"], scheme="RCS", transaction_certificate="TC", evidence=PROVEN)


def shown(truth, lines, facts, audits, end):
    parts = [
        part(
            line["words"],
            str(line["kg"]),
            recycled(line, level),
            where=line["where"],
            plastic=line["plastic"] if said else None,
            plant_filler=line["filler"],
            bio_based_share=line["bio"],
            pointer=f"/{n}",
        )
        for n, (line, (level, said)) in enumerate(zip(truth["lines"], lines, strict=True))
    ]
    ways = (
        Disposal(route="recycling", share=truth["recycling"]),
        Disposal(route="landfill", share=1 - truth["recycling"]),
    )
    return given(
        *parts,
        facts=tuple(
            fact(name, truth["facts"][name], "E0" if level == 1 else "E1") for name, level in facts.items() if level
        ),
        audits=tuple(one for one, is_shown in zip(truth["audits"], audits, strict=True) if is_shown),
        disposal=ways if end else (),
        disposal_evidence=Evidence(grade="E1", kind="study") if end == 2 else Evidence(),
    )


@given_by(revelations())
@settings(max_examples=80, deadline=None)
def test_true_evidence_never_widens_an_interval(pair):
    before, after = (Measured(what, PARAMETERS) for what in pair)
    for name, measure in MEASURES.items():
        first, then = measure(before), measure(after)
        if first is not None:
            assert then is not None, name
            assert then.low >= first.low, name
            assert then.high <= first.high, name


@given_by(truths())
@settings(max_examples=30, deadline=None)
def test_silence_never_scores_better_at_the_end_that_counts(truth):
    """Leaving out any one thing never lifts a low end, and never lowers the grams at the high end."""
    lines, facts = [(3, True)] * len(truth["lines"]), dict.fromkeys(truth["facts"], 2)
    audits = [True] * len(truth["audits"])
    whole = Measured(shown(truth, lines, facts, audits, 2), PARAMETERS)
    fewer = [
        shown(truth, lines, {name: level for name, level in facts.items() if name != left}, audits, 2) for left in facts
    ]
    fewer += [
        shown(truth, [(0, False) if n == left else line for n, line in enumerate(lines)], facts, audits, 2)
        for left in range(len(lines))
    ]
    for what in fewer:
        found = Measured(what, PARAMETERS)
        for name, measure in MEASURES.items():
            full, less = measure(whole), measure(found)
            if full is None or less is None:
                continue
            if name.endswith("_g") or name == "packaging_plastic_share":
                assert less.high >= full.high, name
            else:
                assert less.low <= full.low, name


@given_by(revelations(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_parts_facts_and_audits_does_not_matter(pair, chance: random.Random):
    what = pair[0]

    def shuffled(items):
        items = list(items)
        chance.shuffle(items)
        return tuple(items)

    mixed = msgspec.structs.replace(
        what, parts=shuffled(what.parts), facts=shuffled(what.facts), audits=shuffled(what.audits)
    )
    one, other = Measured(what, PARAMETERS), Measured(mixed, PARAMETERS)
    for name, measure in MEASURES.items():
        assert measure(one) == measure(other), name


@given_by(revelations(), st.integers(1, 9999))
@settings(max_examples=25, deadline=None)
def test_scale_changes_grams_and_no_share(pair, factor):
    what = pair[0]
    scaled = msgspec.structs.replace(
        what,
        parts=tuple(msgspec.structs.replace(one, mass_kg=one.mass_kg * factor) for one in what.parts),
    )
    one, other = Measured(what, PARAMETERS), Measured(scaled, PARAMETERS)
    for name, measure in MEASURES.items():
        first, then = measure(one), measure(other)
        if name.endswith("_g"):
            for end, was in ((then.low, first.low), (then.high, first.high)):
                assert abs(end - was * factor) <= Decimal("1e-10") * was * factor  # twelve digits
        else:
            assert first == then, name


@given_by(revelations())
@settings(max_examples=30, deadline=None)
def test_verified_is_at_most_declared_is_at_most_possible(pair):
    for what in pair:
        for share in Measured(what, PARAMETERS).recycled.shares:
            assert 0 <= share.verified <= share.declared <= share.possible <= 1
            for kind in (share.post_consumer, share.pre_consumer):
                assert 0 <= kind.low <= kind.high <= share.possible
        for index in (Measured(what, PARAMETERS).social.labour, Measured(what, PARAMETERS).social.community):
            assert 0 <= index.score.low <= index.score.high <= 100
            if index.of_the_known is not None:
                assert index.of_the_known <= 100


@given_by(revelations())
@settings(max_examples=25, deadline=None)
def test_parts_taken_together_for_trying_steps_change_no_figure(pair):
    what = pair[0]
    twins = tuple(msgspec.structs.replace(one, pointer=f"{one.pointer}-{n}") for n in (1, 2) for one in what.parts)
    what = msgspec.structs.replace(what, parts=twins)
    merged = _merged(what, set())
    assert len(merged.parts) <= len(twins) // 2
    one, other = Measured(what, PARAMETERS), Measured(merged, PARAMETERS)
    for name, measure in MEASURES.items():
        assert measure(one) == measure(other), name
