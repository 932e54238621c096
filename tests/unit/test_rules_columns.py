"""Rules in columns against the generated function, the walking interpreter and the verdict: every row, every cell."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from itertools import product as pairs
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import rules_samples
from greencard.adapters.packs.rules import destinations, load_all
from greencard.model import Fact
from greencard.rules import AND_MORE, Rule, evaluate, prepare, truth
from greencard.rules import terms as t
from greencard.rules.columns import Answers, Asked
from greencard.rules.evaluate import judge
from greencard.rules.verdict import overall
from rules_samples import fact, facts, order, pack, rule, vocabulary

pl = pytest.importorskip("polars")

TODAY = date(2026, 11, 23)
DAY = date(2027, 2, 10)
STATUS = ("not_applicable", "pass", "fail", "unknown")
WORDS = vocabulary()
SKU = "sku"
SAMPLE_TYPES = {
    "bool": pl.Boolean(),
    "number": pl.String(),
    "set": pl.List(pl.String()),
    "date": pl.String(),
    "enum": pl.String(),
    "text": pl.String(),
}
PACK = load_all()
_ALIKE: dict[tuple[int, ...], list[str]] = {}
for _place in destinations():
    _ALIKE.setdefault(tuple(id(one) for one in PACK.view(_place).rules), []).append(_place)
EVERYWHERE = tuple(places[0] for places in _ALIKE.values())
"""A destination for each set of rules that binds anywhere."""
ALIKE = max(_ALIKE.values(), key=len)
"""Destinations under the same rules: member states that have the Union's alone."""


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - chances of a test


def table(rows: list[dict[str, Any]], words: Any = WORDS) -> Any:
    """Rows of facts as a table, numbered; a fact that no row has gets no column."""
    columns = {SKU: pl.Series(range(len(rows)), dtype=pl.UInt32)}
    for name, kind in words.kinds.items():
        if any(row.get(name) is not None for row in rows):
            columns[name] = pl.Series([_cell(row.get(name)) for row in rows], dtype=SAMPLE_TYPES[kind.type])
    return pl.DataFrame(columns)


def _cell(value: Any) -> Any:
    return sorted(value) if isinstance(value, set | frozenset) else value


def stated(row: dict[str, Any], destination: str, on: date, words: Any = WORDS) -> tuple[Fact, ...]:
    """The same row as facts of one order."""
    also = {"destination": destination, "placed_on_market_date": on.isoformat()}
    whole = {name: value for name, value in also.items() if name in words.kinds} | row
    return tuple(fact(name, value) for name, value in whole.items() if value is not None)


def ask(rules: Any, rows: Any, places: Any = ("DE",), on: date | None = DAY, **more: Any) -> Answers:
    frame = rows if isinstance(rows, pl.DataFrame) else table(rows, rules.vocabulary)
    keys = (SKU,) if SKU in frame.columns else ()
    found = Asked(rules, places, frame.schema, **({"as_of": TODAY, "on": on, "keys": keys} | more)).answer(frame)
    return found._replace(words=found.words.drop(keys))


