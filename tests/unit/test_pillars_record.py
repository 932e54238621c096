"""The fields that the pillars rest on: read by every reader, written back, and refused where they clash."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from greencard.adapters.packs.shipped import ShippedPacks
from greencard.catalogue import check_product, read_product, write_product
from greencard.catalogue.typed_json import typed_product
from greencard.model import Order
from greencard.rules import order_facts
from plain_samples import BASE, slowly

PACKS = ShippedPacks()

RECYCLED = {
    "share_pct": 60,
    "post_consumer_pct": 40,
    "rework_pct": 20,
    "scheme": "GRS",
    "transaction_certificate": "TC-77",
    "chain_of_custody": "mass_balance",
    "evidence": {"grade": "E1", "kind": "TC"},
}
AUDITS = [
    {
        "scheme": "SMETA_4",
        "on": "2026-03-01",
        "rating": "B",
        "findings": ["C155"],
        "evidence": {"grade": "E2", "number": "ZS-1"},
    },
    {"scheme": "self_assessment", "on": "2026-01-01"},
]
YAML = """
编号: p
名称: 杯
声明单位: 1 只
海关: {编码: 691200}
卖方: {编号: s, 名称: 甲}
工厂:
  编号: f
  名称: 厂
  地点: 义乌
  社会责任审核:
    - {体系: SMETA四支柱, 日期: 2026年3月1日, 评级: B, 违反公约: [C155], 证据: {等级: E2, 编号: ZS-1}}
净重: 1
材料清单:
  - 材料: 泥
    净用量: 1
    再生料:
      百分比: 60
      消费后百分比: 40
      厂内回用百分比: 20
      认证体系: GRS
      交易证书号: TC-77
      监管链: 质量平衡
      证据: {等级: E1, 类型: TC}
"""


def document(recycled=None, audits=None):
    bom = [{"material": "clay", "net_kg": 1, "recycled": recycled or RECYCLED}]
    facility = BASE["facility"] | ({"audits": audits} if audits else {})
    return json.dumps(BASE | {"bom": bom, "facility": facility}).encode()


def test_the_fields_are_read_and_written_back():
    product = read_product(document(audits=AUDITS), "p.json", PACKS.hs(), PACKS.facts())
    recycled = product.bom[0].recycled
    assert recycled is not None
    assert (recycled.share, recycled.post_consumer_share, recycled.rework_share) == (
        Decimal("0.60"),
        Decimal("0.40"),
        Decimal("0.20"),
    )
    assert (recycled.scheme, recycled.transaction_certificate, recycled.chain_of_custody, recycled.records) == (
        "GRS",
        "TC-77",
        "mass_balance",
        "",
    )
    first, second = product.facility.audits
    assert (first.scheme, first.on, first.rating, first.findings) == ("SMETA_4", date(2026, 3, 1), "B", ("C155",))
    assert second.scheme == "self_assessment"
    assert read_product(write_product(product), "again.json", PACKS.hs(), PACKS.facts()) == product
    assert slowly(document(audits=AUDITS)) == product


def test_the_chinese_keys_say_the_same():
    product = read_product(YAML.encode(), "p.yaml", PACKS.hs(), PACKS.facts())
    english = read_product(document(audits=AUDITS[:1]), "p.json", PACKS.hs(), PACKS.facts())
    assert product.bom[0].recycled == english.bom[0].recycled
    assert product.facility.audits == english.facility.audits


@pytest.mark.parametrize(
    "recycled",
    [
        RECYCLED,
        {"share": 0.6, "post_consumer_share": 0.6, "kind": "post_consumer"},
        {"share": 0.6, "post_consumer_share": 0, "kind": "pre_consumer"},
        {"share": 0, "rework_share": 1},
        {"share": 0.5, "records": "laboratory", "evidence": "E1"},
    ],
)
def test_the_typed_reader_is_in_step(recycled):
    data = document(recycled)
    assert typed_product(data, PACKS.hs(), PACKS.facts()) == slowly(data)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"post_consumer_pct": 61}, "GC-PIL-001"),
        ({"kind": "pre_consumer"}, "GC-PIL-001"),
        ({"kind": "post_consumer"}, "GC-PIL-001"),
        ({"kind": "unspecified"}, "GC-PIL-001"),
        ({"rework_pct": 41}, "GC-PIL-001"),
        ({"rework_pct": -1}, "GC-CAT-027"),
        ({"scheme": "Green Star"}, "GC-CAT-030"),
        ({"chain_of_custody": "blockchain"}, "GC-CAT-030"),
        ({"records": "memory"}, "GC-CAT-030"),
        ({"post_consumer_pct": 140}, None),
        ({"transaction_certificate": "x" * 600}, None),
    ],
)
def test_what_cannot_be_is_refused_at_its_place_by_every_reader(changed, code):
    from greencard.catalogue.plain_json import NotPlain

    data = document(RECYCLED | changed)
    errors = slowly(data)
    assert isinstance(errors, list)
    assert errors
    if code == "GC-PIL-001":
        assert errors == [code]
    with pytest.raises(NotPlain):
        typed_product(data, PACKS.hs(), PACKS.facts())
    fault = next(one for one in check_product(data, "p.json", PACKS.hs(), PACKS.facts()) if one.severity == "error")
    assert fault.place.pointer.startswith("/bom/0/recycled")
    assert fault.text("zh")
    assert fault.remedy("zh")


@pytest.mark.parametrize(
    "audit",
    [
        {"scheme": "SMETA_4"},
        {"on": "2026-01-01"},
        {"scheme": "SMETA", "on": "2026-01-01"},
        {"scheme": "BSCI", "on": "01-02-2026"},
        {"scheme": "BSCI", "on": "2026-02-30"},
        {"scheme": "BSCI", "on": "2026-01-01", "rating": "A+"},
        {"scheme": "BSCI", "on": "2026-01-01", "findings": ["C999"]},
        {"scheme": "BSCI", "on": "2026-01-01", "score": 5},
        {"scheme": "BSCI", "on": "2026-01-01", "evidence": {"valid_from": "2026-02-01", "valid_until": "2026-01-01"}},
        "SA8000",
    ],
)
def test_an_audit_that_cannot_be_is_refused(audit):
    errors = slowly(document(audits=[audit]))
    assert isinstance(errors, list)
    assert errors


def test_the_rules_see_the_two_kinds_apart():
    product = read_product(document(), "p.json", PACKS.hs(), PACKS.facts())
    order = Order(product_id="p", destination="DE", on=date(2026, 11, 30), quantity=1)
    facts = {fact.name: fact.value for fact in order_facts(product, order)}
    assert (facts["recycled_pcr_share"], facts["recycled_pre_share"]) == ("0.4", "0.2")


def test_regrind_changes_no_footprint_and_no_composition():
    from greencard.catalogue import composition

    with_regrind = read_product(document(), "p.json", PACKS.hs(), PACKS.facts())
    without = read_product(
        document({key: value for key, value in RECYCLED.items() if key != "rework_pct"}), "p", PACKS.hs(), PACKS.facts()
    )
    assert composition(with_regrind) == composition(without)
