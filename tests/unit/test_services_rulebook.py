"""The rules to be read: lists, one rule in words, and what changes between two days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from greencard.adapters.packs.shipped import ShippedPacks
from greencard.errors import GreencardError
from greencard.interfaces.wiring import example_files, load_product
from greencard.model import Fact, Product
from greencard.services.law_changes import law_changes
from greencard.services.rulebook import TOPICS, list_rules, show_rule

PACKS = ShippedPacks()


def test_the_rules_of_a_member_state_are_those_of_the_union_and_its_own():
    found = list_rules(PACKS, to="DE")
    assert {line.jurisdiction for line in found} == {"EU", "DE"}
    assert {line.jurisdiction for line in list_rules(PACKS, to="US-CA")} == {"US", "US-CA"}
    assert len(list_rules(PACKS)) > len(found)


def test_filters_together():
    found = list_rules(PACKS, to="DE", topic="packaging", law="2025/40", on=date(2026, 8, 11))
    assert found == ()
    found = list_rules(PACKS, to="DE", topic="packaging", law="2025/40", on=date(2026, 8, 12))
    assert "EU-PPWR-44" in {line.id for line in found}
    assert all("2025/40" in line.citation and "packaging" in line.topics for line in found)
    assert [line.id for line in list_rules(PACKS, words="竹粉 食品", to="DE")] == ["EU-FCM-BAMBOO"]
    assert list_rules(PACKS, words="no such words at all") == ()


def test_every_topic_holds_rules():
    topics = {topic for line in list_rules(PACKS) for topic in line.topics}
    assert topics == set(TOPICS)


def test_only_a_rule_that_was_read_and_is_law_may_decide():
    for line in list_rules(PACKS):
        if line.may_decide:
            assert line.trust == "seen"
            assert line.law_status in {"in_force", "adopted_future"}
        elif line.severity in {"block", "fix", "cost"}:
            raise AssertionError(line.id)


def test_one_rule_in_words():
    found = show_rule(PACKS, "gb-ppt-2026")
    assert found.id == "GB-PPT"  # asked by the id that the rate of 2026/27 had before
    earlier, version = found.versions
    assert earlier.levy is not None
    assert (earlier.levy.rate, earlier.line.applies_until) == (Decimal("223.69"), date(2026, 3, 31))
    assert next(one for one in version.numbers if one.name == "rate").unit == "GBP/t"
    assert [text.zh for text in version.reach] == [
        "包装材料：塑料", "塑料包装再生料占比 < 0.3 kg/kg", "经营者年包装量 ≥ 10 t/year",
    ]  # fmt: skip
    assert not version.banned
    assert version.require == ()
    assert version.levy is not None
    assert (version.levy.rate, version.levy.currency) == (Decimal("228.82"), "GBP")
    assert [limit.facts for limit in version.limits] == [("pack_plastic_recycled_share",), ("operator_packaging_t_y",)]
    assert "pack_plastic_kg" in {fact.name for fact in found.facts}
    assert show_rule(PACKS, "EU-FCM-BAMBOO").versions[0].banned


def test_an_id_that_is_none_gets_its_neighbour():
    with pytest.raises(GreencardError) as caught:
        show_rule(PACKS, "EU-FCM-BAMBO")
    assert caught.value.code == "GC-SVC-033"
    assert "EU-FCM-BAMBOO" in caught.value.faults[0].text("zh")


@pytest.mark.parametrize("place", ["BD", "GB-NIR"])
def test_a_place_without_rules_says_so(place: str):
    with pytest.raises(GreencardError) as caught:
        list_rules(PACKS, to=place)
    assert caught.value.code == "GC-SVC-035"


def test_claims_of_neutrality_end_on_27_september_2026():
    found = law_changes(PACKS, date(2026, 9, 26), date(2026, 9, 27), destinations=["DE"])
    assert {(one.kind, one.after.id if one.after else "", one.on) for one in found.rules} == {
        ("begins", "EU-ECGT-2a", date(2026, 9, 27)),
        ("begins", "EU-ECGT-4a", date(2026, 9, 27)),
        ("begins", "EU-ECGT-4c", date(2026, 9, 27)),
        ("begins", "EU-ECGT-6", date(2026, 9, 27)),
    }
    assert law_changes(PACKS, date(2026, 9, 25), date(2026, 9, 26), destinations=["DE"]).rules == ()


def test_a_rate_that_changes_is_one_change_and_not_an_end_and_a_beginning():
    found = law_changes(PACKS, date(2026, 3, 31), date(2026, 4, 1), destinations=["GB"])
    tax = [one for one in found.rules if one.after and one.after.title.en == "Plastic Packaging Tax"]
    assert [(one.kind, one.on) for one in tax] == [("changes", date(2026, 4, 1))]
    assert tax[0].what[0].en == "rate 223.69 GBP/t → 228.82 GBP/t"


def _with_claims(goods: Product, *claims: str) -> Product:
    facts = tuple(one for one in goods.facts if one.name != "claims")
    return msgspec.structs.replace(goods, claims=(), facts=(*facts, Fact(name="claims", value=claims)))


def test_products_that_fare_differently_and_why():
    desk = load_product(example_files()[1])
    neutral, plain = _with_claims(desk, "carbon_neutral_offset"), _with_claims(load_product(example_files()[0]))
    found = law_changes(
        PACKS, date(2026, 9, 26), date(2026, 9, 27), destinations=["DE", "US"], products=[neutral, plain]
    )
    assert found.products_looked_at == 2
    assert [(one.product_id, one.destination) for one in found.products] == [(neutral.id, "DE")]
    (change,) = found.products
    assert [(one.rule_id, one.before, one.after) for one in change.rules] == [("EU-ECGT-4c", None, "fail")]


def test_the_later_day_comes_later():
    for until in (date(2026, 9, 26), date(2026, 9, 25)):
        with pytest.raises(GreencardError) as caught:
            law_changes(PACKS, date(2026, 9, 26), until)
        assert caught.value.code == "GC-SVC-034"


OVER = """schema: greencard/rules/2
jurisdiction: DE
law: Own act
rules:
- id: DE-OWN
  title: {en: own marking of batteries, zh: 自有电池标志}
  citation: Own act s 1
  applies_from: 2027-06-01
  status: adopted_future
  overrides: [EU-BATT-13-4]
  scope: has_battery
  require: "'battery_bin' in marks"
  consequence: label_required
  severity: fix
  addressee: importer
  trust: seen
  source: Own gazette
  checked_on: 2026-11-22
"""


def test_a_rule_in_whose_place_a_narrower_one_steps_ends_there(tmp_path: Path):
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "own.yaml").write_text(OVER, encoding="utf-8")
    packs = ShippedPacks(tmp_path)

    def changes(*places: str) -> dict[str, str]:
        found = law_changes(packs, date(2027, 5, 31), date(2027, 6, 1), destinations=places)
        return {(one.after or one.before).id: one.kind for one in found.rules if one.after or one.before}  # type: ignore[union-attr]

    assert changes("DE") == {"DE-OWN": "begins", "EU-BATT-13-4": "ends"}
    assert changes("DE", "FR") == {"DE-OWN": "begins"}  # in France it goes on
    assert changes("FR") == {}