ATOMS = (
    *("p", "q", "r", "x < 2", "x >= 2 * y", "x + 1 > y", "x == y", "y != 2", "2 <= x", "x * y - 1 <= 3", "1 < 2"),
    *("'a' in s", "overlaps(s, ['b','c'])", "size(s) > 1", "size(s) == 1", "size(s) != 0", "size(s) <= 0"),
    *("'doc' in documents", "size(documents) >= 3", "size(documents) < 2", "'green' in claims", "size(claims) > 0"),
    *("size == 'small'", "size in ['small','large']", "origin != 'CN'", "origin in ['CN','HK']", "hs_code == '44'"),
    *("day <= '2026-06-30'", "day == '2026-07-01'", "day != '2026-07-01'", "hs_in(['44','9503'])", "hs_in(['4419'])"),
    *("true", "false"),
)
EXPRESSIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        inner.map(lambda e: f"!({e})"),
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(lambda p: f"({p[0]}) {p[1]} ({p[2]})"),
    ),
    max_leaves=8,
)
MAYBE = st.sampled_from([True, False, None])
ROW = st.fixed_dictionaries(
    {
        "p": MAYBE,
        "q": MAYBE,
        "r": MAYBE,
        "x": st.sampled_from([None, "0", "1", "2", "2.0", "2.00000000000000000001", "1.99999999999999999999", "3"]),
        "y": st.sampled_from([None, "0", "1", "2", "1e0"]),
        "s": st.one_of(st.none(), st.frozensets(st.sampled_from(["a", "b", "c", AND_MORE]))),
        "documents": st.one_of(st.none(), st.frozensets(st.sampled_from(["doc", "paper", "both", "else", AND_MORE]))),
        "claims": st.one_of(st.none(), st.frozensets(st.sampled_from(["green", "neutral", "loud", AND_MORE]))),
        "size": st.sampled_from([None, "small", "large"]),
        "origin": st.sampled_from([None, "CN", "VN"]),
        "day": st.sampled_from([None, "2026-06-30", "2026-07-01"]),
        "hs_code": st.sampled_from([None, "4", "44", "4419", "441911", "4418", "950300", "95", "44~", "x"]),
    }
)
RULE = st.fixed_dictionaries(
    {
        "scope": EXPRESSIONS,
        "require": EXPRESSIONS,
        "hs": st.sampled_from([[], ["44"], ["4419", "95"]]),
        "severity": st.sampled_from(["block", "block", "fix", "cost", "warn", "info"]),
        "status": st.sampled_from(["in_force", "in_force", "adopted_future", "contested", "proposal"]),
        "trust": st.sampled_from(["seen", "seen", "seen", "recall"]),
        "applies_from": st.sampled_from(["2020-01-01", "2027-02-10", "2027-02-11", None]),
        "applies_until": st.sampled_from([None, None, "2027-02-10", "2028-01-01"]),
        "jurisdiction": st.sampled_from(["EU", "DE", "US"]),
    }
)


def _levy(one: dict[str, Any], charges: bool) -> dict[str, Any]:
    if not charges:
        return one
    return one | {
        "consequence": "levy",
        "levy": {"rate": "0.45", "currency": "EUR", "unit": "kg", "base": "x * (1 - y)", "cap_per_unit": "0.3"},
    }


def _possible(one: dict[str, Any]) -> bool:
    return not (one["applies_from"] and one["applies_until"] and one["applies_until"] < one["applies_from"])


@settings(max_examples=50, deadline=None)
@given(
    rules=st.lists(st.tuples(RULE.filter(_possible), st.booleans()), min_size=1, max_size=4),
    rows=st.lists(ROW, min_size=1, max_size=8),
    late=st.booleans(),
)
def test_any_rules_on_any_partial_facts_say_what_the_generated_function_and_the_interpreter_say(rules, rows, late):
    made = pack(*(rule(f"R{n}", **_levy(one, charges)) for n, (one, charges) in enumerate(rules)))
    as_of = DAY if late else TODAY
    places = ("DE", "FR", "US", "JP")
    found = ask(made, rows, places, as_of=as_of, statuses=True, amounts=True)
    due = {(row, place, name): amount for row, place, name, _, amount in found.charges.iter_rows()}
    for n, row in enumerate(rows):
        sheet = prepare(WORDS, stated(row, "DE", DAY), DAY)
        for place in places:
            view = made.view(place)
            generated = view.decide(sheet.row)
            judged = judge(made, sheet, order(place)).rules
            for at, one in enumerate(view.rules):
                said = found.statuses[one.rule.id][n]
                assert said == (STATUS[generated[at]] if one.in_time(DAY) else "not_applicable")
                assert said == judged[at].outcome.status
                if one.in_time(DAY):
                    assert said == _walked(one, sheet.known)
                levy = judged[at].outcome.levy
                amount = due.get((n, place, one.rule.id))
                assert (None if levy is None else levy.amount) == (None if amount is None else Decimal(amount))
            assert found.words[place][n] == overall(judged, late=late)
    for place in places:
        assert found.counts[place] == {word: found.words[place].to_list().count(word) for word in found.counts[place]}


def _walked(one: Any, known: Any) -> str:
    reached, met = truth(one.reach, known), truth(one.require, known)
    if reached is False:
        return "not_applicable"
    if met is True and (reached or one.rule.consequence != "levy"):
        return "pass"
    return "fail" if reached and met is False else "unknown"


