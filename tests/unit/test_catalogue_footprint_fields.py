"""Co-products, releases, certificates, supplier cards, use and end of life in the product file."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from greencard.adapters.packs.hs import hs_codes
from greencard.catalogue import check_product, read_product, write_product
from greencard.errors import InvalidInput

ENGLISH = """
schema: greencard/product/1
id: charcoal-board
name: {en: Bamboo board, zh: 竹板}
declared_unit: {en: 1 board, zh: 1 块}
customs: {code: "4418.73", origin: CN}
seller: {id: s1, name: {en: Stall, zh: 铺}}
facility:
  id: f1
  name: {en: Mill, zh: 厂}
  place: {en: Anji, zh: 安吉}
  rooftop_solar: {kwp: 100, certificates: sold, tilt_degrees: 12, azimuth_degrees: 180}
  certificates:
    - {scheme: GEC, id: G-1, energy_kwh: 1000, technology: pv, country: CN, produced_from: 2026-03-01, produced_until: 2026-03-31, fate: sold}
    - {scheme: I-REC, id: R-1, energy_kwh: 2 MWh, technology: wind, country: CN, produced_from: 2026-03-01, produced_until: 2026-03-31, fate: cancelled_for_self, cancelled_on: 2026-04-10}
mass_kg: 1
bom:
  - {material: bamboo, net_kg: 0.9, gross_kg: 1.3, bio_based_pct: 100, supplier_card: bamboo.card.json}
  - {material: glue, net_kg: 0.1, product: glue-01}
processes:
  - name: carbonising
    electricity_kwh: 0.4
    co_products: [{name: charcoal, kg: 0.2, price_per_kg: 3, energy_mj_per_kg: 29}]
    allocation: {method: economic, product_price_per_kg: 12, reason: charcoal is sold by the kg}
    releases: [{gas: CH4, kg: 0.0002, origin: biogenic}, {gas: HFC-134a, kg: 1e-6}]
packaging:
  - {material: board box, mass_kg: 0.08}
use: {scenario: {en: lamp}, years: 3, electricity_kwh_per_year: 2.2, country: DE, evidence: E1}
end_of_life:
  scenario: {en: household waste}
  disposal: [{route: energy_recovery, share_pct: 70}, {route: recycling, share: 0.3}]
"""  # noqa: E501 - YAML flow rows as a merchant pastes them

CHINESE = """
格式: greencard/product/1
编号: charcoal-board
名称: {英文: Bamboo board, 中文: 竹板}
声明单位: {英文: 1 board, 中文: 1 块}
海关: {编码: "4418.73", 原产国: CN}
卖方: {编号: s1, 名称: {英文: Stall, 中文: 铺}}
工厂:
  编号: f1
  名称: {英文: Mill, 中文: 厂}
  地点: {英文: Anji, 中文: 安吉}
  屋顶光伏: {装机: 100, 绿证: 已出售, 倾角: 12, 方位角: 180}
  绿证:
    - {类型: 绿证, 编号: G-1, 电量: 1000 度, 发电类型: 光伏, 国家: CN, 生产起始日: 2026-03-01, 生产截止日: 2026-03-31, 去向: 已出售}
    - {类型: 国际绿证, 编号: R-1, 电量: 2 兆瓦时, 发电类型: 风电, 国家: CN, 生产起始日: 2026-03-01, 生产截止日: 2026-03-31, 去向: 自用注销, 注销日期: 2026-04-10}
净重: 1
材料清单:
  - {材料: bamboo, 净用量: 0.9, 毛用量: 1.3, 生物基百分比: 100, 供应商绿卡: bamboo.card.json}
  - {材料: glue, 净用量: 0.1, 自产商品: glue-01}
工序:
  - 名称: carbonising
    电量: 0.4
    联产品: [{名称: charcoal, 质量: 200 克, 每千克价格: 3, 热值_MJ每kg: 29}]
    分配: {方法: 经济价值, 商品每千克价格: 12, 理由: charcoal is sold by the kg}
    气体排放: [{气体: CH4, 质量: 0.0002, 来源: 生物源}, {气体: HFC-134a, 质量: 0.000001}]
包装:
  - {材料: board box, 质量: 0.08}
使用: {情景: {英文: lamp}, 年限: 3, 年用电量: 2.2, 国家: DE, 证据: E1}
报废:
  情景: {英文: household waste}
  处置: [{方式: 焚烧发电, 百分比: 70}, {方式: 回收, 份额: 0.3}]