@settings(max_examples=30, deadline=None)
@given(
    rules=st.lists(RULE.filter(_possible), min_size=1, max_size=3),
    rows=st.lists(ROW, min_size=2, max_size=6),
    seed=st.integers(0, 99),
)
def test_learning_more_turns_no_pass_into_a_fail_and_row_order_changes_nothing(rules, rows, seed):
    made = pack(*(rule(f"R{n}", **one) for n, one in enumerate(rules)))
    fuller = [
        {n: v if v is not None or n == "hs_code" else rows[(k + 1) % len(rows)][n] for n, v in row.items()}
        for k, row in enumerate(rows)
    ]
    shuffled = dice(seed).sample(range(len(rows)), len(rows))
    before = ask(made, rows, statuses=True)
    after = ask(made, fuller, statuses=True)
    turned = ask(made, [rows[k] for k in shuffled], statuses=True)
    for name in before.statuses.columns:
        for less, more in zip(before.statuses[name], after.statuses[name], strict=True):
            assert {less, more} != {"pass", "fail"}
        assert turned.statuses[name].to_list() == [before.statuses[name][k] for k in shuffled]
    assert turned.words["DE"].to_list() == [before.words["DE"][k] for k in shuffled]


# The packaged rules, on goods made up around their own limits, headings and codes.
def _limits() -> tuple[dict[str, list[Decimal]], list[str]]:
    limits: dict[str, set[Decimal]] = {}
    prefixes: set[str] = set()

    def read(term: t.Term) -> None:
        match term:
            case t.Not(inner):
                read(inner)
            case t.All(parts) | t.Any(parts):
                for part in parts:
                    read(part)
            case t.NumberIs(_, t.QuantityOf(name), t.Plain(value)):
                limits.setdefault(name, set()).add(value)
            case t.HsIn(found):
                prefixes.update(found)

    for one in PACK.rules():
        read(one.reach)
        read(one.require)
    return {name: sorted(found) for name, found in limits.items()}, sorted(prefixes)


LIMITS, PREFIXES = _limits()


def _good(rng: random.Random) -> dict[str, Any]:
    missing = rng.choice([0, 0.15, 0.5, 0.9])
    kinds = [k for k in PACK.vocabulary.kinds.values() if k.name not in {"destination", "placed_on_market_date"}]
    return {kind.name: _value(kind, rng) for kind in kinds if rng.random() >= missing}


def _value(kind: Any, rng: random.Random) -> Any:
    match kind.type:
        case "bool":
            return rng.random() < 0.5
        case "number":
            limit = rng.choice(LIMITS.get(kind.name, [Decimal(1)]))
            tail = Decimal(rng.choice(["0", "0.00", "0.00000000000000001", "-0.00000000000000001", "0.5", "-0.1"]))
            return format(max(Decimal(0), limit + tail), "f")
        case "enum":
            return rng.choice(list(kind.codes))
        case "set":
            codes = list(kind.codes) or ["Pinus sylvestris", "Bambusa"]
            held = rng.sample(codes, min(len(codes), rng.choice([0, 1, 1, 2, 3])))
            return frozenset([*held, *([AND_MORE] if rng.random() < 0.2 else [])])
        case _ if kind.name == "hs_code":
            prefix = rng.choice(PREFIXES)
            return rng.choice([prefix, prefix[:2], prefix[:3], prefix.ljust(10, "0"), "7318", "9"])
        case _:
            return rng.choice(["CN", "HK", "VN"])


@settings(max_examples=3, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    on=st.sampled_from(
        ["2024-06-30", "2026-08-11", "2026-08-12", "2026-09-26", "2026-09-27", "2027-02-10", "2030-01-01"]
    ),
)
@example(seed=1, on="2026-09-26")
@example(seed=1, on="2026-09-27")
def test_every_packaged_rule_says_the_same_for_every_destination(seed, on):
    rng, day = dice(seed), date.fromisoformat(on)
    rows = [_good(rng) for _ in range(50)]
    found = ask(PACK, rows, EVERYWHERE, day, statuses=True)
    statuses = {name: found.statuses[name].to_list() for name in found.statuses.columns}
    for n, row in enumerate(rows):
        sheet = prepare(PACK.vocabulary, stated(row, "DE", day, PACK.vocabulary), day)
        for place in EVERYWHERE:
            view = PACK.view(place)
            expected = {one.rule.id: "not_applicable" for one in view.rules}
            for one, status, bound in zip(view.rules, view.decide(sheet.row), view.in_time(day), strict=True):
                if bound:
                    expected[one.rule.id] = STATUS[status]
            assert expected == {name: statuses.get(f"{name} {place}", statuses.get(name))[n] for name in expected}


@settings(max_examples=2, deadline=None)
@given(seed=st.integers(0, 2**32), on=st.sampled_from(["2026-09-27", "2027-02-10", "2030-01-01"]), late=st.booleans())
@example(seed=7, on="2027-02-10", late=False)
def test_the_one_word_is_that_of_the_verdict_for_every_destination(seed, on, late):
    rng, day = dice(seed), date.fromisoformat(on)
    rows = [_good(rng) for _ in range(8)]
    found = ask(PACK, rows, EVERYWHERE, day, as_of=day if late else day - timedelta(days=1))
    for n, row in enumerate(rows):
        for place in EVERYWHERE:
            sheet = prepare(PACK.vocabulary, stated(row, place, day, PACK.vocabulary), day)
            assert found.words[place][n] == overall(judge(PACK, sheet, order(place, on)).rules, late=late)


@settings(max_examples=2, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_column_of_days_says_what_each_day_says_by_itself(seed):
    rng = dice(seed)
    days = [date(2026, 9, 26), date(2026, 9, 27), date(2026, 11, 23), date(2026, 11, 24), date(2030, 1, 1)]
    rows = [_good(rng) for _ in range(5)]
    every = [row | {"placed_on_market_date": day.isoformat()} for row, day in pairs(rows, days)]
    places = EVERYWHERE[::5]
    together = ask(PACK, every, places, None, statuses=True, amounts=True)
    for k, day in enumerate(days):
        alone = ask(PACK, rows, places, day, statuses=True, amounts=True)
        assert together.words.gather_every(len(days), k).equals(alone.words)
        assert together.statuses.gather_every(len(days), k).equals(alone.statuses)
        due = together.charges.filter(pl.col("row") % len(days) == k).with_columns(pl.col("row") // len(days))
        assert due.equals(alone.charges)


def test_the_fact_of_the_day_and_of_the_destination_are_known_to_rules_that_look_at_them(monkeypatch):
    monkeypatch.setattr(rules_samples, "vocabulary", lambda: PACK.vocabulary)
    made = pack(
        rule("DAY", require="placed_on_market_date < '2027-03-01'", scope="destination in ['FR','ES']"),
        rule("NOT", jurisdiction="FR", require="destination != 'FR'", severity="fix"),
    )
    frame = pl.DataFrame({"food_contact": [True, None]})
    found = ask(made, frame, ("DE", "FR"), date(2027, 3, 1), statuses=True)
    assert found.statuses.columns == ["DAY DE", "DAY FR", "NOT FR"]
    assert found.statuses.row(0) == ("not_applicable", "fail", "fail")
    assert found.words.row(1) == ("allowed", "not_allowed")
    stated_day = frame.with_columns(placed_on_market_date=pl.lit("2027-02-28"))
    assert ask(made, stated_day, ("FR",), date(2027, 3, 1)).words["FR"].to_list() == ["allowed_with_conditions"] * 2
    own = frame.with_columns(placed_on_market_date=pl.Series([date(2027, 3, 1), date(2027, 2, 28)]))
    assert ask(made, own, ("FR",), None).words["FR"].to_list() == ["not_allowed", "allowed_with_conditions"]


def test_a_pack_without_rules_a_table_without_columns_and_a_place_outside_say_what_the_verdict_says():
    assert (
        ask(PACK, [{}, {}], ("GB-NIR", "AQ", "DE")).words.rows()
        == [
            tuple(
                overall(judge(PACK, prepare(PACK.vocabulary, (), DAY), order(place)).rules, late=False)
                for place in ("GB-NIR", "AQ", "DE")
            )
        ]
        * 2
    )
    assert ask(pack(rule(require="true")), []).words.columns == ["DE"]
    assert ask(pack(rule(require="true")), [{}, {}]).words["DE"].to_list() == ["allowed"] * 2


@pytest.mark.skipif("overrides" not in Rule.__struct_fields__, reason="rules that take the place of wider ones")
def test_a_narrower_rule_takes_the_place_of_a_wider_one_while_it_is_in_time():
    made = pack(
        rule("WIDE", require="q"),
        rule("NARROW", jurisdiction="DE", require="p", applies_from="2027-01-01", overrides=["WIDE"]),
    )
    rows = [{"p": True, "q": False}, {"p": False, "q": True}]
    after = ask(made, rows, ("FR", "DE"), date(2027, 1, 1), statuses=True)
    assert after.words.rows() == [("not_allowed", "allowed"), ("allowed", "not_allowed")]
    assert after.statuses["WIDE DE"].to_list() == ["not_applicable"] * 2
    for on, words in (("2026-12-31", ["not_allowed", "allowed"]), ("2027-01-01", ["allowed", "not_allowed"])):
        assert ask(made, rows, ("DE",), date.fromisoformat(on)).words["DE"].to_list() == words


def test_member_states_without_rules_of_their_own_share_what_was_worked_out_once():
    rng = dice(3)
    frame = table([_good(rng) for _ in range(20)], PACK.vocabulary)
    assert len(ALIKE) > 5
    asked = Asked(PACK, ALIKE, frame.schema, as_of=TODAY, on=DAY, keys=(SKU,))
    assert len({asked.question.word(place) for place in ALIKE}) == 1
    one = Asked(PACK, ALIKE[:1], frame.schema, as_of=TODAY, on=DAY, keys=(SKU,))
    assert len(asked.question.circuit.nodes) == len(one.question.circuit.nodes)
    assert len(set(asked.answer(frame).words.drop(SKU).transpose().rows())) == 1


@pytest.mark.parametrize(
    ("one", "row", "before", "after"),
    [
        # A paper that is missing can still be brought before the day, not from that day on.
        ({"require": "'doc' in documents"}, {"documents": frozenset()}, "allowed_with_conditions", "not_allowed"),
        ({"require": "p || 'doc' in documents"}, {"documents": frozenset()}, "cannot_tell", "cannot_tell"),
        # The customs code alone is open, and a paper would do.
        ({"hs": ["4419"], "require": "'doc' in documents"}, {"hs_code": "44"}, "cannot_tell", "cannot_tell"),
        # The goods as made decide the requirement; a laboratory value does not keep the answer open.
        ({"require": "p"}, {"q": True}, "cannot_tell", "cannot_tell"),
        ({"require": "x < 2"}, {"q": True}, "allowed_with_conditions", "allowed_with_conditions"),
        # The goods as made decide whether a ban that nothing lifts reaches them.
        ({"scope": "p", "require": "x < 2"}, {"x": "5"}, "cannot_tell", "cannot_tell"),
        ({"scope": "p", "require": "x < 2"}, {"q": True}, "allowed_with_conditions", "allowed_with_conditions"),
        ({"scope": "x > 1", "require": "false"}, {"q": True}, "allowed_with_conditions", "allowed_with_conditions"),
    ],
)
def test_what_a_paper_can_settle_before_the_day_and_what_it_cannot(one, row, before, after):
    made = pack(rule(**one))
    for as_of, word in ((TODAY, before), (DAY, after)):
        assert ask(made, [row], as_of=as_of).words["DE"].to_list() == [word]
        judged = judge(made, prepare(WORDS, stated(row, "DE", DAY), DAY), order()).rules
        assert overall(judged, late=as_of >= DAY) == word


def test_a_charge_by_hand():
    # 12 000 bags of 8 g for Germany: 96 kg; single-use plastic fund, bags 3.801 EUR/kg: 364.896 EUR.
    row = {
        "hs_code": "39232100",
        "product_functions": frozenset({"carrier_bag"}),
        "materials": frozenset({"plastic"}),
        "single_use": True,
        "bag_thickness_um": "12",
        "product_mass_g": "8",
        "order_quantity": "12000",
    }
    found = ask(PACK, [row, row | {"order_quantity": None}], ("DE", "PL"), amounts=True)
    assert found.charges.filter(pl.col("rule") == "DE-EWK-BAG").rows() == [
        (0, "DE", "DE-EWK-BAG", "EUR", "364.896"),
        (1, "DE", "DE-EWK-BAG", "EUR", None),
    ]
    from greencard.rules.columns import totals

    sums = totals(found.charges)
    assert sums.filter(destination="DE").rows() == [(0, "DE", "EUR", "364.896", 0), (1, "DE", "EUR", "0", 1)]
    assert "PL" not in sums["destination"].to_list()


def test_statuses_agree_with_evaluate_where_a_set_names_codes_outside_its_list():
    made = pack(rule(require="size(documents) == 3 && 'paper' in documents"))
    rows = [{"documents": frozenset(codes)} for codes in (["both"], ["both", "ISO 9001"], ["paper", "x", "y", "z"])]
    found = ask(made, rows, statuses=True)
    assert found.statuses["R"].to_list() == [
        evaluate(made, facts(documents=row["documents"]), order())[0].status for row in rows
    ]
    assert found.statuses["R"].to_list() == ["pass", "fail", "fail"]