"""  # noqa: E501 - same, in Chinese


def codes(text: str) -> set[str]:
    return {fault.code for fault in check_product(text.encode(), "p.yaml", hs_codes()) if fault.severity == "error"}


def test_every_new_field_reaches_the_model():
    product = read_product(ENGLISH.encode(), "p.yaml", hs_codes())
    sold, bought = product.facility.certificates
    assert (sold.energy_wh, sold.fate, sold.produced_until) == (1_000_000, "sold", date(2026, 3, 31))
    assert (bought.scheme, bought.energy_wh, bought.technology) == ("I-REC", 2_000_000, "wind")
    assert (sold.cancelled_on, bought.cancelled_on) == (None, date(2026, 4, 10))
    assert product.facility.solar is not None
    assert (product.facility.solar.tilt_degrees, product.facility.solar.azimuth_degrees) == (12.0, 180.0)
    assert product.bom[0].supplier_card == "bamboo.card.json"
    assert product.bom[1].product == "glue-01"
    (process,) = product.processes
    assert process.allocation is not None
    assert (process.allocation.method, process.allocation.product_price_per_kg) == ("economic", Decimal(12))
    assert (process.co_products[0].kg, process.co_products[0].price_per_kg) == (Decimal("0.2"), Decimal(3))
    assert [(r.gas, r.kg, r.origin) for r in process.releases] == [
        ("CH4", Decimal("0.0002"), "biogenic"),
        ("HFC-134a", Decimal("0.000001"), "fossil"),
    ]
    assert product.use is not None
    assert (product.use.years, product.use.country, product.use.evidence.grade) == (Decimal(3), "DE", "E1")
    assert product.end_of_life is not None
    assert [d.share for d in product.end_of_life.disposal] == [Decimal("0.7"), Decimal("0.3")]


def test_the_chinese_file_is_the_same_product_and_writing_keeps_it():
    english = read_product(ENGLISH.encode(), "p.yaml", hs_codes())
    assert read_product(CHINESE.encode(), "p.yaml", hs_codes()) == english
    assert read_product(write_product(english), "p.json", hs_codes()) == english


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("product: glue-01", "product: glue-01, supplier_card: glue.json", "GC-CAT-060"),
        ("product: glue-01", "product: charcoal-board", "GC-CAT-061"),
        ("allocation:", "# allocation:", "GC-CAT-062"),
        ("product_price_per_kg: 12, ", "", "GC-CAT-064"),
        ("price_per_kg: 3, ", "", "GC-CAT-064"),
        ("method: economic", "method: energy", "GC-CAT-064"),
        ("produced_until: 2026-03-31, fate: sold", "produced_until: 2026-02-01, fate: sold", "GC-CAT-065"),
        ("scheme: I-REC, id: R-1", "scheme: GEC, id: G-1", "GC-CAT-066"),
        ("  rooftop_solar:", "  # rooftop_solar:", "GC-CAT-067"),
        ("share_pct: 70", "share_pct: 60", "GC-CAT-068"),
        ("kg: 0.0002", "kg: -0.0002", "GC-CAT-037"),
    ],
)
def test_each_contradiction_is_named_with_its_line(old: str, new: str, code: str):
    wrong = ENGLISH.replace(old, new)
    assert wrong != ENGLISH
    assert codes(ENGLISH) == set()
    if code == "GC-CAT-037":  # a bound of the field itself: whatever its code, it is an error at that line
        assert len(codes(wrong)) == 1
    else:
        assert codes(wrong) == {code}
    with pytest.raises(InvalidInput) as caught:
        read_product(wrong.encode(), "p.yaml", hs_codes())
    assert all(fault.place.line for fault in caught.value.faults)
    assert all(re.search(r"[\u4e00-\u9fff]", fault.text("zh")) for fault in caught.value.faults)


def test_an_allocation_of_nothing_is_a_warning():
    text = re.sub(r"    co_products:.*\n", "", ENGLISH).replace(
        "{method: economic, product_price_per_kg: 12, ", "{method: mass, "
    )
    faults = check_product(text.encode(), "p.yaml", hs_codes())
    assert [fault.severity for fault in faults if fault.code == "GC-CAT-063"] == ["warning"]
    assert read_product(text.encode(), "p.yaml", hs_codes()).processes[0].allocation is not None
